"""How well a reader reads: accuracy with its interval, loss, confusion, refusal and calibration.

Every metric is counted on whole labels: "2026" is right when all four digits are, and a digit that
was refused is wrong. Ink whose label is not made of digits ("" or a letter) is right when it was
refused, or when nothing was found in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.errors import DataError
from dlgui.core.ink.drawing import Drawing
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.language import tr

# Two-sided 95 % of the normal distribution.
Z95 = 1.959964
BINS = 15
BATCH = 1000
LEAST = float(np.finfo(np.float32).tiny)
"""A probability of 0 counts as this in the loss, which would be infinite."""


@dataclass(frozen=True, slots=True)
class Example:
    """A reading beside what it should have been; `label` as in `Drawing`, but known."""

    label: str
    reading: Reading

    @property
    def is_digits(self) -> bool:
        return is_digits(self.label)

    @property
    def is_right(self) -> bool:
        if not self.is_digits:
            return self.reading.refused or not self.reading.digits
        return self.reading.reading == self.label and not self.reading.refused

    @property
    def confidence(self) -> float:
        """The probability of the whole reading, from 0 to 1: the product of its digits'."""
        return float(np.prod([digit.probability for digit in self.reading.digits]))


@dataclass(frozen=True, slots=True)
class DigitMetrics:
    """One class. `count` true ones; precision and recall from 0 to 1, None where undefined."""

    digit: int
    count: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """The digits that were read with a probability above `low` and up to `high`; at least one.

    confidence: their mean probability; accuracy: the share of them that were read right, refused
    or not. Both from 0 to 1.
    """

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Evaluation:
    """Metrics of `examples`, which keep the data set's order. Shares are from 0 to 1."""

    examples: tuple[Example, ...]

    @property
    def count(self) -> int:
        return len(self.examples)

    @cached_property
    def wrong(self) -> tuple[int, ...]:
        """The places of the examples that are not right, ascending."""
        return tuple(i for i, example in enumerate(self.examples) if not example.is_right)

    @property
    def right(self) -> int:
        """How many are right."""
        return self.count - len(self.wrong)

    @property
    def accuracy(self) -> float:
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `accuracy`."""
        return wilson_interval(self.right, self.count)

    @cached_property
    def refused(self) -> float:
        """The share of all examples that were refused."""
        return sum(example.reading.refused for example in self.examples) / self.count

    @cached_property
    def confusion(self) -> np.ndarray:
        """int64 [10, 10]: true digit by the digit read, refused ones under their likeliest class.

        Numbers count where as many digits were read as there are.
        """
        counts = np.zeros((10, 10), dtype=np.int64)
        for true, read in self._digits:
            counts[true, read.digit] += 1
        return counts

    @cached_property
    def loss(self) -> float | None:
        """The mean cross-entropy in nats of the stated probabilities; None without digits.

        They are calibrated where the model is, unlike those of a training's validation loss.
        """
        stated = [read.probabilities[true] for true, read in self._digits]
        return float(-np.log(np.maximum(stated, LEAST)).mean()) if stated else None

    @cached_property
    def bins(self) -> tuple[ConfidenceBin, ...]:
        """The digits by how sure their reading was, as `confidence_bins` makes them."""
        confidence = np.array([read.probability for _, read in self._digits])
        right = np.array([true == read.digit for true, read in self._digits], dtype=bool)
        return confidence_bins(confidence, right)

    @property
    def ece(self) -> float:
        """The expected calibration error of the digits' probabilities."""
        return expected_calibration_error(self.bins)

    @cached_property
    def per_digit(self) -> tuple[DigitMetrics, ...]:
        truly, read = self.confusion.sum(axis=1), self.confusion.sum(axis=0)
        right = self.confusion.diagonal()
        return tuple(
            DigitMetrics(
                digit,
                int(truly[digit]),
                float(right[digit] / read[digit]) if read[digit] else None,
                float(right[digit] / truly[digit]) if truly[digit] else None,
            )
            for digit in range(10)
        )

    def record(self) -> dict[str, Any]:
        """The metrics as `dlgui evaluate --json` prints them."""
        return {
            "count": self.count,
            "right": self.right,
            "accuracy": round(self.accuracy, 6),
            "interval": [round(bound, 6) for bound in self.interval],
            "refused": round(self.refused, 6),
            "loss": _rounded(self.loss),
            "ece": round(self.ece, 6),
            "confusion": self.confusion.tolist(),
            "digits": [
                {
                    "digit": metrics.digit,
                    "count": metrics.count,
                    "precision": _rounded(metrics.precision),
                    "recall": _rounded(metrics.recall),
                }
                for metrics in self.per_digit
            ],
        }

    @cached_property
    def _digits(self) -> list[tuple[int, DigitReading]]:
        """(true digit, how it was read) where both can be paired."""
        return [
            (int(true), read)
            for example in self.examples
            if example.is_digits and len(example.label) == len(example.reading.digits)
            for true, read in zip(example.label, example.reading.digits, strict=True)
        ]


