"""What a chart is painted with: axes from pyqtgraph, curves of our own, and the legend's entries.

Curves are thinned to what the pixels can show, because painting them is what a redraw costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from dlgui.ui.theme import CAPTION, M, font, mixed, theme

GROUPS = 600
"""More raw points than twice this are drawn by the lowest and highest of each group."""

LINE_POINTS = 400
"""A smoothed line has no peaks to lose, and painting a thick one is what costs most."""

MARK = 3.2
"""The radius of an epoch's mark in pixels."""

Style = Literal["points", "line", "faint line", "marks", "joined marks"]


@dataclass(frozen=True, slots=True)
class Curve:
    """How a series is drawn. title: its name in the legend, "" for none; colour: of `Theme`."""

    key: str
    title: str
    colour: str
    style: Style


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """Few ticks, in whole steps along x: half an epoch has no end."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.setStyle(
            tickLength=0,
            tickTextOffset=4,
            tickFont=font(CAPTION - 1),
            maxTickLevel=0,
            hideOverlappingLabels=False,
        )
        self.enableAutoSIPrefix(False)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        spacings: list[tuple[float, float]] = super().tickSpacing(low, high, size)[:1]
        if self.orientation == "bottom":
            return [(max(1.0, spacing), offset) for spacing, offset in spacings]
        return spacings


class _ViewBox(pg.ViewBox):  # type: ignore[misc]
    double_clicked = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(x=True, y=False)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        self.double_clicked.emit()
        event.accept()


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """Axes, grid and crosshair. labels: of the x and the y axis."""

    hovered = Signal(object)
    """The x under the mouse, or None when it has left."""
    double_clicked = Signal()

    def __init__(self, labels: tuple[str, str]) -> None:
        axes = {side: _Axis(side) for side in ("bottom", "left")}
        super().__init__(viewBox=_ViewBox(), axisItems=axes)
        self.getViewBox().double_clicked.connect(self.double_clicked)
        self._labels = labels
        self.setMinimumSize(160, 80)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # There is nothing to do here with keys.
        item = self.getPlotItem()
        item.hideButtons()
        axes["left"].setWidth(48)
        axes["bottom"].setHeight(36)
        self._crosshair = pg.InfiniteLine(angle=90, movable=False)
        self._crosshair.setVisible(False)
        self.addItem(self._crosshair, ignoreBounds=True)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def show_crosshair(self, x: float | None) -> None:
        self._crosshair.setVisible(x is not None)
        if x is not None:
            self._crosshair.setPos(x)

    def recolour(self) -> None:
        t = theme()
        self.setBackground(t.surface)
        item = self.getPlotItem()
        for side, text in zip(("bottom", "left"), self._labels, strict=True):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(t.chart_grid))
            axis.setTextPen(pg.mkPen(t.text_muted))
            axis.setLabel(text, **{"color": t.text_muted.name(), "font-size": f"{CAPTION - 1}px"})
        item.getAxis("left").setGrid(255)
        item.getAxis("left").setZValue(-1)  # The grid lies under the curves.
        self._crosshair.setPen(pg.mkPen(t.border_strong))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)

    def _on_mouse(self, position: QPointF) -> None:
        box = self.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        self.hovered.emit(float(box.mapSceneToView(position).x()) if inside else None)


class CurveItem(pg.GraphicsObject):  # type: ignore[misc]
    """Paints one curve. Its bounds are the view's, so that nothing is measured at each redraw."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve
        self._points = QPolygonF()
        self._bounds = QRectF()

    def show_points(self, x: np.ndarray, y: np.ndarray, logarithmic: bool) -> None:
        chosen = peaks(y) if self._curve.style == "points" else sampled(len(y))
        x, y = x[chosen], y[chosen]
        shown = np.isfinite(y) & (y > 0) if logarithmic else np.isfinite(y)
        x, y = x[shown], np.log10(y[shown]) if logarithmic else y[shown]
        self._points = pg.functions.arrayToQPolygonF(x, y) if len(x) else QPolygonF()
        self.update()

    def viewTransformChanged(self) -> None:
        self.prepareGeometryChange()
        box = self.getViewBox()
        self._bounds = QRectF(box.viewRect()) if box is not None else QRectF()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, *_: object) -> None:
        colour = getattr(theme(), self._curve.colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_pen(self._curve.style, colour, painter))
        if self._curve.style == "points":
            painter.drawPoints(self._points)
            return
        if self._curve.style != "marks":
            painter.drawPolyline(self._points)
        if self._curve.style in ("marks", "joined marks"):
            # In pixels, because a circle in the data's units would be an ellipse.
            on_screen = painter.transform().map(self._points)
            painter.resetTransform()
            painter.setBrush(theme().surface)
            for index in range(on_screen.size()):
                painter.drawEllipse(on_screen.at(index), MARK, MARK)


class LegendEntry(QWidget):
    """A sample of the line, the curve's name, and its value. Its size does not follow the value,
    because laying out the card at every redraw would be dear."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve
        self.title, self.value = curve.title, ""
        self.setFont(font(CAPTION))
        metrics = self.fontMetrics()
        self._title_width = metrics.horizontalAdvance(curve.title)
        self._value_width = metrics.horizontalAdvance("00.0000")
        self.setFixedSize(20 + self._title_width + M + self._value_width, metrics.height() + 2)
        self.setAccessibleName(curve.title)

    def show_value(self, text: str) -> None:
        if text != self.value:
            self.value = text
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(_pen("line", getattr(theme(), self._curve.colour), painter))
        painter.drawLine(QPointF(1.5, middle), QPointF(12.5, middle))
        if self._curve.style == "joined marks":
            painter.setBrush(theme().surface)
            painter.drawEllipse(QPointF(7, middle), MARK, MARK)
        painter.setPen(theme().text_muted)
        rest = self.rect().adjusted(20, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.setPen(theme().text)
        rest.setLeft(rest.left() + self._title_width + M)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.value)


def peaks(y: np.ndarray) -> np.ndarray:
    """Indices of at most about `2 * GROUPS` values, the extremes of each stretch among them."""
    group = len(y) // GROUPS
    if group < 3:
        return np.arange(len(y))
    whole = len(y) // group * group
    tiles = y[:whole].reshape(-1, group)
    ends = np.sort(np.stack([tiles.argmin(axis=1), tiles.argmax(axis=1)], axis=1), axis=1)
    starts = np.arange(0, whole, group)
    return np.concatenate([(starts[:, None] + ends).ravel(), np.arange(whole, len(y))])


def sampled(count: int) -> np.ndarray:
    """Evenly spread indices of at most `LINE_POINTS` values, the last one among them."""
    every = max(ceil(count / LINE_POINTS), 1)
    return np.arange(count - 1, -1, -every)[::-1]


def _pen(style: Style, colour: QColor, painter: QPainter) -> QPen:
    if style in ("points", "faint line"):
        # Raw values are faint, so that the line through them stays readable.
        colour = mixed(theme().surface, colour, 0.45)
    # A cosmetic pen keeps its width in the data's units, but counts in the display's own pixels.
    scale = painter.device().devicePixelRatio()
    pen = QPen(colour, scale * {"points": 2.5, "line": 2.0}.get(style, 1.3))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen
