"""A kernel of weights, to be changed by hand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDoubleValidator,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import MINUS, number
from dlgui.ui.kit.heatmap import largest_of, paint_grid
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import Table, tell
from dlgui.ui.kit.theme import CAPTION, font, theme, theme_notifier

STEP, COARSE_STEP = 0.05, 0.5
"""What + and -, or a notch of the wheel, add; the second with Shift."""
LARGEST = 99.0
"""Of a weight that is typed."""
NOTCH = 120
"""QWheelEvent's eighths of a degree for one notch."""
LEAST_CELL, WIDEST_CELL = 34, 116
FLATNESS = 0.7
"""A cell's height for its width."""


class KernelEditor(QWidget):
    """The arrow keys or a click choose a weight; + and -, the wheel, a number or Delete change it.

    The widget only proposes: `edited` carries the wish, and `show_kernel` what came of it.
    """

    edited = Signal(object, object)
    """The whole kernel, float32 [size, size], and the (row, column) of the changed weight."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kernelEditor")
        self.setAccessibleName(tr("Kernel"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self._kernel: np.ndarray | None = None
        self._cell = (0, 0)
        self._turned = 0
        self._field = QLineEdit(self)
        self._field.setAccessibleName(tr("Weight"))
        self._field.setFont(font(CAPTION))
        self._field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._field.setValidator(QDoubleValidator(-LARGEST, LARGEST, 6, self._field))
        self._field.editingFinished.connect(self._take_typed)
        self._field.hide()
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers)

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column of the weight that is chosen."""
        return self._cell

    def numbers(self) -> Table:
        """The weights, row by row below their columns' numbers."""
        if self._kernel is None:
            return []
        return [range(1, len(self._kernel) + 1), *self._kernel.tolist()]

    def show_kernel(self, kernel: np.ndarray | None) -> None:
        """float32 [size, size], or None when there is none to edit."""
        if kernel is not None and (self._kernel is None or kernel.shape != self._kernel.shape):
            self._cell = (len(kernel) // 2, len(kernel) // 2)
        self._kernel = kernel
        self.setEnabled(kernel is not None)
        size = 1 if kernel is None else len(kernel)
        self.setMaximumHeight(int(size * FLATNESS * WIDEST_CELL))
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(5 * 44, 5 * 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(5 * LEAST_CELL, 5 * 20)

    def rect_of(self, row: int, column: int) -> QRectF:
        """Where a weight is, in the widget's pixels."""
        area = self._area()
        size = 1 if self._kernel is None else len(self._kernel)
        width, height = area.width() / size, area.height() / size
        return QRectF(area.left() + column * width, area.top() + row * height, width, height)

    def step(self, steps: float) -> None:
        """Add so many `STEP`s to the chosen weight."""
        if self._kernel is not None:
            # Rounded as it is shown: what a person sees is what they step from.
            self._change(round(float(self._kernel[self._cell]) + steps * STEP, 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        kernel = self._kernel
        if kernel is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        texts = [number(float(weight)) for weight in kernel.ravel()]
        paint_grid(painter, self._area(), kernel, texts, largest_of(kernel))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().good if self.hasFocus() else theme().text_muted, 2.0))
        painter.drawRoundedRect(self.rect_of(*self._cell).adjusted(0, 0, -1, -1), 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self._choose(cell)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._cell_at(event.position()) is not None:
            self._type("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is None:
            event.ignore()
            return
        if cell != self._cell:
            self._turned = 0
            self._choose(cell)
        delta = event.angleDelta()
        self._turned += delta.y() or delta.x()  # Some platforms turn Shift's wheel sideways.
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.step(notches * self._factor(event.modifiers()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        if self._kernel is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self._field.isVisible():
            self._field.clear()  # What is no number changes nothing.
            self._take_typed()
        elif key in ARROW_STEPS:
            down, right = ARROW_STEPS[key]
            last = len(self._kernel) - 1
            row, column = self._cell[0] + down, self._cell[1] + right
            self._choose((min(max(row, 0), last), min(max(column, 0), last)))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step(1)
        elif key == Qt.Key.Key_Minus:
            self.step(-1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._change(0.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._type("")
        elif text and (text.isdigit() or text in ".,"):
            self._type(text)
        else:
            super().keyPressEvent(event)

    def _factor(self, modifiers: Qt.KeyboardModifier) -> float:
        return COARSE_STEP / STEP if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0

    def _choose(self, cell: tuple[int, int]) -> None:
        if cell != self._cell:
            self._cell = cell
            self._describe()

    def _change(self, weight: float) -> None:
        assert self._kernel is not None
        if weight != float(self._kernel[self._cell]):
            kernel = self._kernel.copy()
            kernel[self._cell] = min(max(weight, -LARGEST), LARGEST)
            self.edited.emit(kernel, self._cell)

    def _type(self, text: str) -> None:
        """Take a number from the keyboard, in place of the chosen weight or beginning anew."""
        assert self._kernel is not None
        shown = number(float(self._kernel[self._cell])).replace(MINUS, "-")
        self._field.setText(text or self._field.locale().toString(float(shown), "f", 3))
        self._field.setGeometry(self.rect_of(*self._cell).toAlignedRect().adjusted(-4, -4, 4, 4))
        self._field.show()
        self._field.setFocus()
        if not text:
            self._field.selectAll()

    def _take_typed(self) -> None:
        if not self._field.isVisible():
            return
        typed, is_number = self._field.locale().toDouble(self._field.text())
        self._field.hide()
        self.setFocus()
        if is_number and self._kernel is not None:
            self._change(typed)

    def _describe(self) -> None:
        if self._kernel is None:
            tell(self, "")
        else:
            row, column = self._cell
            tell(
                self,
                tr("row {row}, column {column}: {weight}").format(
                    row=row + 1, column=column + 1, weight=number(float(self._kernel[self._cell]))
                ),
            )
        self.update()

    def _area(self) -> QRectF:
        size = 1 if self._kernel is None else len(self._kernel)
        width = min(self.width() / size, WIDEST_CELL)
        height = min(self.height() / size, FLATNESS * width)
        return QRectF(0, 0, int(width) * size, int(height) * size)

    def _cell_at(self, position: QPointF) -> tuple[int, int] | None:
        if self._kernel is None or not self._area().contains(position):
            return None
        size, area = len(self._kernel), self._area()
        row = int(position.y() // (area.height() / size))
        column = int(position.x() // (area.width() / size))
        return (row, column) if row < size and column < size else None
