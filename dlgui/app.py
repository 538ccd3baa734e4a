"""Puts the window together: the only place that knows all parts."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

import dlgui
from dlgui import paths
from dlgui.console import say
from dlgui.crashes import CrashLog, last_crash_path, log_path, take_last_crash
from dlgui.language import VARIABLE, tr
from dlgui.ui.kit.dialogs import show_text
from dlgui.ui.kit.language import install_language, speak
from dlgui.ui.kit.theme import install_theme
from dlgui.ui.session.messages import Message
from dlgui.ui.session.session import Session
from dlgui.ui.window.single_instance import SingleInstance
from dlgui.ui.window.window import MainWindow

WARM_UP_MS = 1000
"""Importing torch, in another process, must not slow down what the person sees first."""


class Application(QApplication):
    """macOS says by an event, not on the command line, which document was double-clicked."""

    file_opened = Signal(object)
    """Path of the document."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


def make_application() -> QApplication:
    """The process's one application, with the program's name and look."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else Application(sys.argv[:1])
    app.setApplicationName("dlgui")
    app.setApplicationDisplayName("dlgui")
    app.setApplicationVersion(dlgui.__version__)
    app.setDesktopFileName("dlgui")
    app.setWindowIcon(QIcon(str(paths.resource("icons", "dlgui.svg"))))
    install_theme(app)
    install_language(app)
    return app


def run_window(
    model: Path | None = None, on_open: Callable[[Session, MainWindow], object] | None = None
) -> int:
    """Open the window and stay until it is closed; the exit code: 130 after Ctrl-C.

    When it is open already, it is brought to the front instead.
    model: the file of the one that is to answer the pad, or of a run that was handed on
    on_open: called before the window's first moment on the screen
    """
    # Where nobody has set up logging, an error is at least seen on the terminal.
    logging.basicConfig(format="%(levelname)s: %(message)s")
    app = make_application()
    instance = SingleInstance()
    if not instance.is_first:
        if instance.call_first(model):
            say(tr("dlgui is open already: its window comes to the front."))
            return 0
        if not instance.take_over():
            say(
                tr(
                    "dlgui is open already, but its window does not answer: end process {owner}, "
                    "and start dlgui again."
                ).format(owner=instance.owner)
            )
            return 1
    last_crash = take_last_crash()
    witness = _CrashWitness()
    crash_log = CrashLog(witness.tell)
    crash_log.install()
    interrupts = _Interrupts()
    try:
        session = Session()
        if VARIABLE not in os.environ:
            speak(session.settings.language)
        shown = Shown(session)
        witness.watch(session, shown)
        interrupts.came.connect(lambda: shown.window.quit())
        instance.called.connect(shown.show)
        if isinstance(app, Application):
            app.file_opened.connect(shown.show)
        if on_open:
            on_open(session, shown.window)
        shown.window.show()
        session.start()
        if model is not None:
            shown.window.open_file(model)
        warm_up = QTimer(shown, singleShot=True, interval=WARM_UP_MS)
        warm_up.timeout.connect(session.training.warm_up)
        warm_up.start()
        if last_crash:
            witness.offer_last(last_crash)
        code = app.exec()
        warm_up.stop()
        return 128 + interrupts.number if interrupts.number else code
    finally:
        interrupts.close()
        crash_log.close()
        instance.release()


class Shown(QObject):
    """The window of a session: a new one takes its place where another language is chosen."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.window = self._make()

    def show(self, file: Path | None = None) -> None:
        """Bring the window to the front, and open `file` in it."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if file is not None:
            window.open_file(file)

    def _make(self) -> MainWindow:
        window = MainWindow(self._session)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Later, when the menu that it was chosen from has closed.
        window.language_chosen.connect(self._speak, Qt.ConnectionType.QueuedConnection)
        return window

    @Slot(str)
    def _speak(self, code: str) -> None:
        """All words are given when a widget is made: the widgets are made again."""
        old = self.window
        self._session.settings.language = code
        old.leave()
        title = self._session.training.title
        speak(code)
        self._session.reader.rename(title, self._session.training.title)
        self.window = self._make()
        self.window.continue_from(old)
        self.window.show()
        old.close()


class _Interrupts(QObject):
    """Ctrl-C in the terminal, and a polite request to end, as a signal of the event loop.

    Python handles them only between two of its own instructions, of which a window that nobody
    touches has none, and the exception in the middle of one of Qt's calls may end the process.
    """

    came = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        """Of the signal that came; 0 before."""
        self._ours, self._pythons = socket.socketpair()
        for end in (self._ours, self._pythons):
            end.setblocking(False)
        self._wakeup_before = signal.set_wakeup_fd(
            self._pythons.fileno(), warn_on_full_buffer=False
        )
        self._before = {
            number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)
        }
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def close(self) -> None:
        """Let them be handled as before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._pythons.close()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.number = number

    @Slot()
    def _on_woken(self) -> None:
        self._ours.recv(1024)
        if self.number:
            self.came.emit()


class _CrashWitness(QObject):
    """Tells the person about crashes, through the session's messages."""

    _crashed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._has_told = False
        # Queued, because an exception may come from any thread and in the middle of painting.
        self._crashed.connect(self._on_crashed, Qt.ConnectionType.QueuedConnection)

    def watch(self, session: Session, shown: Shown) -> None:
        self._session = session
        self._shown = shown

    def tell(self) -> None:
        """Say that something crashed just now. From any thread."""
        self._crashed.emit()

    def offer_last(self, text: str) -> None:
        self._offer(
            tr(
                "dlgui did not end well last time. Its crash log says what happened; it is "
                "kept in {folder}."
            ).format(folder=last_crash_path().parent),
            lambda: text,
        )

    @Slot()
    def _on_crashed(self) -> None:
        # One is enough: a widget that cannot be painted fails a hundred times.
        if not self._has_told:
            self._has_told = True
            self._offer(
                tr(
                    "Something went wrong inside dlgui. You can go on; save what matters to you "
                    "first."
                ),
                lambda: log_path().read_text("utf-8"),
            )

    def _offer(self, text: str, crash: Callable[[], str]) -> None:
        def show() -> None:
            show_text(self._shown.window, tr("Crash log"), crash())

        self._session.messages.say(Message("warning", text, tr("Show the log"), show))
