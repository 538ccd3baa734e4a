"""Opens the window as `dlgui` does, writes a one, and closes it after the answer."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

from dlgui.app import run_window
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.reading.result import Reading
from dlgui.demo.hand import DemoError
from dlgui.language import tr
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

ONE = Drawing((Stroke(np.array([[150.0, 60.0], [140.0, 240.0]])),))


@dataclass(frozen=True, slots=True)
class Opening:
    """shown, answered: when the window had been painted and when the first answer was there, in
    seconds of `time.monotonic`, which all processes share; torch_shown: whether torch had been
    imported by then, which would have held the window up
    """

    shown: float
    answered: float
    torch_shown: bool


def time_opening() -> Opening:
    """Raises DemoError when dlgui is open already."""
    watchers: list[_Watcher] = []
    run_window(on_open=lambda session, window: watchers.append(_Watcher(session, window)))
    if not watchers:
        raise DemoError(tr("Close dlgui first: its window opens only once."))
    return watchers[0].opening()


class _Watcher(QObject):
    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__()
        self._session, self._window = session, window
        self._shown = 0.0
        session.pad.answered.connect(self._on_answered)
        window.winId()  # makes the handle
        handle = window.windowHandle()
        assert isinstance(handle, QWindow)
        handle.installEventFilter(self)

    def opening(self) -> Opening:
        return Opening(self._shown, self._answered, self._torch_shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Expose and not self._shown:
            watched.removeEventFilter(self)
            # Qt paints the window while it handles this event: after it, the window is seen.
            QTimer.singleShot(0, self._on_shown)
        return False

    def _on_shown(self) -> None:
        self._shown = time.monotonic()
        self._torch_shown = "torch" in sys.modules
        self._session.pad.set_drawing(ONE)

    def _on_answered(self, reading: Reading) -> None:
        if reading.digits:
            self._answered = time.monotonic()
            # The window closes from its own event, not from within an answer.
            QTimer.singleShot(0, self._window.close)
