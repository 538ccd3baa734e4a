"""Data sets of a person's own: MNIST and its relatives, in the layouts in which they are found.

Ten classes of 28×28 pictures, as four IDX files (plain or ``.gz``) in the folder itself, in
torchvision's ``<dataset>/raw``, or as Keras' ``mnist.npz``.

Folders of pictures whose sub-folders' names are the labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitData, DigitSet, stratified_split
from dlgui.core.data.idx_npz import explained, read_idx, read_npz
from dlgui.core.errors import DataError
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.nets.model import DIGIT_CLASSES

KERAS_FILE = "mnist.npz"

TRAIN_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST_FILES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")

HELD_OUT = 1 / 12
"""The share of the training part that validates: 5,000 of MNIST's 60,000."""
SPLIT_SEED = 0

SIDE = 28

_FASHION_CLASSES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
_KUZUSHIJI_CLASSES = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")


def load_folder(path: Path) -> DigitData:
    """Load a folder with a data set, or an ``mnist.npz``.

    A twelfth of the files' training part, the same digits each time, becomes `validation`; their
    test part stays `test`, or None where there is none. Fashion-MNIST and KMNIST get their class
    names when the folder is named after them. Raises DataError when no set is found, or when it is
    damaged or of another shape.
    """
    with explained(path):
        source = _locate(path)
    train = _load(source, TRAIN_FILES)
    kept, held_out = stratified_split(train.labels, HELD_OUT, SPLIT_SEED)
    if not len(held_out):
        raise DataError(f"{path} has only {len(train)} pictures: too few to train and validate.")
    test = _load(source, TEST_FILES) if _has_test(source) else None
    name, classes = _identify(source)
    return DigitData(name, train.take(kept), train.take(held_out), test, classes)


def load_judging_digits(path: Path) -> DigitSet:
    """The digits of a set that a finished model is judged on: its test part, or else all of it.

    Takes what `load_folder` takes, and also a folder with a test part alone. Raises DataError.
    """
    with explained(path):
        source = _locate(path)
    return _load(source, TEST_FILES if _has_test(source) else TRAIN_FILES)


def find_full_mnist(folder: Path) -> Path | None:
    """`folder` if a whole set, training and test part, is found in it; nothing is read."""
    try:
        with explained(folder):
            return folder if _is_whole(_locate(folder)) else None
    except DataError:
        return None


def _locate(path: Path) -> Path:
    """The .npz file, or the folder with IDX files, that `path` means."""
    path = path.expanduser().absolute()
    if path.suffix == ".npz" and path.is_file():
        return path
    if not path.is_dir():
        problem = "is not a folder" if path.exists() else "does not exist"
        raise DataError(
            f"{path} {problem}: choose the folder with the four IDX files, or an {KERAS_FILE}."
        )
    folders = [path, path / "raw", path / "MNIST" / "raw"]
    places = [place for folder in folders for place in (folder, folder / KERAS_FILE)]
    for fits in (_is_whole, _is_begun):
        if found := next(filter(fits, places), None):
            return found
    return _only_dataset(path)


def _only_dataset(path: Path) -> Path:
    """The one ``<dataset>/raw`` below torchvision's root `path`."""
    found = sorted(filter(_is_begun, path.glob("*/raw")))
    if not found:
        raise DataError(
            f"{path} holds no data set: dlgui looks for {TRAIN_FILES[0]}, {TRAIN_FILES[1]} "
            f"(plain or .gz) and their t10k pair, or for {KERAS_FILE}."
        )
    if len(found) > 1:
        names = ", ".join(folder.parent.name for folder in found)
        raise DataError(f"{path} holds several data sets ({names}): choose the folder of one.")
    return found[0]


def _is_whole(place: Path) -> bool:
    return place.is_file() or all(_idx_file(place, name) for name in (*TRAIN_FILES, *TEST_FILES))


def _is_begun(place: Path) -> bool:
    return any(_idx_file(place, name) for name in (*TRAIN_FILES, *TEST_FILES))


def _has_test(source: Path) -> bool:
    return source.is_file() or any(_idx_file(source, name) for name in TEST_FILES)


def _idx_file(folder: Path, name: str) -> Path | None:
    """The file in one of its spellings: some unpackers write ``images.idx3``."""
    dotted = name.replace("-idx", ".idx")
    spellings = (name, f"{name}.gz", dotted, f"{dotted}.gz")
    return next(filter(Path.is_file, (folder / spelling for spelling in spellings)), None)


def _load(source: Path, names: tuple[str, str]) -> DigitSet:
    if source.is_file():
        part = "train" if names == TRAIN_FILES else "test"
        images, labels = read_npz(source, (f"x_{part}", f"y_{part}"))
        return _checked(DigitSet(images, labels), source)
    files = [_idx_file(source, name) for name in names]
    for file, name in zip(files, names, strict=True):
        if file is None:
            raise DataError(f"{source} lacks the file {name} (plain or .gz).")
    images_file, labels_file = (file for file in files if file)
    return _checked(DigitSet(read_idx(images_file, 3), read_idx(labels_file, 1)), images_file)


def _checked(digits: DigitSet, file: Path) -> DigitSet:
    """`digits` unless they are no labelled 28×28 pictures of ten classes; then DataError."""
    images, labels = digits.images, digits.labels
    if images.ndim != 3 or images.shape[1:] != (SIDE, SIDE) or labels.ndim != 1:
        raise DataError(
            f"{file.name} has arrays of {images.shape} and {labels.shape}; "
            "dlgui trains on 28×28 pictures with one label each."
        )
    if len(images) != len(labels):
        raise DataError(
            f"{file.name} has {len(images):,} pictures but {len(labels):,} labels: "
            "they do not belong together."
        )
    if not len(labels):
        raise DataError(f"{file.name} has no pictures.")
    if labels.max() >= len(DIGIT_CLASSES):
        raise DataError(
            f"The labels of {file.name} go up to {labels.max()}; "
            "dlgui trains on ten classes, 0 to 9."
        )
    return digits


def _identify(source: Path) -> tuple[str, tuple[str, ...]]:
    """The set's name and class names, judged by its folder's name (torchvision's "raw" aside)."""
    name = source.stem if source.is_file() else source.name
    if name.lower() == "raw":
        name = source.parent.name
    key = "".join(filter(str.isalnum, name.lower()))
    if "fashion" in key:
        return "Fashion-MNIST", _FASHION_CLASSES
    if "kmnist" in key or "kuzushiji" in key:
        return "KMNIST", _KUZUSHIJI_CLASSES
    return "MNIST" if key == "mnist" else name, DIGIT_CLASSES


SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm")
)


def load_image_tree(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    """The pictures in the sub-folders of `folder`, each with its sub-folder's name as the label.

    In the order of the names; hidden folders and files that are no pictures are left out. Pixels
    are uint8 [height, width] as they are in the file. Raises DataError at once when there are none,
    and DrawingError at a picture that cannot be read.
    """
    folder = folder.expanduser()
    try:
        labels = sorted(
            entry for entry in folder.iterdir() if entry.is_dir() and entry.name[0] != "."
        )
        files = [
            (label.name, file)
            for label in labels
            for file in sorted(label.iterdir())
            if file.suffix.lower() in SUFFIXES and file.name[0] != "."
        ]
    except OSError as error:
        raise DataError(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not files:
        raise DataError(
            f"{folder} has no labelled pictures: put them in sub-folders named after their digits."
        )
    return ((label, load_picture(file)) for label, file in files)
