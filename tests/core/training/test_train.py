from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dlgui.core.augmentation import images
from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.errors import DataError, SettingError, TrainingError
from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.networks import NETWORKS, Network
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.checkpoints import load_checkpoint, save_checkpoint
from dlgui.core.training.events import (
    BookmarkTaken,
    CheckpointTaken,
    EpochDone,
    LayersMeasured,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingResumed,
    TrainingStarted,
    event_record,
)
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import STEPS_AT_ONCE, train

CONFIG = TrainingConfig(network="lenet5", epochs=2, batch_size=16, device="cpu")


def of_kind(events, kind):
    return [event for event in events if isinstance(event, kind)]


def timeless(events):
    """The events that do not depend on the clock, without their times."""
    times = {"seconds", "images_per_second"}
    return [
        {key: value for key, value in event_record(event).items() if key not in times}
        for event in events
        if not isinstance(event, (SnapshotTaken, LayersMeasured, BookmarkTaken))
    ]


def test_events_come_in_order_and_count_right(easy_data):
    events = list(train(CONFIG, easy_data))
    assert isinstance(events[0], TrainingStarted)
    assert events[0].parameters == NETWORKS["lenet5"].parameters()
    assert (events[0].train_count, events[0].validation_count) == (200, 50)
    assert events[0].steps_per_epoch == 13
    steps = of_kind(events, StepDone)
    assert [step.step for step in steps] == list(range(1, 27))
    assert [step.epoch for step in steps] == [1] * 13 + [2] * 13
    assert all(a.seconds < b.seconds for a, b in pairwise(steps))
    assert [type(event) for event in events[-4:]] == [
        EpochDone,
        SnapshotTaken,
        CheckpointTaken,
        TrainingDone,
    ]
    first, second = of_kind(events, EpochDone)
    assert (first.epoch, first.step, second.epoch, second.step) == (1, 13, 2, 26)
    assert second.validation_accuracy > 0.9
    assert second.train_loss < first.train_loss
    assert first.train_loss == pytest.approx(
        sum(step.loss * (16 if step.step < 13 else 8) for step in steps[:13]) / 200
    )


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_learns_and_reports_what_its_model_does(network, easy_data):
    events = list(train(replace(CONFIG, network=network, epochs=6), easy_data))
    done = of_kind(events, EpochDone)[-1]
    assert done.validation_accuracy > 0.9
    model = of_kind(events, SnapshotTaken)[-1].model
    logits = Forward(model).logits(easy_data.validation.images).astype(np.float64)
    labels = easy_data.validation.labels
    assert (logits.argmax(1) == labels).mean() == pytest.approx(done.validation_accuracy)
    loss = np.log(np.exp(logits).sum(1)) - logits[np.arange(len(labels)), labels]
    assert loss.mean() == pytest.approx(done.validation_loss, rel=1e-2, abs=1e-3)
    assert model.summary["validation_accuracy"] == done.validation_accuracy
    assert model.summary["config"]["network"] == network


@pytest.mark.parametrize("augment", [False, True])
def test_same_seed_same_numbers(augment, easy_data):
    config = replace(CONFIG, augment=augment)
    first = timeless(train(config, easy_data))
    assert timeless(train(config, easy_data)) == first
    assert timeless(train(replace(config, seed=1), easy_data)) != first


@pytest.mark.parametrize(
    ("optimizer", "schedule"), [("adam", "constant"), ("adamw", "linear"), ("sgd", "cosine")]
)
def test_resumed_is_the_same_as_uninterrupted(optimizer, schedule, easy_data):
    config = replace(
        CONFIG,
        network="compact",
        optimizer=optimizer,
        schedule=schedule,
        augment=True,
        weight_decay=0.01,
        learning_rate=0.01,
        epochs=3,
    )
    whole = list(train(config, easy_data))
    checkpoint = of_kind(whole, CheckpointTaken)[0].checkpoint
    resumed = list(train(config, easy_data, resume=checkpoint))
    assert isinstance(resumed[0], TrainingResumed)
    assert (resumed[0].first_epoch, resumed[0].first_step) == (1, 13)
    at = next(i for i, event in enumerate(whole) if isinstance(event, CheckpointTaken)) + 1
    assert timeless(resumed)[1:] == timeless(whole[at:])
    theirs = of_kind(whole, CheckpointTaken)[-1].checkpoint
    mine = of_kind(resumed, CheckpointTaken)[-1].checkpoint
    assert theirs.model.weights.keys() == mine.model.weights.keys()
    for name, weight in theirs.model.weights.items():
        assert np.array_equal(weight, mine.model.weights[name]), name


