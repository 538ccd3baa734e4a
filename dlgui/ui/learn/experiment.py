"""An experiment's trainings, one after the other beside everything else, and their card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from dlgui.core.data.datasets import DigitData
from dlgui.core.evaluation.experiments import (
    Trial,
    TrialResult,
    TrialWatch,
    data_size_trials,
    race_trials,
)
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import CheckpointTaken, Event, SnapshotTaken
from dlgui.core.training.recording import Events
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.jobs.training_process import train_in_process
from dlgui.jobs.training_worker import Controls
from dlgui.language import tr
from dlgui.ui.kit.page import FoldingRow
from dlgui.ui.kit.theme import CAPTION, M, font, set_look, sized
from dlgui.ui.learn.exercises import ExperimentDone
from dlgui.ui.learn.expectations import TrialsDone
from dlgui.ui.learn.figure import Figure
from dlgui.ui.learn.result_views import LearningCurve, Race
from dlgui.ui.session.messages import Message

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Experiments(QObject):
    """One experiment at a time. Its trainings are not recorded, reach neither pad nor charts, and
    wait while the person's own training runs."""

    changed = Signal()
    """Anything below."""
    finished = Signal(str)
    """The name of an experiment that came to its end."""

    def __init__(self, session: Session, job: TrainingJob | None = None) -> None:
        """job: replaces the real one, for tests."""
        super().__init__(session)
        self._session = session
        self._job = job or TrainingJob(self, train=_train_without_networks)
        self._data: DigitData | None = None
        self._name = ""
        self._waiting: list[Trial] = []
        self._watch: TrialWatch | None = None
        self._trials: dict[str, tuple[Trial, ...]] = {}
        self._results: dict[str, list[TrialResult]] = {}
        self._job.events.connect(self._on_events)
        self._job.failed.connect(self._on_failed)
        self._job.done.connect(self._on_done)
        session.training.changed.connect(self._give_way)

    @property
    def running(self) -> str:
        """The name of the experiment under way, or ""."""
        return self._name

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the person's own training to end."""
        return bool(self._name) and self._session.training.state is not TrainingState.IDLE

    def trials(self, name: str) -> tuple[Trial, ...]:
        """Of the experiment's last start, or none."""
        return self._trials.get(name, ())

    def results(self, name: str) -> tuple[TrialResult, ...]:
        """Of its first trials, as far as they have ended."""
        return tuple(self._results.get(name, ()))

    @property
    def progress(self) -> float:
        """Of the experiment under way, from 0 to 1."""
        trials = self.trials(self._name)
        if not trials:
            return 0.0
        done = len(self.results(self._name))
        under_way = self._watch.progress if self._watch and done < len(trials) else 0.0
        return min((done + under_way) / len(trials), 1.0)

    def start(self, name: str, trials: Sequence[Trial]) -> None:
        """Train `trials` on the session's data; what an experiment of this name gave is forgotten.

        Does nothing while one is under way, or without data.
        """
        if self._name or self._session.data.digits is None or not trials:
            return
        self._name, self._data = name, self._session.data.digits
        self._trials[name], self._results[name] = tuple(trials), []
        self._waiting = list(trials)
        self._session.tasks.enter(self, self.tr("Experimenting"))
        self._give_way()

    def cancel(self) -> None:
        """End the experiment, if there is one; what its whole trainings gave is kept."""
        self._waiting = []
        if not self._name:
            return
        if self._job.state is TrainingState.IDLE:
            self._end()
        else:
            self._job.stop()

    def _give_way(self) -> None:
        """To the person's own training; go on after it."""
        if not self._name:
            return
        if self.is_waiting:
            self._job.pause()
        elif self._job.state is TrainingState.PAUSED:
            self._job.continue_()
        elif self._job.state is TrainingState.IDLE:
            self._begin_next()
        self.changed.emit()

    def _begin_next(self) -> None:
        assert self._data is not None
        trial = self._waiting.pop(0)
        self._watch = TrialWatch(trial)
        self._job.start(trial.config, trial.data(self._data))

    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            result = self._watch.add(event) if self._watch else None
            if result is not None:
                self._results[self._name].append(result)
        self.changed.emit()

    def _on_failed(self, text: str) -> None:
        self._waiting = []
        self._session.messages.say(Message("error", text))

    def _on_done(self) -> None:
        self._watch = None
        if self._waiting:
            self._give_way()
        else:
            self._end()

    def _end(self) -> None:
        name, self._name = self._name, ""
        self._data = None
        self._session.tasks.leave(self)
        self.changed.emit()
        if len(self._results[name]) == len(self._trials[name]):
            self.finished.emit(name)


def _train_without_networks(
    config: TrainingConfig, data: DigitData, controls: Controls, resume: Checkpoint | None
) -> Events:
    """The figures alone are wanted: without a network, none is calibrated at the end."""
    with closing(train_in_process(config, data, controls, resume)) as events:
        for event in events:
            if not isinstance(event, SnapshotTaken | CheckpointTaken):
                yield event


