"""Cuts through ink that may be two digits: touching in a picture, or drawn in one stroke.

Every cut is only an offer: `numbers.group_pieces` puts the halves together again where the whole
is the better digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlgui.core.drawing import Stroke
from dlgui.core.pictures import EDGE_INK, Piece

# In heights of the row: what is narrower is hardly two digits.
NARROWEST = 0.6
# A cut is the thinnest place within so many heights to either side.
VALLEY = 0.12
# Of the part's height: where more ink stands above each other, digits do not touch.
DEEPEST = 0.45
MAX_CUTS = 6
# In heights of the row: a stroke wider than this may be two digits, and its parts are this high.
WIDE_STROKE, LEAST_HEIGHT = 1.0, 0.5
# Vertical lines at which a stroke's passes are counted.
PLACES = 32


def cut_strokes(strokes: Sequence[Stroke]) -> tuple[list[Stroke], list[int]]:
    """The strokes, those wider than the row is high cut in two or more, and which each is of.

    A cut is made where the pen passed a vertical line only once, on its way from one digit to the
    next, and only where what remains on both sides is high enough for a digit.
    """
    height = max((float(np.ptp(stroke.points[:, 1])) for stroke in strokes), default=0.0)
    cut: list[Stroke] = []
    wholes: list[int] = []
    for number, stroke in enumerate(strokes):
        parts = _parted_stroke(stroke, height)
        cut += parts
        wholes += [number] * len(parts)
    return cut, wholes


def _parted_stroke(stroke: Stroke, height: float) -> list[Stroke]:
    if float(np.ptp(stroke.points[:, 0])) < WIDE_STROKE * height:
        return [stroke]
    parts, rest = [], stroke
    for x in _single_passes(stroke.points[:, 0]):
        first, second = _cut_at(rest, x)
        if min(np.ptp(part.points[:, 1]) for part in (first, second)) > LEAST_HEIGHT * height:
            parts.append(first)
            rest = second
    return [*parts, rest]


def _single_passes(x: np.ndarray) -> list[float]:
    """The middles of the stretches of x that the pen passed just once, in order of drawing."""
    places = np.linspace(x.min(), x.max(), PLACES + 2)[1:-1]
    low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    passes = (low[:, None] <= places) & (places < high[:, None])
    once = np.concatenate([[False], passes.sum(axis=0) == 1, [False]])
    starts = np.flatnonzero(once[1:] & ~once[:-1])
    ends = np.flatnonzero(once[:-1] & ~once[1:])
    middles = ((starts + ends - 1) // 2).tolist()
    return [float(places[m]) for m in sorted(middles, key=lambda m: passes[:, m].argmax())]


def _cut_at(stroke: Stroke, x: float) -> tuple[Stroke, Stroke]:
    """The stroke before and after it first passes the vertical line at `x`, which it does."""
    columns = stroke.points[:, 0]
    index = int(np.flatnonzero((columns[:-1] <= x) != (columns[1:] <= x))[0])
    share = (x - columns[index]) / (columns[index + 1] - columns[index])

    def halves(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        at = values[index : index + 1] * (1 - share) + values[index + 1 : index + 2] * share
        at = at.astype(np.float32)
        return np.concatenate([values[: index + 1], at]), np.concatenate([at, values[index + 1 :]])

    before, after = halves(stroke.points)
    if stroke.pressure is None:
        return Stroke(before), Stroke(after)
    light, heavy = halves(stroke.pressure)
    return Stroke(before, light), Stroke(after, heavy)


def cut_wide(pieces: Sequence[Piece]) -> tuple[list[Piece], list[int]]:
    """The pieces, those that are wide cut at their thinnest places, and which each was part of."""
    height = max((piece.ink.shape[0] for piece in pieces), default=0)
    cut: list[Piece] = []
    wholes: list[int] = []
    for number, piece in enumerate(pieces):
        columns = _thin_columns(piece.ink, height)
        parts = _parted(piece, columns) if columns else [piece]
        cut += parts
        wholes += [number] * len(parts)
    return cut, wholes


def _thin_columns(ink: np.ndarray, height: int) -> list[int]:
    """Where to cut: the middles of the valleys of the ink per column, at most `MAX_CUTS`."""
    width = ink.shape[1]
    if width < NARROWEST * height:
        return []
    inked = (ink > EDGE_INK).sum(axis=0)
    reach = max(round(VALLEY * height), 1)
    around = sliding_window_view(np.pad(inked, reach, mode="edge"), 2 * reach + 1).min(axis=1)
    is_valley = (inked == around) & (inked <= DEEPEST * ink.shape[0])
    is_valley[:reach] = is_valley[width - reach :] = False
    starts = np.flatnonzero(is_valley & ~np.roll(is_valley, 1))
    ends = np.flatnonzero(is_valley & ~np.roll(is_valley, -1))
    middles = (starts + ends + 1) // 2
    thinnest = np.argsort(inked[middles], kind="stable")[:MAX_CUTS]
    return sorted(middles[thinnest].tolist())


def _parted(piece: Piece, columns: Sequence[int]) -> list[Piece]:
    height, width = piece.ink.shape
    x0, y0, x1, y1 = piece.box
    # The box is in the picture's pixels, the ink in those of the picture that was shrunk.
    across = (x1 - x0) / width
    down = (y1 - y0) / height
    parts = []
    for start, stop in zip([0, *columns], [*columns, width], strict=True):
        ink = piece.ink[:, start:stop]
        rows = np.flatnonzero((ink > EDGE_INK).any(axis=1))
        if len(rows) == 0:
            continue
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        box = (x0 + start * across, y0 + top * down, x0 + stop * across, y0 + bottom * down)
        parts.append(Piece(box, ink[top:bottom], piece.left + start, piece.top + top))
    return parts
