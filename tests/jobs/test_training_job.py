import threading
from dataclasses import replace
from multiprocessing import Pipe

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.errors import SettingError, TrainingError
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.checkpoints import OPTIMIZER_STATE, Checkpoint
from dlgui.core.training.events import (
    CheckpointTaken,
    EpochDone,
    SnapshotTaken,
    StepDone,
    StepFollowed,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.training.runs import MODEL_FILE, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs import training_job
from dlgui.jobs.threads import start_thread
from dlgui.jobs.training_job import BUFFER_EVENTS, TrainingJob, TrainingState
from dlgui.jobs.training_process import ORDERS_AHEAD, train_through
from dlgui.jobs.training_worker import REPLY_EVENTS, serve

CONFIG = TrainingConfig(network="mlp", epochs=1)
DIGITS = DigitSet(np.zeros((20, 28, 28), np.uint8), np.arange(20, dtype=np.uint8) % 10)
DATA = DigitData("twenty blanks", DIGITS, DIGITS)
WEIGHTS = {
    name: np.zeros(shape, np.float32) for name, shape in NETWORKS["mlp"].weight_shapes().items()
}
UNCALIBRATED = Model("mlp", WEIGHTS)
# What is calibrated already stays as it is.
MODEL = replace(UNCALIBRATED, calibration={"temperature": 2.0})


def step_done(step):
    return StepDone(step, 1, 2.3, 0.1, 1e-3, step / 1000)


def step_followed(step):
    nothing = {}
    return StepFollowed(
        step, 1, CONFIG, 1e-3, step, DIGITS.images / 255, DIGITS.labels, np.zeros((20, 10)), 2.3,
        0.1, nothing, nothing, nothing, nothing, nothing,
    )  # fmt: skip


class FakeTraining:
    """Steps as long as it is asked to.

    It serves in a thread, where a test sees what it does, at the other end of a real pipe.
    """

    def __init__(self, steps=5, fault=None):
        self.steps = steps
        self.fault = fault
        self.model = MODEL
        self.taken = 0
        self.closed = False
        self.live = None
        self.resume = None
        self.threads = set()

    def train(self, config, data, controls, resume):
        ours, theirs = Pipe()
        start_thread("fake training", lambda: serve(theirs, self.train_there))
        try:
            yield from train_through(ours, config, data, controls, resume)
        finally:
            ours.close()

    def train_there(self, config, data, live, resume):
        self.live, self.resume = live, resume
        self.threads.add(threading.current_thread())
        try:
            yield TrainingStarted("mlp", 1, 20, 20, 5, 1, 0, 0, "cpu")
            for step in range(1, self.steps + 1):
                self.taken = step
                if live.take_follow_request():
                    yield step_followed(step)
                    yield SnapshotTaken(step, 1, self.model)
                yield step_done(step)
                yield SnapshotTaken(step, 1, self.model)
            if self.fault:
                raise self.fault
            yield EpochDone(1, step, 2.3, 0.1, 2.3, 0.1, 0.1, 1e3)
            best = replace(self.model, summary={"best": True})
            moments = {
                f"{moment}/{name}": np.zeros_like(weight)
                for moment in OPTIMIZER_STATE[config.optimizer]
                for name, weight in best.weights.items()
            }
            checkpoint = Checkpoint(config, best, moments, 1, step, 1, 0.1, 0.1)
            yield CheckpointTaken(step, 1, checkpoint, True)
            yield TrainingDone(1, step, 1, 0.1, 0.1)
        finally:
            self.closed = True


class Heard:
    def __init__(self, job):
        self.events, self.states, self.failures, self.warnings = [], [], [], []
        job.events.connect(self.events.extend)
        job.state_changed.connect(lambda: self.states.append(job.state.name))
        job.failed.connect(self.failures.append)
        job.warned.connect(self.warnings.append)

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def steps(self):
        return [event.step for event in self.of(StepDone)]


@pytest.fixture
def training():
    return FakeTraining()


@pytest.fixture
def job(qtbot, training):
    def calibrate(model, data, controls):
        assert data is DATA
        return replace(model, calibration={"temperature": 3.0})

    return TrainingJob(train=training.train, calibrate=calibrate)


@pytest.fixture
def heard(job):
    return Heard(job)


def test_every_event_arrives_in_order_and_then_it_is_done(qtbot, job, training, heard):
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert isinstance(heard.events[0], TrainingStarted)
    assert heard.steps == [1, 2, 3, 4, 5]
    assert len(heard.of(TrainingDone)) == 1
    assert heard.states == ["STARTING", "RUNNING", "STOPPING", "IDLE"]
    assert heard.failures == []
    assert threading.main_thread() not in training.threads


def test_only_the_newest_of_the_snapshots_that_arrive_together_is_kept(qtbot, job, heard):
    together = []
    job.events.connect(
        lambda events: together.append(sum(isinstance(e, SnapshotTaken) for e in events))
    )
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert max(together) == 1
    assert heard.of(SnapshotTaken)[-1].step == 5


def test_the_network_is_calibrated_at_the_end(qtbot, job, training, heard):
    training.model = UNCALIBRATED

    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert heard.of(SnapshotTaken)[-1].model.calibration == {"temperature": 3.0}


def test_of_a_complete_run_the_best_network_is_kept(qtbot, job, training, heard, tmp_path):
    run = RunFolder.create(tmp_path, CONFIG)
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA, run=run)
    assert heard.of(SnapshotTaken)[-1].model.summary == {"best": True}
    assert load_model(run.path / MODEL_FILE).summary == {"best": True}


