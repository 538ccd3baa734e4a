"""One weight's update taken apart: the numbers of the optimiser's rule, as they add up.

Adam: Kingma and Ba 2015, algorithm 1; AdamW: Loshchilov and Hutter 2019, algorithm 2; SGD with
momentum as torch has it, whose velocity is a sum of gradients without the learning rate in it.
The gradient, the optimiser's memory and the weight are the engine's own, in float32; what lies
between them is computed here from those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import floor, isfinite, log10, sqrt

from dlgui.core.explain.arithmetic import rounded_to_total
from dlgui.core.training.checkpoints import BETA1, BETA2, EPSILON, OPTIMIZER_STATE
from dlgui.core.training.events import StepFollowed

DIGITS = 4
"""A shown sum's largest part has so many."""
FLOAT_DIGITS = 7
"""What a float32 holds of a number (IEEE 754)."""

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """parts add up to total, as computed and as shown.

    exponent: what is shown are whole numbers of 10**exponent
    """

    parts: tuple[float, ...]
    total: float
    exponent: int

    @property
    def shown(self) -> tuple[tuple[int, ...], int]:
        """The parts and the total in units of 10**exponent: they add up exactly."""
        total = round(self.total / 10.0**self.exponent)
        units = rounded_to_total([part / 10.0**self.exponent for part in self.parts], total)
        return tuple(int(unit) for unit in units), total


@dataclass(frozen=True, slots=True)
class Corrected:
    """value ÷ divisor = result: a mean that began at zero, as if it had begun right."""

    value: float
    divisor: float

    @property
    def result(self) -> float:
        return self.value / self.divisor


@dataclass(frozen=True, slots=True)
class Update:
    """One weight in a step.

    gradient: dL/dw, and what L2 weight decay adds to it; the total is what the optimiser gets
    velocity: of SGD: momentum × the velocity before, and the gradient
    mean, square: of Adam: beta × the mean before, and (1 - beta) × the gradient, or its square
    corrected_mean, corrected_square: of Adam: those, corrected for their beginning at zero
    change: what the rule makes of it, with the learning rate
    weight: the weight before, what AdamW's decay takes off it, and the change; the total is the
        weight after the step
    """

    learning_rate: float
    gradient: Sum
    velocity: Sum | None
    mean: Sum | None
    square: Sum | None
    corrected_mean: Corrected | None
    corrected_square: Corrected | None
    change: float
    weight: Sum


def update_of(step: StepFollowed, name: str, place: Place) -> Update | None:
    """How the step changed the weight at `place` of the array `name`.

    None when one of the numbers is not finite, as in a training that diverges.
    """
    arrays = [step.weights_before, step.weights_after, step.gradients]
    before, after, slope = (float(array[name][place]) for array in arrays)
    memory = {
        key: (float(step.state_before[full][place]), float(step.state_after[full][place]))
        for key in OPTIMIZER_STATE[step.config.optimizer]
        for full in (f"{key}/{name}",)
    }
    if not all(map(isfinite, (before, after, slope, *chain(*memory.values())))):
        return None
    config, rate = step.config, step.learning_rate
    is_decoupled = config.optimizer == "adamw"
    decay = 0.0 if is_decoupled else config.weight_decay * before
    gradient = slope + decay
    velocity = mean = square = corrected_mean = corrected_square = None
    if config.optimizer == "sgd":
        kept, total = memory["momentum_buffer"]
        velocity = _sum((config.momentum * kept, gradient), total)
        change = -rate * total
    else:
        (kept_mean, new_mean), (kept_square, new_square) = memory.values()
        mean = _sum((BETA1 * kept_mean, (1 - BETA1) * gradient), new_mean)
        square = _sum((BETA2 * kept_square, (1 - BETA2) * gradient**2), new_square)
        corrected_mean = Corrected(new_mean, 1 - BETA1**step.optimizer_step)
        corrected_square = Corrected(new_square, 1 - BETA2**step.optimizer_step)
        change = -rate * corrected_mean.result / (sqrt(corrected_square.result) + EPSILON)
    decayed = (-rate * config.weight_decay * before,) if is_decoupled else ()
    return Update(
        learning_rate=rate,
        gradient=_sum((slope, decay) if decay else (slope,), gradient),
        velocity=velocity,
        mean=mean,
        square=square,
        corrected_mean=corrected_mean,
        corrected_square=corrected_square,
        change=change,
        weight=_sum((before, *decayed, change), after, finest=change),
    )


def _sum(parts: Sequence[float], total: float, *, finest: float | None = None) -> Sum:
    """finest: a part that is to be seen although others are much larger."""
    largest = max(map(abs, (*parts, total)))
    exponent = _leading(largest) - DIGITS + 1
    if finest is not None:
        # No digits that a float32 as large as the largest part does not have.
        exponent = max(_leading(finest) - DIGITS + 1, _leading(largest) - FLOAT_DIGITS + 2)
        exponent = min(exponent, _leading(largest) - DIGITS + 1)
    return Sum(tuple(parts), total, exponent)


def _leading(value: float) -> int:
    """The power of ten of the first digit."""
    return floor(log10(abs(value))) if value else 0
