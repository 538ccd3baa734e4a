"""What is loaded, written or downloaded beside the window, and how its failure is worded.

Background work of which only the newest is worth finishing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from dlgui.core.errors import DlguiError
from dlgui.jobs.task import Task
from dlgui.language import tr

log = logging.getLogger(__name__)


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
        self._is_over = False

    @property
    def doing(self) -> str:
        """What the newest task does, for instance "Loading digits", or "" when there is none."""
        return next(reversed(self._running.values()), "")

    def run(
        self,
        doing: str,
        work: Callable[[], object],
        on_done: Callable[[Any], None],
        on_failed: Callable[[], None] = lambda: None,
    ) -> Task:
        """Start `work` in a thread; `on_done` gets its result. `on_failed` adds to `failed`."""
        task = Task(doing, work)

        def fail(error: BaseException) -> None:
            self.leave(task)
            if not isinstance(error, DlguiError):
                log.error("%s failed", doing, exc_info=error)
            self.failed.emit(_sentence(doing, error))
            on_failed()

        def finish(result: object) -> None:
            self.leave(task)
            on_done(result)

        task.done.connect(finish)
        task.failed.connect(fail)
        task.cancelled.connect(lambda: self.leave(task))
        if self._is_over:
            task.cancel()
        task.start()
        self.enter(task, doing)
        return task

    def enter(self, work: Cancellable, doing: str) -> None:
        """Keep other work than a task, until it says that it has ended, by `leave`."""
        self._running[work] = doing
        self.changed.emit()

    def leave(self, work: Cancellable) -> None:
        del self._running[work]
        self.changed.emit()

    def cancel_all(self) -> None:
        """The window closes: nothing that begins from now on is told either."""
        self._is_over = True
        for work in list(self._running):
            work.cancel()


def _sentence(doing: str, error: BaseException) -> str:
    if isinstance(error, DlguiError):
        return str(error)
    return tr(
        "{task} failed because of a defect in dlgui. The details are in its crash log."
    ).format(task=doing)


Work = Callable[[], object]
OnDone = Callable[[Any], None]


class NewestWork:
    """Runs one piece of work at a time; of those that wait for their turn, the newest is kept.

    What is under way is finished and told first, so that there is always something to see.
    """

    def __init__(self, tasks: BackgroundTasks, doing: str) -> None:
        """doing: what the window says of it, for instance "Looking inside"."""
        self._tasks = tasks
        self._doing = doing
        self._task: Task | None = None
        self._waiting: tuple[Work, OnDone] | None = None
        self._cancelled_here = False

    def submit(self, work: Work, on_done: OnDone) -> None:
        """Begin `work`, or let it wait; `on_done` gets its result in the GUI thread."""
        if self._task is None:
            self._start(work, on_done)
        else:
            self._waiting = work, on_done

    def forget(self) -> None:
        """Tell no result of what was submitted so far."""
        self._waiting = None
        if self._task is not None:
            self._cancelled_here = True
            self._task.cancel()

    def _start(self, work: Work, on_done: OnDone) -> None:
        self._cancelled_here = False
        task = self._tasks.run(self._doing, work, on_done)
        task.done.connect(self._go_on)
        task.failed.connect(self._go_on)
        task.cancelled.connect(self._on_cancelled)
        self._task = task

    def _on_cancelled(self) -> None:
        if not self._cancelled_here:  # The window is closing.
            self._waiting = None
        self._go_on()

    def _go_on(self) -> None:
        self._task = None
        if self._waiting is not None:
            work, on_done = self._waiting
            self._waiting = None
            self._start(work, on_done)
