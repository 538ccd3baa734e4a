"""Start, pause, stop and "+1 epoch": the actions that menu, buttons and shortcuts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton

from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.menu import plain
from dlgui.ui.kit.theme import set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class RunActions(QObject):
    """The actions, enabled as the session's state allows. `config` gives the settings to start."""

    def __init__(
        self, session: Session, config: Callable[[], TrainingConfig], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._config = config
        self._problem = ""
        self.start = self._action(
            self.tr("Start"), "F5", self.tr("Train a new network with these settings"), self._start
        )
        self.pause = self._action(
            self.tr("Pause"),
            "F6",
            self.tr("Hold the training where it is, or continue it"),
            session.training.pause_or_continue,
        )
        self.stop = self._action(
            self.tr("Stop"),
            "Shift+F5",
            self.tr("End the training and keep what was learned"),
            session.training.stop,
        )
        self.add_epoch = self._action(
            self.tr("+1 epoch"),
            "F7",
            self.tr("Let the network see every training digit once more"),
            session.training.add_epoch,
        )
        set_icon(self.start, "play")
        set_icon(self.stop, "stop")
        session.training.changed.connect(self._follow)
        session.data.changed.connect(self._follow)
        self._follow()

    def all(self) -> tuple[QAction, ...]:
        return self.start, self.pause, self.stop, self.add_epoch

    def block_start(self, problem: str) -> None:
        """Say why there is nothing to start; "" when there is."""
        self._problem = problem
        explanation = problem or self.start.statusTip()
        self.start.setToolTip(f"{explanation} ({self.start.shortcut().toString()})")
        self._follow()

    def _action(self, text: str, keys: str, explanation: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{explanation} ({action.shortcut().toString()})")
        action.setStatusTip(explanation)
        action.triggered.connect(lambda: run())
        return action

    def _start(self) -> None:
        self._session.training.start(self._config())

    def _follow(self) -> None:
        state = self._session.training.state
        idle, paused = state is TrainingState.IDLE, state is TrainingState.PAUSED
        going = state in (TrainingState.RUNNING, TrainingState.PAUSED)
        has_data = self._session.data.digits is not None
        self.start.setEnabled(idle and has_data and not self._problem)
        self.pause.setEnabled(going)
        self.pause.setText(self.tr("Continue") if paused else self.tr("Pause"))
        set_icon(self.pause, "play" if paused else "pause")
        self.stop.setEnabled(going or state is TrainingState.STARTING)
        self.add_epoch.setEnabled(going or (idle and self._session.training.run is not None))


class ActionButton(QPushButton):
    """A button that follows an action; `primary` for the one thing to do first."""

    def __init__(self, action: QAction, name: str, primary: bool = False) -> None:
        super().__init__()
        self._action = action
        self.setObjectName(name)
        if primary:
            set_look(self, "primary")
            set_icon(self, "play", "accent_text")
        self._primary = primary
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self._action
        self.setText(plain(action.text()))
        self.setEnabled(action.isEnabled())
        self.setToolTip(plain(action.toolTip()))
        self.setAccessibleName(plain(action.text()))
        self.setAccessibleDescription(action.statusTip())
        if not self._primary:
            self.setIcon(action.icon())
