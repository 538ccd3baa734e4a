"""What a network's confidence is worth: its temperature, and when to say "not a digit".

Temperature scaling (Guo et al., *On Calibration of Modern Neural Networks*, 2017) divides the
logits by one number, which changes no answer and makes the probabilities honest.

Refusal compares a score with a threshold, which is set so that few true digits fall below. The
score is the energy (Liu et al., *Energy-based Out-of-distribution Detection*, 2020) for a network
that was trained against a background class, as the shipped reader is: with that class' logit fixed
at 0, the energy is the log-odds that the ink is a digit at all. For a network that saw nothing but
digits, it is a probe of its features (`dlgui.core.reading.ood_probe`). `docs/decisions/refusal.md`
compares these and other scores.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, inf, log
from typing import Any

import numpy as np

from dlgui.core.errors import ModelFileError
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.ood_probe import Probe
from dlgui.language import tr

# Of true digits: the validation digits whose score is lowest.
REFUSED_SHARE = 0.01
# A network that makes no mistake on its validation digits would be sharpened without end.
MIN_TEMPERATURE, MAX_TEMPERATURE = 0.1, 20.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `Model.calibration` holds. The defaults change nothing and refuse nothing.

    temperature: above 0; logits are divided by it before the softmax
    threshold: a digit whose score is below is refused
    probe: gives the score; without one it is the energy
    """

    temperature: float = 1.0
    threshold: float = -inf
    probe: Probe | None = None

    @classmethod
    def of(cls, model: Model) -> Calibration:
        probe = model.calibration.get("probe")
        return cls(
            float(model.calibration.get("temperature", 1.0)),
            float(model.calibration.get("threshold", -inf)),
            Probe.from_record(probe) if probe else None,
        )

    def record(self) -> dict[str, Any]:
        """Plain numbers and lists, for `Model.calibration`."""
        record: dict[str, Any] = {"temperature": self.temperature, "threshold": self.threshold}
        return record | ({"probe": self.probe.record()} if self.probe else {})

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Calibrated probabilities: float32, the shape of `logits` [n, classes], rows sum to 1."""
        return softmax(logits / self.temperature)

    def scores(self, logits: np.ndarray, features: np.ndarray) -> np.ndarray:
        """How much each row looks like a digit, as log-odds: [n]. See `Forward` for both.

        Raises ModelFileError when the model's numbers overflow: nothing can be said about the ink.
        """
        scores = self.probe.log_odds(features) if self.probe else energy(logits)
        if not np.isfinite(logits).all() or not np.isfinite(scores).all():
            raise ModelFileError(
                tr(
                    "The network's numbers overflow on this ink, so it has no answer: let another "
                    "model read, or train it again."
                )
            )
        return scores

    def refuses(self, logits: np.ndarray, features: np.ndarray) -> np.ndarray:
        """Whether each row of `logits` [n, classes] looks like no digit: bool [n]."""
        refused: np.ndarray = self.scores(logits, features) < self.threshold
        return refused

    def log_digit(self, logits: np.ndarray, features: np.ndarray) -> np.ndarray:
        """How likely each row is one whole digit: log-probability, [n].

        The likeliest class' probability times that of being a digit at all, for which the score's
        distance from the threshold stands as log-odds.
        """
        margin = self.scores(logits, features) - self.threshold
        scaled = logits / self.temperature
        surest: np.ndarray = scaled.max(axis=1) - energy(scaled) - np.logaddexp(0, -margin)
        return surest


def softmax(logits: np.ndarray) -> np.ndarray:
    """float32, each row of `logits` [n, classes] as probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares.astype(np.float32)


def energy(logits: np.ndarray) -> np.ndarray:
    """The logarithm of each row's sum of exponentials: [n]; high for what the network knows."""
    top = logits.max(axis=1)
    score: np.ndarray = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return score


def negative_log_likelihood(logits: np.ndarray, labels: np.ndarray) -> float:
    """The mean cross-entropy in nats of `logits` [n, classes] against `labels` [n]."""
    own = logits[np.arange(len(labels)), labels]
    return float((energy(logits) - own).mean())


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature that makes the `labels` [n] likeliest under `logits` [n, classes].

    Golden-section search (Kiefer 1953) over the logarithm of the temperature; the likelihood has
    one maximum, since it is concave in the inverse temperature.
    """
    logits = logits.astype(np.float64)
    shrink = (5**0.5 - 1) / 2
    low, high = log(MIN_TEMPERATURE), log(MAX_TEMPERATURE)

    def loss(log_temperature: float) -> float:
        return negative_log_likelihood(logits / exp(log_temperature), labels)

    left, right = high - shrink * (high - low), low + shrink * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > 1e-4:
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - shrink * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + shrink * (high - low)
            at_right = loss(right)
    return exp((low + high) / 2)


def calibrate_by_energy(
    model: Model, digits: np.ndarray, labels: np.ndarray, refused_share: float = REFUSED_SHARE
) -> Model:
    """A copy of a `model` that was trained against a background class, with its calibration.

    digits: [n, 28, 28] as `Forward.logits` takes them, n >= 1; labels: ints [n]
    refused_share: the share, from 0 to 1, of these digits that may be refused
    """
    logits = Forward(model).logits(digits)
    threshold = float(np.quantile(energy(logits), refused_share))
    found = Calibration(fit_temperature(logits, labels.astype(np.intp)), threshold)
    return replace(model, calibration=found.record())


# Of true digits: the score that this share falls below follows a change of the network.
COMPARED_SHARE = 0.004


def recalibrate_by_energy(
    model: Model, original: Model, digits: np.ndarray, labels: np.ndarray
) -> Model:
    """A copy of `model`, a changed `original`, with that one's calibration moved by the change.

    What the original's own was chosen on need not be at hand. The threshold moves as far as the
    scores of these digits, [n, 28, 28], n >= 1, with their labels, ints [n]. The temperature is
    what they ask for, but never below the original's: a network makes few mistakes on digits of
    the kind that it learned from. The model as it is when its numbers overflow.
    """
    new, old = (Forward(each).logits(digits) for each in (model, original))
    if not np.isfinite(new).all():
        return model
    before = Calibration.of(original)
    moved = np.quantile(energy(new), COMPARED_SHARE) - np.quantile(energy(old), COMPARED_SHARE)
    temperature = max(before.temperature, fit_temperature(new, labels.astype(np.intp)))
    found = replace(before, temperature=temperature, threshold=before.threshold + float(moved))
    return replace(model, calibration=found.record())
