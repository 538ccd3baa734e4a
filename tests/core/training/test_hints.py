"""Hints on real trainings: the mistakes are noticed, and what is healthy is left alone."""

from __future__ import annotations

import pytest

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import TrainingError
from dlgui.core.training.events import EpochDone, LayersMeasured, StepDone, TrainingStarted
from dlgui.core.training.hints import CHANCE_LOSS, Hint, HintKind, HintWatch, usual_rate
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import train


@pytest.fixture(scope="module")
def digits():
    return load_embedded()


def hints(config: TrainingConfig, data) -> list[Hint]:
    """What is noticed during a real training."""
    watch, found = HintWatch(config), []
    try:
        found.extend(watch.add(event) for event in train(config, data, snapshot_every=1e9))
    except TrainingError as error:
        found.append(watch.add_failure(str(error)))
    return [hint for hint in found if hint is not None]


def kinds(config: TrainingConfig, data) -> list[HintKind]:
    return [hint.kind for hint in hints(config, data)]


HEALTHY = {
    "reference": TrainingConfig(epochs=3),
    "compact": TrainingConfig(network="compact", epochs=2),
    "lenet5": TrainingConfig(network="lenet5", epochs=2),
    "mlp": TrainingConfig(network="mlp", epochs=5),
    "reader": TrainingConfig(network="reader", epochs=1),
    "quick preset": PRESETS["quick"].config,
    "robust preset": PRESETS["robust"].config.with_(epochs=3),
    "steep but good": TrainingConfig(learning_rate=0.01, epochs=2),
    "jumps, then learns": TrainingConfig(
        network="compact", optimizer="sgd", learning_rate=0.1, epochs=2
    ),
    "slow but sure": TrainingConfig(optimizer="sgd", learning_rate=0.001, epochs=2),
    "small batches": TrainingConfig(network="mlp", batch_size=8, epochs=2),
    "warms up": TrainingConfig(network="lenet5", augment=True, schedule="cosine", epochs=2),
    "asks for less certainty": TrainingConfig(network="compact", label_smoothing=0.5, epochs=2),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_a_healthy_training_gives_no_hint(name, digits):
    assert hints(HEALTHY[name], digits) == []


DEEP = "flatten, dense 64, {a}, dense 64, {a}, dense 64, {a}, dense 64, {a}, dense 10"
OWN = {
    "two sigmoids": TrainingConfig(
        network="flatten, dense 64, sigmoid, dense 64, sigmoid, dense 10", epochs=2
    ),
    "many hyperbolic tangents": TrainingConfig(network=DEEP.format(a="tanh"), epochs=2),
    "many rectifiers": TrainingConfig(network=DEEP.format(a="relu"), epochs=2),
    "dropout and averages": TrainingConfig(
        network="conv 8 3, gelu, avgpool 2, dropout 0.3, conv 16 3, elu, globalavgpool, dense 10",
        epochs=3,
        learning_rate=0.01,
    ),
    "no hidden layer, from zero": TrainingConfig(
        network="flatten, dense 10", initialisation="zero", epochs=2
    ),
    "as He says": TrainingConfig(network="lenet5", initialisation="he", epochs=2),
    "as LeCun says": TrainingConfig(network="mlp", initialisation="lecun", epochs=2),
    "a small start that is overcome": TrainingConfig(initialisation="small", epochs=2),
}


@pytest.mark.parametrize("name", OWN)
def test_a_healthy_training_of_another_network_gives_no_hint(name, digits):
    assert hints(OWN[name], digits) == []


SIGMOIDS = "conv 8 3, {a}, maxpool 2, conv 16 3, {a}, maxpool 2, flatten, dense 64, {a}, dense 10"


def test_a_gradient_that_vanishes_in_sigmoids_is_noticed(digits):
    config = TrainingConfig(network=SIGMOIDS.format(a="sigmoid"), epochs=2)
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.VANISHING_GRADIENT
    assert "3 sigmoids" in hint.text
    assert hint.fix.changes == {"network": SIGMOIDS.format(a="relu")}
    assert hints(config.with_(**hint.fix.changes), digits) == []


@pytest.mark.parametrize(
    ("network", "start", "said"),
    [
        ("reference", "zero", "all alike"),
        (SIGMOIDS.format(a="sigmoid"), "zero", "all alike"),
        ("compact", "zero", "all alike"),
        (SIGMOIDS.format(a="relu"), "small", "100 times too small"),
        (SIGMOIDS.format(a="relu"), "large", "ten times too large"),
    ],
)
def test_weights_that_no_network_should_start_from_are_noticed(network, start, said, digits):
    config = TrainingConfig(network=network, initialisation=start, epochs=2)
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.FIRST_WEIGHTS
    assert said in hint.text
    assert hint.fix.changes == {"initialisation": "glorot"}


TOO_HIGH = {
    "explodes": TrainingConfig(network="mlp", learning_rate=0.5, epochs=1),
    "falls back to guessing": TrainingConfig(learning_rate=0.03, epochs=2),
    "with batch normalisation": TrainingConfig(network="compact", learning_rate=0.5, epochs=2),
    "plain gradient descent": TrainingConfig(
        network="mlp", optimizer="sgd", learning_rate=0.3, epochs=2
    ),
}


@pytest.mark.parametrize("name", TOO_HIGH)
def test_a_learning_rate_that_is_too_high_is_noticed(name, digits):
    config = TOO_HIGH[name]
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.RATE_TOO_HIGH
    assert f"{config.learning_rate:g}" in hint.text
    assert hints(config.with_(**hint.fix.changes), digits) == []


def test_a_loss_that_is_no_number_is_noticed_with_the_errors_own_words(digits):
    config = TrainingConfig(network="compact", optimizer="sgd", learning_rate=10.0, epochs=1)
    *_, hint = hints(config, digits)
    assert hint.kind is HintKind.NOT_A_NUMBER
    assert hint.text.startswith("The loss is no longer a number at step")
    assert hint.fix.changes == {"learning_rate": 0.01}


def test_another_failure_is_no_hint():
    assert HintWatch(TrainingConfig()).add_failure("The disk is full.") is None


@pytest.mark.parametrize("network", ["reference", "compact", "mlp"])
def test_a_learning_rate_that_is_too_low_is_noticed(network, digits):
    config = TrainingConfig(network=network, learning_rate=1e-5, epochs=2)
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.RATE_TOO_LOW
    assert "0.00001" in hint.text
    assert hint.fix.changes == {"learning_rate": 1e-3}
    assert hint.fix.live


def test_after_the_person_has_raised_the_rate_nothing_more_is_said(digits):
    config = TrainingConfig(network="mlp", learning_rate=1e-6, epochs=4)
    live = LiveSettings(config)
    watch, found = HintWatch(config), []
    for event in train(config, digits, live=live, snapshot_every=1e9):
        hint = watch.add(event)
        if hint is not None:
            found.append(hint.kind)
            live.learning_rate = hint.fix.changes["learning_rate"]
    assert found == [HintKind.RATE_TOO_LOW]


@pytest.mark.parametrize("network", ["compact", "mlp"])
def test_too_little_data_is_noticed_and_not_called_overfitting_as_well(network, digits):
    config = TrainingConfig(network=network, train_digits=100, epochs=40)
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.TOO_LITTLE_DATA
    assert "its 100 training digits" in hint.text
    assert hint.fix.changes == {"train_digits": 0}


def test_learning_by_heart_is_noticed(digits):
    config = TrainingConfig(network="mlp", learning_rate=0.003, epochs=14)
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.OVERFITTING
    assert hint.fix.changes == {"augment": True}


def test_dead_units_of_a_training_that_still_learns_are_noticed(digits):
    config = TrainingConfig(network="mlp", learning_rate=0.02, epochs=2)
    dead = {
        layer.index: layer.dead_share
        for event in train(config, digits, snapshot_every=1e9)
        if isinstance(event, LayersMeasured)
        for layer in event.layers
    }
    (hint,) = hints(config, digits)
    assert hint.kind is HintKind.DEAD_UNITS
    assert f"{100 * dead[1]:.0f} % of the neurons in layer 2" in hint.text
    assert hint.fix.changes == {"learning_rate": 1e-3}


def epochs(watch: HintWatch, losses: list[tuple[float, float]], step: int = 100):
    """Feed epochs of (training loss, validation loss); what was said after each."""
    watch.add(TrainingStarted("mlp", 1, 4500, 500, step, len(losses), 0, 0, "cpu"))
    return [
        watch.add(EpochDone(n, n * step, train, 0.97, validation, 0.95, 1.0, 1.0))
        for n, (train, validation) in enumerate(losses, start=1)
    ]


def test_overfitting_needs_three_epochs_that_are_clearly_worse():
    rising = [(0.4, 0.3), (0.2, 0.2), (0.09, 0.25), (0.08, 0.26), (0.07, 0.27), (0.06, 0.28)]
    found = epochs(HintWatch(TrainingConfig()), rising)
    assert [hint is not None for hint in found] == [False] * 4 + [True, False]
    assert "since epoch 2" in found[4].text
    assert "from 0.200 to 0.270" in found[4].text
    wavering = [(0.2, 0.2), (0.09, 0.25), (0.08, 0.21), (0.07, 0.22), (0.06, 0.23), (0.05, 0.19)]
    assert epochs(HintWatch(TrainingConfig()), wavering) == [None] * 6


def test_what_is_done_already_is_not_offered():
    rising = [(0.2, 0.2), (0.09, 0.25), (0.08, 0.26), (0.07, 0.27)]
    config = TrainingConfig(augment=True)
    assert epochs(HintWatch(config), rising)[3].fix.changes["weight_decay"] > 0
    config = config.with_(weight_decay=0.01, optimizer="adamw")
    assert epochs(HintWatch(config), rising)[3].fix is None


def test_a_training_that_forgets_is_noticed_at_any_rate():
    watch, found = HintWatch(TrainingConfig()), []
    for step in range(1, 401):
        loss, accuracy = (0.3, 0.9) if step <= 200 else (CHANCE_LOSS, 0.1)
        found.append(watch.add(StepDone(step, 1, loss, accuracy, 1e-3, 0.01 * step)))
    (hint,) = [hint for hint in found if hint is not None]
    assert hint.kind is HintKind.RATE_TOO_HIGH
    assert hint.fix.changes == {"learning_rate": pytest.approx(1e-4)}


@pytest.mark.parametrize(
    ("optimizer", "momentum", "rate"),
    [("adam", 0.9, 1e-3), ("adamw", 0.0, 1e-3), ("sgd", 0.0, 0.1), ("sgd", 0.9, 0.01)],
)
def test_the_usual_rate_follows_the_optimiser(optimizer, momentum, rate):
    assert usual_rate(TrainingConfig(optimizer=optimizer, momentum=momentum)) == rate
