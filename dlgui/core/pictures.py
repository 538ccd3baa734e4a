"""Pictures from outside (scans, photos of paper, screenshots) to pieces of ink and to 28×28.

pieces = pieces_in(load_picture("note.jpg"))
image = picture_of(pieces)      # all of them as one digit; `numbers` tries what belongs together
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from warnings import catch_warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from dlgui.core.errors import DrawingError
from dlgui.core.ink import BOX, CENTRE, PEN_WIDTH, SIZE
from dlgui.core.paper import ink_of
from dlgui.core.pixels import (
    area_weights,
    dilated,
    labelled,
    shrunk,
    stroke_width,
)
from dlgui.core.reading import Box

# Pillow decodes these itself; its PostScript reader, for one, would start Ghostscript.
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
MAX_PIXELS = 50_000_000
# Longer pictures are shrunk before anything is looked for: ink is still many pixels wide.
WORKING_SIDE = 1200
# Ink below this is the soft edge of a stroke, not the stroke.
EDGE_INK = 0.2
# Strokes thinner or thicker than this (pixels of the 28×28) are drawn with MNIST's usual pen.
THINNEST, THICKEST = 1.7, 5.0
# Digits whose strokes are mostly fainter than this are darkened.
FAINT = 0.85
# Strokes are thickened on a grid this much finer than the 28×28.
FINE = 4


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


def load_picture(source: str | Path | bytes) -> np.ndarray:
    """The picture as grey levels: uint8 [h, w], turned upright as its camera noted.

    Transparent pixels become paper: white, or black where the visible pixels are light.
    Raises DrawingError when it is no picture, is damaged, or has more than 50 million pixels.
    """
    name = "The picture" if isinstance(source, bytes) else Path(source).name
    try:
        with (
            catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(
                io.BytesIO(source) if isinstance(source, bytes) else source, formats=FORMATS
            ) as image,
        ):
            if image.width * image.height > MAX_PIXELS:
                raise DrawingError(f"{name} has more than 50 million pixels: make it smaller.")
            return _grey(ImageOps.exif_transpose(image))
    except UnidentifiedImageError as error:
        raise DrawingError(f"{name} is not a picture that can be read.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DrawingError(f"{name} has more than 50 million pixels: make it smaller.") from error
    # Pillow's decoders raise all of these for damaged files.
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
        )
        raise DrawingError(f"{name} cannot be read: {reason}.") from error


def _grey(image: Image.Image) -> np.ndarray:
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _grey_of_deep(np.nan_to_num(np.asarray(image, dtype=np.float32)))
    if not image.has_transparency_data:
        return np.asarray(image.convert("L"))
    grey, alpha = (np.asarray(band, dtype=np.float32) for band in image.convert("LA").split())
    opacity = alpha / 255
    light = (grey * opacity).sum() > 127 * opacity.sum()
    paper = 0.0 if light and (alpha < 255).any() and _is_flat(grey, alpha) else 255.0
    return np.rint(grey * opacity + paper * (1 - opacity)).astype(np.uint8)


def _grey_of_deep(levels: np.ndarray) -> np.ndarray:
    """16-bit levels, or floats from 0 to 1 or to 255: Pillow's conversion cuts them off at 255."""
    highest = levels.max(initial=0.0)
    top = 1.0 if highest <= 1 else 255.0 if highest <= 255 else 65535.0
    grey: np.ndarray = (np.clip(levels / top, 0, 1) * 255).astype(np.uint8)
    return grey


def _is_flat(grey: np.ndarray, alpha: np.ndarray) -> bool:
    """Whether the visible pixels are light all over: light ink, not a sheet with dark ink on it."""
    visible = grey[alpha > 127]
    return bool(visible.size and np.percentile(visible, 2) > 127)


def pieces_in(pixels: np.ndarray) -> list[Piece]:
    """The connected parts of a picture's ink, from left to right.

    pixels: uint8 [h, w] or [h, w, 3], ink dark on light or light on dark
    """
    small, factor = shrunk(pixels, WORKING_SIDE)
    ink = ink_of(small)
    labels, boxes = labelled(ink > EDGE_INK)
    pieces = []
    for label, (x0, y0, x1, y1) in enumerate(boxes, start=1):
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
    good = (peaks > 0.5) & (amounts > 0.02 * amounts.max(initial=0))
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
            radius = round((target - width * scale) / 2 * FINE)
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
