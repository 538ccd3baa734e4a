"""The session's training: its job, the run that records it, and where it can go on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import ModelFileError, SettingError
from dlgui.core.nets.model import Model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import CheckpointTaken, Event, SnapshotTaken, TrainingDone
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.ui.session.runs import LoadedRun, run_title


class SessionTraining(QObject):
    """Starts trainings one after the other. `job` is paused and resumed directly."""

    changed = Signal()
    """The job's state, or one of the properties."""
    events = Signal(list)
    learned = Signal(object)
    """Model: the newest weights of the network under training."""
    warned = Signal(str)
    failed = Signal(str)
    """The training ended early; `ended` follows. `last_good` is what is worth keeping."""
    ended = Signal()

    def __init__(self, job: TrainingJob, config: TrainingConfig) -> None:
        """config: shown as the last training's until one is started."""
        super().__init__()
        self.job = job
        self._config = config
        self._run: RunFolder | None = None
        self._title = ""
        self._checkpoint: Checkpoint | None = None
        self._data: DigitData | None = None
        self._extra_epochs = 0
        self._is_complete = False
        job.state_changed.connect(self.changed)
        job.events.connect(self._on_events)
        job.warned.connect(self.warned)
        job.failed.connect(self.failed)
        job.done.connect(self._on_done)

    @property
    def config(self) -> TrainingConfig:
        return self._config

    @property
    def run(self) -> RunFolder | None:
        """Where the training is recorded, if it can be."""
        return self._run

    @property
    def title(self) -> str:
        return self._title

    @property
    def is_idle(self) -> bool:
        return self.job.state is TrainingState.IDLE

    @property
    def can_add_epoch(self) -> bool:
        state = self.job.state
        going = state in (TrainingState.RUNNING, TrainingState.PAUSED)
        return going or (self.is_idle and self._checkpoint is not None)

    @property
    def last_good(self) -> Model | None:
        """The model of the last finished epoch."""
        return self._checkpoint.model if self._checkpoint else None

    def start(self, config: TrainingConfig, data: DigitData, source: str) -> None:
        """Begin a new run. source: what the data was loaded from, for taking the run up again."""
        self._run, self._title = None, f"Run {datetime.now():%Y-%m-%d %H.%M}"
        try:
            self._run = RunFolder.create(paths.runs_dir(), config, source)
        except ModelFileError as error:
            self.warned.emit(f"{error} The training goes on, but is not saved.")
        self._checkpoint = None
        self._begin(config, data)

    def load(self, loaded: LoadedRun) -> None:
        """Take a run up without training yet; its past events are told once more."""
        self._run, self._title = loaded.folder, run_title(loaded.folder.path)
        self._checkpoint, self._config = loaded.checkpoint, loaded.checkpoint.config
        self.events.emit(loaded.events)
        self.learned.emit(loaded.model)
        self.changed.emit()

    def go_on(self, data: DigitData) -> None:
        """Train from the last finished epoch to the end of the run."""
        if self._checkpoint is not None:
            self._begin(self._checkpoint.config, data)

    def add_epoch(self, data: DigitData) -> None:
        """Train one epoch more: on `data` now, or after the training under way on its own."""
        if not self.can_add_epoch:
            return
        self._extra_epochs += 1
        if self.is_idle:
            self._train_extra_epochs(data)

    def stop(self) -> None:
        self._extra_epochs = 0
        self.job.stop()

    def abandon(self) -> None:
        self._extra_epochs = 0
        self.job.abandon()

    def _train_extra_epochs(self, data: DigitData) -> None:
        assert self._checkpoint is not None
        epochs = self._checkpoint.epoch + self._extra_epochs
        self._extra_epochs = 0
        try:
            config = self._checkpoint.config.with_(epochs=epochs)
        except SettingError as error:
            self.warned.emit(str(error))
        else:
            self._begin(config, data)

    def _begin(self, config: TrainingConfig, data: DigitData) -> None:
        self._config, self._data = config, data
        self._is_complete = False
        self.job.start(config, data, run=self._run, resume=self._checkpoint)

    @Slot()
    def _on_done(self) -> None:
        if self._is_complete and self._extra_epochs and self._data is not None:
            self._train_extra_epochs(self._data)
        self._extra_epochs = 0
        if self.is_idle:
            self.ended.emit()

    @Slot(list)
    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, SnapshotTaken):
                self.learned.emit(event.model)
            elif isinstance(event, CheckpointTaken):
                self._checkpoint = event.checkpoint
            elif isinstance(event, TrainingDone):
                self._is_complete = True
        self.events.emit(events)
