"""The *Steps* page: follows learning step by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.jobs.training_job import TrainingState
from dlgui.language import tr
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import Side, TabbedPage
from dlgui.ui.kit.theme import M, set_look
from dlgui.ui.steps.focus import StepFocus
from dlgui.ui.steps.layers_tab import LayersTab
from dlgui.ui.steps.record import Record
from dlgui.ui.steps.step_tab import StepTab
from dlgui.ui.steps.time_tab import TimeTab

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class StepPage(TabbedPage):
    """One step followed, the layers over time, and the run's past."""

    def __init__(self, session: Session) -> None:
        sides = (
            Side("oneStepButton", tr("One step"), self._one_step),
            Side("layersOverTimeButton", tr("Layers over time"), lambda: self.layers_tab),
            Side("timeMachineButton", tr("Time machine"), lambda: self.time_tab),
        )
        super().__init__("pageSteps", tr("Steps"), sides)
        self._session = session
        self.record = Record(session)
        self.focus = StepFocus()
        self.step_tab = StepTab(self.focus)
        self.layers_tab = LayersTab(self.record)
        self.time_tab = TimeTab(session, self.record)
        self._empty = QLabel()
        self._pause = QPushButton()
        self._follow = QPushButton(tr("Follow one step"))
        self._stage = QStackedWidget()
        for index in reversed(range(self.tab_count)):
            self.open_tab(index)
        self._pause.clicked.connect(self._session.training.pause_or_continue)
        self._follow.clicked.connect(session.training.follow_step)
        self.record.followed.connect(self._show_step)
        self.record.restarted.connect(self._forget)
        session.training.changed.connect(self._describe)
        self._describe()

    def open_runs(self, paths: Sequence[Path]) -> None:
        """See one or two kept runs in the time machine."""
        self.open_tab(2)
        self.time_tab.open_runs(paths)

    def _show_step(self) -> None:
        assert self.record.digest is not None
        self.focus.show(self.record.digest)
        self._describe()

    def _forget(self) -> None:
        self.focus.clear()
        self._describe()

    def _describe(self) -> None:
        state = self._session.training.state
        is_paused = state is TrainingState.PAUSED
        self._pause.setEnabled(state in (TrainingState.RUNNING, TrainingState.PAUSED))
        self._pause.setText(tr("Continue") if is_paused else tr("Pause"))
        set_icon(self._pause, "play" if is_paused else "pause")
        self._follow.setEnabled(is_paused)
        if is_paused:
            self._empty.setText(
                tr("Press “Follow one step”: one mini-batch is trained and shown in all its parts.")
            )
        elif state is TrainingState.IDLE:
            self._empty.setText(
                tr("Start a training on the page Train, pause it, and follow one of its steps.")
            )
        else:
            self._empty.setText(tr("Pause the training, and follow one of its steps here."))
        step = self.focus.step
        self._stage.setCurrentIndex(0 if step is None else 1)
        if step is None:
            text = tr("One step of learning, and many")
        else:
            text = tr("Step {step:,}, epoch {epoch}: {count} digits, loss {loss}").format(
                step=step.step,
                epoch=step.epoch,
                count=len(step.labels),
                loss=significant(step.loss, 4),
            )
        self._subtitle.setText(text)

    def _one_step(self) -> QWidget:
        self._pause.setObjectName("stepPauseButton")
        self._follow.setObjectName("followStepButton")
        self._follow.setToolTip(tr("Train one mini-batch and stay paused."))
        set_look(self._follow, "primary")
        controls = QHBoxLayout()
        controls.setSpacing(M)
        controls.addWidget(self._pause)
        controls.addWidget(self._follow)
        controls.addStretch()
        set_look(self._empty, "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QWidget()
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(card, "card")
        QVBoxLayout(card).addWidget(self._empty)
        self._stage.addWidget(card)
        self._stage.addWidget(self.step_tab)
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(controls)
        layout.addWidget(self._stage, 1)
        return tab
