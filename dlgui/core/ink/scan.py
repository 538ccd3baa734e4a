"""Pictures from outside (scans, photos of paper, screenshots) to pieces of ink and to 28×28.

Polarity, shadow, ruled lines and noise are taken away, on paper, board or screen.

    pieces = pieces_in(load_picture("note.jpg"))
    image = picture_of(pieces)  # all as one digit; `segmentation` tries others
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from dlgui.core.ink.drawing import Box
from dlgui.core.ink.morphology import (
    area_weights,
    dilated,
    labelled,
    opened,
    shrunk,
    stroke_width,
    window_mean,
)
from dlgui.core.ink.picture_file import grey_of
from dlgui.core.ink.raster import BOX, CENTRE, PEN_WIDTH, SIZE
from dlgui.core.ink.ruled_lines import without_ruled_lines

# Longer pictures are shrunk before anything is looked for: ink is still many pixels wide.
WORKING_SIDE = 1200
# Ink below this is the soft edge of a stroke, not the stroke.
EDGE_INK = 0.2
# Strokes thinner or thicker than this (pixels of the 28×28) are drawn with MNIST's usual pen.
THINNEST, THICKEST = 1.7, 5.0
# Parts with less than this share of the largest part's ink are no part of a digit.
SPECK = 0.02
# Digits whose strokes are mostly fainter than this are darkened.
FAINT = 0.85
# Strokes are thickened on a grid this much finer than the 28×28.
FINE = 4
# On that grid: strokes that are thinner are thickened before they come to it.
HAIR = 1.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected part of a picture's ink.

    box: (x0, y0, x1, y1) in the picture's pixels
    ink: float32 [h, w] from 0 to 1, this part's ink alone; left, top: its corner, in its pixels
    """

    box: Box
    ink: np.ndarray
    left: int
    top: int


def pieces_in(pixels: np.ndarray, light: bool | None = None) -> list[Piece]:
    """The connected parts of a picture's ink, from left to right, as `separations` first has it.

    light: whether the ink is the lighter part, where that is known, as of a whole set of pictures
    """
    return separations(pixels, light)[0]


def is_light_on_dark(pictures: Sequence[np.ndarray]) -> bool:
    """Whether most of the pictures, uint8 [h, w], have ink that is lighter than their paper."""
    found = [_polarity(shrunk(pixels, WORKING_SIDE)[0]) for pixels in pictures]
    votes = [light for light, sure in found if sure] or [light for light, _ in found]
    return 2 * sum(votes) > len(votes)


def separations(pixels: np.ndarray, light: bool | None = None) -> list[list[Piece]]:
    """The ways to part a picture's ink from its paper, the likeliest first, as pieces of ink.

    More than one only in doubt: where ink reaches the picture's border, it may be the lighter or
    the darker part; and thin lines from edge to edge may be the paper's or strokes.

    pixels: uint8 [h, w] or [h, w, 3], ink dark on light or light on dark
    light: which of these, where it is known
    """
    small, factor = shrunk(grey_of(pixels) if pixels.ndim == 3 else pixels, WORKING_SIDE)
    return [_pieces(ink, factor) for ink in inks_of(small, light)]


def _pieces(ink: np.ndarray, factor: int) -> list[Piece]:
    labels, boxes = labelled(ink > EDGE_INK)
    # Grain may make a hundred thousand parts: what is surely a speck is not even cut out.
    amounts = np.bincount(labels.ravel(), weights=ink.ravel(), minlength=len(boxes) + 1)[1:]
    pieces = []
    for label in (np.flatnonzero(amounts > SPECK / 2 * amounts.max(initial=0)) + 1).tolist():
        x0, y0, x1, y1 = boxes[label - 1]
        # A margin of one pixel for the soft edge.
        rows, columns = slice(max(y0 - 1, 0), y1 + 1), slice(max(x0 - 1, 0), x1 + 1)
        own = dilated(labels[rows, columns] == label, 1)
        box = (x0 * factor, y0 * factor, x1 * factor, y1 * factor)
        part = np.where(own, ink[rows, columns], 0).astype(np.float32)
        pieces.append(Piece(box, part, columns.start, rows.start))
    pieces = _without_specks(pieces)
    return sorted(pieces, key=lambda piece: piece.box[0] + piece.box[2])


def _without_specks(pieces: list[Piece]) -> list[Piece]:
    """Without parts that are faint, or have less than a fiftieth of the largest part's ink."""
    amounts = np.array([piece.ink.sum() for piece in pieces])
    peaks = np.array([piece.ink.max() for piece in pieces])
    good = (peaks > 0.5) & (amounts > SPECK * amounts.max(initial=0))
    return [piece for piece, kept in zip(pieces, good, strict=True) if kept]