def test_of_a_stopped_run_the_newest_network_is_kept(qtbot, job, training, heard, tmp_path):
    training.steps = 10**9
    run = RunFolder.create(tmp_path, CONFIG)
    job.start(CONFIG, DATA, run=run)
    qtbot.waitUntil(lambda: len(heard.of(SnapshotTaken)) > 0)
    with qtbot.waitSignal(job.done):
        job.stop()
    assert load_model(run.path / MODEL_FILE).summary == {}


def test_an_abandoned_training_ends_without_calibrating(qtbot, job, training, heard):
    training.model = UNCALIBRATED
    training.steps = 10**9
    job.start(CONFIG, DATA)
    qtbot.waitUntil(lambda: len(heard.of(SnapshotTaken)) > 0)
    with qtbot.waitSignal(job.done):
        job.abandon()
    qtbot.waitUntil(lambda: training.closed)
    assert not heard.of(SnapshotTaken)[-1].model.calibration


def ticks(qtbot, job, count):
    for _ in range(count):
        with qtbot.waitSignal(job._timer.timeout):
            pass


def test_while_paused_no_step_is_taken(qtbot, job, training, heard):
    training.steps = 10**9
    job.start(CONFIG, DATA)
    qtbot.waitUntil(lambda: len(heard.steps) > 1)
    job.pause()
    # What is under way still arrives; then what is shown is all that was trained.
    qtbot.waitUntil(lambda: heard.steps[-1] == training.taken)
    ticks(qtbot, job, 5)
    paused_at = training.taken
    ticks(qtbot, job, 5)
    assert heard.steps == list(range(1, paused_at + 1))
    assert training.taken == paused_at
    assert job.state is TrainingState.PAUSED
    job.continue_()
    qtbot.waitUntil(lambda: training.taken > paused_at)
    with qtbot.waitSignal(job.done):
        job.stop()
    assert heard.states == ["STARTING", "RUNNING", "PAUSED", "RUNNING", "STOPPING", "IDLE"]


def test_while_paused_a_single_step_can_be_followed(qtbot, job, training, heard):
    training.steps = 10**9
    job.start(CONFIG, DATA)
    qtbot.waitUntil(lambda: len(heard.steps) > 1)
    job.follow_step()
    job.pause()
    qtbot.waitUntil(lambda: heard.steps[-1] == training.taken)
    ticks(qtbot, job, 5)
    paused_at = training.taken
    assert heard.of(StepFollowed) == []
    job.follow_step()
    qtbot.waitUntil(lambda: heard.of(StepFollowed) != [])
    ticks(qtbot, job, 5)
    assert training.taken == paused_at + 1
    assert [event.step for event in heard.of(StepFollowed)] == [paused_at + 1]
    assert heard.of(SnapshotTaken)[-1].step == paused_at + 1
    assert job.state is TrainingState.PAUSED
    with qtbot.waitSignal(job.done):
        job.stop()


def test_stopping_closes_the_training_and_keeps_what_was_learned(qtbot, job, training, heard):
    training.steps = 10**9
    job.start(CONFIG, DATA)
    qtbot.waitUntil(lambda: len(heard.of(SnapshotTaken)) > 0)
    with qtbot.waitSignal(job.done):
        job.stop()
    qtbot.waitUntil(lambda: training.closed)
    assert heard.states[-2:] == ["STOPPING", "IDLE"]
    assert heard.failures == []
    assert heard.steps == list(range(1, training.taken + 1))
    assert heard.of(SnapshotTaken)[-1].step >= training.taken - 1


