"""One window for each person: starting dlgui again brings the open window to the front.

A lock file in the settings folder says that one is open. Whoever finds it locked leaves a file
beside it, which holds the path of the model that is to be opened, if any, and for which the first
instance watches: the system's file notification is all that this needs, and no network library.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from dlgui import paths


class SingleInstance(QObject):
    """`is_first` tells whether this process is the one that may open a window."""

    called = Signal(object)
    """Another start wants the window of this one to be seen; Path of a model to open, or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        folder = paths.config_dir()
        self._call = folder / "show-window"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            # Where nothing can be written, nothing can be overwritten either.
            self.is_first = True
            return
        self._lock = QLockFile(str(folder / "dlgui.lock"))
        # A lock is stale when its process has gone, however long a window stays open.
        self._lock.setStaleLockTime(0)
        locked = self._lock.tryLock(0)
        self.is_first = locked or self._lock.error() is not QLockFile.LockError.LockFailedError
        if self.is_first:
            self._call.unlink(missing_ok=True)
            self._watcher = QFileSystemWatcher([str(folder)], self)
            self._watcher.directoryChanged.connect(self._on_folder_changed)

    def call_first(self, model: Path | None = None) -> bool:
        """Ask the first instance to show its window and to open `model`; whether it could be asked.

        model: may be relative to this process's working folder
        """
        unseen = self._call.with_suffix(f".{os.getpid()}")
        try:
            unseen.write_bytes(os.fsencode(model.absolute()) if model else b"")
            unseen.replace(self._call)
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let another process be the first."""
        if self.is_first and self._lock is not None:
            self._lock.unlock()

    def _on_folder_changed(self) -> None:
        try:
            path = os.fsdecode(self._call.read_bytes())
        except FileNotFoundError:
            return  # It was another file that changed.
        self._call.unlink(missing_ok=True)
        self.called.emit(Path(path) if path else None)
