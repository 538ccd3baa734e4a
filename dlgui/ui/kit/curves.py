"""A curve: how it looks and is painted, and its entry in a legend, which is also the readout.

A curve of more points than its plot is wide is drawn column by column of pixels: what its points
cover there, and the line on to the next column. It looks as if every point were drawn (the M4
aggregation: Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal, cast

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from shiboken6 import wrapInstance

from dlgui.ui.kit.axes import Axes
from dlgui.ui.kit.heatmap import class_colour
from dlgui.ui.kit.theme import CAPTION, M, font, mixed, theme, theme_notifier

MARK = 3.2
"""The radius of a mark in pixels."""

Style = Literal[
    "points",
    "line",
    "faint line",
    "dashed line",
    "dotted line",
    "dash-dotted line",
    "long-dashed line",
    "marks",
    "joined marks",
]

DASHES: dict[Style, tuple[float, ...]] = {
    "dashed line": (4.0, 3.0),
    "dotted line": (1.2, 2.6),
    "dash-dotted line": (6.0, 2.6, 1.2, 2.6),
    "long-dashed line": (9.0, 4.0),
}
"""A dash and what follows it, and so on, in widths of the pen."""

WIDTHS: dict[Style, float] = {
    "points": 2.0,
    "line": 2.0,
    "dotted line": 2.0,
    "dash-dotted line": 1.8,
    "long-dashed line": 1.8,
}
"""In pixels; other lines are `THIN`."""
THIN = 1.3
MOST_DASHES = 10_000
AROUND = ceil(MARK) + 2
"""Pixels beside a curve's points that its lines and marks cover."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How a series is drawn. title: its name in the legend, "" for none.

    colour: of `Theme`, or "class 3" and so on for one of the ten colours of classes
    """

    key: str
    title: str
    colour: str
    style: Style

    @property
    def is_marked(self) -> bool:
        return self.style in ("marks", "joined marks")

    @property
    def is_dashed(self) -> bool:
        return self.style in DASHES

    @property
    def has_squares(self) -> bool:
        """Its marks, so that two curves are told apart by more than their colours."""
        return self.colour == "chart_validation"

    def pen(self) -> QPen:
        """For lines one by one: with caps that are square, Qt paints them ten times as quickly."""
        name, _, number = self.colour.partition(" ")
        colour: QColor = class_colour(int(number)) if number else getattr(theme(), name)
        if self.style in ("points", "faint line"):
            # Raw values are faint, so that the line through them stays readable.
            colour = mixed(theme().surface, colour, 0.45)
        pen = QPen(colour, WIDTHS.get(self.style, THIN))
        if self.is_dashed:
            pen.setDashPattern(list(DASHES[self.style]))
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        return pen

    def paint_mark(self, painter: QPainter, centre: QPointF) -> None:
        """A circle or a square in the painter's pen."""
        painter.setBrush(theme().surface)
        if self.has_squares:
            side = 2 * MARK - 0.6  # Looks as large as the circle.
            painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))
        else:
            painter.drawEllipse(centre, MARK, MARK)


@dataclass(frozen=True, slots=True)
class Columns:
    """Of each column of pixels that holds points: float64, one value each.

    x: of its first point; first, last: y where the curve comes in and leaves; low, high: extremes
    """

    x: np.ndarray
    first: np.ndarray
    low: np.ndarray
    high: np.ndarray
    last: np.ndarray


def columns(x: np.ndarray, y: np.ndarray, left: float, right: float, count: int) -> Columns:
    """The points from `left` to `right` in `count` columns, and the next point on either side.

    x: ascending; each point is its own column where there are no more than two for each
    """
    begin = max(int(np.searchsorted(x, left)) - 1, 0)
    end = int(np.searchsorted(x, right, side="right")) + 1
    x, y = x[begin:end], y[begin:end]
    if len(x) <= 2 * count:
        return Columns(x, y, y, y, y)
    edges = np.searchsorted(x, np.linspace(left, right, count + 1))
    starts = np.unique(np.concatenate([[0], edges, [len(x) - 1]]))
    starts = starts[starts < len(x)]
    return Columns(
        x[starts],
        y[starts],
        np.minimum.reduceat(y, starts),
        np.maximum.reduceat(y, starts),
        y[np.append(starts[1:], len(x)) - 1],
    )


SAMPLE = 20
"""Pixels for a piece of the line."""


def paint_curve(
    painter: QPainter,
    curve: Curve,
    points: tuple[np.ndarray, np.ndarray],
    axes: Axes,
    area: QRectF,
    strip: QRect,
) -> None:
    """What of `points` (x ascending, and y) lies in a strip of the area that the axes frame."""
    seen = _seen(points, axes, area, strip)
    if not len(seen.x):
        return
    painter.setPen(curve.pen())
    painter.setClipRect(area & QRectF(strip))
    if curve.is_dashed:
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        x, y = axes.x_pixels(seen.x, area), axes.y_pixels(seen.last, area)
        _draw_lines(painter, dashes(x, y, pen.widthF(), DASHES[curve.style]))
    elif curve.style != "marks":
        _draw_lines(painter, _lines(curve, seen, axes, area))
    if curve.is_marked:
        # A mark may lie on the end of an axis.
        around = area.adjusted(-MARK - 1, -MARK - 1, MARK + 1, MARK + 1)
        painter.setClipRect(around & QRectF(strip))
        _paint_marks(painter, curve, axes.x_pixels(points[0], area), _polygon(seen, axes, area))


