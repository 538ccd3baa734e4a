"""Trainings that answer a question: how much data is needed, and which network to choose.

What is trained, and what each training gave; `dlgui.core.training` does the training itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from dlgui.core.evaluation import wilson_interval
from dlgui.core.events import EpochDone, Event, TrainingStarted
from dlgui.core.networks import NETWORKS
from dlgui.core.settings import TrainingConfig

SIZES = (50, 500, 5000)

ENOUGH_STEPS, MOST_EPOCHS = 400, 60
"""Few digits are shown more often, so that each network comes near to what its data allow."""

RACE_DIGITS, RACE_EPOCHS = 5000, 3
"""Enough to tell the networks apart, and few enough to wait for the largest one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One training of an experiment; `train_count`: how many digits it learns from."""

    config: TrainingConfig
    train_count: int


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
    sizes = [size for size in SIZES if size < available] + [available]
    return tuple(Trial(_sized(network, size), size) for size in sizes)


def race_trials(available: int) -> tuple[Trial, ...]:
    """Every network with the same digits, seed and settings, the quickest answers first."""
    count = min(RACE_DIGITS, available)
    names = sorted(NETWORKS, key=lambda name: NETWORKS[name].flops())
    configs = (
        TrainingConfig(network=name, epochs=RACE_EPOCHS, train_digits=count) for name in names
    )
    return tuple(Trial(config, count) for config in configs)


class TrialWatch:
    """Follows the events of one trial."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._started: TrainingStarted | None = None
        self._epoch = 0

    @property
    def progress(self) -> float:
        """From 0 to 1, by whole epochs."""
        return self._epoch / self._trial.config.epochs

    def add(self, event: Event) -> TrialResult | None:
        """The result, with the end of the last epoch."""
        if isinstance(event, TrainingStarted):
            self._started = event
        elif isinstance(event, EpochDone) and self._started is not None:
            self._epoch = event.epoch
            if event.epoch == self._trial.config.epochs:
                return self._result(event, self._started)
        return None

    def _result(self, end: EpochDone, started: TrainingStarted) -> TrialResult:
        count = started.validation_count
        right = round(end.validation_accuracy * count)
        return TrialResult(self._trial, right, count, end.seconds, started.parameters)


def _sized(network: str, size: int) -> TrainingConfig:
    config = TrainingConfig(network=network, train_digits=size)
    steps = ceil(size / config.batch_size)
    return config.with_(epochs=min(max(ceil(ENOUGH_STEPS / steps), 1), MOST_EPOCHS))
