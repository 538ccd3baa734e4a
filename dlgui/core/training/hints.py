"""The usual mistakes of a training, noticed in its events, with the reason and a way out.

The thresholds lie between what healthy trainings of every network here do on the embedded digits
and what those with the mistake do. What lies between goes unsaid: a false alarm does more harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from math import log
from typing import Any

from dlgui.core.errors import NOT_A_NUMBER
from dlgui.core.nets.activations import ReLU, Sigmoid
from dlgui.core.nets.network_line import network_from, network_of
from dlgui.core.nets.networks import Network
from dlgui.core.training.events import EpochDone, Event, LayersMeasured, StepDone, TrainingStarted
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.stretch import GROUPS, Epochs, Stretch
from dlgui.language import tr

CHANCE_LOSS = log(10)
"""In nats: what guessing among ten digits costs, and where every training begins."""

NEW_RATE = 3.0
"""A rate that changes by more than this factor between two steps was changed by the person."""

FEW_DIGITS = 2000
DEAD_SHARE = 0.75
FADED_SHARE = 0.02
"""Of the last layer's largest gradient in the first layer, at the start: less has vanished."""
SETTLED_STEPS = 50
"""Before, the layers and the running means of batch normalisation are still on their way."""


class HintKind(Enum):
    NOT_A_NUMBER = auto()
    RATE_TOO_HIGH = auto()
    RATE_TOO_LOW = auto()
    OVERFITTING = auto()
    TOO_LITTLE_DATA = auto()
    DEAD_UNITS = auto()
    FIRST_WEIGHTS = auto()
    VANISHING_GRADIENT = auto()


_SAME_REASON = {
    kind: same
    for same in (
        {HintKind.RATE_TOO_HIGH, HintKind.DEAD_UNITS},
        {HintKind.OVERFITTING, HintKind.TOO_LITTLE_DATA},
        {HintKind.FIRST_WEIGHTS, HintKind.VANISHING_GRADIENT},
    )
    for kind in same
}
"""What was explained once needs no second name."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Other settings that avoid the mistake.

    label: what it does, as an imperative without a full stop
    changes: for `TrainingConfig.with_`; live: they help the training under way, too
    """

    label: str
    changes: Mapping[str, Any]
    live: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """A mistake: `text` names it and its reason, for the person."""

    kind: HintKind
    text: str
    fix: Fix | None


