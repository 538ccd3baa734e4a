"""The update of the chosen weight, written out line by line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.ui.inside.cells import LEFT, Term, paint_caption, paint_cell
from dlgui.ui.step.focus import StepFocus
from dlgui.ui.step.update_in_words import Line, lines_of
from dlgui.ui.step.wording import tr
from dlgui.ui.theme import BODY, CAPTION, M, S, font, theme, theme_notifier

LEAST_CELL = 56.0
PADDING = 5.0
TINT = 0.3
"""How strong the colours are, from 0 to 1: they tell the sign alone."""


class UpdateView(QWidget):
    """Blue is above zero, orange below."""

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("updateView")
        self.setAccessibleName(tr("The update of the chosen weight"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._focus = focus
        self.lines: list[Line] = []
        theme_notifier.themeChanged.connect(self.update)
        focus.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        height = sum(self._height(line) for line in self.lines) + S
        width = max((self._width(line) for line in self.lines), default=300.0)
        return QSize(int(width) + M, int(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._focus.step is not None and not self.lines:
            painter.setPen(theme().bad)
            painter.setFont(font(BODY))
            text = tr("These are no longer numbers: the training has diverged.")
            painter.drawText(self.rect(), LEFT, text)
        y = 0.0
        for line in self.lines:
            self._paint_line(painter, y, line)
            y += self._height(line)
        painter.end()

    def _follow(self) -> None:
        step, update = self._focus.step, self._focus.update
        self.lines = []
        if step is not None and update is not None:
            self.lines = lines_of(update, step.config.momentum, step.optimizer_step)
        words = "; ".join(
            f"{line.title} {' '.join(term.text for term in line.terms)}" for line in self.lines
        )
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def _height(self, line: Line) -> float:
        numbers, words = QFontMetricsF(font(CAPTION)), QFontMetricsF(font(CAPTION - 1))
        title = words.height() if line.title else 0.0
        return title + numbers.height() + S + words.height() + S

    def _width(self, line: Line) -> float:
        return sum(self._term_width(term) + S for term in line.terms)

    def _term_width(self, term: Term) -> float:
        width = QFontMetricsF(font(CAPTION)).horizontalAdvance(term.text)
        if not term.caption:
            return width
        width += 2 * PADDING
        words = QFontMetricsF(font(CAPTION - 1)).horizontalAdvance(term.caption)
        return max(width, LEAST_CELL, words)

    def _paint_line(self, painter: QPainter, top: float, line: Line) -> None:
        numbers, words = QFontMetricsF(font(CAPTION)), QFontMetricsF(font(CAPTION - 1))
        if line.title:
            painter.setFont(font(CAPTION - 1, QFont.Weight.DemiBold))
            painter.setPen(theme().text)
            painter.drawText(QPointF(0, top + words.ascent()), line.title)
            top += words.height()
        height = numbers.height() + S
        x = 0.0
        for term in line.terms:
            width = self._term_width(term)
            if term.value is None:
                painter.setFont(font(CAPTION))
                painter.setPen(theme().text_muted)
                cell = QRectF(x, top, width, height)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, term.text)
            else:
                painter.setFont(font(CAPTION))
                cell = QRectF(x, top, width, height)
                paint_cell(painter, cell, term.text, term.value, abs(term.value) / TINT)
            if term.caption:
                below = QRectF(x, top + height, width + S, words.height())
                paint_caption(painter, below, term.caption)
            x += width + S
