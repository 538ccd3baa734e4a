"""What steps of a training did: one that is followed, many side by side, and the run as a whole.

A followed step is summed up in the terms of forward pass, loss and gradient; histograms of
different ranges are brought to one common axis; a run is seen through a few of its snapshots,
spread evenly over the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.core.training.events import Histogram, SnapshotTaken, StepFollowed
from dlgui.core.training.runs import most_crowded


@dataclass(frozen=True, slots=True)
class LayerStep:
    """A convolution or dense layer in the step: Euclidean norms over its weights, biases left out.

    index: its place in `Network.layers`; count: how many weights it has
    """

    index: int
    count: int
    weights: float
    gradient: float
    update: float

    @property
    def update_ratio(self) -> float:
        """The update's norm over the weights' before the step."""
        return self.update / self.weights if self.weights else 0.0


@dataclass(frozen=True)
class StepDigest:
    """Everything is computed once, in float64, when it is first asked for."""

    step: StepFollowed

    @cached_property
    def log_probabilities(self) -> np.ndarray:
        """[n, classes], in nats: what the softmax makes of the logits."""
        logits = self.step.logits.astype(np.float64)
        logits = logits - logits.max(axis=1, keepdims=True)
        found: np.ndarray = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found

    @cached_property
    def probabilities(self) -> np.ndarray:
        """[n, classes], from 0 to 1."""
        found: np.ndarray = np.exp(self.log_probabilities)
        return found

    @cached_property
    def answers(self) -> np.ndarray:
        """int64 [n]: the likeliest class."""
        found: np.ndarray = self.step.logits.argmax(axis=1)
        return found

    @cached_property
    def is_right(self) -> np.ndarray:
        """bool [n]"""
        found: np.ndarray = self.answers == self.step.labels
        return found

    @cached_property
    def label_probabilities(self) -> np.ndarray:
        """[n]: the probability of each digit's own class."""
        found: np.ndarray = self.probabilities[np.arange(len(self.answers)), self.step.labels]
        return found

    @cached_property
    def losses(self) -> np.ndarray:
        """[n], in nats: each digit's cross-entropy, whose mean is the step's loss.

        With label smoothing s, the target is 1 - s of certainty for the digit's own class, and s
        spread over all classes (Szegedy et al. 2016).
        """
        s = self.step.config.label_smoothing
        own = -self.log_probabilities[np.arange(len(self.answers)), self.step.labels]
        found: np.ndarray = (1 - s) * own - s * self.log_probabilities.mean(axis=1)
        return found

    @cached_property
    def layers(self) -> tuple[LayerStep, ...]:
        """In the network's order; back-propagation meets them from the last to the first."""
        network = network_of(self.step.config.network)
        found = []
        for index, layer in enumerate(network.layers):
            if layer.is_weighted:
                name = f"{index}.weight"
                before = self.step.weights_before[name]
                found.append(
                    LayerStep(
                        index=index,
                        count=before.size,
                        weights=_norm(before),
                        gradient=_norm(self.step.gradients[name]),
                        update=_norm(self.step.weights_after[name] - before),
                    )
                )
        return tuple(found)


def _norm(values: np.ndarray) -> float:
    return float(np.sqrt(np.square(values, dtype=np.float64).sum()))


CUT_OFF = 0.005
"""The share of a histogram's values that may lie beyond either end of the common axis."""


def common_range(histograms: Sequence[Histogram]) -> tuple[float, float]:
    """An axis on which all but the outermost values of each histogram can be seen.

    With 0 on it, and as far on either side of 0 where there are values on both. (0, 0) without
    any values but 0. It begins and ends at borders of the histograms' bins.
    """
    below, low, width = _stacked(histograms)
    has_values = below[:, -1] > 0
    if not has_values.any():
        return 0.0, 0.0
    below, low, width = below[has_values], low[has_values], width[has_values]
    first = (below <= CUT_OFF).sum(axis=1) - 1
    last = (below < 1 - CUT_OFF).sum(axis=1)
    least = min(float((low + first * width).min()), 0.0)
    most = max(float((low + last * width).max()), 0.0)
    if least < 0 < most:
        most = max(-least, most)
        least = -most
    return least, most


def rebinned(histograms: Sequence[Histogram], edges: np.ndarray) -> np.ndarray:
    """The share of each histogram's values in each bin between ascending `edges`: float64
    [histograms, len(edges) - 1]; zeros for a histogram without values.

    Within a bin of a histogram, values are taken to be spread evenly.
    """
    below, low, width = _stacked(histograms)
    last = below.shape[1] - 1
    # Where all values are the same, the bins have no width: the value lies just above an edge.
    width = np.where(width > 0, width, np.finfo(float).tiny)
    at = np.clip((edges - low[:, np.newaxis]) / width[:, np.newaxis], 0, last)
    left = np.minimum(at.astype(np.int64), last - 1)
    before, after = (np.take_along_axis(below, left + side, axis=1) for side in (0, 1))
    shares: np.ndarray = np.diff(before + (at - left) * (after - before), axis=1)
    return shares


def _stacked(histograms: Sequence[Histogram]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The share of values below each bin's border, [n, bins + 1]; where the bins begin, and how
    wide they are, [n]."""
    counts = np.stack([one.counts for one in histograms])
    below = np.zeros((len(counts), counts.shape[1] + 1))
    np.cumsum(counts, axis=1, out=below[:, 1:])
    below /= np.maximum(below[:, -1:], 1)
    low = np.array([one.low for one in histograms])
    high = np.array([one.high for one in histograms])
    return below, low, (high - low) / counts.shape[1]


CAPACITY = 60
"""Of the reference network, 60 snapshots are 170 MB."""


class Timeline:
    """Keeps the first snapshot and the newest, and in between those that lie farthest apart.

    Whenever there are too many, the one between the closest neighbours is dropped, so that no gap
    is much wider than the others however long the run is.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Raises ValueError for a capacity below 2."""
        if capacity < 2:
            raise ValueError(f"a timeline keeps the first and the newest, not {capacity}")
        self._capacity = capacity
        self._kept: list[SnapshotTaken] = []

    @property
    def snapshots(self) -> Sequence[SnapshotTaken]:
        """By their steps, the earliest first."""
        return self._kept

    def add(self, snapshot: SnapshotTaken) -> None:
        """Keep the newest snapshot; one of the same step or of a later one is superseded."""
        self.cut(snapshot.step - 1)
        self._kept.append(snapshot)
        if len(self._kept) > self._capacity:
            # Of the gaps that are as small, the first: the newest ones are still to be thinned.
            del self._kept[most_crowded([kept.step for kept in self._kept])]

    def cut(self, step: int) -> None:
        """Forget what came after `step`, when a run is taken up again from there."""
        while self._kept and self._kept[-1].step > step:
            self._kept.pop()

    def at(self, step: int) -> SnapshotTaken | None:
        """The snapshot that is closest to `step`; None while there is none."""
        return min(self._kept, key=lambda kept: abs(kept.step - step), default=None)


def answer_of(model: Model, pixels: np.ndarray) -> np.ndarray:
    """The probability of each class for one digit, float32 [classes], as the pad's bars show it.

    pixels: float32 [28, 28] from 0 (paper) to 1 (ink)
    """
    logits = Forward(model).logits(pixels[np.newaxis])
    shares: np.ndarray = Calibration.of(model).probabilities(logits)[0]
    return shares
