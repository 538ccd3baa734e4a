import threading

import pytest

from dlgui.core.errors import DataError
from dlgui.ui.session.tasks import BackgroundTasks


@pytest.fixture
def tasks(qtbot):
    tasks = BackgroundTasks()
    yield tasks
    qtbot.waitUntil(lambda: not tasks.doing)


def test_work_reports_its_progress_its_result_and_its_end_in_this_order(tasks, qtbot):
    heard = []

    def work():
        yield 0.5
        return "result"

    tasks.run(
        "Working",
        work,
        heard.append,
        on_progress=lambda share: heard.append(share),
        on_ended=lambda: heard.append("ended"),
    )
    assert tasks.doing == "Working"
    qtbot.waitUntil(lambda: "ended" in heard)
    assert heard in ([0.5, "result", "ended"], ["result", "ended"])  # Progress may come too late.


@pytest.mark.parametrize(
    ("error", "text", "logged"),
    [(DataError("No network."), "No network.", []), (KeyError("x"), "defect", ["Working failed"])],
)
def test_a_failure_is_worded_once_and_the_work_is_over(
    tasks, qtbot, expected_log, error, text, logged
):
    expected_log.extend(logged)
    heard, words = [], []
    tasks.failed.connect(words.append)

    def work():
        raise error

    tasks.run(
        "Working",
        work,
        heard.append,
        on_failed=lambda: heard.append("failed"),
        on_ended=lambda: heard.append("ended"),
    )
    qtbot.waitUntil(lambda: "ended" in heard)
    assert heard == ["failed", "ended"]
    assert len(words) == 1
    assert text in words[0]
    assert tasks.doing == ""


def test_of_the_work_that_waits_only_the_newest_is_done(tasks, qtbot):
    gate = threading.Event()
    heard = []
    newest = tasks.newest("Measuring")
    newest.run(lambda: gate.wait(10) and "first", heard.append)
    newest.run(lambda: "overtaken", heard.append)
    newest.run(lambda: "newest", heard.append)
    gate.set()
    qtbot.waitUntil(lambda: "newest" in heard)
    assert heard == ["first", "newest"]


def test_cancelled_work_gives_no_result_and_later_work_does(tasks, qtbot):
    gate = threading.Event()
    heard = []
    newest = tasks.newest("Measuring")
    newest.run(lambda: gate.wait(10) and "first", heard.append)
    newest.run(lambda: "waiting", heard.append)
    newest.cancel()
    newest.run(lambda: "later", heard.append)
    gate.set()
    qtbot.waitUntil(lambda: "later" in heard)
    assert heard == ["later"]


def test_what_waits_is_not_begun_when_the_window_closes(tasks, qtbot):
    gate = threading.Event()
    begun = []
    newest = tasks.newest("Measuring")
    newest.run(lambda: gate.wait(10), begun.append)
    newest.run(lambda: begun.append("waiting"), begun.append)
    tasks.end()
    gate.set()
    qtbot.waitUntil(lambda: not tasks.doing)
    assert begun == []
