"""Small figures: the chain rule at one neuron, a curve through ten points, and when it was."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider

from dlgui.core.explain.small_problems import HIGHEST_DEGREE, OneNeuron, noisy_sine
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.formats import number
from dlgui.ui.kit.heatmap import CENTRE, fitted_font
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import BODY, CAPTION, TITLE, L, M, S, font, set_look, theme
from dlgui.ui.learn.figure import Figure, FigureView, Player, folding

STEP_MS = 900
RATE = 0.1
FIRST_WEIGHT = 0.5
BY_KEY = 0.1
LOWEST_WEIGHT, HIGHEST_WEIGHT = -1.0, 3.0


class ChainFigure(Figure):
    """The chapter's neuron, forward and backward, and what a step makes of its weight."""

    def __init__(self) -> None:
        super().__init__("chainFigure", "")
        self.setAccessibleName(self.tr("One neuron, forward and backward"))
        self._player = Player("chain", STEP_MS)
        self._again = QPushButton(self.tr("From the start"))
        self._again.setObjectName("chainAgainButton")
        set_look(self._again, "flat")
        self._view = _ChainView("chainView", self.tr("The neuron; up and down change w"), 150)
        self._text = self.sentence("chainLabel", 2)
        self.column.addWidget(folding((self._player,), (self._again,)))
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._player.ticked.connect(lambda: self._set(self._view.neuron.after_step(RATE)))
        self._again.clicked.connect(lambda: self._set(OneNeuron(FIRST_WEIGHT)))
        self._view.keyed.connect(self._on_key)
        self._set(self._view.neuron)

    def _on_key(self, down: int, right: int) -> None:
        w = self._view.neuron.w + BY_KEY * (right - down)
        self._set(OneNeuron(round(min(max(w, LOWEST_WEIGHT), HIGHEST_WEIGHT), 6)))

    def _set(self, neuron: OneNeuron) -> None:
        self._view.neuron = neuron
        words = self.tr(
            "dL/dw = {by_a} · {by_z} · {x} = {by_w}. A step with the learning rate {rate} moves "
            "w from {w} to {next}."
        ).format(
            by_a=number(neuron.loss_by_a),
            by_z=number(neuron.a_by_z, 0),
            x=number(neuron.x, 0),
            by_w=number(neuron.loss_by_w),
            rate=RATE,
            w=number(neuron.w),
            next=number(neuron.after_step(RATE).w),
        )
        self._text.setText(words)
        self._view.show_words(words)


class _ChainView(FigureView):
    """Four boxes with their values; above the arrows the derivatives that come back."""

    neuron = OneNeuron(FIRST_WEIGHT)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        neuron = self.neuron
        boxes = (
            ("w", neuron.w, ""),
            ("z", neuron.z, f"w · {number(neuron.x, 0)}"),
            ("a", neuron.a, "ReLU(z)"),
            ("L", neuron.loss, f"½·(a − {number(neuron.target, 0)})²"),
        )
        backward = (
            ("dL/dw", neuron.loss_by_w),
            ("dL/dz", neuron.loss_by_z),
            ("dL/da", neuron.loss_by_a),
        )
        width = min(area.width() / 7.5, 96.0)
        gap = (area.width() - 4 * width) / 3
        box = QRectF(area.left(), area.top() + 6, width, 64)
        for index, (name, value, formula) in enumerate(boxes):
            place = box.translated(index * (width + gap), 0)
            self._paint_box(painter, place, name, value)
            if index:
                before = QPointF(place.left() - gap + 4, place.center().y())
                self._paint_arrow(painter, before, QPointF(place.left() - 4, before.y()), False)
                above = QRectF(place.left() - gap, place.center().y() - 22, gap, 18)
                painter.setFont(fitted_font([formula], gap - S, CAPTION))
                painter.setPen(theme().text_muted)
                painter.drawText(above, CENTRE, formula)
        for index, (name, value) in enumerate(backward):
            place = box.translated(index * (width + gap), 84)
            following = place.translated(width + gap, 0)
            line = place.center().y()
            self._paint_arrow(
                painter, QPointF(following.left() + 4, line), QPointF(place.right() + 4, line), True
            )
            self._paint_text(painter, place.adjusted(0, 10, 0, -32), name, CAPTION)
            self._paint_text(painter, place.adjusted(0, 32, 0, -8), number(value), BODY)

    def _paint_box(self, painter: QPainter, place: QRectF, name: str, value: float) -> None:
        painter.setPen(QPen(theme().border_strong, 1.0))
        painter.setBrush(theme().surface_alt)
        painter.drawRoundedRect(place, 6, 6)
        upper = QRectF(place.left(), place.top() + 6, place.width(), 20)
        self._paint_text(painter, upper, name, CAPTION)
        lower = QRectF(place.left(), place.top() + 28, place.width(), 28)
        self._paint_text(painter, lower, number(value), TITLE)

    def _paint_arrow(
        self, painter: QPainter, begin: QPointF, end: QPointF, is_backward: bool
    ) -> None:
        colour = theme().chart_validation if is_backward else theme().accent_line
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(begin, end)
        back = 6 if is_backward else -6
        painter.drawLine(end, end + QPointF(back, -4))
        painter.drawLine(end, end + QPointF(back, 4))

    def _paint_text(self, painter: QPainter, place: QRectF, text: str, size: int) -> None:
        weight = QFont.Weight.DemiBold if size == TITLE else QFont.Weight.Normal
        painter.setFont(font(size, weight))
        painter.setPen(theme().text_muted if size == CAPTION else theme().text)
        painter.drawText(place, CENTRE, text)