def evaluate_digits(reader: Reader, digits: DigitSet) -> Evaluation:
    """Judge `reader` on 28×28 pictures. Raises DataError for an empty set."""
    return _evaluation(_read_digits(reader, digits))


def evaluate_drawings(
    reader: Reader, drawings: Iterable[Drawing], single: bool = False
) -> Evaluation:
    """Judge `reader` on drawings; those without a label are left out.

    single: take each drawing for one digit. Raises DataError when no drawing has a label.
    """
    return _evaluation(
        Example(drawing.label, reader.read(drawing, single))
        for drawing in drawings
        if drawing.label is not None
    )


def evaluate_pictures(
    reader: Reader, pictures: Iterable[tuple[str, np.ndarray]], single: bool = False
) -> Evaluation:
    """Judge `reader` on (label, uint8 [height, width]) pairs.

    single: take each picture for one digit. Raises DataError when there is no picture.
    """
    return _evaluation(
        Example(label, reader.read_picture(pixels, single)) for label, pixels in pictures
    )


def is_digits(label: str) -> bool:
    """Whether a label is a number, not "" or a letter or a digit of another script."""
    return label.isascii() and label.isdigit()


def wilson_interval(right: int, count: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927), which holds near 0 and 1 too.

    Raises ValueError when `count` is 0.
    """
    if count == 0:
        raise ValueError("a share of nothing has no interval")
    share, z2 = right / count, Z95**2
    centre = share + z2 / (2 * count)
    half = Z95 * sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    low, high = ((centre + sign * half) / (1 + z2 / count) for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def confidence_bins(confidence: np.ndarray, right: np.ndarray) -> tuple[ConfidenceBin, ...]:
    """The examples in 15 bins of equal width by confidence; bins without any are left out.

    confidence: [n] from 0 to 1; right: bool [n]
    """
    places = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    counts = np.bincount(places, minlength=BINS)
    stated = np.bincount(places, weights=confidence, minlength=BINS)
    true = np.bincount(places, weights=right.astype(float), minlength=BINS)
    return tuple(
        ConfidenceBin(i / BINS, (i + 1) / BINS, int(n), float(stated[i] / n), float(true[i] / n))
        for i, n in enumerate(counts)
        if n
    )


def expected_calibration_error(bins: tuple[ConfidenceBin, ...]) -> float:
    """The mean distance of confidence from accuracy, over bins of confidence; 0 without any.

    Guo et al., *On Calibration of Modern Neural Networks*, 2017.
    """
    count = sum(one.count for one in bins)
    gaps = sum(one.count * abs(one.accuracy - one.confidence) for one in bins)
    return gaps / count if count else 0.0


def _evaluation(examples: Iterable[Example]) -> Evaluation:
    judged = tuple(examples)
    if not judged:
        raise DataError(
            tr("Nothing here has a label, so there is nothing to compare the reader with.")
        )
    return Evaluation(judged)


def _read_digits(reader: Reader, digits: DigitSet) -> Iterator[Example]:
    for start in range(0, len(digits), BATCH):
        part = digits.take(np.arange(start, min(start + BATCH, len(digits))))
        read = reader.read_digits(part.images.astype(np.float32) / 255)
        for label, digit in zip(part.labels, read, strict=True):
            yield Example(str(label), Reading((digit,)))


def _rounded(metric: float | None) -> float | None:
    return None if metric is None else round(metric, 6)