def test_a_paused_training_can_be_stopped(qtbot, job, training, heard):
    job.start(CONFIG, DATA)
    job.pause()
    with qtbot.waitSignal(job.done):
        job.stop()
    assert job.state is TrainingState.IDLE


def test_a_training_that_is_stopped_before_its_first_event_takes_no_step(qtbot, job, training):
    imported = threading.Event()

    def train_there(*arguments):
        assert imported.wait(5)
        yield from training_there(*arguments)

    training_there, training.train_there = training.train_there, train_there
    job.start(CONFIG, DATA)
    job.stop()
    imported.set()
    qtbot.waitUntil(lambda: job.state is TrainingState.IDLE)
    assert training.taken == 0


def test_a_window_that_does_not_listen_holds_the_training_back(qtbot, job, training):
    training.steps = 10**9
    job.start(CONFIG, DATA)
    job._timer.stop()
    # A step and a snapshot each.
    full = BUFFER_EVENTS // 2
    most = full + ORDERS_AHEAD * REPLY_EVENTS // 2 + REPLY_EVENTS
    qtbot.waitUntil(lambda: training.taken >= full)
    assert training.taken <= most
    job._timer.start()
    qtbot.waitUntil(lambda: training.taken > most)
    with qtbot.waitSignal(job.done):
        job.stop()


def test_an_expected_error_is_told_as_it_stands(qtbot, job, training, heard):
    training.fault = TrainingError("The loss is no longer a number.")
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert heard.failures == ["The loss is no longer a number."]
    assert heard.steps == [1, 2, 3, 4, 5]
    assert job.state is TrainingState.IDLE


def test_a_defect_becomes_one_sentence_and_a_log_entry(qtbot, job, training, heard, expected_log):
    expected_log.append("Training failed")
    training.fault = ZeroDivisionError("division by zero")
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert len(heard.failures) == 1
    assert "defect" in heard.failures[0]
    assert "division" not in heard.failures[0]


def test_another_training_can_follow_but_not_at_the_same_time(qtbot, job, heard):
    job.start(CONFIG, DATA)
    with pytest.raises(RuntimeError):
        job.start(CONFIG, DATA)
    qtbot.waitUntil(lambda: job.state is TrainingState.IDLE)
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA)
    assert len(heard.of(TrainingDone)) == 2


def test_the_learning_rate_reaches_the_training_and_a_bad_one_is_refused(qtbot, job, training):
    training.steps = 10**9
    job.start(CONFIG, DATA)
    job.set_learning_rate(0.5)
    qtbot.waitUntil(lambda: training.live is not None and training.live.learning_rate == 0.5)
    with pytest.raises(SettingError):
        job.set_learning_rate(-1.0)
    with qtbot.waitSignal(job.done):
        job.stop()
    assert training.live.learning_rate == 0.5


def test_a_run_is_recorded_and_can_be_resumed(qtbot, job, training, tmp_path):
    run = RunFolder.create(tmp_path, CONFIG)
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA, run=run)
    kinds = [record["event"] for record in run.records()]
    assert kinds[0] == "TrainingStarted"
    assert kinds.count("StepDone") == 5
    assert kinds[-2:] == ["TrainingDone", "RunKept"]
    checkpoint = run.last_checkpoint()
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA, resume=checkpoint)
    assert training.resume.step == checkpoint.step
    for name, weight in checkpoint.model.weights.items():
        np.testing.assert_array_equal(training.resume.model.weights[name], weight)


def test_a_full_disk_is_told_once_and_the_training_goes_on(
    qtbot, job, heard, tmp_path, monkeypatch
):
    class FullDisk:
        """Records as the real one does until a checkpoint does not fit."""

        @staticmethod
        def written(events, log):
            for event in events:
                if isinstance(event, CheckpointTaken):
                    raise OSError(28, "No space left on device")
                yield event

    monkeypatch.setattr(training_job, "written", FullDisk.written)
    with qtbot.waitSignal(job.done):
        job.start(CONFIG, DATA, run=RunFolder.create(tmp_path, CONFIG))
    assert len(heard.warnings) == 1
    assert "No space left" in heard.warnings[0]
    assert heard.failures == []
    assert heard.steps == [1, 2, 3, 4, 5]
    assert len(heard.of(CheckpointTaken)) == 1
    assert len(heard.of(TrainingDone)) == 1
