"""The functions that the chapters explain, as they are shown beside the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ActivationFunction:
    """value, derivative: float64 arrays of any shape to arrays of that shape."""

    title: str
    value: Callable[[np.ndarray], np.ndarray]
    derivative: Callable[[np.ndarray], np.ndarray]


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))  # the same, and large z do not overflow


ACTIVATION_FUNCTIONS: dict[str, ActivationFunction] = {
    "relu": ActivationFunction(
        "ReLU",
        lambda z: np.maximum(z, 0.0),
        # At 0 there is none; training takes 0, as is usual.
        lambda z: np.where(z > 0, 1.0, 0.0),
    ),
    "sigmoid": ActivationFunction(
        "Sigmoid", _sigmoid, lambda z: np.asarray(_sigmoid(z) * (1.0 - _sigmoid(z)))
    ),
    "tanh": ActivationFunction("tanh", np.tanh, lambda z: np.asarray(1.0 - np.tanh(z) ** 2)),
}


def digit_loss(probabilities: np.ndarray, digit: int) -> float:
    """The cross-entropy in nats of one answer, when `digit` is right: infinite for probability 0.

    probabilities: [10], which sum to 1
    """
    with np.errstate(divide="ignore"):
        return float(-np.log(np.float64(probabilities[digit])))
