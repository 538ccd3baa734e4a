"""Strokes to the 28×28 picture that a network sees.

The picture is made from the vector ink itself, by each pixel's distance to the strokes, and not by
shrinking a screenshot: it is the same at every zoom, in the window, from a file and in training.

The layout is MNIST's (LeCun et al., *Gradient-based learning applied to document recognition*,
1998): the longest side of the ink's box, pen width included, is 20 pixels, and the ink's centre of
mass lies on the centre of pixel (14, 14). MNIST shifted by whole pixels; here the shift is exact,
so that a digit that is still being drawn glides instead of jumping to and fro.

`dlgui.core.augmentation.ink_torch` computes the same for whole batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from dlgui.core.drawing import Drawing, Stroke

SIZE = 28
BOX = 20.0
# In continuous coordinates, pixel i reaches from i to i + 1. MNIST's centres of mass average 14.0
# counted in pixels whose centres are whole numbers, which is 14.5 here.
CENTRE = 14.5
# Fitted to MNIST's 60,000 training digits, in pixels: with these two, pen strokes have the same
# median thickness (twice the ink over its total variation), mean and share of inked pixels.
PEN_WIDTH = 2.4
EDGE = 1.1
# Points closer than this and pieces longer than that (in pixels) cost time and change nothing.
MIN_PIECE = 0.25
MAX_PIECE = 1.0
# Far more ink than fits into 20×20 pixels: a scribble that long is solid, whatever is left out.
MAX_PIECES = 8192
# A box smaller than this share of its coordinates is one point that trembled (a click).
TREMBLE = 1e-3
# A stroke smaller than this share of the drawing, outside all others, is a stray tap.
STRAY = 0.03


@dataclass(frozen=True, slots=True)
class Pieces:
    """Short straight pieces of ink, in pixels: at most `MAX_PIECE` long.

    starts, ends: float64 [n, 2], x to the right, y down; radii: float64 [n], half the pen's width
    """

    starts: np.ndarray
    ends: np.ndarray
    radii: np.ndarray


def render(
    drawing: Drawing,
    pen_width: float = PEN_WIDTH,
    *,
    min_size: float = 0.0,
    pressure: bool = False,
) -> np.ndarray:
    """The picture of a drawing: float32 [28, 28] from 0 (paper) to 1 (ink).

    A drawing without a finite point gives an empty picture, a single point a dot in the middle.

    pen_width: in pixels of the picture (1 to 8 make sense). It does not depend on the pen that
        drew, which is why the pad's pen width cannot disturb the answer.
    min_size: in the drawing's units; a smaller drawing is not enlarged beyond what one of this
        size would be, so that a click that slipped a little stays a dot.
    pressure: whether pressing harder makes wider ink (half to one and a half pen widths).
    """
    pieces = pieces_of(drawing, pen_width, min_size=min_size, pressure=pressure)
    picture = _paint(pieces)
    mass = picture.sum(dtype=np.float64)
    if mass == 0.0:
        return picture
    grid = np.arange(SIZE) + 0.5
    centre = np.array([picture.sum(axis=0) @ grid, picture.sum(axis=1) @ grid]) / mass
    shift = CENTRE - centre
    return _paint(Pieces(pieces.starts + shift, pieces.ends + shift, pieces.radii))


def render_many(
    drawings: Sequence[Drawing],
    pen_width: float = PEN_WIDTH,
    *,
    min_size: float = 0.0,
    pressure: bool = False,
) -> np.ndarray:
    """`render` for each drawing: float32 [n, 28, 28]."""
    pictures = np.zeros((len(drawings), SIZE, SIZE), dtype=np.float32)
    for picture, drawing in zip(pictures, drawings, strict=True):
        picture[:] = render(drawing, pen_width, min_size=min_size, pressure=pressure)
    return pictures


def pieces_of(
    drawing: Drawing,
    pen_width: float = PEN_WIDTH,
    *,
    min_size: float = 0.0,
    pressure: bool = False,
) -> Pieces:
    """The drawing's ink scaled to the 20-pixel box, whose middle lies on `CENTRE`."""
    strokes = without_stray_taps(finite_strokes(drawing))
    if not strokes:
        return Pieces(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0))
    # The box is measured in float64: float32 coordinates may be as large as 1e38.
    points = np.concatenate([stroke.points for stroke in strokes]).astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    side = max((high - low).max(), min_size)
    is_dot = side <= TREMBLE * np.abs(points).max()
    scale = 0.0 if is_dot else max(BOX - pen_width, 0.0) / side
    points = (points - (low + high) / 2) * scale + CENTRE
    radii = np.full(len(points), pen_width / 2)
    if pressure:
        radii *= np.concatenate([_pressure_factors(stroke) for stroke in strokes])
    return _cut(points, radii, np.array([len(stroke.points) for stroke in strokes]))


def finite_strokes(drawing: Drawing) -> list[Stroke]:
    """The strokes without the points that are NaN or infinite, and without empty strokes."""
    kept = []
    for stroke in drawing.strokes:
        good = np.isfinite(stroke.points).all(axis=1)
        if good.all():
            kept.append(stroke)
        else:
            pressure = None if stroke.pressure is None else stroke.pressure[good]
            kept.append(Stroke(stroke.points[good], pressure))
    return [stroke for stroke in kept if len(stroke.points)]


