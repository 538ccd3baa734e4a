"""The out-of-distribution probe: digits or other ink, by what a network computes on the way.

A network that was trained on digits alone has no reason to give letters low scores: on MNIST, its
energy refuses one letter in six. But the features that its last layer sees do keep them apart. So
a small network on these features separates digits from the letters and scribbles that ship with
dlgui. `dlgui.core.training.calibrating` fits it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dlgui import paths
from dlgui.core.data.idx import read_idx

HIDDEN = 64


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
def other_ink() -> np.ndarray:
    """Letters and scribbles by turns, in pens of all widths: uint8 [6000, 28, 28].

    Raises DataError when the installation is damaged.
    """
    images = read_idx(paths.resource("other-ink.idx.gz"), 3)
    images.flags.writeable = False
    return images


def _hidden_layer(inputs: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    layer: np.ndarray = np.maximum(inputs @ hidden, 0)
    return layer


def _with_one(rows: np.ndarray) -> np.ndarray:
    return np.concatenate([rows, np.ones((len(rows), 1), rows.dtype)], axis=1)


def _rounded(values: np.ndarray) -> Any:
    if values.ndim > 1:
        return [_rounded(row) for row in values]
    return [float(f"{value:.4g}") for value in values]
