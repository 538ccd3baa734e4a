"""The time machine: the network as it was earlier in the run answers the pad."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain.steps import answer_of
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.core.training.events import SnapshotTaken
from dlgui.language import tr
from dlgui.ui.kit.page import bare_card, card_title, empty_card, hint
from dlgui.ui.kit.theme import TITLE, L, M, S, font, set_look
from dlgui.ui.steps.answer_history import AnswerHistory, FiltersView
from dlgui.ui.steps.kept_runs import KeptRuns
from dlgui.ui.steps.record import Record

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

Answers = dict[int, tuple[SnapshotTaken, np.ndarray]]
"""By the identity of the snapshot, which is held so that no other one can get it."""


class TimeTab(QWidget):
    """A moment that is chosen answers until one goes back to now, on the other pages too."""

    def __init__(self, session: Session, record: Record) -> None:
        super().__init__()
        self._session, self._record = session, record
        self._reading = session.tasks.newest(tr("Asking earlier networks"))
        self._visited: SnapshotTaken | None = None
        self._pixels: np.ndarray | None = None
        self._answers: Answers = {}
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.now_button = QPushButton(tr("Back to now"))
        self.history = AnswerHistory()
        self.filters = FiltersView()
        self.kept_runs = KeptRuns(session)
        self._moment = QLabel()
        self._hint = QLabel()
        self._stage = QStackedWidget()
        self._lay_out()
        self.slider.valueChanged.connect(self.visit)
        self.history.chosen.connect(self.slider.setValue)
        self.now_button.clicked.connect(self.go_to_now)
        self.kept_runs.opened.connect(self._on_runs_opened)
        self.kept_runs.left.connect(self._follow)
        record.snapshots_changed.connect(self._follow)
        record.restarted.connect(self._follow)
        session.reader.changed.connect(self._on_model)
        session.pad.answered.connect(self._ask)
        session.pad.digit_changed.connect(self._ask)

    @property
    def visited(self) -> SnapshotTaken | None:
        """The moment that answers the pad; None for now."""
        return self._visited

    def visit(self, index: int) -> None:
        """Let a kept network answer, or what answers now for the newest one."""
        snapshots = self._record.timeline.snapshots
        if not 0 <= index < len(snapshots):
            return
        if index == len(snapshots) - 1:
            self.go_to_now()
            return
        self._visited = visited = snapshots[index]
        title = self._session.training.title or tr("This run")
        name = tr("{run}, step {step:,}").format(run=title, step=visited.step)
        self._session.reader.try_out(visited.model, name)
        self._describe()

    def go_to_now(self) -> None:
        if self._visited is not None:
            self._visited = None
            self._session.reader.end_trial()
        self._follow()

    def open_runs(self, paths: Sequence[Path]) -> None:
        """See one or two kept runs at their epochs, until one goes back to now."""
        self.kept_runs.show_runs(paths)

    def _on_runs_opened(self) -> None:
        self._visited = None
        self._stage.setCurrentWidget(self.kept_runs)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _on_model(self) -> None:
        """Another variant or model was chosen elsewhere, or the run's outcome has come."""
        if self._visited is not None and self._session.reader.model is not self._visited.model:
            self._visited = None
            self._follow()

    def _follow(self) -> None:
        if not self.isVisible() or self.kept_runs.is_open:
            return
        snapshots = self._record.timeline.snapshots
        self._stage.setCurrentIndex(1 if len(snapshots) > 1 else 0)
        blocker = QSignalBlocker(self.slider)
        self.slider.setRange(0, max(len(snapshots) - 1, 0))
        self.slider.setValue(self._index())
        blocker.unblock()
        self._describe()
        self._ask()

    def _index(self) -> int:
        """Of the moment that is shown, or of the closest one that is still kept."""
        steps = [snapshot.step for snapshot in self._record.timeline.snapshots]
        if self._visited is None or not steps:
            return max(len(steps) - 1, 0)
        step = self._visited.step
        return min(range(len(steps)), key=lambda index: abs(steps[index] - step))

    def _describe(self) -> None:
        snapshots = self._record.timeline.snapshots
        if not snapshots:
            return
        shown = self._visited or snapshots[-1]
        text = tr("Step {step:,}, epoch {epoch}")
        if self._visited is None:
            text = tr("Step {step:,}, epoch {epoch}: now")
        elif shown.step == 0:
            text = tr("Step 0: before the first step, with weights made by chance")
        self._moment.setText(text.format(step=shown.step, epoch=shown.epoch))
        self.now_button.setEnabled(self._visited is not None)
        self.filters.show_model(shown.model)
        self.history.mark(self._index())

    def _ask(self) -> None:
        """Have the kept networks answer the digit on the pad, those that have not yet."""
        digit = self._session.pad.digit
        if not self.history.isVisible() or self._session.is_closed:
            return
        if digit is None:
            self._pixels, self._answers = None, {}
            self._show_answers()
            return
        self._hint.hide()
        pixels = digit.pixels
        if self._pixels is None or not np.array_equal(pixels, self._pixels):
            self._pixels, self._answers = pixels, {}
        known, snapshots = self._answers, list(self._record.timeline.snapshots)
        for forgotten in known.keys() - set(map(id, snapshots)):
            del known[forgotten]
        missing = [snapshot for snapshot in snapshots if id(snapshot) not in known]
        if missing:

            def ask() -> Answers:
                return {id(one): (one, answer_of(one.model, pixels)) for one in missing}

            def show(found: Answers) -> None:
                if self._answers is known:
                    known.update(found)
                    self._show_answers()

            self._reading.run(ask, show)
        else:
            self._show_answers()

    def _show_answers(self) -> None:
        snapshots = self._record.timeline.snapshots
        has_ink = self._pixels is not None
        self._hint.setVisible(not has_ink)
        known = [one for one in snapshots if id(one) in self._answers] if has_ink else []
        if has_ink and len(known) < len(snapshots) - 8:
            return  # wait for the rest: a picture that fills up bit by bit only flickers
        classes = snapshots[0].model.classes if snapshots else DIGIT_CLASSES
        answers = np.zeros((0, len(classes)), np.float32)
        if known:
            newest = self._answers[id(known[-1])]
            answers = np.stack([self._answers.get(id(one), newest)[1] for one in snapshots])
        self.history.show_answers([one.step for one in snapshots], answers, classes)
        self.history.mark(self._index())

    def _lay_out(self) -> None:
        self.slider.setObjectName("timeSlider")
        self.slider.setAccessibleName(tr("Moment of the run"))
        self.now_button.setObjectName("nowButton")
        self._moment.setObjectName("momentLabel")
        self._moment.setFont(font(TITLE, QFont.Weight.DemiBold))
        top = QHBoxLayout()
        top.addWidget(self._moment, 1)
        top.addWidget(self.now_button)
        card = bare_card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(L, M + S, L, L)
        inside.setSpacing(M)
        inside.addLayout(top)
        inside.addWidget(self.slider)
        inside.addWidget(
            hint(
                tr(
                    "The network of this moment answers the pad; the page Inside shows it too. The "
                    "training goes on meanwhile."
                )
            )
        )
        inside.addSpacing(S)
        inside.addWidget(card_title(tr("How the answer to the digit on the pad changed")))
        self._hint.setText(tr("Draw a digit on the pad to see its ten probabilities over the run."))
        set_look(self._hint, "muted")
        inside.addWidget(self._hint)
        inside.addWidget(self.history, 3)
        inside.addWidget(card_title(tr("Filters of the first layer")))
        inside.addWidget(self.filters, 2)
        self._stage.addWidget(
            empty_card(
                tr("Start a training on the page Train; here you can go back to any moment of it.")
            )
        )
        self._stage.addWidget(card)
        self._stage.addWidget(self.kept_runs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stage)
