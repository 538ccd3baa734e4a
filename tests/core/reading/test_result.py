from math import inf, log

import numpy as np
import pytest

from dlgui.core.reading.calibration import negative_log_likelihood
from dlgui.core.reading.result import DigitReading


def loss(probabilities, digit):
    pixels = np.zeros((28, 28), np.float32)
    read = int(probabilities.argmax())
    reading = DigitReading(read, probabilities[read], probabilities, (0, 0, 1, 1), pixels)
    return reading.loss(digit)


def test_the_loss_of_an_answer_is_what_training_would_count():
    logits = np.random.default_rng(0).normal(size=(1, 10))
    probabilities = (np.exp(logits) / np.exp(logits).sum())[0]
    expected = negative_log_likelihood(logits, np.array([3]))
    assert loss(probabilities, 3) == pytest.approx(expected)
    assert loss(np.full(10, 0.1), 7) == pytest.approx(log(10))


def test_certainty_costs_nothing_or_without_limit():
    certain = np.eye(10)[4]
    assert loss(certain, 4) == 0.0
    assert loss(certain, 5) == inf
