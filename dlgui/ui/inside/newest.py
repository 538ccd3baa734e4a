"""Background work of which only the newest is worth finishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlgui.jobs.task import Task
from dlgui.ui.background import BackgroundTasks

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
