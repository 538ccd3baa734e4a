"""How a reader reads the same digits corrupted in several ways, as MNIST-C's are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np

from dlgui.core.data.judging_sets import KINDS, UNCORRUPTED, load_judging_set
from dlgui.core.data.published import MNIST_C
from dlgui.core.evaluation.metrics import Z95, Evaluation, Example, evaluate_digits
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import Reading

_FORGOTTEN = np.empty((0, 0), np.float32)


@dataclass(frozen=True)
class KindsEvaluation:
    """kinds: by name, each of the same digits in the same order; `UNCORRUPTED` may be among them"""

    kinds: Mapping[str, Evaluation]

    @cached_property
    def corrupted(self) -> Evaluation:
        """All digits of all kinds but the uncorrupted ones, as if each were a digit of its own."""
        return Evaluation(tuple(e for judged in self._corrupted for e in judged.examples))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the corrupted digits' accuracy, with the digit as the unit.

        A digit counts once, by the share of kinds in which it is read: its versions are no
        independent samples. By the normal distribution.
        """
        right = [[example.is_right for example in one.examples] for one in self._corrupted]
        shares = np.array(right, np.float64).mean(axis=0)
        half = Z95 * float(shares.std(ddof=1)) / sqrt(len(shares)) if len(shares) > 1 else 1.0
        return max(float(shares.mean()) - half, 0.0), min(float(shares.mean()) + half, 1.0)

    def record(self) -> dict[str, Any]:
        """As `dlgui evaluate --json` prints it: the corrupted digits together, and each kind."""
        kinds = [{"kind": kind, **judged.record()} for kind, judged in self.kinds.items()]
        interval = [round(bound, 6) for bound in self.interval]
        return self.corrupted.record() | {"interval": interval, "kinds": kinds}

    @property
    def _corrupted(self) -> Sequence[Evaluation]:
        return [judged for kind, judged in self.kinds.items() if kind != UNCORRUPTED]


def evaluate_mnist_c(reader: Reader) -> Iterator[tuple[str, Evaluation]]:
    """Each kind of MNIST-C in turn, and how it is read. Raises DataError."""
    for kind in KINDS:
        judged = evaluate_digits(reader, load_judging_set(f"{MNIST_C.word}/{kind}"))
        yield kind, Evaluation(tuple(map(_without_pixels, judged.examples)))


def _without_pixels(example: Example) -> Example:
    """The pixels of 160,000 digits would take half a gigabyte, and no metric asks for them."""
    digits = (replace(digit, pixels=_FORGOTTEN) for digit in example.reading.digits)
    return Example(example.label, Reading(tuple(digits), example.reading.id))
