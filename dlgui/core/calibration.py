"""What a network's confidence is worth: its temperature, and when to say "not a digit".

Temperature scaling (Guo et al., *On Calibration of Modern Neural Networks*, 2017) divides the
logits by one number, which changes no answer and makes the probabilities honest. Refusal uses the
energy score (Liu et al., *Energy-based Out-of-distribution Detection*, 2020): the log of the sum
of the exponentials of the logits is large when some class finds what it looks for, whereas the
softmax only says which class finds most of it.

Training against a background class whose logit is fixed at 0, as the shipped reader is trained,
makes this score the log-odds that the ink is a digit at all. Networks that never saw a background
class get the same treatment with a threshold of their own. `docs/decisions/refusal.md` compares
the scores.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import exp, inf, log

import numpy as np

from dlgui.core.data.digits import DigitSet
from dlgui.core.forward import Forward
from dlgui.core.model import Model

# Of true digits; the validation digits whose score is lowest.
REFUSED_SHARE = 0.01
# A network surer than this is wrong about itself: without a bound, a network that makes no mistake
# on its validation digits would be sharpened without end.
MIN_TEMPERATURE, MAX_TEMPERATURE = 0.1, 20.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `Model.calibration` holds. The defaults change nothing and refuse nothing.

    temperature: above 0; logits are divided by it before the softmax
    threshold: a digit whose `energy` is below is refused
    """

    temperature: float = 1.0
    threshold: float = -inf

    @classmethod
    def of(cls, model: Model) -> Calibration:
        return cls(
            float(model.calibration.get("temperature", 1.0)),
            float(model.calibration.get("threshold", -inf)),
        )

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Calibrated probabilities: float32, the shape of `logits` [n, classes], rows sum to 1."""
        return softmax(logits / self.temperature)

    def refuses(self, logits: np.ndarray) -> np.ndarray:
        """Whether each row of `logits` [n, classes] looks like no digit: bool [n]."""
        refused: np.ndarray = energy(logits) < self.threshold
        return refused

    def log_digit(self, logits: np.ndarray) -> np.ndarray:
        """How likely each row of `logits` [n, classes] is one whole digit: log-probability, [n].

        The likeliest class' probability times that of being a digit at all, for which the distance
        of the energy from the threshold stands as log-odds. That is what it is for a network that
        was trained against a background class, and in the right order for all others.
        """
        margin = energy(logits) - self.threshold
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


def fit(
    logits: np.ndarray, labels: np.ndarray, refused_share: float = REFUSED_SHARE
) -> Calibration:
    """The calibration of a network that gives true digits with `labels` [n >= 1] these `logits`.

    refused_share: the share, from 0 to 1, of these digits that may be refused
    """
    threshold = float(np.quantile(energy(logits), refused_share))
    return Calibration(fit_temperature(logits, labels.astype(np.intp)), threshold)


def calibrate(model: Model, validation: DigitSet, refused_share: float = REFUSED_SHARE) -> Model:
    """A copy of `model` with its calibration on digits that it was not trained on.

    Quick enough for the end of every training: one pass over `validation`, and no other data.
    Without validation digits the model stays as it is.
    """
    if len(validation) == 0:
        return model
    images = validation.images.astype(np.float32) / 255
    logits = Forward(model).logits(images)
    found = fit(logits, validation.labels, refused_share)
    return replace(model, calibration=asdict(found))
