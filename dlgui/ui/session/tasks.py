"""The one door for work beside the window: what is loaded, written, measured or downloaded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Protocol
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from dlgui.core.errors import DlguiError
from dlgui.jobs.task import Task
from dlgui.language import tr

log = logging.getLogger(__name__)

Work = Callable[[], object]
"""A function, or a generator function that yields its progress and can be cancelled: see Task."""
OnDone = Callable[[Any], None]


class Cancellable(Protocol):
    def cancel(self) -> None: ...


class BackgroundTasks(QObject):
    """Keeps what is under way, and words the failures of tasks."""

    changed = Signal()
    """A task has begun or ended."""
    failed = Signal(str)
    """Why a task gave nothing, for the person."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[Cancellable, str] = {}
        self._doors: WeakSet[NewestWork] = WeakSet()
        self._is_over = False

    @property
    def doing(self) -> str:
        """What the newest task does, for instance "Loading digits", or "" when there is none."""
        return next(reversed(self._running.values()), "")

    @property
    def is_over(self) -> bool:
        """Whether the window closes, so that nothing is worth beginning any more."""
        return self._is_over

    def run(
        self,
        doing: str,
        work: Work,
        on_done: OnDone,
        *,
        on_progress: OnDone | None = None,
        on_failed: Callable[[], None] | None = None,
        on_ended: Callable[[], None] | None = None,
    ) -> Task:
        """Start `work` in a thread; `on_done` gets its result, in the GUI thread like all others.

        doing: what the window says of it, for instance "Loading digits".
        on_progress: gets the newest of the values that a generator yielded.
        on_failed: is called after `failed` was emitted.
        on_ended: is called last, whether the work was done, failed or cancelled.
        """
        task = Task(doing, work)
        for outcome in (task.done, task.failed, task.cancelled):
            outcome.connect(lambda: self.leave(task))
        task.done.connect(lambda result: on_done(result))  # So that any callable will do.
        task.failed.connect(lambda error: self._fail(doing, error))
        if on_progress is not None:
            task.progress.connect(on_progress)
        if on_failed is not None:
            task.failed.connect(lambda: on_failed())
        if on_ended is not None:
            task.ended.connect(on_ended)
        if self._is_over:
            task.cancel()
        task.start()
        self.enter(task, doing)
        return task

    def newest(self, doing: str) -> NewestWork:
        """A door for work of which only the newest is worth finishing."""
        door = NewestWork(self, doing)
        self._doors.add(door)
        return door

    def enter(self, work: Cancellable, doing: str) -> None:
        """Keep other work than a task, until it says that it has ended, by `leave`."""
        self._running[work] = doing
        self.changed.emit()

    def leave(self, work: Cancellable) -> None:
        del self._running[work]
        self.changed.emit()

    def cancel_all(self) -> None:
        """Give no result of what was asked for so far."""
        for door in list(self._doors):
            door.cancel()
        for work in list(self._running):
            work.cancel()

    def end(self) -> None:
        """The window closes: what begins from now on gives no result either."""
        self._is_over = True
        self.cancel_all()

    def _fail(self, doing: str, error: BaseException) -> None:
        if isinstance(error, DlguiError):
            self.failed.emit(str(error))
            return
        log.error("%s failed", doing, exc_info=error)
        text = tr("{task} failed because of a defect in dlgui. The details are in its crash log.")
        self.failed.emit(text.format(task=doing))


class NewestWork:
    """Runs one piece of work at a time; of those that wait for their turn, the newest is kept.

    What is under way is finished and shown first, so that there is always something to see.
    """

    def __init__(self, tasks: BackgroundTasks, doing: str) -> None:
        self._tasks = tasks
        self._doing = doing
        self._task: Task | None = None
        self._waiting: tuple[Work, OnDone] | None = None

    def run(self, work: Work, on_done: OnDone) -> None:
        """Begin `work`, or let it wait; `on_done` gets its result in the GUI thread."""
        if self._task is not None:
            self._waiting = work, on_done
        else:
            self._task = self._tasks.run(self._doing, work, on_done, on_ended=self._go_on)

    def cancel(self) -> None:
        """Give no result of what was asked for so far."""
        self._waiting = None
        if self._task is not None:
            self._task.cancel()

    def _go_on(self) -> None:
        self._task = None
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not self._tasks.is_over:
            self.run(*waiting)
