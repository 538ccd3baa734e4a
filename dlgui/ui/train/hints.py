"""Tells the hints on the training under way, and does what they propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from dlgui.core.training.events import Event, TrainingResumed, TrainingStarted
from dlgui.core.training.hints import Fix, Hint, HintKind, HintWatch
from dlgui.core.training.runs import RunFolder
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.session.messages import Message, MessageKind
from dlgui.ui.train.settings_form import SettingsForm

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Hints(QObject):
    """Watches `session`'s trainings, not those of the past that are shown again; each mistake is
    told once a run, as a message, which the next training withdraws. `form` takes the settings of a
    fix."""

    told = Signal(object)
    """Hint."""

    def __init__(self, session: Session, form: SettingsForm) -> None:
        super().__init__(form)
        self._session = session
        self._form = form
        self._watch: HintWatch | None = None
        self._run: RunFolder | None = None
        self._is_idle = True
        self._said: list[Message] = []
        """Since a training began."""
        session.training.changed.connect(self._on_training)
        session.training.events.connect(self._on_events)
        # After the bar has the failure's own message, so that the one with the fix takes its place.
        session.messages.said.connect(self._on_message, Qt.ConnectionType.QueuedConnection)

    def _on_training(self) -> None:
        was_idle, self._is_idle = self._is_idle, self._session.training.is_idle
        if was_idle and not self._is_idle:
            for message in self._said:
                self._session.messages.withdraw(message)
            self._said = []

    def _on_events(self, events: list[Event]) -> None:
        if self._session.training.state is TrainingState.IDLE:
            return
        for event in events:
            if isinstance(event, TrainingStarted) and not self._goes_on(event):
                self._watch, self._run = (
                    HintWatch(self._session.training.config),
                    self._session.training.run,
                )
            hint = self._watch.add(event) if self._watch else None
            if hint is not None:
                self._tell(hint)

    def _goes_on(self, event: TrainingStarted) -> bool:
        # The past of a run that was loaded is not watched, so that its watch begins here.
        is_same = self._watch is not None and self._run is self._session.training.run
        return is_same and isinstance(event, TrainingResumed)

    def _on_message(self, message: Message) -> None:
        if message.kind == "error" and message.action is None and self._watch is not None:
            hint = self._watch.add_failure(message.text)
            if hint is not None:
                self._tell(hint)

    def _tell(self, hint: Hint) -> None:
        kind: MessageKind = "error" if hint.kind is HintKind.NOT_A_NUMBER else "warning"
        fix = hint.fix
        if fix is None:
            message = Message(kind, hint.text)
        else:
            message = Message(kind, hint.text, self._label(fix), lambda: self._apply(fix, message))
        self._said.append(message)
        self._session.messages.say(message)
        self.told.emit(hint)

    def _label(self, fix: Fix) -> str:
        if fix.live or not self._is_going:
            return fix.label
        return self.tr("Stop, and {fix}").format(fix=fix.label[0].lower() + fix.label[1:])

    @property
    def _is_going(self) -> bool:
        return self._session.training.state not in (TrainingState.IDLE, TrainingState.STOPPING)

    def _apply(self, fix: Fix, message: Message) -> None:
        """Put the settings into the form, and help the training under way or end it.

        Not another training than the one that `message` is about.
        """
        if message not in self._said:
            return
        self._form.set_config(self._form.config().with_(**fix.changes))
        if not self._is_going:
            self._say_ready()
        elif fix.live:
            self._session.training.set_learning_rate(fix.changes["learning_rate"])
        else:
            self._session.training.stop()
            self._say_ready()

    def _say_ready(self) -> None:
        text = self.tr("The settings are changed: press Start to train with them.")
        self._session.messages.say(Message("info", text))
