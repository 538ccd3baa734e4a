"""Digits in a table of numbers: Kaggle's `train.csv`, and MNIST as CSV in its other spellings.

A row a digit: 784 pixels and a label, which is named in the head or stands first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO, cast

import numpy as np

from dlgui.core.data.arrays import labels_of, pixels_of
from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.idx import MAX_BYTES, explained, unpacked
from dlgui.core.errors import DataError
from dlgui.language import tr

SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
PIXELS = 784
MAX_LINE = 40_000  # 785 numbers of up to 50 characters
MAX_BLANK = 1000
MAX_ROWS = MAX_BYTES // PIXELS
LABEL_NAMES = frozenset(("label", "labels", "class", "target", "y", "digit"))


def is_table(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def load_table(path: Path) -> DigitSet | None:
    """The digits of a table; None for one without labels, such as Kaggle's `test.csv`.

    Raises DataError when it is no such table, or is larger than any that is in use.
    """
    with explained(path), unpacked(path) as file:
        stream = io.TextIOWrapper(cast(io.BytesIO, file), "utf-8-sig", "replace")
        lines = _lines(stream, path)
        first = next(lines, "")
        delimiter = next((sign for sign in ",;\t" if sign in first), ",")
        cells = [cell.strip().strip('"').lower() for cell in first.strip().split(delimiter)]
        has_head = not all(_is_number(cell) for cell in cells)
        if len(cells) not in (PIXELS, PIXELS + 1):
            raise DataError(
                tr(
                    "{name} has {cells:,} columns; a table of digits has 784 pixels of 28×28 and a "
                    "label in each row."
                ).format(name=path.name, cells=len(cells))
            )
        if len(cells) == PIXELS:
            return None
        named = [i for i, cell in enumerate(cells) if cell in LABEL_NAMES] if has_head else [0]
        if not named:
            raise DataError(tr('{name} has no column named "label".').format(name=path.name))
        rows = _numbers(lines if has_head else _with(first, lines), delimiter, path)
    column = named[0]
    images = pixels_of(np.delete(rows, column, axis=1), path.name)
    return DigitSet(images, labels_of(rows[:, column], path.name))


def _numbers(lines: Iterator[str], delimiter: str, path: Path) -> np.ndarray:
    try:
        rows = np.loadtxt(lines, np.float32, delimiter=delimiter, ndmin=2, comments=None)
    except ValueError as error:
        raise DataError(
            tr(
                "{name} holds something other than numbers in its rows, or rows of different "
                "lengths."
            ).format(name=path.name)
        ) from error
    if rows.shape[1:] != (PIXELS + 1,):
        raise DataError(tr("{name} has no rows of 784 pixels and a label.").format(name=path.name))
    return rows


def _lines(stream: TextIO, path: Path) -> Iterator[str]:
    rows = blank = 0
    while line := stream.readline(MAX_LINE + 1):
        if line.strip():
            rows += 1
        else:
            blank += 1
        if len(line) > MAX_LINE or rows > MAX_ROWS or blank > MAX_BLANK:
            raise DataError(
                tr("{name} is too long to be a table of digits (row {rows:,}).").format(
                    name=path.name, rows=rows
                )
            )
        if line.strip():
            yield line


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
