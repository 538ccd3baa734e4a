"""The two axes of a plot: what they span, where a value lies, their ticks, and their painting."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10
from typing import Literal

import numpy as np
from PySide6.QtCore import QLineF, QMargins, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from dlgui.ui.kit.formats import MINUS
from dlgui.ui.kit.theme import CAPTION, M, S, font, theme

Limits = tuple[float, float]
Scale = Literal["linear", "logarithmic", "nines"]
"""Of the y axis. nines: for per cent, where each halving of what is missing to 100 is as tall."""

ROUND = (1.0, 2.0, 5.0, 10.0)
"""Steps between ticks, times a power of ten."""

IN_A_DECADE: tuple[tuple[int, ...], ...] = (tuple(range(1, 10)), (1, 2, 5), (1, 3), (1,))
"""Ticks between two powers of ten, the most first."""

NINES: tuple[tuple[float, ...], ...] = (
    (0, 50, 80, 90, 95, 98, 99, 99.5, 100),
    (0, 50, 80, 90, 95, 99, 100),
    (0, 50, 90, 99, 100),
    (0, 90, 99, 100),
    (0, 90, 100),
)
"""Ticks of the nines' scale, the most first."""
PERFECT = 0.2
"""Per cent that are added to what is missing to 100, so that 100 itself has a place."""

