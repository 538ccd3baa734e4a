"""Two readers on the same digits: where only one is right, and whether that may be luck."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import numpy as np

from dlgui.core.evaluation.metrics import Evaluation, wilson_interval


@dataclass(frozen=True)
class Comparison:
    """Two evaluations of the same examples in the same order. Differences are first minus second.

    Raises ValueError when the examples are not the same.
    """

    first: Evaluation
    second: Evaluation

    def __post_init__(self) -> None:
        labels = [[example.label for example in one.examples] for one in (self.first, self.second)]
        if labels[0] != labels[1]:
            raise ValueError("only evaluations of the same examples can be compared")

    @cached_property
    def both(self) -> np.ndarray:
        """Places of the examples, ascending ints [n], that both readers are right about."""
        return self._where(first=True, second=True)

    @cached_property
    def only_first(self) -> np.ndarray:
        """Where the first alone is right."""
        return self._where(first=True, second=False)

    @cached_property
    def only_second(self) -> np.ndarray:
        """Where the second alone is right."""
        return self._where(first=False, second=True)

    @cached_property
    def neither(self) -> np.ndarray:
        """Where no one is right."""
        return self._where(first=False, second=False)

    @property
    def difference(self) -> float:
        """Of the accuracies, from -1 to 1."""
        return self.first.accuracy - self.second.accuracy

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `difference`."""
        return paired_interval(
            len(self.both), len(self.only_first), len(self.only_second), len(self.neither)
        )

    @cached_property
    def p_value(self) -> float:
        """How likely so uneven a split is by chance if both are equally good, from 0 to 1."""
        return mcnemar_exact(len(self.only_first), len(self.only_second))

    def _where(self, *, first: bool, second: bool) -> np.ndarray:
        return np.flatnonzero((self._right[0] == first) & (self._right[1] == second))

    @cached_property
    def _right(self) -> np.ndarray:
        """bool [2, n]: whether each reader is right about each example."""
        right = np.ones((2, self.first.count), bool)
        for row, one in zip(right, (self.first, self.second), strict=True):
            row[list(one.wrong)] = False
        return right


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """The two-sided p-value of McNemar's test in its exact form.

    Each example that one reader alone is right about is a coin toss if both are equally good
    (McNemar, *Note on the sampling error of the difference between correlated proportions*, 1947);
    exact by the binomial distribution, in whole numbers. 1 when there is no such example.
    """
    tosses, fewer = only_first + only_second, min(only_first, only_second)
    ways, term = 0, 1
    for heads in range(fewer + 1):
        ways += term
        term = term * (tosses - heads) // (heads + 1)
    share: float = 2 * ways / 2**tosses
    return min(share, 1.0)


def paired_interval(
    both: int, only_first: int, only_second: int, neither: int
) -> tuple[float, float]:
    """The 95 % interval of the difference of two shares of the same examples.

    Method 10 of Newcombe, *Improved confidence intervals for the difference between binomial
    proportions based on paired data*, 1998: the Wilson intervals of both shares, put together with
    their correlation. The counts are of examples; raises ValueError when there is none.
    """
    count = both + only_first + only_second + neither
    rights = both + only_first, both + only_second
    (low1, high1), (low2, high2) = (wilson_interval(right, count) for right in rights)
    share1, share2 = rights[0] / count, rights[1] / count
    phi = _correlation(both, only_first, only_second, neither)
    below = _joined(share1 - low1, high2 - share2, phi)
    above = _joined(high1 - share1, share2 - low2, phi)
    return share1 - share2 - below, share1 - share2 + above


def _correlation(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Newcombe's phi, with his correction for continuity where it is above zero."""
    product = both * neither - only_first * only_second
    margins = (both + only_first) * (both + only_second)
    margins *= (only_first + neither) * (only_second + neither)
    if margins == 0:
        return 0.0
    if product > 0:
        half = (both + only_first + only_second + neither) / 2
        return max(product - half, 0.0) / sqrt(margins)
    return product / sqrt(margins)


def _joined(one: float, other: float, correlation: float) -> float:
    """The distance that two correlated distances make; rounding may leave a little below zero."""
    return sqrt(max(one**2 - 2 * correlation * one * other + other**2, 0.0))