STEPS = 1000
STATUS_WIDTH = 130
LEAST_BOX = 110


class ExperimentFigure(Figure):
    """name: the experiment's; make_trials: from the number of training digits there are"""

    def __init__(
        self,
        name: str,
        experiments: Experiments,
        session: Session,
        make_trials: Callable[[int], Sequence[Trial]],
        view: LearningCurve | Race,
        choice: QWidget | None = None,
    ) -> None:
        super().__init__(f"{name}Figure", view.accessibleName())
        self._name, self._make_trials = name, make_trials
        self._experiments, self._session = experiments, session
        self._view = view
        self._choice = choice
        self._is_held = False
        self._told = 0
        self._button = QPushButton()
        self._button.setObjectName(f"{name}ExperimentButton")
        self._status = QLabel()
        self._status.setObjectName(f"{name}StatusLabel")
        self._status.setFont(font(CAPTION))
        self._status.setWordWrap(True)
        set_look(self._status, "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}ProgressBar")
        self._bar.setAccessibleName(self.tr("Progress of the experiment"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        # On a narrow card the words are below the buttons.
        self._status.setMinimumWidth(sized(STATUS_WIDTH))
        acting, said = QHBoxLayout(), QHBoxLayout()
        acting.setSpacing(M)
        if choice is not None:
            acting.addWidget(choice)
        acting.addWidget(self._button)
        said.addWidget(self._status)
        self.column.addWidget(FoldingRow(acting, said))
        self.column.addWidget(self._bar)
        self.column.addWidget(view)
        self.setFocusProxy(self._button)
        self._button.clicked.connect(self._start_or_stop)
        experiments.changed.connect(self._show)
        experiments.finished.connect(lambda done: self.acted.emit(ExperimentDone(done)))
        session.data.changed.connect(self._show)
        self._show()

    def hold(self, is_held: bool) -> None:
        self._is_held = is_held
        self._show()

    def _start_or_stop(self) -> None:
        data = self._session.data.digits
        if self._experiments.running == self._name:
            self._experiments.cancel()
        elif data is not None:
            self._experiments.start(self._name, self._make_trials(len(data.train)))

    def _show(self) -> None:
        running = self._experiments.running
        mine = running == self._name
        trials, results = (
            self._experiments.trials(self._name),
            self._experiments.results(self._name),
        )
        if len(results) != self._told:
            self._told = len(results)
            self.acted.emit(TrialsDone(self._name, results, len(results) == len(trials)))
        self._view.show_results(trials, results)
        self._button.setText(self.tr("Stop") if mine else self.tr("Start"))
        can_start = not running and not self._is_held and self._session.data.digits is not None
        self._button.setEnabled(mine or can_start)
        if self._choice is not None:
            self._choice.setEnabled(not mine)
        self._bar.setVisible(mine)
        self._bar.setValue(round(STEPS * self._experiments.progress) if mine else 0)
        self._status.setText(self._words(mine, bool(running), trials, results))

    def _words(
        self, mine: bool, busy: bool, trials: Sequence[Trial], results: Sequence[TrialResult]
    ) -> str:
        if mine and self._experiments.is_waiting:
            return self.tr("Waits until your own training has ended.")
        if mine:
            trial = trials[min(len(results), len(trials) - 1)]
            return self.tr("{number} of {count}: {network}, {digits:,} digits…").format(
                number=min(len(results) + 1, len(trials)),
                count=len(trials),
                network=self._session.networks.title(trial.config.network),
                digits=trial.train_count,
            )
        if self._is_held:
            return self.tr("Say below what you expect of it, or skip that: then it can start.")
        if busy:
            return self.tr("Another experiment is under way.")
        if trials and len(results) < len(trials):
            return self.tr("Stopped after {done} of {count}.").format(
                done=len(results), count=len(trials)
            )
        if results:
            return self.tr("{count:,} validation digits; bars are 95 % intervals.").format(
                count=results[0].count
            )
        return self.tr("Trains in the background and leaves your own runs alone.")


def data_figure(experiments: Experiments, session: Session) -> ExperimentFigure:
    """How much data is needed."""
    box = QComboBox()
    box.setObjectName("dataNetworkBox")
    box.setAccessibleName(box.tr("Network of the experiment"))
    box.setMinimumWidth(sized(LEAST_BOX))  # It may shrink on a narrow card.
    for network in NETWORKS.values():
        box.addItem(tr(network.title), network.name)
    return ExperimentFigure(
        "data",
        experiments,
        session,
        lambda available: data_size_trials(box.currentData(), available),
        LearningCurve(),
        box,
    )


def race_figure(experiments: Experiments, session: Session) -> ExperimentFigure:
    """How to choose a network; those of the person's own join."""
    own = session.networks

    def trials(available: int) -> tuple[Trial, ...]:
        return race_trials(available, [known.line for known in own.all()])

    return ExperimentFigure("race", experiments, session, trials, Race(own))
