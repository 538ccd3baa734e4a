"""Calibrating a network that was trained on digits alone, at the end of its training.

It needs torch, which is quick at it and loaded there anyway: all is done in a second or so. What is
found, and what it is good for, is described in `dlgui.core.reading.calibration`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional

from dlgui.core.data.datasets import DigitData
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.torch_net import build, load_weights
from dlgui.core.reading.calibration import REFUSED_SHARE, Calibration, fit_temperature
from dlgui.core.reading.ood_probe import HIDDEN, Probe, other_ink

AT_ONCE = 100
# Other ink that a probe learns from, and as many digits.
MOST_EXAMPLES, FEWEST_EXAMPLES = 6000, 1500
# Floating-point operations that the features of one kind may take, so that nobody waits.
WORK = 112e9
# The validation digits that a probe learns from, filled up with training digits; the others set
# its threshold.
LEARNT_SHARE = 0.5
# Of the logistic loss by each weight: what keeps the probe from learning its examples by heart.
DECAY = 1e-3
MOST_ITERATIONS = 80


def calibrate(model: Model, data: DigitData, refused_share: float = REFUSED_SHARE) -> Model:
    """A copy of `model`, which was trained on `data`, with its calibration on the validation part.

    Without validation digits the model stays as it is.
    """
    if len(data.validation) < 2:
        return model
    count, rng, forward = _examples(model), np.random.default_rng(0), _Forward(model)
    validation = data.validation.take(rng.permutation(len(data.validation))[:count])
    features = forward.features(validation.images)
    temperature = fit_temperature(forward.logits_from(features), validation.labels.astype(np.intp))
    learnt = np.arange(len(validation)) < LEARNT_SHARE * len(validation)
    seen = data.train.images[rng.permutation(len(data.train))[: count - int(learnt.sum())]]
    digits = np.concatenate([features[learnt], forward.features(seen)])
    probe = fit_probe(digits, forward.features(other_ink()[:count]))
    threshold = float(np.quantile(probe.log_odds(features[~learnt]), refused_share))
    found = Calibration(temperature, threshold, probe)
    return replace(model, calibration=found.record())


def _examples(model: Model) -> int:
    affordable = int(WORK / network_of(model.network).flops())
    return min(max(affordable, FEWEST_EXAMPLES), MOST_EXAMPLES)


class _Forward:
    """As `dlgui.core.nets.numpy_net.Forward`."""

    def __init__(self, model: Model) -> None:
        network = network_of(model.network)
        module = build(network)
        load_weights(module, model)
        module.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._body, self._head = module[: network.last_weighted], module[network.last_weighted :]
        self._shape = network.shapes()[network.last_weighted]
        self._origin = network.origins()[network.last_weighted]
        self._normalisation = model.normalisation

    @torch.inference_mode()
    def features(self, images: np.ndarray) -> np.ndarray:
        parts = [self._part(part) for part in torch.split(torch.tensor(images), AT_ONCE)]
        if not parts:
            return np.zeros((0, int(np.prod(self._origin))), np.float32)
        features: np.ndarray = torch.cat(parts).numpy()
        return features

    def _part(self, images: torch.Tensor) -> torch.Tensor:
        x = images.to(torch.float32).div_(255).sub_(self._normalisation.mean)
        x = self._body(x.div_(self._normalisation.std).unsqueeze(1))
        if len(self._origin) == 3:
            x = x.reshape(-1, *self._origin).permute(0, 2, 3, 1)
        flat: torch.Tensor = x.flatten(1)
        return flat

    @torch.inference_mode()
    def logits_from(self, features: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(features)
        if len(self._origin) == 3:
            channels, height, width = self._origin
            x = x.view(-1, height, width, channels).permute(0, 3, 1, 2)
        logits: np.ndarray = self._head(x.reshape(len(x), *self._shape)).numpy()
        return logits


def fit_probe(digits: np.ndarray, others: np.ndarray, seed: int = 0) -> Probe:
    """A probe that tells the features of `digits` from those of `others`, [n, features] each.

    Both count the same, however many there are. Logistic loss with weight decay, by L-BFGS
    (Liu and Nocedal 1989) on all of them at once.
    """
    generator = torch.Generator().manual_seed(seed)
    both = torch.from_numpy(np.concatenate([digits, others]).astype(np.float32))
    mean, spread = both.mean(0), both.std(0, correction=0) + 1e-3
    inputs = both.sub_(mean).div_(spread)
    count = inputs.shape[1]
    targets = torch.cat([torch.ones(len(digits)), torch.zeros(len(others))])
    importance = torch.where(targets == 1, 0.5 / len(digits), 0.5 / len(others))
    hidden = torch.randn(count, HIDDEN, generator=generator) * (2 / count) ** 0.5
    output = torch.randn(HIDDEN, generator=generator) * (1 / HIDDEN) ** 0.5
    weights = [hidden, torch.zeros(HIDDEN), output, torch.zeros(1)]
    for weight in weights:
        weight.requires_grad_()
    solver = torch.optim.LBFGS(
        weights, max_iter=MOST_ITERATIONS, history_size=10, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        solver.zero_grad()
        odds = torch.relu(torch.addmm(weights[1], inputs, hidden)) @ output + weights[3]
        found: torch.Tensor = functional.binary_cross_entropy_with_logits(
            odds, targets, weight=importance, reduction="sum"
        )
        found = found + DECAY / 2 * (hidden.square().sum() + output.square().sum())
        found.backward()  # type: ignore[no-untyped-call]
        return found

    solver.step(loss)  # type: ignore[no-untyped-call]
    found = [weight.detach().numpy() for weight in weights]
    return Probe(
        mean.numpy(),
        spread.numpy(),
        np.concatenate([found[0], found[1][None]]),
        np.concatenate(found[2:]),
    )
