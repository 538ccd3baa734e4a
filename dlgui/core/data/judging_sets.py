"""Others' sets that judge a finished network and that none learns from: QMNIST and MNIST-C.

By words: "qmnist", and "mnist-c/fog" and so on for each kind of MNIST-C.
"""

from __future__ import annotations

from pathlib import Path

from dlgui.core.data.arrays import digit_set, load_zipped
from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.idx import read_idx, read_idx_labels
from dlgui.core.data.published import MNIST_C, QMNIST, PublishedSet
from dlgui.core.errors import DataError
from dlgui.language import QT_TRANSLATE_NOOP, tr

IN_MNIST = 10_000
"""QMNIST's first test digits are those of MNIST's test part; the other 50,000 are in no MNIST."""

UNCORRUPTED = "identity"
"""The name of MNIST's own test digits among MNIST-C's kinds."""

KINDS = {
    UNCORRUPTED: QT_TRANSLATE_NOOP("", "uncorrupted"),
    "shot_noise": QT_TRANSLATE_NOOP("", "shot noise"),
    "impulse_noise": QT_TRANSLATE_NOOP("", "impulse noise"),
    "glass_blur": QT_TRANSLATE_NOOP("", "glass blur"),
    "motion_blur": QT_TRANSLATE_NOOP("", "motion blur"),
    "shear": QT_TRANSLATE_NOOP("", "shear"),
    "scale": QT_TRANSLATE_NOOP("", "scale"),
    "rotate": QT_TRANSLATE_NOOP("", "rotate"),
    "brightness": QT_TRANSLATE_NOOP("", "brightness"),
    "translate": QT_TRANSLATE_NOOP("", "translate"),
    "stripe": QT_TRANSLATE_NOOP("", "stripe"),
    "fog": QT_TRANSLATE_NOOP("", "fog"),
    "spatter": QT_TRANSLATE_NOOP("", "spatter"),
    "dotted_line": QT_TRANSLATE_NOOP("", "dotted line"),
    "zigzag": QT_TRANSLATE_NOOP("", "zigzag"),
    "canny_edges": QT_TRANSLATE_NOOP("", "canny edges"),
}
"""MNIST-C's, in its paper's order, and their names: MNIST's 10,000 test digits, in each way."""


def is_judging_set(word: str) -> bool:
    """Whether `word` says QMNIST, MNIST-C or one of its kinds, known or not."""
    return word.partition("/")[0] == MNIST_C.word or word == QMNIST.word


def load_judging_set(word: str) -> DigitSet:
    """The digits of "qmnist" or of a kind of MNIST-C. Raises DataError, also when not here.

    MNIST-C's are read from the zip as it was published, one kind at a time: unpacked, the whole
    would take 0.9 GB.
    """
    if word == QMNIST.word:
        return _qmnist(_folder(QMNIST))
    kind = word.partition("/")[2]
    if kind not in KINDS:
        raise DataError(
            tr("MNIST-C has no kind {kind}: there are {kinds}.").format(
                kind=kind, kinds=", ".join(KINDS)
            )
        )
    (file,) = MNIST_C.mirrors[0].files
    inside = f"mnist_c/{kind}/test"
    archive = _folder(MNIST_C) / file.name
    return load_zipped(archive, f"{inside}_images.npy", f"{inside}_labels.npy")


def not_here(published: PublishedSet) -> DataError:
    """What to raise where a set is wanted that was not downloaded."""
    return DataError(
        tr(
            "{set} is not in {folder} yet: download it in the window or by "
            '"dlgui evaluate {word} --download", or copy its files there.'
        ).format(set=published.name, folder=published.folder, word=published.word)
    )


def _folder(published: PublishedSet) -> Path:
    if not published.is_here:
        raise not_here(published)
    return published.folder


def _qmnist(folder: Path) -> DigitSet:
    images, labels = (folder / file.name for file in QMNIST.mirrors[0].files)
    digits = digit_set(read_idx(images, 3), read_idx_labels(labels), images.name)
    if len(digits) <= IN_MNIST:
        raise DataError(
            tr("{folder} does not hold all of QMNIST's test digits: download it again.").format(
                folder=folder
            )
        )
    return DigitSet(digits.images[IN_MNIST:], digits.labels[IN_MNIST:])
