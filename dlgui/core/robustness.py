"""How readers cope with damaged digits: the share still read, against the damage's strength."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from dlgui.core.damage import DAMAGES, damaged
from dlgui.core.data.digits import DigitSet
from dlgui.core.evaluation import wilson_interval
from dlgui.core.model import Model
from dlgui.core.recognition import Reader

MOST = 500
"""Digits that are damaged at most: enough for a curve, at 42 strengths."""


@dataclass(frozen=True, slots=True)
class Point:
    """How one damage of one strength was read, by each reader in turn.

    right: digits read right and not refused; refused: digits refused; both of `count`
    """

    damage: str
    strength: float
    right: tuple[int, ...]
    refused: tuple[int, ...]
    count: int

    def accuracy(self, reader: int) -> float:
        """From 0 to 1."""
        return self.right[reader] / self.count

    def interval(self, reader: int) -> tuple[float, float]:
        """The 95 % interval of `accuracy`."""
        return wilson_interval(self.right[reader], self.count)


def sample(digits: DigitSet, most: int, seed: int = 0) -> DigitSet:
    """At most that many of `digits`, in their order, chosen by chance; always the same ones."""
    if len(digits) <= most:
        return digits
    chosen = np.random.default_rng(seed).choice(len(digits), most, replace=False)
    return digits.take(np.sort(chosen))


def count_of_points() -> int:
    """How many points `robustness` measures."""
    return sum(len(damage.strengths) for damage in DAMAGES.values())


def robustness(
    models: Sequence[Model], digits: DigitSet, seed: int = 0
) -> Generator[tuple[Point, ...], None, tuple[Point, ...]]:
    """Let every model read the same damaged digits, for every damage and strength.

    Yields all points so far after each one, and returns all of them. At least one digit.
    """
    readers = [Reader(model) for model in models]
    images = digits.images.astype(np.float32) / 255
    points: tuple[Point, ...] = ()
    for damage in DAMAGES.values():
        for strength in damage.strengths:
            changed = damaged(images, damage.name, strength, seed)
            judged = [_judged(reader, changed, digits.labels) for reader in readers]
            right, refused = zip(*judged, strict=True)
            points += (Point(damage.name, strength, right, refused, len(digits)),)
            yield points
    return points


def _judged(reader: Reader, images: np.ndarray, labels: np.ndarray) -> tuple[int, int]:
    """How many are right, and how many are refused."""
    read = reader.read_digits(images)
    right = sum(
        one.digit == label and not one.refused
        for one, label in zip(read, labels.tolist(), strict=True)
    )
    return right, sum(one.refused for one in read)
