"""Scrolls the strip of layers sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from dlgui.ui.inside.focus import Focus
from dlgui.ui.inside.strip import LayerStrip

ASIDE = 24
"""What is shown of the neighbours of the chosen map."""


class StripArea(QScrollArea):
    """Lets the wheel move the strip sideways, and keeps the chosen map in sight."""

    def __init__(self, strip: LayerStrip, focus: Focus) -> None:
        super().__init__()
        self._strip = strip
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(strip)
        strip.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.horizontalScrollBar().valueChanged.connect(strip.update)
        focus.map_changed.connect(self._reveal)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._reveal)  # When the strip has its size.

    def minimumSizeHint(self) -> QSize:
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(200, self._strip.minimumSizeHint().height() + bar)

    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(600, self._strip.sizeHint().height() + bar)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if turned.y() and not turned.x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def _reveal(self) -> None:
        for rect in (self._strip.chosen_block_rect(), self._strip.chosen_rect()):
            middle = rect.center().toPoint()
            # A block that is too wide is shown from its beginning.
            margin = min(int(rect.width()) // 2 + ASIDE, self.viewport().width() // 2 - 1)
            x = middle.x() if margin * 2 >= rect.width() else int(rect.left()) - ASIDE + margin
            self.ensureVisible(x, middle.y(), margin, 0)
