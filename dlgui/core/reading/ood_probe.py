"""Telling digits from other ink by what a network that knows only digits computes on the way.

A network that was trained on digits alone has no reason to give letters low scores: on MNIST, its
energy refuses one letter in six. But the features that its last layer sees do tell them apart. So
a small network is trained on these features to tell validation digits from letters and scribbles
made by chance; it needs a second, no torch, and no data that does not ship with dlgui.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dlgui.core.ink.raster import SIZE, render
from dlgui.core.reading.synthetic import letter, scribble

HIDDEN = 64
EPOCHS, BATCH, RATE, DECAY = 30, 128, 3e-3, 1e-3
# Adam's usual constants (Kingma and Ba 2015)
FIRST, SECOND, EPSILON = 0.9, 0.999, 1e-8


@dataclass(frozen=True, slots=True)
class Probe:
    """Standardised features, one hidden layer with ReLU, and the log-odds of being a digit.

    mean, spread: float32 [features]; hidden: float32 [features + 1, HIDDEN], biases in the last
    row; output: float32 [HIDDEN + 1], the bias last
    """

    mean: np.ndarray
    spread: np.ndarray
    hidden: np.ndarray
    output: np.ndarray

    def log_odds(self, features: np.ndarray) -> np.ndarray:
        """[n], high for digits; features: [n, features] as `Forward.features` gives them."""
        layer = _hidden_layer(_with_one((features - self.mean) / self.spread), self.hidden)
        odds: np.ndarray = _with_one(layer) @ self.output
        return odds

    def record(self) -> dict[str, Any]:
        """Lists of numbers with four significant digits, for a model file's metadata."""
        return {
            name: _rounded(getattr(self, name)) for name in ("mean", "spread", "hidden", "output")
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Probe:
        return cls(
            *(np.array(record[n], np.float32) for n in ("mean", "spread", "hidden", "output"))
        )


@cache
def other_ink(count: int) -> np.ndarray:
    """Pictures of letters and scribbles by turns, in pens of all widths: uint8 [n, 28, 28].

    Always the same, made once: a person trains many networks in a session.
    """
    rng = np.random.default_rng(0)
    pictures = np.zeros((count, SIZE, SIZE), dtype=np.uint8)
    for i, picture in enumerate(pictures):
        drawing = letter(rng) if i % 2 else scribble(rng)
        picture[:] = render(drawing, float(rng.uniform(1.6, 3.6))) * 255
    return pictures


def fit_probe(digits: np.ndarray, others: np.ndarray, seed: int = 0) -> Probe:
    """A probe that tells the features of `digits` from those of `others`, [n, features] each.

    Both count the same, however many there are. Logistic loss, Adam, a rate falling to zero.
    """
    rng = np.random.default_rng(seed)
    both = np.concatenate([digits, others]).astype(np.float64)
    targets = np.r_[np.ones(len(digits)), np.zeros(len(others))]
    importance = np.where(targets == 1, 0.5 / len(digits), 0.5 / len(others)) * len(both)
    mean, spread = both.mean(axis=0), both.std(axis=0) + 1e-3
    inputs = _with_one((both - mean) / spread)
    weights = [
        rng.normal(0, (2 / inputs.shape[1]) ** 0.5, (inputs.shape[1], HIDDEN)),
        rng.normal(0, (1 / HIDDEN) ** 0.5, HIDDEN + 1),
    ]
    weights[0][-1] = weights[1][-1] = 0
    moments = [[np.zeros_like(w), np.zeros_like(w)] for w in weights]
    steps = EPOCHS * -(-len(both) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(both))
        for start in range(0, len(order), BATCH):
            chosen, step = order[start : start + BATCH], step + 1
            slopes = _slopes(inputs[chosen], targets[chosen], importance[chosen], weights)
            rate = RATE * (1 - (step - 1) / steps)
            for weight, slope, moment in zip(weights, slopes, moments, strict=True):
                moment[0] = FIRST * moment[0] + (1 - FIRST) * slope
                moment[1] = SECOND * moment[1] + (1 - SECOND) * slope**2
                size = np.sqrt(moment[1] / (1 - SECOND**step)) + EPSILON
                weight -= rate * moment[0] / (1 - FIRST**step) / size
    return Probe(*(array.astype(np.float32) for array in (mean, spread, *weights)))


def _slopes(
    inputs: np.ndarray, targets: np.ndarray, importance: np.ndarray, weights: list[np.ndarray]
) -> list[np.ndarray]:
    """The gradients of the mean logistic loss with weight decay."""
    hidden, output = weights
    layer = _hidden_layer(inputs, hidden)
    odds = _with_one(layer) @ output
    error = (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - targets) * importance / len(targets)
    back = np.outer(error, output[:-1]) * (layer > 0)
    return [inputs.T @ back + DECAY * hidden, error @ _with_one(layer) + DECAY * output]


def _hidden_layer(inputs: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    layer: np.ndarray = np.maximum(inputs @ hidden, 0)
    return layer


def _with_one(rows: np.ndarray) -> np.ndarray:
    return np.concatenate([rows, np.ones((len(rows), 1), rows.dtype)], axis=1)


def _rounded(values: np.ndarray) -> Any:
    if values.ndim > 1:
        return [_rounded(row) for row in values]
    return [float(f"{value:.4g}") for value in values]
