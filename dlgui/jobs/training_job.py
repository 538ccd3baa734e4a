"""Runs a training, carries its events to the GUI thread, and records it meanwhile.

The disk that it is recorded on may be full or taken away; the training goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack, closing
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import DlguiError, ModelFileError
from dlgui.core.nets.model import Model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import Event, SnapshotTaken, TrainingDone
from dlgui.core.training.recording import Events, RunLog, owned, written
from dlgui.core.training.recording import kept as events_kept
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.threads import BoundedBuffer, start_thread
from dlgui.jobs.training_process import calibrate_in_process, train_in_process, warm_up
from dlgui.jobs.training_worker import Controls
from dlgui.language import QT_TRANSLATE_NOOP, tr

log = logging.getLogger(__name__)

DRAIN_MS = 33
"""About 30 redraws a second, as much as a person can follow."""

BUFFER_EVENTS = 512
"""More than the fastest training makes between two drains; a stalled window slows it down."""

UNEXPECTED = QT_TRANSLATE_NOOP(
    "",
    "Training stopped because of a defect in dlgui. What was learned until a second ago "
    "is kept; the details are in the crash log.",
)

Train = Callable[[TrainingConfig, DigitData, Controls, Checkpoint | None], Events]
Calibrate = Callable[[Model, DigitData, Controls], Model]


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
    """The worker has ended, for whatever reason, and all its events have arrived."""

    _warned = Signal(str)
    _ended = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        train: Train | None = None,
        calibrate: Calibrate | None = None,
    ) -> None:
        """train, calibrate: replace those of the training's process, for tests."""
        super().__init__(parent)
        self._train = train or train_in_process
        self._calibrate = calibrate or calibrate_in_process
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

        def calibrate(model: Model) -> Model:
            return self._calibrate(model, data, controls)

        self._timer.start()
        self._enter(TrainingState.STARTING)
        start_thread("training", lambda: self._work(events, run, calibrate))

    def pause(self) -> None:
        """Wait after the few steps under way. Does nothing unless the training runs."""
        if self._state in (TrainingState.STARTING, TrainingState.RUNNING):
            self._controls.pause()
            self._enter(TrainingState.PAUSED)

    def continue_(self) -> None:
        """After a pause."""
        if self._state is TrainingState.PAUSED:
            self._controls.go_on()
            self._enter(TrainingState.RUNNING)

    def follow_step(self) -> None:
        """Train one step and give its numbers as StepFollowed. Does nothing unless paused."""
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

    def _work(
        self,
        events: Callable[[], Events],
        run: RunFolder | None,
        calibrate: Callable[[Model], Model],
    ) -> None:
        """In the worker thread: carry the events to the buffer, then report how it ended."""
        failure = ""
        try:
            with ExitStack() as opened:
                trained = opened.enter_context(closing(events()))
                self._carry(trained, self._owned(run, opened), calibrate)
        except DlguiError as error:
            failure = str(error)
        except Exception:
            log.exception("Training failed")
            failure = tr(UNEXPECTED)
        self._ended.emit(failure)

    def _owned(self, run: RunFolder | None, opened: ExitStack) -> RunLog | None:
        if run is None:
            return None
        try:
            return opened.enter_context(owned(run))
        except ModelFileError as error:
            self._warn_of_disk(str(error))
            return None

    def _carry(
        self, events: Events, run_log: RunLog | None, calibrate: Callable[[Model], Model]
    ) -> None:
        if run_log is not None:
            events = written_while_possible(events, run_log, self._warn_of_disk)
        for event in events_kept(events, run_log, calibrate):
            self._buffer.put(event)
            if self._controls.is_abandoned:
                return

    def _warn_of_disk(self, reason: str) -> None:
        self._warned.emit(
            tr("{reason} Training goes on, but is no longer saved.").format(reason=reason)
        )

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


def written_while_possible(
    events: Events, run_log: RunLog, on_failure: Callable[[str], None]
) -> Events:
    """As `written`, but goes on without the run's folder when that can no longer be written.

    on_failure gets the reason, once. No event is lost or passed on twice, and `events` stays open:
    whoever made it closes it.
    """
    pending: Event | None = None

    def kept_open() -> Events:
        nonlocal pending
        for pending in events:  # noqa: UP028 - "yield from" would close `events` as well
            yield pending

    try:
        with closing(written(kept_open(), run_log)) as writing:
            for event in writing:
                pending = None
                yield event
    except (ModelFileError, OSError) as error:
        run_log.is_lost = True
        on_failure(str(error))
        if pending is not None:
            yield pending
        yield from events
