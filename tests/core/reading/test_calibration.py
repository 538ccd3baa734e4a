"""Temperature and refusal, on logits whose truth is known."""

import numpy as np
import pytest
from spots import linear_model, spots

from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import (
    Calibration,
    calibrate_by_energy,
    energy,
    fit_temperature,
    negative_log_likelihood,
    softmax,
)


def honest_logits(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn with exactly the probabilities that these claim."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(scale=2.0, size=(count, 10)).astype(np.float32)
    labels = np.array([rng.choice(10, p=p / p.sum()) for p in softmax(logits).astype(np.float64)])
    return logits, labels


@pytest.mark.parametrize("overconfidence", [0.4, 1.0, 3.0])
def test_temperature_undoes_overconfidence(overconfidence: float) -> None:
    logits, labels = honest_logits(5000, seed=1)
    assert fit_temperature(logits * overconfidence, labels) == pytest.approx(
        overconfidence, rel=0.08
    )


def test_temperature_is_the_likeliest() -> None:
    logits, labels = honest_logits(500, seed=2)
    best = fit_temperature(logits * 2, labels)
    at_best = negative_log_likelihood(logits * 2 / best, labels)
    for other in (best * 0.98, best * 1.02):
        assert at_best < negative_log_likelihood(logits * 2 / other, labels)


def test_a_faultless_network_gets_a_finite_temperature() -> None:
    labels = np.arange(10)
    found = fit_temperature(np.eye(10, dtype=np.float32) * 30, labels)
    assert 0.05 < found < 1.0


def test_probabilities_and_energy_do_not_overflow() -> None:
    logits = np.array([[1e4, 0.0], [-1e4, -1e4 - 1.0]], np.float32)
    assert np.isfinite(softmax(logits)).all()
    assert energy(logits) == pytest.approx([1e4, -1e4 + np.log1p(np.exp(-1.0))])


def test_the_threshold_refuses_the_share_that_was_asked_for() -> None:
    labels = np.tile(np.arange(10), 20)
    images = spots(labels)
    # A tenth of the digits is fainter than the others, and so are their logits.
    faint = np.arange(len(labels)) % 10 == 0
    images[faint] //= 2
    model = calibrate_by_energy(linear_model(10.0), images, labels, refused_share=0.1)
    found, forward = Calibration.of(model), Forward(model)
    features = forward.features(images)
    assert np.array_equal(found.refuses(forward.logits_from(features), features), faint)


def test_temperature_changes_no_answer_and_an_empty_calibration_nothing() -> None:
    logits, _ = honest_logits(100, seed=4)
    warm = Calibration(temperature=3.0).probabilities(logits)
    assert (warm.argmax(axis=1) == logits.argmax(axis=1)).all()
    assert (warm.max(axis=1) < softmax(logits).max(axis=1)).all()
    assert not Calibration().refuses(logits, logits).any()
    assert Calibration.of(linear_model(1.0)) == Calibration()


def test_a_whole_digit_is_likely_and_an_unsure_or_strange_one_is_not() -> None:
    logits = np.array([[20.0, 0.0], [20.0, 20.0], [2.0, -20.0]], np.float32)
    sure, torn, strange = Calibration(threshold=10.0).log_digit(logits, logits)
    assert sure == pytest.approx(0.0, abs=0.01)
    assert torn == pytest.approx(np.log(0.5), abs=0.01)
    assert strange == pytest.approx(-8.0, abs=0.01)
