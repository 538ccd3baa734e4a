"""One value of a network taken apart: the very multiplication, maximum or share that made it.

People add up what they are shown, so the numbers must add up as they are shown, rounded: the parts
of a sum are rounded by the largest-remainder method (Hamilton's of 1792 for seats in parliament),
which moves none of them by a whole unit of its last digit and keeps the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlgui.core.explain.trace import Insight, Place, window
from dlgui.core.nets.activations import Activation
from dlgui.core.nets.layers import EPS, BatchNorm, Conv, GlobalAvgPool, Pool, Weighted
from dlgui.core.reading.calibration import Calibration

DECIMALS = 3
"""Of a shown number below 100; larger ones show fewer."""


@dataclass(frozen=True)
class WeightedSum:
    """A value of a convolution or dense layer: the sum of window × kernel, and the bias.

    window, kernel: float32 [maps, size, size]; [inputs] for a dense layer; zero where the window
        lies on padding
    bias: 0 where the layer has none
    value: what the network computed
    """

    window: np.ndarray
    kernel: np.ndarray
    bias: float
    value: float

    @cached_property
    def products(self) -> np.ndarray:
        """float64, in the window's shape."""
        products: np.ndarray = self.window.astype(np.float64) * self.kernel
        return products

    @cached_property
    def parts(self) -> np.ndarray:
        """What each map, or each input of a dense layer, adds to the value: float64 [n]."""
        parts: np.ndarray = self.products.reshape(len(self.products), -1).sum(axis=1)
        return parts

    @cached_property
    def decimals(self) -> int:
        """How many the shown numbers have."""
        largest = max(np.abs(self.window).max(), np.abs(self.parts).max(), abs(self.value))
        return max(0, DECIMALS - max(0, len(str(int(largest))) - 2))

    @cached_property
    def shown(self) -> tuple[np.ndarray, int, int]:
        """Parts (int64 [n]), bias and value as shown, in units of the last digit; they add up."""
        unit = 10.0**self.decimals
        total = round(self.value * unit)
        units = rounded_to_total([*self.parts * unit, self.bias * unit], total)
        return units[:-1], int(units[-1]), total

    def shown_products(self, part: int) -> np.ndarray:
        """One map's products as shown, int64 [size, size]: they add up to its shown part."""
        products = self.products[part] * 10.0**self.decimals
        units = rounded_to_total(products.ravel(), int(self.shown[0][part]))
        return units.reshape(products.shape)

    def largest_parts(self, count: int) -> np.ndarray:
        """The indices of the `count` parts that are farthest from zero, farthest first."""
        return np.argsort(-np.abs(self.parts), kind="stable")[:count]


@dataclass(frozen=True, slots=True)
class Normalised:
    """(x - mean) / √(variance + ε) × scale + shift = value (Ioffe and Szegedy 2015)."""

    x: float
    mean: float
    variance: float
    scale: float
    shift: float
    value: float

    @property
    def spread(self) -> float:
        return float(np.sqrt(self.variance + EPS))

    @property
    def shown(self) -> tuple[int, int, int, int, int, int]:
        """x, mean, x - mean, what the scale makes of it, shift and value, as shown: in units of
        the third decimal, of which the first two give the third and the last two differ by the
        fourth."""
        x, mean, shift, value = (
            round(part * 10**DECIMALS) for part in (self.x, self.mean, self.shift, self.value)
        )
        return x, mean, x - mean, value - shift, shift, value


@dataclass(frozen=True, slots=True)
class Activated:
    """An activation function of x; formula: `Activation.formula`."""

    formula: str
    x: float
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """One value for a tile of a map, float32 [rows, columns].

    where: the (row, column) in the tile of the one that was kept; None for the mean of all
    """

    window: np.ndarray
    where: tuple[int, int] | None
    value: float

    @property
    def shown(self) -> tuple[np.ndarray, int]:
        """The tile, int64 [rows, columns], and its sum, in units of the third decimal; they add
        up, as long as they are a mean's."""
        unit = 10**DECIMALS
        if self.where is not None:
            return np.rint(self.window * float(unit)).astype(np.int64), round(self.value * unit)
        exact = self.window.astype(np.float64).ravel() * unit
        total = round(float(exact.sum()))
        return rounded_to_total(exact, total).reshape(self.window.shape), total


