"""The finished ink as a pixmap, so that a movement of the pen paints the new stroke alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QTransform

from dlgui.core.drawing import Stroke
from dlgui.ui.pad import sheet
from dlgui.ui.pad.commands import PadContent
from dlgui.ui.pad.ink_painting import draw_stroke
from dlgui.ui.theme import RADIUS, theme

CORNER = float(RADIUS)
# A picture with few pixels is shown with its pixels, a larger one smoothly.
PIXEL_ART = 64


class InkCache:
    """Paper, picture and finished strokes at the screen's own resolution."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._key: object = None
        self._picture: np.ndarray | None = None
        self._strokes: tuple[Stroke, ...] = ()

    def clear(self) -> None:
        """Paint everything anew next time, for instance in other colours."""
        self._key = None

    def pixmap(
        self, size: QSize, ratio: float, content: PadContent, view: QTransform, pen_width: float
    ) -> QPixmap:
        """`content` for a widget of `size` on a screen with `ratio` device pixels to a unit.

        New strokes at the end are added to what was painted before.
        """
        key = (size, ratio, view, pen_width)
        strokes = content.drawing.strokes
        known = len(self._strokes)
        grown = len(strokes) >= known and all(
            old is new for old, new in zip(self._strokes, strokes, strict=False)
        )
        if key != self._key or content.picture is not self._picture or not grown:
            self._pixmap = QPixmap(QSize(*(round(side * ratio) for side in size.toTuple())))
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            self._key, self._picture, known = key, content.picture, 0
            with_paper(self._pixmap, size)
        if known < len(strokes) or known == 0:
            painter = _painter(self._pixmap)
            shown = PadContent(content.drawing, content.picture if known == 0 else None)
            paint_content(painter, shown, view, pen_width, theme().ink, first=known)
            painter.end()
        self._strokes = strokes
        return self._pixmap


def paint_content(
    painter: QPainter,
    content: PadContent,
    view: QTransform,
    pen_width: float,
    colour: QColor,
    first: int = 0,
) -> None:
    """Paint the picture and the strokes from index `first` on; `view` maps the sheet."""
    if content.picture is not None:
        _paint_picture(painter, content.picture, view)
    painter.setTransform(view)
    for stroke in content.drawing.strokes[first:]:
        draw_stroke(painter, stroke, pen_width, colour)
    painter.resetTransform()


def with_paper(pixmap: QPixmap, size: QSize) -> None:
    painter = _painter(pixmap)
    painter.setPen(QPen(theme().border, 1.0))
    painter.setBrush(theme().paper)
    # Half a unit inwards, so that the hairline falls onto whole pixels.
    edge = QRectF(0, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(edge, CORNER, CORNER)
    painter.end()


def _painter(pixmap: QPixmap) -> QPainter:
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def _paint_picture(painter: QPainter, picture: np.ndarray, view: QTransform) -> None:
    height, width = picture.shape
    pixels = np.ascontiguousarray(picture)
    image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
    place = sheet.mapped_box(sheet.picture_place(picture) * view, (0, 0, width, height))
    painter.save()
    rounded = QPainterPath()
    rounded.addRoundedRect(place, CORNER / 2, CORNER / 2)
    painter.setClipPath(rounded)
    if max(width, height) > PIXEL_ART:
        # Averages, where the painter would skip pixels of a picture that is much larger.
        ratio = painter.device().devicePixelRatio()
        seen = (place.size() * ratio).toSize()
        image = image.scaled(
            seen,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    painter.drawImage(place, image)
    painter.restore()
