import logging
import os
import subprocess
import sys
import threading

import pytest

from dlgui.crashes import CrashLog, last_crash_path, log_path, take_last_crash


@pytest.fixture
def told():
    return []


@pytest.fixture
def crash_log(told):
    crash_log = CrashLog(lambda: told.append(threading.current_thread().name))
    crash_log.install()
    yield crash_log
    crash_log.close()


def crash():
    raise ZeroDivisionError("seven by zero")


def test_an_end_without_a_crash_leaves_nothing(crash_log, told):
    crash_log.close()
    crash_log.install()
    assert take_last_crash() is None
    assert told == []


def test_an_uncaught_exception_is_told_and_kept_for_the_next_start(crash_log, told, expected_log):
    expected_log.append("Uncaught exception")
    try:
        crash()
    except ZeroDivisionError:
        sys.excepthook(*sys.exc_info())
    assert told == ["MainThread"]
    crash_log.close()
    text = take_last_crash()
    assert text.startswith("dlgui ")
    assert "seven by zero" in text
    assert "in crash" in text
    assert last_crash_path().read_text("utf-8") == text
    assert take_last_crash() is None
    crash_log.install()


def test_an_exception_in_a_thread_is_told_too(crash_log, told, expected_log):
    expected_log.append("Uncaught exception")
    thread = threading.Thread(target=crash, name="worker")
    thread.start()
    thread.join()
    assert told == ["worker"]
    assert "seven by zero" in log_path().read_text("utf-8")


def test_an_error_that_is_logged_is_kept(crash_log, expected_log):
    expected_log.append("Training failed")
    try:
        crash()
    except ZeroDivisionError:
        logging.getLogger("dlgui.jobs").exception("Training failed")
    assert "seven by zero" in log_path().read_text("utf-8")


def test_ctrl_c_is_no_crash(crash_log, told, monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *args: seen.append(args[0]))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]
    assert told == []


def test_a_crash_of_native_code_is_kept():
    program = (
        "from dlgui.crashes import CrashLog; import faulthandler\n"
        "CrashLog(lambda: None).install()\n"
        "faulthandler._sigsegv()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], env=os.environ, timeout=60)
    assert ended.returncode != 0
    text = take_last_crash()
    assert text.startswith("dlgui ")
    assert "egmentation" in text or "access violation" in text


def test_without_a_place_to_write_crashes_are_still_told(home, told, expected_log):
    expected_log.append("Uncaught exception")
    home.write_text("a file where the folder should be")
    crash_log = CrashLog(lambda: told.append("told"))
    crash_log.install()
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("seven by zero"), None)
    crash_log.close()
    assert told == ["told"]
    assert take_last_crash() is None
