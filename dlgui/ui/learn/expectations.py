"""What is expected before the chapters' experiments, and what came of them.

A chapter's Markdown has the question and, unless a curve is drawn, the sentences to choose from;
which of these came true is found out here, from what a `Watch` sees as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log10
from typing import TYPE_CHECKING

import numpy as np

from dlgui.core.evaluation.experiments import TrialResult
from dlgui.core.explain.small_problems import map_differences, moved
from dlgui.core.explain.trace import look_inside
from dlgui.core.nets.layers import Conv
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.result import Reading
from dlgui.core.training.events import (
    EpochDone,
    RunKept,
    StepDone,
    StepFollowed,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.training.hints import Hint, HintKind
from dlgui.language import QT_TRANSLATE_NOOP
from dlgui.ui.learn.drawn_plot import DrawnAxes
from dlgui.ui.learn.progress import Truth

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

Outcome = Callable[[object], Truth | None]
"""What is known of the truth after something was seen; None where nothing new is."""


@dataclass(frozen=True, slots=True)
class ExpectationSettled:
    """The person has said what they expect, or that they do not want to."""


@dataclass(frozen=True, slots=True)
class TrialsDone:
    """An experiment's results so far."""

    name: str
    results: tuple[TrialResult, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """axes: of the curve that is drawn; None where a sentence is chosen"""

    outcome: Callable[[Session], Outcome]
    axes: DrawnAxes | None = None


class _EpochOf:
    """The share of validation digits that a network reads after its first epoch."""

    def __init__(self, network: str, bounds: Sequence[float]) -> None:
        """bounds: ascending; below the first one the first sentence is true"""
        self._network, self._bounds = network, bounds
        self._is_it = False

    def __call__(self, seen: object) -> Truth | None:
        if isinstance(seen, TrainingStarted):
            self._is_it = seen.network == self._network
        if self._is_it and isinstance(seen, EpochDone) and seen.epoch == 1:
            choice = int(np.searchsorted(self._bounds, seen.validation_accuracy, side="right"))
            return Truth(choice, is_whole=True)
        return None


LARGE_RATE = 0.3
LEARNT, GUESSING = 1.0, 2.2
"""Nats: below the one a network has learnt, above the other it has not."""
LAST_STEPS = 50


class _EndOfLoss:
    """Where the loss ends that is trained with a large learning rate."""

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._is_large = False

    def __call__(self, seen: object) -> Truth | None:
        if isinstance(seen, TrainingStarted):
            self._losses, self._is_large = [], False
        elif isinstance(seen, StepDone):
            self._losses.append(seen.loss)
            self._is_large |= seen.learning_rate >= LARGE_RATE
        blows_up = isinstance(seen, Hint) and seen.kind in (
            HintKind.RATE_TOO_HIGH,
            HintKind.NOT_A_NUMBER,
        )
        if not self._is_large or not (blows_up or isinstance(seen, TrainingDone | RunKept)):
            return None
        end = float(np.mean(self._losses[-LAST_STEPS:]))
        choice = 2 if not isfinite(end) or end > GUESSING else 1 if end > LEARNT else 0
        return Truth(choice, is_whole=True)


def _cost_of(seen: object) -> Truth | None:
    if not isinstance(seen, ExpectationSettled):
        return None
    probabilities = np.geomspace(np.exp(-HIGHEST_COST), 1.0, 60)
    x, y = probabilities.tolist(), (-np.log(probabilities)).tolist()
    return Truth(x=tuple(x), y=tuple(abs(value) for value in y), is_whole=True)


HALF = 0.5


def _loss_after_step(seen: object) -> Truth | None:
    """Of the very digits of a step, before and after it, both without dropout."""
    if not isinstance(seen, StepFollowed):
        return None
    network = seen.config.network
    before, after = (
        _loss(Model(network, weights), seen)
        for weights in (seen.weights_before, seen.weights_after)
    )
    share = after / before if before > 0 else 1.0
    return Truth(0 if share < HALF else 1 if share < 1.0 else 2, is_whole=True)


def _loss(model: Model, seen: StepFollowed) -> float:
    """Mean cross-entropy in nats."""
    logits = Forward(model).logits(seen.pixels).astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    scores = logits[np.arange(len(seen.labels)), seen.labels]
    return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - scores))


SHIFT = 2
"""Pixels by which the digit is moved."""
SAME = 1e-3


