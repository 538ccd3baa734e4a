"""A ball on the loss of a neuron with two weights, which rolls down by gradient descent."""

from __future__ import annotations

from math import exp, hypot, isfinite, log
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QLabel, QSlider

from dlgui.core.explain.small_problems import LeastSquares, is_it_a_one
from dlgui.ui.kit.axes import Axes
from dlgui.ui.kit.formats import number, significant
from dlgui.ui.kit.theme import CAPTION, M, fix_width, font, keep_width_for, mixed, theme
from dlgui.ui.learn.figure import Figure, FigureView, Player, folding

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

TICK_MS = 350
RATES = 60
LEAST_RATE, MOST_RATE = 0.02, 2.0
START = (-2.0, 1.5)
LIMITS = (-3.0, 4.0), (-1.8, 2.2)
"""Of w and of b, as far as they are shown."""
ABOVE = tuple(0.004 * 2.2**power for power in range(9))
"""Of the contours, over the lowest loss."""
BY_KEY = 0.1
FARTHEST = 1e3
KEPT = 200
"""Steps of the trail."""


class DescentFigure(Figure):
    """Drag the ball, choose a learning rate, and let it roll."""

    def __init__(self, session: Session) -> None:
        super().__init__("descentFigure", "")
        self.setAccessibleName(self.tr("A ball on the loss of two weights"))
        self._session = session
        self._digits: object = None
        self._problem: LeastSquares | None = None
        self._player = Player("descent", TICK_MS)
        self._rate = QSlider(Qt.Orientation.Horizontal)
        self._rate.setObjectName("descentRateSlider")
        self._rate.setAccessibleName(self.tr("Learning rate"))
        self._rate.setRange(0, RATES)
        self._rate.setValue(45)
        fix_width(self._rate, 110)
        self._rate_label = QLabel()
        self._rate_label.setObjectName("descentRateLabel")
        keep_width_for(self._rate_label, "η = 0.000")
        self._view = _DescentView()
        self._text = self.sentence("descentLabel", 2)
        self.column.addWidget(folding((self._player,), (self._rate_label, self._rate)))
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._player.ticked.connect(self._step)
        self._rate.valueChanged.connect(self._show)
        self._view.keyed.connect(self._on_key)
        self._view.pressed.connect(self._drag)
        session.data.changed.connect(self._follow)

    @property
    def rate(self) -> float:
        share = self._rate.value() / RATES
        return round(exp(log(LEAST_RATE) + share * log(MOST_RATE / LEAST_RATE)), 3)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        """The problem is made of the session's digits, once it is seen."""
        digits = self._session.data.digits
        if not self.isVisible() or digits is None or digits is self._digits:
            return
        self._digits = digits
        try:
            self._problem = is_it_a_one(digits.train)
        except ValueError:
            self._problem = None
        self._view.show_problem(self._problem)
        self._show()

    def _step(self) -> None:
        if self._problem is None:
            return
        ball = self._problem.step(*self._view.ball, self.rate)
        if not isfinite(hypot(*ball)) or hypot(*ball) > FARTHEST:
            self._player.play(False)
        else:
            self._view.trail = [*self._view.trail, ball][-KEPT:]
        self._show()

    def _put(self, w: float, b: float) -> None:
        (left, right), (low, high) = LIMITS
        self._view.trail = [(min(max(w, left), right), min(max(b, low), high))]
        self._show()

    def _on_key(self, down: int, right: int) -> None:
        w, b = self._view.ball
        self._put(w + BY_KEY * right, b - BY_KEY * down)

    def _drag(self, position: QPointF) -> None:
        self._put(*self._view.weights_at(position))

    def _show(self) -> None:
        self._rate_label.setText(f"η = {number(self.rate)}")
        if self._problem is None:
            words = self.tr("There are no digits 0 and 1 to learn from yet.")
        else:
            w, b = self._view.ball
            by_w, by_b = self._problem.gradient(w, b)
            far = hypot(w, b) > 10
            inside = self.tr(
                "w = {w}, b = {b}: loss {loss}, gradient ({by_w}, {by_b}). From η = {most} on it "
                "diverges."
            )
            outside = self.tr(
                "Thrown out of the valley: w = {w}, b = {b}, loss {loss}. From η = {most} on it "
                "diverges."
            )
            words = outside if far else inside
            words = words.format(
                w=significant(w),
                b=significant(b),
                loss=significant(self._problem.loss(w, b)),
                by_w=significant(by_w, 2),
                by_b=significant(by_b, 2),
                most=number(self._problem.largest_rate, 2),
            )
        self._text.setText(words)
        self._view.show_words(words)


class _DescentView(FigureView):
    """The loss as contours over w and b, and the ball with its trail."""

    def __init__(self) -> None:
        super().__init__("descentView", "", 216)
        self.setAccessibleName(self.tr("The loss over w and b; arrow keys move the ball"))
        self.trail: list[tuple[float, float]] = [START]
        self._problem: LeastSquares | None = None
        self._axes = Axes(("w", "b"))
        self._axes.x, self._axes.y = LIMITS
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def ball(self) -> tuple[float, float]:
        """Its w and b."""
        return self.trail[-1]

    def show_problem(self, problem: LeastSquares | None) -> None:
        self._problem = problem
        self.trail = [START]
        self.update()

    def weights_at(self, position: QPointF) -> tuple[float, float]:
        area = self._area()
        low, high = self._axes.y
        b = low + (area.bottom() - position.y()) / area.height() * (high - low)
        return self._axes.x_at(position.x(), area), b

    def paint(self, painter: QPainter, area: QRectF) -> None:
        inside = self._area()
        self._axes.paint(painter, inside, self.height() - 3)
        if self._problem is None:
            return
        painter.setClipRect(inside)
        for index, above in enumerate(reversed(ABOVE)):
            share = 0.12 + 0.6 * index / len(ABOVE)
            painter.setBrush(mixed(theme().surface, theme().accent, share * 0.5))
            painter.setPen(QPen(mixed(theme().surface, theme().accent, share), 1.0))
            painter.drawPolygon(self._polygon(self._problem.contour(above)))
        self._paint_trail(painter)
        painter.setClipping(False)
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        caption = self.tr("z = w·x + b; x: ink in the middle; is it a 1?")
        painter.drawText(inside.adjusted(M, 2, -M, 0), Qt.AlignmentFlag.AlignLeft, caption)

    def _paint_trail(self, painter: QPainter) -> None:
        points = self._polygon(np.array(self.trail))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().chart_validation, 1.5))
        painter.drawPolyline(points)
        painter.setBrush(theme().chart_validation)
        for index in range(points.size() - 1):
            painter.drawEllipse(points.at(index), 2.5, 2.5)
        painter.setPen(QPen(theme().surface, 2))
        painter.drawEllipse(points.at(points.size() - 1), 8, 8)

    def _polygon(self, weights: np.ndarray) -> QPolygonF:
        area = self._area()
        x, y = self._axes.x_pixels(weights[:, 0], area), self._axes.y_pixels(weights[:, 1], area)
        return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])

    def _area(self) -> QRectF:
        return QRectF(self.rect().marginsRemoved(self._axes.margins()))