@dataclass(frozen=True, slots=True)
class Copied:
    """The value at `source` of the stage before, unchanged."""

    source: Place
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """exp(score / temperature) as a share of all such exponentials.

    scores: float32 [n]; index: whose share it is; exponentials: float64 [n], of the scores less the
        largest one, which changes no share and overflows nowhere
    """

    scores: np.ndarray
    temperature: float
    index: int
    exponentials: np.ndarray
    value: float


@dataclass(frozen=True, slots=True)
class Pixel:
    """A pixel of the input, from 0 to 1; the first layer gets (value - mean) / std."""

    value: float
    mean: float
    std: float


Calculation = WeightedSum | Normalised | Activated | Pooled | Copied | Share | Pixel


def calculation(insight: Insight, stage: int, place: Place) -> Calculation:
    """How the value at `place` of a stage came about. Raises IndexError for no such place."""
    shown = insight.stages[stage]
    value = float(shown.values[place])
    if shown.kind == "input":
        normalisation = insight.model.normalisation
        return Pixel(value, normalisation.mean, normalisation.std)
    before = insight.stages[stage - 1].values
    if shown.kind == "softmax":
        return _share(insight, before, place[0], value)
    layer = shown.layer
    if isinstance(layer, Weighted):
        return _weighted_sum(insight, stage, place, value)
    if isinstance(layer, BatchNorm):
        names = ("running_mean", "running_var", "weight", "bias")
        mean, variance, scale, shift = (
            float(insight.weights(stage, name)[place[0]]) for name in names
        )
        return Normalised(float(before[place]), mean, variance, scale, shift, value)
    if isinstance(layer, Activation):
        return Activated(layer.formula, float(before[place]), value)
    if isinstance(layer, GlobalAvgPool):
        return Pooled(before[place[0]], None, value)
    if isinstance(layer, Pool):
        tile = _under(before, insight, stage, place)[place[0]]
        kept = layer.chosen(tile)
        return Pooled(tile, None if kept is None else divmod(kept, tile.shape[1]), value)
    if before.shape == shown.shape:
        return Copied(place, value)
    source = np.unravel_index(place[0], before.shape)
    return Copied(tuple(int(i) for i in source), value)


def rounded_to_total(parts: Sequence[float] | np.ndarray, total: int) -> np.ndarray:
    """Whole numbers, int64, that add up to `total`; each is the part rounded down or up.

    parts: their sum must lie within a half of `total`, as it does when `total` is the rounded sum
    """
    exact = np.asarray(parts, dtype=np.float64)
    units = np.floor(exact).astype(np.int64)
    order = np.argsort(units - exact, kind="stable")
    missing = total - int(units.sum())
    if missing >= 0:
        units[order[:missing]] += 1
    else:  # what float32 has lost can tip a sum of whole numbers over
        units[order[missing:]] -= 1
    return units


def _weighted_sum(insight: Insight, stage: int, place: Place, value: float) -> WeightedSum:
    layer = insight.stages[stage].layer
    before = insight.stages[stage - 1].values
    if stage == 1:  # the first layer gets the pixels normalised
        normalisation = insight.model.normalisation
        before = (before - normalisation.mean) / normalisation.std
    bias = float(insight.weights(stage, "bias")[place[0]]) if insight.has_bias(stage) else 0.0
    kernel = insight.weights(stage, "weight")[place[0]]
    under = _under(before, insight, stage, place) if isinstance(layer, Conv) else before
    return WeightedSum(under, kernel, bias, value)


def _under(before: np.ndarray, insight: Insight, stage: int, place: Place) -> np.ndarray:
    """The part of every map before that a window lies on, with zeros outside of the map."""
    box = window(insight.network, stage, place)
    assert box is not None
    top, left, bottom, right = box
    _, height, width = before.shape
    edges = (
        (0, 0),
        (max(-top, 0), max(bottom - height, 0)),
        (max(-left, 0), max(right - width, 0)),
    )
    inside = before[:, max(top, 0) : bottom, max(left, 0) : right]
    return np.pad(inside, edges)


def _share(insight: Insight, scores: np.ndarray, index: int, value: float) -> Share:
    temperature = Calibration.of(insight.model).temperature
    scaled = scores.astype(np.float64) / temperature
    return Share(scores, temperature, index, np.exp(scaled - scaled.max()), value)
