"""One window for each person and computer: starting dlgui again brings the open one to the front.

A lock file in the settings folder says that one is open. Whoever finds it locked leaves a file
beside it, which holds the path of the model that is to be opened, if any, and for which the first
instance watches: the system's file notification is all that this needs, and no network library.
The first has seen it when the file is gone. The files are named by the computer, because one home
may be used on several.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import (
    QEventLoop,
    QFileSystemWatcher,
    QLockFile,
    QObject,
    QSysInfo,
    QTimer,
    Signal,
)

from dlgui import paths

ANSWER_MS = 4000
"""How long the first instance may take to see that it is called: it may just be starting."""

LONGEST_PATH = 32_768


class SingleInstance(QObject):
    """`is_first`: whether this process is the one that may open a window."""

    called = Signal(object)
    """Another start wants the window of this one to be seen; Path of a model to open, or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        folder = paths.make_config_dir()
        computer = re.sub(r"[^\w.-]", "_", QSysInfo.machineHostName()) or "computer"
        self._file = folder / f"dlgui-{computer}.lock"
        self._call = folder / f"show-window-{computer}"
        self._lock = QLockFile(str(self._file))
        # A lock is stale when its process has gone, however long a window stays open.
        self._lock.setStaleLockTime(0)
        self.is_first = True
        if not folder.is_dir():
            return  # Where nothing can be written, nothing can be overwritten either.
        self.is_first = self._locked()
        if self.is_first:
            self._listen()

    @property
    def owner(self) -> int | None:
        """The process that has the lock; None when the file does not say one of this computer."""
        process, computer, _ = self._lock.getLockInfo()
        return process if process and computer == QSysInfo.machineHostName() else None

    def call_first(self, model: Path | None = None) -> bool:
        """Ask the first instance to show its window and to open `model`; whether it answered.

        model: may be relative to this process's working folder
        """
        unseen = self._call.with_name(f"{self._call.name}.{os.getpid()}")
        try:
            unseen.write_bytes(os.fsencode(model.absolute()) if model else b"")
            unseen.replace(self._call)
        except OSError:
            _remove(unseen)
            return False
        waiting = QEventLoop()
        watcher = QFileSystemWatcher([str(self._call.parent)])
        watcher.directoryChanged.connect(lambda: None if self._call.exists() else waiting.quit())
        too_late = QTimer(singleShot=True, interval=ANSWER_MS)
        too_late.timeout.connect(waiting.quit)
        too_late.start()
        if self._call.exists():
            waiting.exec()
        too_late.stop()
        is_seen = not self._call.exists()
        _remove(self._call)
        return is_seen

    def take_over(self) -> bool:
        """Be the first, where nobody answers and the lock file is damaged or says another computer;
        whether that is so.
        """
        if self.owner is not None:
            return False
        _remove(self._file)
        self._locked()  # If not even that helps, the window is worth more than the lock.
        self.is_first = True
        self._listen()
        return True

    def release(self) -> None:
        """Let another process be the first."""
        if self.is_first:
            self._lock.unlock()

    def _locked(self) -> bool:
        """Whether the lock was taken, or cannot be taken by anyone."""
        is_ours = self._lock.tryLock(0)
        return is_ours or self._lock.error() is not QLockFile.LockError.LockFailedError

    def _listen(self) -> None:
        _remove(self._call)
        self._watcher = QFileSystemWatcher([str(self._call.parent)], self)
        self._watcher.directoryChanged.connect(self._on_folder_changed)

    def _on_folder_changed(self) -> None:
        try:
            with self._call.open("rb") as file:
                path = os.fsdecode(file.read(LONGEST_PATH))
        except OSError:
            return  # It was another file that changed.
        _remove(self._call)
        self.called.emit(Path(path) if path else None)


def _remove(file: Path) -> None:
    """Also an empty folder; what cannot be removed stays."""
    try:
        file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
    except OSError:
        return
