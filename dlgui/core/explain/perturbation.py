"""What a network answers to a digit with a part covered, and to a digit slid aside."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dlgui.core.ink.raster import SIZE
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration, energy

PATCH = 5
"""Pixels a side that are covered at once: about two strokes wide, a seventh of the picture."""
REACH = 14
"""How far a digit is slid: half of the picture, so that a half of it is left."""
CHUNK = 64
"""Pictures between two looks at whether to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Occlusion:
    """What each pixel's ink says for or against one class.

    target: the class that is explained
    log_odds: of the class when nothing is covered, natural logarithm
    evidence: float32 [28, 28]; how much the log-odds fall, on average, when a patch that holds the
        pixel is covered with paper. Above zero the ink there speaks for the class, below against.
    """

    target: int
    log_odds: float
    evidence: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class ShiftMap:
    """What is read when the digit is slid, by [rows down + 14, columns right + 14].

    answer: the class when nothing is slid
    digits: uint8 [29, 29], the likeliest class
    probabilities: float32 [29, 29], of the likeliest class
    refused: bool [29, 29]
    """

    answer: int
    digits: np.ndarray
    probabilities: np.ndarray
    refused: np.ndarray

    @property
    def is_read(self) -> np.ndarray:
        """bool [29, 29]: whether the answer is still the same, and not refused."""
        is_read: np.ndarray = (self.digits == self.answer) & ~self.refused
        return is_read

    def freedom(self) -> int:
        """How many pixels the digit may be slid in every direction and is read at each of them."""
        read = self.is_read
        for reach in range(REACH + 1):
            square = slice(REACH - reach, REACH + reach + 1)
            if not read[square, square].all():
                return reach - 1
        return REACH


def occlusion(
    model: Model, pixels: np.ndarray, target: int | None = None
) -> Generator[float, None, Occlusion]:
    """Cover the digit patch by patch and measure what the network loses; yields the share done.

    The method is that of Zeiler and Fergus, *Visualizing and understanding convolutional networks*,
    2014, with patches of 5 × 5 at every place and paper as the cover. Instead of the probability,
    which barely moves when the network is certain, its log-odds are taken, whose change is the
    weight of evidence (Robnik-Šikonja and Kononenko, *Explaining classifications for individual
    instances*, 2008). Probabilities are calibrated.

    pixels: float32 [28, 28] from 0 (paper) to 1 (ink)
    target: the class to explain; None for the answer
    """
    forward, temperature = Forward(model), Calibration.of(model).temperature
    logits = forward.logits(pixels[np.newaxis])[0]
    chosen = int(logits.argmax()) if target is None else target
    before = float(_log_odds(logits[np.newaxis] / temperature, chosen)[0])
    corners = _corners_with_ink(pixels)
    total = np.zeros((SIZE, SIZE))
    for start in range(0, len(corners), CHUNK):
        part = corners[start : start + CHUNK]
        images = np.repeat(pixels[np.newaxis], len(part), axis=0)
        for image, (row, column) in zip(images, part, strict=True):
            _patch(image, row, column)[:] = 0
        losses = before - _log_odds(forward.logits(images) / temperature, chosen)
        for loss, (row, column) in zip(losses, part, strict=True):
            _patch(total, row, column)[:] += loss
        yield min(start + CHUNK, len(corners)) / len(corners)
    # Each pixel lies in as many patches; those without ink change nothing and were left out.
    return Occlusion(chosen, before, (total / PATCH**2).astype(np.float32))


def shift_map(model: Model, pixels: np.ndarray) -> Generator[float, None, ShiftMap]:
    """Slide the digit to every offset of up to 14 pixels, ink past the edge being lost.

    pixels: float32 [28, 28] from 0 (paper) to 1 (ink). Yields the share done.
    """
    forward, calibration = Forward(model), Calibration.of(model)
    side = 2 * REACH + 1
    padded = np.pad(pixels, REACH)
    # Sliding the digit down and right is sliding the window up and left.
    windows = np.lib.stride_tricks.sliding_window_view(padded, (SIZE, SIZE))[::-1, ::-1]
    digits = np.zeros(side * side, np.uint8)
    probabilities = np.zeros(side * side, np.float32)
    refused = np.zeros(side * side, bool)
    for start in range(0, side * side, CHUNK):
        which = np.arange(start, min(start + CHUNK, side * side))
        features = forward.features(windows[which // side, which % side])
        logits = forward.logits_from(features)
        shares = calibration.probabilities(logits)
        digits[which], probabilities[which] = shares.argmax(axis=1), shares.max(axis=1)
        refused[which] = calibration.refuses(logits, features)
        yield (which[-1] + 1) / side**2
    square = (side, side)
    answer = int(digits.reshape(square)[REACH, REACH])
    return ShiftMap(
        answer, digits.reshape(square), probabilities.reshape(square), refused.reshape(square)
    )


def shifted(pixels: np.ndarray, down: int, right: int) -> np.ndarray:
    """`pixels` [28, 28] slid by whole pixels, at most 28, with paper where nothing comes in."""
    padded = np.pad(pixels, SIZE)
    return padded[SIZE - down : 2 * SIZE - down, SIZE - right : 2 * SIZE - right]


def covered(pixels: np.ndarray, row: int, column: int) -> np.ndarray:
    """`pixels` [28, 28] with paper on the patch whose middle is at a pixel."""
    image = pixels.copy()
    _patch(image, row - PATCH // 2, column - PATCH // 2)[:] = 0
    return image


def _log_odds(logits: np.ndarray, target: int) -> np.ndarray:
    """The logarithm of p / (1 - p) of a class, by row of `logits` [n, classes]."""
    odds: np.ndarray = logits[:, target] - energy(np.delete(logits, target, axis=1))
    return odds


def _corners_with_ink(pixels: np.ndarray) -> np.ndarray:
    """Top left corners, int [n, 2], of the patches that cover ink, also over the edge."""
    edge = PATCH - 1
    padded = np.pad(pixels, edge)
    patches = np.lib.stride_tricks.sliding_window_view(padded, (PATCH, PATCH))
    return np.argwhere(patches.any(axis=(2, 3))) - edge


def _patch(image: np.ndarray, row: int, column: int) -> np.ndarray:
    """The part of `image` that a patch covers."""
    return image[max(row, 0) : row + PATCH, max(column, 0) : column + PATCH]
