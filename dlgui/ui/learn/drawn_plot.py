"""A plot on which a person draws the curve that they expect, and the truth is painted over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from dlgui.ui.kit.axes import Limits
from dlgui.ui.kit.curves import Curve, LegendEntry
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.heatmap import CENTRE
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import CAPTION, font, theme
from dlgui.ui.learn.figure import folding

POINTS = 41
"""Of the curve that is drawn, at even steps from the left end of the axis to the right one."""
KEY_STEPS = 20
"""Presses of the up key from the bottom to the top."""
ENOUGH = POINTS // 2


@dataclass(frozen=True, slots=True)
class DrawnAxes:
    """What the axes span and say. x_ticks: where round numbers would say nothing"""

    x_label: str
    y_label: str
    x: Limits
    y: Limits
    x_ticks: tuple[tuple[float, str], ...] = ()


class DrawnPlot(Plot):
    """Press and drag to draw; or the left and right keys to move along, up and down to draw."""

    drawn = Signal()

    def __init__(self, axes: DrawnAxes) -> None:
        super().__init__((), (axes.x_label, axes.y_label))
        self.set_curves(
            (
                Curve("expected", self.tr("what you expect"), "chart_validation", "dashed line"),
                Curve("truth", self.tr("what comes of it"), "chart_train", "joined marks"),
            )
        )
        self.axes.x_ticks = axes.x_ticks
        self.set_limits(axes.x, axes.y)
        self._x = np.linspace(*axes.x, POINTS)
        self._y = np.full(POINTS, np.nan)
        self._at = 0
        self._last: int | None = None
        self._is_open = True
        self.setObjectName("predictionPlot")
        self.setFixedHeight(200)

    def legend(self) -> QWidget:
        expected, truth = (LegendEntry(curve) for curve in self._curves.values())
        return folding((expected,), (truth,))

    @property
    def is_enough(self) -> bool:
        """Whether at least half of the axis has a curve."""
        return int(np.isfinite(self._y).sum()) >= ENOUGH

    @property
    def curve(self) -> tuple[float, ...]:
        """What was drawn, at every point: straight where nothing was."""
        known = np.isfinite(self._y)
        filled = np.interp(self._x, self._x[known], self._y[known])
        return tuple(round(float(value), 4) for value in filled)

    def show_expected(self, curve: tuple[float, ...], *, is_open: bool) -> None:
        """curve: as `curve`, or empty for none; is_open: it can be drawn still"""
        whole = len(curve) == POINTS
        self._y = np.array(curve) if whole else np.full(POINTS, np.nan)
        self._is_open = is_open
        self.setCursor(Qt.CursorShape.CrossCursor if is_open else Qt.CursorShape.ArrowCursor)
        self.show_dot(None)
        self._show()

    def show_truth(self, x: tuple[float, ...], y: tuple[float, ...]) -> None:
        self.set_points("truth", np.array(x), np.clip(np.array(y), *self.axes.y))

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        if self._is_open and not np.isfinite(self._y).any():
            painter.setFont(font(CAPTION))
            painter.setPen(theme().text_muted)
            painter.drawText(
                area, CENTRE, self.tr("Draw your curve here, with the mouse or the arrow keys.")
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if not self._is_open or step is None:
            super().keyPressEvent(event)
            return
        (down, right), (low, high) = step, self.axes.y
        here = self._y[self._at]
        middle = (low + high) / 2
        if right:
            self._at = min(max(self._at + right, 0), POINTS - 1)
            if np.isnan(self._y[self._at]):  # The curve goes on as high as it is.
                self._y[self._at] = middle if np.isnan(here) else here
        else:
            changed = (middle if np.isnan(here) else here) - down * (high - low) / KEY_STEPS
            self._y[self._at] = min(max(changed, low), high)
        x, y = float(self._x[self._at]), float(self._y[self._at])
        self.show_dot((x, y))
        self.setAccessibleDescription(
            f"{self.axes.labels[0]} {significant(x)}; {self.axes.labels[1]} {significant(y)}"
        )
        self._show()
        self.drawn.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_open and event.button() == Qt.MouseButton.LeftButton:
            self._last = None
            self._draw(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_open and event.buttons() & Qt.MouseButton.LeftButton:
            self._draw(event)
        else:
            super().mouseMoveEvent(event)

    def _draw(self, event: QMouseEvent) -> None:
        """Here, and straight from where the mouse was before."""
        area, (low, high) = self.area(), self.axes.y
        share = (self.axes.x_at(event.position().x(), area) - self._x[0]) / np.ptp(self._x)
        here = min(max(round(share * (POINTS - 1)), 0), POINTS - 1)
        y = low + (area.bottom() - event.position().y()) / area.height() * (high - low)
        y = min(max(y, low), high)
        last = here if self._last is None else self._last
        before = y if self._last is None else float(self._y[last])
        begin, end = min(last, here), max(last, here)
        ends = (before, y) if last <= here else (y, before)
        self._y[begin : end + 1] = np.linspace(*ends, end - begin + 1)
        self._y[here] = y
        self._last = self._at = here
        self._show()
        self.drawn.emit()

    def _show(self) -> None:
        self.set_points("expected", self._x, self._y)
