"""Functions as figures: the loss of the pad's answer, and activation functions."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
)

from dlgui.core.nets.activations import ReLU, Sigmoid, Tanh
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.formats import number
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import CAPTION, TITLE, L, M, S, font, set_look, theme
from dlgui.ui.learn.exercises import LossShown, PlotMoved
from dlgui.ui.learn.figure import Figure

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


HIGHEST = 5.0
"""Nats that the curve shows; beyond, the dot stays at the edge."""


class CostFigure(Figure):
    """The curve −ln p, with a dot where the pad's newest digit is."""

    def __init__(self, session: Session) -> None:
        super().__init__("costFigure", "")
        self.setAccessibleName(self.tr("Loss of the answer on the pad"))
        self._session = session
        self._meant = QComboBox()
        self._meant.setObjectName("meantBox")
        self._meant.setAccessibleName(self.tr("The digit that you mean"))
        self._meant.addItems([str(digit) for digit in range(10)])
        self._meant.setPlaceholderText("–")
        self._meant.setCurrentIndex(-1)
        self._loss = QLabel()
        self._loss.setObjectName("lossLabel")
        self._loss.setFont(font(TITLE))
        self._loss.setWordWrap(True)
        labels = self.tr("Probability of the digit that you mean"), self.tr("nats")
        self._plot = Plot((Curve("loss", "", "chart_train", "line"),), labels)
        self._plot.setFixedHeight(170)
        self._plot.set_limits((0.0, 1.0), (0.0, HIGHEST))
        probabilities = np.geomspace(np.exp(-HIGHEST), 1.0, 80)
        self._plot.set_points("loss", probabilities, -np.log(probabilities))
        top = QHBoxLayout()
        top.setSpacing(M)
        label = QLabel(self.tr("I mean a"))
        label.setBuddy(self._meant)
        top.addWidget(label)
        top.addWidget(self._meant)
        top.addSpacing(L)
        top.addWidget(self._loss, 1)
        self.column.addLayout(top)
        self.column.addWidget(self._plot)
        self.setFocusProxy(self._meant)
        self._meant.currentIndexChanged.connect(self._show)
        session.pad.answered.connect(self._show)
        session.pad.digit_changed.connect(self._show)
        self._show()

    def hold(self, is_held: bool) -> None:
        self.setVisible(not is_held)

    def _show(self) -> None:
        meant = self._meant.currentIndex()
        digit = self._session.pad.digit
        if digit is None or meant < 0:
            choose, draw = self.tr("Say which digit you mean."), self.tr("Draw it on the pad.")
            self._loss.setText(choose if meant < 0 else draw)
            set_look(self._loss, "muted")
            self._plot.show_dot(None)
            return
        probability = float(digit.probabilities[meant])
        loss = digit.loss(meant)
        value = f"{loss:.3f}" if isfinite(loss) else "∞"
        self._loss.setText(f"−ln {probability:.3g} = <b>{value}</b>")
        set_look(self._loss, "")
        self._plot.show_dot((probability, loss))
        self.acted.emit(LossShown(loss))


FARTHEST = 5.0
STEP = 0.25
LOWEST, HIGHEST_INPUT = -1.5, 5.0
VALUE = Curve("value", "", "chart_train", "line")
DERIVATIVE = Curve("derivative", "", "text_muted", "dashed line")
FUNCTIONS = {"relu": ReLU(), "sigmoid": Sigmoid(), "tanh": Tanh()}
TITLES = {"relu": "ReLU", "sigmoid": "Sigmoid", "tanh": "tanh"}


class ActivationFigure(Figure):
    """Three functions to choose from, and a dot that the mouse or the arrow keys move."""

    def __init__(self) -> None:
        super().__init__("activationFigure", "")
        self.setAccessibleName(self.tr("Activation functions"))
        self._name = "relu"
        self._text = QLabel()
        self._text.setObjectName("activationLabel")
        self._text.setFont(font(TITLE))
        self._plot = ActivationPlot()
        self._group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(S)
        for name, title in TITLES.items():
            button = QPushButton(title)
            button.setObjectName(f"{name}Button")
            button.setCheckable(True)
            button.setChecked(name == self._name)
            set_look(button, "flat")
            button.clicked.connect(lambda _=False, name=name: self.choose(name))
            self._group.addButton(button)
            top.addWidget(button)
        top.addStretch()
        self.column.addLayout(top)
        self.column.addWidget(self._plot)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._plot)
        self._plot.moved.connect(self._on_moved)
        self.choose(self._name)

    def choose(self, name: str) -> None:
        self._name = name
        self._plot.show_function(name)
        self._on_moved()

    def _on_moved(self) -> None:
        z = self._plot.z
        value, derivative = _at(self._name, np.array([z]))
        text = self.tr("{name}({z}) = {value},  derivative {derivative}").format(
            name=TITLES[self._name],
            z=number(z, 2),
            value=number(float(value[0])),
            derivative=number(float(derivative[0])),
        )
        self._text.setText(text)
        self._plot.setAccessibleDescription(text)
        self.acted.emit(PlotMoved(self._name, z))


class ActivationPlot(Plot):
    """The curve of one function, its derivative dashed, and the dot at `z`."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__((DERIVATIVE, VALUE), ("z", ""))
        self.z = 1.0
        self._name = next(iter(FUNCTIONS))
        self.setObjectName("activationPlot")
        self.setAccessibleName(self.tr("The input z; the arrow keys move it"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(200)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.set_limits((-FARTHEST, FARTHEST), (LOWEST, HIGHEST_INPUT))

    def show_function(self, name: str) -> None:
        self._name = name
        z = np.linspace(-FARTHEST, FARTHEST, 401)
        value, derivative = _at(name, z)
        self.set_points("value", z, value)
        self.set_points("derivative", z, derivative)
        self._show_dot()

    def move_to(self, z: float) -> None:
        self.z = min(max(z, -FARTHEST), FARTHEST)
        self._show_dot()
        self.moved.emit()

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        legend = self.tr("solid: value   dashed: derivative")
        painter.drawText(area.adjusted(M, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, legend)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if step is None or step[1] == 0:
            super().keyPressEvent(event)
        else:
            self.move_to(self.z + step[1] * STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.move_to(self.axes.x_at(event.position().x(), self.area()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)

    def _show_dot(self) -> None:
        value, _ = _at(self._name, np.array([self.z]))
        self.show_dot((self.z, float(value[0])))


def _at(name: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A function's values and its derivatives."""
    value = FUNCTIONS[name].of(z.copy())
    return value, FUNCTIONS[name].derivative(z, value).astype(z.dtype)
