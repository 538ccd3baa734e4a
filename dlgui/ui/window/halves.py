"""The window's two halves, bench and pad, and how they share its width.

For a room, the window shows paper, answer and one chart, large, and nothing else: what is not
needed from the last row is hidden, and comes back as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from dlgui.ui.kit.theme import set_text_percent, text_percent

PAD_WIDTH = 380
PAD_SHARES = 0.28, 0.34
"""Of the window's width that the pad has: more in a large window, and no more in a small one."""
PROJECTED_SHARE, PROJECTED_PERCENT = 0.55, 150
"""For a room: of the width that the pad has, and the size of all text where less was chosen."""


class Halves(QSplitter):
    def __init__(self, bench: QWidget, pad: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.is_projected = False
        self._shares_room = True
        self._were_shown: list[QWidget] = []
        self._usual_percent = text_percent()
        self.addWidget(bench)
        self.addWidget(pad)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.splitterMoved.connect(self._on_border_moved)

    def state(self) -> QByteArray:
        """Where a person has moved the border to; empty where they have not."""
        return QByteArray() if self._shares_room else self.saveState()

    def restore(self, state: QByteArray) -> None:
        if self.restoreState(state):
            self._shares_room = False

    def share_room(self) -> None:
        """Give the pad its share of the window's width, until a person has moved the border."""
        width = self.window().width()
        if self.is_projected:
            pad = round(PROJECTED_SHARE * width)
        elif self._shares_room:
            least, most = (round(share * width) for share in PAD_SHARES)
            pad = min(max(PAD_WIDTH, least), most)
        else:
            return
        self.setSizes([max(self.width() - pad, 1), pad])

    def project(self, on: bool, aside: Sequence[QWidget]) -> None:
        """aside: what is hidden meanwhile"""
        if on == self.is_projected:
            return
        self.is_projected = on
        if on:
            self._usual_percent = text_percent()
            self._were_shown = [widget for widget in aside if not widget.isHidden()]
            set_text_percent(max(PROJECTED_PERCENT, self._usual_percent))
        else:
            set_text_percent(self._usual_percent)
        for widget in self._were_shown:
            widget.setVisible(not on)
        self.share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    def _on_border_moved(self) -> None:
        self._shares_room = self._shares_room and self.is_projected
