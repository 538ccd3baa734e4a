"""Activation functions to touch: value and slope where the dot is."""

from __future__ import annotations

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
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from dlgui.core.textbook import ACTIVATION_FUNCTIONS
from dlgui.ui.arrows import ARROW_STEPS
from dlgui.ui.learn.exercises import PlotMoved
from dlgui.ui.learn.figure import Figure
from dlgui.ui.theme import CAPTION, TITLE, M, S, font, set_look, theme, theme_notifier

FARTHEST = 5.0
STEP = 0.25
LOWEST, HIGHEST = -1.5, 5.0


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
        slope = float(function.slope(np.array(z)))
        text = self.tr("{name}({z:.2f}) = {value:.3f},  slope {slope:.3f}").format(
            name=function.title, z=z, value=value, slope=slope
        )
        self._text.setText(text)
        self._plot.setAccessibleDescription(text)
        self.acted.emit(PlotMoved(self._name, z))


class ActivationPlot(QWidget):
    """The curve of one function, its slope dashed, and the dot at `z`."""

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
        y = area.bottom() - (value - LOWEST) / (HIGHEST - LOWEST) * area.height()
        return QPointF(x, y)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION - 1))
        self._paint_ground(painter)
        z = np.linspace(-FARTHEST, FARTHEST, 401)
        dashed = QPen(theme().text_muted, 1.3, Qt.PenStyle.DashLine)
        for values, pen in (
            (self._function.slope(z), dashed),
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
        painter.drawLine(self._at(0, LOWEST), self._at(0, HIGHEST))
        legend = self.tr("solid: value   dashed: slope")
        painter.setPen(theme().text_muted)
        top = QRectF(area.left() + M, area.top(), area.width() / 2 - M, line)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend)
