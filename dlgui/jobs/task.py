"""One piece of work in a thread beside the window: a download, loading data, an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Generator
from threading import Event, Lock, Thread

from PySide6.QtCore import QObject, Qt, Signal, Slot

from dlgui.core.errors import DlguiError
from dlgui.jobs.threads import start_thread

_running: set[Task] = set()
"""Keeps every running task alive, in the thread that owns it, until its outcome is known."""

_NOTHING = object()


class Task(QObject):
    """Runs `work` once in a worker thread; its signals say in the owner's thread how it went.

    `work` is a function. If it is a generator function, each value that it yields is progress, and
    it can be cancelled between two of them, where it is closed, so that its `finally` cleans up.
    A plain function cannot be interrupted; once cancelled, its result is dropped.

    Exactly one of `done`, `failed` and `cancelled` is emitted, then `ended`, and nothing after it.
    A task has no parent and stays alive while it runs, so that the window may forget it.
    """

    progress = Signal(object)
    """The newest value that was yielded. Values that the window had no time for are left out."""
    done = Signal(object)
    """What `work` returned."""
    failed = Signal(object)
    """The exception that `work` raised: a DlguiError is for the person, any other is a defect."""
    cancelled = Signal()
    ended = Signal()
    """After the outcome, whatever it was."""

    _progressed = Signal()
    _returned = Signal()

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        super().__init__()
        self._name = name
        self._work = work
        self._cancel = Event()
        self._lock = Lock()
        self._newest: object = _NOTHING
        self._result: object = None
        self._error: BaseException | None = None
        self._thread: Thread | None = None
        self._progressed.connect(self._emit_progress, Qt.ConnectionType.QueuedConnection)
        self._returned.connect(self._emit_outcome, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """From `start` until the outcome is known."""
        return self in _running

    def start(self) -> None:
        """Begin. Raises RuntimeError when the task was started before."""
        if self._thread is not None:
            raise RuntimeError(f"the task {self._name!r} was started twice")
        _running.add(self)
        self._thread = start_thread(self._name, self._run)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows when it has. Harmless before and after."""
        self._cancel.set()

    def _run(self) -> None:
        try:
            result = self._work()
            self._result = self._drive(result) if isinstance(result, Generator) else result
        # Whatever happens, the owner must learn that the task is over.
        except BaseException as error:
            self._error = error
        self._returned.emit()

    def _drive(self, steps: Generator[object, None, object]) -> object:
        """Run a generator to its end, or close it when the task is cancelled."""
        while not self._cancel.is_set():
            try:
                value = next(steps)
            except StopIteration as end:
                return end.value
            self._offer(value)
        steps.close()
        return None

    def _offer(self, value: object) -> None:
        # One delivery at a time is under way: a quick generator must not flood the event queue.
        with self._lock:
            waiting = self._newest is not _NOTHING
            self._newest = value
        if not waiting:
            self._progressed.emit()

    @Slot()
    def _emit_progress(self) -> None:
        with self._lock:
            value, self._newest = self._newest, _NOTHING
        if not self._cancel.is_set():
            self.progress.emit(value)

    @Slot()
    def _emit_outcome(self) -> None:
        # That signal was the last thing that the worker did. Once it has gone, nothing but this
        # thread refers to the task any more, so that Qt's part is destroyed where it lives.
        if self._thread is not None:
            self._thread.join()
        _running.discard(self)
        cancelled = self._cancel.is_set()
        # What a person has cancelled need not be explained, but a defect must be seen.
        if self._error is not None and not (cancelled and isinstance(self._error, DlguiError)):
            self.failed.emit(self._error)
        elif cancelled:
            self.cancelled.emit()
        else:
            self.done.emit(self._result)
        self.ended.emit()
