"""Digits and maps as pixels: a square map to point into, and galleries of small digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QIcon,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QWidget

from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import ink_image
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.theme import CAPTION, font, theme, theme_notifier


class PixelView(QWidget):
    """`side` × `side` cells, each of whole display pixels. Subclasses give the image and paint over
    it; pointing, by the mouse or the arrow keys, emits the cell."""

    pointed = Signal(object)
    """(row, column), or None when the mouse has left."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._cell: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_notifier.themeChanged.connect(self.update)

    @property
    def cell(self) -> tuple[int, int] | None:
        """The one that is pointed at."""
        return self._cell

    def image(self) -> QImage | None:
        """One pixel for each cell, in the present theme's colours; None for nothing yet."""
        raise NotImplementedError

    def paint_over(self, painter: QPainter) -> None:
        """What lies over the image."""

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(300, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(5 * self._side, 5 * self._side)

    def area(self) -> QRectF:
        """Where the cells are, in the widget's pixels."""
        ratio = self.devicePixelRatioF()
        room = min(self.width(), self.height()) - 4
        side = max(int(room * ratio) // self._side, 1) * self._side / ratio
        return QRectF(2, 2, side, side)

    def rect_of(self, row: int, column: int, rows: int = 1, columns: int = 1) -> QRectF:
        area = self.area()
        cell = area.width() / self._side
        return QRectF(
            area.left() + column * cell, area.top() + row * cell, columns * cell, rows * cell
        )

    def point(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.pointed.emit(cell)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        image, area = self.image(), self.area()
        if image is None:
            painter.fillRect(area, theme().surface_alt)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(area, image)
            self.paint_over(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().accent_line if self.hasFocus() else theme().border_strong, 1.0))
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in ARROW_STEPS:
            super().keyPressEvent(event)
            return
        down, right = ARROW_STEPS[key]
        row, column = self._cell or (self._side // 2, self._side // 2)
        last = self._side - 1
        self.point((min(max(row + down, 0), last), min(max(column + right, 0), last)))

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        area = self.area()
        cell = area.width() / self._side
        row = int((position.y() - area.top()) // cell)
        column = int((position.x() - area.left()) // cell)
        inside = 0 <= row < self._side and 0 <= column < self._side
        return (row, column) if inside else None


SIDE, LARGE_SIDE, LARGE_FROM = 56, 84, 560
"""Of a picture, usually and in a gallery that is at least so wide."""
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
        self._set_side(SIDE)
        self.setFont(font(CAPTION - 1))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setToolTip(self.tr("Puts the digit on the pad"))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))
        theme_notifier.themeChanged.connect(self._fill)
        offer_figure(self)

    def show_digits(self, digits: Sequence[Pictured]) -> None:
        """Show at most 300 of `digits`, in this order."""
        self._digits = digits[:SHOWN]
        self._fill()
        self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = LARGE_SIDE if self.width() >= LARGE_FROM else SIDE
        if side != self.iconSize().width():
            self._set_side(side)
            self._fill()
        super().resizeEvent(event)

    def _set_side(self, side: int) -> None:
        self.setIconSize(QSize(side, side))
        self.setGridSize(QSize(side + 28, side + 44))

    def _fill(self) -> None:
        side = self.iconSize().width()
        self._model.clear()
        for digit in self._digits:
            item = QStandardItem(QIcon(digit_pixmap(digit.image, side)), digit.caption)
            item.setData(digit.words, Qt.ItemDataRole.AccessibleTextRole)
            item.setSizeHint(self.gridSize())  # Or a caption gets no more room than its picture.
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._model.appendRow(item)


def digit_pixmap(image: np.ndarray, side: int) -> QPixmap:
    """A digit (uint8 [28, 28], ink bright) in the theme's ink on its paper, with hard pixels."""
    # Twice the size, so that it stays sharp on a dense display.
    pixmap = QPixmap.fromImage(ink_image(image).scaled(2 * side, 2 * side))
    pixmap.setDevicePixelRatio(2.0)
    return pixmap
