"""The chapters: Markdown files that a web page shows as they stand, their list, and their text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dlgui import paths
from dlgui.ui.kit.icons import icon
from dlgui.ui.kit.prose import ProseView
from dlgui.ui.kit.theme import set_look, theme_notifier

LANGUAGE = "en"
"""The language that every chapter has."""

_NAME = re.compile(r"(\d+)-(.+)\.md")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked before an experiment, or after it.

    options: whole sentences to choose from; none where a curve is drawn
    right: the one that is right, where that is known beforehand; why: the explanation
    """

    text: str
    options: tuple[str, ...] = ()
    right: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file, "04-cost.md": its number and key, and its parts in Markdown.

    title: the first heading; text: with that heading, up to the last sections; these are what is
    asked before the experiment, where there is one, the task, and what is asked after it
    """

    number: int
    key: str
    title: str
    text: str
    task: str
    before: Asked | None = None
    after: Asked | None = None

    @property
    def lead(self) -> str:
        """The title and the first paragraph, with what a colon leads to: the figure follows."""
        blocks = self.text.split("\n\n")
        count = 3 if blocks[1].endswith((":", "：")) else 2
        return "\n\n".join(blocks[:count])

    @property
    def rest(self) -> str:
        """The text after the figure."""
        return self.text[len(self.lead) :].lstrip()


def load_chapters(language: str = LANGUAGE) -> tuple[Chapter, ...]:
    """In their order. language: as "de"; what is not translated comes in English."""
    files = sorted(paths.resource("learn", LANGUAGE).glob("*.md"))
    return tuple(_chapter(_translated(file, language)) for file in files)


def key_of(link: str) -> str | None:
    """The key of the chapter that a link leads to, or None for any other link."""
    found = _NAME.fullmatch(link)
    return found[2] if found else None


def _translated(file: Path, language: str) -> Path:
    translated = paths.resource("learn", language, file.name)
    return translated if translated.is_file() else file


def _chapter(file: Path) -> Chapter:
    found = _NAME.fullmatch(file.name)
    assert found is not None, file
    sections = file.read_text("utf-8").split("\n## ")
    title = sections[0].partition("\n")[0].removeprefix("# ")
    before, after = None, None
    if RIGHT in sections[-1]:
        after = _asked(sections.pop())
        before = _asked(sections.pop(-2))
    task = _content(sections.pop())
    text = "\n## ".join(sections)
    return Chapter(int(found[1]), found[2], title, text, task, before, after)


RIGHT = "\n- [x] "
"""How Markdown's lists of tasks begin the one answer that is right; the others have no x."""
_OPTION = re.compile(r"- (\[[ x]\] )?(.+)", re.DOTALL)


def _content(section: str) -> str:
    """Without its heading."""
    return section.partition("\n")[2].strip()


def _asked(section: str) -> Asked:
    text, why = "", ""
    options: list[str] = []
    right = None
    for block in re.split(r"\n\n|\n(?=- )", _content(section)):
        words = " ".join(block.split())
        found = _OPTION.fullmatch(words)
        if found is not None:
            right = len(options) if found[1] == "[x] " else right
            options.append(found[2])
        elif options:
            why = f"{why}\n\n{words}".strip()
        else:
            text = f"{text}\n\n{words}".strip()
    return Asked(text, tuple(options), right, why)


AROUND_ITEM = 4
"""Pixels beside a chapter's name: the style sheet's padding and margins."""


class _WrappingDelegate(QStyledItemDelegate):
    """Qt measures as if there were neither scroll bar nor padding, and cuts off a line too long."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = option.widget
        if isinstance(view, QListWidget):
            option.rect.setWidth(view.viewport().width() - 2 * AROUND_ITEM)
        return super().sizeHint(option, index)


class ChapterList(QListWidget):
    """The arrow keys and the mouse open a chapter."""

    chosen = Signal(str)
    """The key of a chapter."""

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        super().__init__()
        self.setObjectName("chapterList")
        self.setAccessibleName(self.tr("Chapters"))
        set_look(self, "chapters")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(14, 14))
        self.setItemDelegate(_WrappingDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chapters = chapters
        self._done: Collection[str] = ()
        for chapter in chapters:
            self.addItem(QListWidgetItem(f"{chapter.number}  {chapter.title}"))
        self.currentRowChanged.connect(lambda row: self.chosen.emit(chapters[row].key))
        theme_notifier.themeChanged.connect(self._show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_open(self, key: str) -> None:
        self.setCurrentRow([chapter.key for chapter in self._chapters].index(key))

    def show_done(self, done: Collection[str]) -> None:
        self._done = done
        self._show()

    def _show(self) -> None:
        check, to_do = icon("done", "good"), icon("circle", "border_strong")
        for row, chapter in enumerate(self._chapters):
            item, is_done = self.item(row), chapter.key in self._done
            item.setIcon(check if is_done else to_do)
            state = self.tr("done") if is_done else self.tr("to do")
            spoken = f"{chapter.number}. {chapter.title}, {state}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)


SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class ChapterText(ProseView):
    chapter_wanted = Signal(str)
    """The key of the chapter that a link leads to."""

    def __init__(self, title: str, text: str) -> None:
        """text: in Markdown"""
        super().__init__(text)
        self.setObjectName("chapterText")
        self.setAccessibleName(title)
        set_look(self, "plain")
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._open)
        theme_notifier.themeChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # What it lies in scrolls.

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in SCROLLING:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        around = self.height() - self.viewport().height()
        self.setFixedHeight(round(self.document().size().height()) + around + 1)

    def _open(self, link: QUrl) -> None:
        key = key_of(link.toString())
        if key is not None:
            self.chapter_wanted.emit(key)
        else:
            QDesktopServices.openUrl(link)
