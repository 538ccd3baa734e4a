"""Arrays of numbers, as others keep digits in them, to images and labels.

.npy and .npz files are read without pickle, and each array's size and type are checked before
memory is taken for it. Source: NumPy's NEP 1.
"""

from __future__ import annotations

import math
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.idx import MAX_BYTES, explained, read_bytes
from dlgui.core.data.labels import digits_of
from dlgui.core.errors import DataError
from dlgui.core.files import open_plain
from dlgui.language import listed, tr

SIDE = 28
MAX_CLASSES = 10
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_MEMBERS, MAX_HEADER = 1000, 10_000

# The names of the two arrays of each part, in small letters: Keras', MedMNIST's, and others seen.
PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "train": (
        *(("x_train", "y_train"), ("train_images", "train_labels"), ("train_x", "train_y")),
        *(("x", "y"), ("images", "labels"), ("image", "label"), ("data", "target")),
        *(("data", "labels"), ("features", "labels"), ("arr_0", "arr_1")),
    ),
    "validation": (
        *(("x_val", "y_val"), ("val_images", "val_labels"), ("x_valid", "y_valid")),
        ("x_validation", "y_validation"),
    ),
    "test": (
        *(("x_test", "y_test"), ("test_images", "test_labels"), ("test_x", "test_y")),
        ("arr_2", "arr_3"),
    ),
}


def load_npz(path: Path) -> dict[str, DigitSet]:
    """The parts that an .npz file holds. Raises DataError when it holds none, or is damaged."""
    parts, members = {}, {}
    with (
        _unpacking(path),
        explained(path),
        open_plain(path, 4 * MAX_BYTES) as file,
        zipfile.ZipFile(file) as archive,
    ):
        for info in archive.infolist()[:_MAX_MEMBERS]:
            # NumPy writes nothing else; where a damaged list has swallowed a part, it shows here.
            if not (info.filename.endswith(".npy") and info.filename.isprintable()):
                raise ValueError(f"{info.filename!r} is no array")
            members[info.filename.removesuffix(".npy").lower()] = info
        for part, pairs in PAIRS.items():
            pair = next((pair for pair in pairs if set(pair) & members.keys()), None)
            if pair is None:
                continue
            if not set(pair) <= members.keys():
                raise DataError(
                    tr("{name} lacks {images} or {labels}.").format(
                        name=path.name, images=pair[0], labels=pair[1]
                    )
                )
            images, labels = (_member(archive, members[name], path) for name in pair)
            parts[part] = digit_set(images, labels, path.name)
    if not parts:
        names = listed(list(members)[:6]) or tr("nothing")
        raise DataError(
            tr(
                "{name} holds {names}: dlgui looks for x_train and y_train (and x_test, "
                "y_test), or for images and labels."
            ).format(name=path.name, names=names)
        )
    return parts


def load_npy_pairs(folder: Path) -> dict[str, DigitSet]:
    """The parts that lie in `folder` as pairs of .npy files, as those of MNIST-C do."""
    parts = {}
    for part, pairs in PAIRS.items():
        for names in pairs:
            files = [folder / f"{name}.npy" for name in names]
            if all(file.is_file() for file in files):
                images, labels = (read_npy(file) for file in files)
                parts[part] = digit_set(images, labels, files[0].name)
                break
    return parts


def load_zipped(path: Path, images: str, labels: str) -> DigitSet:
    """The digits of two .npy files in a zip, as MNIST-C's come. Raises DataError."""
    with (
        _unpacking(path),
        explained(path),
        open_plain(path, 4 * MAX_BYTES) as file,
        zipfile.ZipFile(file) as archive,
    ):
        if missing := {images, labels} - set(archive.namelist()):
            raise DataError(
                tr("{name} lacks {member}: download it again.").format(
                    name=path.name, member=min(missing)
                )
            )
        pixels, digits = (
            _member(archive, archive.getinfo(name), path) for name in (images, labels)
        )
    return digit_set(pixels, digits, tr("{member} in {name}").format(member=images, name=path.name))


def read_npy(path: Path) -> np.ndarray:
    """An .npy file's array of numbers or short texts. Raises DataError."""
    with _unpacking(path), explained(path), open_plain(path, MAX_BYTES + 10_000) as file:
        return _array(file, path.name)


def digit_set(images: np.ndarray, labels: np.ndarray, name: str) -> DigitSet:
    """Images and labels that belong together, whatever their types; DataError when they do not."""
    pixels, digits = pixels_of(images, name), labels_of(labels, name)
    if len(pixels) != len(digits):
        raise DataError(
            tr(
                "{name} has {picture_count:,} pictures but {label_count:,} labels: they do not "
                "belong together."
            ).format(name=name, picture_count=len(pixels), label_count=len(digits))
        )
    if not len(digits):
        raise DataError(tr("{name} has no pictures.").format(name=name))
    return DigitSet(pixels, digits)


