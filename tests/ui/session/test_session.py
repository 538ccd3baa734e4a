import threading
from dataclasses import replace

import numpy as np
import pytest

from dlgui import paths
from dlgui.core.data.datasets import load_embedded
from dlgui.core.evaluation.run_table import summarise
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import load_model
from dlgui.core.training.events import (
    BookmarkTaken,
    EpochDone,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.training.runs import list_runs
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.inference_job import InferenceJob
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.session.reader import SHIPPED_READER
from dlgui.ui.session.runs import run_title
from dlgui.ui.session.session import Session

QUICK = TrainingConfig(network="mlp", epochs=2, batch_size=50, train_digits=100)
ENDLESS = QUICK.with_(epochs=200, batch_size=1)
TIMEOUT = 20_000
"""Importing torch for the first time takes seconds when other tests run beside."""


def stroke(*points):
    return Stroke(np.array(points, np.float32))


ONE = Drawing((stroke((50, 10), (50, 50), (50, 90)),))
TWO_STROKES = Drawing((*ONE.strokes, stroke((20, 50), (80, 50))))


class Heard:
    """What a widget would hear from the session."""

    def __init__(self, session):
        self.events, self.states, self.readings, self.messages = [], [], [], []
        session.training.events.connect(self.events.extend)
        session.training.changed.connect(lambda: self.states.append(session.training.state))
        session.pad.answered.connect(self.readings.append)
        session.messages.said.connect(self.messages.append)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture(autouse=True)
def quick_calibration(monkeypatch):
    """The real one takes a second; the end-to-end tests have it."""
    monkeypatch.setattr(
        "dlgui.jobs.training_job.calibrate_in_process",
        lambda model, *_: replace(model, calibration={"fake": 1}),
    )


@pytest.fixture
def open_session(qtbot):
    """Start a session as the program does; what is still open at the end is closed."""
    opened = []

    def open_():
        session = Session()
        session.heard = Heard(session)
        opened.append(session)
        session.start()
        qtbot.waitUntil(lambda: not session.tasks.doing)
        return session

    yield open_
    for session in opened:
        close(qtbot, session)


@pytest.fixture
def session(open_session):
    return open_session()


@pytest.fixture
def heard(session):
    return session.heard


def close(qtbot, session):
    if not session.is_closed:
        with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
            session.close()


def train(qtbot, session, config=QUICK):
    session.training.start(config)
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)


def start_and_wait_for(qtbot, session, kind, config=ENDLESS):
    session.training.start(config)
    qtbot.waitUntil(lambda: bool(session.heard.of(kind)), timeout=TIMEOUT)


def test_it_begins_with_the_shipped_reader_and_the_embedded_digits(session):
    assert session.reader.name == SHIPPED_READER
    assert session.data.digits.name == load_embedded().name
    assert session.training.state is TrainingState.IDLE
    assert session.training.run is None
    assert session.heard.messages == []


# The pad


def test_what_is_drawn_is_read(qtbot, session):
    with qtbot.waitSignals([session.pad.drawing_changed, session.pad.answered]):
        session.pad.set_drawing(ONE)
    assert session.pad.drawing is ONE
    assert session.pad.reading.reading == "1"


def test_a_picture_replaces_the_ink_and_ink_the_picture(qtbot, session):
    session.pad.set_drawing(ONE)
    picture = np.full((40, 40), 255, np.uint8)
    picture[8:32, 18:22] = 0
    with qtbot.waitSignal(session.pad.answered):
        session.pad.set_picture(picture)
    assert session.pad.picture is picture
    assert session.pad.drawing.is_empty
    assert session.pad.reading.reading == "1"
    with qtbot.waitSignal(session.pad.answered):
        session.pad.set_drawing(ONE)
    assert session.pad.picture is None


def test_an_empty_pad_has_no_answer_and_gets_none_late(qtbot, session, heard):
    session.pad.set_drawing(ONE)
    session.pad.set_drawing(Drawing())
    assert session.pad.reading.digits == ()
    # The next answer is the next drawing's, not the forgotten one's.
    with qtbot.waitSignal(session.pad.answered):
        session.pad.set_drawing(TWO_STROKES)
    assert [len(reading.digits) > 0 for reading in heard.readings] == [False, True]


