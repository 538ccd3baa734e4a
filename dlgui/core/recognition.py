"""From ink or pixels to an answer, in numpy alone."""

from __future__ import annotations

import numpy as np

from dlgui.core.calibration import Calibration
from dlgui.core.drawing import Drawing
from dlgui.core.forward import Forward
from dlgui.core.ink import render
from dlgui.core.model import Model
from dlgui.core.reading import Box, DigitReading, Reading


class Reader:
    """Reads drawings and pictures with one model.

    Cheap to make, since each snapshot of a training gets its own. To be used from one thread at a
    time.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._forward = Forward(model)
        self._calibration = Calibration.of(model)

    def read(self, drawing: Drawing, single: bool = False) -> Reading:
        """The digits of a drawing from left to right; none when it has no ink.

        single: take all ink for one digit, as lessons want it
        """
        if drawing.is_empty:
            return Reading(id=drawing.id)
        return Reading(tuple(self.read_digits(render(drawing)[None], [drawing.box()])), drawing.id)

    def read_images(self, images: np.ndarray) -> np.ndarray:
        """Calibrated probabilities, float32 [n, 10], of `images` [n, 28, 28] from 0 to 1."""
        return self._calibration.probabilities(self._forward.logits(images))

    def read_digits(self, images: np.ndarray, boxes: list[Box] | None = None) -> list[DigitReading]:
        """One digit for each of `images`, float32 [n, 28, 28] from 0 (paper) to 1 (ink).

        boxes: where each digit stands in the drawing; the whole 28×28 picture when left out
        """
        if len(images) == 0:
            return []
        logits = self._forward.logits(images)
        probabilities = self._calibration.probabilities(logits)
        refused = self._calibration.refuses(logits)
        digits = probabilities.argmax(axis=1)
        return [
            DigitReading(
                digit=int(digits[i]),
                probability=float(probabilities[i, digits[i]]),
                probabilities=probabilities[i],
                box=boxes[i] if boxes else (0.0, 0.0, 28.0, 28.0),
                pixels=images[i],
                refused=bool(refused[i]),
            )
            for i in range(len(images))
        ]