@dataclass(slots=True)
class HintWatch:
    """Follows one training from its `TrainingStarted` on. Each kind is noticed once at most."""

    config: TrainingConfig
    _noticed: set[HintKind] = field(default_factory=set)
    _stretch: Stretch = field(init=False)
    _epochs: Epochs = field(default_factory=Epochs)
    _diverged: str = field(default_factory=lambda: tr(NOT_A_NUMBER))
    """In the language of the training's process, which it keeps until its end."""
    _train_count: int = 0
    _faded: float = 1.0
    """The least share of the last layer's largest gradient that the first layer had at the start"""

    def __post_init__(self) -> None:
        self._stretch = Stretch(self.config.batch_size)

    def add(self, event: Event) -> Hint | None:
        """What `event` shows to be wrong, unless it was noticed before."""
        found = None
        if isinstance(event, TrainingStarted):
            self._train_count = event.train_count
        elif isinstance(event, StepDone):
            found = self._after_step(event)
        elif isinstance(event, EpochDone):
            found = self._after_epoch(event)
        elif isinstance(event, LayersMeasured):
            found = self._after_measuring(event)
        return self._once(found)

    def add_failure(self, text: str) -> Hint | None:
        """What made the training fail, from the message of its error."""
        if not text.startswith(self._diverged):
            return None
        return self._once(Hint(HintKind.NOT_A_NUMBER, text, self._calmer()))

    def _once(self, hint: Hint | None) -> Hint | None:
        if hint is None or hint.kind in self._noticed:
            return None
        self._noticed |= _SAME_REASON.get(hint.kind, {hint.kind})
        return hint

    def _after_step(self, event: StepDone) -> Hint | None:
        rate, before = event.learning_rate, self._stretch.rate
        changed = before and not before / NEW_RATE < rate < before * NEW_RATE
        by_schedule = self.config.schedule != "constant" and rate < before
        if changed and not by_schedule:
            self._stretch = Stretch(self.config.batch_size)
        if not self._stretch.add(event):
            return None
        return self._explosion() or self._bad_start() or self._guessing()

    def _explosion(self) -> Hint | None:
        newest = list(self._stretch.losses)[-4:]
        loss = sum(newest) / len(newest)
        if len(newest) < 4 or loss < 50.0:
            return None
        size = f"{loss:,.0f}" if loss < 1e6 else tr("above a million")
        if self.config.initialisation == "large":
            text = tr(
                "The loss was {loss} in the last steps, where guessing costs {chance:.1f}: the "
                "first weights were ten times too large, and each layer makes its values "
                "larger still, so that the network is certain of what it does not know."
            ).format(loss=size, chance=CHANCE_LOSS)
            return Hint(HintKind.FIRST_WEIGHTS, text, _usual_start())
        text = tr(
            "The loss was {loss} in the last steps, where guessing costs {chance:.1f}: the "
            "learning rate of {rate} is too high, so that each step leaps over the valley "
            "and lands higher up."
        ).format(loss=size, chance=CHANCE_LOSS, rate=_plain(self._stretch.rate))
        return Hint(HintKind.RATE_TOO_HIGH, text, self._calmer())

    def _bad_start(self) -> Hint | None:
        """When there were enough steps to learn something, and what hinders it lies in the network
        and in what it started from."""
        stretch, network = self._stretch, network_of(self.config.network)
        if stretch.steps < 3 * GROUPS * stretch.group or stretch.best_accuracy > 0.5:
            return None
        if self.config.initialisation in ("zero", "small") and _hidden_layers(network):
            text = tr(
                "All weights began at 0, so that the units of a layer are all alike: they give "
                "the same, get the same gradient and stay the same. A hidden layer is then "
                "worth one unit, and behind a ReLU not even that. Weights must begin unlike "
                "each other."
            )
            if self.config.initialisation == "small":
                text = tr(
                    "The first weights were 100 times too small: hardly anything of a digit "
                    "reaches the scores, and hardly any gradient comes back."
                )
            return Hint(HintKind.FIRST_WEIGHTS, text, _usual_start())
        sigmoids = sum(isinstance(layer, Sigmoid) for layer in network.layers)
        if sigmoids < 2 or self._faded > FADED_SHARE:
            return None
        text = tr(
            "The gradient vanishes on its way back: in the first layer it was "
            "1/{times:,.0f} of what it was in the last one. Each of the {sigmoids} "
            "sigmoids passes on a quarter of it at most; a ReLU passes all of it on where "
            "it is not 0."
        ).format(times=1 / max(self._faded, 1e-9), sigmoids=sigmoids)
        return Hint(HintKind.VANISHING_GRADIENT, text, _without_sigmoids(network))

    def _guessing(self) -> Hint | None:
        """When there were enough steps to learn something, and the network guesses all the same."""
        stretch, usual = self._stretch, usual_rate(self.config)
        if stretch.steps < 3 * GROUPS * stretch.group:
            return None
        was_better = stretch.best_accuracy > 0.5
        jumped = stretch.peak > stretch.first_loss + 0.3 and stretch.rate > usual
        if stretch.accuracy < 0.3 and (was_better or jumped):
            text = tr(
                "The network does hardly better than guessing: it reads {accuracy:.0f} % of "
                "the digits, and the loss stays at {loss:.2f}. At a learning rate of {rate}, a "
                "step was so long that it threw the weights out of the valley, usually with "
                "dead ReLUs that no longer learn."
            ).format(accuracy=100 * stretch.accuracy, loss=stretch.loss, rate=_plain(stretch.rate))
            return Hint(HintKind.RATE_TOO_HIGH, text, self._calmer())
        crawls = stretch.accuracy < 0.5 and stretch.loss > 0.82 * CHANCE_LOSS
        if crawls and not was_better and stretch.rate < usual:
            text = tr(
                "Learning crawls: after {steps:,} steps the loss is still {loss:.2f}, and "
                "guessing costs {chance:.2f}. The learning rate of {rate} is too low; {usual} "
                "is usual here."
            ).format(
                steps=stretch.steps,
                loss=stretch.loss,
                chance=CHANCE_LOSS,
                rate=_plain(stretch.rate),
                usual=_plain(usual),
            )
            fix = Fix(
                tr("Raise it to {rate}").format(rate=_plain(usual)),
                {"learning_rate": usual},
                live=True,
            )
            return Hint(HintKind.RATE_TOO_LOW, text, fix)
        return None

    def _after_epoch(self, event: EpochDone) -> Hint | None:
        self._epochs.add(event)
        gap = event.train_accuracy - event.validation_accuracy
        few = self._train_count <= FEW_DIGITS and event.step >= SETTLED_STEPS
        if few and event.train_accuracy > 0.99 and gap > 0.08:
            text = tr(
                "The network knows its {count:,} training digits by heart ({train:.0f} %), but "
                "reads only {validation:.0f} % of the others: there is too little data."
            ).format(
                count=self._train_count,
                train=100 * event.train_accuracy,
                validation=100 * event.validation_accuracy,
            )
            all_digits = Fix(tr("Use all digits"), {"train_digits": 0})
            fix = all_digits if self.config.train_digits else self._against_overfitting()
            return Hint(HintKind.TOO_LITTLE_DATA, text, fix)
        best = self._epochs.best
        if best is None or self._epochs.worse < 3:
            return None
        text = tr(
            "The network begins to learn its digits by heart: since epoch {epoch} the "
            "validation loss has risen from {best:.3f} to {now:.3f}, while the training "
            "loss still falls."
        ).format(epoch=best.epoch, best=best.validation_loss, now=event.validation_loss)
        return Hint(HintKind.OVERFITTING, text, self._against_overfitting())

    def _after_measuring(self, event: LayersMeasured) -> Hint | None:
        if event.step <= SETTLED_STEPS:
            self._faded = min(self._faded, _faded_share(event))
        shares = [(layer.dead_share or 0.0, layer.index) for layer in event.layers]
        share, index = max(shares, default=(0.0, 0))
        if event.step < SETTLED_STEPS or share < DEAD_SHARE:
            return None
        if not self._stretch.accuracies or self._stretch.accuracy < 0.5:
            return None  # There is more to say than this, as soon as it is certain.
        layer = network_of(self.config.network).layers[index]
        text = (
            tr(
                "{share:.0f} % of the filters in layer {layer} are dead: their ReLU gives 0 "
                "for every digit, so that no gradient reaches them and they never learn again. "
                "A learning rate that is too high at the start does this."
            )
            if layer.window
            else tr(
                "{share:.0f} % of the neurons in layer {layer} are dead: their ReLU gives 0 "
                "for every digit, so that no gradient reaches them and they never learn again. "
                "A learning rate that is too high at the start does this."
            )
        ).format(share=100 * share, layer=index + 1)
        return Hint(HintKind.DEAD_UNITS, text, self._calmer())

    def _calmer(self) -> Fix:
        used = self._stretch.rate or self.config.learning_rate
        rate = max(min(usual_rate(self.config), used / 10), 1e-6)
        return Fix(
            tr("Use a learning rate of {rate}").format(rate=_plain(rate)), {"learning_rate": rate}
        )

    def _against_overfitting(self) -> Fix | None:
        if not self.config.augment:
            return Fix(tr("Augment the digits"), {"augment": True})
        if not self.config.weight_decay:
            return Fix(tr("Use weight decay"), {"optimizer": "adamw", "weight_decay": 0.01})
        return None


