"""What a training tells: past-tense, immutable, in the order in which it happened.

`dlgui.core.training.train` yields these. It knows no listener: the command line prints them, the
training job carries them to the window, a run folder records them, a test lists them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dlgui.core.checkpoints import Checkpoint
from dlgui.core.model import Model


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """The first event. `first_step` and `first_epoch` are above 0 when a run is resumed."""

    network: str
    parameters: int
    train_count: int
    validation_count: int
    steps_per_epoch: int
    epochs: int
    first_epoch: int
    first_step: int
    device: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimiser step. `step` counts from 1 over the whole run, `epoch` from 1.

    `loss` is the mini-batch's mean cross-entropy in nats before the step, `accuracy` its share of
    right answers (0 to 1) in the same forward pass; `seconds` is the time trained so far, pauses
    and validation left out.
    """

    step: int
    epoch: int
    loss: float
    accuracy: float
    learning_rate: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochDone:
    """An epoch and its validation. Losses in nats, accuracies from 0 to 1.

    The training figures are means over the epoch's steps as they were taken (dropout and
    augmentation included), as Keras reports them. `images_per_second` counts training alone.
    """

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    images_per_second: float


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """The network as it is now: cloned weights that belong to the receiver."""

    step: int
    epoch: int
    model: Model


@dataclass(frozen=True, slots=True)
class CheckpointTaken:
    """Everything that is needed to go on from here; follows each `EpochDone`.

    `is_best`: no earlier epoch of the run validated better.
    """

    step: int
    epoch: int
    checkpoint: Checkpoint
    is_best: bool


@dataclass(frozen=True, slots=True)
class TrainingDone:
    """The last event: `epoch` whole epochs in `seconds`, of which `best_epoch` validated best."""

    epoch: int
    step: int
    best_epoch: int
    best_validation_accuracy: float
    seconds: float


Event = TrainingStarted | StepDone | EpochDone | SnapshotTaken | CheckpointTaken | TrainingDone


def event_record(event: Event) -> dict[str, Any]:
    """The event as a JSON-ready object whose ``"event"`` names its kind; weights are left out."""
    kind = type(event).__name__
    if isinstance(event, SnapshotTaken):
        return {"event": kind, "step": event.step, "epoch": event.epoch}
    if isinstance(event, CheckpointTaken):
        best = {"is_best": event.is_best}
        return {"event": kind, "step": event.step, "epoch": event.epoch, **best}
    return {"event": kind, **asdict(event)}
