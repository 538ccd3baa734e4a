"""Training as a plain generator: it knows no listener, and closing it cancels it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict
from math import isfinite
from time import monotonic, perf_counter
from typing import Any

import torch

from dlgui.core.checkpoints import Checkpoint
from dlgui.core.data.digits import DigitData
from dlgui.core.engine.batches import Batches, ResidentDigits, stratified_subset
from dlgui.core.engine.devices import choose_device
from dlgui.core.engine.learner import Learner
from dlgui.core.engine.optimizers import schedule_factor
from dlgui.core.errors import DataError, SettingError, TrainingError
from dlgui.core.events import (
    CheckpointTaken,
    EpochDone,
    Event,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.model import Model
from dlgui.core.networks import NETWORKS
from dlgui.core.settings import LiveSettings, TrainingConfig

# Reading a result back makes the processor wait for a graphics card: done once in so many steps.
STEPS_AT_ONCE = {"cpu": 1, "cuda": 50, "mps": 20}


def train(
    config: TrainingConfig,
    data: DigitData,
    *,
    live: LiveSettings | None = None,
    resume: Checkpoint | None = None,
    snapshot_every: float = 0.125,
) -> Generator[Event, None, None]:
    """Trains and tells what happens, in the order in which it happens.

    live: the learning rate, to be changed from any thread meanwhile
    resume: goes on after this checkpoint of the same network; `config.epochs` counts from the
        run's start, so one more than the checkpoint has trains one more epoch
    snapshot_every: seconds between snapshots of the weights; each epoch ends with one, too

    The same config and data on the same machine give the same numbers, resumed or not. Raises
    SettingError, DataError (no digits), or TrainingError when the loss is no longer a number.
    """
    _check(config, data, resume)
    live = live or LiveSettings(config)
    device = choose_device(config.device)
    network = NETWORKS[config.network]
    train_part = stratified_subset(data.train, config.train_digits, config.seed)
    batches = Batches(
        ResidentDigits.put(train_part, device),
        config.batch_size,
        seed=config.seed,
        augment=config.augment,
    )
    validation = ResidentDigits.put(data.validation, device)
    learner = Learner(config, device)
    epoch, step, seconds, best_epoch, best_accuracy = 0, 0, 0.0, 0, -1.0
    if resume:
        learner.resume(resume)
        epoch, step, seconds = resume.epoch, resume.step, resume.seconds
        best_epoch, best_accuracy = resume.best_epoch, resume.best_validation_accuracy

    def model(**figures: Any) -> Model:
        summary = {"data": data.name, "config": asdict(config), "epoch": epoch, "step": step}
        return Model(config.network, learner.weights(), data.classes, summary=summary | figures)

    yield TrainingStarted(
        network=config.network,
        parameters=network.parameters(),
        train_count=len(train_part),
        validation_count=len(validation),
        steps_per_epoch=len(batches),
        epochs=config.epochs,
        first_epoch=epoch,
        first_step=step,
        device=str(device),
    )
    total_steps = config.epochs * len(batches)
    next_snapshot = monotonic()
    for epoch in range(epoch + 1, config.epochs + 1):  # noqa: B020
        epoch_began = seconds
        loss_sum = right_sum = 0.0
        indices = batches.shuffle(epoch)
        for at in range(0, len(indices), STEPS_AT_ONCE[device.type]):
            group = indices[at : at + STEPS_AT_ONCE[device.type]]
            began = perf_counter()
            results, rates = [], []
            for offset, batch in enumerate(group, start=1):
                factor = schedule_factor(config.schedule, step + offset, total_steps)
                rates.append(live.learning_rate * factor)
                results.append(learner.step(*batches.take(batch), rates[-1]))
            figures = torch.stack(results).tolist()
            seconds_each = (perf_counter() - began) / len(group)
            for batch, rate, (loss, accuracy) in zip(group, rates, figures, strict=True):
                step += 1
                seconds += seconds_each
                _check_finite(loss, step, live)
                loss_sum += loss * len(batch)
                right_sum += accuracy * len(batch)
                yield StepDone(step, epoch, loss, accuracy, rate, seconds)
            if monotonic() >= next_snapshot:
                yield SnapshotTaken(step, epoch, model())
                next_snapshot = monotonic() + snapshot_every
        loss, accuracy = learner.evaluate(validation)
        _check_finite(loss, step, live)
        is_best = accuracy > best_accuracy
        if is_best:
            best_epoch, best_accuracy = epoch, accuracy
        yield EpochDone(
            epoch=epoch,
            step=step,
            train_loss=loss_sum / len(train_part),
            train_accuracy=right_sum / len(train_part),
            validation_loss=loss,
            validation_accuracy=accuracy,
            seconds=seconds,
            images_per_second=len(train_part) / (seconds - epoch_began),
        )
        trained = model(validation_accuracy=accuracy, validation_loss=loss, seconds=seconds)
        yield SnapshotTaken(step, epoch, trained)
        checkpoint = Checkpoint(
            config.with_(learning_rate=live.learning_rate),
            trained,
            learner.optimizer_state(),
            epoch,
            step,
            best_epoch,
            best_accuracy,
            seconds,
        )
        yield CheckpointTaken(step, epoch, checkpoint, is_best)
    yield TrainingDone(epoch, step, best_epoch, best_accuracy, seconds)


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
            f"The loss is no longer a number at step {step}. Lower the learning rate, which is "
            f"{live.learning_rate:g}, and start again; the last checkpoint is kept."
        )
