"""Stroke files as a data set to train on: each labelled drawing of one digit becomes an image."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.labels import digits_of
from dlgui.core.errors import DataError, DrawingError
from dlgui.core.ink.raster import render
from dlgui.core.ink.stroke_file import read_strokes
from dlgui.language import tr

MAX_DRAWINGS = 200_000
# With so many writers some are held out whole, as strangers are what a reader meets.
LEAST_WRITERS, HELD_OUT_WRITERS, SEED = 5, 0.15, 0


def load_stroke_set(path: Path) -> tuple[dict[str, DigitSet], list[str]]:
    """The parts train and validation, and what was left out, in sentences.

    Raises DataError when no drawing is labelled with one digit, or the file is damaged.
    """
    images, labels, writers, skipped = [], [], [], 0
    try:
        for drawing in read_strokes(path):
            digit = None if drawing.label is None else digits_of(drawing.label)
            if not digit or len(digit) > 1 or drawing.is_empty:
                skipped += 1
                continue
            images.append(np.rint(render(drawing) * 255).astype(np.uint8))
            labels.append(int(digit))
            writers.append(drawing.writer or "")
            if len(images) > MAX_DRAWINGS:
                raise DataError(
                    tr("{name} has more than {max_drawings:,} digits: split it.").format(
                        name=path.name, max_drawings=MAX_DRAWINGS
                    )
                )
    except DrawingError as error:
        raise DataError(str(error)) from error
    if not images:
        raise DataError(
            tr("{name} has no drawing that is labelled with one digit.").format(name=path.name)
        )
    digits = DigitSet(np.stack(images), np.array(labels, dtype=np.uint8))
    notes = (
        [tr("{count:,} drawings without a label of one digit were left out.").format(count=skipped)]
        if skipped
        else []
    )
    names = sorted(set(writers))
    if len(names) < LEAST_WRITERS:
        return {"train": digits}, notes
    chosen = np.random.RandomState(SEED).permutation(len(names))
    held = {names[i] for i in chosen[: max(1, round(HELD_OUT_WRITERS * len(names)))]}
    is_held = np.array([writer in held for writer in writers])
    notes.append(
        tr("{held} of {count} writers validate, and none of them is trained on.").format(
            held=len(held), count=len(names)
        )
    )
    return {"train": digits.take(~is_held), "validation": digits.take(is_held)}, notes
