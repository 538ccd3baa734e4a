"""The crash log: what the program did not expect, kept for the next start to show.

It catches uncaught exceptions in any thread, errors that are logged, and, through faulthandler,
crashes of native code. It says nothing to the network; the person decides who reads it.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import dlgui
from dlgui import paths

log = logging.getLogger(__name__)


def log_path() -> Path:
    return paths.log_dir() / "crash.log"


def last_crash_path() -> Path:
    return paths.log_dir() / "last-crash.log"


def take_last_crash() -> str | None:
    """What the crash log of an earlier start holds, or None if that ended well.

    A crash is shown once: its log is moved to `last_crash_path()`, where it stays to be read.
    """
    try:
        text = log_path().read_text("utf-8", errors="replace")
        header, _, report = text.partition("\n")
        if not report.strip():
            return None
        log_path().replace(last_crash_path())
    except OSError:
        return None
    return f"{header}\n{report}"


class CrashLog:
    """Collects crashes in `log_path()` from `install()` to `close()`.

    on_crash is called after an uncaught exception has been written, in the thread that raised it.
    """

    def __init__(self, on_crash: Callable[[], None]) -> None:
        self._on_crash = on_crash
        self._file: TextIO | None = None
        self._handler = logging.Handler()

    def install(self) -> None:
        """Without a place to write, crashes still reach `on_crash` and stderr."""
        try:
            log_path().parent.mkdir(parents=True, exist_ok=True)
            self._file = log_path().open("w", encoding="utf-8")
            self._file.write(_header())
            self._file.flush()
        except OSError as error:
            log.info("No crash log: %s", error)
            if self._file is not None:
                with suppress(OSError):
                    self._file.close()
                self._file = None
        else:
            self._quiet_size = self._file.tell()
            faulthandler.enable(self._file)
            self._handler = logging.StreamHandler(self._file)
            self._handler.setLevel(logging.ERROR)
            logging.getLogger().addHandler(self._handler)
        self._previous = sys.excepthook, threading.excepthook
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def close(self) -> None:
        """Put everything back; a log without a crash is removed."""
        sys.excepthook, threading.excepthook = self._previous
        logging.getLogger().removeHandler(self._handler)
        if self._file is None:
            return
        faulthandler.disable()
        with suppress(OSError):  # the disk may have filled meanwhile
            is_quiet = self._file.tell() == self._quiet_size
            self._file.close()
            if is_quiet:
                log_path().unlink()

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("Uncaught exception", exc_info=(kind, error, trace))
        self._on_crash()

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _header() -> str:
    started = datetime.now().isoformat(sep=" ", timespec="seconds")
    return (
        f"dlgui {dlgui.__version__}, Python {platform.python_version()}, "
        f"{platform.platform()}, started {started}\n"
    )
