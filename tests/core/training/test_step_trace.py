"""A followed step's numbers against autograd in float64 and the optimisers' published rules."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.torch_net import build, load_weights
from dlgui.core.training.checkpoints import OPTIMIZER_STATE
from dlgui.core.training.events import (
    CheckpointTaken,
    SnapshotTaken,
    StepDone,
    StepFollowed,
    event_record,
)
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import STEPS_AT_ONCE, train

CONFIG = TrainingConfig(
    network="lenet5",
    epochs=2,
    batch_size=16,
    learning_rate=0.004,
    weight_decay=0.03,
    momentum=0.8,
    label_smoothing=0.1,
    schedule="linear",
    device="cpu",
)


def follow(config, data, *, at=3, resume=None):
    """The events from the followed step `at` to the one after it."""
    live = LiveSettings(config)
    told = []
    for event in train(config, data, live=live, resume=resume, snapshot_every=0.0):
        told.append(event)
        if isinstance(event, StepDone):
            if event.step == at - 1:
                live.follow_next_step()
                told = []
            elif event.step == at + 1:
                return told
    raise AssertionError(f"no step {at + 1}")


def error_of(found, expected):
    """The distance between two arrays, as a share of the second one's length."""
    return np.linalg.norm(found - expected) / np.linalg.norm(expected)


def textbook_update(followed):
    """Weights and memory after the step, in float64, by the optimisers' papers."""
    config, rate, t = followed.config, followed.learning_rate, followed.optimizer_step
    weights, memory = {}, {}
    for name, gradient in followed.gradients.items():
        w, g = followed.weights_before[name].astype(float), gradient.astype(float)
        if config.optimizer == "adamw":
            w = w - rate * config.weight_decay * w
        else:
            g = g + config.weight_decay * w
        if config.optimizer == "sgd":
            v = config.momentum * followed.state_before[f"momentum_buffer/{name}"] + g
            memory[f"momentum_buffer/{name}"] = v
            weights[name] = w - rate * v
            continue
        m = 0.9 * followed.state_before[f"exp_avg/{name}"] + 0.1 * g
        v = 0.999 * followed.state_before[f"exp_avg_sq/{name}"] + 0.001 * g**2
        memory[f"exp_avg/{name}"], memory[f"exp_avg_sq/{name}"] = m, v
        weights[name] = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return weights, memory


@pytest.mark.parametrize("network", NETWORKS)
def test_loss_and_gradients_are_those_of_the_batch(network, easy_data):
    (followed,) = (
        event
        for event in follow(replace(CONFIG, network=network, augment=True), easy_data)
        if isinstance(event, StepFollowed)
    )
    module = build(NETWORKS[network]).double()
    load_weights(
        module, Model(network, {name: w.copy() for name, w in followed.weights_before.items()})
    )
    logits = module(torch.tensor(followed.pixels, dtype=torch.float64).unsqueeze(1))
    labels = torch.tensor(followed.labels)
    loss = functional.cross_entropy(logits, labels, label_smoothing=0.1)
    loss.backward()
    # Processors with bfloat16 units round the factors of products to three digits.
    assert followed.loss == pytest.approx(loss.item(), rel=1e-2)
    assert error_of(followed.logits, logits.detach().numpy()) < 1e-2
    assert followed.accuracy == (followed.logits.argmax(1) == followed.labels).mean()
    parameters = dict(module.named_parameters())
    assert followed.gradients.keys() == parameters.keys()
    for name, parameter in parameters.items():
        gradient = parameter.grad.numpy()
        assert error_of(followed.gradients[name], gradient) < 2e-2, name


@pytest.mark.parametrize("optimizer", OPTIMIZER_STATE)
@pytest.mark.parametrize("at", [1, 3])
def test_the_update_is_the_textbooks(optimizer, at, easy_data):
    config = replace(CONFIG, optimizer=optimizer)
    if at == 1:
        live = LiveSettings(config)
        live.follow_next_step()
        events = train(config, easy_data, live=live)
        followed = next(event for event in events if isinstance(event, StepFollowed))
        events.close()
    else:
        followed = next(e for e in follow(config, easy_data) if isinstance(e, StepFollowed))
    weights, memory = textbook_update(followed)
    assert followed.optimizer_step == (0 if optimizer == "sgd" else at)
    assert followed.state_after.keys() == memory.keys() == followed.state_before.keys()
    for name, expected in memory.items():
        assert error_of(followed.state_after[name], expected) < 1e-5, name
    for name, expected in weights.items():
        before = followed.weights_before[name]
        change = followed.weights_after[name].astype(float) - before
        # A float32 weight keeps seven digits: so does its change, times weight over change.
        np.testing.assert_allclose(
            change, expected - before, rtol=1e-3, atol=2e-7 * np.abs(before).max() + 1e-9
        )


