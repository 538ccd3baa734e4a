"""Says what is wrong with the training under way, and does what is proposed against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dlgui.core.training.hints import Fix, Hint, HintKind
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.session.messages import Message, MessageKind
from dlgui.ui.train.settings_form import SettingsForm

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class Hints(QObject):
    """Says each hint as a message, which the next training withdraws. `form` takes the settings of
    a fix."""

    def __init__(self, session: Session, form: SettingsForm) -> None:
        super().__init__(form)
        self._session = session
        self._form = form
        self._said: list[Message] = []
        """Since a training began."""
        session.hints.found.connect(self._say)
        session.hints.outdated.connect(self._withdraw)

    def _withdraw(self) -> None:
        for message in self._said:
            self._session.messages.withdraw(message)
        self._said = []

    def _say(self, hint: Hint) -> None:
        kind: MessageKind = "error" if hint.kind is HintKind.NOT_A_NUMBER else "warning"
        fix = hint.fix
        if fix is None:
            message = Message(kind, hint.text)
        else:
            message = Message(kind, hint.text, self._label(fix), lambda: self._apply(fix, message))
        self._said.append(message)
        self._session.messages.say(message)

    def _label(self, fix: Fix) -> str:
        if fix.live or not self._is_going:
            return fix.label
        return self.tr("Stop, then: {fix}").format(fix=fix.label)

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
