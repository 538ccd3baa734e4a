"""What the network sees: its 28×28 input, pixel by pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from dlgui.core.ink import SIZE
from dlgui.core.reading import DigitReading
from dlgui.ui.theme import theme, theme_notifier

FRAME = 1


class NetworkView(QWidget):
    """Shows the pixels as large squares: ink is bright on dark, as the network is given it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: np.ndarray | None = None
        self.setObjectName("networkView")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fit(4 * SIZE)
        self.setAccessibleName(self.tr("What the network sees"))
        self.setToolTip(
            self.tr(
                "The network's whole input: 28 × 28 grey values, scaled and centred like MNIST."
            )
        )
        self.set_digit(None)
        theme_notifier.themeChanged.connect(self.update)

    def set_digit(self, digit: DigitReading | None) -> None:
        """Show the picture that `digit` was read from, or an empty one."""
        self._pixels = None
        description = self.tr("Empty.")
        if digit is not None:
            self._pixels = np.ascontiguousarray(
                np.clip(digit.pixels * 255.0 + 0.5, 0, 255).astype(np.uint8)
            )
            inked = int((self._pixels > 127).sum())
            description = self.tr("28 by 28 pixels, {count} of them inked.").format(count=inked)
        self.setAccessibleDescription(description)
        self.update()

    def pixels(self) -> np.ndarray | None:
        """uint8 [28, 28], ink bright; None when there is nothing to see."""
        return self._pixels

    def fit(self, room: int) -> None:
        """Become as large as `room` allows, from 3 to 6 units for a pixel, and no larger."""
        side = min(max(room // SIZE, 3), 6) * SIZE + 2 * FRAME
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = self._square()
        if self._pixels is None:
            painter.fillRect(square, theme().surface_alt)
        else:
            pixels = self._pixels.data
            image = QImage(pixels, SIZE, SIZE, SIZE, QImage.Format.Format_Grayscale8)
            painter.drawImage(square, image)
        edge = square.adjusted(-FRAME / 2, -FRAME / 2, FRAME / 2, FRAME / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().accent if self.hasFocus() else theme().border, FRAME))
        painter.drawRect(edge)
        painter.end()

    def _square(self) -> QRectF:
        """The largest square whose pixels are whole device pixels, all equally large."""
        ratio = self.devicePixelRatioF()
        room = min(self.width(), self.height()) - 2 * FRAME
        side = max(int(room * ratio) // SIZE, 1) * SIZE / ratio
        return QRectF(FRAME, FRAME, side, side)