def test_the_step_is_told_in_order_and_belongs_to_the_receiver(easy_data):
    events = [
        event
        for event in follow(replace(CONFIG, network="compact"), easy_data)
        if event.step == 3 and isinstance(event, (StepFollowed, SnapshotTaken, StepDone))
    ]
    assert [type(event) for event in events[:3]] == [StepFollowed, SnapshotTaken, StepDone]
    followed, snapshot, done = events[:3]
    assert (followed.step, followed.epoch) == (done.step, done.epoch) == (3, 1)
    assert (followed.loss, followed.accuracy) == (done.loss, done.accuracy)
    assert followed.learning_rate == done.learning_rate
    assert followed.weights_after.keys() == snapshot.model.weights.keys()
    for name, weight in snapshot.model.weights.items():
        assert np.array_equal(weight, followed.weights_after[name])
    with pytest.raises(ValueError, match="read-only"):
        followed.gradients["0.weight"][:] = 0


def test_the_batch_is_the_data_s(easy_data):
    followed = next(e for e in follow(CONFIG, easy_data) if isinstance(e, StepFollowed))
    images = [image.tobytes() for image in easy_data.train.images]
    for pixels, label in zip(followed.pixels, followed.labels, strict=True):
        at = images.index(np.rint(pixels * 255).astype(np.uint8).tobytes())
        assert easy_data.train.labels[at] == label


def test_following_changes_nothing_and_ends_after_one_step(easy_data):
    live = LiveSettings(CONFIG)
    live.follow_next_step()
    events = list(train(CONFIG, easy_data, live=live))
    assert [e.step for e in events if isinstance(e, StepFollowed)] == [1]
    plain = list(train(CONFIG, easy_data))
    assert not any(isinstance(event, StepFollowed) for event in plain)
    weights = [
        [e for e in told if isinstance(e, SnapshotTaken)][-1].model.weights
        for told in (events, plain)
    ]
    for name, weight in weights[0].items():
        assert np.array_equal(weight, weights[1][name])


def test_the_next_step_is_followed_also_where_many_are_taken_at_once(easy_data, monkeypatch):
    monkeypatch.setitem(STEPS_AT_ONCE, "cpu", 4)
    live = LiveSettings(CONFIG)
    told = []
    for event in train(CONFIG, easy_data, live=live):
        told.append(event)
        if isinstance(event, StepDone) and event.step == 5:
            live.follow_next_step()
    (followed,) = (event for event in told if isinstance(event, StepFollowed))
    assert followed.step == 6
    weights, _ = textbook_update(followed)
    for name, weight in weights.items():
        assert error_of(followed.weights_after[name], weight) < 1e-5


def test_asked_for_at_an_epoch_s_end_the_next_epoch_s_first_step_is_followed(easy_data):
    live = LiveSettings(CONFIG)
    told = []
    for event in train(CONFIG, easy_data, live=live):
        told.append(event)
        is_last_of_first = isinstance(event, StepDone) and event.step == told[0].steps_per_epoch
        if is_last_of_first:
            live.follow_next_step()
    (followed,) = (event for event in told if isinstance(event, StepFollowed))
    assert (followed.step, followed.epoch) == (told[0].steps_per_epoch + 1, 2)


def test_adam_counts_on_in_a_resumed_run_unless_the_optimiser_is_new(easy_data):
    checkpoint = next(
        event.checkpoint for event in train(CONFIG, easy_data) if isinstance(event, CheckpointTaken)
    )
    same = follow(CONFIG, easy_data, at=15, resume=checkpoint)
    other = follow(replace(CONFIG, optimizer="adamw"), easy_data, at=15, resume=checkpoint)
    counts = [
        next(event.optimizer_step for event in told if isinstance(event, StepFollowed))
        for told in (same, other)
    ]
    assert counts == [15, 2]


def test_the_record_is_small_and_the_event_travels(easy_data):
    followed = next(e for e in follow(CONFIG, easy_data) if isinstance(e, StepFollowed))
    assert event_record(followed).keys() == {
        "event",
        "step",
        "epoch",
        "learning_rate",
        "optimizer_step",
        "loss",
        "accuracy",
    }
    again = pickle.loads(pickle.dumps(followed))
    assert np.array_equal(again.gradients["0.weight"], followed.gradients["0.weight"])
    assert again.config == CONFIG
