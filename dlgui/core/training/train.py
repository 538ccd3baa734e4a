"""Training as a plain generator: it knows no listener, and closing it cancels it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from time import monotonic, perf_counter

import torch

from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import NOT_A_NUMBER, DataError, SettingError, TrainingError
from dlgui.core.nets.model import DIGIT_CLASSES, Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.batches import Batches, ResidentDigits, stratified_subset
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import (
    CheckpointTaken,
    EpochDone,
    Event,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.training.learner import Learner
from dlgui.core.training.machine import Machine, ready
from dlgui.core.training.optimizer import schedule_factor
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.step_trace import CloseLook

Events = Generator[Event, None, None]

# Reading a result back makes the processor wait for a graphics card: done once in so many steps.
STEPS_AT_ONCE = {"cpu": 1, "cuda": 50, "mps": 20}


def train(
    config: TrainingConfig,
    data: DigitData,
    *,
    live: LiveSettings | None = None,
    resume: Checkpoint | None = None,
    snapshot_every: float = 0.125,
) -> Events:
    """Trains and tells what happens, in the order in which it happens.

    live: what may be changed and asked for from any thread meanwhile
    resume: goes on after this checkpoint of the same network; `config.epochs` counts from the
        run's start, so one more than the checkpoint has trains one more epoch
    snapshot_every: seconds between snapshots of the weights; each epoch ends with one, too

    The same config and data on the same machine give the same numbers, resumed or not (see
    `dlgui.core.training.machine` for a machine that is busy with other things). Under torchrun the
    processes train together and only the first tells. Raises SettingError, DataError (no digits),
    or TrainingError when the loss is no longer a number.
    """
    _check(config, data, resume)
    live = live or LiveSettings(config)
    with ready(config.device) as machine:
        training = _Training(config, data, live, machine)
        events = training.events(resume, snapshot_every)
        if machine.processes.is_leader:
            yield from events
        else:
            for _ in events:
                pass


@dataclass(slots=True)
class _Position:
    epoch: int = 0
    step: int = 0
    best_epoch: int = 0
    best_validation_accuracy: float = -1.0
    seconds: float = 0.0


class _Training:
    """A training under way: its parts, and how far it is."""

    def __init__(
        self, config: TrainingConfig, data: DigitData, live: LiveSettings, machine: Machine
    ) -> None:
        digits = stratified_subset(data.train, config.train_digits, config.seed)
        self._config, self._data, self._live, self._machine = config, data, live, machine
        self._count = len(digits)
        self._batches = Batches(
            ResidentDigits.put(digits, machine.device),
            config,
            are_digits=data.classes == DIGIT_CLASSES,
        )
        self._steps = config.epochs * len(self._batches)
        self._validation = ResidentDigits.put(data.validation, machine.device)
        self._learner = Learner(config, machine.device, machine.processes)
        self._look = CloseLook(config, live, self._learner, self._validation)
        self._at = _Position()

    def events(self, resume: Checkpoint | None, snapshot_every: float) -> Events:
        at = self._at
        if resume:
            self._learner.resume(resume)
            at = self._at = _Position(*(getattr(resume, name) for name in _Position.__slots__))
        yield TrainingStarted(
            network=self._config.network,
            parameters=NETWORKS[self._config.network].parameters(),
            train_count=self._count,
            validation_count=len(self._validation),
            steps_per_epoch=len(self._batches),
            epochs=self._config.epochs,
            first_epoch=at.epoch,
            first_step=at.step,
            device=str(self._machine.device),
        )
        yield self._snapshot()
        epochs = range(at.epoch + 1, self._config.epochs + 1)
        for at.epoch in epochs:
            began_at, tally = at.seconds, _Tally()
            yield from self._epoch(tally, snapshot_every)
            if self._machine.processes.is_leader:
                yield from self._end_of_epoch(tally, at.seconds - began_at)
        yield TrainingDone(
            at.epoch, at.step, at.best_epoch, at.best_validation_accuracy, at.seconds
        )

    def _epoch(self, tally: _Tally, snapshot_every: float) -> Events:
        next_snapshot = monotonic() + snapshot_every
        order, taken = self._batches.shuffle(self._at.epoch), 0
        while taken < len(order):
            self._machine.threads.follow()
            group = order[taken : taken + self._steps_at_once(len(order) - taken)]
            taken += len(group)
            for batch, done in zip(group, self._take(group), strict=True):
                tally.add(done, len(batch))
                yield from self._looked_at(done)
                yield done
            if monotonic() >= next_snapshot:
                yield self._snapshot()
                next_snapshot = monotonic() + snapshot_every

    def _steps_at_once(self, left: int) -> int:
        """How many of an epoch's steps that are `left` are taken before the device is waited for.

        An epoch's last step is taken by itself, so that the run's can be looked at.
        """
        is_last = self._at.step + 1 == self._steps
        if self._machine.processes.count == 1 and self._look.begin(is_last=is_last):
            return 1
        return min(STEPS_AT_ONCE[self._machine.device.type], max(1, left - 1))

    def _take(self, group: list[torch.Tensor]) -> Iterator[StepDone]:
        """A step for each batch of indices."""
        at, live, processes = self._at, self._live, self._machine.processes
        began = perf_counter()
        rates = [
            live.learning_rate * schedule_factor(self._config.schedule, step, self._steps)
            for step in range(at.step + 1, at.step + 1 + len(group))
        ]
        shares = (
            (self._batches.take(processes.share(batch)), processes.weight(batch)) for batch in group
        )
        figures = self._learner.steps(shares, rates)
        seconds_each = (perf_counter() - began) / len(group)
        for rate, (loss, accuracy) in zip(rates, figures, strict=True):
            at.step += 1
            at.seconds += seconds_each
            _check_finite(loss, at.step, live)
            yield StepDone(at.step, at.epoch, loss, accuracy, rate, at.seconds)

    def _looked_at(self, done: StepDone) -> Events:
        if followed := self._look.followed(done):
            yield followed
            yield self._snapshot()
        if measured := self._look.measured(done):
            yield measured

    def _end_of_epoch(self, tally: _Tally, seconds: float) -> Events:
        at = self._at
        loss, accuracy = self._learner.evaluate(self._validation)
        _check_finite(loss, at.step, self._live)
        is_best = accuracy > at.best_validation_accuracy
        if is_best:
            at.best_epoch, at.best_validation_accuracy = at.epoch, accuracy
        yield EpochDone(
            epoch=at.epoch,
            step=at.step,
            train_loss=tally.loss / self._count,
            train_accuracy=tally.right / self._count,
            validation_loss=loss,
            validation_accuracy=accuracy,
            seconds=at.seconds,
            images_per_second=self._count / max(seconds, 1e-9),
        )
        figures = {
            "validation_accuracy": accuracy,
            "validation_loss": loss,
            "seconds": at.seconds,
        }
        trained = self._snapshot(figures)
        yield trained
        used = self._config.with_(learning_rate=self._live.learning_rate)
        memory = self._learner.optimizer_state()
        checkpoint = Checkpoint(used, trained.model, memory, **asdict(at))
        yield CheckpointTaken(at.step, at.epoch, checkpoint, is_best)

    def _snapshot(self, figures: Mapping[str, float] | None = None) -> SnapshotTaken:
        at, config, data = self._at, self._config, self._data
        summary = {"data": data.name, "config": asdict(config), "epoch": at.epoch, "step": at.step}
        summary |= figures or {}
        model = Model(config.network, self._learner.weights(), data.classes, summary=summary)
        return SnapshotTaken(at.step, at.epoch, model)


@dataclass(slots=True)
class _Tally:
    """Sums over an epoch's digits."""

    loss: float = 0.0
    right: float = 0.0

    def add(self, done: StepDone, digits: int) -> None:
        self.loss += done.loss * digits
        self.right += done.accuracy * digits


def _check(config: TrainingConfig, data: DigitData, resume: Checkpoint | None) -> None:
    if not len(data.train) or not len(data.validation):
        raise DataError(f"{data.name} has no digits to train on: choose other data.")
    if resume and resume.config.network != config.network:
        raise SettingError(
            f"This run trained the network {resume.config.network}: it cannot go on as "
            f"{config.network}."
        )


def _check_finite(loss: float, step: int, live: LiveSettings) -> None:
    if not isfinite(loss):
        raise TrainingError(
            f"{NOT_A_NUMBER} at step {step}. Lower the learning rate, which is "
            f"{live.learning_rate:g}, and start again; the last checkpoint is kept."
        )
