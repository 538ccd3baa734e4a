"""What the figures below the chapters have in common.

What the answer on the pad costs: the cost function, live.

Activation functions to touch: value and derivative where the dot is.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain.textbook import ACTIVATION_FUNCTIONS, digit_loss
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.theme import CAPTION, TITLE, L, M, S, font, set_look, theme, theme_notifier
from dlgui.ui.learn.exercises import LossShown, PlotMoved

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Figure(QFrame):
    """A card below a chapter's text."""

    acted = Signal(object)
    """What a person did with it, as `dlgui.ui.learn.exercises` names it."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        set_look(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(L, M + S, L, M + S)
        self.column.setSpacing(M)

    def begin(self) -> None:
        """The person is where the figure can be used: take the keyboard."""
        self.setFocus()


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
        self._curve = _Curve()
        top = QHBoxLayout()
        top.setSpacing(M)
        label = QLabel(self.tr("I mean a"))
        label.setBuddy(self._meant)
        top.addWidget(label)
        top.addWidget(self._meant)
        top.addSpacing(L)
        top.addWidget(self._loss, 1)
        self.column.addLayout(top)
        self.column.addWidget(self._curve)
        self.setFocusProxy(self._meant)
        self._meant.currentIndexChanged.connect(self._show)
        session.pad.answered.connect(self._show)
        session.pad.digit_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        meant = self._meant.currentIndex()
        digit = self._session.pad.digit
        if digit is None or meant < 0:
            choose, draw = self.tr("Say which digit you mean."), self.tr("Draw it on the pad.")
            self._loss.setText(choose if meant < 0 else draw)
            set_look(self._loss, "muted")
            self._curve.show_probability(None)
            return
        probability = float(digit.probabilities[meant])
        loss = digit_loss(digit.probabilities, meant)
        value = f"{loss:.3f}" if isfinite(loss) else "∞"
        self._loss.setText(f"−ln {probability:.3g} = <b>{value}</b>")
        set_look(self._loss, "")
        self._curve.show_probability(probability)
        self.acted.emit(LossShown(loss))


class _Curve(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._probability: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier.themeChanged.connect(self.update)

    def show_probability(self, probability: float | None) -> None:
        self._probability = probability
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = font(CAPTION - 1)
        metrics = QFontMetricsF(letters)
        painter.setFont(letters)
        area = QRectF(self.rect()).adjusted(
            metrics.horizontalAdvance("0.0") + M, M, -M, -metrics.height() - M
        )

        def at(p: float, loss: float) -> QPointF:
            share = min(loss, HIGHEST) / HIGHEST
            return QPointF(area.left() + p * area.width(), area.bottom() - share * area.height())

        for tick in range(int(HIGHEST) + 1):
            painter.setPen(theme().chart_grid)
            painter.drawLine(at(0, tick), at(1, tick))
            painter.setPen(theme().text_muted)
            line = QRectF(0, at(0, tick).y() - L, area.left() - M, 2 * L)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(tick)
            )
        for p in (0.0, 0.5, 1.0):
            box = QRectF(at(p, 0).x() - 2 * L, area.bottom() + M / 2, 4 * L, metrics.height())
            text = f"{p:g}" if p else "p = 0"
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        shown = np.geomspace(np.exp(-HIGHEST), 1.0, 80)
        painter.setPen(QPen(theme().chart_train, 2))
        painter.drawPolyline(QPolygonF([at(float(p), float(-np.log(p))) for p in shown]))
        if self._probability is not None:
            loss = digit_loss(np.array([self._probability]), 0)
            painter.setPen(QPen(theme().surface, 2))
            painter.setBrush(theme().chart_validation)
            painter.drawEllipse(at(self._probability, loss), 6, 6)
        painter.end()


FARTHEST = 5.0
STEP = 0.25
LOWEST, HIGHEST_INPUT = -1.5, 5.0


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
        for name, function in ACTIVATION_FUNCTIONS.items():
            button = QPushButton(function.title)
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
        function, z = ACTIVATION_FUNCTIONS[self._name], self._plot.z
        value = float(function.value(np.array(z)))
        derivative = float(function.derivative(np.array(z)))
        text = self.tr("{name}({z:.2f}) = {value:.3f},  derivative {derivative:.3f}").format(
            name=function.title, z=z, value=value, derivative=derivative
        )
        self._text.setText(text)
        self._plot.setAccessibleDescription(text)
        self.acted.emit(PlotMoved(self._name, z))


class ActivationPlot(QWidget):
    """The curve of one function, its derivative dashed, and the dot at `z`."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.z = 1.0
        self._function = next(iter(ACTIVATION_FUNCTIONS.values()))
        self.setObjectName("activationPlot")
        self.setAccessibleName(self.tr("The input z; the arrow keys move it"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        theme_notifier.themeChanged.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, 190)

    def show_function(self, name: str) -> None:
        self._function = ACTIVATION_FUNCTIONS[name]
        self.update()

    def move_to(self, z: float) -> None:
        self.z = min(max(z, -FARTHEST), FARTHEST)
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if step is None or step[1] == 0:
            super().keyPressEvent(event)
        else:
            self.move_to(self.z + step[1] * STEP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        share = (event.position().x() - area.left()) / area.width()
        self.move_to((2 * share - 1) * FARTHEST)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(font(CAPTION - 1))
        left = metrics.horizontalAdvance("−1") + M
        return QRectF(self.rect()).adjusted(left, M, -M, -metrics.height() - M)

    def _at(self, z: float, value: float) -> QPointF:
        area = self._area()
        x = area.left() + (z / FARTHEST + 1) / 2 * area.width()
        y = area.bottom() - (value - LOWEST) / (HIGHEST_INPUT - LOWEST) * area.height()
        return QPointF(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION - 1))
        self._paint_ground(painter)
        z = np.linspace(-FARTHEST, FARTHEST, 401)
        dashed = QPen(theme().text_muted, 1.3, Qt.PenStyle.DashLine)
        for values, pen in (
            (self._function.derivative(z), dashed),
            (self._function.value(z), QPen(theme().chart_train, 2)),
        ):
            painter.setPen(pen)
            points = zip(z, values, strict=True)
            painter.drawPolyline(QPolygonF([self._at(float(a), float(b)) for a, b in points]))
        dot = self._at(self.z, float(self._function.value(np.array(self.z))))
        painter.setPen(QPen(theme().surface, 2))
        painter.setBrush(theme().chart_validation)
        painter.drawEllipse(dot, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot, 9, 9)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        area = self._area()
        line = QFontMetricsF(painter.font()).height()
        centred = Qt.AlignmentFlag.AlignCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in (-1, 0, 1, 2, 3, 4, 5):
            y = self._at(0, value).y()
            painter.setPen(theme().border_strong if value == 0 else theme().chart_grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme().text_muted)
            text = str(value).replace("-", "−")
            painter.drawText(QRectF(0, y - line, area.left() - S, 2 * line), right, text)
        for z in (-4, -2, 0, 2, 4):
            x = self._at(z, 0).x()
            text = str(z).replace("-", "−") if z else "z = 0"
            painter.drawText(QRectF(x - 30, area.bottom() + S, 60, line), centred, text)
        painter.setPen(theme().border_strong)
        painter.drawLine(self._at(0, LOWEST), self._at(0, HIGHEST_INPUT))
        legend = self.tr("solid: value   dashed: derivative")
        painter.setPen(theme().text_muted)
        top = QRectF(area.left() + M, area.top(), area.width() / 2 - M, line)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend)
