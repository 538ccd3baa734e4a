"""The chapters, and which of their tasks are done."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from dlgui.ui.icons import icon
from dlgui.ui.learn.chapters import Chapter
from dlgui.ui.theme import set_look, theme_notifier


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
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chapters = chapters
        self._done: Collection[str] = ()
        for chapter in chapters:
            self.addItem(QListWidgetItem(chapter.title))
        self.currentRowChanged.connect(lambda row: self.chosen.emit(chapters[row].key))
        theme_notifier.themeChanged.connect(self._show)

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