def pixels_of(values: np.ndarray, name: str) -> np.ndarray:
    """uint8 [n, 28, 28] of [n, 784], [n, 28, 28], [n, 28, 28, 1] or [n, 1, 28, 28].

    Floats from 0 to 1, from 0 to 255 or around 0 (as some are normalised) become 0 to 255, and so
    do black and white as 0 and 1, and 16 bits. Raises DataError.
    """
    shape = tuple(size for size in values.shape[1:] if size != 1)
    if values.ndim < 2 or shape not in ((SIDE * SIDE,), (SIDE, SIDE)):
        raise DataError(
            tr(
                "{name} has arrays of {shape}; dlgui trains on 28×28 pictures, as (n, 28, 28), "
                "(n, 28, 28, 1) or (n, 784)."
            ).format(name=name, shape=values.shape)
        )
    if values.dtype.kind not in "buif":
        raise DataError(tr("The pictures of {name} are not numbers.").format(name=name))
    values = values.reshape(len(values), SIDE, SIDE)
    if not len(values):
        return values.astype(np.uint8)
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise DataError(
            tr("The pictures of {name} hold values that are no numbers (NaN or infinity).").format(
                name=name
            )
        )
    if low >= 0 and 1 < high <= 255:
        rounded: np.ndarray = np.rint(values).astype(np.uint8)
        return values if values.dtype == np.uint8 else rounded
    if low < 0:
        base, top = low, high - low
    else:
        base, top = 0.0, 1.0 if high <= 1 else 65535.0 if high <= 65535 else high
    scaled = (values.astype(np.float32) - np.float32(base)) * np.float32(255 / max(top, 1e-30))
    levels: np.ndarray = np.rint(scaled).astype(np.uint8)
    return levels


def labels_of(values: np.ndarray, name: str) -> np.ndarray:
    """uint8 [n] from 0 to 9, of whole numbers, names, or one-hot rows [n, 10]. Raises DataError."""
    if values.ndim == 2 and values.shape[1] == MAX_CLASSES and values.dtype.kind in "buif":
        values = values.argmax(axis=1)
    values = values.reshape(len(values), -1)[:, 0] if values.ndim == 2 else values
    if values.ndim != 1:
        raise DataError(
            tr("{name} has labels of {shape}; dlgui needs one for each picture.").format(
                name=name, shape=values.shape
            )
        )
    if values.dtype.kind in "US":
        texts, places = np.unique(values.astype(str), return_inverse=True)
        meant = [digits_of(text) for text in texts.tolist()]
        if not all(digits and int(digits) < MAX_CLASSES for digits in meant):
            raise DataError(
                tr("The labels of {name} are texts that say no digit.").format(name=name)
            )
        values = np.array([int(digits or 0) for digits in meant])[places]
    if values.dtype.kind not in "buif":
        raise DataError(tr("The labels of {name} are not numbers.").format(name=name))
    if len(values) and not (np.rint(values) == values).all():
        raise DataError(tr("The labels of {name} are not whole numbers.").format(name=name))
    low, high = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    if low < 0 or high >= MAX_CLASSES:
        text = (
            tr("The labels of {name} go up to {high}; dlgui trains on ten classes, 0 to 9.")
            if high >= MAX_CLASSES
            else tr("The labels of {name} begin at {low}; dlgui trains on ten classes, 0 to 9.")
        )
        raise DataError(text.format(name=name, low=low, high=high))
    digits: np.ndarray = values.astype(np.uint8)
    return digits


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> np.ndarray:
    if member.compress_type not in _COMPRESSIONS or member.flag_bits & 1:
        raise DataError(
            tr("{name} is packed in a way that dlgui does not read.").format(name=path.name)
        )
    with archive.open(member) as file:
        return _array(
            cast(BinaryIO, file),
            tr("{member} in {name}").format(member=member.filename, name=path.name),
        )


def _array(stream: BinaryIO, name: str) -> np.ndarray:
    """Raises ValueError where NumPy finds no header, DataError where it holds no numbers."""
    try:
        shape, is_fortran, dtype = _header(stream)
    # NumPy takes the header for Python code and fails in as many ways.
    except Exception as error:
        raise ValueError(f"{name} has no .npy header") from error
    if dtype.kind not in "buifUS" or dtype.hasobject:
        raise DataError(tr("{name} does not hold numbers.").format(name=name))
    size = math.prod(shape) * dtype.itemsize
    if size > MAX_BYTES or min(shape, default=0) < 0 or not dtype.itemsize:
        raise DataError(
            tr(
                "{name} says that it holds {size:,} bytes; dlgui reads at most {max_bytes:,}."
            ).format(name=name, size=size, max_bytes=MAX_BYTES)
        )
    content = read_bytes(stream, size, name).view(dtype)
    array = content.reshape(shape[::-1]).T if is_fortran else content.reshape(shape)
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _header(stream: BinaryIO) -> tuple[tuple[int, ...], bool, np.dtype]:
    if np.lib.format.read_magic(stream) == (1, 0):
        return np.lib.format.read_array_header_1_0(stream, max_header_size=MAX_HEADER)
    return np.lib.format.read_array_header_2_0(stream, max_header_size=MAX_HEADER)


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    """Turn what zipfile and NumPy's header reader meet damage with into a DataError."""
    try:
        yield
    except (zipfile.BadZipFile, ValueError, RuntimeError, struct.error) as error:
        raise DataError(
            tr("{name} is no NumPy file or is damaged. Download it again.").format(name=path.name)
        ) from error
