"""Start, pause, stop and "+1 epoch": the actions that menu, buttons and shortcuts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton

from dlgui.core.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.icons import set_icon
from dlgui.ui.theme import set_look

if TYPE_CHECKING:
    from dlgui.ui.session import Session


class RunActions(QObject):
    """The actions, enabled as the session's state allows. `config` gives the settings to start."""

    def __init__(
        self, session: Session, config: Callable[[], TrainingConfig], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._config = config
        self.start = self._action(self.tr("Start"), "play", "F5", self._start)
        self.pause = self._action(self.tr("Pause"), "pause", "F6", self._pause_or_resume)
        self.stop = self._action(self.tr("Stop"), "stop", "Shift+F5", session.stop_training)
        self.add_epoch = self._action(self.tr("+1 epoch"), "plus", "F7", session.add_epoch)
        self._explain()
        session.training_changed.connect(self._enable)
        session.data_changed.connect(self._enable)
        self._enable()

    def all(self) -> tuple[QAction, ...]:
        return self.start, self.pause, self.stop, self.add_epoch

    def _action(self, text: str, icon: str, shortcut: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: run())
        set_icon(action, icon)
        return action

    def _explain(self) -> None:
        for action, text in (
            (self.start, self.tr("Train a new network with these settings")),
            (self.pause, self.tr("Hold the training where it is, or go on")),
            (self.stop, self.tr("End the training and keep what was learned")),
            (self.add_epoch, self.tr("Let the network see every training digit once more")),
        ):
            action.setToolTip(f"{text} ({action.shortcut().toString()})")
            action.setStatusTip(text)

    def _start(self) -> None:
        self._session.start_training(self._config())

    def _pause_or_resume(self) -> None:
        if self._session.state is TrainingState.PAUSED:
            self._session.resume_training()
        else:
            self._session.pause_training()

    def _enable(self) -> None:
        state = self._session.state
        idle = state is TrainingState.IDLE
        going = state in (TrainingState.RUNNING, TrainingState.PAUSED)
        paused = state is TrainingState.PAUSED
        self.start.setEnabled(idle and self._session.data is not None)
        self.pause.setEnabled(going)
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        set_icon(self.pause, "play" if paused else "pause")
        self.stop.setEnabled(going or state is TrainingState.STARTING)
        self.add_epoch.setEnabled(going or (idle and self._session.run is not None))


class ActionButton(QPushButton):
    """A button that follows an action; `primary` for the one thing to do first."""

    def __init__(self, action: QAction, name: str, icon: str, primary: bool = False) -> None:
        super().__init__()
        self._action = action
        self._icon, self._role = icon, "accent_text" if primary else "text"
        self.setObjectName(name)
        if primary:
            set_look(self, "primary")
        set_icon(self, icon, self._role)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.text())
        self.setAccessibleDescription(self._action.statusTip())