def test_ink_drawn_before_the_reader_is_loaded_is_read_when_it_is(qtbot):
    session = Session()
    session.pad.set_drawing(ONE)
    with qtbot.waitSignal(session.pad.answered) as answered:
        session.start()
    assert answered.args[0].reading == "1"
    close(qtbot, session)


def test_a_click_that_slipped_is_no_one(qtbot, session):
    with qtbot.waitSignal(session.pad.answered) as answered:
        session.pad.set_drawing(Drawing((stroke((100, 100), (101, 103)),)))
    assert answered.args[0].refused


def test_an_answer_that_is_overtaken_by_a_longer_stroke_is_still_shown(qtbot):
    """A slow machine shows answers while the pen moves, but never one to ink that is gone."""
    begun, go_on = threading.Semaphore(0), threading.Semaphore(0)

    class SlowReader:
        def __init__(self, model):
            pass

        def read(self, drawing, single=False):
            begun.release()
            assert go_on.acquire(timeout=5)
            from dlgui.core.reading.result import Reading

            return Reading(id=str(sum(len(s.points) for s in drawing.strokes)))

    inference = InferenceJob(reader_for=SlowReader)
    session = Session(inference=inference)
    heard = Heard(session)
    session.start()
    qtbot.waitUntil(lambda: session.reader.model is not None)

    def read_while(first, then):
        session.pad.set_drawing(first)
        assert begun.acquire(timeout=5)
        session.pad.set_drawing(then)
        go_on.release(2)
        assert begun.acquire(timeout=5)

    short, longer = (Drawing((stroke(*[(i, i) for i in range(n)]),)) for n in (3, 4))
    read_while(short, longer)
    qtbot.waitUntil(lambda: [r.id for r in heard.readings] == ["3", "4"])
    go_on = threading.Semaphore(0)
    other = Drawing((*longer.strokes, stroke((0, 0))))
    fewer = Drawing((stroke((1, 2), (3, 4)),))
    read_while(other, fewer)
    qtbot.waitUntil(lambda: len(heard.readings) == 3)
    assert heard.readings[-1].id == "2"
    close(qtbot, session)


def test_single_digit_is_remembered_and_asks_again(qtbot, session, open_session):
    with qtbot.waitSignal(session.pad.answered):
        session.pad.set_drawing(ONE)
    with qtbot.waitSignal(session.pad.answered):
        session.pad.single_digit = True
    close(qtbot, session)
    assert open_session().pad.single_digit


# Models


def test_a_model_is_saved_opened_and_remembered(qtbot, session, tmp_path, heard):
    path = tmp_path / "mine.safetensors"
    with qtbot.waitSignal(session.messages.said):
        session.reader.save(path)
    assert heard.messages[-1].kind == "info"
    assert load_model(path).network == session.reader.model.network
    with qtbot.waitSignal(session.reader.changed):
        session.reader.open(path)
    assert session.reader.name == "mine"
    assert session.settings.recent_models() == [path]
    path.unlink()
    assert session.settings.recent_models() == []
    session.reader.use_shipped()
    assert session.reader.name == SHIPPED_READER


def test_what_is_no_model_is_told_and_the_old_one_stays(qtbot, session, tmp_path, heard):
    path = tmp_path / "letter.safetensors"
    path.write_text("Dear model")
    with qtbot.waitSignal(session.messages.said):
        session.reader.open(path)
    assert heard.messages[-1].kind == "error"
    assert session.reader.name == SHIPPED_READER
    assert session.settings.recent_models() == []


# Data


def write_data(folder, count=40):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (count, 28, 28), np.uint8)
    labels = (np.arange(count) % 10).astype(np.uint8)
    folder.mkdir(parents=True)
    for name, array in (("images-idx3", images), ("labels-idx1", labels)):
        header = np.array([0x0800 + array.ndim, *array.shape], ">u4").tobytes()
        (folder / f"train-{name}-ubyte").write_bytes(header + array.tobytes())
    return folder


