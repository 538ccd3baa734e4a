"""The *Learn* page: chapters with one thing to do in the window each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
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
from dlgui.ui.kit.theme import L, M, S, fix_width, set_look, sized
from dlgui.ui.learn.chapters import Chapter, ChapterList, ChapterText, load_chapters
from dlgui.ui.learn.descent_figure import DescentFigure
from dlgui.ui.learn.digit_figures import NumbersFigure, TurnFigure
from dlgui.ui.learn.exercises import (
    EXERCISES,
    Exercise,
    LossShown,
    TaskCard,
    ValuePointedAt,
    Watch,
)
from dlgui.ui.learn.expectations import EXPECTATIONS, ExpectationSettled, Outcome
from dlgui.ui.learn.experiment import Experiments, data_figure, race_figure
from dlgui.ui.learn.figure import Figure
from dlgui.ui.learn.figures import ActivationFigure, CostFigure
from dlgui.ui.learn.neuron_figure import NeuronFigure
from dlgui.ui.learn.prediction import PredictionCard
from dlgui.ui.learn.progress import Expected, Progress
from dlgui.ui.learn.small_figures import ChainFigure, FitFigure, TimelineFigure
from dlgui.ui.learn.window_figure import WindowFigure
from dlgui.ui.session.focus import Focus
from dlgui.ui.session.messages import Message

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

LIST_WIDTH, LEAST_LIST_WIDTH, LIST_SHARE = 176, 132, 0.35
"""Of the list of chapters, at the usual size of text, and what it has of a narrow page."""
TEXT_WIDTH = 720
"""Longer lines are hard to read."""
SETTLED_MS = 600
"""Until an answer on the pad counts: what it passes through while one draws does not."""


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
        self._progress = Progress(session.settings)
        self._prediction: PredictionCard | None = None
        self._outcomes: dict[str, Outcome] = {}
        self._passing: object = None
        self._settling = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settling.timeout.connect(lambda: self.notice(self._passing))
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
        session.pad.answered.connect(self._let_settle)
        session.pad.drawing_changed.connect(self._settling.stop)
        session.hints.found.connect(self.notice)
        session.training.events.connect(self._on_events)
        session.training.changed.connect(self._block)
        self._await_outcomes()
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
        return self._progress.is_done(key)

    def follow(self, focus: Focus) -> None:
        """Notice what is looked at on the page Inside."""
        focus.changed.connect(lambda: self._on_focus(focus))

    def open_chapter(self, key: str) -> None:
        chapter = next(chapter for chapter in self._chapters if chapter.key == key)
        if chapter is not self._open:
            self._show_chapter(chapter)

    def _show_chapter(self, chapter: Chapter) -> None:
        self._open = chapter
        self._session.settings.set_number("learn/chapter", chapter.number)
        self._list.show_open(chapter.key)
        self._show_text(chapter)
        self._task.show_task(chapter, self._exercise, chapter is self._chapters[-1])
        is_done = self.is_done(chapter.key)
        self._task.show_done(is_done)
        self._watch = None if is_done else self._exercise.watch()
        self._ask_first()

    def notice(self, seen: object) -> None:
        """What has happened in the window, as `dlgui.ui.learn.exercises` names it.

        Nobody has done a task of which they cannot know: the page must have been seen first.
        """
        if not self._was_seen:
            return
        for key, outcome in list(self._outcomes.items()):
            self._take_truth(key, outcome, seen)
        if self._watch is None or not self._watch(seen):
            return
        self._watch = None
        self._progress.set_done(self.chapter.key)
        self._task.show_done(True)
        if self._prediction is not None:
            self._prediction.show_over(True)
        self._show_progress()
        if not self.isVisible():
            self._tell()

    def forget(self) -> None:
        """No task was done, and nothing expected, for the next class."""
        self._progress.forget([chapter.key for chapter in self._chapters])
        self._outcomes.clear()
        self._show_progress()
        self._show_chapter(self._chapters[0])

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

    def _let_settle(self, passing: object) -> None:
        """An answer on the pad, which may be on its way to another one."""
        self._passing = passing
        self._settling.start()

    def _act(self, seen: object) -> None:
        """What a person did with a figure."""
        if isinstance(seen, LossShown):
            self._let_settle(seen)
        else:
            self.notice(seen)

    # What is expected

    def _await_outcomes(self) -> None:
        """Of what was said in an earlier session, too."""
        for key, expectation in EXPECTATIONS.items():
            expected = self._progress.expected(key)
            if expected.is_settled and not expected.truth.is_whole:
                self._outcomes[key] = expectation.outcome(self._session)

    def _take_truth(self, key: str, outcome: Outcome, seen: object) -> None:
        truth = outcome(seen)
        if truth is None:
            return
        if truth.is_whole:
            del self._outcomes[key]
        if key == self.chapter.key and self._prediction is not None:
            self._prediction.show_truth(truth)
        else:
            self._progress.set_expected(key, replace(self._progress.expected(key), truth=truth))

    def _on_expected(self, expected: Expected) -> None:
        key = self.chapter.key
        was_settled = self._progress.expected(key).is_settled
        self._progress.set_expected(key, expected)
        if not expected.is_settled:
            self._outcomes.pop(key, None)
        elif not was_settled:
            self._outcomes[key] = EXPECTATIONS[key].outcome(self._session)
            self._take_truth(key, self._outcomes[key], ExpectationSettled())
        self._ask_first()

    def _ask_first(self) -> None:
        """Let the experiment wait until the person has said what they expect of it."""
        is_held = self._prediction is not None and not self._prediction.expected.is_settled
        self._figures[self.chapter.key].hold(is_held)
        self._task.ask_first(is_held)
        self._block()

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
        figure, asked = self._figures[self.chapter.key], self._prediction
        if asked is not None and not asked.expected.is_settled:
            self._scroll.ensureWidgetVisible(asked)
            asked.begin()
        elif self._exercise.place == "figure":
            self._scroll.ensureWidgetVisible(figure)
            figure.setFocus()
        else:
            self.go_wanted.emit(self._exercise)

    def _block(self) -> None:
        trains = self._session.training.state is not TrainingState.IDLE
        needs_settings = self._exercise.config is not None
        reason = self.tr("A training is under way: stop it first, or wait until it has ended.")
        is_asked = self._prediction is not None and not self._prediction.expected.is_settled
        self._task.block(reason if trains and needs_settings and not is_asked else "")

    def _open_next(self) -> None:
        self.open_chapter(self._chapters[self.chapter.number].key)

    def _show_text(self, chapter: Chapter) -> None:
        inside = QWidget()
        set_look(inside, "plain")
        inside.setMaximumWidth(TEXT_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(L)
        for other in self._figures.values():
            other.setParent(self)  # or it would go with the text of its chapter
            other.hide()
        column.addWidget(self._made_text(chapter.lead))
        column.addWidget(self._figures[chapter.key])
        self._prediction = self._made_prediction(chapter)
        if self._prediction is not None:
            column.addWidget(self._prediction)
        column.addWidget(self._made_text(chapter.rest))
        column.addStretch()
        self._scroll.setWidget(inside)
        self._figures[chapter.key].show()

    def _made_prediction(self, chapter: Chapter) -> PredictionCard | None:
        expectation = EXPECTATIONS.get(chapter.key)
        if expectation is None or chapter.before is None or chapter.after is None:
            return None
        expected = self._progress.expected(chapter.key)
        card = PredictionCard(chapter.before, chapter.after, expectation.axes, expected)
        card.show_over(self.is_done(chapter.key))
        card.changed.connect(self._on_expected)
        return card

    def _made_text(self, text: str) -> ChapterText:
        made = ChapterText(self.chapter.title, text)
        made.chapter_wanted.connect(self.open_chapter)
        return made

    def _made_figures(self) -> dict[str, Figure]:
        """By the key of the chapter. They keep what a person has done with them."""
        session, experiments = self._session, self._experiments
        figures: dict[str, Figure] = {
            "neural-network": NumbersFigure(session),
            "neurons-layers-weights": NeuronFigure(session),
            "activation": ActivationFigure(),
            "cost": CostFigure(session),
            "gradient-descent": DescentFigure(session),
            "backpropagation": ChainFigure(),
            "convolution": WindowFigure(session),
            "overfitting": FitFigure(),
            "data": data_figure(experiments, session),
            "choosing": race_figure(experiments, session),
            "limits": TurnFigure(session),
            "reading-on": TimelineFigure(),
        }
        for figure in figures.values():
            figure.setParent(self)
            figure.hide()
            figure.acted.connect(self._act)
        return figures

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share = max(round(LIST_SHARE * self.width()), sized(LEAST_LIST_WIDTH))
        self._list.setFixedWidth(min(share, sized(LIST_WIDTH)))

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
