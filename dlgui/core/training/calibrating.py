"""Calibrating a network that was trained on digits alone, at the end of its training.

It needs torch, which is quick at it and loaded there anyway: all is done in a second or so. What is
found, and what it is good for, is described in `dlgui.core.reading.calibration`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import stack_size

import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from dlgui.core.augmentation.habits import pen_digits
from dlgui.core.data.datasets import DigitData
from dlgui.core.nets.model import DIGIT_CLASSES, Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.torch_net import build, load_weights
from dlgui.core.reading.calibration import Calibration, fit_temperature
from dlgui.core.reading.ood_probe import HIDDEN, Probe, other_ink
from dlgui.core.training.machine import one_thread, ready
from dlgui.core.training.optimizer import FlatParameters, Optimizer
from dlgui.core.training.settings import TrainingConfig

AT_ONCE = 100
STACK_BYTES = 8 * 2**20
"""What Linux gives every thread; macOS gives 512 KB, too little for BLAS."""
# Digits that a probe learns from, and as much other ink.
MOST_EXAMPLES, FEWEST_EXAMPLES = 6000, 1500
# Floating-point operations that their features may take, so that nobody waits.
WORK_ON_DIGITS, WORK_ON_OTHERS = 56e9, 112e9
# The validation digits that a probe learns from, filled up with training digits; the others set
# its threshold.
LEARNT_SHARE = 0.5
# How many of the digits that a probe learns from are drawn with a pen, as people will write them.
PEN_SHARE = 1 / 3
# How the probe is fitted; the decay keeps it from learning its examples by heart.
RATE, DECAY = 15e-3, 3e-4
# Where an example has many features, fewer and smaller steps do as well.
MOST_STEPS, FEWEST_STEPS, FEATURES_STEPPED = 800, 200, 102_400
MOST_AT_A_STEP, FEWEST_AT_A_STEP, FEATURES_AT_A_STEP = 512, 256, 196_608
# Of the validation digits; it comes to some 2 % of other people's pen strokes.
REFUSED_SHARE = 0.02


def calibrate(model: Model, data: DigitData, refused_share: float = REFUSED_SHARE) -> Model:
    """A copy of `model`, which was trained on `data`, with its calibration on the validation part.

    Without validation digits the model stays as it is, and so it does when its numbers overflow.
    """
    if len(data.validation) < 2:
        return model
    rng = np.random.default_rng(0)
    count, others = (_examples(model, work) for work in (WORK_ON_DIGITS, WORK_ON_OTHERS))
    validation = data.validation.take(rng.permutation(len(data.validation))[:count])
    learnt = np.arange(len(validation)) < LEARNT_SHARE * len(validation)
    drawn = _drawn(data, int(PEN_SHARE * count))
    seen = rng.permutation(len(data.train))[: max(count - len(drawn) - int(learnt.sum()), 0)]
    with ready("cpu") as machine, _side_by_side(machine.threads.count) as side_by_side:
        forward = _Forward(model, side_by_side)
        features = forward.features(validation.images)
        logits = forward.logits_from(features)
        if not (np.isfinite(features).all() and np.isfinite(logits).all()):
            return model
        more = np.concatenate([data.train.images[seen], drawn])
        digits = np.concatenate([features[learnt], forward.features(more)])
        probe = fit_probe(digits, forward.features(other_ink()[:others]))
    temperature = fit_temperature(logits, validation.labels.astype(np.intp))
    threshold = float(np.quantile(probe.log_odds(features[~learnt]), refused_share))
    found = Calibration(temperature, threshold, probe)
    return replace(model, calibration=found.record())


def _drawn(data: DigitData, count: int) -> np.ndarray:
    """uint8 [n, 28, 28]: digits drawn with a pen; none where the classes are others."""
    pens: np.ndarray = pen_digits().flatten(0, 1).numpy()
    return pens[: count if data.classes == DIGIT_CLASSES else 0]


@contextmanager
def _side_by_side(count: int) -> Iterator[Executor]:
    """Threads that compute alone, each its own pictures.

    Several threads at one picture wait for each other at every operation, and where another
    program takes one of the cores, that is ten times as long as the work.
    """
    before = stack_size(STACK_BYTES)
    try:
        with one_thread(), ThreadPoolExecutor(count) as executor:
            yield executor
    finally:
        stack_size(before)


def _examples(model: Model, work: float) -> int:
    affordable = int(work / network_of(model.network).flops())
    return min(max(affordable, FEWEST_EXAMPLES), MOST_EXAMPLES)


class _Forward:
    """As `dlgui.core.nets.numpy_net.Forward`."""

    def __init__(self, model: Model, side_by_side: Executor) -> None:
        network = network_of(model.network)
        module = build(network)
        load_weights(module, model)
        module.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._head = module[network.last_weighted :]
        self._body = _folded(module[: network.last_weighted])
        self._shape = network.shapes()[network.last_weighted]
        self._origin = network.origins()[network.last_weighted]
        self._normalisation = model.normalisation
        self._side_by_side = side_by_side

    def features(self, images: np.ndarray) -> np.ndarray:
        pieces = torch.split(torch.tensor(images), AT_ONCE)
        parts = list(self._side_by_side.map(self._part, pieces))
        if not parts:
            return np.zeros((0, int(np.prod(self._origin))), np.float32)
        features: np.ndarray = torch.cat(parts).numpy()
        return features

    @torch.inference_mode()
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


def _folded(module: nn.Module) -> nn.Sequential:
    """The same numbers but for rounding, with the batch normalisations in the convolutions."""
    layers = list[nn.Module]()
    for layer in module.children():
        before = layers[-1] if layers else None
        if isinstance(layer, nn.BatchNorm2d) and isinstance(before, nn.Conv2d):
            layers[-1] = fuse_conv_bn_eval(before, layer)
        else:
            layers.append(layer)
    return nn.Sequential(*layers)


def fit_probe(digits: np.ndarray, others: np.ndarray, seed: int = 0) -> Probe:
    """A probe that separates the features of `digits` from those of `others`, [n, features] each.

    Both count the same, however many there are. Logistic loss, Adam, a rate falling to zero: the
    training's own optimiser, since torch's solvers import its compiler, which takes a second.
    """
    with one_thread():
        return _fitted_probe(digits, others, seed)


def _fitted_probe(digits: np.ndarray, others: np.ndarray, seed: int) -> Probe:
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.from_numpy(np.concatenate([digits, others]).astype(np.float32))
    mean, spread = inputs.mean(0), inputs.std(0, correction=0) + 1e-3
    inputs.sub_(mean).div_(spread)
    targets = torch.cat([torch.ones(len(digits)), torch.zeros(len(others))])
    importance = torch.where(targets == 1, 0.5 / len(digits), 0.5 / len(others)) * len(targets)
    module = _fresh_probe(inputs.shape[1], generator)
    parameters = FlatParameters(module)
    optimizer = Optimizer(TrainingConfig(optimizer="adam", weight_decay=DECAY), parameters)
    features = inputs.shape[1]
    steps = min(max(FEATURES_STEPPED // features, FEWEST_STEPS), MOST_STEPS)
    batch = min(max(FEATURES_AT_A_STEP // features, FEWEST_AT_A_STEP), MOST_AT_A_STEP)
    for step in range(steps):
        chosen = torch.randint(len(inputs), (batch,), generator=generator)
        _fill_gradients(
            module, *(part.index_select(0, chosen) for part in (inputs, targets, importance))
        )
        optimizer.step(RATE * (1 - step / steps))
    found = [parameter.detach().numpy() for parameter in module.parameters()]
    return Probe(
        mean.numpy(),
        spread.numpy(),
        np.concatenate([found[0].T, found[1][None]]),
        np.concatenate([found[2][0], found[3]]),
    )


@torch.no_grad()
def _fill_gradients(
    module: nn.Sequential, inputs: torch.Tensor, targets: torch.Tensor, importance: torch.Tensor
) -> None:
    """Those of the mean logistic loss, written out: autograd would take twice the time."""
    hidden, bias, output, shift = module.parameters()
    layer = torch.addmm(bias, inputs, hidden.t()).relu_()
    odds = torch.addmm(shift, layer, output.t()).squeeze(1)
    error = odds.sigmoid_().sub_(targets).mul_(importance).div_(len(targets)).unsqueeze(1)
    back = (error * output).mul_(layer > 0)
    gradients = [back.t() @ inputs, back.sum(0), error.t() @ layer, error.sum(0)]
    for parameter, gradient in zip(module.parameters(), gradients, strict=True):
        assert parameter.grad is not None
        parameter.grad.copy_(gradient)


def _fresh_probe(features: int, generator: torch.Generator) -> nn.Sequential:
    first, last = nn.Linear(features, HIDDEN), nn.Linear(HIDDEN, 1)
    for layer, scale in ((first, (2 / features) ** 0.5), (last, HIDDEN**-0.5)):
        nn.init.normal_(layer.weight, 0, scale, generator=generator)
        nn.init.zeros_(layer.bias)
    return nn.Sequential(first, nn.ReLU(), last)
