"""What pages are made of: a title, cards with words on them, tabs, and keys from cell to cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.kit.theme import BODY, CAPTION, HEADING, L, M, S, font, set_look, sized, text_percent


def card_title(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(BODY, QFont.Weight.DemiBold))
    label.setWordWrap(True)  # In large type it is longer than a card is wide.
    return label


def hint(text: str) -> QLabel:
    """A sentence in small type that explains what it stands by."""
    label = QLabel(text)
    label.setFont(font(CAPTION))
    label.setWordWrap(True)
    set_look(label, "muted")
    return label


def bare_card() -> QFrame:
    frame = QFrame()
    set_look(frame, "card")
    return frame


def empty_card(text: str) -> QFrame:
    """A card that says what will be there, and how."""
    frame = bare_card()
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    set_look(label, "muted")
    QVBoxLayout(frame).addWidget(label)
    return frame


def card(top: QHBoxLayout, *contents: QWidget) -> QFrame:
    """`top` above `contents`, the last of which takes the room."""
    frame = bare_card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(L, M + S, L, L)
    layout.setSpacing(M)
    layout.addLayout(top)
    for content in contents:
        layout.addWidget(content, int(content is contents[-1]))
    return frame


def row(*widgets: QWidget) -> QHBoxLayout:
    """The first on the left, the others on the right."""
    layout = QHBoxLayout()
    layout.setSpacing(M)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, int(index == 0))
    return layout


def keep_room(widget: QWidget) -> None:
    """Let nothing move when `widget` is hidden or shown."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def page_title(title: str, subtitle: QLabel) -> QVBoxLayout:
    """`title` in large type; below it `subtitle`, which the page fills, in small."""
    heading = QLabel(title)
    heading.setFont(font(HEADING, QFont.Weight.DemiBold))
    subtitle.setFont(font(CAPTION))
    set_look(subtitle, "muted")
    subtitle.setWordWrap(True)  # In the smallest window it has little room.
    subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    titles = QVBoxLayout()
    titles.setSpacing(0)
    titles.addWidget(heading)
    titles.addWidget(subtitle)
    return titles


class Folding(QWidget):
    """A row that becomes a column where it is narrower than it needs to be."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def needed(self) -> int:
        """The width that it needs as a row, in pixels."""
        raise NotImplementedError

    def turned(self, folds: bool) -> None:
        """It has just become a column, or a row again."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        folds = self.width() < self.needed()
        way = QBoxLayout.Direction.TopToBottom if folds else QBoxLayout.Direction.LeftToRight
        if way != self.row.direction():
            self.row.setDirection(way)
            self.turned(folds)


class FoldingRow(Folding):
    """Two layouts beside each other, or below each other where there is no room for that.

    first: takes the room that is left if it has a least width; second: must not be cut off
    """

    def __init__(
        self,
        first: QLayout,
        second: QLayout,
        least: int = 0,
        *,
        shares: tuple[int, int] | None = None,
    ) -> None:
        """least: of the first one's width beside the other, at the usual size of text
        shares: of all room, for the two as columns of cards"""
        super().__init__()
        self._first, self._second, self._least = first, second, least
        self._are_cards = shares is not None
        self.turned(False)
        to_first, to_second = shares or (int(least > 0), int(least == 0))
        self.row.addLayout(first, to_first)
        self.row.addLayout(second, to_second)

    def minimumSizeHint(self) -> QSize:
        height = self.row.minimumSize().height()
        return QSize(max(self._first.minimumSize().width(), self._second_width()), height)

    def needed(self) -> int:
        first = max(self._first.minimumSize().width(), sized(self._least))
        return first + self._gap(False) + self._second_width()

    def turned(self, folds: bool) -> None:
        self.row.setSpacing(self._gap(folds))

    def _gap(self, folds: bool) -> int:
        return M + S if self._are_cards else S if folds else M

    def _second_width(self) -> int:
        return self._second.minimumSize().width()


TITLE_WIDTH = 130
"""What a page's title needs beside its buttons."""


def add_side_buttons(
    row: QHBoxLayout, group: QButtonGroup, sides: Iterable[tuple[str, str]]
) -> None:
    """Append a button for each of `sides` (objectName, text); its id in `group` is its place."""
    for index, (name, text) in enumerate(sides):
        button = QPushButton(text)
        button.setObjectName(name)
        button.setCheckable(True)
        set_look(button, "flat")
        group.addButton(button, index)
        row.addWidget(button)


class Sides(QStackedWidget):
    """Needs no more room than the side in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        side = self.currentWidget()
        if side is None:
            return QSize()
        return side.minimumSizeHint().expandedTo(side.minimumSize())


class Side(NamedTuple):
    """One of a page's: its button's objectName and text, and what makes it."""

    button: str
    text: str
    make: Callable[[], QWidget]


class TabbedPage(QWidget):
    """A title and a row of buttons, and below them one of several sides.

    A side is made when it is first opened, so that opening the window need not wait for it.
    """

    def __init__(self, name: str, title: str, sides: Sequence[Side], *, row: bool = False) -> None:
        """name: the objectName; row: the buttons have a row of their own, below the title"""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._sides = sides
        self._made: dict[int, QWidget] = {}
        self._stack = Sides()
        self._subtitle = QLabel()
        self._header = QHBoxLayout()
        self._header.setSpacing(S)
        self._header.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(L, L, M, L)
        self._column.setSpacing(M + S)
        titles = page_title(title, self._subtitle)
        self._column.addWidget(FoldingRow(titles, self._header, TITLE_WIDTH))
        self._switch = self._header
        if row:
            self._switch = QHBoxLayout()
            self._switch.setSpacing(S)
            self._column.addLayout(self._switch)
        self._group = QButtonGroup(self)
        add_side_buttons(self._switch, self._group, (side[:2] for side in sides))
        self._column.addWidget(self._stack, 1)
        self._group.idClicked.connect(self.open_tab)

    @property
    def tab_count(self) -> int:
        return len(self._sides)

    def open_tab(self, index: int) -> None:
        """Show a tab, by its place in the row of buttons."""
        if index not in self._made:
            self._made[index] = self._sides[index].make()
        side, before = self._made[index], self._stack.currentWidget()
        self._group.button(index).setChecked(True)
        if side is not before:
            # One at a time: a stack is as high as the words of all that are in it ask for.
            self._stack.addWidget(side)
            self._stack.setCurrentWidget(side)
            if before is not None:
                self._stack.removeWidget(before)


TALL_FROM = 175
"""Per cent of the usual text, from which on a page has all the height that its words ask for."""
LOW = 600
"""Pixels of height, below which it has that as well: what is low is mostly narrow, too."""


class ScrolledPage(QScrollArea):
    """A page, which scrolls where the window is smaller than it can be, or the text larger.

    Not resizable in Qt's sense, which gives a page with wrapped words the height that it would
    like, also where it could do with less.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        page = self.widget()
        if page is None:  # Qt deletes it before the area.
            return
        size = self.viewport().size().expandedTo(page.minimumSizeHint())
        layout = page.layout()
        is_tight = text_percent() >= TALL_FROM or self.viewport().height() < LOW
        if is_tight and layout is not None and layout.hasHeightForWidth():
            size.setHeight(max(size.height(), layout.minimumHeightForWidth(size.width())))
        page.resize(size)


ARROW_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Key to (rows down, columns right)."""
