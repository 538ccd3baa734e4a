"""Digits by what a layer makes of them: its principal components, and a map that keeps neighbours.

The map in two dimensions is the first two components, or t-SNE of all of them (L. van der Maaten
and G. Hinton, *Visualizing Data using t-SNE*, Journal of Machine Learning Research 9, 2008), whose
constants are that paper's unless they say otherwise. It is exact and in numpy: every pair counts at
every step, so that time and memory grow with the square: for up to about 2,000 points.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.errors import TrainingError
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.language import tr

MOST = 1500
"""Digits on a map: what an exact t-SNE embeds in a few seconds."""
COMPONENTS = 30
"""What van der Maaten and Hinton (2008) leave of the data before t-SNE."""
NEAREST = 10
"""Neighbours by which a map is judged."""
FEWEST_DIGITS = 1e-30
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
            tr(
                "The network's numbers are no longer numbers, so there is nothing to map: "
                "train again with a lower learning rate."
            )
        )
    mean = outputs.mean(axis=0)
    outputs -= mean
    products = outputs @ outputs.T
    yield 0.9
    components = principal_components(outputs, mean, products)
    near = nearest(distances_from(products), min(NEAREST, len(digits) - 1))
    return DigitMap(model, layers, digits, components, near)


def principal_components(centred: np.ndarray, mean: np.ndarray, products: np.ndarray) -> Components:
    """The first 30 components, fewer where there are no more, of float32 rows [n, size].

    centred: the rows less their `mean` [size]; products: [n, n], theirs with each other, whose
    eigenvectors the axes follow from: the singular value decomposition of few long rows.
    Each axis points to where its largest entry is positive, so that maps do not flip.
    """
    variances, vectors = np.linalg.eigh(products.astype(np.float64))
    # Ascending; what is zero but for rounding has no direction.
    chosen = np.flatnonzero(variances > 1e-6 * max(variances[-1], FEWEST_DIGITS))[::-1][:COMPONENTS]
    axes = centred.T @ vectors[:, chosen].astype(np.float32)
    axes /= np.linalg.norm(axes, axis=0)
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(len(chosen))])
    shares = variances[chosen] / max(float(variances.sum()), FEWEST_DIGITS)
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


ITERATIONS = 500
PERPLEXITY = 30.0
"""About how many neighbours each point listens to."""
EXAGGERATION, EXAGGERATED = 4.0, 50
"""At first the neighbours attract this much more, for so many iterations."""
RATE = 100.0
FIRST_MOMENTUM, MOMENTUM, SLOW = 0.5, 0.8, 250
"""The first is that of so many iterations."""
SPREAD = 1e-4
"""The standard deviation of the first places, which are principal components: Kobak and Berens,
*The art of using t-SNE for single-cell transcriptomics*, 2019."""
TOLD_EVERY = 10
SEARCHES = 40
"""Halvings when a width is looked for."""
LEAST = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class TsneStep:
    """The map after `iteration` iterations.

    places: float32 [n, 2]; divergence: what is minimised, the Kullback-Leibler divergence in nats
    """

    iteration: int
    divergence: float
    places: np.ndarray


def tsne(
    points: np.ndarray, iterations: int = ITERATIONS, perplexity: float = PERPLEXITY
) -> Generator[TsneStep, None, TsneStep]:
    """Embed `points`, float [n, k], n >= 3, the widest spread first as principal components are.

    Yields the map at the start and after every ten iterations, and returns the last. There is no
    chance in it: the same points give the same map.
    """
    attraction = affinities(points, perplexity)
    entropy = float((attraction * np.log(np.maximum(attraction, LEAST))).sum())
    places = _first_places(points)
    velocity, gains = np.zeros_like(places), np.ones_like(places)
    for iteration in range(iterations):
        nearness = _nearness(places)
        total = float(nearness.sum())
        if iteration % TOLD_EVERY == 0:
            yield TsneStep(
                iteration, _divergence(entropy, attraction, nearness, total), places.copy()
            )
        exaggeration = EXAGGERATION if iteration < EXAGGERATED else 1.0
        gradient = _gradient(attraction, nearness, total, places, exaggeration)
        # Jacobs, *Increased rates of convergence through learning rate adaptation*, 1988
        gains = np.where(gradient * velocity < 0, gains + 0.2, gains * 0.8)
        np.maximum(gains, 0.01, out=gains)
        velocity *= FIRST_MOMENTUM if iteration < SLOW else MOMENTUM
        velocity -= RATE * gains * gradient
        places += velocity
        places -= places.mean(axis=0)
    nearness = _nearness(places)
    divergence = _divergence(entropy, attraction, nearness, float(nearness.sum()))
    return TsneStep(iterations, divergence, places)


def affinities(points: np.ndarray, perplexity: float = PERPLEXITY) -> np.ndarray:
    """How much each pair belongs together: float32 [n, n], symmetric, summing to 1.

    Normal around each point, with the width that gives it so many effective neighbours; at most a
    third of the points.
    """
    count = len(points)
    distances = squared_distances(points.astype(np.float64))
    np.fill_diagonal(distances, np.inf)
    distances -= distances.min(axis=1, keepdims=True)  # Or all shares of a lone point underflow.
    np.fill_diagonal(distances, 0)
    distances /= max(float(np.median(distances)), LEAST)
    wanted = np.log(min(perplexity, max((count - 1) / 3, 1.0)))
    low, high = np.full((count, 1), -20.0), np.full((count, 1), 20.0)
    for _ in range(SEARCHES):
        precision = np.exp((low + high) / 2)
        shares = np.exp(-distances * precision)
        np.fill_diagonal(shares, 0)
        sums = shares.sum(axis=1, keepdims=True)
        shares /= sums
        entropy = np.log(sums) + precision * (distances * shares).sum(axis=1, keepdims=True)
        too_wide = entropy > wanted
        low, high = (
            np.where(too_wide, (low + high) / 2, low),
            np.where(too_wide, high, (low + high) / 2),
        )
    together: np.ndarray = ((shares + shares.T) / (2 * count)).astype(np.float32)
    return together


def _first_places(points: np.ndarray) -> np.ndarray:
    places = np.zeros((len(points), 2), np.float32)
    first = points[:, :2] - points[:, :2].mean(axis=0)
    places[:, : first.shape[1]] = SPREAD * first / max(float(first[:, 0].std()), LEAST)
    return places


def _nearness(places: np.ndarray) -> np.ndarray:
    """Student's t with one degree of freedom, not normalised: [n, n], zero on the diagonal."""
    nearness = squared_distances(places)
    nearness += 1
    np.reciprocal(nearness, out=nearness)
    np.fill_diagonal(nearness, 0)
    return nearness


def _gradient(
    attraction: np.ndarray,
    nearness: np.ndarray,
    total: float,
    places: np.ndarray,
    exaggeration: float,
) -> np.ndarray:
    """The gradient (equation 5): [n, 2]."""
    pull = nearness * (-1 / total)
    pull += attraction if exaggeration == 1 else exaggeration * attraction
    pull *= nearness
    gradient: np.ndarray = 4 * (pull.sum(axis=1)[:, None] * places - pull @ places)
    return gradient


def _divergence(
    entropy: float, attraction: np.ndarray, nearness: np.ndarray, total: float
) -> float:
    """entropy: the sum of P log P, which stays the same."""
    logs = np.log(np.maximum(nearness, LEAST))
    return entropy - float((attraction * logs).sum()) + float(np.log(total))
