"""How readers cope with corrupted digits: the share still read, by the corruption's strength.

A corruption is noise, rotation, shift, thickness or occlusion. What is random in it (the noise, the
direction of a shift, the place that is covered) is the same at every strength, so that only the
strength makes the difference between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.ink.raster import SIZE
from dlgui.core.nets.model import Model
from dlgui.core.reading.reader import Reader

MOST = 500
"""Digits that are corrupted at most: enough for a curve, at 42 strengths."""


@dataclass(frozen=True, slots=True)
class Point:
    """How one corruption of one strength was read, by each reader in turn.

    right: digits read right and not refused; refused: digits refused; both of `count`
    """

    corruption: str
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
    """At most that many of `digits`, in their order, drawn at random; always the same ones."""
    if len(digits) <= most:
        return digits
    chosen = np.random.default_rng(seed).choice(len(digits), most, replace=False)
    return digits.take(np.sort(chosen))


def count_of_points() -> int:
    """How many points `robustness` measures."""
    return sum(len(corruption.strengths) for corruption in CORRUPTIONS.values())


def robustness(
    models: Sequence[Model], digits: DigitSet, seed: int = 0
) -> Generator[tuple[Point, ...], None, tuple[Point, ...]]:
    """Let every model read the same corrupted digits, for every corruption and strength.

    Yields all points so far after each one, and returns all of them. At least one digit.
    """
    readers = [Reader(model) for model in models]
    images = digits.images.astype(np.float32) / 255
    points: tuple[Point, ...] = ()
    for corruption in CORRUPTIONS.values():
        for strength in corruption.strengths:
            changed = corrupted(images, corruption.name, strength, seed)
            judged = [_judged(reader, changed, digits.labels) for reader in readers]
            right, refused = zip(*judged, strict=True)
            points += (Point(corruption.name, strength, right, refused, len(digits)),)
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


@dataclass(frozen=True, slots=True)
class Corruption:
    """One way to corrupt images.

    strengths: ascending, those worth measuring; 0 changes nothing
    apply: from pictures, float32 [n, 28, 28] from 0 (paper) to 1 (ink), a strength and a random
    generator
    """

    name: str
    strengths: tuple[float, ...]
    apply: Callable[[np.ndarray, float, np.random.Generator], np.ndarray]


def corrupted(images: np.ndarray, name: str, strength: float, seed: int = 0) -> np.ndarray:
    """`images` after the corruption of that name: a new float32 [n, 28, 28] from 0 to 1.

    images: float32 [n, 28, 28] from 0 (paper) to 1 (ink). Raises KeyError for an unknown name.
    """
    if strength == 0:
        return images.copy()
    changed = CORRUPTIONS[name].apply(images, strength, np.random.default_rng(seed))
    clipped: np.ndarray = np.clip(changed, 0, 1).astype(np.float32)
    return clipped


def _noise(images: np.ndarray, deviation: float, rng: np.random.Generator) -> np.ndarray:
    """Normal noise of that standard deviation on every pixel, where full ink is 1."""
    noisy: np.ndarray = images + deviation * rng.standard_normal(images.shape, dtype=np.float32)
    return noisy


def _rotation(images: np.ndarray, degrees: float, rng: np.random.Generator) -> np.ndarray:
    """Clockwise about the middle of the picture."""
    across, down = cos(radians(degrees)), sin(radians(degrees))
    rows, columns = _centred()
    return _resampled(images, across * rows - down * columns, down * rows + across * columns)


def _shift(images: np.ndarray, pixels: float, rng: np.random.Generator) -> np.ndarray:
    """That far, each picture in a direction of its own."""
    angles = rng.uniform(0, 2 * np.pi, (len(images), 1, 1))
    rows, columns = _centred()
    return _resampled(images, rows - pixels * np.sin(angles), columns - pixels * np.cos(angles))


def _thickness(images: np.ndarray, pixels: float, rng: np.random.Generator) -> np.ndarray:
    """Every edge of the ink moved out by that many pixels, or in for a strength below 0.

    Grey dilation or erosion with a cross of five pixels; a share of a pixel blends two of them.
    """
    spread = np.maximum if pixels > 0 else np.minimum
    before = after = images
    for _ in range(int(np.ceil(abs(pixels)))):
        before, after = after, _with_neighbours(after, spread)
    share = abs(pixels) % 1 or 1.0
    blended: np.ndarray = before + share * (after - before)
    return blended


def _occlusion(images: np.ndarray, side: float, rng: np.random.Generator) -> np.ndarray:
    """A square of paper of that side, in pixels, somewhere on each picture."""
    size = round(side)
    corners = np.floor(rng.random((len(images), 2)) * (SIZE - size + 1)).astype(int)
    covered = images.copy()
    for image, (row, column) in zip(covered, corners, strict=True):
        image[row : row + size, column : column + size] = 0
    return covered


CORRUPTIONS: dict[str, Corruption] = {
    corruption.name: corruption
    for corruption in (
        Corruption("noise", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8), _noise),
        Corruption("rotation", (-60, -45, -30, -15, 0, 15, 30, 45, 60), _rotation),
        Corruption("shift", (0, 1, 2, 3, 4, 5, 6, 8), _shift),
        Corruption("thickness", (-1, -0.75, -0.5, 0, 0.5, 1, 1.5, 2, 3), _thickness),
        Corruption("occlusion", (0, 4, 6, 8, 10, 12, 14, 16), _occlusion),
    )
}


def _centred() -> tuple[np.ndarray, np.ndarray]:
    """Each pixel's row and column from the middle of the picture: [28, 1] and [1, 28]."""
    axis = np.arange(SIZE) - (SIZE - 1) / 2
    return axis[:, None], axis[None, :]


def _resampled(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Each pixel looked up at a place, counted from the middle; linear in between, paper outside.

    rows, columns: of one picture or of each; they broadcast to [n, 28, 28].
    """
    count = len(images)
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    middle = (SIZE - 1) / 2 + 1
    places = np.broadcast_arrays(rows, columns, np.empty((count, 1, 1)))[:2]
    row, column = (np.clip(place + middle, 0, SIZE + 1) for place in places)
    top, left = (np.minimum(place.astype(int), SIZE) for place in (row, column))
    down, right = row - top, column - left
    which = np.arange(count)[:, None, None]
    above = padded[which, top, left] * (1 - right) + padded[which, top, left + 1] * right
    below = padded[which, top + 1, left] * (1 - right) + padded[which, top + 1, left + 1] * right
    mixed: np.ndarray = above * (1 - down) + below * down
    return mixed


def _with_neighbours(images: np.ndarray, spread: np.ufunc) -> np.ndarray:
    """The greatest or least of each pixel and its four neighbours, with paper around."""
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    result = images
    for neighbour in (
        padded[:, :-2, 1:-1],
        padded[:, 2:, 1:-1],
        padded[:, 1:-1, :-2],
        padded[:, 1:-1, 2:],
    ):
        result = spread(result, neighbour)
    return result
