"""What every test gets: a home of its own, and a check that it leaves nothing running or unsaid."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt and torch are imported by anyone: no display is needed, and a test that runs beside
# others must not start a thread for every core.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# On a machine that speaks another language, too.
os.environ["DLGUI_LANGUAGE"] = "en"

GRACE_SECONDS = 5.0
"""How long a thread that was told to end may take to do so."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder below which dlgui keeps data, settings and logs during this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DLGUI_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_leftovers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread running or a QTimer ticking."""
    before = set(threading.enumerate())
    yield
    if "qtbot" in request.fixturenames:
        _delete_later_now()
        _fail_for("active timers", _active_timers())
    # A native thread that once called into Python shows up as a dummy that never ends.
    started = [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in started:
        thread.join(GRACE_SECONDS)
    _fail_for("threads", [thread.name for thread in started if thread.is_alive()])


def _delete_later_now() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _active_timers() -> list[str]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    return [
        f"{timer!r} of {timer.parent()!r}"
        for timer in gc.get_objects()
        if issubclass(type(timer), QTimer) and isValid(timer) and timer.isActive()
    ]


def _fail_for(what: str, left: list[str]) -> None:
    if left:
        pytest.fail(f"The test left {what} behind: {', '.join(left)}", pytrace=False)


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[list[str]]:
    """Patterns of the log warnings that a test means to cause.

    Any other warning fails the test, and so does a pattern that nothing matched.
    """
    patterns: list[str] = []
    handler = _Warnings()
    root = logging.getLogger()
    root.addHandler(handler)
    yield patterns
    root.removeHandler(handler)
    _fail_for(
        "log warnings",
        [text for text in handler.messages if not any(re.search(p, text) for p in patterns)],
    )
    missing = [p for p in patterns if not any(re.search(p, text) for text in handler.messages)]
    if missing:
        pytest.fail(f"No log warning matched: {', '.join(missing)}", pytrace=False)


@pytest.fixture(autouse=True)
def same_hooks() -> Iterator[None]:
    """Put back the hooks for uncaught exceptions, which the program replaces when it starts."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
