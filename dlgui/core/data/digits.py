"""Labelled pictures in memory, and the three parts of a data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlgui.core.model import DIGIT_CLASSES


@dataclass(frozen=True, slots=True)
class DigitSet:
    """images: uint8 [n, 28, 28], ink bright (255) on dark (0); labels: uint8 [n], 0 to 9."""

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: np.ndarray) -> DigitSet:
        """The digits at `indices` (ints or a boolean mask), in that order."""
        return DigitSet(self.images[indices], self.labels[indices])


@dataclass(frozen=True, slots=True)
class DigitData:
    """A data set ready to train on. `validation` chooses, `test` (if there is one) only judges."""

    name: str
    train: DigitSet
    validation: DigitSet
    test: DigitSet | None = None
    classes: tuple[str, ...] = DIGIT_CLASSES


def stratified_split(
    labels: np.ndarray, held_out: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Indices (kept, held out), sorted: the share `held_out` of every class, drawn with `seed`."""
    # RandomState is the one generator whose stream NumPy has frozen (NEP 19): the same digits are
    # held out by every version, so that accuracies stay comparable.
    rng = np.random.RandomState(seed)
    classes, counts = np.unique(labels, return_counts=True)
    # Rounding the running sums, not the counts, makes the classes add up to the share of all.
    sizes = np.diff(np.round(np.cumsum(counts) * held_out).astype(int), prepend=0)
    chosen = np.zeros(len(labels), dtype=bool)
    for label, size in zip(classes, sizes, strict=True):
        chosen[rng.choice(np.flatnonzero(labels == label), size, replace=False)] = True
    return np.flatnonzero(~chosen), np.flatnonzero(chosen)
