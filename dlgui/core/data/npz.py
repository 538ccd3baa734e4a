"""Keras' `mnist.npz`: a zip of four NumPy arrays, read without pickle.

Source: NumPy's NEP 1 (the .npy format) and `keras.datasets.mnist`. Each array's size and type are
checked before memory is taken for it.
"""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from dlgui.core.data.idx import Shape, explained, read_exactly
from dlgui.core.errors import DataError

_NPY_1_0 = b"\x93NUMPY\x01\x00"
_BYTES_IN_C_ORDER = re.compile(
    rb"\{'descr': '[|]u1', 'fortran_order': False, "
    rb"'shape': [(](?P<shape>\d{1,20},(?: \d{1,20},?)*)[)],? ?\}\s*"
)
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
    # Python's zipfile meets damage with any of these.
    except (zipfile.BadZipFile, ValueError, RuntimeError, struct.error) as error:
        raise DataError(f"{path.name} is no .npz file or is damaged. Download it again.") from error


def _read_member(archive: zipfile.ZipFile, name: str, path: Path) -> np.ndarray:
    member = archive.getinfo(name)
    if member.compress_type not in _COMPRESSIONS or member.flag_bits & 1:
        raise DataError(f"{path.name} is packed in a way that dlgui does not read.")
    with archive.open(member) as file:
        stream = cast(BinaryIO, file)
        return read_exactly(stream, _read_shape(stream, name), path)


def _read_shape(stream: BinaryIO, name: str) -> Shape:
    # NumPy's own parser takes the header for Python code and fails in as many ways.
    start = stream.read(10)
    if start[:8] != _NPY_1_0:
        raise ValueError("no .npy file of version 1.0")
    header = _BYTES_IN_C_ORDER.fullmatch(stream.read(int.from_bytes(start[8:], "little")))
    if header is None:
        raise DataError(f"{name} does not hold bytes in C order, as Keras' MNIST does.")
    return tuple(map(int, header["shape"].rstrip(b",").split(b",")))
