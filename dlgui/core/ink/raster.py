"""Strokes to the 28×28 picture that a network sees.

The picture is made from the vector ink itself, by each pixel's distance to the strokes, and not by
shrinking a screenshot: it is the same at every zoom, in the window, from a file and in training.

The layout is MNIST's (LeCun et al., *Gradient-based learning applied to document recognition*,
1998): the longest side of the ink's box, pen width included, is 20 pixels, and the ink's centre of
mass lies on the centre of pixel (14, 14). MNIST shifted by whole pixels; here the shift is exact,
so that a digit that is still being drawn glides instead of jumping to and fro.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from dlgui.core.ink.drawing import Drawing, Stroke

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
class Path:
    """Ink as one list of points, in pixels of the picture, at most about `MAX_PIECE` apart.

    points: float64 [n, 2], x to the right, y down
    down: bool [n], whether there is ink from this point to the next one; a dot is a point that is
        joined to its own repetition
    radii: float64 [n], half the pen's width
    """

    points: np.ndarray
    down: np.ndarray
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
    path = path_of(drawing, pen_width, min_size=min_size, pressure=pressure)
    picture = _paint(path, shift=np.zeros(2))
    mass = picture.sum(dtype=np.float64)
    if mass == 0.0:
        return picture
    grid = np.arange(SIZE) + 0.5
    centre = np.array([picture.sum(axis=0) @ grid, picture.sum(axis=1) @ grid]) / mass
    return _paint(path, CENTRE - centre)


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


def path_of(
    drawing: Drawing,
    pen_width: float = PEN_WIDTH,
    *,
    min_size: float = 0.0,
    pressure: bool = False,
    min_piece: float = MIN_PIECE,
) -> Path:
    """The drawing's ink scaled to the 20-pixel box, whose middle lies on `CENTRE`.

    Points that are less than `min_piece` pixels apart are thinned.
    """
    strokes = without_stray_taps(finite_strokes(drawing))
    if not strokes:
        return Path(np.zeros((0, 2)), np.zeros(0, dtype=bool), np.zeros(0))
    # A stroke of one point is a piece of no length.
    counts = np.array([max(len(stroke.points), 2) for stroke in strokes])
    # The box is measured in float64: float32 coordinates may be as large as 1e38.
    points = np.concatenate([_twice_if_one(stroke.points) for stroke in strokes]).astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    side = max((high - low).max(), min_size)
    is_dot = side <= TREMBLE * np.abs(points).max()
    # Thinned at the usual pen's scale, so that every pen draws the same points.
    scale = 0.0 if is_dot else (BOX - PEN_WIDTH) / side
    points = (points - (low + high) / 2) * scale
    radii = np.full(len(points), pen_width / 2)
    if pressure:
        radii *= np.concatenate([_pressure_factors(stroke) for stroke in strokes])
    down = np.ones(len(points), dtype=bool)
    down[np.cumsum(counts) - 1] = False
    path = _thinned(Path(points, down, radii), min_piece)
    points = path.points * (max(BOX - pen_width, 0.0) / (BOX - PEN_WIDTH)) + CENTRE
    return _split(Path(points, path.down, path.radii))


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


def _twice_if_one(values: np.ndarray) -> np.ndarray:
    return np.repeat(values, 2, axis=0) if len(values) == 1 else values


def _pressure_factors(stroke: Stroke) -> np.ndarray:
    if stroke.pressure is None:
        return np.ones(max(len(stroke.points), 2))
    factors = 0.5 + np.clip(np.nan_to_num(stroke.pressure, nan=0.5), 0.0, 1.0)
    return _twice_if_one(factors)


def _thinned(path: Path, min_piece: float) -> Path:
    """Only the first point of each stretch of `min_piece` along the path, the strokes' ends, and
    the outermost points, so that the box stays as it is."""
    steps = np.sqrt((np.diff(path.points, axis=0, prepend=path.points[:1]) ** 2).sum(axis=1))
    stretch = np.floor(np.cumsum(steps) / min_piece)
    kept = ~path.down | ~_joined(path.down)
    kept[1:] |= stretch[1:] != stretch[:-1]
    kept[path.points.argmin(axis=0)] = kept[path.points.argmax(axis=0)] = True
    return Path(path.points[kept], path.down[kept], path.radii[kept])


def _joined(down: np.ndarray) -> np.ndarray:
    """bool [n]: whether there is ink from the previous point to this one."""
    joined = np.zeros_like(down)
    joined[1:] = down[:-1]
    return joined


def _split(path: Path) -> Path:
    """The same ink in pieces of at most `MAX_PIECE`, and of bounded number."""
    step = np.diff(path.points, axis=0, append=path.points[-1:])
    widen = np.diff(path.radii, append=path.radii[-1:])
    lengths = np.sqrt((step**2).sum(axis=1))
    parts = np.maximum(np.ceil(lengths / MAX_PIECE), 1).astype(np.intp)
    down = path.down
    if (total := parts[down].sum()) > MAX_PIECES:
        down = np.zeros_like(down)
        down[:: ceil(total / MAX_PIECES)] = True
        down &= path.down
    # A point starts as many pieces as its step to the next has, or ends one, or is not needed.
    parts = np.where(down, parts, np.where(_joined(down), 1, 0))
    which = np.repeat(np.arange(len(parts)), parts)
    index = np.arange(len(which)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = np.where(down[which], index / parts[which], 0.0)
    return Path(
        path.points[which] + step[which] * share[:, None],
        down[which],
        path.radii[which] + widen[which] * share,
    )


def _paint(path: Path, shift: np.ndarray) -> np.ndarray:
    """Each pixel's darkest coverage by a piece of the path moved by `shift`: float32 [28, 28].

    A piece is short, so it is measured only against the window of pixels that it can reach.
    """
    first = np.flatnonzero(path.down)
    starts, ends = path.points[first] + shift, path.points[first + 1] + shift
    radii = (path.radii[first] + path.radii[first + 1]) / 2
    reach = ceil(MAX_PIECE / 2 + radii.max(initial=0.0) + EDGE / 2)
    width = 2 * reach + 1
    window = np.arange(width)
    # A border as wide as a window, for those that hang over the edge; one that lies wholly outside
    # the picture moves into the border.
    stride = SIZE + 2 * width
    canvas = np.zeros(stride * stride, dtype=np.float32)
    corners = np.clip(np.floor((starts + ends) / 2).astype(np.intp) - reach, -width, SIZE)
    # [n, w]: distances of the window's pixel centres from the start, in x and in y
    x = corners[:, :1] + window + 0.5 - starts[:, :1]
    y = corners[:, 1:] + window + 0.5 - starts[:, 1:]
    way = ends - starts
    length2 = np.maximum((way**2).sum(axis=1, keepdims=True), 1e-12)
    unit = way / length2
    # [n, w, w], y first: how far along the piece (0 to 1) the nearest point lies
    along = np.clip((x * unit[:, :1])[:, None, :] + (y * unit[:, 1:])[:, :, None], 0.0, 1.0)
    dx = x[:, None, :] - along * way[:, 0, None, None]
    dy = y[:, :, None] - along * way[:, 1, None, None]
    coverage = (radii[:, None, None] - np.sqrt(dx * dx + dy * dy)) / EDGE + 0.5
    rows = (corners[:, 1:] + width + window) * stride
    cells = rows[:, :, None] + (corners[:, :1] + width + window)[:, None, :]
    np.maximum.at(canvas, cells.ravel(), coverage.ravel().astype(np.float32))
    inside = slice(width, width + SIZE)
    return np.ascontiguousarray(np.minimum(canvas.reshape(stride, stride)[inside, inside], 1.0))