class FitFigure(Figure):
    """Polynomials through ten points: the more freedom, the better on these, and on no others."""

    def __init__(self) -> None:
        super().__init__("fitFigure", "")
        self.setAccessibleName(self.tr("Polynomials through ten points"))
        self._fit = noisy_sine()
        self._degree = QSlider(Qt.Orientation.Horizontal)
        self._degree.setObjectName("degreeSlider")
        self._degree.setAccessibleName(self.tr("Degree of the polynomial"))
        self._degree.setRange(0, HIGHEST_DEGREE)
        self._degree.setValue(1)
        self._text = self.sentence("fitLabel", 2)
        self._points = Plot(
            (
                Curve("curve", self.tr("polynomial"), "chart_train", "line"),
                Curve("new", self.tr("kept aside"), "chart_validation", "marks"),
                Curve("old", self.tr("fitted"), "chart_train", "marks"),
            ),
            ("x", "y"),
        )
        self._errors = Plot(
            (
                Curve("new", self.tr("kept aside"), "chart_validation", "joined marks"),
                Curve("old", self.tr("fitted"), "chart_train", "joined marks"),
            ),
            (self.tr("Degree"), self.tr("Mean squared error")),
            whole_x=True,
        )
        self._lay_out()
        self._draw_errors()
        self._degree.valueChanged.connect(self._show)
        self._show()

    def _draw_errors(self) -> None:
        fit = self._fit
        self._points.set_limits((-0.02, 1.02), (-2.0, 2.0))
        self._points.set_points("old", fit.x, fit.y)
        self._points.set_points("new", fit.new_x, fit.new_y)
        degrees = np.arange(HIGHEST_DEGREE + 1)
        errors = np.array([fit.errors(int(degree)) for degree in degrees])
        self._errors.set_limits((-0.3, HIGHEST_DEGREE + 0.3), (0.0, 0.7))
        self._errors.set_points("old", degrees, errors[:, 0])
        self._errors.set_points("new", degrees, errors[:, 1])

    def _show(self) -> None:
        degree = self._degree.value()
        old, new = self._fit.errors(degree)
        x = np.linspace(0.0, 1.0, 200)
        self._points.set_points("curve", x, self._fit.polynomial(degree)(x))
        self._errors.show_crosshair(float(degree))
        words = self.tr(
            "Degree {degree}: mean squared error {old} on the ten points that are fitted (blue), "
            "{new} on the twenty that were kept aside (orange)."
        ).format(degree=degree, old=number(old), new=number(new))
        self._text.setText(words)
        self._points.setAccessibleDescription(words)

    def _lay_out(self) -> None:
        for name, plot in (("fitPlot", self._points), ("fitErrorPlot", self._errors)):
            plot.setObjectName(name)
            plot.setFixedHeight(190)
            plot.setMinimumWidth(NARROWEST)
        self._points.setAccessibleName(self.tr("The points and the polynomial"))
        top = QHBoxLayout()
        top.setSpacing(M)
        label = QLabel(self.tr("Degree"))
        label.setBuddy(self._degree)
        top.addWidget(label)
        top.addWidget(self._degree, 1)
        plots = QHBoxLayout()
        plots.setSpacing(M)
        plots.addWidget(self._points, 1)
        plots.addWidget(self._errors, 1)
        self.column.addLayout(top)
        self.column.addLayout(plots)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._degree)


