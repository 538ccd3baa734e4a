"""What the colours of a layer mean: its scale, from the lowest to the highest value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.insight import Stage
from dlgui.ui.inside import wording
from dlgui.ui.inside.cells import LEFT, RIGHT
from dlgui.ui.inside.colours import ZERO, colour_table, image_of, ink_table, largest_of
from dlgui.ui.theme import CAPTION, S, font, theme, theme_notifier

BAR = (120.0, 8.0)


class Legend(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._largest = 1.0
        self._is_signed = True
        self._is_ink = False
        theme_notifier.themeChanged.connect(self.update)

    def show_stage(self, stage: Stage) -> None:
        self._largest = largest_of(stage.values)
        self._is_signed = stage.is_signed
        self._is_ink = stage.kind == "input"
        self.setToolTip(
            wording.tr("All maps of a layer share one scale: blue is above zero, orange below.")
        )
        self.update()

    def sizeHint(self) -> QSize:
        number = QFontMetricsF(font(CAPTION - 1)).horizontalAdvance("−00.00") + S
        height = QFontMetricsF(font(CAPTION - 1)).height()
        return QSize(int(BAR[0] + 2 * number), int(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        width, height = BAR
        bar = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        levels = np.arange(0 if self._is_signed else ZERO, 2 * ZERO + 1, dtype=np.uint8)
        painter = QPainter(self)
        table = ink_table() if self._is_ink else colour_table()
        painter.drawImage(bar, image_of(levels[np.newaxis], table))
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        lowest = -self._largest if self._is_signed else 0.0
        left = QRectF(0, 0, bar.left() - S, self.height())
        painter.drawText(left, RIGHT, wording.number(lowest, 2))
        right = QRectF(bar.right() + S, 0, self.width() - bar.right() - S, self.height())
        painter.drawText(right, LEFT, wording.number(self._largest, 2))
        painter.end()