def without_stray_taps(strokes: list[Stroke]) -> list[Stroke]:
    """The strokes without tiny ones that lie outside the box of all the others.

    A pen that touches the tablet beside the digit would otherwise shrink the digit.
    """
    if len(strokes) < 2:
        return strokes
    lows = np.array([stroke.points.min(axis=0) for stroke in strokes], dtype=np.float64)
    highs = np.array([stroke.points.max(axis=0) for stroke in strokes], dtype=np.float64)
    sides = (highs - lows).max(axis=1)
    tiny = sides <= STRAY * sides.max()
    if not tiny.any() or tiny.all():
        return strokes
    low, high = lows[~tiny].min(axis=0), highs[~tiny].max(axis=0)
    outside = ((highs < low) | (lows > high)).any(axis=1)
    return [stroke for stroke, stray in zip(strokes, tiny & outside, strict=True) if not stray]


def _pressure_factors(stroke: Stroke) -> np.ndarray:
    if stroke.pressure is None:
        return np.ones(len(stroke.points))
    factors: np.ndarray = 0.5 + np.clip(np.nan_to_num(stroke.pressure, nan=0.5), 0.0, 1.0)
    return factors


def _cut(points: np.ndarray, radii: np.ndarray, counts: np.ndarray) -> Pieces:
    """Pieces of at most `MAX_PIECE` along the strokes, which have `counts` of the points each."""
    last = np.zeros(len(points), dtype=bool)
    last[np.cumsum(counts) - 1] = True
    first = np.roll(last, 1)
    # Thin dense points: of those that fall into one stretch of the path, only the first is kept.
    steps = np.zeros(len(points))
    steps[1:] = np.sqrt(((points[1:] - points[:-1]) ** 2).sum(axis=1))
    stretch = np.floor(np.cumsum(steps) / MIN_PIECE)
    kept = first | last
    kept[1:] |= stretch[1:] != stretch[:-1]
    points, radii, first, last = points[kept], radii[kept], first[kept], last[kept]
    # A stroke of one point is a piece of no length.
    starts = np.flatnonzero(~last | (first & last))
    ends = np.where(last[starts], starts, starts + 1)
    lengths = np.sqrt(((points[ends] - points[starts]) ** 2).sum(axis=1))
    parts = np.maximum(np.ceil(lengths / MAX_PIECE), 1).astype(np.intp)
    if (total := parts.sum()) > MAX_PIECES:
        sample = slice(None, None, ceil(total / MAX_PIECES))
        starts, ends, parts = starts[sample], ends[sample], parts[sample]
    which = np.repeat(np.arange(len(parts)), parts)
    index = np.arange(len(which)) - np.repeat(np.cumsum(parts) - parts, parts)
    at = (index / parts[which])[:, None]
    begin, way = points[starts][which], (points[ends] - points[starts])[which]
    return Pieces(
        begin + way * at,
        begin + way * (at + (1 / parts[which])[:, None]),
        ((radii[starts] + radii[ends]) / 2)[which],
    )


def _paint(pieces: Pieces) -> np.ndarray:
    """Each pixel's darkest coverage by a piece: float32 [28, 28].

    A piece is short, so it is measured only against the window of pixels that it can reach.
    """
    reach = ceil(MAX_PIECE / 2 + pieces.radii.max(initial=0.0) + EDGE / 2)
    width = 2 * reach + 1
    window = np.arange(width)
    # A border as wide as a window, for those that hang over the edge; one that lies wholly outside
    # the picture moves into the border.
    stride = SIZE + 2 * width
    canvas = np.zeros(stride * stride, dtype=np.float32)
    middles = (pieces.starts + pieces.ends) / 2
    corners = np.clip(np.floor(middles).astype(np.intp) - reach, -width, SIZE)
    # [n, w]: distances of the window's pixel centres from the start, in x and in y
    x = corners[:, :1] + window + 0.5 - pieces.starts[:, :1]
    y = corners[:, 1:] + window + 0.5 - pieces.starts[:, 1:]
    way = pieces.ends - pieces.starts
    length2 = np.maximum((way**2).sum(axis=1, keepdims=True), 1e-12)
    unit = way / length2
    # [n, w, w], y first: how far along the piece (0 to 1) the nearest point lies
    along = np.clip((x * unit[:, :1])[:, None, :] + (y * unit[:, 1:])[:, :, None], 0.0, 1.0)
    dx = x[:, None, :] - along * way[:, 0, None, None]
    dy = y[:, :, None] - along * way[:, 1, None, None]
    coverage = (pieces.radii[:, None, None] - np.sqrt(dx * dx + dy * dy)) / EDGE + 0.5
    rows = (corners[:, 1:] + width + window) * stride
    cells = rows[:, :, None] + (corners[:, :1] + width + window)[:, None, :]
    np.maximum.at(canvas, cells.ravel(), coverage.ravel().astype(np.float32))
    inside = slice(width, width + SIZE)
    return np.ascontiguousarray(np.minimum(canvas.reshape(stride, stride)[inside, inside], 1.0))
