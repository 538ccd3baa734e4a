"""A plot: axes, curves, a dot, and a crosshair under the mouse, painted with little work.

What is painted stays in a picture, to which points that are added append the strip that they
change. Any x-y curves can be shown; a diagonal or another reference is a "dashed line":

    plot = Plot((Curve("ideal", "", "text_faint", "dashed line"), ...), ("Confidence", "Accuracy"))
    plot.set_limits((0.0, 1.0), (0.0, 1.0))
    plot.set_points("ideal", np.array([0.0, 1.0]), np.array([0.0, 1.0]))

A view with more than curves in it derives from `Plot` and paints below or over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor

import numpy as np
from PySide6.QtCore import QEvent, QMargins, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from dlgui.language import facts
from dlgui.ui.kit.axes import Axes, Limits, Scale
from dlgui.ui.kit.curves import AROUND, Curve, paint_curve
from dlgui.ui.kit.formats import general, significant
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import sized, theme, theme_notifier

DOT = 6.0
"""The radius of the dot that a person moves."""

ZOOM = 0.8
"""What a notch of the wheel leaves of the x axis."""

POINTING = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -(10**9),
    Qt.Key.Key_End: 10**9,
}
"""Key to points farther right."""

BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


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
        self.axes = Axes(labels, whole_x=whole_x)
        self.paints_shapes = False
        """For a drawing that is to be scaled, and not for the screen."""
        self._curves = {curve.key: curve for curve in curves}
        self._zooms = zooms
        self._points = dict.fromkeys(self._curves, (np.empty(0), np.empty(0)))
        self._background: QPixmap | None = None
        self._picture: QPixmap | None = None
        self._margins: QMargins | None = None
        self._added: Limits | None = None
        self._whole: Limits = self.axes.x
        self._dot: tuple[float, float] | None = None
        self._crosshair: float | None = None
        self._read_x: float | None = None
        self._shows_focus = False
        self._dragged_from: tuple[float, Limits] | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(labels[1])
        theme_notifier.themeChanged.connect(self.repaint_all)

    @property
    def limits(self) -> tuple[Limits, Limits]:
        """The x and the y that are seen now."""
        return self.axes.x, self.axes.y

    def set_limits(self, x: Limits, y: Limits) -> None:
        """What the axes span, in the data's units; a part that was zoomed into is left."""
        if (x, x, y) != (self._whole, *self.limits):
            self._whole, self.axes.x, self.axes.y = x, x, y
            self.repaint_all()

    def set_scale(self, scale: Scale) -> None:
        """Of the y axis; for a logarithmic one its limits must be above 0."""
        self.axes.scale = scale
        self.repaint_all()

    @property
    def curves(self) -> Sequence[Curve]:
        return tuple(self._curves.values())

    @property
    def points(self) -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
        """Each curve's x and y, by its key."""
        return self._points

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Other curves, without points yet."""
        self._curves = {curve.key: curve for curve in curves}
        self._points = dict.fromkeys(self._curves, (np.empty(0), np.empty(0)))
        self._added = None
        self.repaint_all()

    def set_points(self, key: str, x: np.ndarray, y: np.ndarray) -> None:
        """Show these points; x: ascending. A y that cannot be shown is left out.

        The arrays are kept, and looked at again when what is seen changes.
        """
        self._points[key] = x, y
        self._picture = None
        self.update()

    def extend_points(self, key: str, x: np.ndarray, y: np.ndarray) -> None:
        """As `set_points`, where the points that are shown are the first of these."""
        known = len(self._points[key][0])
        if len(x) == known:
            return
        curve = self._curves[key]
        is_whole = curve.is_marked or curve.is_dashed
        if is_whole or self._picture is None or known == 0:
            self.set_points(key, x, y)
            return
        self._points[key] = x, y
        begin, end = float(x[known - 1]), float(x[-1])
        if self._added is not None:
            begin, end = min(begin, self._added[0]), max(end, self._added[1])
        self._added = begin, end
        self.update(self._strip(self._added))

    def numbers(self) -> list[list[object]]:
        """Every point: the curve's name, x and y, below the columns' names."""
        x_name, y_name = self.axes.labels
        rows: list[list[object]] = [["Curve", x_name or "x", y_name or "y"]]
        for key, (x, y) in self._points.items():
            name = self._curves[key].title or key
            rows += [[name, *point] for point in zip(x.tolist(), y.tolist(), strict=True)]
        return rows

    def show_dot(self, dot: tuple[float, float] | None) -> None:
        """A large dot over the curves; where y is beyond the axis, at its end."""
        if dot != self._dot:
            self._dot = dot
            self.update()

    def show_crosshair(self, x: float | None) -> None:
        if x != self._crosshair:
            self._crosshair = x
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, sized(80))

    def margins(self) -> QMargins:
        """The room around the curves, for the axes."""
        return self.axes.margins()

    def area(self) -> QRectF:
        """Where the curves are, in the widget's pixels."""
        if self._margins is None:
            self._margins = self.margins()
        room = self.rect().marginsRemoved(self._margins)
        return QRectF(room.x(), room.y(), max(room.width(), 1), max(room.height(), 1))

    def paint_below(self, painter: QPainter, area: QRectF) -> None:
        """What lies on the grid, below the curves."""

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        """What lies over the curves, painted each time."""

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.area()
        painter = QPainter(self)
        if self.paints_shapes:
            self._paint_shapes(painter, area)
            painter.end()
            return
        painter.drawPixmap(0, 0, self._painted(area))
        if self._crosshair is not None:
            painter.setPen(theme().border_strong)
            across = round(float(self.axes.x_pixels(self._crosshair, area))) + 0.5
            painter.drawLine(QPointF(across, area.top()), QPointF(across, area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_over(painter, area)
        if self._dot is not None:
            self._paint_dot(painter, area, *self._dot)
        if self._shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint_shapes(self, painter: QPainter, area: QRectF) -> None:
        """Everything but the crosshair."""
        self._paint_background(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in self._curves.values():
            paint_curve(painter, curve, self._points[curve.key], self.axes, area, self.rect())
        painter.setClipping(False)
        self.paint_over(painter, area)
        if self._dot is not None:
            self._paint_dot(painter, area, *self._dot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.repaint_all()

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shows_focus = event.reason() in BY_KEYS or self._shows_focus

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus &= event.reason() is Qt.FocusReason.ActiveWindowFocusReason
        super().focusOutEvent(event)
        self._read_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go from point to point, Home and End to the first and last, Escape leaves."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self._read_x is not None:
            self._read_at(None)
            return
        every = [x for x, _ in self._points.values() if len(x)]
        if key not in POINTING or not every:
            super().keyPressEvent(event)
            return
        low, high = self.axes.x
        places = np.unique(np.concatenate(every))
        places = places[(places >= low) & (places <= high)]
        if not len(places):
            return
        # So many points that a step would not be seen are passed in steps that are.
        stride = max(len(places) // 100, 1)
        before = places[-1] + 1 if self._read_x is None else self._read_x
        at = int(np.searchsorted(places, before)) + POINTING[key] * stride
        self._read_at(float(places[min(max(at, 0), len(places) - 1)]))

    def words_at(self, x: float) -> str:
        """What the curves have at `x`, for those who do not see it."""
        parts = [f"{self.axes.labels[0]} {general(x)}"]
        for key, (known, y) in self._points.items():
            if len(known) and known[0] <= x <= known[-1]:
                value = float(y[min(int(np.searchsorted(known, x)), len(y) - 1)])
                name = self._curves[key].title or key
                parts.append(f"{name} {significant(value, 4)}")
        return facts(parts)

    def _read_at(self, x: float | None) -> None:
        """Read the curves at `x` as if the mouse were there."""
        if x != self._read_x:
            self._read_x = x
            tell(self, "" if x is None else self.words_at(x))
            self.show_crosshair(x)
            self.hovered.emit(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area, position = self.area(), event.position()
        if self._dragged_from is not None:
            start, (low, high) = self._dragged_from
            by = (start - position.x()) / area.width() * (high - low)
            by = min(max(by, self._whole[0] - low), self._whole[1] - high)
            self._see((low + by, high + by))
        self.hovered.emit(self.axes.x_at(position.x(), area) if area.contains(position) else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._zooms and event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().x(), self.axes.x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.unzoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if not self._zooms or not notches:
            event.ignore()
            return
        least = 10.0 if self.axes.whole_x else (self._whole[1] - self._whole[0]) / 1000
        low, high = self.axes.x
        left = max(high - low, least) * ZOOM**notches
        if left >= self._whole[1] - self._whole[0]:
            self.unzoomed.emit()
            return
        left = max(left, min(least, high - low))
        # What is under the mouse stays there.
        at = self.axes.x_at(event.position().x(), self.area())
        begin = at - (at - low) * left / (high - low)
        begin = min(max(begin, self._whole[0]), self._whole[1] - left)
        self._see((begin, begin + left))

    def repaint_all(self) -> None:
        self._background = self._picture = self._margins = None
        self.update()

    def _see(self, x: Limits) -> None:
        if x != self.axes.x:
            self.axes.x = x
            self.repaint_all()
            self.zoomed.emit()

    def _painted(self, area: QRectF) -> QPixmap:
        """The axes and the curves; only what has changed is painted anew."""
        ratio = self.devicePixelRatioF()
        if self._background is None or self._background.devicePixelRatio() != ratio:
            self._background = QPixmap(self.size() * ratio)
            self._background.setDevicePixelRatio(ratio)
            painter = QPainter(self._background)
            self._paint_background(painter, area)
            painter.end()
            self._picture = None
        if self._picture is None:
            self._picture = self._background.copy()
            self._paint_curves(self._picture, area, self.rect())
        elif self._added is not None:
            strip = self._strip(self._added)
            painter = QPainter(self._picture)
            painter.setClipRect(strip)
            painter.drawPixmap(0, 0, self._background)
            painter.end()
            self._paint_curves(self._picture, area, strip)
        self._added = None
        return self._picture

    def _paint_background(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(self.rect(), theme().surface)
        self.axes.paint(painter, area, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_below(painter, area)

    def _strip(self, x: Limits) -> QRect:
        """The pixels that points from one x to another may cover."""
        left, right = self.axes.x_pixels(np.array(x), self.area())
        begin, end = max(floor(left), 0) - AROUND, min(ceil(right), self.width()) + AROUND
        return QRect(begin, 0, max(end - begin, 0), self.height())

    def _paint_curves(self, picture: QPixmap, area: QRectF, strip: QRect) -> None:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in self._curves.values():
            paint_curve(painter, curve, self._points[curve.key], self.axes, area, strip)
        painter.end()

    def _paint_dot(self, painter: QPainter, area: QRectF, x: float, y: float) -> None:
        low, high = self.axes.y
        at = self.axes.at(x, min(max(y, low), high), area)
        painter.setPen(QPen(theme().surface, 2))
        painter.setBrush(theme().chart_validation)
        painter.drawEllipse(at, DOT, DOT)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, DOT + 3, DOT + 3)