def _usual_start() -> Fix:
    return Fix(tr("Start with usual weights"), {"initialisation": "glorot"})


def _hidden_layers(network: Network) -> bool:
    return sum(layer.is_weighted for layer in network.layers) > 1


def _without_sigmoids(network: Network) -> Fix:
    layers = [ReLU() if isinstance(layer, Sigmoid) else layer for layer in network.layers]
    return Fix(tr("Use ReLU instead of sigmoid"), {"network": network_from(layers).name})


def _faded_share(event: LayersMeasured) -> float:
    """Of the last layer's largest gradient in the first one."""
    first, last = (
        max(abs(layer.gradients.low), abs(layer.gradients.high))
        for layer in (event.layers[0], event.layers[-1])
    )
    return first / last if last else 1.0


def usual_rate(config: TrainingConfig) -> float:
    """A learning rate that is a good beginning with the optimiser of `config`.

    Adam's is that of Kingma and Ba, 2015. SGD's is 0.1 without momentum, which lengthens the steps
    by 1 / (1 - momentum) in the long run.
    """
    if config.optimizer == "sgd":
        return float(f"{max(0.1 * (1 - config.momentum), 1e-3):.1g}")
    return 1e-3


def _plain(rate: float) -> str:
    """A learning rate without an exponent, which not everybody reads."""
    return f"{rate:.6f}".rstrip("0").rstrip(".")
