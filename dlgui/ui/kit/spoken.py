"""Painted views for those who do not see them: what is there is said, and walked through by keys.

PySide6 has no table interface of Qt's accessibility, and a view is painted in one piece: so its
accessible description says what is looked at, and is announced where a person moves by keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from dlgui.language import tr
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.theme import theme

Table = Sequence[Sequence[object]]
"""Rows of cells, the first one the columns' names."""


def tell(widget: QWidget, words: str) -> None:
    """Let `words` be what `widget` shows now, and say so where a person moves in it."""
    if words == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(words)
    if words and widget.hasFocus():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class TableWalk(QObject):
    """Arrow keys read the table of what `widget` shows, a cell at a time, with its names.

    For views that have no keys of their own. A row's name is its first cell.
    """

    def __init__(self, widget: QWidget, numbers: Callable[[], Table]) -> None:
        super().__init__(widget)
        self._widget, self._numbers = widget, numbers
        self._row, self._column = 0, 0
        self._ring = _Ring(widget)
        self._summary = ""
        """What was said of the whole."""
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            return key in ARROW_STEPS and self._walk(*ARROW_STEPS[key])
        if isinstance(event, QFocusEvent):
            gained = event.type() == QEvent.Type.FocusIn
            self._ring.setVisible(gained)
            if not gained and self._summary:
                tell(self._widget, self._summary)
            self._row, self._summary = 0, ""
        elif event.type() == QEvent.Type.Resize:
            self._ring.resize(self._widget.size())
        return False

    def _walk(self, down: int, right: int) -> bool:
        table = self._numbers()
        if len(table) < 2:
            return False
        if self._row == 0:  # The first key leads to the first value.
            self._summary = self._widget.accessibleDescription()
            self._row, self._column = 1, min(1, len(table[0]) - 1)
        else:
            self._row = min(max(self._row + down, 1), len(table) - 1)
            self._column = min(max(self._column + right, 0), len(table[self._row]) - 1)
        tell(self._widget, _cell_in_words(table, self._row, self._column))
        return True


def _cell_in_words(table: Table, row: int, column: int) -> str:
    cell, name = _text(table[row][column]), _text(table[0][column])
    if column == 0:
        return tr("{name}: {value}").format(name=name, value=cell)
    words = tr("{row}, {name}: {value}")
    return words.format(row=_text(table[row][0]), name=name, value=cell)


def _text(cell: object) -> str:
    return significant(cell, 4) if isinstance(cell, float) else str(cell)


class _Ring(QWidget):
    """Around a view that has the focus."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(widget.size())
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().accent_line, 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
