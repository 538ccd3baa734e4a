from math import inf, log

import numpy as np
import pytest
import torch

from dlgui.core.explain.textbook import ACTIVATION_FUNCTIONS, digit_loss
from dlgui.core.reading.calibration import negative_log_likelihood

Z = np.array([-30.0, -2.5, -1e-3, 1e-3, 0.7, 4.0, 30.0])


@pytest.mark.parametrize("name", ACTIVATION_FUNCTIONS)
def test_values_and_derivatives_are_those_of_torch(name):
    function = ACTIVATION_FUNCTIONS[name]
    z = torch.tensor(Z, requires_grad=True)
    value = getattr(torch, name)(z)
    value.sum().backward()
    assert function.value(Z) == pytest.approx(value.detach().numpy(), abs=1e-12)
    assert function.derivative(Z) == pytest.approx(z.grad.numpy(), abs=1e-12)


def test_the_loss_of_an_answer_is_what_training_would_count():
    logits = np.random.default_rng(0).normal(size=(1, 10))
    probabilities = (np.exp(logits) / np.exp(logits).sum())[0]
    expected = negative_log_likelihood(logits, np.array([3]))
    assert digit_loss(probabilities, 3) == pytest.approx(expected)
    assert digit_loss(np.full(10, 0.1), 7) == pytest.approx(log(10))


def test_certainty_costs_nothing_or_without_limit():
    certain = np.eye(10)[4]
    assert digit_loss(certain, 4) == 0.0
    assert digit_loss(certain, 5) == inf
