"""The sheet: the units in which ink is kept, whatever the size of the window.

A drawing is kept in units of a 400×320 sheet whose origin is its upper left corner. The pad shows
the whole sheet in the middle and, where its shape differs, more paper beside or above it. Ink out
there belongs to the drawing too: the view widens until all of it is seen.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from dlgui.core.drawing import Drawing, Stroke
from dlgui.core.ink import finite_strokes

WIDTH = 400.0
HEIGHT = 320.0
# What comes from elsewhere is fitted to this share of the sheet.
FILLED = 0.75
# Ink that is smaller than this (a stroke file in another unit) would be hard to see.
SMALLEST = 32.0
# Ink on the pad that is smaller than this, a twentieth of its height, is read as small as it is: a
# click that slipped would otherwise become a "1" that fills the picture.
SLIPPED_CLICK = HEIGHT / 20


def view(size: QSizeF, drawing: Drawing) -> QTransform:
    """From the sheet to a widget of `size`, showing the sheet and all of the ink."""
    half_width, half_height = WIDTH / 2, HEIGHT / 2
    if not drawing.is_empty:
        # Widening evenly about the centre keeps the view still while ink goes onto the extra
        # paper that is already in sight.
        x0, y0, x1, y1 = drawing.box()
        half_width = max(half_width, WIDTH / 2 - x0, x1 - WIDTH / 2)
        half_height = max(half_height, HEIGHT / 2 - y0, y1 - HEIGHT / 2)
    scale = min(size.width() / (2 * half_width), size.height() / (2 * half_height))
    transform = QTransform.fromTranslate(size.width() / 2, size.height() / 2)
    transform.scale(scale, scale)
    transform.translate(-WIDTH / 2, -HEIGHT / 2)
    return transform


def fitted(drawing: Drawing) -> Drawing:
    """The drawing as it is if the sheet shows it well, else scaled to the middle of the sheet."""
    strokes = finite_strokes(drawing)
    if not strokes:
        return Drawing()
    x0, y0, x1, y1 = Drawing(tuple(strokes)).box()
    side = max(x1 - x0, y1 - y0)
    inside = x0 >= 0 and y0 >= 0 and x1 <= WIDTH and y1 <= HEIGHT
    if inside and side >= SMALLEST:
        return drawing
    scale = FILLED * min(WIDTH / max(x1 - x0, 1e-9), HEIGHT / max(y1 - y0, 1e-9))
    if side <= 0:
        scale = 1.0
    centre = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    middle = np.array([WIDTH / 2, HEIGHT / 2])
    moved = (
        Stroke(((s.points - centre) * scale + middle).astype(np.float32), s.pressure)
        for s in strokes
    )
    return Drawing(
        tuple(moved), id=drawing.id, label=drawing.label, writer=drawing.writer, extra=drawing.extra
    )


def picture_place(picture: np.ndarray) -> QTransform:
    """From a picture's pixels (uint8 [height, width]) to the sheet, in whose middle it lies."""
    height, width = picture.shape
    scale = 0.92 * min(WIDTH / width, HEIGHT / height)
    transform = QTransform.fromTranslate(WIDTH / 2, HEIGHT / 2)
    transform.scale(scale, scale)
    transform.translate(-width / 2, -height / 2)
    return transform


def mapped_box(transform: QTransform, box: tuple[float, float, float, float]) -> QRectF:
    x0, y0, x1, y1 = box
    return transform.mapRect(QRectF(QPointF(x0, y0), QPointF(x1, y1)))
