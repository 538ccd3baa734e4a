"""A network that was trained on digits alone is calibrated, with torch, at the end."""

import json

import numpy as np
import pytest
from spots import linear_model, spots

from dlgui.core.augmentation.habits import pen_digits
from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.reading.calibration import Calibration, fit_temperature
from dlgui.core.reading.ood_probe import Probe, other_ink
from dlgui.core.training.calibrating import calibrate, fit_probe

# Classes that are not the ten digits, which would be drawn with a pen too.
SPOTS = tuple("abcdefghij")


def test_a_network_that_saw_only_digits_learns_to_refuse_letters_and_scribbles() -> None:
    """Here the "digits" are bright spots, and the network's features are ten of their pixels."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 40)
    digits = spots(labels) + np.random.default_rng(0).integers(0, 20, (400, 28, 28), np.uint8)
    some = DigitSet(digits, labels)
    model = calibrate(linear_model(10.0), DigitData("spots", some, some, classes=SPOTS))
    found, forward = Calibration.of(model), Forward(model)

    def refused(images: np.ndarray) -> float:
        features = forward.features(images)
        return float(found.refuses(forward.logits_from(features), features).mean())

    assert refused(digits) < 0.05
    # Letters and scribbles leave the picture's upper edge empty, where the spots are.
    assert refused(other_ink()[:200]) > 0.95
    assert 0 < found.temperature < 1


def test_the_same_digits_give_the_same_calibration() -> None:
    labels = np.tile(np.arange(10, dtype=np.uint8), 10)
    digits = DigitSet(spots(labels), labels)
    some = DigitData("spots", digits, digits)
    first, second = (calibrate(linear_model(5.0), some).calibration for _ in range(2))
    assert first == second
    # It is written to the model file's metadata.
    assert json.loads(json.dumps(first)) == first


def test_without_validation_digits_a_model_stays_as_it_is() -> None:
    model = linear_model(1.0)
    none = DigitSet(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    assert calibrate(model, DigitData("none", none, none)) is model


def test_where_the_classes_are_digits_those_drawn_with_a_pen_are_none_to_refuse() -> None:
    labels = np.tile(np.arange(10, dtype=np.uint8), 40)
    some = DigitSet(spots(labels), labels)
    pens = pen_digits()[:20].flatten(0, 1).numpy()

    def odds(data: DigitData) -> float:
        model = calibrate(linear_model(10.0), data)
        probe = Calibration.of(model).probe
        assert probe is not None
        return float(np.median(probe.log_odds(Forward(model).features(pens))))

    assert (
        odds(DigitData("digits", some, some))
        > odds(DigitData("spots", some, some, classes=SPOTS)) + 2
    )


def test_training_digits_make_up_for_what_few_validation_digits_lack() -> None:
    labels = np.tile(np.arange(10, dtype=np.uint8), 40)
    few = DigitSet(spots(labels), labels).take(np.arange(12))
    blocks = np.zeros((400, 28, 28), np.uint8)
    blocks[:, 8:22, 6:22] = 255

    def odds(train: DigitSet) -> float:
        model = calibrate(linear_model(10.0), DigitData("spots", train, few, classes=SPOTS))
        probe = Calibration.of(model).probe
        assert probe is not None
        return float(probe.log_odds(Forward(model).features(blocks[:1]))[0])

    # This network sees nothing of a block, as it sees nothing of other ink.
    assert odds(few) < -2
    assert odds(DigitSet(blocks, labels)) > -1


@pytest.mark.parametrize("name", NETWORKS)
def test_the_probe_sees_the_features_that_the_reader_will_give_it(name: str) -> None:
    """The same calibration follows from numpy's features, though they come from torch."""
    labels = np.tile(np.arange(10, dtype=np.uint8), 4)
    some = DigitSet(spots(labels), labels)
    model = Model(name, weights_of(build(NETWORKS[name], seed=1)))
    found = Calibration.of(calibrate(model, DigitData("spots", some, some), refused_share=0.0))
    assert found.probe is not None
    forward = Forward(model)
    features = forward.features(some.images)
    logits = forward.logits_from(features)
    assert found.temperature == pytest.approx(
        fit_temperature(logits, labels.astype(np.intp)), rel=1e-3
    )
    odds = found.probe.log_odds(features)
    assert np.abs(odds - found.threshold).min() < 0.05


def test_a_probe_tells_a_ring_from_what_lies_inside_it() -> None:
    rng = np.random.default_rng(1)
    angles = rng.uniform(0, 2 * np.pi, 500)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * rng.uniform(2, 3, (500, 1))
    inside = rng.normal(0, 0.4, (900, 2))
    probe = fit_probe(ring, inside)
    assert (probe.log_odds(ring) > 0).mean() > 0.97
    assert (probe.log_odds(inside) < 0).mean() > 0.97


def test_a_probe_survives_being_written_down() -> None:
    rng = np.random.default_rng(2)
    digits, others = rng.normal(1, 1, (50, 6)), rng.normal(-1, 1, (50, 6))
    probe = fit_probe(digits, others)
    again = Probe.from_record(probe.record())
    assert np.allclose(again.log_odds(digits), probe.log_odds(digits), atol=0.05)
