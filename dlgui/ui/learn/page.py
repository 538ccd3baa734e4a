"""The *Learn* page: chapters with one thing to do in the window each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.training.events import Event
from dlgui.jobs.training_job import TrainingState
from dlgui.language import current
from dlgui.ui.kit.page import TITLE_WIDTH, FoldingRow, page_title
from dlgui.ui.kit.theme import L, M, S, fix_width, set_look
from dlgui.ui.learn.chapters import Chapter, ChapterList, ChapterText, load_chapters
from dlgui.ui.learn.exercises import EXERCISES, Exercise, TaskCard, ValuePointedAt, Watch
from dlgui.ui.learn.experiment import Experiments, data_figure, race_figure
from dlgui.ui.learn.figures import ActivationFigure, CostFigure, Figure
from dlgui.ui.session.focus import Focus
from dlgui.ui.session.messages import Message

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

LIST_WIDTH = 176
TEXT_WIDTH = 720
"""Longer lines are hard to read."""


class LearnPage(QWidget):
    """Only the task of the chapter that is open is watched for, whatever page is shown."""

    go_wanted = Signal(object)
    """Exercise: the person wants to be where it is done, with its settings, and nothing started."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("pageLearn")
        self.setAccessibleName(self.tr("Learn"))
        self._session = session
        self._chapters = load_chapters(current())
        self._open: Chapter | None = None
        self._watch: Watch | None = None
        self._was_seen = False
        self._experiments = Experiments(session)
        self._figures = self._made_figures()
        self._list = ChapterList(self._chapters)
        self._scroll = QScrollArea()
        self._task = TaskCard()
        self._subtitle = QLabel()
        self._forget = QPushButton(self.tr("Begin again"))
        self._forget.clicked.connect(self.forget)
        self._lay_out()
        self._list.chosen.connect(self.open_chapter)
        self._task.go_wanted.connect(self._go)
        self._task.next_wanted.connect(self._open_next)
        session.pad.answered.connect(self.notice)
        session.hints.found.connect(self.notice)
        session.training.events.connect(self._on_events)
        session.training.changed.connect(self._block)
        self._show_progress()
        last = session.settings.number("learn/chapter", 1)
        self.open_chapter(self._chapters[min(max(last, 1), len(self._chapters)) - 1].key)

    @property
    def chapter(self) -> Chapter:
        """The one that is open."""
        assert self._open is not None
        return self._open

    def is_done(self, key: str) -> bool:
        """Whether the task of a chapter was done, now or in an earlier session."""
        return bool(self._session.settings.number(f"learn/{key}", 0))

    def follow(self, focus: Focus) -> None:
        """Notice what is looked at on the page Inside."""
        focus.changed.connect(lambda: self._on_focus(focus))

    def open_chapter(self, key: str) -> None:
        chapter = next(chapter for chapter in self._chapters if chapter.key == key)
        if chapter is self._open:
            return
        self._open = chapter
        self._session.settings.set_number("learn/chapter", chapter.number)
        self._list.show_open(key)
        self._show_text(chapter)
        self._task.show_task(chapter, self._exercise, chapter is self._chapters[-1])
        self._task.show_done(self.is_done(key))
        self._watch = None if self.is_done(key) else self._exercise.watch()
        self._block()

    def notice(self, seen: object) -> None:
        """What has happened in the window, as `dlgui.ui.learn.exercises` names it.

        Nobody has done a task of which they cannot know: the page must have been seen first.
        """
        if not self._was_seen or self._watch is None or not self._watch(seen):
            return
        self._watch = None
        self._session.settings.set_number(f"learn/{self.chapter.key}", 1)
        self._task.show_done(True)
        self._show_progress()
        if not self.isVisible():
            self._tell()

    def forget(self) -> None:
        """No task was done, for the next class."""
        for chapter in self._chapters:
            self._session.settings.set_number(f"learn/{chapter.key}", 0)
        self._task.show_done(False)
        self._watch = self._exercise.watch()
        self._show_progress()
        self.open_chapter(self._chapters[0].key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._was_seen = True

    def _tell(self) -> None:
        """The person is elsewhere: say that it was noticed."""
        text = self.tr("Done: that was the task of the chapter “{title}”.")
        message = Message(
            "info",
            text.format(title=self.chapter.title),
            self.tr("Back to Learn"),
            lambda: self.go_wanted.emit(None),
        )
        self._session.messages.say(message)

    @property
    def _exercise(self) -> Exercise:
        return EXERCISES[self.chapter.key]

    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            self.notice(event)

    def _on_focus(self, focus: Focus) -> None:
        insight, stage = focus.insight, focus.current()
        if insight is None or stage is None or not insight.pixels.any() or not stage.has_maps:
            return
        if focus.place != stage.strongest(focus.map):
            self.notice(ValuePointedAt(stage))

    def _go(self) -> None:
        figure = self._figures.get(self.chapter.key)
        if self._exercise.place == "figure" and figure is not None:
            self._scroll.ensureWidgetVisible(figure)
            figure.setFocus()
        else:
            self.go_wanted.emit(self._exercise)

    def _block(self) -> None:
        trains = self._session.training.state is not TrainingState.IDLE
        needs_settings = self._exercise.config is not None
        reason = self.tr("A training is under way: stop it first, or wait until it has ended.")
        self._task.block(reason if trains and needs_settings else "")

    def _open_next(self) -> None:
        self.open_chapter(self._chapters[self.chapter.number].key)

    def _show_text(self, chapter: Chapter) -> None:
        text = ChapterText(chapter)
        text.chapter_wanted.connect(self.open_chapter)
        inside = QWidget()
        set_look(inside, "plain")
        inside.setMaximumWidth(TEXT_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(L)
        column.addWidget(text)
        for other in self._figures.values():
            other.setParent(self)  # or it would go with the text of its chapter
        figure = self._figures.get(chapter.key)
        if figure is not None:
            column.addWidget(figure)
            figure.show()
        column.addStretch()
        self._scroll.setWidget(inside)

    def _made_figures(self) -> dict[str, Figure]:
        """By the key of the chapter. They keep what a person has done with them."""
        session, experiments = self._session, self._experiments
        figures: dict[str, Figure] = {
            "activation": ActivationFigure(),
            "cost": CostFigure(session),
            "data": data_figure(experiments, session),
            "choosing": race_figure(experiments, session),
        }
        for figure in figures.values():
            figure.setParent(self)
            figure.hide()
            figure.acted.connect(self.notice)
        return figures

    def _show_progress(self) -> None:
        done = [chapter.key for chapter in self._chapters if self.is_done(chapter.key)]
        self._list.show_done(done)
        self._forget.setVisible(bool(done))
        text = self.tr("Short chapters, with the window as the figure. {done} of {count} done.")
        self._subtitle.setText(text.format(done=len(done), count=len(self._chapters)))

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setObjectName("chapterScroll")
        self._scroll.setAccessibleName(self.tr("Chapter"))
        fix_width(self._list, LIST_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(M + S)
        right.addWidget(_card(self._scroll), 1)
        right.addWidget(self._task)
        body = QHBoxLayout()
        body.setSpacing(M + S)
        body.addWidget(_card(self._list))
        body.addLayout(right, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M + S)
        self._forget.setObjectName("forgetProgressButton")
        self._forget.setToolTip(self.tr("Takes away the ticks, for the next class."))
        set_look(self._forget, "flat")
        beside = QHBoxLayout()
        beside.addStretch()
        beside.addWidget(self._forget)
        title = page_title(self.tr("Learn"), self._subtitle)
        page.addWidget(FoldingRow(title, beside, TITLE_WIDTH))
        page.addLayout(body, 1)


def _card(inside: QWidget) -> QFrame:
    card = QFrame()
    set_look(card, "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.addWidget(inside)
    return card
