"""One curve in a chart's legend, which is also the readout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dlgui.ui.curves import Curve
from dlgui.ui.theme import CAPTION, M, font, theme, theme_notifier

SAMPLE = 20
"""Pixels for a piece of the line."""


class LegendEntry(QWidget):
    """A sample of the line, the curve's name, and its value. Its size does not follow the value,
    because laying out the card at every redraw would be dear."""

    def __init__(self, curve: Curve) -> None:
        super().__init__()
        self._curve = curve
        self.title, self.value = curve.title, ""
        self.setFont(font(CAPTION))
        metrics = self.fontMetrics()
        self._title_width = metrics.horizontalAdvance(curve.title)
        self._value_width = metrics.horizontalAdvance("00.0000")
        self.setFixedSize(SAMPLE + self._title_width + M + self._value_width, metrics.height() + 2)
        self.setAccessibleName(curve.title)
        theme_notifier.themeChanged.connect(self.update)

    def show_value(self, text: str) -> None:
        if text != self.value:
            self.value = text
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(self._curve.pen())
        painter.drawLine(QPointF(1.5, middle), QPointF(12.5, middle))
        if self._curve.is_marked:
            self._curve.paint_mark(painter, QPointF(7, middle))
        painter.setPen(theme().text_muted)
        rest = self.rect().adjusted(SAMPLE, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.title)
        painter.setPen(theme().text)
        rest.setLeft(rest.left() + self._title_width + M)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.value)
