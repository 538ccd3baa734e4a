"""Cuts through parts of a picture that may be two digits touching each other.

Every cut is only an offer: `numbers.group_pieces` puts the halves together again where the whole
is the better digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlgui.core.pictures import EDGE_INK, Piece

# In heights of the row: what is narrower is hardly two digits.
NARROWEST = 0.6
# A cut is the thinnest place within so many heights to either side.
VALLEY = 0.12
# Of the part's height: where more ink stands above each other, digits do not touch.
DEEPEST = 0.45
MAX_CUTS = 6


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
