"""Training as a plain generator: it knows no listener, and closing it cancels it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass
from math import isfinite
from time import monotonic, perf_counter
from typing import Any

from dlgui.core.checkpoints import Checkpoint
from dlgui.core.data.digits import DigitData
from dlgui.core.engine.batches import Batches, ResidentDigits, stratified_subset
from dlgui.core.engine.close_look import CloseLook
from dlgui.core.engine.learner import Learner
from dlgui.core.engine.machine import Machine, ready
from dlgui.core.engine.optimizers import schedule_factor
from dlgui.core.errors import NOT_A_NUMBER, DataError, SettingError, TrainingError
from dlgui.core.events import (
    CheckpointTaken,
    EpochDone,
    Event,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.model import DIGIT_CLASSES, Model
from dlgui.core.networks import NETWORKS
from dlgui.core.settings import LiveSettings, TrainingConfig

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
    `dlgui.core.engine.threads` for a machine that is busy with other things). Under torchrun the
    processes train together and only the first tells. Raises SettingError, DataError (no digits),
    or TrainingError when the loss is no longer a number.
    """
    _check(config, data, resume)
    live = live or LiveSettings(config)
    with ready(config.device) as machine:
        events = _train(config, data, live, resume, snapshot_every, machine)
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


def _train(
    config: TrainingConfig,
    data: DigitData,
    live: LiveSettings,
    resume: Checkpoint | None,
    snapshot_every: float,
    machine: Machine,
) -> Events:
    digits = stratified_subset(data.train, config.train_digits, config.seed)
    batches = Batches(
        ResidentDigits.put(digits, machine.device),
        config,
        are_digits=data.classes == DIGIT_CLASSES,
    )
    validation = ResidentDigits.put(data.validation, machine.device)
    learner = Learner(config, machine.device, machine.processes)
    at = _Position()
    if resume:
        learner.resume(resume)
        at = _Position(*(getattr(resume, name) for name in _Position.__slots__))

    def model(**figures: Any) -> Model:
        summary = {"data": data.name, "config": asdict(config), "epoch": at.epoch, "step": at.step}
        return Model(config.network, learner.weights(), data.classes, summary=summary | figures)

    yield TrainingStarted(
        network=config.network,
        parameters=NETWORKS[config.network].parameters(),
        train_count=len(digits),
        validation_count=len(validation),
        steps_per_epoch=len(batches),
        epochs=config.epochs,
        first_epoch=at.epoch,
        first_step=at.step,
        device=str(machine.device),
    )
    look = CloseLook(config, live, learner, validation)
    steps = config.epochs * len(batches)
    yield SnapshotTaken(at.step, at.epoch, model())
    next_snapshot = monotonic()
    epochs = range(at.epoch + 1, config.epochs + 1)
    for at.epoch in epochs:
        epoch_began_at = at.seconds
        loss_sum = right_sum = 0.0
        order, taken = batches.shuffle(at.epoch), 0
        while taken < len(order):
            machine.threads.follow()
            is_alone = machine.processes.count == 1 and look.begin(is_last=at.step + 1 == steps)
            # An epoch's last step is taken by itself, too, so that the run's can be looked at.
            most = min(STEPS_AT_ONCE[machine.device.type], max(1, len(order) - taken - 1))
            group = order[taken : taken + (1 if is_alone else most)]
            taken += len(group)
            began = perf_counter()
            rates = [
                live.learning_rate * schedule_factor(config.schedule, step, steps)
                for step in range(at.step + 1, at.step + 1 + len(group))
            ]
            shares = (
                (batches.take(machine.processes.share(batch)), machine.processes.weight(batch))
                for batch in group
            )
            figures = learner.steps(shares, rates)
            seconds_each = (perf_counter() - began) / len(group)
            for batch, rate, (loss, accuracy) in zip(group, rates, figures, strict=True):
                at.step += 1
                at.seconds += seconds_each
                _check_finite(loss, at.step, live)
                loss_sum += loss * len(batch)
                right_sum += accuracy * len(batch)
                done = StepDone(at.step, at.epoch, loss, accuracy, rate, at.seconds)
                if followed := look.followed(done):
                    yield followed
                    yield SnapshotTaken(at.step, at.epoch, model())
                if measured := look.measured(done):
                    yield measured
                yield done
            if monotonic() >= next_snapshot:
                yield SnapshotTaken(at.step, at.epoch, model())
                next_snapshot = monotonic() + snapshot_every
        if not machine.processes.is_leader:
            continue
        loss, accuracy = learner.evaluate(validation)
        _check_finite(loss, at.step, live)
        is_best = accuracy > at.best_validation_accuracy
        if is_best:
            at.best_epoch, at.best_validation_accuracy = at.epoch, accuracy
        yield EpochDone(
            epoch=at.epoch,
            step=at.step,
            train_loss=loss_sum / len(digits),
            train_accuracy=right_sum / len(digits),
            validation_loss=loss,
            validation_accuracy=accuracy,
            seconds=at.seconds,
            images_per_second=len(digits) / max(at.seconds - epoch_began_at, 1e-9),
        )
        trained = model(validation_accuracy=accuracy, validation_loss=loss, seconds=at.seconds)
        yield SnapshotTaken(at.step, at.epoch, trained)
        used = config.with_(learning_rate=live.learning_rate)
        checkpoint = Checkpoint(used, trained, learner.optimizer_state(), **asdict(at))
        yield CheckpointTaken(at.step, at.epoch, checkpoint, is_best)
    yield TrainingDone(at.epoch, at.step, at.best_epoch, at.best_validation_accuracy, at.seconds)


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
