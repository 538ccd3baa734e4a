import gc
import threading
import weakref
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QThread

from dlgui.core.errors import DataError
from dlgui.jobs.task import Task


@pytest.fixture
def recorded():
    """A function that records what a task emits, with the thread in which each is received."""

    def record(task):
        told, threads = [], set()

        def listen(name):
            def receive(*values):
                told.append((name, *values))
                threads.add(QThread.currentThread())

            getattr(task, name).connect(receive)

        for name in ("progress", "done", "failed", "cancelled", "ended"):
            listen(name)
        return told, threads

    return record


@contextmanager
def outcome(qtbot, task):
    task.start()
    yield
    qtbot.waitUntil(lambda: not task.running)


def test_a_function_gives_its_result_to_the_gui_thread(qtbot, recorded):
    worker = []

    def work():
        worker.append(threading.current_thread())
        return 42

    task = Task("sum", work)
    told, threads = recorded(task)
    with outcome(qtbot, task):
        assert task.running
    assert told == [("done", 42), ("ended",)]
    assert threads == {QThread.currentThread()}
    assert worker[0] is not threading.main_thread()
    assert worker[0].name == "sum"


def test_a_generator_tells_progress_and_then_what_it_returned(qtbot, recorded):
    heard = threading.Semaphore(0)

    def work():
        for percent in (10, 50):
            yield percent
            assert heard.acquire(timeout=5)
        return "all"

    task = Task("steps", work)
    told, threads = recorded(task)
    task.progress.connect(lambda _: heard.release())
    with outcome(qtbot, task):
        pass
    assert told == [("progress", 10), ("progress", 50), ("done", "all"), ("ended",)]
    assert threads == {QThread.currentThread()}


def test_progress_that_nobody_had_time_for_is_left_out(qtbot, recorded):
    finished = threading.Event()

    def work():
        yield from range(10_000)
        finished.set()

    task = Task("flood", work)
    told, _ = recorded(task)
    task.start()
    assert finished.wait(10)  # the event loop does not run meanwhile
    qtbot.waitUntil(lambda: not task.running)
    assert told == [("progress", 9_999), ("done", None), ("ended",)]


@pytest.mark.parametrize("error", [DataError("The disk is full."), KeyError("a defect")])
def test_what_the_work_raises_is_passed_on_as_it_is(qtbot, recorded, error):
    def work():
        yield 1
        raise error

    task = Task("fails", work)
    told, threads = recorded(task)
    with outcome(qtbot, task):
        pass
    assert told[-2:] == [("failed", error), ("ended",)]
    assert threads == {QThread.currentThread()}


def test_cancelling_closes_the_generator_and_says_so(qtbot, recorded):
    closed = []

    def work():
        try:
            while True:
                yield "more"
        finally:
            closed.append(threading.current_thread().name)

    task = Task("endless", work)
    told, _ = recorded(task)
    task.progress.connect(lambda _: task.cancel())
    with outcome(qtbot, task):
        pass
    assert told == [("progress", "more"), ("cancelled",), ("ended",)]
    assert closed == ["endless"]


def test_a_cancelled_function_drops_its_result(qtbot, recorded):
    gate = threading.Event()
    task = Task("waits", lambda: gate.wait(10))
    told, _ = recorded(task)
    with outcome(qtbot, task):
        task.cancel()
        gate.set()
    assert told == [("cancelled",), ("ended",)]


@pytest.mark.parametrize(
    ("error", "told_at_last"), [(DataError("No network."), "cancelled"), (KeyError("x"), "failed")]
)
def test_after_cancelling_only_a_defect_is_told(qtbot, recorded, error, told_at_last):
    gate = threading.Event()

    def work():
        gate.wait(10)
        raise error

    task = Task("fails late", work)
    told, _ = recorded(task)
    with outcome(qtbot, task):
        task.cancel()
        gate.set()
    assert [name for name, *_ in told] == [told_at_last, "ended"]


def test_a_cleanup_that_fails_is_told(qtbot, recorded):
    def work():
        try:
            while True:
                yield 1
        finally:
            raise OSError("cannot clean up")

    task = Task("untidy", work)
    told, _ = recorded(task)
    task.progress.connect(lambda _: task.cancel())
    with outcome(qtbot, task):
        pass
    assert told[-2][0] == "failed"
    assert str(told[-2][1]) == "cannot clean up"


def test_a_task_that_the_window_forgot_still_tells_its_outcome(qtbot):
    told = []

    def forget():
        task = Task("forgotten", lambda: "kept")
        task.done.connect(told.append)
        task.start()
        return weakref.ref(task)

    task = forget()
    gc.collect()
    qtbot.waitUntil(lambda: bool(told))
    gc.collect()
    assert told == ["kept"]
    assert task() is None


def test_a_task_starts_only_once(qtbot, recorded):
    task = Task("once", lambda: None)
    told, _ = recorded(task)
    with outcome(qtbot, task), pytest.raises(RuntimeError, match="once"):
        task.start()
    with pytest.raises(RuntimeError, match="once"):
        task.start()
    assert told == [("done", None), ("ended",)]