@pytest.mark.parametrize("at", [0, 2, 12, 16, 38])
def test_resumed_within_an_epoch_is_the_same_as_uninterrupted(at, easy_data, tmp_path):
    """Through a file, from the first step on, within what is augmented at once, at an end."""
    config = replace(CONFIG, network="compact", augment=True, epochs=3)
    config = replace(config, schedule="cosine", optimizer="adamw")
    whole = list(train(config, easy_data, bookmark_every=0.0))
    bookmark = of_kind(whole, BookmarkTaken)[at]
    save_checkpoint(tmp_path / "bookmark", bookmark.checkpoint)
    stored = load_checkpoint(tmp_path / "bookmark")
    resumed = list(train(config, easy_data, resume=stored))
    assert resumed[0].first_step == at + 1
    after = whole.index(bookmark) + 1
    assert timeless(resumed)[1:] == timeless(whole[after:])
    theirs = of_kind(whole, CheckpointTaken)[-1].checkpoint
    mine = of_kind(resumed, CheckpointTaken)[-1].checkpoint
    for name, weight in theirs.model.weights.items():
        assert np.array_equal(weight, mine.model.weights[name]), name


def test_an_epoch_cannot_go_on_with_other_batches(easy_data):
    bookmark = of_kind(train(CONFIG, easy_data, bookmark_every=0.0), BookmarkTaken)[3]
    with pytest.raises(SettingError, match="within an epoch"):
        next(train(replace(CONFIG, batch_size=8), easy_data, resume=bookmark.checkpoint))


def test_one_more_epoch(easy_data):
    checkpoint = of_kind(train(CONFIG, easy_data), CheckpointTaken)[-1].checkpoint
    events = list(train(replace(CONFIG, epochs=3), easy_data, resume=checkpoint))
    assert [event.epoch for event in of_kind(events, EpochDone)] == [3]
    assert events[-1].epoch == 3
    assert of_kind(events, StepDone)[0].seconds > checkpoint.seconds


def test_best_epoch_is_remembered_when_a_run_is_resumed(easy_data):
    checkpoint = of_kind(train(CONFIG, easy_data), CheckpointTaken)[0].checkpoint
    better = replace(checkpoint, best_epoch=1, best_validation_accuracy=2.0)
    events = list(train(CONFIG, easy_data, resume=better))
    assert [event.is_best for event in of_kind(events, CheckpointTaken)] == [False]
    assert (events[-1].best_epoch, events[-1].best_validation_accuracy) == (1, 2.0)


def test_learning_rate_follows_the_hand_and_the_schedule(easy_data):
    live = LiveSettings(CONFIG)
    events = []
    for event in train(CONFIG, easy_data, live=live):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 5:
            live.learning_rate = 0.004
    rates = [event.learning_rate for event in of_kind(events, StepDone)]
    assert rates == [0.001] * 5 + [0.004] * 21
    assert of_kind(events, CheckpointTaken)[-1].checkpoint.config.learning_rate == 0.004
    config = replace(CONFIG, schedule="linear", epochs=4)
    rates = [e.learning_rate for e in train(config, easy_data) if isinstance(e, StepDone)]
    peak = int(np.argmax(rates))
    assert rates[peak] == pytest.approx(0.001)
    assert 0 < peak < 10
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert 0 < rates[-1] < 0.0001


def test_live_learning_rate_keeps_its_range():
    live = LiveSettings(CONFIG)
    with pytest.raises(SettingError, match="at most 10"):
        live.learning_rate = 11.0
    assert live.learning_rate == CONFIG.learning_rate


