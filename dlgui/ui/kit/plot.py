"""A plot: axes, grid, curves, and a crosshair under the mouse, painted with little work.

The axes and the grid are painted once for many redraws, the curves anew when their points change.
Any x-y curves can be shown; a diagonal or another reference is a curve of the style "dashed line":

    plot = Plot((Curve("ideal", "", "text_faint", "dashed line"), ...), ("Confidence", "Accuracy"))
    plot.set_limits((0.0, 1.0), (0.0, 1.0))
    plot.set_points("ideal", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QMargins, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from dlgui.ui.kit.curves import (
    MARK,
    Columns,
    Curve,
    columns,
    log_tick_texts,
    log_ticks,
    tick_texts,
    ticks,
)
from dlgui.ui.kit.theme import CAPTION, M, S, font, theme, theme_notifier

Limits = tuple[float, float]

WIDEST_TICK = "0.000"
"""Plots that stand above each other begin at the same place, whatever their ticks say."""

MOST_ACROSS, MOST_UP = 10, 5
"""Steps between ticks, however large the plot is."""

FAR = 1e4
"""Pixels beyond which it does not show where a line goes."""

ZOOM = 0.8
"""What a notch of the wheel leaves of the x axis."""


class Plot(QWidget):
    """Shows `curves`, the first ones below the others. labels: of the x and the y axis.

    whole_x: x counts something, so that its ticks are integers
    zooms: the wheel zooms along x, dragging moves, and a double click shows everything
    """

    hovered = Signal(object)
    """The x under the mouse, or None when it has left."""
    zoomed = Signal()
    unzoomed = Signal()
    """Everything is to be seen again."""

    def __init__(
        self,
        curves: Sequence[Curve],
        labels: tuple[str, str],
        *,
        whole_x: bool = False,
        zooms: bool = False,
    ) -> None:
        super().__init__()
        self._curves = curves
        self._labels = labels
        self._whole_x, self._zooms = whole_x, zooms
        empty = np.empty(0)
        self._points = {curve.key: (empty, empty) for curve in curves}
        self._columns: dict[str, Columns] = {}
        self._lines: dict[str, list[QLineF]] = {}
        self._axes: QPixmap | None = None
        self._margins: QMargins | None = None
        self._whole: Limits = (0.0, 1.0)
        self._x: Limits = (0.0, 1.0)
        self._y: Limits = (0.0, 1.0)
        self._logarithmic = False
        self._crosshair: float | None = None
        self._dragged_from: tuple[float, Limits] | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # There is nothing to do here with keys.
        theme_notifier.themeChanged.connect(self._repaint_all)

    @property
    def limits(self) -> tuple[Limits, Limits]:
        """The x and the y that are seen now."""
        return self._x, self._y

    def set_limits(self, x: Limits, y: Limits) -> None:
        """What the axes span, in the data's units; a part that was zoomed into is left."""
        if (x, x, y) != (self._whole, self._x, self._y):
            self._whole, self._x, self._y = x, x, y
            self._repaint_all()

    def set_logarithmic(self, on: bool) -> None:
        """Whether the y axis is; its limits must then be above 0."""
        self._logarithmic = on
        self._repaint_all()

    def set_points(self, key: str, x: np.ndarray, y: np.ndarray) -> None:
        """Show these points; x: ascending. A y that cannot be shown is left out.

        The arrays are kept, and looked at again when what is seen changes.
        """
        self._points[key] = x, y
        self._columns.pop(key, None)
        self._lines.pop(key, None)
        self.update()

    def show_crosshair(self, x: float | None) -> None:
        if x != self._crosshair:
            self._crosshair = x
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def margins(self) -> QMargins:
        """The room around the curves, for the axes."""
        if self._margins is None:
            self._margins = self._measured_margins()
        return self._margins

    def _measured_margins(self) -> QMargins:
        metrics = QFontMetricsF(font(CAPTION - 1))
        line = round(metrics.height())
        left = line + round(metrics.horizontalAdvance(WIDEST_TICK)) + M
        return QMargins(left, line // 2 + 1, M, 2 * line + M)

    def area(self) -> QRectF:
        """Where the curves are, in the widget's pixels."""
        room = self.rect().marginsRemoved(self.margins())
        return QRectF(room.x(), room.y(), max(room.width(), 1), max(room.height(), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.area()
        painter = QPainter(self)
        if self._axes is None or self._axes.devicePixelRatio() != self.devicePixelRatioF():
            self._axes = self._painted_axes(area)
        painter.drawPixmap(0, 0, self._axes)
        if self._crosshair is not None:
            painter.setPen(theme().border_strong)
            across = round(float(self._x_pixels(self._crosshair, area))) + 0.5
            painter.drawLine(QPointF(across, area.top()), QPointF(across, area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in self._curves:
            self._paint_curve(painter, curve, area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._repaint_all()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area, position = self.area(), event.position()
        if self._dragged_from is not None:
            start, (low, high) = self._dragged_from
            by = (start - position.x()) / area.width() * (high - low)
            by = min(max(by, self._whole[0] - low), self._whole[1] - high)
            self._see((low + by, high + by))
        self.hovered.emit(self._x_at(position.x(), area) if area.contains(position) else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._zooms and event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().x(), self._x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.unzoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if not self._zooms or not notches:
            event.ignore()
            return
        least = 10.0 if self._whole_x else (self._whole[1] - self._whole[0]) / 1000
        low, high = self._x
        left = max(high - low, least) * ZOOM**notches
        if left >= self._whole[1] - self._whole[0]:
            self.unzoomed.emit()
            return
        left = max(left, min(least, high - low))
        # What is under the mouse stays there.
        at = self._x_at(event.position().x(), self.area())
        begin = at - (at - low) * left / (high - low)
        begin = min(max(begin, self._whole[0]), self._whole[1] - left)
        self._see((begin, begin + left))

    def _see(self, x: Limits) -> None:
        if x != self._x:
            self._x = x
            self._repaint_all()
            self.zoomed.emit()

    def _repaint_all(self) -> None:
        self._axes = self._margins = None
        self._columns.clear()
        self._lines.clear()
        self.update()

    def _x_at(self, pixel: float, area: QRectF) -> float:
        return self._x[0] + (pixel - area.left()) / area.width() * (self._x[1] - self._x[0])

    def _x_pixels(self, x: np.ndarray | float, area: QRectF) -> np.ndarray:
        low, high = self._x
        return area.left() + (np.asarray(x) - low) / (high - low) * area.width()

    def _y_pixels(self, y: np.ndarray | float, area: QRectF) -> np.ndarray:
        low, high = self._y
        if self._logarithmic:
            low, high, y = log10(low), log10(high), np.log10(y)
        pixels = area.bottom() - (np.asarray(y) - low) / (high - low) * area.height()
        return np.clip(pixels, -FAR, FAR)

    def _seen(self, key: str, area: QRectF) -> Columns:
        if key not in self._columns:
            x, y = self._points[key]
            shown = np.isfinite(y) & (y > 0) if self._logarithmic else np.isfinite(y)
            if not shown.all():
                x, y = x[shown], y[shown]
            self._columns[key] = columns(x, y, *self._x, int(area.width()))
        return self._columns[key]

    def _lines_of(self, curve: Curve, area: QRectF) -> list[QLineF]:
        """What the points of each column cover, as upright lines, and the lines between columns."""
        if curve.key not in self._lines:
            seen = self._seen(curve.key, area)
            x = self._x_pixels(seen.x, area)
            low, high = self._y_pixels(seen.low, area), self._y_pixels(seen.high, area)
            if curve.style == "points":
                ends = [x, low, x, high - 0.01]  # Qt paints no line without a length.
            else:
                first, last = self._y_pixels(seen.first, area), self._y_pixels(seen.last, area)
                tall = seen.high > seen.low
                joins = x[:-1], last[:-1], x[1:], first[1:]
                covered = x[tall], low[tall], x[tall], high[tall]
                ends = [np.concatenate(pair) for pair in zip(joins, covered, strict=True)]
            self._lines[curve.key] = list(map(QLineF, *(end.tolist() for end in ends)))
        return self._lines[curve.key]

    def _paint_curve(self, painter: QPainter, curve: Curve, area: QRectF) -> None:
        seen = self._seen(curve.key, area)
        if not len(seen.x):
            return
        painter.setPen(curve.pen())
        painter.setClipRect(area)
        if curve.style == "dashed line":
            painter.drawPolyline(self._polygon(seen, area))
        elif curve.style != "marks":
            painter.drawLines(self._lines_of(curve, area))
        if curve.is_marked:
            # A mark may lie on the end of an axis.
            painter.setClipRect(area.adjusted(-MARK - 1, -MARK - 1, MARK + 1, MARK + 1))
            points = self._polygon(seen, area)
            apart = (points.at(points.size() - 1).x() - points.at(0).x()) / max(len(seen.x) - 1, 1)
            if len(seen.x) == 1 or apart > 2.5 * MARK:
                for index in range(points.size()):
                    curve.paint_mark(painter, points.at(index))
            elif curve.style == "marks":
                painter.drawPoints(points)

    def _polygon(self, seen: Columns, area: QRectF) -> QPolygonF:
        x, y = self._x_pixels(seen.x, area), self._y_pixels(seen.last, area)
        return QPolygonF(list(map(QPointF, x.tolist(), y.tolist())))

    def _painted_axes(self, area: QRectF) -> QPixmap:
        """The grid and what is written at the axes."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme().surface)
        painter = QPainter(pixmap)
        painter.setFont(font(CAPTION - 1))
        line = QFontMetricsF(painter.font()).height()
        painter.setPen(theme().chart_grid)
        for side in (area.topLeft(), area.bottomRight()):
            painter.drawLine(QLineF(area.left(), area.bottom(), side.x(), side.y()))
        self._paint_y_ticks(painter, area, line)
        self._paint_x_ticks(painter, area, line)
        painter.setPen(theme().text_muted)
        centred = Qt.AlignmentFlag.AlignCenter
        below = QRectF(area.left(), self.height() - line, area.width(), line)
        painter.drawText(below, centred, self._labels[0])
        painter.rotate(-90)
        beside = QRectF(-area.bottom(), 0, area.height(), line)
        painter.drawText(beside, centred, self._labels[1])
        painter.end()
        return pixmap

    def _paint_y_ticks(self, painter: QPainter, area: QRectF, line: float) -> None:
        most = min(int(area.height() // (2.2 * line)) + 1, MOST_UP)
        if self._logarithmic:
            values = log_ticks(*self._y, most)
            texts = log_tick_texts(values)
        else:
            values = ticks(*self._y, most)
            texts = tick_texts(values)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value, text in zip(values, texts, strict=True):
            y = round(float(self._y_pixels(value, area)))
            painter.setPen(theme().chart_grid)
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(theme().text_muted)
            painter.drawText(QRectF(0, y - line / 2, area.left() - S, line), right, text)

    def _paint_x_ticks(self, painter: QPainter, area: QRectF, line: float) -> None:
        metrics = QFontMetricsF(painter.font())
        widest = max(map(metrics.horizontalAdvance, tick_texts(ticks(*self._x, 2))), default=0.0)
        most = min(max(int(area.width() // (widest + 3 * M)), 2), MOST_ACROSS)
        values = ticks(*self._x, most, whole=self._whole_x)
        painter.setPen(theme().text_muted)
        for value, text in zip(values, tick_texts(values), strict=True):
            width = metrics.horizontalAdvance(text)
            left = float(self._x_pixels(value, area)) - width / 2
            left = min(left, self.width() - width)
            painter.drawText(QPointF(left, area.bottom() + S + metrics.ascent()), text)
