"""Trainings that follow each other by themselves: repeats with other seeds, and sweeps."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from dlgui.core.training.events import Event, TrainingDone
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.training import SessionTraining


class TrainingQueue(QObject):
    """Starts the next training when one has finished. After one that was stopped or failed, the
    others wait until a person lets them go on."""

    changed = Signal()
    """Another number of trainings waits, or they are held now."""

    def __init__(self, training: SessionTraining, messages: Messages) -> None:
        super().__init__()
        self._training = training
        self._messages = messages
        self._waiting: list[TrainingConfig] = []
        self._is_complete = False
        self._is_held = False
        training.events.connect(self._on_events)
        training.ended.connect(self._on_ended)

    @property
    def count(self) -> int:
        """How many wait, the one under way not counted."""
        return len(self._waiting)

    @property
    def is_held(self) -> bool:
        """Whether those that wait are not started by themselves any more: see `go_on`."""
        return self._is_held and bool(self._waiting)

    def start(self, configs: Iterable[TrainingConfig]) -> None:
        """Train these one after the other, after what is under way or waits already."""
        self._waiting += configs
        self.go_on()

    def go_on(self) -> None:
        """Start those that wait, after what is under way."""
        self._is_held = False
        self.changed.emit()
        if self._training.is_idle:
            self._start_next()

    def clear(self) -> None:
        """Forget those that wait."""
        if self._waiting:
            self._waiting.clear()
            self.changed.emit()

    def _start_next(self) -> None:
        if self._waiting:
            self._is_complete = False
            self._training.start(self._waiting.pop(0))
            self.changed.emit()

    def _on_events(self, events: list[Event]) -> None:
        if any(isinstance(event, TrainingDone) for event in events):
            self._is_complete = True

    def _on_ended(self) -> None:
        if self.is_held or not self._waiting:
            return
        if self._is_complete:
            self._start_next()
            return
        self._is_held = True
        self.changed.emit()
        text = self.tr("%n trainings wait until you go on with them.", "", self.count)
        self._messages.say(Message("info", text, self.tr("Go on with them"), self.go_on))
