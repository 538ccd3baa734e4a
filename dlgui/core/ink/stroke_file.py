"""Stroke files: JSON Lines (`.jsonl`, `.jsonl.gz`), one drawing a line.

    {"id": "w7-0012", "label": "3", "writer": "w7", "strokes": [[[x, y], ...], ...]}

y grows downwards, in any unit. `id`, `label` and `writer` may be missing. Where a device reports
pressure, `"pressures"` holds a list of numbers from 0 to 1 for each stroke. Other keys are kept.

Files come from anywhere: every size is bounded before memory is spent on it, and every fault is a
`DrawingError` that names the line.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TextIO, cast

import numpy as np

from dlgui.core.errors import DrawingError
from dlgui.core.files import open_plain, replacing
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.language import tr

MAX_LINE = 8 * 2**20  # characters: 100,000 points need about two million
MAX_TOTAL = 2**30  # characters unpacked: a small .gz may hold terabytes
MAX_LINES = 2_000_000  # empty ones too: a small .gz may hold nothing but those
MAX_POINTS = 100_000
MAX_STROKES = 10_000
MAX_COORDINATE = 1e9

SUFFIXES = (".jsonl", ".jsonl.gz")
_GZIP_MAGIC = b"\x1f\x8b"
_NAMES = ("id", "label", "writer")


def is_stroke_file(path: str | Path) -> bool:
    """By its name."""
    return str(path).lower().endswith(SUFFIXES)


def read_strokes(source: str | Path | TextIO) -> Iterator[Drawing]:
    """The drawings of a stroke file, or of a text stream such as `sys.stdin`, one by one.

    Whether a file is compressed is seen from its content. Empty lines are skipped.
    Raises DrawingError, with the line's number, where the file is not as it should be.
    """
    if isinstance(source, (str, Path)):
        path = Path(source)
        try:
            with _opened(path) as stream:
                yield from _drawings(stream, path.name)
        except (OSError, EOFError, zlib.error) as error:
            raise DrawingError(
                tr("{name} cannot be read: {reason}.").format(name=path.name, reason=_reason(error))
            ) from error
    else:
        yield from _drawings(source, tr("the input"))


def write_strokes(path: str | Path, drawings: Iterable[Drawing]) -> None:
    """Write a stroke file, compressed if its name ends in ``.gz``.

    The file appears whole or not at all, and the same drawings give the same bytes.
    Raises DrawingError when a drawing holds a number that is not finite, or the disk refuses.
    """
    path = Path(path)
    try:
        with _replacing(path) as file:
            for drawing in drawings:
                file.write(drawing_line(drawing).encode() + b"\n")
    except OSError as error:
        raise DrawingError(
            tr("{name} cannot be written: {reason}.").format(name=path.name, reason=_reason(error))
        ) from error


def drawing_line(drawing: Drawing) -> str:
    """The drawing as a stroke file's line, without the line's end.

    Raises DrawingError when a coordinate or pressure is not finite.
    """
    record: dict[str, Any] = {
        name: value for name in _NAMES if (value := getattr(drawing, name)) is not None
    }
    record["strokes"] = [_numbers(stroke.points) for stroke in drawing.strokes]
    pressures = [stroke.pressure for stroke in drawing.strokes]
    if any(pressure is not None for pressure in pressures):
        record["pressures"] = [None if p is None else _numbers(p) for p in pressures]
    record |= {name: value for name, value in drawing.extra.items() if name not in record}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def parse_drawing(line: str) -> Drawing:
    """The drawing on a line of a stroke file. Raises ValueError, which says what is wrong."""
    try:
        record = json.loads(line, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError(tr("its brackets are nested too deeply")) from None
    except json.JSONDecodeError as error:
        raise ValueError(tr("it is not JSON ({reason})").format(reason=error.msg.lower())) from None
    if not isinstance(record, dict):
        raise ValueError(tr('it is not an object such as {"strokes": [[[x, y], ...], ...]}'))
    if not isinstance(strokes := record.pop("strokes", None), list):
        raise ValueError(tr('it has no list named "strokes"'))
    names = {name: record.pop(name, None) for name in _NAMES}
    for name, value in names.items():
        if not isinstance(value, (str, type(None))):
            raise ValueError(tr('its "{name}" is not text').format(name=name))
    pressures = record.pop("pressures", None)
    return Drawing(_strokes(strokes, pressures), extra=record, **names)


def _drawings(stream: TextIO, name: str) -> Iterator[Drawing]:
    total = number = 0
    while True:
        try:
            # Never more than a line's worth at once: a file may be one endless line.
            line = stream.readline(MAX_LINE + 1)
        except UnicodeDecodeError as error:
            raise DrawingError(
                tr("Line {number} of {name} is not UTF-8 text.").format(
                    number=number + 1, name=name
                )
            ) from error
        if not line:
            return
        number, total = number + 1, total + len(line)
        if len(line) > MAX_LINE:
            raise DrawingError(
                tr("Line {number} of {name} is too long to be a drawing.").format(
                    number=number, name=name
                )
            )
        if total > MAX_TOTAL or number > MAX_LINES:
            raise DrawingError(
                tr("{name} is too large (line {number}): split it into smaller files.").format(
                    name=name, number=number
                )
            )
        if not line.strip():
            continue
        try:
            yield parse_drawing(line)
        except ValueError as error:
            raise DrawingError(
                tr("Line {number} of {name} is not a drawing: {error}.").format(
                    number=number, name=name, error=error
                )
            ) from error


def _strokes(lists: list[Any], pressures: Any) -> tuple[Stroke, ...]:
    if len(lists) > MAX_STROKES:
        raise ValueError(tr("it has more than {most:,} strokes").format(most=MAX_STROKES))
    if pressures is None:
        pressures = [None] * len(lists)
    if not isinstance(pressures, list) or len(pressures) != len(lists):
        raise ValueError(tr('its "pressures" do not match its strokes'))
    if sum(len(points) for points in lists if isinstance(points, list)) > MAX_POINTS:
        raise ValueError(tr("it has more than {most:,} points").format(most=MAX_POINTS))
    return tuple(
        Stroke(_points(points), _pressure(pressure, len(points)))
        for points, pressure in zip(lists, pressures, strict=True)
        if points != []
    )


def _points(values: Any) -> np.ndarray:
    points = _array(values, tr("a stroke is not a list of [x, y] pairs"))
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(tr("a stroke is not a list of [x, y] pairs"))
    if not (np.abs(points) <= MAX_COORDINATE).all():
        raise ValueError(tr("a coordinate is too large"))
    return points.astype(np.float32)


def _pressure(values: Any, count: int) -> np.ndarray | None:
    if values is None:
        return None
    pressure = _array(values, tr("a pressure is not a number"))
    if pressure.shape != (count,):
        raise ValueError(tr('its "pressures" do not match its points'))
    if not ((pressure >= 0) & (pressure <= 1)).all():
        raise ValueError(tr("a pressure is not between 0 and 1"))
    return pressure.astype(np.float32)


def _array(values: Any, fault: str) -> np.ndarray:
    """float64. NumPy would read text and true/false as numbers too: only numbers pass."""
    try:
        array = np.array(values)
    except ValueError:  # ragged lists
        raise ValueError(fault) from None
    if array.dtype.kind not in "iuf":
        raise ValueError(fault)
    return array.astype(np.float64)


def _numbers(values: np.ndarray) -> list[Any]:
    """float32 as the shortest numbers that read back the same; whole numbers without a point."""
    if not np.isfinite(values).all():
        raise DrawingError(tr("A drawing with a coordinate that is not a number cannot be saved."))
    exact = values.astype(np.float32).astype(str).astype(np.float64)
    whole = exact == np.rint(exact)
    numbers: list[Any] = (exact.astype(np.int64) if whole.all() else exact).tolist()
    return numbers


def _refuse_constant(name: str) -> None:
    raise ValueError(tr("{number} is not a number that can be drawn").format(number=name))


def _reason(error: BaseException) -> str:
    if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)):
        return tr("its compressed data is damaged or cut off")
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with open_plain(path, MAX_TOTAL) as file:
        is_compressed = file.read(2) == _GZIP_MAGIC
    opener = gzip.open if is_compressed else open
    # utf-8-sig: Windows' editors put a byte order mark in front.
    with opener(path, "rt", encoding="utf-8-sig") as stream:
        yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    with replacing(path) as raw:
        if path.suffix == ".gz":
            # No name and no time inside: the same drawings give the same bytes.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                yield cast(IO[bytes], packed)
        else:
            yield raw