def test_a_folder_of_digits_is_used_and_remembered(qtbot, session, open_session, tmp_path):
    folder = write_data(tmp_path / "own")
    with qtbot.waitSignal(session.data.changed):
        session.data.open(folder)
    assert len(session.data.digits.train) + len(session.data.digits.validation) == 40
    close(qtbot, session)
    again = open_session()
    assert again.data.digits.name == session.data.digits.name
    with qtbot.waitSignal(again.data.changed):
        again.data.open("")
    assert again.data.digits.name == load_embedded().name


def test_data_that_is_gone_is_told_and_the_embedded_digits_are_used(
    qtbot, session, open_session, tmp_path
):
    folder = write_data(tmp_path / "own")
    with qtbot.waitSignal(session.data.changed):
        session.data.open(folder)
    close(qtbot, session)
    folder.rename(tmp_path / "elsewhere")
    again = open_session()
    assert again.data.digits.name == load_embedded().name
    assert [message.kind for message in again.heard.messages] == ["error"]


def test_bad_data_leaves_the_old_data_in_use(qtbot, session, tmp_path, heard):
    before = session.data.digits
    with qtbot.waitSignal(session.messages.said):
        session.data.open(tmp_path / "nothing here")
    assert heard.messages[-1].kind == "error"
    assert session.data.digits is before


# Training


def test_a_training_tells_everything_and_its_network_answers_the_pad(qtbot, session, heard):
    session.pad.set_drawing(ONE)
    train(qtbot, session)
    assert [e.step for e in heard.of(StepDone)] == [1, 2, 3, 4]
    assert [e.epoch for e in heard.of(EpochDone)] == [1, 2]
    assert isinstance(heard.events[0], TrainingStarted)
    assert session.reader.model.network == "mlp"
    assert session.reader.model is heard.of(SnapshotTaken)[-1].model
    assert session.reader.model.calibration
    assert session.reader.name == run_title(summarise(session.training.run.path))
    assert heard.messages == []
    qtbot.waitUntil(lambda: session.pad.reading is not None and bool(session.pad.reading.digits))


def test_one_more_epoch_goes_on_where_the_training_ended(qtbot, session, heard):
    train(qtbot, session)
    session.training.add_epoch()
    qtbot.waitUntil(lambda: len(heard.of(TrainingDone)) == 2, timeout=TIMEOUT)
    assert [e.step for e in heard.of(StepDone)] == [1, 2, 3, 4, 5, 6]
    assert [e.first_step for e in heard.of(TrainingStarted)] == [0, 4]
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE)
    assert len(list_runs(paths.runs_dir())) == 1


def test_one_more_epoch_asked_for_meanwhile_follows(qtbot, session, heard):
    start_and_wait_for(qtbot, session, StepDone, QUICK.with_(batch_size=1))
    session.training.pause()
    session.training.add_epoch()
    session.training.continue_()
    qtbot.waitUntil(lambda: len(heard.of(EpochDone)) == 3, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE)
    assert [e.epoch for e in heard.of(EpochDone)] == [1, 2, 3]


def test_pause_resume_and_stop(qtbot, session, heard):
    start_and_wait_for(qtbot, session, SnapshotTaken)
    session.training.pause()
    assert session.training.state is TrainingState.PAUSED
    session.training.continue_()
    steps = len(heard.of(StepDone))
    qtbot.waitUntil(lambda: len(heard.of(StepDone)) > steps)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE)
    assert session.reader.model.network == "mlp"
    assert heard.messages == []


def test_a_learning_rate_that_diverges_is_told_and_the_last_good_network_stays(
    qtbot, session, heard
):
    # With this decay a rate of 10 turns a weight into its ninefold with the other sign, each step.
    # Without, the ReLUs often end up dead instead, and the loss stays finite.
    config = ENDLESS.with_(optimizer="sgd", weight_decay=1.0)
    start_and_wait_for(qtbot, session, EpochDone, config)
    good = np.concatenate([w.ravel() for w in session.reader.model.weights.values()])
    assert np.isfinite(good).all()
    session.training.set_learning_rate(10.0)
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    assert [message.kind for message in heard.messages] == ["error"]
    assert "earning rate" in heard.messages[0].text
    assert all(np.isfinite(weight).all() for weight in session.reader.model.weights.values())


