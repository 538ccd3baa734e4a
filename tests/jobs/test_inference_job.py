import threading

import numpy as np
import pytest

from dlgui.core.errors import DrawingError
from dlgui.core.ink.drawing import Drawing
from dlgui.core.nets.model import Model
from dlgui.core.reading.result import Reading
from dlgui.jobs.inference_job import InferenceJob

MODEL = Model("mlp", {})
OTHER_MODEL = Model("mlp", {})


class FakeReader:
    """Answers a drawing with its own id; `gate` holds it back, `fault` makes it fail."""

    made_for: list[Model]

    def __init__(self):
        self.made_for = []
        self.begun = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()
        self.fault = None

    def reader_for(self, model):
        self.made_for.append(model)
        return self

    def read(self, drawing, single=False):
        self.begun.release()
        assert self.gate.wait(5)
        if self.fault:
            raise self.fault
        return Reading(id=f"{drawing.id}{' alone' if single else ''}")

    def read_picture(self, pixels, single=False):
        return Reading(id=f"picture {pixels.shape}")


@pytest.fixture
def reader():
    return FakeReader()


@pytest.fixture
def job(qtbot, reader):
    job = InferenceJob(reader_for=reader.reader_for)
    yield job
    reader.gate.set()
    with qtbot.waitSignal(job.closed):
        job.close()


@pytest.fixture
def answers(job):
    answers = []
    job.answered.connect(lambda reading: answers.append(reading.id))
    return answers


def drawing(name):
    return Drawing(id=name)


def test_drawings_and_pictures_are_answered_in_the_gui_thread(qtbot, job):
    threads = []
    job.answered.connect(lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(job.answered) as answered:
        job.submit(MODEL, drawing("a"), single=True)
    assert answered.args[0].id == "a alone"
    with qtbot.waitSignal(job.answered) as answered:
        job.submit(MODEL, np.zeros((5, 7), np.uint8))
    assert answered.args[0].id == "picture (5, 7)"
    assert set(threads) == {threading.main_thread()}


def test_a_reader_is_made_anew_only_for_another_model(qtbot, job, reader):
    for model in (MODEL, MODEL, OTHER_MODEL):
        with qtbot.waitSignal(job.answered):
            job.submit(model, drawing("a"))
    assert [id(model) for model in reader.made_for] == [id(MODEL), id(OTHER_MODEL)]


def test_the_newest_drawing_replaces_the_waiting_one_and_stale_answers_are_dropped(
    qtbot, job, reader, answers
):
    reader.gate.clear()
    job.submit(MODEL, drawing("under way"))
    assert reader.begun.acquire(timeout=5)
    job.submit(MODEL, drawing("overtaken"))
    job.submit(MODEL, drawing("newest"))
    reader.gate.set()
    qtbot.waitUntil(lambda: "newest" in answers)
    assert answers == ["newest"]


def test_while_a_stroke_grows_the_answer_under_way_still_arrives(qtbot, job, reader, answers):
    reader.gate.clear()
    job.submit(MODEL, drawing("short"))
    assert reader.begun.acquire(timeout=5)
    job.submit(MODEL, drawing("longer"), continues=True)
    reader.gate.set()
    qtbot.waitUntil(lambda: "longer" in answers)
    assert answers == ["short", "longer"]


def test_nothing_arrives_after_forget(qtbot, job, reader, answers):
    reader.gate.clear()
    job.submit(MODEL, drawing("wiped"))
    assert reader.begun.acquire(timeout=5)
    job.forget()
    reader.gate.set()
    with qtbot.waitSignal(job.answered):
        job.submit(MODEL, drawing("next"))
    assert answers == ["next"]


def test_a_failure_is_told_once_until_something_was_read_again(qtbot, job, reader):
    failures = []
    job.failed.connect(failures.append)
    reader.fault = DrawingError("Too many strokes.")
    with qtbot.waitSignal(job.failed):
        job.submit(MODEL, drawing("a"))
    job.submit(MODEL, drawing("b"))
    assert reader.begun.acquire(timeout=5)
    assert reader.begun.acquire(timeout=5)
    reader.fault = None
    with qtbot.waitSignal(job.answered):
        job.submit(MODEL, drawing("c"), continues=True)
    assert failures == ["Too many strokes."]
    reader.fault = DrawingError("Too many strokes.")
    with qtbot.waitSignal(job.failed):
        job.submit(MODEL, drawing("d"))
    assert len(failures) == 2


def test_a_defect_becomes_one_sentence_and_a_log_entry(qtbot, job, reader, expected_log):
    expected_log.append("Reading the pad failed")
    reader.fault = ZeroDivisionError("division by zero")
    with qtbot.waitSignal(job.failed) as failed:
        job.submit(MODEL, drawing("a"))
    assert "defect" in failed.args[0]
    assert "division" not in failed.args[0]
    reader.fault = None
    with qtbot.waitSignal(job.answered):
        job.submit(MODEL, drawing("b"))
