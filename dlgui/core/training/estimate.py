"""How long an epoch will take on this machine, found by taking a few of its steps."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from time import perf_counter

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.training.batches import Batch, Batches, ResidentDigits
from dlgui.core.training.learner import Learner
from dlgui.core.training.machine import Machine, ready
from dlgui.core.training.settings import TrainingConfig

PROBE_DIGITS = 512
"""At least; and two mini-batches, where those are larger."""
WARM_UP = 3
"""Steps in which memory is taken, and torch makes up its mind."""


def seconds_per_epoch(config: TrainingConfig, count: int, probe: float = 0.4) -> float:
    """Of training alone, on `count` digits, with the settings of `config`.

    It takes steps with the very network, batch size and augmentation for about `probe` seconds, on
    pictures of noise, which cost what digits do. Raises SettingError as `train` does.
    """
    digits = max(PROBE_DIGITS, 2 * config.batch_size)
    rng = np.random.default_rng(0)
    noise = DigitSet(
        rng.integers(0, 256, (digits, 28, 28), dtype=np.uint8),
        (np.arange(digits) % 10).astype(np.uint8),
    )
    with ready(config.device) as machine:
        batches = Batches(ResidentDigits.put(noise, machine.device), config)
        learner, rate = Learner(config, machine.device), config.learning_rate
        _pass(machine, learner, rate, islice(batches.epoch(1), WARM_UP))
        taken, seconds = 0, 0.0
        while seconds < probe:
            began = perf_counter()
            taken += _pass(machine, learner, rate, batches.epoch(1))
            seconds += perf_counter() - began
    return seconds / taken * -(-count // config.batch_size)


def _pass(machine: Machine, learner: Learner, rate: float, batches: Iterable[Batch]) -> int:
    """Takes a step for each, and counts them once the device has taken them."""
    losses = []
    for batch in batches:
        machine.threads.follow()
        losses.append(learner.loss(learner.forward(batch.images), batch))
        learner.backward()
        learner.step(rate)
    float(losses[-1][0])
    return len(losses)
