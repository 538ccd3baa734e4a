"""The time machine of kept runs: one or two of them, at the same epoch, beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.evaluation.repeats import differing
from dlgui.core.evaluation.run_epochs import RunPast, confusion, load_pasts
from dlgui.core.explain.steps import answer_of
from dlgui.core.nets.model import Model
from dlgui.core.training.settings import SETTINGS, setting_text
from dlgui.language import listed, sentences, tr
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.page import card_title, hint
from dlgui.ui.kit.theme import TITLE, L, M, S, font, set_look
from dlgui.ui.session.runs import run_title
from dlgui.ui.steps.answer_history import AnswerHistory, FiltersView
from dlgui.ui.steps.confusion_view import ConfusionView

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

MOST_RUNS = 2
"""Beside each other; more would be too narrow to be read."""


class KeptRuns(QFrame):
    """A slider over the epochs. The first run's network of that moment answers the pad."""

    opened = Signal()
    """There are runs to be seen."""
    left = Signal()
    """Back to the training of now."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        set_look(self, "card")
        self._session = session
        self._loading = session.tasks.newest(tr("Reading earlier networks"))
        self._asking = session.tasks.newest(tr("Asking earlier networks"))
        self._judging = session.tasks.newest(tr("Judging earlier networks"))
        self._pasts: list[RunPast] = []
        self._tried: Model | None = None
        self._pixels: np.ndarray | None = None
        self._answers: list[np.ndarray] = []
        self._counts: dict[int, np.ndarray] = {}
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self._moment = QLabel()
        self._hint = hint("")
        self._back = QPushButton(tr("Back to now"))
        self._columns = [_Column(index) for index in range(MOST_RUNS)]
        self._lay_out()
        self.slider.valueChanged.connect(self._visit)
        for index, column in enumerate(self._columns):
            column.history.chosen.connect(lambda place, at=index: self._go_to(at, place))
        self._back.clicked.connect(self.leave)
        session.pad.answered.connect(self._ask)
        session.pad.digit_changed.connect(self._ask)

    @property
    def is_open(self) -> bool:
        """Whether there are runs to be seen, from `show_runs` until `leave`."""
        return bool(self._pasts)

    def show_runs(self, paths: Sequence[Path]) -> None:
        """The first `MOST_RUNS` of these, at their last epoch, once they are read."""
        data = self._session.data
        known = {data.source: data.digits} if data.digits is not None else {}
        wanted = list(paths[:MOST_RUNS])
        self._loading.run(lambda: load_pasts(wanted, known), self._show)

    def leave(self) -> None:
        """Let what answered before do so again, and forget the runs."""
        self._end_trial()
        self._pasts, self._pixels, self._answers, self._counts = [], None, [], {}
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def _show(self, pasts: list[RunPast]) -> None:
        self._pasts, self._pixels, self._answers, self._counts = pasts, None, [], {}
        differs = differing([past.summary.config for past in pasts])
        labels = {setting.name: tr(setting.label) for setting in SETTINGS}
        for index, (column, past) in enumerate(zip(self._columns, pasts, strict=False)):
            own = (
                f"{labels.get(name, name)} {setting_text(values[index])}"
                for name, values in differs.items()
            )
            column.show_past(past, listed(own), is_alone=len(pasts) == 1)
        for index, column in enumerate(self._columns):
            column.setVisible(index < len(pasts))
        last = max(max(past.networks) for past in pasts)
        blocker = QSignalBlocker(self.slider)
        self.slider.setRange(1, last)
        self.slider.setEnabled(last > 1)
        self.slider.setValue(last)
        blocker.unblock()
        self._visit(last)
        self.opened.emit()
        self._ask()

    def _visit(self, epoch: int) -> None:
        if not self._pasts:
            return
        self._moment.setText(tr("Epoch {epoch}").format(epoch=epoch))
        for column in self._columns[: len(self._pasts)]:
            column.visit(epoch)
        first = self._pasts[0]
        at = first.kept_at(epoch)
        self._tried = first.networks[at]
        name = tr("{run}, epoch {epoch}").format(run=run_title(first.summary), epoch=at)
        self._session.reader.try_out(self._tried, name)
        self._judge()

    def _go_to(self, index: int, place: int) -> None:
        """A column of the answers was clicked."""
        self.slider.setValue(list(self._pasts[index].networks)[place])

    def _end_trial(self) -> None:
        if self._tried is not None and self._session.reader.model is self._tried:
            self._session.reader.end_trial()
        self._tried = None

    def _ask(self) -> None:
        """Have all the networks answer the digit on the pad, if they have not yet."""
        if not self.isVisible() or not self._pasts or self._session.is_closed:
            return
        digit = self._session.pad.digit
        self._hint.setText(self._hint_text(has_ink=digit is not None))
        if digit is None:
            self._pixels, self._answers = None, []
            self._show_answers()
        elif self._pixels is None or not np.array_equal(self._pixels, digit.pixels):
            pasts, pixels = self._pasts, digit.pixels
            self._pixels = pixels

            def show(answers: list[np.ndarray]) -> None:
                if self._pixels is pixels and self._pasts is pasts:
                    self._answers = answers
                    self._show_answers()

            self._asking.run(lambda: [_answers(past, pixels) for past in pasts], show)

    def _judge(self) -> None:
        """Have the networks of this moment read the validation digits, if they have not yet."""
        shown = [
            (column, past.networks[column.epoch], past.digits)
            for column, past in zip(self._columns, self._pasts, strict=False)
        ]
        missing = [
            (model, digits)
            for _, model, digits in shown
            if digits is not None and id(model) not in self._counts
        ]
        for column, model, digits in shown:
            column.show_confusion(self._counts.get(id(model)), is_there=digits is not None)
        if missing:
            known = self._counts

            def keep(found: dict[int, np.ndarray]) -> None:
                known.update(found)
                if self._counts is known:
                    self._judge()

            self._judging.run(
                lambda: {id(model): confusion(model, digits) for model, digits in missing}, keep
            )

    def _show_answers(self) -> None:
        for index, column in enumerate(self._columns[: len(self._pasts)]):
            column.show_answers(self._answers[index] if self._answers else None)

    def _hint_text(self, *, has_ink: bool) -> str:
        if not has_ink:
            return tr("Draw a digit on the pad to see its ten probabilities over the epochs.")
        if len(self._pasts) > 1:
            return tr("The network of this moment of the first run answers the pad.")
        return tr("The network of this moment answers the pad; the page Inside shows it too.")

    def _lay_out(self) -> None:
        self.slider.setObjectName("epochSlider")
        self.slider.setAccessibleName(tr("Epoch of the kept runs"))
        self.slider.setPageStep(1)
        self._moment.setObjectName("epochLabel")
        self._moment.setFont(font(TITLE, QFont.Weight.DemiBold))
        self._back.setObjectName("leaveKeptRunsButton")
        top = QHBoxLayout()
        top.addWidget(self._moment, 1)
        top.addWidget(self._back)
        beside = QHBoxLayout()
        beside.setSpacing(L)
        for column in self._columns:
            beside.addWidget(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, L, L)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self.slider)
        layout.addWidget(self._hint)
        layout.addLayout(beside, 1)


class _Column(QWidget):
    """One run: its answers over the epochs, and its filters and confusion matrix at one of them."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._past: RunPast | None = None
        self.epoch = 0
        """The kept one that is closest to the one that was asked for."""
        self._title, self._differs, self._note = card_title(""), hint(""), hint("")
        self.history, self._filters, self._confusion = (
            AnswerHistory(by_epoch=True),
            FiltersView(),
            ConfusionView(),
        )
        self._judged = hint("")
        for name, widget in (
            ("keptRunNote", self._note),
            ("keptRunAnswers", self.history),
            ("keptRunFilters", self._filters),
            ("keptRunConfusion", self._confusion),
        ):
            widget.setObjectName(f"{name}{index + 1}")
        self._title.setWordWrap(True)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(M)
        for title, widget, below in (
            (tr("Filters of the first layer"), self._filters, None),
            (tr("Confusion matrix"), self._confusion, self._judged),
        ):
            part = QVBoxLayout()
            part.setSpacing(S)
            part.addWidget(card_title(title))
            part.addWidget(widget, 1)
            if below is not None:
                part.addWidget(below)
            self._parts.addLayout(part, 2 if below is None else 3)
        layout = self._rows = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self._title)
        layout.addWidget(self._differs)
        layout.addWidget(self._note)
        layout.addWidget(self.history, 2)
        layout.addLayout(self._parts, 3)

    def minimumSizeHint(self) -> QSize:
        """With room for words that are wrapped at this width, so that nothing else gives way."""
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(0, self._rows.minimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def show_past(self, past: RunPast, differs: str, *, is_alone: bool) -> None:
        """differs: the settings that the other run does not share, in words"""
        self._past = past
        self._title.setText(run_title(past.summary))
        self._differs.setText(differs)
        self._differs.setVisible(bool(differs))
        way = QBoxLayout.Direction.LeftToRight if is_alone else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(way)
        self.show_answers(None)

    def visit(self, epoch: int) -> None:
        """Show the kept network that is closest to this epoch, and say which one that is."""
        assert self._past is not None
        self.epoch = self._past.kept_at(epoch)
        model = self._past.networks[self.epoch]
        self._filters.show_model(model)
        self.history.mark(list(self._past.networks).index(self.epoch))
        self._note.setText(_note(self._past, epoch, self.epoch))

    def show_answers(self, answers: np.ndarray | None) -> None:
        """float32 [networks, classes]"""
        assert self._past is not None
        classes = next(iter(self._past.networks.values())).classes
        found = np.zeros((0, len(classes)), np.float32) if answers is None else answers
        self.history.show_answers(list(self._past.networks), found, classes)

    def show_confusion(self, counts: np.ndarray | None, *, is_there: bool) -> None:
        """None while it is being made, or where the digits are not here."""
        assert self._past is not None
        if not is_there:
            self._judged.setText(tr("The digits that it was validated by are not here."))
        elif counts is not None:
            text = tr("{right:,} of {count:,} validation digits are read right.")
            right, count = int(np.trace(counts)), int(counts.sum())
            self._judged.setText(text.format(right=right, count=count))
        elif not len(self._confusion.counts):
            self._judged.setText(tr("Reading the validation digits…"))
        if counts is not None or not is_there:
            classes = self._past.networks[self.epoch].classes
            self._confusion.show_counts(np.zeros((0, 0)) if counts is None else counts, classes)


def _answers(past: RunPast, pixels: np.ndarray) -> np.ndarray:
    return np.stack([answer_of(model, pixels) for model in past.networks.values()])


def _note(past: RunPast, wanted: int, shown: int) -> str:
    """Which of its networks is shown, how well it validated, and why it is no other one."""
    last = max(past.networks)
    accuracy = past.networks[shown].summary.get("validation_accuracy")
    if isinstance(accuracy, float):
        text = tr("Epoch {epoch} of {epochs}: {accuracy} in its validation.").format(
            epoch=shown, epochs=last, accuracy=in_percent(accuracy, 2)
        )
    else:
        text = tr("Epoch {epoch} of {epochs}.").format(epoch=shown, epochs=last)
    more = ""
    if len(past.networks) == 1 and past.summary.epochs > 1:
        more = tr(
            "No other epoch is left: its checkpoints were deleted, or it was handed on without "
            "them."
        )
    elif wanted > last:
        more = tr("It was not trained further.")
    elif shown != wanted:
        more = tr("Epoch {epoch} was not kept; this is the closest one.").format(epoch=wanted)
    return sentences([text, more]) if more else text
