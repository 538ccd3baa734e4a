"""Charts of a training, made to cost little while it runs.

pyqtgraph lays out the axes and zooms; the curves are painted here. Two things keep a redraw cheap:
curves are clipped to what is in view and thinned to what the pixels can show, keeping raw peaks;
and the axes are set to round numbers that hold for many redraws, because laying out an axis costs
more than the curves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.history import Series
from dlgui.ui.theme import BODY, CAPTION, L, M, S, font, mixed, set_look, theme, theme_notifier

GROUPS = 600
"""More raw points than twice this are drawn by the lowest and highest of each group."""

LINE_POINTS = 400
"""A smoothed line has no peaks to lose, and painting a thick one is what costs most."""

MARK = 3.2
"""The radius of an epoch's mark in pixels."""

Limits = tuple[float, float]
Style = Literal["points", "line", "faint line", "marks", "joined marks"]


@dataclass(frozen=True, slots=True)
class Curve:
    """How a series is drawn. title: its name in the legend, "" for none; colour: of `Theme`."""

    key: str
    title: str
    colour: str
    style: Style


class Chart(QFrame):
    """A card with a title, a legend that is also the readout, and the curves of some series.

    The wheel zooms along x, dragging moves, and a double click shows everything again.
    fit: the lowest and highest y to show, from the series
    """

    def __init__(
        self,
        name: str,
        title: str,
        labels: tuple[str, str],
        curves: tuple[Curve, ...],
        *,
        fit: Callable[[Mapping[str, Series]], Limits],
        value_text: Callable[[float], str],
        empty_text: str,
        can_be_logarithmic: bool = False,
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._fit, self._value_text, self._x_label = fit, value_text, labels[0]
        self._series: Mapping[str, Series] = {curve.key: Series() for curve in curves}
        self._x_end = 1.0
        self._follows = True
        self._shown_limits: tuple[Limits, Limits] | None = None
        self._hovered: float | None = None
        self._plot = _Plot(labels, self)
        self._items = {curve.key: _CurveItem(curve) for curve in curves}
        self._legend = {curve.key: _LegendEntry(curve) for curve in curves if curve.title}
        self._where = QLabel()
        self._log = QCheckBox(self.tr("Logarithmic"))
        self._log.setToolTip(self.tr("Keeps small values apart instead of flat on the ground."))
        self._log.setVisible(can_be_logarithmic)
        self._empty = QLabel(empty_text)
        self._lay_out(title)
        for item in self._items.values():
            self._plot.addItem(item)
        self._log.toggled.connect(self._set_logarithmic)
        self._plot.getViewBox().sigRangeChangedManually.connect(self._stop_following)
        self._plot.getViewBox().sigXRangeChanged.connect(self._draw_curves)
        theme_notifier.themeChanged.connect(self._recolour)
        self._recolour()
        self.redraw()

    @property
    def is_logarithmic(self) -> bool:
        return self._log.isChecked()

    def set_logarithmic(self, on: bool) -> None:
        self._log.setChecked(on)

    def data(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Copies of a curve's x and y, all of them."""
        series = self._series[key]
        return series.x.copy(), series.y.copy()

    @property
    def readout(self) -> dict[str, str]:
        """The legend's values: a curve's title and the text beside it."""
        return {entry.title: entry.value for entry in self._legend.values()}

    def show_series(self, series: Mapping[str, Series], x_end: float) -> None:
        """Show other series from now on, on an x axis from 0 to `x_end` or further."""
        self._series = series
        self._x_end = x_end
        self.show_all()

    def redraw(self, x_end: float | None = None) -> None:
        """Draw what the series hold now; `x_end` moves the end of the x axis."""
        if x_end is not None:
            self._x_end = x_end
        if self._follows:
            self._set_limits()
        self._draw_curves()
        self._empty.setVisible(not any(len(series) for series in self._series.values()))
        if self._hovered is None:
            self._show_values()

    def show_all(self) -> None:
        """Leave the part that was zoomed into."""
        self._follows, self._shown_limits = True, None
        self.redraw()

    def hover(self, x: float | None) -> None:
        """Read the values at `x`, or the latest ones for None."""
        self._hovered = x
        self._plot.show_crosshair(x)
        self._show_values()

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setFont(font(BODY, weight=font().Weight.DemiBold))
        set_look(self._where, "muted")
        self._where.setFont(font(CAPTION))
        set_look(self._empty, "hint")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self._log)
        legend = QHBoxLayout()
        legend.setSpacing(L)
        for entry in self._legend.values():
            legend.addWidget(entry)
        legend.addStretch()
        legend.addWidget(self._where)
        stage = QGridLayout()
        stage.addWidget(self._plot, 0, 0)
        stage.addWidget(self._empty, 0, 0, Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, M, M)
        layout.setSpacing(S)
        layout.addLayout(top)
        layout.addLayout(legend)
        layout.addLayout(stage, 1)

    def _set_limits(self) -> None:
        low, high = self._fit(self._series)
        if self.is_logarithmic:
            low, high = _log_limits(self._series, high)
        # A little beyond the end, where the last mark would be cut in two.
        limits = ((0.0, self._x_end * 1.015), (low, high))
        if limits != self._shown_limits:
            self._shown_limits = limits
            self._plot.setRange(xRange=limits[0], yRange=limits[1], padding=0, update=True)

    def _draw_curves(self) -> None:
        left, right = self._plot.getViewBox().viewRange()[0]
        for key, item in self._items.items():
            series = self._series[key]
            seen = slice(
                max(int(np.searchsorted(series.x, left)) - 1, 0),
                int(np.searchsorted(series.x, right, side="right")) + 1,
            )
            item.show_points(series.x[seen], series.y[seen], self.is_logarithmic)

    def _show_values(self) -> None:
        for key, entry in self._legend.items():
            series = self._series[key]
            at = self._hovered
            value = (series.y[-1] if len(series) else None) if at is None else series.y_at(at)
            entry.show_value("" if value is None else self._value_text(float(value)))
        where = "" if self._hovered is None else f"{self._x_label} {self._hovered:,.0f}"
        if self._where.text() != where:
            self._where.setText(where)

    def _set_logarithmic(self, on: bool) -> None:
        self._plot.getPlotItem().getAxis("left").setLogMode(x=False, y=on)
        self.show_all()

    def _stop_following(self) -> None:
        self._follows = False

    def _recolour(self) -> None:
        self._plot.recolour()
        for item in self._items.values():
            item.update()


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
    def __init__(self, chart: Chart) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._chart = chart
        self.setMouseEnabled(x=True, y=False)

    def mouseDoubleClickEvent(self, event: Any) -> None:
        self._chart.show_all()
        event.accept()


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """Axes, grid and crosshair."""

    def __init__(self, labels: tuple[str, str], chart: Chart) -> None:
        axes = {side: _Axis(side) for side in ("bottom", "left")}
        super().__init__(viewBox=_ViewBox(chart), axisItems=axes)
        self._chart = chart
        self._labels = labels
        self.setMinimumSize(160, 80)
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
        self._chart.hover(None)

    def _on_mouse(self, position: QPointF) -> None:
        box = self.getViewBox()
        inside = box.sceneBoundingRect().contains(position)
        self._chart.hover(float(box.mapSceneToView(position).x()) if inside else None)


class _CurveItem(pg.GraphicsObject):  # type: ignore[misc]
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
        painter.setPen(_pen(self._curve.style, colour))
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


class _LegendEntry(QWidget):
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
        painter.setPen(_pen("line", getattr(theme(), self._curve.colour)))
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


def loss_limits(series: Mapping[str, Series]) -> Limits:
    """From 0 to a round number that hides at most the highest 0.5 % of the raw values."""
    tops = []
    for one in series.values():
        values = one.y[np.isfinite(one.y)]
        if len(values):
            rank = min(int(len(values) * 0.995), len(values) - 1)
            tops.append(float(np.partition(values, rank)[rank]))
    return 0.0, round_up(max(tops, default=2.5))


def accuracy_limits(series: Mapping[str, Series]) -> Limits:
    """Up to 100 %, from the highest round number well below every whole epoch's accuracies."""
    ends = [one.y.min() for key, one in series.items() if key.startswith("epoch") and len(one)]
    lowest = min(ends, default=0.0)
    return max(
        bound for bound in (0.0, 50.0, 80.0, 90.0, 95.0, 98.0) if bound <= max(lowest - 1.0, 0.0)
    ), 100.0


def round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten that is not below `value`."""
    if not isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    steps = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
    return float(next(step * power for step in steps if step * power >= value * (1 - 1e-9)))


def _log_limits(series: Mapping[str, Series], top: float) -> Limits:
    """In powers of ten: down to the lowest but 0.5 % of the values, and never below 1e-6."""
    lows = []
    for one in series.values():
        values = one.y[np.isfinite(one.y) & (one.y > 1e-6)]
        if len(values):
            rank = int(len(values) * 0.005)
            lows.append(float(np.partition(values, rank)[rank]))
    low = np.floor(2 * np.log10(min(lows, default=0.01))) / 2
    high = np.ceil(2 * np.log10(top)) / 2
    return float(low), float(max(high, low + 1))


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


def _pen(style: Style, colour: QColor) -> QPen:
    if style in ("points", "faint line"):
        # Raw values are faint, so that the line through them stays readable.
        colour = mixed(theme().surface, colour, 0.45)
    pen = QPen(colour, {"points": 2.5, "line": 2.0}.get(style, 1.3))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen
