"""A chapter's text, as tall as it is, so that it scrolls together with the figure below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent, QWheelEvent

from dlgui.ui.learn.chapters import Chapter, key_of
from dlgui.ui.prose import ProseView
from dlgui.ui.theme import set_look, theme_notifier

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

    def __init__(self, chapter: Chapter) -> None:
        super().__init__(chapter.text)
        self.setObjectName("chapterText")
        self.setAccessibleName(chapter.title)
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
