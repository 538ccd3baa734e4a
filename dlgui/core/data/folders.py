"""Data sets of a person's own: MNIST and its relatives, in the layouts in which they are found.

Ten classes of 28×28 pictures: as IDX files (plain or ``.gz``) under MNIST's, EMNIST's or QMNIST's
names, in the folder itself or in torchvision's ``<dataset>/raw``; as Keras' ``mnist.npz`` and
others of its kind; as .npy files, as MNIST-C has them; as tables (Kaggle's ``train.csv``); as
folders of pictures, one for each class; or as strokes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dlgui.core.data.arrays import digit_set, load_npy_pairs, load_npz
from dlgui.core.data.class_folders import load_class_folders, part_folders
from dlgui.core.data.datasets import DigitData, DigitSet, stratified_split
from dlgui.core.data.idx import explained, read_idx, read_idx_labels
from dlgui.core.data.stroke_sets import load_stroke_set
from dlgui.core.data.tables import is_table, load_table
from dlgui.core.errors import DataError
from dlgui.core.ink.stroke_file import is_stroke_file
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.language import QT_TRANSLATE_NOOP, listed, tr

KERAS_FILE = "mnist.npz"

HELD_OUT = 1 / 12
"""The share of the training part that validates: 5,000 of MNIST's 60,000."""
SPLIT_SEED = 0

_FASHION_CLASSES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
_KUZUSHIJI_CLASSES = ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo")

_IDX_NAME = re.compile(
    r"(?P<set>.*?)[-_]?(?P<part>train|t10k|test)[-_](?P<kind>images|labels)"
    r"[-.]idx[123](-(ubyte|int))?(\.gz)?",
    re.IGNORECASE,
)
# Of EMNIST's six sets, which lie in one folder, the one of digits.
_PREFERRED = "emnist-digits"

_LOOKED_FOR = QT_TRANSLATE_NOOP(
    "",
    "MNIST's IDX files (plain or .gz, train-images-idx3-ubyte and so on), an .npz, Kaggle's "
    "train.csv, or a folder for each class with pictures in it",
)


class _Found(NamedTuple):
    """Where a set lies, and how to load the parts that it has."""

    place: Path
    parts: frozenset[str]
    load: Callable[[str], DigitSet | None]
    notes: list[str]


def load_folder(path: Path) -> DigitData:
    """Load a data set from its folder or file.

    A twelfth of the files' training part, the same digits each time, becomes `validation` where
    they have none; their test part stays `test`, or None where there is none. Fashion-MNIST and
    KMNIST get their class names when the folder is named after them. Raises DataError when no set
    is found, or when it is damaged or of another shape.
    """
    found = _locate(path)
    train = found.load("train")
    if train is None:
        raise DataError(tr("{place} has no training part with labels.").format(place=found.place))
    validation = found.load("validation") if "validation" in found.parts else None
    if validation is None:
        kept, held_out = stratified_split(train.labels, HELD_OUT, SPLIT_SEED)
        if not len(held_out):
            raise DataError(
                tr("{path} has only {train} pictures: too few to train and validate.").format(
                    path=path, train=len(train)
                )
            )
        train, validation = train.take(kept), train.take(held_out)
    test = found.load("test") if "test" in found.parts else None
    name, classes = _identify(found.place)
    return DigitData(name, train, validation, test, classes, notes=tuple(found.notes))


def load_judging_digits(path: Path) -> DigitSet:
    """The digits of a set that a finished model is judged on: its test part, or else all of it.

    Takes what `load_folder` takes, and also a folder with a test part alone. Raises DataError.
    """
    found = _locate(path)
    parts = ("test", "train", "validation")
    judged = (found.load(part) for part in parts if part in found.parts)
    digits = next((part for part in judged if part is not None), None)
    if digits is None:
        raise DataError(
            tr("{place} has no labels, so there is nothing to judge by.").format(place=found.place)
        )
    return digits


def find_full_mnist(folder: Path) -> Path | None:
    """`folder` if a whole set, training and test part, is found in it; nothing is read."""
    try:
        with explained(folder):
            return folder if _is_whole(_locate(folder)) else None
    except DataError:
        return None


def _is_whole(found: _Found) -> bool:
    return {"train", "test"} <= found.parts


def _locate(path: Path) -> _Found:
    path = path.expanduser().absolute()
    with explained(path):
        if path.is_file():
            return _file(path)
        if not path.is_dir():
            text = (
                tr("{path} is not a file or folder: choose the folder or file of a data set.")
                if path.exists()
                else tr("{path} does not exist: choose the folder or file of a data set.")
            )
            raise DataError(text.format(path=path))
        folders = [path, path / "raw", path / "MNIST" / "raw"]
        found = [one for folder in folders if folder.is_dir() for one in _in_folder(folder)]
        best = next(filter(_is_whole, found), next(iter(found), None))
        return best or _only_dataset(path)


def _file(path: Path) -> _Found:
    if path.suffix.lower() == ".npz":
        return _loaded(path, load_npz(path))
    if is_table(path):
        return _tables(path, {"train": path})
    if is_stroke_file(path):
        parts, notes = load_stroke_set(path)
        return _loaded(path, parts, notes)
    raise DataError(
        tr("{path} is not a file of digits: dlgui looks for {looked_for}.").format(
            path=path, looked_for=tr(_LOOKED_FOR)
        )
    )


