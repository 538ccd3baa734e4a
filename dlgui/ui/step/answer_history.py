"""The ten probabilities of the pad's digit over a run: one column for each kept network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.ui.inside.colours import ZERO, colour_table, image_of
from dlgui.ui.step.wording import tr
from dlgui.ui.theme import CAPTION, M, S, font, theme, theme_notifier


class AnswerHistory(QWidget):
    """A row for each class, bluer the more probable; a click or drag chooses the moment."""

    chosen = Signal(int)
    """The index of the network at the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("answerHistory")
        self.setAccessibleName(tr("Probabilities over the run"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._classes: Sequence[str] = ()
        self._steps: Sequence[int] = ()
        self._answers = np.zeros((0, 0))
        self._image: QImage | None = None
        self._marked = 0
        theme_notifier.themeChanged.connect(self._draw)

    def show_answers(
        self, steps: Sequence[int], answers: np.ndarray, classes: Sequence[str]
    ) -> None:
        """answers: [networks, classes]; without rows there is nothing to answer."""
        self._steps, self._answers, self._classes = steps, answers, classes
        self._draw()

    def mark(self, index: int) -> None:
        if index != self._marked:
            self._marked = index
            self.update()

    @property
    def answers(self) -> np.ndarray:
        return self._answers

    def sizeHint(self) -> QSize:
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        area, line = self._area(), QFontMetricsF(font(CAPTION - 1)).height()
        painter.drawImage(area, self._image)
        height = area.height() / len(self._classes)
        best = int(self._answers[min(self._marked, len(self._answers) - 1)].argmax())
        for row, name in enumerate(self._classes):
            weight = QFont.Weight.Bold if row == best else QFont.Weight.Normal
            painter.setFont(font(CAPTION, weight))
            painter.setPen(theme().text if row == best else theme().text_muted)
            label = QRectF(0, area.top() + row * height, area.left() - M, height)
            painter.drawText(
                label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )
        painter.setPen(QPen(theme().text, 1.5))
        left, width = self._column(self._marked)
        painter.drawRect(QRectF(left, area.top(), width, area.height()))
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        below = QRectF(area.left(), area.bottom() + S, area.width(), line)
        first, last = (tr("step {step:,}").format(step=self._steps[i]) for i in (0, -1))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, first)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, last)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(event.position())

    def centre_of(self, index: int) -> QPointF:
        left, width = self._column(index)
        return QPointF(left + width / 2, self._area().center().y())

    def _choose(self, position: QPointF) -> None:
        area = self._area()
        if self._image is not None:
            share = (position.x() - area.left()) / area.width()
            self.chosen.emit(min(max(int(share * len(self._answers)), 0), len(self._answers) - 1))

    def _draw(self) -> None:
        self._image = None
        if len(self._answers):
            levels = (self._answers.T * ZERO + ZERO).astype(np.uint8)
            self._image = image_of(levels, colour_table())
        self.update()

    def _column(self, index: int) -> tuple[float, float]:
        area = self._area()
        width = area.width() / max(len(self._answers), 1)
        return area.left() + index * width, width

    def _area(self) -> QRectF:
        line = QFontMetricsF(font(CAPTION)).height()
        name = max(
            (QFontMetricsF(font(CAPTION)).horizontalAdvance(c) for c in self._classes), default=0.0
        )
        return QRectF(self.rect()).adjusted(name + M + S, 2, -2, -line - S)
