"""Which reader's curve has which colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.ui.evaluate.damage_cards import CURVES
from dlgui.ui.theme import BODY, M, font, theme, theme_notifier

SAMPLE = 22


class ReaderKey(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("readerKey")
        self.setAccessibleName(self.tr("Readers"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names: Sequence[str] = ()
        theme_notifier.themeChanged.connect(self.update)

    def show_names(self, names: Sequence[str]) -> None:
        """The reader in use, and the one it is compared with, if any."""
        self._names = names
        self.setAccessibleDescription(", ".join(names))
        self.setToolTip("\n".join(names))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, round(len(self._names) * self._line()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(BODY))
        metrics, line = QFontMetricsF(font(BODY)), self._line()
        for index, (name, curve) in enumerate(zip(self._names, reversed(CURVES), strict=False)):
            y = (index + 0.5) * line
            painter.setPen(curve.pen())
            painter.drawLine(QPointF(1, y), QPointF(SAMPLE - 1, y))
            curve.paint_mark(painter, QPointF(SAMPLE / 2, y))
            painter.setPen(theme().text)
            room = QRectF(SAMPLE + M, y - line / 2, self.width() - SAMPLE - M, line)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _line(self) -> float:
        return QFontMetricsF(font(BODY)).height() + 4
