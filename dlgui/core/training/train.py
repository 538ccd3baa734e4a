"""Training as a plain generator: it knows no listener, and closing it cancels it.

`_Training._steps` is the loop. What is yielded, measured and kept is wrapped around it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from time import monotonic, perf_counter

import torch

from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import NOT_A_NUMBER, DataError, SettingError, TrainingError
from dlgui.core.nets.model import DIGIT_CLASSES, Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.batches import Batches, ResidentDigits, stratified_subset
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import (
    BookmarkTaken,
    CheckpointTaken,
    EpochDone,
    Event,
    SnapshotTaken,
    StepDone,
    StepFollowed,
    TrainingDone,
    TrainingResumed,
    TrainingStarted,
)
from dlgui.core.training.learner import Learner
from dlgui.core.training.machine import Machine, ready
from dlgui.core.training.optimizer import schedule_factor
from dlgui.core.training.settings import ORDER, LiveSettings, TrainingConfig
from dlgui.core.training.step_trace import CloseLook, Steps
from dlgui.language import tr

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
    bookmark_every: float = 1.0,
) -> Events:
    """Trains and yields what happens, in the order in which it happens.

    live: what may be changed and asked for from any thread meanwhile
    resume: goes on after this checkpoint of the same network; `config.epochs` counts from the
        run's start, so one more than the checkpoint has trains one more epoch
    snapshot_every: seconds between snapshots of the weights; each epoch ends with one, too
    bookmark_every: seconds between bookmarks, which the run can go on from as from a checkpoint

    The same config and data on the same machine give the same numbers, resumed or not (see
    `dlgui.core.training.machine` for a machine that is busy with other things). Under torchrun the
    processes train together and only the first yields. Raises SettingError, DataError (no digits),
    or TrainingError when the loss is no longer a number.
    """
    _check(config, data, resume)
    with ready(config.device) as machine:
        training = _Training(config, data, live or LiveSettings(config), machine)
        if resume:
            training.resume(resume)
        yield from machine.processes.led(training.events(snapshot_every, bookmark_every))


@dataclass(slots=True)
class _Position:
    epoch: int = 0
    step: int = 0
    best_epoch: int = 0
    best_validation_accuracy: float = -1.0
    seconds: float = 0.0


@dataclass(slots=True)
class _Epoch:
    """Of the epoch under way: its steps, and sums over its digits."""

    step: int = 0
    loss: float = 0.0
    right: float = 0.0
    seconds: float = 0.0


_Taken = tuple[int, float, torch.Tensor]
"""A step's digits, its learning rate, and its figures, still on the device."""


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
            machine.processes,
            are_digits=data.classes == DIGIT_CLASSES,
        )
        self._total = config.epochs * len(self._batches)
        self._validation = ResidentDigits.put(data.validation, machine.device)
        self._learner = Learner(config, machine.device, machine.processes)
        self._look = CloseLook(config, live, self._learner, self._validation)
        self._at, self._epoch = _Position(), _Epoch()

    def _steps(self) -> Iterator[Steps]:
        """Trains to the end of the epoch."""
        learner, at = self._learner, self._at
        began, taken = perf_counter(), list[_Taken]()
        for batch in self._batches.epoch(at.epoch + 1, after=self._epoch.step):
            rate = self._live.learning_rate * self._schedule(at.step + len(taken) + 1)
            logits = learner.forward(batch.images, at.step + len(taken) + 1)
            loss = learner.loss(logits, batch)
            learner.backward()
            learner.step(rate)
            taken.append((batch.size, rate, loss))
            if self._is_read_back(len(taken)):
                yield Steps(self._done(taken, began), batch, logits.detach())
                began, taken = perf_counter(), list[_Taken]()

    def _schedule(self, step: int) -> float:
        return schedule_factor(self._config.schedule, step, self._total)

    def _is_read_back(self, taken: int) -> bool:
        """Whether the device is waited for after so many steps.

        An epoch's last step is taken by itself, so that the run's can be looked at.
        """
        at_once = 1 if self._look.is_open else STEPS_AT_ONCE[self._machine.device.type]
        return taken >= at_once or self._epoch.step + taken >= len(self._batches) - 1

    def _done(self, taken: list[_Taken], began: float) -> list[StepDone]:
        """What is known of each step when the device has taken them."""
        at, epoch = self._at, self._epoch
        losses = torch.stack([loss for _, _, loss in taken])
        found = self._machine.processes.mean(losses).tolist()
        seconds_each = (perf_counter() - began) / len(taken)
        done = []
        for (size, rate, _), (loss, accuracy) in zip(taken, found, strict=True):
            at.step, epoch.step = at.step + 1, epoch.step + 1
            at.seconds, epoch.seconds = at.seconds + seconds_each, epoch.seconds + seconds_each
            epoch.loss, epoch.right = epoch.loss + loss * size, epoch.right + accuracy * size
            _check_finite(loss, at.step, self._live)
            done.append(StepDone(at.step, at.epoch + 1, loss, accuracy, rate, at.seconds))
        return done

    def resume(self, checkpoint: Checkpoint) -> None:
        """Raises SettingError when the epoch under way cannot go on with other batches."""
        old, new = checkpoint.config, self._config
        same = all(getattr(old, name) == getattr(new, name) for name in ORDER)
        if checkpoint.epoch_step and not (same and checkpoint.epoch_step <= len(self._batches)):
            raise SettingError(
                tr(
                    "This run stopped within an epoch, which can go on only with the same digits, "
                    "batch size and seed: leave these settings as they were."
                )
            )
        self._learner.resume(checkpoint)
        self._machine.threads.go_on_with(checkpoint.threads)
        self._at = _Position(*(getattr(checkpoint, name) for name in _Position.__slots__))
        parts = (getattr(checkpoint, f"epoch_{name}") for name in _Epoch.__slots__)
        self._epoch = _Epoch(*parts)

    def events(self, snapshot_every: float, bookmark_every: float) -> Events:
        """The loop's steps, and all events around them."""
        at = self._at
        yield self._started()
        yield self._snapshot()
        while at.epoch < self._config.epochs:
            yield from self._with_events(snapshot_every, bookmark_every)
            yield from self._end_of_epoch()
        yield TrainingDone(
            at.epoch, at.step, at.best_epoch, at.best_validation_accuracy, at.seconds
        )

    def _with_events(self, snapshot_every: float, bookmark_every: float) -> Events:
        """The steps of an epoch."""
        steps = self._steps()
        if self._machine.processes.count == 1:
            steps = self._look.around(steps, lambda: self._at.step + 1 == self._total)
        next_snapshot = monotonic() + snapshot_every
        next_bookmark = monotonic() + bookmark_every
        for taken in steps:
            for seen in taken.seen:
                yield seen
                if isinstance(seen, StepFollowed):
                    yield self._snapshot()
            yield from taken.done
            if monotonic() >= next_snapshot:
                yield self._snapshot()
                next_snapshot = monotonic() + snapshot_every
            if monotonic() >= next_bookmark:
                yield self._bookmark()
                next_bookmark = monotonic() + bookmark_every
            self._machine.threads.follow()

    def _started(self) -> TrainingStarted:
        kind = TrainingResumed if self._at.step else TrainingStarted
        return kind(
            network=self._config.network,
            parameters=network_of(self._config.network).parameters(),
            train_count=self._count,
            validation_count=len(self._validation),
            steps_per_epoch=len(self._batches),
            epochs=self._config.epochs,
            first_epoch=self._at.epoch,
            first_step=self._at.step,
            device=str(self._machine.device),
        )

    def _end_of_epoch(self) -> Events:
        at, epoch = self._at, self._epoch
        at.epoch, self._epoch = at.epoch + 1, _Epoch()
        loss, accuracy = self._learner.evaluate(self._validation)
        _check_finite(loss, at.step, self._live)
        is_best = accuracy > at.best_validation_accuracy
        if is_best:
            at.best_epoch, at.best_validation_accuracy = at.epoch, accuracy
        yield EpochDone(
            epoch=at.epoch,
            step=at.step,
            train_loss=epoch.loss / self._count,
            train_accuracy=epoch.right / self._count,
            validation_loss=loss,
            validation_accuracy=accuracy,
            seconds=at.seconds,
            images_per_second=self._count / max(epoch.seconds, 1e-9),
        )
        trained = self._snapshot(
            {"validation_accuracy": accuracy, "validation_loss": loss, "seconds": at.seconds}
        )
        yield trained
        yield CheckpointTaken(at.step, at.epoch, self._checkpoint(trained.model), is_best)

    def _bookmark(self) -> BookmarkTaken:
        taken = self._snapshot()
        return BookmarkTaken(taken.step, taken.epoch, self._checkpoint(taken.model))

    def _checkpoint(self, model: Model) -> Checkpoint:
        used = self._config.with_(learning_rate=self._live.learning_rate)
        memory, steps = self._learner.optimizer_state(), self._learner.optimizer_step
        epoch = {f"epoch_{name}": value for name, value in asdict(self._epoch).items()}
        return Checkpoint(
            used,
            model,
            memory,
            **asdict(self._at),
            **epoch,
            optimizer_steps=steps,
            threads=self._machine.threads.count,
        )

    def _snapshot(self, figures: Mapping[str, float] | None = None) -> SnapshotTaken:
        at, config, data = self._at, self._config, self._data
        epoch = at.epoch + (self._epoch.step > 0)  # the one under way counts
        summary = {"data": data.name, "config": asdict(config), "epoch": epoch, "step": at.step}
        summary |= figures or {}
        model = Model(config.network, self._learner.weights(), data.classes, summary=summary)
        return SnapshotTaken(at.step, epoch, model)


def _check(config: TrainingConfig, data: DigitData, resume: Checkpoint | None) -> None:
    if not len(data.train) or not len(data.validation):
        raise DataError(
            tr("{name} has no digits to train on: choose other data.").format(name=tr(data.name))
        )
    if resume and resume.config.network != config.network:
        raise SettingError(
            tr("This run trained the network {trained}: it cannot go on as {wanted}.").format(
                trained=resume.config.network, wanted=config.network
            )
        )


def _check_finite(loss: float, step: int, live: LiveSettings) -> None:
    if not isfinite(loss):
        raise TrainingError(
            tr(
                "{loss_is_no_number} at step {step}. Lower the learning rate, which is "
                "{learning_rate:g}, and start again; the last checkpoint is kept."
            ).format(
                loss_is_no_number=tr(NOT_A_NUMBER), step=step, learning_rate=live.learning_rate
            )
        )
