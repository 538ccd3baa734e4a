"""The one thing to do in each chapter, and how the window notices that it was done.

Whatever happens in the window reaches a `Watch` as one object after the other: a `Reading` of the
pad, each training event, each `Hint`, and what the classes below tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dlgui.core.events import EpochDone, StepFollowed, TrainingStarted
from dlgui.core.hints import Hint, HintKind
from dlgui.core.insight import Stage
from dlgui.core.reading import Reading
from dlgui.core.settings import TrainingConfig

Place = Literal["pad", "figure", "train", "inside", "step"]
"""Where it is done; the figure is the one below the chapter's text."""

Watch = Callable[[object], bool]
"""Whether this was it."""


@dataclass(frozen=True, slots=True)
class PlotMoved:
    """The dot of the activation functions is at `z` of the function named `function`."""

    function: str
    z: float


@dataclass(frozen=True, slots=True)
class LossShown:
    """What the answer on the pad costs, in nats."""

    loss: float


@dataclass(frozen=True, slots=True)
class ValuePointedAt:
    """A person looks at one value of a map on the page Inside, with a digit on the pad."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class ExperimentDone:
    name: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """config: the settings that it needs, for a training that the person starts"""

    place: Place
    watch: Callable[[], Watch]
    config: TrainingConfig | None = None


def _reads_a_four(seen: object) -> bool:
    return isinstance(seen, Reading) and seen.reading == "4" and not seen.refused


def _refuses(seen: object) -> bool:
    return isinstance(seen, Reading) and seen.refused


class _TrainsNetwork:
    """An epoch of the network named `network`."""

    def __init__(self, network: str) -> None:
        self._network = network
        self._is_it = False

    def __call__(self, seen: object) -> bool:
        if isinstance(seen, TrainingStarted):
            self._is_it = seen.network == self._network
        return self._is_it and isinstance(seen, EpochDone)


def _is_silent(seen: object) -> bool:
    return isinstance(seen, PlotMoved) and seen.function == "relu" and seen.z < 0


def _is_dear(seen: object) -> bool:
    return isinstance(seen, LossShown) and seen.loss > 1.0


def _blows_up(seen: object) -> bool:
    kinds = (HintKind.RATE_TOO_HIGH, HintKind.NOT_A_NUMBER)
    return isinstance(seen, Hint) and seen.kind in kinds


def _follows_a_step(seen: object) -> bool:
    return isinstance(seen, StepFollowed)


def _points_at_a_map(seen: object) -> bool:
    if not isinstance(seen, ValuePointedAt):
        return False
    return seen.stage.kind == "convolution" and seen.stage.number == 1


def _knows_by_heart(seen: object) -> bool:
    if not isinstance(seen, EpochDone):
        return False
    return seen.train_accuracy > 0.99 and seen.train_accuracy - seen.validation_accuracy >= 0.1


def _reads_well(seen: object) -> bool:
    return isinstance(seen, EpochDone) and seen.validation_accuracy >= 0.96


EXERCISES: dict[str, Exercise] = {
    "neural-network": Exercise("pad", lambda: _reads_a_four),
    "neurons-layers-weights": Exercise(
        "train", lambda: _TrainsNetwork("mlp"), TrainingConfig(network="mlp", epochs=1)
    ),
    "activation": Exercise("figure", lambda: _is_silent),
    "cost": Exercise("pad", lambda: _is_dear),
    "gradient-descent": Exercise("train", lambda: _blows_up, TrainingConfig(learning_rate=0.5)),
    "backpropagation": Exercise("step", lambda: _follows_a_step),
    "convolution": Exercise("inside", lambda: _points_at_a_map),
    "overfitting": Exercise(
        "train",
        lambda: _knows_by_heart,
        TrainingConfig(network="compact", train_digits=100, epochs=40),
    ),
    "data": Exercise("figure", lambda: lambda seen: seen == ExperimentDone("data")),
    "choosing": Exercise("figure", lambda: lambda seen: seen == ExperimentDone("race")),
    "limits": Exercise("pad", lambda: _refuses),
    "reading-on": Exercise("train", lambda: _reads_well),
}
"""By the key of the chapter."""