NARROWEST = 100
"""Of a plot beside another one."""
FIRST_YEAR, LAST_YEAR = 1940, 2025


class TimelineFigure(Figure):
    """The works that the chapters speak of, by their years."""

    def __init__(self) -> None:
        super().__init__("timelineFigure", "")
        self.setAccessibleName(self.tr("When it was"))
        self._works = (
            (1943, self.tr("McCulloch and Pitts describe a nerve cell as a switch.")),
            (1958, self.tr("Rosenblatt's perceptron learns its weights from examples.")),
            (1969, self.tr("Minsky and Papert show what a single layer cannot do.")),
            (1986, self.tr("Rumelhart, Hinton and Williams make backpropagation known.")),
            (1989, self.tr("LeCun and others read postcodes with a convolutional network.")),
            (1998, self.tr("LeNet-5 and MNIST: the digits of this program.")),
            (2012, self.tr("A deep network wins the ImageNet competition by a wide margin.")),
            (2014, self.tr("Adversarial examples: changes too small to be seen turn an answer.")),
            (2015, self.tr("Adam; batch normalisation; the field on nine pages of Nature.")),
            (2018, self.tr("Gender shades: whose gender was told rightly, and whose was not.")),
        )
        self._view = _TimelineView("timelineView", self.tr("Years; arrow keys move"), 84)
        self._view.years = tuple(year for year, _ in self._works)
        self._text = self.sentence("timelineLabel", 1)
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._view.keyed.connect(lambda down, right: self._choose(self._view.chosen + down + right))
        self._view.pressed.connect(lambda position: self._choose(self._view.nearest(position.x())))
        self._choose(0)

    def _choose(self, index: int) -> None:
        self._view.chosen = min(max(index, 0), len(self._works) - 1)
        year, work = self._works[self._view.chosen]
        self._text.setText(f"<b>{year}</b>&nbsp; {work}")
        self._view.show_words(f"{year}: {work}")


class _TimelineView(FigureView):
    years: tuple[int, ...] = ()
    chosen = 0

    def nearest(self, x: float) -> int:
        return min(range(len(self.years)), key=lambda i: abs(self._x(self.years[i]) - x))

    def paint(self, painter: QPainter, area: QRectF) -> None:
        line = area.top() + 46
        painter.setPen(QPen(theme().border_strong, 1.5))
        painter.drawLine(QPointF(L, line), QPointF(self.width() - L, line))
        painter.setFont(font(CAPTION - 1))
        width = QFontMetricsF(painter.font()).horizontalAdvance("0000")
        painter.setPen(theme().text_muted)
        has_room = self._x(FIRST_YEAR + 10) - self._x(FIRST_YEAR) > 1.3 * width
        for decade in range(FIRST_YEAR, LAST_YEAR + 1, 10 if has_room else 20):
            x = self._x(decade)
            painter.drawLine(QPointF(x, line - 3), QPointF(x, line + 3))
            painter.drawText(QRectF(x - width, line + 8, 2 * width, 18), CENTRE, str(decade))
        for index, year in enumerate(self.years):
            is_chosen = index == self.chosen
            painter.setPen(QPen(theme().surface, 1.5))
            painter.setBrush(theme().accent if is_chosen else theme().chart_validation)
            painter.drawEllipse(QPointF(self._x(year), line), *(2 * [8 if is_chosen else 5]))
        x = self._x(self.years[self.chosen])
        painter.setFont(font(TITLE, QFont.Weight.DemiBold))
        painter.setPen(theme().text)
        half = 30.0
        left = min(max(x - half, 0.0), self.width() - 2 * half)
        above = QRectF(left, area.top() + 2, 2 * half, 26)
        painter.drawText(above, CENTRE, str(self.years[self.chosen]))

    def _x(self, year: int) -> float:
        room = self.width() - 2 * L - 16
        return L + 8 + (year - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR) * room
