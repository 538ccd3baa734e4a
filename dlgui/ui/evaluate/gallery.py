"""Digits as small pictures, with what they are and how they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView

from dlgui.ui.theme import CAPTION, font, mixed, theme, theme_notifier

SIDE = 56
SHOWN = 300
"""More than anyone looks through."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """image: uint8 [28, 28], ink bright; caption: a line or two; words: for screen readers."""

    image: np.ndarray
    caption: str
    words: str


class Gallery(QListView):
    """Choosing a digit, by a click or by Enter, emits its place in what is shown."""

    chosen = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        """name: the object's; title: the accessible one"""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._digits: Sequence[Pictured] = ()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 28, SIDE + 44))
        self.setFont(font(CAPTION - 1))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setToolTip(self.tr("Puts the digit on the pad"))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))
        theme_notifier.themeChanged.connect(self._fill)

    def show_digits(self, digits: Sequence[Pictured]) -> None:
        """Show at most 300 of `digits`, in this order."""
        self._digits = digits[:SHOWN]
        self._fill()
        self.scrollToTop()

    def _fill(self) -> None:
        self._model.clear()
        for digit in self._digits:
            item = QStandardItem(QIcon(digit_pixmap(digit.image, SIDE)), digit.caption)
            item.setData(digit.words, Qt.ItemDataRole.AccessibleTextRole)
            item.setSizeHint(self.gridSize())  # Or a caption gets no more room than its picture.
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._model.appendRow(item)


def digit_pixmap(image: np.ndarray, side: int) -> QPixmap:
    """A digit (uint8 [28, 28], ink bright) in the theme's ink on its paper, with hard pixels."""
    grey = QImage(image.tobytes(), 28, 28, 28, QImage.Format.Format_Indexed8)
    grey.setColorTable(_ink_colours(theme().name))
    # Twice the size, so that it stays sharp on a dense display.
    pixmap = QPixmap.fromImage(grey.scaled(2 * side, 2 * side))
    pixmap.setDevicePixelRatio(2.0)
    return pixmap


@cache
def _ink_colours(name: str) -> list[int]:
    """From paper to ink in the present theme, whose name this is."""
    paper, ink = theme().surface_alt, theme().ink
    return [mixed(paper, ink, level / 255).rgb() for level in range(256)]