class _MapOfMoved:
    """What becomes of the first convolution's maps when the pad's digit is moved."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, seen: object) -> Truth | None:
        digit, model = self._session.pad.digit, self._session.reader.model
        is_new = isinstance(seen, ExpectationSettled | Reading)
        if not is_new or digit is None or model is None:
            return None
        pictures = (digit.pixels, moved(digit.pixels, SHIFT))
        before, after = (look_inside(model, pixels).stages[1] for pixels in pictures)
        if not isinstance(before.layer, Conv):
            return None
        # A window that goes on by two pixels finds the same one place further on.
        places = max(SHIFT // before.layer.stride, 1)
        along, stayed = map_differences(before.values, after.values, places)
        return Truth(0 if along < SAME else 1 if stayed < SAME else 2, is_whole=True)


MOST_DIGITS = 1000
"""Of the training set, in a training that is meant to learn them by heart."""


class _ValidationLoss:
    """Epoch by epoch, of a training on few digits."""

    def __init__(self) -> None:
        self._is_it = False
        self._truth = Truth()

    def __call__(self, seen: object) -> Truth | None:
        if isinstance(seen, TrainingStarted):
            self._is_it = seen.train_count <= MOST_DIGITS
            self._truth = Truth()
        elif self._is_it and isinstance(seen, EpochDone) and isfinite(seen.validation_loss):
            x, y = (*self._truth.x, float(seen.epoch)), (*self._truth.y, seen.validation_loss)
            self._truth = Truth(x=x, y=y)
            return self._truth
        elif self._is_it and isinstance(seen, TrainingDone) and self._truth.x:
            self._truth = replace(self._truth, is_whole=True)
            return self._truth
        return None


def _accuracy_by_digits(seen: object) -> Truth | None:
    if not isinstance(seen, TrialsDone) or seen.name != "data":
        return None
    return Truth(
        x=tuple(log10(result.trial.train_count) for result in seen.results),
        y=tuple(100 * result.accuracy for result in seen.results),
        is_whole=seen.is_whole,
    )


CLOSE = 0.01
"""Of the validation digits: networks that differ by no more are as good as each other."""


def _plain_or_compact(seen: object) -> Truth | None:
    if not isinstance(seen, TrialsDone) or seen.name != "race":
        return None
    accuracy = {result.trial.config.network: result.accuracy for result in seen.results}
    if not accuracy.keys() >= {"mlp", "compact"}:
        return None
    ahead = accuracy["mlp"] - accuracy["compact"]
    choice = 2 if abs(ahead) <= CLOSE + 1e-9 else 0 if ahead > 0 else 1
    return Truth(choice, is_whole=seen.is_whole)


HIGHEST_COST = 5.0
EPOCHS = 60

EXPECTATIONS: dict[str, Expectation] = {
    "neurons-layers-weights": Expectation(lambda _: _EpochOf("mlp", (0.5, 0.8, 0.95))),
    "cost": Expectation(
        lambda _: _cost_of,
        DrawnAxes(
            QT_TRANSLATE_NOOP("", "Probability that the network gave to the right digit"),
            QT_TRANSLATE_NOOP("", "Loss"),
            (0.0, 1.0),
            (0.0, HIGHEST_COST),
        ),
    ),
    "gradient-descent": Expectation(lambda _: _EndOfLoss()),
    "backpropagation": Expectation(lambda _: _loss_after_step),
    "convolution": Expectation(_MapOfMoved),
    "overfitting": Expectation(
        lambda _: _ValidationLoss(),
        DrawnAxes(
            QT_TRANSLATE_NOOP("", "Epoch"),
            QT_TRANSLATE_NOOP("", "Validation loss"),
            (1.0, float(EPOCHS)),
            (0.0, 1.2),
        ),
    ),
    "data": Expectation(
        lambda _: _accuracy_by_digits,
        DrawnAxes(
            QT_TRANSLATE_NOOP("", "Training digits"),
            QT_TRANSLATE_NOOP("", "Accuracy, %"),
            (log10(50), log10(60_000)),
            (0.0, 100.0),
            tuple((log10(count), f"{count:,}") for count in (50, 500, 5000, 60_000)),
        ),
    ),
    "choosing": Expectation(lambda _: _plain_or_compact),
}
"""By the key of the chapter; chapters without an experiment have none."""
