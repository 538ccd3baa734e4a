"""The events of a training: past-tense, immutable, in the order in which they happened.

`dlgui.core.training.train` yields these. It knows no listener: the command line prints them, the
training job carries them to the window, a run folder records them, a test lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np

from dlgui.core.files import fields_of, number, text, whole_number
from dlgui.core.nets.model import Model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.settings import TrainingConfig


@dataclass(frozen=True, slots=True)
class TrainingStarted:
    """The first event. `first_step` and `first_epoch` say where a `TrainingResumed` goes on."""

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
class TrainingResumed(TrainingStarted):
    """The first event when the run that was shown last is taken up again.

    It goes on after `first_step` steps, of which `first_epoch` whole epochs: what came later is
    trained anew.
    """


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
class BookmarkTaken:
    """The same in the middle of an epoch, about once a second: a run that is cut off anywhere
    loses no more than that."""

    step: int
    epoch: int
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class StepFollowed:
    """One step in all its numbers, as the engine computed them.

    Comes, and with it a snapshot, before the step's `StepDone`, and only when
    `LiveSettings.follow_next_step` asked for it. Arrays are float32 unless they say otherwise.

    config: the run's settings; learning_rate: this step's, the schedule applied
    optimizer_step: Adam's t: the steps it has taken, this one included; 0 for SGD
    pixels: the mini-batch as it was fed, [n, 28, 28] from 0 (paper) to 1 (ink), augmented where
        that is asked for; labels: int64 [n]
    logits: [n, classes], before the step; loss: their mean cross-entropy in nats, label smoothing
        included; accuracy: the share of right answers
    weights_before, weights_after: as `Model.weights`
    gradients: of the loss by each weight that is learned, by the weights' names
    state_before, state_after: what the optimiser remembers, as `Checkpoint.optimizer`
    """

    step: int
    epoch: int
    config: TrainingConfig
    learning_rate: float
    optimizer_step: int
    pixels: np.ndarray
    labels: np.ndarray
    logits: np.ndarray
    loss: float
    accuracy: float
    weights_before: Mapping[str, np.ndarray]
    gradients: Mapping[str, np.ndarray]
    state_before: Mapping[str, np.ndarray]
    state_after: Mapping[str, np.ndarray]
    weights_after: Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values lie in each of equally wide bins from `low` to `high`.

    counts: int64 [64]. Where all values are the same, `low` equals `high` and the middle bin
    counts them; without values all counts are 0. Values that are not finite are left out.
    """

    low: float
    high: float
    counts: np.ndarray

    @property
    def edges(self) -> np.ndarray:
        """float64 [65]: where each bin begins, and the last one ends."""
        return np.linspace(self.low, self.high, len(self.counts) + 1)


@dataclass(frozen=True, slots=True)
class LayerStatistics:
    """A convolution or dense layer after a step, with the ReLU that follows it, if one does.

    index: the layer's place in its `Network.layers`
    weights, gradients: of its weights, biases left out; the gradients are those of the step
    activations: what it gives for 20 fixed validation digits; where a ReLU follows, after it and
        without the zeros
    zero_share: the share of these activations that the ReLU made 0
    dead_share: the share of its units (filters or neurons) whose ReLU gives 0 everywhere for each
        of 100 fixed validation digits; both shares are None where no ReLU follows
    update_ratio: the norm of the step's change of the weights over the norm of the weights before;
        0 where those were all 0
    """

    index: int
    weights: Histogram
    gradients: Histogram
    activations: Histogram
    zero_share: float | None
    dead_share: float | None
    update_ratio: float


@dataclass(frozen=True, slots=True)
class LayersMeasured:
    """How the layers are after `step`; comes before its `StepDone`.

    After the run's first and last step, each that is followed, and about once a second between.
    """

    step: int
    epoch: int
    layers: tuple[LayerStatistics, ...]


@dataclass(frozen=True, slots=True)
class TrainingDone:
    """The last step is taken and validated: `epoch` whole epochs in `seconds`, of which
    `best_epoch` validated best. The last event of a training; `RunKept` follows where it is kept.
    """

    epoch: int
    step: int
    best_epoch: int
    best_validation_accuracy: float
    seconds: float


@dataclass(frozen=True, slots=True)
class TrainingFailed:
    """The settings or the data led the training astray: going on would fail again."""

    step: int
    epoch: int
    reason: str


@dataclass(frozen=True, slots=True)
class RunKept:
    """All that the run leaves is on the disk, after its `step` steps: the last event of all.

    run: the run's folder; model: the file of the network that was kept, None when there was none
    """

    step: int
    epoch: int
    run: str
    model: str | None


Event = (
    TrainingStarted
    | TrainingResumed
    | StepFollowed
    | StepDone
    | LayersMeasured
    | EpochDone
    | SnapshotTaken
    | CheckpointTaken
    | BookmarkTaken
    | TrainingDone
    | TrainingFailed
    | RunKept
)


def event_record(event: Event) -> dict[str, Any]:
    """The event as a JSON-ready object whose ``"event"`` names its kind.

    Weights, pictures, histograms and settings are left out.
    """
    return {"event": type(event).__name__, **_record(event)}


def _record(part: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple):
            found[field.name] = [_record(item) for item in value]
        elif value is None or isinstance(value, (bool, int, float, str)):
            found[field.name] = value
    return found


BEGINNINGS = (TrainingStarted.__name__, TrainingResumed.__name__)
_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def checked_record(record: Any) -> dict[str, Any]:
    """What `event_record` once made, read back: `record`, if it makes sense.

    Values are numbers in the range of what they count; keys may be missing or unknown, as another
    version wrote them. Raises ValueError.
    """
    known = fields_of(record, "event")
    place = "first_step" if known["event"] in BEGINNINGS else "step"
    whole_number(fields_of(record, place)[place])
    if (kind := _KINDS.get(text(known["event"]))) is not None:
        _check(kind, known)
    return dict(known)


_hints = cache(get_type_hints)
"""Kept, because there are thousands of records of a kind."""


def _check(kind: type, record: Mapping[str, Any]) -> None:
    for name, declared in _hints(kind).items():
        if name not in record:
            continue
        value = record[name]
        if declared is int:
            whole_number(value, 1 if name in ("epochs", "steps_per_epoch", "train_count") else 0)
        elif declared is float or (declared == float | None and value is not None):
            number(value, 0, 1 if name.endswith(("accuracy", "share")) else 1e300)
        elif declared is str:
            text(value)
        elif get_origin(declared) is tuple:
            for part in value if isinstance(value, list) else [value]:
                _check(get_args(declared)[0], fields_of(part))
