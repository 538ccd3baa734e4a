"""What the tabs of the page have in common: one piece of work at a time, on chosen digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from dlgui.core.nets.model import Model
from dlgui.jobs.task import Task
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.rivals import RivalBox

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Tab(QWidget):
    """One tab: what it shows, and the work behind it.

    Results belong to the reader that they were computed for, which may be in training meanwhile.
    """

    changed = Signal()
    """`is_running`, `can_run` or `description`."""
    progressed = Signal()
    """`share`."""

    uses_rival = False
    """Whether another reader may be chosen to compare with."""
    is_quick = True
    """Whether it works without being asked: when it is first shown, and for other digits."""
    least_digits = 1

    def __init__(self, session: Session, parts: PartBox, rivals: RivalBox) -> None:
        super().__init__()
        self._session = session
        self._parts = parts
        self._rivals = rivals
        self._task: Task | None = None
        self._has_begun = False
        self._share = 0.0
        session.reader.changed.connect(self._on_news)
        parts.changed.connect(self._on_news)

    @property
    def verb(self) -> str:
        """What the page's button says."""
        raise NotImplementedError

    @property
    def description(self) -> str:
        """What is shown, or what would be."""
        raise NotImplementedError

    @property
    def share(self) -> float:
        """How much of the work is done, from 0 to 1."""
        return self._share

    @property
    def is_running(self) -> bool:
        return self._task is not None

    @property
    def can_run(self) -> bool:
        digits = self._parts.digits
        has_digits = digits is not None and len(digits) >= self.least_digits
        return self._session.reader.model is not None and has_digits

    def run(self) -> None:
        """Begin, unless that is under way or cannot be done."""
        if self._task is None and self.can_run:
            self._work()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_by_itself()

    def _work(self) -> None:
        """Call `_begin`."""
        raise NotImplementedError

    def _begin(
        self,
        doing: str,
        work: Callable[[], object],
        on_done: Callable[[Any], None],
        on_progress: Callable[[Any], None],
    ) -> None:
        self._has_begun = True
        self._task = self._session.tasks.run(
            doing, work, on_done, on_progress=on_progress, on_ended=self._on_ended
        )
        self._set_share(0.0)
        self.changed.emit()

    def _set_share(self, share: float) -> None:
        self._share = share
        self.progressed.emit()

    def _run_by_itself(self) -> None:
        if self.is_quick and self.isVisible() and not self._has_begun:
            self.run()

    def _on_news(self) -> None:
        self._run_by_itself()
        self.changed.emit()

    def _on_ended(self) -> None:
        self._task = None
        self.changed.emit()

    def _made_of(self, model: Model, name: str, count: int) -> str:
        """Whose metrics are shown, and whether that reader still answers the pad."""
        text = self.tr("{model}, {count:,} digits")
        if model is not self._session.reader.model:
            text = self.tr("{model}, {count:,} digits; the reader has changed since")
        return text.format(model=name, count=count)