def _in_folder(folder: Path) -> list[_Found]:
    """The sets in the folder itself, those of MNIST's own kind first."""
    found = _idx_sets(folder)
    if (folder / KERAS_FILE).is_file():
        keras = folder / KERAS_FILE
        found.append(
            _Found(keras, frozenset(("train", "test")), _lazily(lambda: load_npz(keras)), [])
        )
    archives = [file for file in sorted(folder.glob("*.npz")) if file.name != KERAS_FILE]
    if not found and len(archives) == 1:
        found.append(_file(archives[0]))
    if not found and any(folder.glob("*.npy")) and (arrays := load_npy_pairs(folder)):
        found.append(_loaded(folder, arrays))
    tables = [file for file in sorted(folder.iterdir()) if is_table(file)]
    if not found and tables:
        named = {part: file for file in tables for part in ("train", "test") if part in file.stem}
        if named or len(tables) == 1:
            found.append(_tables(folder, named or {"train": tables[0]}))
    if not found and part_folders(folder):
        parts, notes = load_class_folders(folder)
        found.append(_loaded(folder, parts, notes))
    return found


def _idx_sets(folder: Path) -> list[_Found]:
    """The sets in IDX files that lie in `folder`; only EMNIST's digits of its several sets."""
    sets: dict[str, dict[tuple[str, str], Path]] = {}
    for file in sorted(folder.iterdir(), reverse=True):  # plain ones before packed
        if (match := _IDX_NAME.fullmatch(file.name)) and file.is_file():
            part = "train" if match["part"].lower() == "train" else "test"
            sets.setdefault(match["set"].lower(), {})[part, match["kind"].lower()] = file
    if len(sets) > 1 and "" not in sets:
        if _PREFERRED not in sets:
            raise DataError(
                tr(
                    "{folder} holds several data sets ({names}): keep the files of one in a folder "
                    "of its own."
                ).format(folder=folder, names=listed(sorted(sets)))
            )
        sets = {_PREFERRED: sets[_PREFERRED]}
    return [_idx_found(folder, files) for _, files in sorted(sets.items())]


def _idx_found(folder: Path, files: dict[tuple[str, str], Path]) -> _Found:
    def load(part: str) -> DigitSet:
        pair = [files.get((part, kind)) for kind in ("images", "labels")]
        for file, kind in zip(pair, ("images-idx3", "labels-idx1"), strict=True):
            if file is None:
                prefix = "train" if part == "train" else "t10k"
                raise DataError(
                    tr("{folder} lacks the file {prefix}-{kind}-ubyte (plain or .gz).").format(
                        folder=folder, prefix=prefix, kind=kind
                    )
                )
        images, labels = (file for file in pair if file)
        return digit_set(read_idx(images, 3), read_idx_labels(labels), images.name)

    parts = {part for part, _ in files}
    # A part that lacks a file is met, and named, when it is loaded.
    return _Found(folder, frozenset(parts), load, [])


def _tables(place: Path, files: dict[str, Path]) -> _Found:
    notes: list[str] = []

    def load(part: str) -> DigitSet | None:
        digits = load_table(files[part]) if part in files else None
        if part in files and digits is None:
            notes.append(
                tr("{name} has no labels, so that it judges nothing.").format(name=files[part].name)
            )
        return digits

    return _Found(place, frozenset(files), load, notes)


def _loaded(place: Path, parts: dict[str, DigitSet], notes: list[str] | None = None) -> _Found:
    return _Found(place, frozenset(parts), parts.get, notes or [])


def _lazily(load: Callable[[], dict[str, DigitSet]]) -> Callable[[str], DigitSet | None]:
    kept: dict[str, DigitSet] = {}

    def part(name: str) -> DigitSet | None:
        if not kept:
            kept.update(load())
        return kept.get(name)

    return part


def _only_dataset(path: Path) -> _Found:
    """The one ``<dataset>/raw`` below torchvision's root `path`."""
    found = {
        folder: sets[0] for folder in sorted(path.glob("*/raw")) if (sets := _idx_sets(folder))
    }
    if not found:
        raise DataError(
            tr("{path} holds no data set: dlgui looks for {looked_for}.").format(
                path=path, looked_for=tr(_LOOKED_FOR)
            )
        )
    if len(found) > 1:
        names = listed(folder.parent.name for folder in found)
        raise DataError(
            tr("{path} holds several data sets ({names}): choose the folder of one.").format(
                path=path, names=names
            )
        )
    return next(iter(found.values()))


def _identify(source: Path) -> tuple[str, tuple[str, ...]]:
    """The set's name and class names, judged by its folder's name (torchvision's "raw" aside)."""
    name = source.name.split(".")[0] if source.is_file() else source.name
    if name.lower() == "raw":
        name = source.parent.name
    key = "".join(filter(str.isalnum, name.lower()))
    if "fashion" in key:
        return "Fashion-MNIST", _FASHION_CLASSES
    if "kmnist" in key or "kuzushiji" in key:
        return "KMNIST", _KUZUSHIJI_CLASSES
    return "MNIST" if key == "mnist" else name, DIGIT_CLASSES