LIMITS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Where an axis may end, times a power of ten."""

WIDEST_TICK = "0.000"
"""Plots that stand above each other begin at the same place, whatever their ticks say."""

MOST_ACROSS, MOST_UP = 10, 5
"""Steps between ticks, however large the plot is."""

FAR = 1e4
"""Pixels beyond which it does not show where a line goes."""

CENTRE = Qt.AlignmentFlag.AlignCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Axes:
    """labels: of x and y; whole_x: x counts something, so that its ticks are integers;
    x_ticks: what stands at which x, where round numbers would say nothing."""

    def __init__(self, labels: tuple[str, str], *, whole_x: bool = False) -> None:
        self.labels = labels
        self.whole_x = whole_x
        self.x: Limits = (0.0, 1.0)
        self.y: Limits = (0.0, 1.0)
        self.scale: Scale = "linear"
        self.x_ticks: Sequence[tuple[float, str]] = ()

    def margins(self) -> QMargins:
        """The room around the curves for what is written at the axes."""
        metrics = QFontMetricsF(font(CAPTION - 1))
        line = round(metrics.height())
        left = line + round(metrics.horizontalAdvance(WIDEST_TICK)) + M
        return QMargins(left, line // 2 + 1, M, 2 * line + M)

    def x_at(self, pixel: float, area: QRectF) -> float:
        return self.x[0] + (pixel - area.left()) / area.width() * (self.x[1] - self.x[0])

    def x_pixels(self, x: np.ndarray | float, area: QRectF) -> np.ndarray:
        low, high = self.x
        return area.left() + (np.asarray(x) - low) / (high - low) * area.width()

    def y_pixels(self, y: np.ndarray | float, area: QRectF) -> np.ndarray:
        low, high = (float(self._scaled(end)) for end in self.y)
        pixels = area.bottom() - (self._scaled(y) - low) / (high - low) * area.height()
        clipped: np.ndarray = np.clip(pixels, -FAR, FAR)
        return clipped

    def at(self, x: float, y: float, area: QRectF) -> QPointF:
        return QPointF(float(self.x_pixels(x, area)), float(self.y_pixels(y, area)))

    def can_show(self, y: np.ndarray) -> np.ndarray:
        """Which values have a place: bool in the shape of `y`."""
        shown: np.ndarray = np.isfinite(y)
        return shown & (y > 0) if self.scale == "logarithmic" else shown

    def paint(self, painter: QPainter, area: QRectF, height: float) -> None:
        """The grid and what is written at the axes. height: of the whole plot"""
        painter.setFont(font(CAPTION - 1))
        line = QFontMetricsF(painter.font()).height()
        painter.setPen(theme().chart_grid)
        painter.drawLine(QLineF(area.left(), area.bottom(), area.left(), area.top()))
        self._paint_y_ticks(painter, area, line)
        self._paint_x_ticks(painter, area)
        self._paint_zeros(painter, area)
        painter.setPen(theme().text_muted)
        below = QRectF(area.left(), height - line, area.width(), line)
        _paint_label(painter, self.labels[0], below, QRectF(0, height - line, area.right(), line))
        painter.save()
        painter.rotate(-90)
        beside = QRectF(-area.bottom(), 0, area.height(), line)
        _paint_label(painter, self.labels[1], beside, QRectF(-height, 0, height, line))
        painter.restore()

    def _scaled(self, y: np.ndarray | float) -> np.ndarray:
        if self.scale == "logarithmic":
            return np.log10(y)
        if self.scale == "nines":
            return -np.log10(np.maximum(100.0 - np.asarray(y), 0.0) + PERFECT)
        return np.asarray(y)

    def _paint_y_ticks(self, painter: QPainter, area: QRectF, line: float) -> None:
        most = min(int(area.height() // (2.2 * line)) + 1, MOST_UP)
        if self.scale == "logarithmic":
            values = log_ticks(*self.y, most)
            texts = log_tick_texts(values)
        elif self.scale == "nines":
            values = self._nines(area, line)
            texts = [f"{value:g}" for value in values]
        else:
            values = ticks(*self.y, most)
            texts = tick_texts(values)
        for value, text in zip(values, texts, strict=True):
            y = round(float(self.y_pixels(value, area)))
            painter.setPen(theme().chart_grid)
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(theme().text_muted)
            painter.drawText(QRectF(0, y - line / 2, area.left() - S, line), RIGHT, text)

    def _nines(self, area: QRectF, line: float) -> list[float]:
        """As many as stand apart."""
        for values in NINES:
            if np.diff(self.y_pixels(np.array(values), area)).max() <= -1.1 * line:
                break
        return list(values)

    def _paint_x_ticks(self, painter: QPainter, area: QRectF) -> None:
        metrics = QFontMetricsF(painter.font())
        marked = self.x_ticks or self._round_x_ticks(metrics, area)
        painter.setPen(theme().text_muted)
        for value, text in marked:
            width = metrics.horizontalAdvance(text)
            left = float(self.x_pixels(value, area)) - width / 2
            left = min(left, area.right() + M - width)
            painter.drawText(QPointF(left, area.bottom() + S + metrics.ascent()), text)

    def _round_x_ticks(self, metrics: QFontMetricsF, area: QRectF) -> list[tuple[float, str]]:
        widest = max(map(metrics.horizontalAdvance, tick_texts(ticks(*self.x, 2))), default=0.0)
        most = min(max(int(area.width() // (widest + 3 * M)), 2), MOST_ACROSS)
        values = ticks(*self.x, most, whole=self.whole_x)
        return list(zip(values, tick_texts(values), strict=True))

    def _paint_zeros(self, painter: QPainter, area: QRectF) -> None:
        """Where an axis passes through zero, it stands out from the grid."""
        painter.setPen(theme().border_strong)
        if self.scale == "linear" and self.y[0] < 0 < self.y[1]:
            y = round(float(self.y_pixels(0, area)))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
        if self.x[0] < 0 < self.x[1]:
            x = round(float(self.x_pixels(0, area)))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Round values from `low` to `high`, with at most `most` steps between them.

    whole: integers only, unless the axis is so short that it may have none
    """
    least = (high - low) / max(most, 1)
    power = 10.0 ** floor(log10(least))
    step = next(power * r for r in ROUND if power * r >= least * (1 - 1e-9))
    if whole and high - low >= 1:
        step = max(step, 1.0)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` values for a logarithmic axis from `low` to `high`, both above 0."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    for multiples in IN_A_DECADE:
        values = [m * 10.0**decade for decade in decades for m in multiples]
        inside = [v for v in values if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
        if len(inside) <= most:
            return inside
    return inside[:: ceil(len(inside) / max(most, 1))]


def tick_texts(values: Sequence[float]) -> list[str]:
    """Evenly spaced `values` with the decimals that make them differ."""
    step = values[1] - values[0] if len(values) > 1 else 1.0
    decimals = max(0, -floor(log10(step) + 1e-9))
    return [f"{value:,.{decimals}f}".replace("-", MINUS) for value in values]


def log_tick_texts(values: Sequence[float]) -> list[str]:
    return [
        f"{value:,g}" if value >= 0.001 else f"{value:.0e}".replace("e-0", f"e{MINUS}")
        for value in values
    ]


def round_up(value: float) -> float:
    """The next of `LIMITS` times a power of ten that is not below `value`."""
    if not isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(limit * power for limit in LIMITS if limit * power >= value * (1 - 1e-9))


def _paint_label(painter: QPainter, text: str, room: QRectF, whole: QRectF) -> None:
    """In the middle of the axis, or where large text has no room there, in that of the plot."""
    metrics = QFontMetricsF(painter.font())
    if metrics.horizontalAdvance(text) > room.width():
        room = whole
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, whole.width())
    painter.drawText(room, CENTRE, text)
