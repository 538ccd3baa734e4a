"""Digits by what a layer makes of them: the layer's principal components, and who is near whom.

For a map in two dimensions take the first two components, or `dlgui.core.tsne` of all of them.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dlgui.core.data.digits import DigitSet
from dlgui.core.errors import TrainingError
from dlgui.core.forward import Forward
from dlgui.core.model import Model

MOST = 1500
"""Digits on a map: what an exact t-SNE embeds in a few seconds."""
COMPONENTS = 30
"""What van der Maaten and Hinton (2008) leave of the data before t-SNE."""
NEAREST = 10
"""Neighbours by which a map is judged."""
LEAST = 1e-30
CHUNK = 100
"""Digits between two looks at whether to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The principal components of rows of numbers.

    mean: float32 [size]; axes: float32 [size, k], of length 1, the one with most variance first
    places: float32 [n, k], the rows in these axes; shares: [k], of the variance, from 0 to 1
    """

    mean: np.ndarray
    axes: np.ndarray
    places: np.ndarray
    shares: np.ndarray

    def project(self, rows: np.ndarray) -> np.ndarray:
        """Other rows [m, size] in the same axes: float32 [m, k]."""
        projected: np.ndarray = (rows - self.mean) @ self.axes
        return projected


@dataclass(frozen=True, slots=True, eq=False)
class DigitMap:
    """`digits` as the first `layers` layers of `model` see them.

    components: of that layer's outputs
    nearest: int [n, k], of each digit, the digits nearest in all of the outputs, at most ten
    """

    model: Model
    layers: int
    digits: DigitSet
    components: Components
    nearest: np.ndarray

    def project(self, images: np.ndarray) -> np.ndarray:
        """Where other digits are among the components: float32 [m, k].

        images: float32 [m, 28, 28] from 0 (paper) to 1 (ink). It computes the layer.
        """
        return self.components.project(Forward(self.model).outputs(images, self.layers))

    def kept(self, places: np.ndarray) -> float:
        """The share, from 0 to 1, of each digit's nearest that are its nearest at `places` too."""
        near = nearest(squared_distances(places), self.nearest.shape[1])
        shared = [np.isin(a, b).mean() for a, b in zip(self.nearest, near, strict=True)]
        return float(np.mean(shared))


def digit_map(model: Model, digits: DigitSet, layers: int) -> Generator[float, None, DigitMap]:
    """Yields the share done. layers: how many are computed; 0 for the pixels themselves.

    At least 3 digits. Raises TrainingError when a training has left no numbers in the network.
    """
    forward = Forward(model)
    parts = []
    for start in range(0, len(digits), CHUNK):
        parts.append(forward.outputs(digits.images[start : start + CHUNK], layers))
        yield 0.8 * (start + len(parts[-1])) / len(digits)
    outputs = np.concatenate(parts)
    if not np.isfinite(outputs).all():
        raise TrainingError(
            "The network's numbers are no longer numbers, so there is nothing to map: "
            "train again with a lower learning rate."
        )
    mean = outputs.mean(axis=0)
    outputs -= mean
    products = outputs @ outputs.T
    yield 0.9
    components = _components(outputs, mean, products)
    near = nearest(distances_from(products), min(NEAREST, len(digits) - 1))
    return DigitMap(model, layers, digits, components, near)


def principal_components(rows: np.ndarray) -> Components:
    """The first 30 components of `rows`, float32 [n, size], fewer where there are no more.

    Each axis points to where its largest entry is positive, so that maps do not flip.
    """
    mean = rows.mean(axis=0)
    centred = rows - mean
    return _components(centred, mean, centred @ centred.T)


def _components(centred: np.ndarray, mean: np.ndarray, products: np.ndarray) -> Components:
    """By the eigenvectors of the rows' products [n, n] with each other, from which the axes follow:
    the singular value decomposition of few long rows."""
    variances, vectors = np.linalg.eigh(products.astype(np.float64))
    # Ascending; what is zero but for rounding has no direction.
    chosen = np.flatnonzero(variances > 1e-6 * max(variances[-1], LEAST))[::-1][:COMPONENTS]
    axes = centred.T @ vectors[:, chosen].astype(np.float32)
    axes /= np.linalg.norm(axes, axis=0)
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(chosen))])
    shares = variances[chosen] / max(float(variances.sum()), LEAST)
    return Components(mean, axes, centred @ axes, shares)


def squared_distances(rows: np.ndarray) -> np.ndarray:
    """float [n, n], between every two of `rows` [n, size]; none below zero."""
    return distances_from(rows @ rows.T)


def distances_from(products: np.ndarray) -> np.ndarray:
    """Squared distances [n, n] between rows whose products with each other are `products`."""
    lengths = products.diagonal()
    distances = -2 * products
    distances += lengths[:, None]
    distances += lengths
    np.maximum(distances, 0, out=distances)
    return distances


def nearest(distances: np.ndarray, count: int) -> np.ndarray:
    """int [n, count]: by `distances` [n, n], the other rows nearest to each, in no order."""
    others = distances.copy()
    np.fill_diagonal(others, np.inf)
    near: np.ndarray = np.argpartition(others, count - 1, axis=1)[:, :count]
    return near


def place_among(point: np.ndarray, points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Where to show a new `point` [k] on a map that has `points` [n, k] at `places` [n, 2].

    The mean of its five nearest neighbours' places, weighted by one over the squared distance
    (Shepard 1968): for maps that, like t-SNE's, have no rule for new points.
    """
    distances = ((points - point) ** 2).sum(axis=1)
    near = np.argpartition(distances, min(5, len(distances)) - 1)[:5]
    weights = 1 / np.maximum(distances[near], 1e-12 + 1e-9 * distances[near].max())
    place: np.ndarray = weights @ places[near] / weights.sum()
    return place
