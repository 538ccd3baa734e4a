"""The network as it was along a run: a few of its snapshots, spread evenly over the steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgui.core.calibration import Calibration
from dlgui.core.events import SnapshotTaken
from dlgui.core.forward import Forward
from dlgui.core.model import Model

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
            steps = [kept.step for kept in self._kept]
            gaps = [after - before for before, after in zip(steps, steps[2:], strict=False)]
            # Of the gaps that are as small, the first: the newest ones are still to be thinned.
            del self._kept[1 + gaps.index(min(gaps))]

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
