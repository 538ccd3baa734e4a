"""The work of drawing a map of digits, what it leaves, and the names of the layers to choose."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.embedding import ITERATIONS, MOST, DigitMap, digit_map, place_among, tsne
from dlgui.core.evaluation.robustness import sample
from dlgui.core.nets.activations import Activation
from dlgui.core.nets.layers import GlobalAvgPool, Pool, Weighted
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import Network
from dlgui.language import tr
from dlgui.ui.kit import layer_words

Method = Literal["pca", "tsne"]
MAPPING = 0.15
"""The share of the work before t-SNE begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """A map so far. places: float32 [n, 2] by `method`.

    share: of the work; kept: of each digit's nearest, those that are near here, from 0 to 1, None
    until the map is finished; divergence: of t-SNE, in nats
    """

    map: DigitMap
    method: Method
    places: np.ndarray
    share: float = 1.0
    kept: float | None = None
    divergence: float = 0.0

    def place(self, pixels: np.ndarray) -> np.ndarray:
        """Where a digit, float32 [28, 28], is on the finished map. It computes the layer."""
        point = self.map.project(pixels[np.newaxis])[0]
        if self.method == "pca":
            return _two(point[np.newaxis]).reshape(2)
        return place_among(point, self.map.components.places, self.places)


def map_of(
    model: Model, digits: DigitSet, layers: int, method: Method, known: DigitMap | None
) -> Generator[float | Mapped, None, Mapped]:
    """Yields the share done, and once t-SNE has begun the map so far.

    known: used again if it is of the same outputs. Raises TrainingError as `digit_map` does.
    """
    chosen = sample(digits, MOST)
    if known is not None and _is_of(known, model, chosen, layers):
        found = known
    else:
        steps = digit_map(model, chosen, layers)
        found = yield from _scaled(steps, 1.0 if method == "pca" else MAPPING)
    if method == "pca":
        places = _two(found.components.places)
        return Mapped(found, method, places, kept=found.kept(places))
    last = yield from _embedded(found)
    return Mapped(found, method, last.places, 1.0, found.kept(last.places), last.divergence)


def _embedded(found: DigitMap) -> Generator[Mapped, None, Mapped]:
    steps = tsne(found.components.places)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return Mapped(found, "tsne", end.value.places, divergence=end.value.divergence)
        share = MAPPING + (1 - MAPPING) * step.iteration / ITERATIONS
        yield Mapped(found, "tsne", step.places, share, divergence=step.divergence)


def _scaled(
    steps: Generator[float, None, DigitMap], whole: float
) -> Generator[float, None, DigitMap]:
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            found: DigitMap = end.value
            return found
        yield whole * share


def _is_of(known: DigitMap, model: Model, digits: DigitSet, layers: int) -> bool:
    same = known.model is model and known.layers == layers
    return same and np.array_equal(known.digits.images, digits.images)


def _two(places: np.ndarray) -> np.ndarray:
    """The first two components of [n, k], zero where there are fewer."""
    return np.pad(places[:, :2], ((0, 0), (0, max(2 - places.shape[1], 0))))


def mapped_layers(network: Network) -> list[tuple[str, int]]:
    """(name, how many layers are computed), the pixels first; those that only reshape or rescale
    are left out."""
    found = [(tr("Pixels"), 0)]
    for index, layer in enumerate(network.layers):
        if isinstance(layer, (Weighted, Activation, Pool, GlobalAvgPool)):
            found.append((layer_words.layer_title(network, index), index + 1))
    return found


def usual_layer(network: Network) -> int:
    """The place in `mapped_layers` of what the last dense layer sees, where classes are apart."""
    return max(len(mapped_layers(network)) - 2, 0)