def test_a_bad_learning_rate_is_told(qtbot, session, heard):
    session.training.set_learning_rate(-1.0)
    assert [message.kind for message in heard.messages] == ["error"]


def test_a_model_chosen_during_training_stays_until_switched_back(qtbot, session, heard):
    start_and_wait_for(qtbot, session, SnapshotTaken)
    session.reader.use_shipped()
    seen = len(heard.of(SnapshotTaken))
    qtbot.waitUntil(lambda: len(heard.of(SnapshotTaken)) > seen)
    assert session.reader.name == SHIPPED_READER
    heard.messages[-1].action()
    seen = len(heard.of(SnapshotTaken))
    qtbot.waitUntil(lambda: len(heard.of(SnapshotTaken)) > seen)
    assert session.reader.model.network == "mlp"
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE)


def test_where_nothing_can_be_written_training_goes_on_unsaved(qtbot, session, heard):
    paths.runs_dir().parent.mkdir(parents=True)
    paths.runs_dir().write_text("a file where the folder should be")
    train(qtbot, session)
    assert session.training.run is None
    assert [message.kind for message in heard.messages] == ["warning"]
    assert len(heard.of(TrainingDone)) == 1


# Runs


def test_a_training_cut_off_by_quitting_is_offered_and_goes_on(qtbot, session, open_session, heard):
    # Bookmarks are taken about once a second, and only within an epoch.
    long_epochs = TrainingConfig(network="reader", epochs=200, batch_size=8)
    start_and_wait_for(qtbot, session, BookmarkTaken, long_epochs)
    close(qtbot, session)
    cut_off = session.training.run
    again = open_session()
    (offer,) = again.heard.messages
    assert offer.action_label
    offer.action()
    qtbot.waitUntil(lambda: again.training.state is TrainingState.RUNNING, timeout=TIMEOUT)
    assert again.training.run == cut_off
    first, second = again.heard.of(TrainingStarted)
    assert first.first_step == 0
    assert second.first_step >= heard.of(BookmarkTaken)[-1].step
    qtbot.waitUntil(lambda: again.heard.of(StepDone)[-1].step > second.first_step)
    steps = [event.step for event in again.heard.of(StepDone)]
    assert steps == list(range(1, len(steps) + 1))
    again.training.stop()
    qtbot.waitUntil(lambda: again.training.state is TrainingState.IDLE)


@pytest.mark.parametrize("config", [QUICK, ENDLESS])
def test_a_training_that_ended_or_was_stopped_is_not_offered(qtbot, session, open_session, config):
    start_and_wait_for(qtbot, session, EpochDone, config)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE)
    close(qtbot, session)
    assert open_session().heard.messages == []


def test_a_finished_run_is_opened_and_offers_one_more_epoch(qtbot, session, open_session):
    train(qtbot, session)
    close(qtbot, session)
    again = open_session()
    again.runs.resume(session.training.run.path)
    qtbot.waitUntil(lambda: bool(again.heard.messages))
    assert again.reader.model.network == "mlp"
    again.heard.messages[-1].action()
    qtbot.waitUntil(lambda: len(again.heard.of(EpochDone)) == 3, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: again.training.state is TrainingState.IDLE)


def test_what_is_no_run_is_told(qtbot, session, heard, tmp_path):
    with qtbot.waitSignal(session.messages.said):
        session.runs.resume(tmp_path)
    assert heard.messages[-1].kind == "error"
    assert session.training.state is TrainingState.IDLE


def test_closing_stops_a_paused_training(qtbot, session, heard):
    start_and_wait_for(qtbot, session, StepDone)
    session.training.pause()
    close(qtbot, session)
    assert session.training.state is TrainingState.IDLE


def test_work_that_begins_while_the_session_closes_is_told_to_nobody(qtbot, session):
    told = []
    with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
        session.close()
        session.tasks.run("Coming late", lambda: 1, told.append)
    qtbot.waitUntil(lambda: not session.tasks.doing)
    assert told == []
