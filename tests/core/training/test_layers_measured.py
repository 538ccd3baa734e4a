"""The layers' statistics against numpy, from the weights and gradients that the step tells."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import Conv, Dense
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.events import (
    CheckpointTaken,
    EpochDone,
    LayersMeasured,
    StepDone,
    StepFollowed,
    event_record,
)
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="lenet5", epochs=1, batch_size=16, device="cpu")


def measured_first_step(config, data, resume=None):
    live = LiveSettings(config)
    live.follow_next_step()
    events = train(config, data, live=live, resume=resume)
    followed = measured = None
    for event in events:
        if isinstance(event, StepFollowed):
            followed = event
        elif isinstance(event, LayersMeasured):
            measured = event
        elif isinstance(event, StepDone):
            break
    events.close()
    assert followed.step == measured.step == event.step
    return followed, measured


def activations_of(followed, data):
    """By each weighted layer's index: whether a ReLU follows, and what it gives for the sample."""
    # All of them, as there are no more than the 100 that are measured.
    chosen = data.validation.images
    layers = NETWORKS[followed.config.network].layers
    forward = Forward(Model(followed.config.network, followed.weights_after))
    given = [forward.activations(image.astype(np.float32) / 255) for image in chosen]
    found = {}
    for index, layer in enumerate(layers):
        if isinstance(layer, (Conv, Dense)):
            end = index + 1
            while end < len(layers) and not isinstance(layers[end], (Conv, Dense, ReLU)):
                end += 1
            is_rectified = end < len(layers) and isinstance(layers[end], ReLU)
            at = end if is_rectified else index
            found[index] = is_rectified, np.stack([outputs[at] for outputs in given])
    return found


def assert_counts(histogram, values):
    values = values.ravel().astype(float)
    assert len(histogram.counts) == 64
    assert (histogram.low, histogram.high) == pytest.approx((values.min(), values.max()), rel=1e-4)
    expected, edges = np.histogram(values, 64, (histogram.low, histogram.high))
    np.testing.assert_allclose(histogram.edges, edges)
    # What lies on an edge may fall to either side.
    assert np.abs(histogram.counts.cumsum() - expected.cumsum()).max() <= 2 + len(values) // 1000


@pytest.mark.parametrize("network", NETWORKS)
def test_statistics_are_those_of_the_step(network, easy_data):
    followed, measured = measured_first_step(replace(CONFIG, network=network), easy_data)
    activations = activations_of(followed, easy_data)
    assert [layer.index for layer in measured.layers] == list(activations)
    for layer in measured.layers:
        before = followed.weights_before[f"{layer.index}.weight"].astype(float)
        after = followed.weights_after[f"{layer.index}.weight"].astype(float)
        assert_counts(layer.weights, after)
        assert_counts(layer.gradients, followed.gradients[f"{layer.index}.weight"])
        ratio = np.linalg.norm(after - before) / np.linalg.norm(before)
        assert layer.update_ratio == pytest.approx(ratio, rel=1e-3)
        is_rectified, given = activations[layer.index]
        counted = given[::3]  # 17 of 50, as 20 of 100
        if not is_rectified:
            assert (layer.zero_share, layer.dead_share) == (None, None)
            assert_counts(layer.activations, counted)
            continue
        zeros = (counted == 0).mean()
        assert layer.zero_share == pytest.approx(zeros, abs=1e-3)
        assert layer.activations.counts.sum() == pytest.approx((counted > 0).sum(), abs=5)
        assert layer.activations.high == pytest.approx(counted.max(), rel=1e-3)
        by_unit = np.moveaxis(given, 1, 0).reshape(given.shape[1], -1)
        assert layer.dead_share == pytest.approx((by_unit.max(1) <= 0).mean(), abs=1e-6)


def test_units_that_can_never_be_active_are_dead(easy_data):
    checkpoint = next(e.checkpoint for e in train(CONFIG, easy_data) if type(e) is CheckpointTaken)
    weights = {name: weight.copy() for name, weight in checkpoint.model.weights.items()}
    weights["7.bias"][:30] = -1e6  # of 120 neurons
    maimed = replace(checkpoint, model=replace(checkpoint.model, weights=weights))
    _, measured = measured_first_step(replace(CONFIG, epochs=2), easy_data, resume=maimed)
    shares = {layer.index: layer.dead_share for layer in measured.layers}
    assert shares[7] >= 30 / 120
    assert shares[0] < 1


def test_what_is_all_the_same_lies_in_one_bin(easy_data):
    """With the loss no longer depending on a layer, its gradients are all 0."""
    checkpoint = next(e.checkpoint for e in train(CONFIG, easy_data) if type(e) is CheckpointTaken)
    weights = {name: weight.copy() for name, weight in checkpoint.model.weights.items()}
    weights["7.bias"][:] = -1e6
    maimed = replace(checkpoint, model=replace(checkpoint.model, weights=weights))
    _, measured = measured_first_step(replace(CONFIG, epochs=2), easy_data, resume=maimed)
    first, _, silent, *_ = measured.layers
    assert (first.gradients.low, first.gradients.high) == (0, 0)
    assert first.gradients.counts[32] == first.gradients.counts.sum() == 6 * 25
    assert silent.dead_share == silent.zero_share == 1
    assert silent.activations.counts.sum() == 0


def test_measures_come_with_the_first_and_the_last_step_and_seldom_between(easy_data):
    events = list(train(replace(CONFIG, epochs=2), easy_data))
    steps = [event.step for event in events if isinstance(event, LayersMeasured)]
    assert (steps[0], steps[-1]) == (1, 26)
    assert len(steps) <= 5  # of 26 steps in a second or less
    at = [type(event) for event in events].index(LayersMeasured)
    assert isinstance(events[at + 1], StepDone)
    assert events[at + 1].step == 1


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.001, [1, 5, 9, 13, 17, 21, 25, 26]), (0.02, [1, 9, 17, 25, 26])]
)
def test_time_that_measuring_takes_is_limited(seconds, expected, easy_data, monkeypatch):
    """Steps of a quarter of a second: once a second, and no more than a hundredth of the time."""
    clock, readings = [0.0], count()
    monkeypatch.setattr("dlgui.core.training.step_trace.monotonic", lambda: clock[0])
    monkeypatch.setattr(
        "dlgui.core.training.step_trace.perf_counter", lambda: next(readings) * seconds
    )
    steps = []
    for event in train(replace(CONFIG, epochs=2), easy_data):
        if isinstance(event, LayersMeasured):
            steps.append(event.step)
        elif isinstance(event, StepDone):
            clock[0] += 0.25
    assert steps == expected


def test_validation_and_weights_are_the_same_as_without(easy_data, monkeypatch):
    def outcome():
        return [
            (event.train_loss, event.validation_loss)
            for event in train(replace(CONFIG, network="compact", epochs=2), easy_data)
            if isinstance(event, EpochDone)
        ]

    monkeypatch.setattr("dlgui.core.training.step_trace.MEASURED_EVERY", 0.0)
    monkeypatch.setattr("dlgui.core.training.step_trace.SHARE_FOR_MEASURING", 1e9)
    often = outcome()
    monkeypatch.setattr("dlgui.core.training.step_trace.MEASURED_EVERY", 1e9)
    assert outcome() == often


def test_the_record_has_the_shares_and_no_histograms(easy_data):
    _, measured = measured_first_step(CONFIG, easy_data)
    record = event_record(measured)
    assert record["layers"][0].keys() == {"index", "zero_share", "dead_share", "update_ratio"}
    assert record["layers"][-1]["dead_share"] is None
