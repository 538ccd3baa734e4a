"""Runs a training and carries its events to the GUI thread.

Recording a training on a disk that may be full or taken away meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import DlguiError, ModelFileError
from dlgui.core.nets.model import save_model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import Event, SnapshotTaken, TrainingDone
from dlgui.core.training.runs import MODEL_FILE, Events, RunFolder, outcome, recorded
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.threads import BoundedBuffer, start_thread
from dlgui.jobs.training_process import train_in_process, warm_up
from dlgui.jobs.training_worker import Controls

log = logging.getLogger(__name__)

DRAIN_MS = 33
"""About 30 redraws a second, as much as a person can follow."""

BUFFER_EVENTS = 512
"""More than the fastest training makes between two drains; a stalled window slows it down."""

UNEXPECTED = (
    "Training stopped because of a defect in dlgui. What was learned up to the last finished epoch "
    "is kept; the details are in the crash log."
)

Train = Callable[[TrainingConfig, DigitData, Controls, Checkpoint | None], Events]


class TrainingState(Enum):
    IDLE = auto()
    STARTING = auto()
    """Torch is imported and the digits are handed over; no event has come yet."""
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()
    """What was learned is calibrated and kept."""


class TrainingJob(QObject):
    """One training at a time. All methods and signals belong to the GUI thread.

    Stopping is no failure. What was learned arrives as a last snapshot before `done`, calibrated.
    """

    events = Signal(list)
    """list[Event], in order and complete, except that only the newest snapshot is kept."""
    state_changed = Signal()
    warned = Signal(str)
    """Something about the run went wrong, but the training goes on."""
    failed = Signal(str)
    """Why the training ended early, for the person; `done` follows."""
    done = Signal()
    """The worker has ended, for whatever reason, and everything it told has arrived."""

    _warned = Signal(str)
    _ended = Signal(str)

    def __init__(self, parent: QObject | None = None, *, train: Train | None = None) -> None:
        """train: replaces `train_in_process`, for tests."""
        super().__init__(parent)
        self._train = train or train_in_process
        self._state = TrainingState.IDLE
        self._controls = Controls(TrainingConfig())
        self._buffer: BoundedBuffer[Event] = BoundedBuffer(BUFFER_EVENTS)
        self._timer = QTimer(self, interval=DRAIN_MS)
        self._timer.timeout.connect(self._drain)
        self._warned.connect(self.warned, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> TrainingState:
        return self._state

    def start(
        self,
        config: TrainingConfig,
        data: DigitData,
        *,
        run: RunFolder | None = None,
        resume: Checkpoint | None = None,
    ) -> None:
        """Train in a new thread. run: where it is recorded; resume: where it goes on.

        Raises RuntimeError while a training is under way.
        """
        if self._state is not TrainingState.IDLE:
            raise RuntimeError("a training is under way")
        self._controls = controls = Controls(config)

        def events() -> Events:
            return self._train(config, data, controls, resume)

        self._timer.start()
        self._enter(TrainingState.STARTING)
        start_thread("training", lambda: self._work(events, data, run))

    def pause(self) -> None:
        """Wait after the few steps under way. Does nothing unless the training runs."""
        if self._state in (TrainingState.STARTING, TrainingState.RUNNING):
            self._controls.pause()
            self._enter(TrainingState.PAUSED)

    def resume(self) -> None:
        if self._state is TrainingState.PAUSED:
            self._controls.go_on()
            self._enter(TrainingState.RUNNING)

    def follow_step(self) -> None:
        """Train one step, told in a StepFollowed. Does nothing unless the training is paused."""
        if self._state is TrainingState.PAUSED:
            self._controls.follow_step()

    def stop(self) -> None:
        """End after the few steps under way; `done` follows. Does nothing when idle."""
        if self._state not in (TrainingState.IDLE, TrainingState.STOPPING):
            self._controls.stop()
            self._enter(TrainingState.STOPPING)

    def abandon(self) -> None:
        """As `stop`, but keep no more than what is on the disk: somebody waits for the end."""
        self._controls.abandon()
        self.stop()

    def set_learning_rate(self, value: float) -> None:
        """From the next step on. Raises SettingError for a value outside the range."""
        self._controls.set_learning_rate(value)

    def warm_up(self) -> None:
        """Import torch in the background, so that the first training starts at once."""
        start_thread("warming up", warm_up)

    def _enter(self, state: TrainingState) -> None:
        self._state = state
        self.state_changed.emit()

    def _work(self, events: Callable[[], Events], data: DigitData, run: RunFolder | None) -> None:
        """In the worker thread: carry the events to the buffer, then tell how it ended."""
        failure = ""
        try:
            with closing(events()) as trained:
                self._carry(trained, data, run)
        except DlguiError as error:
            failure = str(error)
        except Exception:
            log.exception("Training failed")
            failure = UNEXPECTED
        self._ended.emit(failure)

    def _carry(self, events: Events, data: DigitData, run: RunFolder | None) -> None:
        def give_up(reason: str) -> None:
            nonlocal run
            run = None
            self._warned.emit(f"{reason} Training goes on, but is no longer saved.")

        if run is not None:
            events = recorded_while_possible(events, run, give_up)
        newest: SnapshotTaken | None = None
        is_complete = False
        for event in events:
            self._buffer.put(event)
            if isinstance(event, SnapshotTaken):
                newest = event
            is_complete = isinstance(event, TrainingDone)
        if newest is not None and not self._controls.is_abandoned:
            model = outcome(newest.model, data, run, is_complete=is_complete)
            self._buffer.put(replace(newest, model=model))
            if run is not None:
                save_model(run.path / MODEL_FILE, model)

    @Slot()
    def _drain(self) -> None:
        events = _newest_snapshot_only(self._buffer.drain())
        if not events:
            return
        if self._state is TrainingState.STARTING:
            self._enter(TrainingState.RUNNING)
        self.events.emit(events)
        if any(isinstance(event, TrainingDone) for event in events):
            self._enter(TrainingState.STOPPING)

    @Slot(str)
    def _finish(self, failure: str) -> None:
        self._timer.stop()
        self._drain()
        self._enter(TrainingState.IDLE)
        if failure:
            self.failed.emit(failure)
        self.done.emit()


def _newest_snapshot_only(events: list[Event]) -> list[Event]:
    """Leave out snapshots that a newer one in `events` supersedes."""
    newest = next((e for e in reversed(events) if isinstance(e, SnapshotTaken)), None)
    return [e for e in events if e is newest or not isinstance(e, SnapshotTaken)]


def recorded_while_possible(
    events: Events, run: RunFolder, on_failure: Callable[[str], None]
) -> Events:
    """As `recorded`, but goes on without the run folder when that can no longer be written.

    on_failure gets the reason, once. No event is lost or told twice, and `events` stays open:
    whoever made it closes it.
    """
    pending: Event | None = None

    def kept_open() -> Events:
        nonlocal pending
        for pending in events:  # noqa: UP028 - "yield from" would close `events` as well
            yield pending

    try:
        with closing(recorded(kept_open(), run)) as recording:
            for event in recording:
                pending = None
                yield event
    except (ModelFileError, OSError) as error:
        on_failure(str(error))
        if pending is not None:
            yield pending
        yield from events
