"""A square map of pixels that a person points into: what the two views of *Why* share."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.ui.arrows import ARROW_STEPS
from dlgui.ui.theme import theme, theme_notifier


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
