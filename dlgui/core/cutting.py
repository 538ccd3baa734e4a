"""Cuts through parts of a picture that may be two digits touching each other.

Every cut is only an offer: `numbers.group_pieces` puts the halves together again where the whole
is the better digit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgui.core.pictures import EDGE_INK, Piece

# In heights of the row: what is narrower is hardly two digits.
NARROWEST = 0.7
# A digit that is cut off is at least this wide, in heights of the row.
MARGIN = 0.2
# Of the part's height: where more ink stands above each other, digits do not touch.
DEEPEST = 0.35
MAX_CUTS = 3


def cut_wide(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, those that are wide cut at their thinnest places; from left to right."""
    height = max((piece.ink.shape[0] for piece in pieces), default=0)
    cut: list[Piece] = []
    for piece in pieces:
        columns = _thin_columns(piece.ink, height)
        cut += _parted(piece, columns) if columns else [piece]
    return cut


def _thin_columns(ink: np.ndarray, height: int) -> list[int]:
    """Where to cut: columns with the least ink, thinnest first chosen, apart by `MARGIN`."""
    width = ink.shape[1]
    if width < NARROWEST * height:
        return []
    inked = (ink > EDGE_INK).sum(axis=0)
    margin = max(round(MARGIN * height), 1)
    chosen: list[int] = []
    for column in np.argsort(inked, kind="stable"):
        if inked[column] > DEEPEST * ink.shape[0] or len(chosen) == MAX_CUTS:
            break
        if all(abs(column - edge) >= margin for edge in (0, width, *chosen)):
            chosen.append(int(column))
    return sorted(chosen)


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
