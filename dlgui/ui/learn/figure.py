"""What the chapters' figures are made of: a card, a painted view in it, and a clock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import ARROW_STEPS, FoldingRow
from dlgui.ui.kit.theme import BODY, L, M, S, font, keep_lines, set_look, theme, theme_notifier


class Figure(QFrame):
    """A card in a chapter."""

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

    def hold(self, is_held: bool) -> None:
        """Whether the person has still to say what they expect: nothing is to give it away."""

    def sentence(self, name: str, lines: int) -> QLabel:
        """A label for what the figure shows in words, which keeps the room of so many lines."""
        label = QLabel()
        label.setObjectName(name)
        label.setFont(font(BODY))
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        keep_lines(label, lines)
        return label


def folding(first: Sequence[QWidget], second: Sequence[QWidget]) -> QWidget:
    """Both beside each other, from the left, or below each other where that is too wide."""
    rows = QHBoxLayout(), QHBoxLayout()
    for row, widgets in zip(rows, (first, second), strict=True):
        row.setSpacing(M)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
    return FoldingRow(*rows)


class FigureView(QWidget):
    """Painted by a subclass's `paint`; the arrow keys and the mouse act on it.

    words: what it shows, for those who do not see it; set with each change
    """

    keyed = Signal(int, int)
    """Rows down and columns to the right, of an arrow key."""
    pressed = Signal(object)
    """QPointF: the left button is down there, or is dragged there."""

    def __init__(self, name: str, title: str, height: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(height)
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def paint(self, painter: QPainter, area: QRectF) -> None:
        raise NotImplementedError

    def show_words(self, words: str) -> None:
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRectF(self.rect()).adjusted(3, 3, -3, -3))
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROW_STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.keyed.emit(*step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pressed.emit(event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class Player(QWidget):
    """Play or pause, and one step. It ticks only while it is seen, and goes on when it is again."""

    ticked = Signal()

    def __init__(self, prefix: str, interval_ms: int) -> None:
        """prefix: of the buttons' objectNames"""
        super().__init__()
        self._plays = False
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self.ticked)
        self._play = QPushButton()
        self._play.setObjectName(f"{prefix}PlayButton")
        self._play.clicked.connect(lambda: self.play(not self._plays))
        step = QPushButton(self.tr("One step"))
        step.setObjectName(f"{prefix}StepButton")
        step.clicked.connect(self._step)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._play)
        row.addWidget(step)
        self._show()

    @property
    def plays(self) -> bool:
        return self._plays

    @property
    def is_ticking(self) -> bool:
        return self._timer.isActive()

    def play(self, on: bool) -> None:
        self._plays = on
        self._run()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _step(self) -> None:
        self.play(False)
        self.ticked.emit()

    def _run(self) -> None:
        if self._plays and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _show(self) -> None:
        self._play.setText(self.tr("Pause") if self._plays else self.tr("Play"))
        set_icon(self._play, "pause" if self._plays else "play", "text")
