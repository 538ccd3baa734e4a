"""How a training went of late, averaged: what hints rest on."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil

from dlgui.core.training.events import EpochDone, StepDone

GROUP_STEPS, GROUP_DIGITS, GROUPS = 5, 160, 10
"""Losses and accuracies are averaged over so many steps, and so many digits at least; what is said
of the training rests on the newest groups of steps."""

FIRST_DIGITS = 32


@dataclass(slots=True)
class Stretch:
    """The steps since the start, or since the person changed the learning rate, in groups.

    losses, accuracies: the means of the newest groups
    first_loss: what the network cost before it had learned or jumped; peak: the worst group
    """

    batch_size: int
    losses: deque[float] = field(default_factory=lambda: deque(maxlen=GROUPS))
    accuracies: deque[float] = field(default_factory=lambda: deque(maxlen=GROUPS))
    steps: int = 0
    rate: float = 0.0
    first_loss: float = 0.0
    peak: float = 0.0
    best_accuracy: float = 0.0
    _loss_sum: float = 0.0
    _accuracy_sum: float = 0.0

    @property
    def group(self) -> int:
        """How many steps are averaged."""
        return max(GROUP_STEPS, ceil(GROUP_DIGITS / self.batch_size))

    @property
    def loss(self) -> float:
        return sum(self.losses) / len(self.losses)

    @property
    def accuracy(self) -> float:
        return sum(self.accuracies) / len(self.accuracies)

    def add(self, event: StepDone) -> bool:
        """Whether a group of steps is complete with this one."""
        self.steps += 1
        self.rate = max(self.rate, event.learning_rate)
        self._loss_sum += event.loss
        self._accuracy_sum += event.accuracy
        if self.steps <= ceil(FIRST_DIGITS / self.batch_size):
            self.first_loss = self._loss_sum / self.steps
        if self.steps % self.group:
            return False
        self.losses.append(self._loss_sum / self.group)
        self.accuracies.append(self._accuracy_sum / self.group)
        self._loss_sum = self._accuracy_sum = 0.0
        self.peak = max(self.peak, self.losses[-1])
        self.best_accuracy = max(self.best_accuracy, self.accuracy)
        return True


@dataclass(slots=True)
class Epochs:
    """How validation went: the epoch of the lowest loss, and how many since were clearly worse."""

    best: EpochDone | None = None
    worse: int = 0

    def add(self, event: EpochDone) -> None:
        best = self.best
        if best is None or event.validation_loss < best.validation_loss:
            self.best, self.worse = event, 0
        elif (
            event.validation_loss > 1.2 * best.validation_loss
            and event.train_loss < 0.5 * best.train_loss
        ):
            self.worse += 1
