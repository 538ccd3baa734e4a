"""What the widgets share, in parts that each say what changes in them.

No widget needs to know another one. Files are read and written in background tasks.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoGroup

from dlgui.jobs.inference_job import InferenceJob
from dlgui.jobs.training_job import TrainingJob
from dlgui.ui.session.data import SessionData
from dlgui.ui.session.hints import SessionHints
from dlgui.ui.session.messages import Messages
from dlgui.ui.session.networks import OwnNetworks
from dlgui.ui.session.pad import SessionPad
from dlgui.ui.session.queue import TrainingQueue
from dlgui.ui.session.reader import SessionReader
from dlgui.ui.session.runs import SessionRuns
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.session.tasks import BackgroundTasks
from dlgui.ui.session.training import SessionTraining


class Session(QObject):
    """One window's state. Belongs to the GUI thread; `start` it once, `close` it once.

    Widgets run their own background work through `tasks`, so that closing waits for it.
    """

    closed = Signal()
    """After `close`: every thread has ended."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        training: TrainingJob | None = None,
        inference: InferenceJob | None = None,
    ) -> None:
        """training, inference: replace the real jobs, for tests."""
        super().__init__(parent)
        self.messages = Messages(self)
        self.undo = QUndoGroup(self)
        """The stacks of the pad and the pages; the active one, which the keys act on, is the one
        that was changed last and is in sight."""
        self.settings = SettingsFile()
        self.networks = OwnNetworks(self.settings)
        self.tasks = BackgroundTasks(self)
        self.data = SessionData(self.tasks, self.settings)
        self.reader = SessionReader(self.tasks, self.settings, self.messages)
        self.pad = SessionPad(self.reader, self.settings, self.messages, inference)
        self.runs = SessionRuns(self.tasks, self.settings, self.messages)
        self.training = SessionTraining(
            training or TrainingJob(self), self.data, self.reader, self.settings, self.messages
        )
        self.hints = SessionHints(self.training, self.messages)
        self.queue = TrainingQueue(self.training, self.messages)
        self._is_closing = False
        self._is_reading = True
        self._is_closed = False

        self.runs.loaded.connect(self.training.take_up)
        self.tasks.failed.connect(self.messages.error)
        self.tasks.changed.connect(self._close_when_quiet)
        self.training.ended.connect(self._close_when_quiet)
        self.pad.closed.connect(self._on_pad_closed)

    def start(self) -> None:
        """Load what answers and what is trained on, and look for a run that was cut off."""
        if self.settings.fault:
            self.messages.warn(self.settings.fault)
        self.reader.load_shipped()
        self.data.open_remembered()
        self.runs.look_for_cut_off()

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """Cancel everything; `closed` follows when every thread has ended.

        A training under way is stopped, and can be resumed from where it was.
        """
        if self._is_closing:
            return
        self._is_closing = True
        self.messages.silence()
        self.settings.save()
        self.tasks.end()
        self.queue.clear()
        self.training.abandon()
        self.pad.close()

    def _on_pad_closed(self) -> None:
        self._is_reading = False
        self._close_when_quiet()

    def _close_when_quiet(self) -> None:
        quiet = self.training.is_idle and not self._is_reading and not self.tasks.doing
        if self._is_closing and quiet and not self._is_closed:
            self._is_closed = True
            self.closed.emit()
