"""What the page shows of the training, gathered event by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dlgui.core.explain.steps import StepDigest, Timeline
from dlgui.core.training.events import (
    Event,
    LayersMeasured,
    SnapshotTaken,
    StepFollowed,
    TrainingResumed,
    TrainingStarted,
)

if TYPE_CHECKING:
    from dlgui.core.training.runs import RunFolder
    from dlgui.ui.session.session import Session

MOST_MEASURES = 300
"""Five minutes of training; whenever there are more, every other one is forgotten."""


class Record(QObject):
    """Of the current run, which may be taken up several times; a new run begins a new one."""

    restarted = Signal()
    followed = Signal()
    """There is another `digest`."""
    measured = Signal()
    snapshots_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._run: RunFolder | None = None
        self.network = ""
        self.digest: StepDigest | None = None
        self.measures: list[LayersMeasured] = []
        self.timeline = Timeline()
        session.training.events.connect(self._add)

    def continue_from(self, other: Record) -> None:
        self._run, self.network = other._run, other.network
        self.digest, self.measures, self.timeline = other.digest, other.measures, other.timeline
        self.measured.emit()
        self.snapshots_changed.emit()
        if self.digest is not None:
            self.followed.emit()

    def _add(self, events: list[Event]) -> None:
        has_measured = has_learned = False
        for event in events:
            match event:
                case TrainingStarted():
                    self._begin(event)
                    has_measured = has_learned = True
                case StepFollowed():
                    self.digest = StepDigest(event)
                    self.followed.emit()
                case LayersMeasured():
                    self.measures.append(event)
                    if len(self.measures) > MOST_MEASURES:
                        del self.measures[1:-1:2]
                    has_measured = True
                case SnapshotTaken():
                    self.timeline.add(event)
                    has_learned = True
        if has_measured:
            self.measured.emit()
        if has_learned:
            self.snapshots_changed.emit()

    def _begin(self, event: TrainingStarted) -> None:
        run = self._session.training.run
        if run == self._run and isinstance(event, TrainingResumed):
            self.timeline.cut(event.first_step)
            self.measures = [m for m in self.measures if m.step <= event.first_step]
            return
        self._run, self.network = run, event.network
        self.digest, self.measures, self.timeline = None, [], Timeline()
        self.restarted.emit()