def _seen(points: tuple[np.ndarray, np.ndarray], axes: Axes, area: QRectF, strip: QRect) -> Columns:
    """The points in a strip, in columns of whole pixels."""
    x, y = points
    shown = axes.can_show(y)
    if not shown.all():
        x, y = x[shown], y[shown]
    first = max(strip.left() - AROUND, int(area.left()))
    last = min(strip.right() + 1 + AROUND, int(area.right()))
    left, right = (axes.x_at(pixel, area) for pixel in (first, max(last, first + 1)))
    return columns(x, y, left, right, max(last - first, 1))


def _paint_marks(painter: QPainter, curve: Curve, x: np.ndarray, points: QPolygonF) -> None:
    """x: of all points, in pixels"""
    apart = float(np.ptp(x)) / max(len(x) - 1, 1)
    if len(x) == 1 or apart > 2.5 * MARK:
        for index in range(points.size()):
            curve.paint_mark(painter, points.at(index))
    elif curve.style == "marks":
        painter.drawPoints(points)


def _draw_lines(painter: QPainter, lines: np.ndarray) -> None:
    """lines: float64 [n, 4], x and y of both ends, as a QLineF lies in memory. Qt reads them where
    they are: to make thousands of lines in Python would take longer than to paint them."""
    if len(lines):
        lines = np.ascontiguousarray(lines, np.float64)
        painter.drawLines(cast(QLineF, wrapInstance(lines.ctypes.data, QLineF)), len(lines))


def _lines(curve: Curve, seen: Columns, axes: Axes, area: QRectF) -> np.ndarray:
    """What the points of each column cover, as upright lines, and the lines between columns: see
    `_draw_lines`."""
    x = axes.x_pixels(seen.x, area)
    low, high = axes.y_pixels(seen.low, area), axes.y_pixels(seen.high, area)
    if curve.style == "points":
        ends = [x, low, x, high - 0.01]  # Qt paints no line without a length.
    else:
        first, last = axes.y_pixels(seen.first, area), axes.y_pixels(seen.last, area)
        tall = seen.high > seen.low
        joins = x[:-1], last[:-1], x[1:], first[1:]
        covered = x[tall], low[tall], x[tall], high[tall]
        ends = [np.concatenate(pair) for pair in zip(joins, covered, strict=True)]
    return np.stack(ends, axis=1)


def dashes(
    x: np.ndarray, y: np.ndarray, width: float, pattern: Sequence[float] = DASHES["dashed line"]
) -> np.ndarray:
    """The line through points, in pixels, cut into dashes: see `_draw_lines`. Qt's own dashes are
    ten times as dear. width: of the pen, whose square caps make each dash longer by as much."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    lengths = np.array(pattern)
    # A line that mostly lies beyond the plot may be very long.
    unit = max(width, along[-1] / MOST_DASHES / lengths.sum())
    period = lengths.sum() * unit
    starts = (np.cumsum(lengths) - lengths)[::2] * unit
    ends = starts + np.maximum(lengths[::2] - 1, 0.05) * unit
    begins = np.arange(0.0, along[-1], period)[:, np.newaxis]
    edges = [np.minimum((begins + edge).ravel(), along[-1]) for edge in (starts, ends)]
    cuts = np.unique(np.concatenate([along, *edges]))
    across, down = np.interp(cuts, along, x), np.interp(cuts, along, y)
    pieces = np.stack([across[:-1], down[:-1], across[1:], down[1:]], axis=1)
    middles = ((cuts[:-1] + cuts[1:]) / 2 % period)[:, np.newaxis]
    drawn: np.ndarray = pieces[((middles >= starts) & (middles < ends)).any(axis=1)]
    return drawn


def _polygon(seen: Columns, axes: Axes, area: QRectF) -> QPolygonF:
    x, y = axes.x_pixels(seen.x, area), axes.y_pixels(seen.last, area)
    return QPolygonF(list(map(QPointF, x.tolist(), y.tolist())))


class LegendEntry(QWidget):
    """A sample of the line, the curve's name, and its value. Its size does not follow the value,
    because laying out the card at every redraw would be dear."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve
        self.title, self.value = curve.title, ""
        self.setFont(font(CAPTION))
        self.setAccessibleName(curve.title)
        self._measure()
        theme_notifier.textResized.connect(self._measure)
        theme_notifier.themeChanged.connect(self.update)

    def _measure(self) -> None:
        metrics = self.fontMetrics()
        self._title_width = metrics.horizontalAdvance(self.title)
        self._value_width = metrics.horizontalAdvance("00.0000")
        self.setFixedSize(SAMPLE + self._title_width + M + self._value_width, metrics.height() + 2)

    def show_value(self, text: str) -> None:
        if text != self.value:
            self.value = text
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(self._curve.pen())
        painter.drawLine(QPointF(1.5, middle), QPointF(12.5, middle))
        if self._curve.is_marked:
            self._curve.paint_mark(painter, QPointF(7, middle))
        painter.setPen(theme().text_muted)
        rest = self.rect().adjusted(SAMPLE, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.setPen(theme().text)
        rest.setLeft(rest.left() + self._title_width + M)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.value)
