"""IDX, the format of the MNIST files: a big-endian header, then numbers in C order.

Source: "The IDX file format" at the end of http://yann.lecun.com/exdb/mnist/. Files come from
anywhere, so every size is checked before memory is taken for it, and a gzip stream is read no
further than its header says.
"""

from __future__ import annotations

import gzip
import io
import math
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from dlgui.core.errors import DataError
from dlgui.core.files import open_plain
from dlgui.language import tr

MAX_BYTES = 400_000_000
"""The most that one array may take: 510,000 pictures of 28×28. The largest set of this kind that
is in use, QMNIST's "nist" part, has 402,953."""

GZIP_MAGIC = b"\x1f\x8b"

MAX_FILE = 2 * MAX_BYTES

UNSIGNED_BYTE, INT = 0x08, 0x0C
"""IDX's type codes: pictures and labels come in the first; QMNIST's labels in the second."""

QMNIST_COLUMNS = 8


def read_idx(path: Path, dimensions: int) -> np.ndarray:
    """Read an IDX file of unsigned bytes, plain or gzipped, which is seen from its content.

    Returns uint8 with `dimensions` axes. Raises DataError when the file cannot be read, is of
    another kind, claims too much, ends too early or goes on after its end.
    """
    with explained(path), unpacked(path) as stream:
        if stream.read(4) == bytes([0, 0, UNSIGNED_BYTE, dimensions]):
            return _content(stream, path, dimensions)
    text = {
        1: tr("{name} is not an IDX file of labels."),
        3: tr("{name} is not an IDX file of pictures."),
    }.get(dimensions, tr("{name} is not an IDX file of {dimensions} dimensions."))
    raise DataError(text.format(name=path.name, dimensions=dimensions))


def write_idx(path: Path, array: np.ndarray) -> None:
    """Write uint8 `array` as IDX, gzipped (the same bytes each time) for a name in ``.gz``."""
    header = bytes([0, 0, UNSIGNED_BYTE, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    content = header + np.ascontiguousarray(array, np.uint8).tobytes()
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.write_bytes(content)


def read_idx_labels(path: Path) -> np.ndarray:
    """The classes of an IDX file of labels, uint8 [n]; of QMNIST's, the first of eight columns.

    Raises DataError as `read_idx` does, and where a class is no byte.
    """
    with explained(path), unpacked(path) as stream:
        start = stream.read(4)
        if start == bytes([0, 0, UNSIGNED_BYTE, 1]):
            return _content(stream, path, 1)
        if start == bytes([0, 0, INT, 2]):
            table = _content(stream, path, 2, ">i4")
            if (
                table.shape[1] == QMNIST_COLUMNS
                and ((table[:, 0] >= 0) & (table[:, 0] < 256)).all()
            ):
                return table[:, 0].astype(np.uint8)
    raise DataError(tr("{name} is not an IDX file of labels.").format(name=path.name))


def read_bytes(stream: BinaryIO, size: int, name: str) -> np.ndarray:
    """The rest of `stream`, uint8 [size]; DataError when it is longer, shorter or too much."""
    if size > MAX_BYTES:
        raise DataError(
            tr(
                "{name} says that it holds {size:,} bytes; dlgui reads at most {max_bytes:,}."
            ).format(name=name, size=size, max_bytes=MAX_BYTES)
        )
    content = np.empty(size, np.uint8)
    received = 0
    while received < size:
        count = cast(io.RawIOBase, stream).readinto(content.data[received:])
        if not count:
            raise DataError(
                tr(
                    "{name} ends after {received:,} of {size:,} bytes: it was cut off. Download or "
                    "copy it again."
                ).format(name=name, received=received, size=size)
            )
        received += count
    if stream.read(1):
        raise DataError(
            tr("{name} goes on after its {size:,} bytes: it is damaged.").format(
                name=name, size=size
            )
        )
    return content


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The file's content, plain or gzipped, which is seen from its first bytes."""
    with open_plain(path, MAX_FILE) as file:
        packed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        if packed:
            with gzip.open(file) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield file


def _content(stream: BinaryIO, path: Path, dimensions: int, kind: str = "u1") -> np.ndarray:
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(tr("{name} ends within its header: it was cut off.").format(name=path.name))
    shape = tuple(map(int, np.frombuffer(sizes, ">u4")))
    dtype = np.dtype(kind)
    content = read_bytes(stream, math.prod(shape) * dtype.itemsize, path.name)
    return content.view(dtype).reshape(shape)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system and the unpacker raise into a DataError about `path`."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(
            tr("{name} is damaged or was cut off. Download or copy it again.").format(
                name=path.name
            )
        ) from error
    except OSError as error:
        raise DataError(
            tr("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from error
