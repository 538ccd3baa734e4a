"""The mistakes of the training under way, as they are noticed; pages say what to do about them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from dlgui.core.training.events import Event, TrainingResumed, TrainingStarted
from dlgui.core.training.hints import HintWatch
from dlgui.core.training.runs import RunFolder
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.training import SessionTraining


class SessionHints(QObject):
    """Watches trainings, not those of the past that are shown again. Each mistake is noticed once
    a run."""

    found = Signal(object)
    """Hint"""
    outdated = Signal()
    """A training begins: what was proposed for the one before comes too late."""

    def __init__(self, training: SessionTraining, messages: Messages) -> None:
        super().__init__()
        self._training = training
        self._watch: HintWatch | None = None
        self._run: RunFolder | None = None
        self._is_idle = True
        training.changed.connect(self._on_training)
        training.events.connect(self._on_events)
        # After the bar has the failure's own message, so that the one with the fix takes its place.
        messages.said.connect(self._on_message, Qt.ConnectionType.QueuedConnection)

    def _on_training(self) -> None:
        was_idle, self._is_idle = self._is_idle, self._training.is_idle
        if was_idle and not self._is_idle:
            self.outdated.emit()

    def _on_events(self, events: list[Event]) -> None:
        if self._training.is_idle:
            return
        for event in events:
            if isinstance(event, TrainingStarted) and not self._goes_on(event):
                self._watch, self._run = HintWatch(self._training.config), self._training.run
            hint = self._watch.add(event) if self._watch else None
            if hint is not None:
                self.found.emit(hint)

    def _goes_on(self, event: TrainingStarted) -> bool:
        # The past of a run that was loaded is not watched, so that its watch begins here.
        is_same = self._watch is not None and self._run is self._training.run
        return is_same and isinstance(event, TrainingResumed)

    def _on_message(self, message: Message) -> None:
        if message.kind == "error" and message.action is None and self._watch is not None:
            hint = self._watch.add_failure(message.text)
            if hint is not None:
                self.found.emit(hint)