def picture_of(pieces: Sequence[Piece]) -> np.ndarray:
    """The pieces together as one digit: float32 [28, 28], laid out as MNIST's; see `normalise`."""
    left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
    right = max(piece.left + piece.ink.shape[1] for piece in pieces)
    bottom = max(piece.top + piece.ink.shape[0] for piece in pieces)
    whole = np.zeros((bottom - top, right - left), dtype=np.float32)
    for piece in pieces:
        height, width = piece.ink.shape
        y, x = piece.top - top, piece.left - left
        place = whole[y : y + height, x : x + width]
        np.maximum(place, piece.ink, out=place)
    return normalise(whole)


def normalise(ink: np.ndarray) -> np.ndarray:
    """One digit's ink, float32 [h, w] from 0 to 1, as MNIST has it: float32 [28, 28].

    The longest side of the ink's box becomes 20 pixels, each pixel the mean of the area that it
    covers, and the centre of mass the middle. Strokes far from MNIST's thickness are adjusted,
    since a fineliner's would be lost in the mean. A digit that MNIST has laid out comes through as
    it is. No ink gives an empty picture.
    """
    rows, columns = (np.flatnonzero((ink > EDGE_INK).any(axis=axis)) for axis in (1, 0))
    if len(rows) == 0:
        return np.zeros((SIZE, SIZE), dtype=np.float32)
    # The soft edge belongs to the digit, though it does not count for its size.
    y0, y1, x0, x1 = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    side = max(y1 - y0, x1 - x0)
    # Chalk or pencil in a shadow is grey all over.
    full = float(np.median(ink[ink > ink.max() / 2]))
    if full < FAINT:
        ink = np.minimum(ink / full, 1)
    mass = ink.sum(dtype=np.float64)
    y = ink.sum(axis=1, dtype=np.float64) @ (np.arange(ink.shape[0]) + 0.5) / mass
    x = ink.sum(axis=0, dtype=np.float64) @ (np.arange(ink.shape[1]) + 0.5) / mass
    scale, radius = BOX / side, 0
    # MNIST's own digits, whose box has 20 pixels with its faintest edge, stay sharp: they are
    # shifted by whole pixels, as MNIST did, and keep their thickness.
    if ready := BOX - 1 <= side <= BOX:
        scale = 1.0
    else:
        # Steeper edges, so that grain within the strokes does not count as outline.
        width = stroke_width(np.clip(2 * ink - 0.5, 0, 1))
        target = _usual_width(width * scale)
        if target != width * scale and side > width:
            # What the strokes gain, the box must leave room for.
            scale = (BOX - target) / (side - width)
            # A hair is thinner than the fine grid's pixels, whose mean would make it grey.
            if (lacking := HAIR / (scale * FINE) - width) > 0:
                ink = dilated(ink, ceil(lacking / 2))
                width += 2 * ceil(lacking / 2)
            # A blot is nearly as wide as it is long, and would be enlarged without end.
            half = round(BOX * FINE / 2)
            radius = min(max(round((target - width * scale) / 2 * FINE), -half), half)
    offset_y, offset_x = CENTRE - y * scale, CENTRE - x * scale
    if ready:
        offset_y, offset_x = round(offset_y), round(offset_x)
    down = area_weights(ink.shape[0], SIZE * FINE, scale * FINE, offset_y * FINE)
    across = area_weights(ink.shape[1], SIZE * FINE, scale * FINE, offset_x * FINE)
    fine = _thickened(np.clip(down @ ink @ across.T, 0, 1), radius)
    picture: np.ndarray = fine.reshape(SIZE, FINE, SIZE, FINE).mean(axis=(1, 3), dtype=np.float32)
    return picture


def _usual_width(width: float) -> float:
    if width < THINNEST:
        return PEN_WIDTH
    return min(width, THICKEST)


def _thickened(fine: np.ndarray, radius: int) -> np.ndarray:
    """The strokes wider by `radius` on each side, or narrower where it is negative."""
    if radius >= 0:
        return dilated(fine, radius)
    eroded: np.ndarray = 1 - dilated(1 - fine, -radius)
    return eroded


# Paper that differs from its ink by less than this share of its brightness is taken for empty.
LEAST_CONTRAST = 0.12
# Of the longest side: paper that is put around a picture that was cropped to its ink.
MARGIN = 0.25


