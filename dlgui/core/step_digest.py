"""What a followed step did, in the terms of forward pass, loss and gradient, summed up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dlgui.core.events import StepFollowed
from dlgui.core.networks import NETWORKS, Conv, Dense


@dataclass(frozen=True, slots=True)
class LayerStep:
    """A convolution or dense layer in the step: Euclidean norms over its weights, biases left out.

    index: its place in `Network.layers`; count: how many weights it has
    """

    index: int
    count: int
    weights: float
    gradient: float
    update: float

    @property
    def update_ratio(self) -> float:
        """The update's norm over the weights' before the step."""
        return self.update / self.weights if self.weights else 0.0


@dataclass(frozen=True)
class StepDigest:
    """Everything is computed once, in float64, when it is first asked for."""

    step: StepFollowed

    @cached_property
    def log_probabilities(self) -> np.ndarray:
        """[n, classes], in nats: what the softmax makes of the logits."""
        logits = self.step.logits.astype(np.float64)
        logits = logits - logits.max(axis=1, keepdims=True)
        found: np.ndarray = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return found

    @cached_property
    def probabilities(self) -> np.ndarray:
        """[n, classes], from 0 to 1."""
        found: np.ndarray = np.exp(self.log_probabilities)
        return found

    @cached_property
    def answers(self) -> np.ndarray:
        """int64 [n]: the likeliest class."""
        found: np.ndarray = self.step.logits.argmax(axis=1)
        return found

    @cached_property
    def is_right(self) -> np.ndarray:
        """bool [n]"""
        found: np.ndarray = self.answers == self.step.labels
        return found

    @cached_property
    def label_probabilities(self) -> np.ndarray:
        """[n]: the probability of each digit's own class."""
        found: np.ndarray = self.probabilities[np.arange(len(self.answers)), self.step.labels]
        return found

    @cached_property
    def losses(self) -> np.ndarray:
        """[n], in nats: each digit's cross-entropy, whose mean is the step's loss.

        With label smoothing s, the target is 1 - s of certainty for the digit's own class, and s
        spread over all classes (Szegedy et al. 2016).
        """
        s = self.step.config.label_smoothing
        own = -self.log_probabilities[np.arange(len(self.answers)), self.step.labels]
        found: np.ndarray = (1 - s) * own - s * self.log_probabilities.mean(axis=1)
        return found

    @cached_property
    def layers(self) -> tuple[LayerStep, ...]:
        """In the network's order; back-propagation meets them from the last to the first."""
        network = NETWORKS[self.step.config.network]
        found = []
        for index, layer in enumerate(network.layers):
            if isinstance(layer, (Conv, Dense)):
                name = f"{index}.weight"
                before = self.step.weights_before[name]
                found.append(
                    LayerStep(
                        index=index,
                        count=before.size,
                        weights=_norm(before),
                        gradient=_norm(self.step.gradients[name]),
                        update=_norm(self.step.weights_after[name] - before),
                    )
                )
        return tuple(found)


def _norm(values: np.ndarray) -> float:
    return float(np.sqrt(np.square(values, dtype=np.float64).sum()))
