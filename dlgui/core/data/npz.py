"""Keras' `mnist.npz`: a zip of four NumPy arrays, read without pickle.

Source: NumPy's NEP 1 (the .npy format) and `keras.datasets.mnist`. Each array's size and type are
checked before memory is taken for it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.lib import format as npy

from dlgui.core.data.idx import Shape, explained, read_exactly
from dlgui.core.errors import DataError

_HEADER_READERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_npz(path: Path, names: tuple[str, ...]) -> list[np.ndarray]:
    """The arrays `names` of an .npz file, each uint8. Raises DataError when that cannot be."""
    try:
        with explained(path), zipfile.ZipFile(path) as archive:
            return [_read_member(archive, f"{name}.npy", path) for name in names]
    except KeyError as error:
        raise DataError(
            f"{path.name} lacks {', '.join(names[:-1])} or {names[-1]}, the arrays of Keras' MNIST."
        ) from error
    except (zipfile.BadZipFile, ValueError) as error:
        raise DataError(f"{path.name} is no .npz file or is damaged. Download it again.") from error


def _read_member(archive: zipfile.ZipFile, name: str, path: Path) -> np.ndarray:
    member = archive.getinfo(name)
    if member.compress_type not in _COMPRESSIONS or member.flag_bits & 1:
        raise DataError(f"{path.name} is packed in a way that dlgui does not read.")
    with archive.open(member) as file:
        stream = cast(BinaryIO, file)
        return read_exactly(stream, _read_shape(stream, name), path)


def _read_shape(stream: BinaryIO, name: str) -> Shape:
    version = npy.read_magic(stream)
    if version not in _HEADER_READERS:
        raise ValueError(f"unknown .npy version {version}")
    shape, fortran_order, dtype = _HEADER_READERS[version](stream)
    if dtype != np.uint8 or (fortran_order and len(shape) > 1):
        raise DataError(f"{name} does not hold bytes in C order, as Keras' MNIST does.")
    return shape
