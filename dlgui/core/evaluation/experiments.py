"""Trainings that answer a question: how much data is needed, and which network to choose.

This says what is trained and what each training gave; `dlgui.core.training.train` trains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dlgui.core.data.datasets import DigitData, stratified_split
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.events import EpochDone, Event, StepDone, TrainingStarted
from dlgui.core.training.settings import TrainingConfig

SIZES = (50, 500, 5000)

ENOUGH_STEPS = 400
"""Few digits are shown more often, so that each network comes near to what its data allow."""

RACE_DIGITS, RACE_TIMES = 5000, 3
"""Enough to show how the networks differ, and few enough to wait for the largest one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One training of an experiment: on `train_count` digits, each of which is shown `times`."""

    config: TrainingConfig
    train_count: int
    times: int

    def data(self, data: DigitData) -> DigitData:
        """What it is trained on: of every class the same share of `data`, always the same digits.

        All of it is one epoch, because validating after each round of a few digits would take far
        longer than training on them.
        """
        count = len(data.train)
        if (self.train_count, self.times) == (count, 1):
            return data
        chosen = np.arange(count)
        if self.train_count < count:
            share = self.train_count / count
            _, chosen = stratified_split(data.train.labels, share, self.config.seed)
        return replace(data, train=data.train.take(np.tile(chosen, self.times)))


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial gave after its last epoch.

    right: of `count` validation digits; seconds: of training alone; parameters: numbers learned
    """

    trial: Trial
    right: int
    count: int
    seconds: float
    parameters: int

    @property
    def accuracy(self) -> float:
        """From 0 to 1."""
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `accuracy`; another seed could give more than it says."""
        return wilson_interval(self.right, self.count)


def data_size_trials(network: str, available: int) -> tuple[Trial, ...]:
    """The same network on 50, 500, 5,000 and all of `available` training digits."""
    config = TrainingConfig(network=network, epochs=1)
    sizes = [size for size in SIZES if size < available] + [available]
    enough = ENOUGH_STEPS * config.batch_size
    return tuple(Trial(config, size, max(round(enough / size), 1)) for size in sizes)


def race_trials(available: int, own: Sequence[str] = ()) -> tuple[Trial, ...]:
    """Every network, and the lines of `own`, with the same digits, seed and settings; the quickest
    answers first."""
    every = dict.fromkeys([*NETWORKS, *(network_of(line).name for line in own)])
    names = sorted(every, key=lambda name: network_of(name).flops())
    count = min(RACE_DIGITS, available)
    return tuple(Trial(TrainingConfig(network=name, epochs=1), count, RACE_TIMES) for name in names)


class TrialWatch:
    """Follows the events of one trial."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._started: TrainingStarted | None = None
        self._step = 0

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        started = self._started
        return self._step / (started.steps_per_epoch * started.epochs) if started else 0.0

    def add(self, event: Event) -> TrialResult | None:
        """The result, with the end of the last epoch."""
        if isinstance(event, TrainingStarted):
            self._started = event
        elif isinstance(event, StepDone):
            self._step = event.step
        elif isinstance(event, EpochDone) and event.epoch == self._trial.config.epochs:
            assert self._started is not None
            return self._result(event, self._started)
        return None

    def _result(self, end: EpochDone, started: TrainingStarted) -> TrialResult:
        count = started.validation_count
        right = round(end.validation_accuracy * count)
        return TrialResult(self._trial, right, count, end.seconds, started.parameters)
