"""TensorBoard's event files, written out: records of TFRecord, each an `Event` of protobuf.

Sources: "TFRecord and tf.train.Example" in TensorFlow's guide for the frames, `event.proto` and
`summary.proto` of TensorBoard for the numbers of the fields, RFC 3720 for CRC-32C, and the
"Encoding" page of Protocol Buffers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import reduce

import numpy as np

VERSION = "brain.Event:2"
"""What the first event of every file says."""
BINS = 64

_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
_DT_STRING = 7


def event_file(began: float, events: Iterable[bytes]) -> bytes:
    """The content of a file. began: its time, seconds since 1970; events: as `event` makes them."""
    first = _double(1, began) + _bytes(3, VERSION.encode())
    return b"".join(map(_record, (first, *events)))


def event(time: float, step: int, summaries: Iterable[bytes]) -> bytes:
    """What became of some tags at one step. time: seconds since 1970."""
    values = b"".join(_bytes(1, summary) for summary in summaries)
    return _double(1, time) + _whole(2, step) + _bytes(5, values)


def scalar(tag: str, value: float) -> bytes:
    return _bytes(1, tag.encode()) + _key(2, _FLOAT) + struct.pack("<f", value)


def histogram(tag: str, values: np.ndarray) -> bytes:
    """Of finite numbers of any shape, at least one, in bins of the same width."""
    flat = np.ravel(values).astype(np.float64)
    counts, edges = np.histogram(flat, BINS)
    moments = (flat.min(), flat.max(), flat.size, flat.sum(), flat @ flat)
    content = b"".join(_double(number, float(m)) for number, m in enumerate(moments, 1))
    content += _bytes(6, edges[1:].astype("<f8").tobytes())
    content += _bytes(7, counts.astype("<f8").tobytes())
    return _bytes(1, tag.encode()) + _bytes(5, content)


def text(tag: str, markdown: str) -> bytes:
    shape = _bytes(2, _whole(1, 1))
    tensor = _whole(1, _DT_STRING) + _bytes(2, shape) + _bytes(8, markdown.encode())
    plugin = _bytes(1, _bytes(1, b"text"))
    return _bytes(1, tag.encode()) + _bytes(8, tensor) + _bytes(9, plugin)


def crc32c(content: bytes) -> int:
    """The checksum of Castagnoli's polynomial."""
    return reduce(
        lambda crc, byte: _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8), content, 2**32 - 1
    ) ^ (2**32 - 1)


def _record(content: bytes) -> bytes:
    """In TFRecord's frame: length, its checksum, content, its checksum."""
    length = struct.pack("<Q", len(content))
    return length + _masked_crc(length) + content + _masked_crc(content)


def _masked_crc(content: bytes) -> bytes:
    crc = crc32c(content)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _table() -> tuple[int, ...]:
    def entry(byte: int) -> int:
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        return byte

    return tuple(map(entry, range(256)))


_TABLE = _table()


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


def _key(field: int, kind: int) -> bytes:
    return _varint(field << 3 | kind)


def _whole(field: int, value: int) -> bytes:
    return _key(field, _VARINT) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _key(field, _DOUBLE) + struct.pack("<d", value)


def _bytes(field: int, content: bytes) -> bytes:
    return _key(field, _BYTES) + _varint(len(content)) + content
