"""Runs an experiment's trainings one after the other, beside everything else."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dlgui.core.checkpoints import Checkpoint
from dlgui.core.data.digits import DigitData
from dlgui.core.events import CheckpointTaken, Event, SnapshotTaken
from dlgui.core.experiments import Trial, TrialResult, TrialWatch
from dlgui.core.runs import Events
from dlgui.core.settings import TrainingConfig
from dlgui.jobs.controls import Controls
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.jobs.training_process import train_in_process
from dlgui.ui.messages import Message

if TYPE_CHECKING:
    from dlgui.ui.session import Session


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
        session.training_changed.connect(self._give_way)

    @property
    def running(self) -> str:
        """The name of the experiment under way, or ""."""
        return self._name

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the person's own training to end."""
        return bool(self._name) and self._session.state is not TrainingState.IDLE

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
        if self._name or self._session.data is None or not trials:
            return
        self._name, self._data = name, self._session.data
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
            self._job.resume()
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
        self._session.message.emit(Message("error", text))

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
