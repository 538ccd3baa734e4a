"""What is on the pad, in units of a sheet, and how a change of it is undone.

The content is a small immutable value, so one command serves every change: it remembers the content
before and after. Strokes are shared between the two, never copied.

The sheet is 400×320 units whose origin is its upper left corner, whatever the size of the window.
The pad shows the whole sheet in the middle and, where its shape differs, more paper beside or above
it. Ink out there belongs to the drawing too: the view widens until all of it is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform, QUndoCommand

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import finite_strokes
from dlgui.ui.session.pad import SHEET


@dataclass(frozen=True, slots=True, eq=False)
class PadContent:
    """Ink, or a picture in its place.

    picture: uint8 [height, width], grey, as `Session.set_picture` takes it
    """

    drawing: Drawing = field(default_factory=Drawing)
    picture: np.ndarray | None = None

    @property
    def is_empty(self) -> bool:
        return self.drawing.is_empty and self.picture is None

    def shows(self, drawing: Drawing, picture: np.ndarray | None) -> bool:
        """Whether these very objects are the content; equality of arrays would cost a scan."""
        if picture is not None or self.picture is not None:
            return picture is self.picture
        return drawing is self.drawing

    def with_stroke(self, stroke: Stroke) -> PadContent:
        """The ink and one more stroke. It takes the place of a picture.

        The label, id and writer of a drawing from a file are dropped: they belong to other ink.
        """
        return PadContent(Drawing((*self.drawing.strokes, stroke)))

    def without_strokes(self, indices: Collection[int]) -> PadContent:
        kept = (s for index, s in enumerate(self.drawing.strokes) if index not in indices)
        return PadContent(Drawing(tuple(kept)))


class ChangeContent(QUndoCommand):
    """Replaces the pad's content; `show` puts a content on the pad."""

    def __init__(
        self,
        text: str,
        show: Callable[[PadContent], None],
        before: PadContent,
        after: PadContent,
    ) -> None:
        super().__init__(text)
        self._show = show
        self._before = before
        self._after = after

    def undo(self) -> None:
        self._show(self._before)

    def redo(self) -> None:
        self._show(self._after)


WIDTH, HEIGHT = SHEET
# What comes from elsewhere is fitted to this share of the sheet.
FILLED = 0.75
# Ink that is smaller than this (a stroke file in another unit) would be hard to see.
SMALLEST = 32.0


def view(size: QSizeF, drawing: Drawing, margin: float = 0.0) -> QTransform:
    """From the sheet to a widget of `size`, showing the sheet and all of the ink.

    margin: how far ink reaches beyond the middle of its line, in units of the sheet
    """
    half_width, half_height = WIDTH / 2, HEIGHT / 2
    if not drawing.is_empty:
        # Widening evenly about the centre keeps the view still while ink goes onto the extra
        # paper that is already in sight.
        x0, y0, x1, y1 = drawing.box()
        beyond_width, beyond_height = max(-x0, x1 - WIDTH), max(-y0, y1 - HEIGHT)
        half_width += beyond_width + margin if beyond_width > 0 else 0
        half_height += beyond_height + margin if beyond_height > 0 else 0
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
