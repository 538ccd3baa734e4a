import multiprocessing
import os
import signal
import subprocess
import sys
from contextlib import closing
from threading import Thread

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.errors import SettingError, TrainingError
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.reading.calibration import Calibration
from dlgui.core.training.events import CheckpointTaken, SnapshotTaken, StepDone, TrainingDone
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_process import (
    TrainingDefectError,
    calibrate_in_process,
    calibrating_in_process,
    estimate_in_process,
    train_in_process,
    train_through,
    warm_up,
)
from dlgui.jobs.training_worker import Controls, receive, send

CONFIG = TrainingConfig(network="mlp", epochs=2, seed=3)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    digits = DigitSet(
        rng.integers(0, 255, (200, 28, 28), np.uint8), (np.arange(200) % 10).astype(np.uint8)
    )
    return DigitData("noise", digits, digits)


@pytest.fixture(scope="module", autouse=True)
def no_process_is_left():
    yield
    assert len(children()) <= 1


def children():
    return [child.pid for child in multiprocessing.active_children()]


def trained(config, data, controls=None):
    return list(train_in_process(config, data, controls or Controls(config), None))


def losses(events):
    return [event.loss for event in events if isinstance(event, StepDone)]


def test_the_process_tells_what_a_training_here_would_tell(data):
    from dlgui.core.training.train import train

    there, here = trained(CONFIG, data), list(train(CONFIG, data))
    assert losses(there) == losses(here)
    assert isinstance(there[-1], TrainingDone)
    weights = [
        [event for event in events if isinstance(event, SnapshotTaken)][-1].model.weights
        for events in (there, here)
    ]
    for name, weight in weights[0].items():
        np.testing.assert_array_equal(weight, weights[1][name])


def test_a_process_serves_one_training_after_the_other(data):
    trained(CONFIG, data)
    before = children()
    assert isinstance(trained(CONFIG, data)[-1], TrainingDone)
    assert children() == before


def test_a_training_that_is_broken_off_leaves_the_process_ready_for_the_next(data):
    with closing(train_in_process(CONFIG, data, Controls(CONFIG), None)) as events:
        next(events)
    before = children()
    assert isinstance(trained(CONFIG, data)[-1], TrainingDone)
    assert children() == before


def test_no_second_process_is_made_ready_while_one_trains(data):
    before = children()
    with closing(train_in_process(CONFIG, data, Controls(CONFIG), None)) as events:
        next(events)
        under_way = children()
        warm_up()
        assert children() == under_way
    assert len(under_way) <= max(1, len(before))


def test_an_abandoned_process_ends_by_itself(data):
    warm_up()
    (child,) = multiprocessing.active_children()
    controls = Controls(CONFIG)
    endless = CONFIG.with_(epochs=200)
    for _ in train_in_process(endless, data, controls, None):
        controls.abandon()
    child.join(20)
    assert child.exitcode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_process_that_dies_is_told_in_one_sentence_and_replaced(data):
    warm_up()
    (pid,) = children()
    endless = train_in_process(CONFIG.with_(epochs=200), data, Controls(CONFIG), None)
    next(event for event in endless if isinstance(event, StepDone))
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(TrainingError, match="has died"):
        list(endless)
    assert isinstance(trained(CONFIG, data)[-1], TrainingDone)
    assert pid not in children()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_process_that_died_while_waiting_is_not_used(data):
    warm_up()
    (child,) = multiprocessing.active_children()
    os.kill(child.pid, signal.SIGKILL)
    child.join(20)
    assert isinstance(trained(CONFIG, data)[-1], TrainingDone)


def test_an_error_for_the_person_arrives_as_it_was_raised(data):
    small = CONFIG.with_(network="compact")
    (checkpoint,) = [
        event.checkpoint
        for event in trained(CONFIG.with_(epochs=1), data)
        if isinstance(event, CheckpointTaken)
    ]
    with pytest.raises(SettingError, match="cannot go on as compact"):
        list(train_in_process(small, data, Controls(small), checkpoint))


def test_a_defect_brings_its_traceback(data):
    broken = DigitData("broken", data.train, None)
    with pytest.raises(TrainingDefectError, match="TypeError"):
        trained(CONFIG, broken)


def test_an_epoch_is_estimated_for_what_can_be_trained_here():
    quick = estimate_in_process(TrainingConfig(network="mlp"), 1000)
    long = estimate_in_process(TrainingConfig(network="reader"), 1000)
    assert quick is not None
    assert long is not None
    assert 0 < quick < long
    assert (
        estimate_in_process(TrainingConfig(device="mps"), 1000) is None or sys.platform == "darwin"
    )


def test_a_calibration_is_given_up_when_nobody_waits_for_it(data):
    model = Model("mlp", weights_of(build(NETWORKS["mlp"], 0)))
    with closing(calibrating_in_process(model, data)) as looks:
        next(looks)
    calibrated = calibrate_in_process(model, data, Controls(CONFIG))
    assert Calibration.of(calibrated).probe is not None
    assert len(children()) <= 1


def test_messages_keep_their_arrays_which_can_be_written_to():
    ours, theirs = multiprocessing.Pipe()
    message = {
        "large": np.arange(300_000, dtype=np.float32).reshape(3, -1),
        "empty": np.zeros((0, 28, 28), np.uint8),
        "column": np.arange(12).reshape(3, 4)[:, 1],
        "text": "4",
    }
    sender = Thread(target=send, args=(ours, message))
    sender.start()
    found = receive(theirs)
    sender.join()
    assert found["text"] == "4"
    for name in ("large", "empty", "column"):
        np.testing.assert_array_equal(found[name], message[name])
        assert found[name].dtype == message[name].dtype
        found[name] += 1


def test_the_other_end_closing_while_a_training_is_begun_is_a_training_error(data):
    ours, theirs = multiprocessing.Pipe()
    theirs.close()
    with pytest.raises(TrainingError):
        list(train_through(ours, CONFIG, data, Controls(CONFIG), None))
    assert ours.closed


def test_a_program_that_trains_never_imports_torch_itself():
    code = (
        "import sys\n"
        "from dlgui.core import TrainingConfig, load_data\n"
        "from dlgui.jobs.training_worker import Controls\n"
        "from dlgui.jobs.training_process import train_in_process\n"
        "config = TrainingConfig(network='mlp', train_digits=200, epochs=1)\n"
        "events = list(train_in_process(config, load_data('embedded'), Controls(config), None))\n"
        "assert 'torch' not in sys.modules and 'PySide6' not in sys.modules\n"
        "print(type(events[-1]).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "TrainingDone"
    assert done.stderr == ""