def test_pauses_are_not_counted(easy_data, monkeypatch):
    """A clock that stands still except while somebody else has the events."""
    clock = [0.0]
    monkeypatch.setattr("dlgui.core.training.train.perf_counter", lambda: clock[0])
    events = train(CONFIG, easy_data)
    told = []
    for _ in range(9):
        clock[0] += 60.0
        told.append(next(events))
    events.close()
    steps = of_kind(told, StepDone)
    assert len(steps) > 2
    assert {step.seconds for step in steps} == {0}


def test_snapshots_belong_to_the_receiver(easy_data):
    events = train(CONFIG, easy_data, snapshot_every=0.0)
    snapshots, kept = [], []
    for event in events:
        if isinstance(event, SnapshotTaken):
            snapshots.append(event)
            kept.append(event.model.weights["0.weight"].copy())
    assert len(snapshots) == 1 + 26 + 2  # before the first step, after each, at each epoch's end
    for snapshot, weight in zip(snapshots, kept, strict=True):
        assert np.array_equal(snapshot.model.weights["0.weight"], weight)
    assert not np.array_equal(kept[0], kept[1])


def test_reading_results_back_for_many_steps_at_once_changes_nothing(easy_data, monkeypatch):
    """As on a graphics card, where each reading back would make the processor wait."""
    one_by_one = timeless(train(CONFIG, easy_data))
    monkeypatch.setitem(STEPS_AT_ONCE, "cpu", 5)
    assert timeless(train(CONFIG, easy_data)) == one_by_one


def test_few_digits_are_a_fair_share(easy_data):
    started = next(train(replace(CONFIG, train_digits=73), easy_data))
    assert started.train_count == 73
    assert next(train(replace(CONFIG, train_digits=1000), easy_data)).train_count == 200


def test_loss_that_is_no_number_stops_and_names_the_setting(easy_data):
    """A weight decay that makes every step of each weight nine times the weight."""
    config = replace(CONFIG, optimizer="sgd", learning_rate=10.0, weight_decay=1.0, epochs=20)
    events = []
    with pytest.raises(TrainingError, match=r"Lower the learning rate, which is 10"):
        events.extend(train(config, easy_data))
    for checkpoint in of_kind(events, CheckpointTaken):
        weights = checkpoint.checkpoint.model.weights.values()
        assert all(np.isfinite(weight).all() for weight in weights)


def test_what_cannot_be_trained(easy_data):
    empty = DigitSet(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    with pytest.raises(DataError, match="no digits"):
        next(train(CONFIG, DigitData("Nothing", empty, easy_data.validation)))
    checkpoint = of_kind(train(replace(CONFIG, epochs=1), easy_data), CheckpointTaken)[0].checkpoint
    with pytest.raises(SettingError, match="cannot go on as mlp"):
        next(train(replace(CONFIG, network="mlp"), easy_data, resume=checkpoint))


def test_device_that_is_not_there(easy_data, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(SettingError, match="choose auto"):
        next(train(replace(CONFIG, device="cuda"), easy_data))


def test_closing_cancels(easy_data):
    events = train(CONFIG, easy_data)
    for event in events:
        if isinstance(event, StepDone):
            break
    events.close()
    assert list(events) == []


def test_only_digits_are_varied_by_the_habits_of_writing_digits(easy_data, monkeypatch):
    """Flags on ones and tails on nines would be noise on boots and bags."""
    written = []
    monkeypatch.setattr(images, "add_habits", lambda digits, *_: written.append(1) or digits)
    config = replace(CONFIG, augment=True, epochs=1)
    list(train(config, replace(easy_data, classes=tuple("ABCDEFGHIJ"))))
    assert not written
    list(train(config, easy_data))
    assert written


@pytest.mark.parametrize(
    "layers",
    [
        (Conv(4, 3), ReLU(), MaxPool(3), Flatten(), Dense(10)),
        (Flatten(), Dense(16), BatchNorm(), ReLU(), Dense(10)),
    ],
    ids=["max pooling of 3", "batch normalisation of features"],
)
def test_a_network_without_a_written_out_step_trains_by_autograd(layers, easy_data, monkeypatch):
    monkeypatch.setitem(NETWORKS, "mlp", Network("mlp", "", "", layers))
    events = list(train(replace(CONFIG, network="mlp", epochs=8), easy_data))
    assert of_kind(events, EpochDone)[-1].validation_accuracy > 0.9
