"""The numbers that the microscope shows, against the step's own and the published rules."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest

from dlgui.core.explain.step_arithmetic import update_of
from dlgui.core.explain.steps import StepDigest
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.checkpoints import OPTIMIZER_STATE
from dlgui.core.training.events import StepFollowed
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="lenet5", epochs=2, batch_size=16, momentum=0.8, device="cpu")


def followed_steps(config, data, count=3):
    live = LiveSettings(config)
    live.follow_next_step()
    found = []
    for event in train(config, data, live=live):
        if isinstance(event, StepFollowed):
            found.append(event)
            live.follow_next_step()
            if len(found) == count:
                return found
    raise AssertionError("the training ended too soon")


def places(step, name, count=12):
    rng = np.random.default_rng(0)
    shape = step.weights_before[name].shape
    for _ in range(count):
        yield tuple(int(rng.integers(size)) for size in shape)


def shown_sums(update):
    sums = [update.gradient, update.velocity, update.mean, update.square, update.weight]
    return [one for one in sums if one is not None]


@pytest.mark.parametrize("optimizer", OPTIMIZER_STATE)
@pytest.mark.parametrize("weight_decay", [0.0, 0.03])
def test_what_is_shown_adds_up_and_is_the_rounded_truth(optimizer, weight_decay, easy_data):
    config = replace(CONFIG, optimizer=optimizer, weight_decay=weight_decay)
    for step in followed_steps(config, easy_data):
        for name in ("0.weight", "0.bias", "7.weight", "11.weight"):
            for place in places(step, name):
                update = update_of(step, name, place)
                for one in shown_sums(update):
                    units, total = one.shown
                    assert sum(units) == total
                    assert abs(total - one.total / 10.0**one.exponent) <= 0.5
                    for shown, part in zip(units, one.parts, strict=True):
                        assert abs(shown - part / 10.0**one.exponent) < 1.01
                assert update.weight.parts[0] == step.weights_before[name][place]
                assert update.weight.total == step.weights_after[name][place]
                # At least three digits of the change, unless the weight itself has no more.
                if abs(update.change) > 1e-4 * abs(update.weight.total):
                    assert abs(update.weight.shown[0][-1]) >= 10


@pytest.mark.parametrize("optimizer", ["adam", "adamw"])
def test_adam_in_numbers(optimizer, easy_data):
    config = replace(CONFIG, optimizer=optimizer, weight_decay=0.03)
    *_, step = followed_steps(config, easy_data)
    name, place = "11.weight", (9, 80)
    update = update_of(step, name, place)
    w, g = float(step.weights_before[name][place]), float(step.gradients[name][place])
    m = float(step.state_after[f"exp_avg/{name}"][place])
    v = float(step.state_after[f"exp_avg_sq/{name}"][place])
    assert update.gradient.parts[0] == g
    if optimizer == "adam":
        assert update.gradient.parts[1] == pytest.approx(0.03 * w)
        g += 0.03 * w
    assert update.mean.parts[1] == pytest.approx(0.1 * g)
    assert update.square.parts[1] == pytest.approx(0.001 * g * g)
    assert sum(update.mean.parts) == pytest.approx(m, rel=1e-5)
    assert sum(update.square.parts) == pytest.approx(v, rel=1e-5)
    m_hat, v_hat = m / (1 - 0.9**3), v / (1 - 0.999**3)
    assert update.corrected_mean.result == pytest.approx(m_hat)
    assert update.corrected_square.result == pytest.approx(v_hat)
    assert update.change == pytest.approx(-0.001 * m_hat / (v_hat**0.5 + 1e-8))
    shrink = 0.001 * 0.03 * w if optimizer == "adamw" else 0.0
    assert update.weight.total == pytest.approx(w - shrink + update.change, rel=1e-6)
    assert len(update.weight.parts) == (3 if optimizer == "adamw" else 2)


def test_sgd_in_numbers(easy_data):
    config = replace(CONFIG, optimizer="sgd", learning_rate=0.05)
    *_, step = followed_steps(config, easy_data)
    name, place = "0.weight", (3, 0, 2, 1)
    update = update_of(step, name, place)
    before = float(step.state_before[f"momentum_buffer/{name}"][place])
    gradient = float(step.gradients[name][place])
    assert update.velocity.parts == pytest.approx((0.8 * before, gradient))
    assert update.change == pytest.approx(-0.05 * (0.8 * before + gradient), rel=1e-5)
    assert update.gradient.parts == (gradient,)
    assert update.mean is update.corrected_square is None


def test_a_weight_that_is_no_number_any_longer_has_no_sums(easy_data):
    (step,) = followed_steps(CONFIG, easy_data, count=1)
    weights = {name: weight.copy() for name, weight in step.weights_after.items()}
    weights["0.bias"][2] = np.nan
    broken = replace(step, weights_after=weights)
    assert update_of(broken, "0.bias", (2,)) is None
    assert update_of(broken, "0.bias", (1,)) is not None


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_digest_of_the_forward_pass(network, smoothing, easy_data):
    config = replace(CONFIG, network=network, label_smoothing=smoothing)
    (step,) = followed_steps(config, easy_data, count=1)
    digest = StepDigest(step)
    assert digest.losses.mean() == pytest.approx(step.loss, rel=1e-5)
    assert digest.is_right.mean() == step.accuracy
    logits, label = step.logits[3].astype(float), int(step.labels[3])
    shares = [exp(value) / sum(map(exp, logits)) for value in logits]
    assert digest.probabilities[3] == pytest.approx(shares)
    assert digest.label_probabilities[3] == pytest.approx(shares[label])
    target = [smoothing / 10 + (1 - smoothing) * (digit == label) for digit in range(10)]
    loss = -sum(t * log(share) for t, share in zip(target, shares, strict=True))
    assert digest.losses[3] == pytest.approx(loss)


def test_digest_of_the_layers(easy_data):
    (step,) = followed_steps(CONFIG, easy_data, count=1)
    digest = StepDigest(step)
    assert [layer.index for layer in digest.layers] == [0, 3, 7, 9, 11]
    layer = digest.layers[2]
    assert layer.count == 120 * 400
    assert layer.gradient == pytest.approx(np.linalg.norm(step.gradients["7.weight"]), rel=1e-4)
    change = step.weights_after["7.weight"].astype(float) - step.weights_before["7.weight"]
    assert layer.update == pytest.approx(np.linalg.norm(change), rel=1e-4)
    assert layer.update_ratio == pytest.approx(
        np.linalg.norm(change) / np.linalg.norm(step.weights_before["7.weight"]), rel=1e-4
    )