def inks_of(grey: np.ndarray, light: bool | None = None) -> list[np.ndarray]:
    """How much ink there is at each pixel: float32 [h, w] from 0 (paper) to 1 (ink).

    The likeliest first; another only where it is in doubt which part is ink, see `separations`.

    grey: float32 [h, w] from 0 (black) to 1 (white), ink dark on light or light on dark
    """
    is_light, sure = _polarity(grey)
    around = max(4, round(MARGIN * max(grey.shape)))
    if light is not None:
        ways = [(light, 0 if sure else around)]
    elif sure:
        ways = [(is_light, 0)]
    else:
        ways = [(is_light, 0), (is_light, around), (not is_light, around)]
    inks = []
    for lighter, margin in ways:
        ink = _contrast(grey, lighter, margin)
        cleaned = without_ruled_lines(ink)
        if cleaned is None:
            inks.append(ink)
        elif cleaned.sure and cleaned.ink.any():
            inks.append(cleaned.ink)
        else:
            inks += [cleaned.ink, ink] if cleaned.reaches else [ink, cleaned.ink]
    return inks


def _contrast(grey: np.ndarray, light: bool, margin: int) -> np.ndarray:
    """The ink, if it is the lighter or the darker part, on a sheet with `margin` around it."""
    if margin:
        paper = grey[(grey > _otsu(grey)) != light]
        level = float(np.median(paper)) if paper.size else 0.0
        grey = np.pad(grey, margin, constant_values=level)
    bright = grey if light else _darkness(grey)
    ink = _contrast_stretched(bright - _background(bright))
    return ink[margin:-margin, margin:-margin] if margin else ink


def _polarity(grey: np.ndarray) -> tuple[bool, bool]:
    """(whether the ink is the lighter part, whether that is sure).

    It is where the picture's border is dark. Where the border is not of one brightness (shadow, a
    table's edge, ink that reaches it), the rarer side of the local mean is taken for ink, which
    covers less than paper.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    low, high = np.percentile(grey, [1, 99])
    quartiles = np.percentile(border, [10, 50, 90])
    if quartiles[2] - quartiles[0] < 0.25 * (high - low):
        return bool(quartiles[1] < (low + high) / 2), True
    rest = grey - window_mean(grey, max(2, min(grey.shape) // 8))
    return bool((rest**3).sum() > 0), False


def _darkness(grey: np.ndarray) -> np.ndarray:
    """How much darker than the paper around it each pixel is, as a share of the paper.

    A shadow takes the same share from ink and paper, so shares do not see it.
    """
    paper = np.maximum(1 - _background(1 - grey), 0.05)
    darkness: np.ndarray = np.clip(1 - grey / paper, 0, 1)
    return darkness


def _background(bright: np.ndarray) -> np.ndarray:
    """What remains when all that is as narrow as a stroke is taken away."""
    radius = max(2, min(bright.shape) // 6)
    # On a coarse grid of minima: the same result, and seconds quicker for large pictures.
    step = max(1, min(bright.shape) // 150)
    height, width = bright.shape
    pad = ((0, -height % step), (0, -width % step))
    blocks = np.pad(bright, pad, mode="edge")
    blocks = blocks.reshape(blocks.shape[0] // step, step, blocks.shape[1] // step, step)
    coarse = opened(blocks.mean(axis=(1, 3)), max(2, radius // step))
    rows = np.clip((np.arange(height) + 0.5) / step - 0.5, 0, coarse.shape[0] - 1)
    columns = np.clip((np.arange(width) + 0.5) / step - 0.5, 0, coarse.shape[1] - 1)
    return _interpolated(_interpolated(coarse, rows).T, columns).T


def _interpolated(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Rows between the rows of `values`, linearly."""
    first = np.minimum(places.astype(np.intp), len(values) - 1)
    second = np.minimum(first + 1, len(values) - 1)
    share = (places - first).astype(np.float32)[:, None]
    between: np.ndarray = values[first] * (1 - share) + values[second] * share
    return between


def _contrast_stretched(ink: np.ndarray) -> np.ndarray:
    """Paper with its noise to 0, ink to 1; all 0 where there is nothing but noise."""
    threshold = _otsu(ink)
    over = ink > threshold
    if not over.any() or over.all():
        return np.zeros_like(ink)
    paper, full = ink[~over], float(np.percentile(ink[over], 80))
    level = float(np.median(paper))
    # The spread of the half below the median: strokes' soft edges lie above it.
    noise = 1.48 * float(np.median(np.abs(paper[paper <= level] - level)))
    low = level + 3 * noise
    if full - level < max(LEAST_CONTRAST, 6 * noise):
        return np.zeros_like(ink)
    stretched: np.ndarray = np.clip((ink - low) / (full - low), 0, 1)
    return stretched


def _otsu(values: np.ndarray) -> float:
    """The threshold that best parts two groups (Otsu, *A threshold selection method*, 1979)."""
    counts, edges = np.histogram(values, bins=128)
    middles = (edges[1:] + edges[:-1]) / 2
    below = counts.cumsum()
    total, sums = below[-1], (counts * middles).cumsum()
    above = total - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    # All the same brightness: nothing lies on one side, and nothing is parted.
    return float(edges[1:][np.nan_to_num(between[:-1]).argmax()]) if total else 0.0
