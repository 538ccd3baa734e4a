"""What a reader makes of a drawing or picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlgui.core.ink.drawing import Box


@dataclass(frozen=True, slots=True)
class DigitReading:
    """One digit. `digit` is the likeliest class even when it is refused.

    probabilities: float32 [10], calibrated where the model is, summing to 1
    box: (x0, y0, x1, y1) in the units of the drawing or picture
    pixels: float32 [28, 28] from 0 (paper) to 1 (ink), exactly what the network was given
    refused: the ink looks like no digit
    """

    digit: int
    probability: float
    probabilities: np.ndarray
    box: Box
    pixels: np.ndarray
    refused: bool = False

    @property
    def runner_up(self) -> int:
        """The second likeliest class."""
        return int(np.argsort(self.probabilities)[-2])

    def loss(self, digit: int) -> float:
        """The cross-entropy in nats when `digit` is right: infinite for probability 0."""
        with np.errstate(divide="ignore"):
            return float(-np.log(np.float64(self.probabilities[digit])))

    def record(self) -> dict[str, Any]:
        """The digit as `dlgui predict --json` prints it."""
        return {
            "digit": self.digit,
            "probability": round(self.probability, 6),
            "probabilities": [round(float(p), 6) for p in self.probabilities],
            "box": [round(side, 2) for side in self.box],
            "refused": self.refused,
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """The digits from left to right; none for empty ink. `refused` when any digit is."""

    digits: tuple[DigitReading, ...] = ()
    id: str | None = None

    @property
    def reading(self) -> str:
        """The number as text, "" for empty ink; a refused digit shows its likeliest class."""
        return "".join(str(digit.digit) for digit in self.digits)

    @property
    def refused(self) -> bool:
        return any(digit.refused for digit in self.digits)

    def record(self) -> dict[str, Any]:
        """The reading as `dlgui predict --json` prints it."""
        return {
            "id": self.id,
            "reading": self.reading,
            "refused": self.refused,
            "digits": [digit.record() for digit in self.digits],
        }
