"""Strokes as smooth curves on the screen, and which stroke lies under the pointer.

The finished ink is kept as a pixmap, so that a movement of the pen paints the new stroke alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from dlgui.core.ink.drawing import Stroke
from dlgui.ui.kit.heatmap import grey_image
from dlgui.ui.kit.theme import RADIUS, theme
from dlgui.ui.pad import content as sheet
from dlgui.ui.pad.content import PadContent

# Widths that differ by less than a twelfth of the pen's cannot be told apart side by side.
WIDTH_STEPS = 12


class SmoothPath:
    """A curve that grows with the points of a stroke.

    Between the middles of neighbouring points it is a parabola whose control point is the point
    itself (the usual quadratic B-spline). That evens out the whole-pixel steps of a mouse, and a
    new point never changes what was drawn before the last two.
    """

    def __init__(self, points: Sequence[tuple[float, float]] = ()) -> None:
        self._path = QPainterPath()
        self._last: QPointF | None = None
        for x, y in points:
            self.add(x, y)

    def add(self, x: float, y: float) -> QRectF:
        """Append a point. Returns the box of what now looks different, without the pen's width."""
        point = QPointF(x, y)
        if self._last is None:
            self._path.moveTo(point)
            self._last = point
            return QRectF(point, point)
        start = self._path.currentPosition()
        middle = (self._last + point) / 2
        if self._path.elementCount() == 1:
            self._path.lineTo(middle)
        else:
            self._path.quadTo(self._last, middle)
        box = QRectF(start, point).normalized().united(QRectF(self._last, point).normalized())
        self._last = point
        return box

    def whole(self) -> QPainterPath:
        """The curve up to the last point."""
        path = QPainterPath(self._path)
        if self._last is not None:
            path.lineTo(self._last)
        return path


def draw_stroke(painter: QPainter, stroke: Stroke, width: float, colour: QColor) -> None:
    """Draw `stroke` with a pen `width` wide, in the painter's units; pressure widens it."""
    points = stroke.points.tolist()
    if len(points) == 1:
        draw_path(painter, SmoothPath(points).whole(), _width(stroke, 0, width), colour)
    elif stroke.pressure is None:
        draw_path(painter, SmoothPath(points).whole(), width, colour)
    else:
        _draw_with_pressure(painter, stroke, width, colour)


def draw_path(painter: QPainter, path: QPainterPath, width: float, colour: QColor) -> None:
    """Draw a curve with a round pen; a path without length is a dot."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if path.length() == 0.0:
        painter.drawPoint(path.currentPosition())
    else:
        painter.drawPath(path)


def _draw_with_pressure(painter: QPainter, stroke: Stroke, width: float, colour: QColor) -> None:
    """Draw runs of points of nearly the same width as one curve each, with round ends."""
    points = stroke.points.astype(np.float64)
    # The curve's nodes are the middles; each point but the outer two bends the way between them.
    nodes = np.concatenate([points[:1], (points[:-1] + points[1:]) / 2, points[-1:]])
    widths = [_width(stroke, index, width) for index in range(len(points))]
    step = width / WIDTH_STEPS
    for level, group in groupby(range(len(points)), key=lambda i: round(widths[i] / step)):
        run = list(group)
        path = QPainterPath(QPointF(*nodes[run[0]]))
        for index in run:
            path.quadTo(QPointF(*points[index]), QPointF(*nodes[index + 1]))
        draw_path(painter, path, level * step, colour)


def _width(stroke: Stroke, index: int, width: float) -> float:
    """Half to one and a half pen widths, as `dlgui.core.ink.raster` has it."""
    if stroke.pressure is None:
        return width
    return width * (0.5 + float(stroke.pressure[index]))


def stroke_at(strokes: Sequence[Stroke], x: float, y: float, reach: float) -> int | None:
    """The index of the topmost stroke whose middle line passes within `reach` of (x, y)."""
    for index in range(len(strokes) - 1, -1, -1):
        if _distance(strokes[index].points.astype(np.float64), np.array([x, y])) <= reach:
            return index
    return None


def _distance(points: np.ndarray, position: np.ndarray) -> float:
    """From `position` to the polyline through `points` (float64 [n, 2])."""
    starts = points[:-1] if len(points) > 1 else points
    ways = np.diff(points, axis=0) if len(points) > 1 else np.zeros_like(points)
    lengths2 = np.maximum((ways**2).sum(axis=1), 1e-12)
    along = np.clip(((position - starts) * ways).sum(axis=1) / lengths2, 0.0, 1.0)
    return float(np.sqrt(((starts + along[:, None] * ways - position) ** 2).sum(axis=1).min()))


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
    image = grey_image(picture)
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
