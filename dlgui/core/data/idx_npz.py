"""IDX, the format of the MNIST files: a big-endian header, then bytes in C order.

Source: "The IDX file format" at the end of http://yann.lecun.com/exdb/mnist/. Files come from
anywhere, so every size is checked before memory is taken for it, and a gzip stream is read no
further than its header says.

Keras' `mnist.npz`: a zip of four NumPy arrays, read without pickle.

Source: NumPy's NEP 1 (the .npy format) and `keras.datasets.mnist`. Each array's size and type are
checked before memory is taken for it.
"""

from __future__ import annotations

import gzip
import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from dlgui.core.errors import DataError

MAX_BYTES = 400_000_000
"""The most that one array may take: 510,000 pictures of 28×28. The largest set of this kind that
is in use, QMNIST's "nist" part, has 402,953."""

GZIP_MAGIC = b"\x1f\x8b"

UNSIGNED_BYTE = 0x08
"""IDX's type code of the only element type that pictures and labels come in."""

Shape = tuple[int, ...]


def read_idx(path: Path, dimensions: int) -> np.ndarray:
    """Read an IDX file of unsigned bytes, plain or gzipped, which is seen from its content.

    Returns uint8 with `dimensions` axes. Raises DataError when the file cannot be read, is of
    another kind, claims too much, ends too early or goes on after its end.
    """
    with explained(path), path.open("rb") as file:
        if file.peek(2)[:2] == GZIP_MAGIC:
            with gzip.open(file) as unpacked:
                return _parse(cast(BinaryIO, unpacked), path, dimensions)
        return _parse(file, path, dimensions)


def write_idx(path: Path, array: np.ndarray) -> None:
    """Write uint8 `array` as IDX, gzipped (the same bytes each time) for a name in ``.gz``."""
    header = bytes([0, 0, UNSIGNED_BYTE, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    content = header + np.ascontiguousarray(array, np.uint8).tobytes()
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.write_bytes(content)


def read_exactly(stream: BinaryIO, shape: Shape, path: Path) -> np.ndarray:
    """The rest of `stream` as uint8 of `shape`; DataError when it is longer, shorter or too much.

    `path` is named in the message.
    """
    size = math.prod(shape)
    if size > MAX_BYTES:
        raise DataError(
            f"{path.name} says that it holds {size:,} bytes; dlgui reads at most {MAX_BYTES:,}."
        )
    content = np.empty(size, np.uint8)
    received = 0
    while received < size:
        count = cast(io.RawIOBase, stream).readinto(content.data[received:])
        if not count:
            raise DataError(
                f"{path.name} ends after {received:,} of {size:,} bytes: "
                "it was cut off. Download or copy it again."
            )
        received += count
    if stream.read(1):
        raise DataError(f"{path.name} goes on after its {size:,} bytes: it is damaged.")
    return content.reshape(shape)


def _parse(stream: BinaryIO, path: Path, dimensions: int) -> np.ndarray:
    header = stream.read(4 + 4 * dimensions)
    if header[:4] != bytes([0, 0, UNSIGNED_BYTE, dimensions]):
        kind = {1: "labels", 3: "pictures"}.get(dimensions, f"{dimensions} dimensions")
        raise DataError(f"{path.name} is not an IDX file of {kind}.")
    if len(header) < 4 + 4 * dimensions:
        raise DataError(f"{path.name} ends within its header: it was cut off.")
    return read_exactly(stream, tuple(map(int, np.frombuffer(header[4:], ">u4"))), path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system and the unpacker raise into a DataError about `path`."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(
            f"{path.name} is damaged or was cut off. Download or copy it again."
        ) from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error


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
