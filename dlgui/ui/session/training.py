"""The session's training: its job, the run that records it, and where it can go on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import ModelFileError, SettingError
from dlgui.core.evaluation.run_table import RunNotes, RunTable
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import (
    BookmarkTaken,
    CheckpointTaken,
    EpochDone,
    Event,
    SnapshotTaken,
    TrainingDone,
)
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.language import tr
from dlgui.ui.session.data import SessionData
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.reader import SessionReader
from dlgui.ui.session.runs import LoadedRun, title_of
from dlgui.ui.session.settings_file import SettingsFile


class SessionTraining(QObject):
    """Starts trainings one after the other. The pad is answered by the network under training,
    from its first snapshot on."""

    changed = Signal()
    """One of the properties."""
    events = Signal(list)
    """list[Event], about 30 times a second; those of a resumed run's past come first."""
    ended = Signal()

    def __init__(
        self,
        job: TrainingJob,
        data: SessionData,
        reader: SessionReader,
        settings: SettingsFile,
        messages: Messages,
    ) -> None:
        super().__init__()
        self._job = job
        self._session_data = data
        self._reader = reader
        self._settings = settings
        self._messages = messages
        self.asked = RunNotes()
        """What is noted of each run as it is started: a question and an expectation."""
        self._config = settings.config
        self._run: RunFolder | None = None
        self._began = datetime.now()
        self._best_accuracy: float | None = None
        self._checkpoint: Checkpoint | None = None
        self._bookmark: Checkpoint | None = None
        self._data: DigitData | None = None
        self._extra_epochs = 0
        self._is_complete = False
        self._is_abandoned = False
        job.state_changed.connect(self.changed)
        job.events.connect(self._on_events)
        job.warned.connect(messages.warn)
        job.failed.connect(self._on_failed)
        job.done.connect(self._on_done)

    @property
    def state(self) -> TrainingState:
        return self._job.state

    @property
    def config(self) -> TrainingConfig:
        """The settings of the training under way, or else of the last one."""
        return self._config

    @property
    def run(self) -> RunFolder | None:
        """Where the training is recorded; None before the first, or when it cannot be."""
        return self._run

    @property
    def title(self) -> str:
        """What the training is called, while nobody gives it a name: see `title_of`."""
        return title_of(self._config, self._began, self._best_accuracy)

    @property
    def is_idle(self) -> bool:
        return self.state is TrainingState.IDLE

    @property
    def can_add_epoch(self) -> bool:
        going = self.state in (TrainingState.RUNNING, TrainingState.PAUSED)
        return going or (self.is_idle and self._resumed_from is not None)

    @property
    def _resumed_from(self) -> Checkpoint | None:
        """Where the training can go on."""
        return self._bookmark or self._checkpoint

    def warm_up(self) -> None:
        """Prepare for the first training, so that it starts at once."""
        if not self._is_abandoned:
            self._job.warm_up()

    def start(self, config: TrainingConfig) -> None:
        """Begin a run of its own, on the session's data."""
        digits = self._session_data.digits
        if digits is None:
            text = tr("There are no digits to train on yet: wait until they are loaded.")
            self._messages.say(Message("info", text))
        elif self.is_idle:
            self._settings.config = config
            self._run, self._began, self._best_accuracy = None, datetime.now(), None
            try:
                self._run = RunFolder.create(paths.runs_dir(), config, self._session_data.source)
                if self.asked != RunNotes():
                    RunTable(paths.runs_dir()).annotate(self._run.path, self.asked)
            except ModelFileError as error:
                self._messages.warn(
                    tr("{error} The training goes on, but is not saved.").format(error=error)
                )
            self._checkpoint = self._bookmark = None
            self._reader.follow_training()
            self._begin(config, digits)

    def take_up(self, loaded: LoadedRun) -> None:
        """Show a run of the past, emit its events once more, and go on with it if it was cut off.

        A training under way is not disturbed.
        """
        if not self.is_idle:
            return
        self._session_data.use(loaded.data, loaded.folder.source)
        self._run = loaded.folder
        self._began, self._best_accuracy = loaded.summary.began, loaded.summary.best_accuracy
        self._checkpoint, self._bookmark = loaded.checkpoint, None
        self._config = loaded.checkpoint.config
        self._reader.follow_training()
        self.events.emit(loaded.events)
        self._reader.learn(loaded.model, self.title)
        self.changed.emit()
        if loaded.is_finished and loaded.extra_epochs:
            self._extra_epochs = loaded.extra_epochs
            self._train_extra_epochs(loaded.data)
        elif loaded.is_finished:
            self._reader.training_ended()
            text = tr("{title} has finished its {epochs} epochs.").format(
                title=self.title, epochs=loaded.checkpoint.epoch
            )
            self._messages.say(Message("info", text, tr("Train one more epoch"), self.add_epoch))
        else:
            self._extra_epochs = loaded.extra_epochs
            self._begin(self._config, loaded.data)

    def pause_or_continue(self) -> None:
        """What the button does: hold the training where it is, or go on after that."""
        if self.state is TrainingState.PAUSED:
            self.continue_()
        else:
            self.pause()

    def pause(self) -> None:
        self._job.pause()

    def continue_(self) -> None:
        """After a pause."""
        self._job.continue_()

    def follow_step(self) -> None:
        """While paused, train one step and no more; its numbers come in a StepFollowed."""
        self._job.follow_step()

    def stop(self) -> None:
        """End the training after the step under way; the pad keeps what was learned."""
        self._extra_epochs = 0
        self._job.stop()

    def abandon(self) -> None:
        """Leave off now, as a run that was cut off; nothing can be trained afterwards."""
        self._is_abandoned = True
        self._extra_epochs = 0
        self._job.abandon()

    def add_epoch(self) -> None:
        """Train one epoch more: now, on the session's data, or after the training under way."""
        digits = self._session_data.digits
        if not self.can_add_epoch or digits is None:
            return
        self._extra_epochs += 1
        if self.is_idle:
            self._reader.follow_training()
            self._train_extra_epochs(digits)

    def set_learning_rate(self, value: float) -> None:
        """Of the training under way, from its next step on."""
        try:
            self._job.set_learning_rate(value)
        except SettingError as error:
            self._messages.error(str(error))

    def _train_extra_epochs(self, data: DigitData) -> None:
        found = self._resumed_from
        assert found is not None
        epochs = found.epoch + self._extra_epochs
        self._extra_epochs = 0
        try:
            config = found.config.with_(epochs=epochs)
        except SettingError as error:
            self._messages.warn(str(error))
        else:
            self._begin(config, data)

    def _begin(self, config: TrainingConfig, data: DigitData) -> None:
        self._config, self._data = config, data
        self._is_complete = False
        self._job.start(config, data, run=self._run, resume=self._resumed_from)

    @Slot(str)
    def _on_failed(self, text: str) -> None:
        """The training ends early; the last finished epoch is what is worth keeping."""
        self._bookmark = None
        last_good = self._checkpoint.model if self._checkpoint else None
        self._reader.training_failed(last_good, self.title)
        self._messages.error(text)

    @Slot()
    def _on_done(self) -> None:
        if self._is_complete and self._extra_epochs and self._data is not None:
            self._train_extra_epochs(self._data)
        self._extra_epochs = 0
        if self.is_idle:
            self._reader.training_ended()
            self.ended.emit()

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, SnapshotTaken):
                self._reader.learn(event.model, self.title)
            elif isinstance(event, CheckpointTaken):
                self._checkpoint, self._bookmark = event.checkpoint, None
            elif isinstance(event, BookmarkTaken):
                self._bookmark = event.checkpoint
            elif isinstance(event, EpochDone):
                self._best_accuracy = max(self._best_accuracy or 0.0, event.validation_accuracy)
            elif isinstance(event, TrainingDone):
                self._is_complete = True
        self.events.emit(events)
