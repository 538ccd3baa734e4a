"""Every training setting, declared once.

The form in the window, the command line's options and the validation are all made from
`TrainingConfig`'s fields: a setting that is added here appears everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any

from dlgui.core.errors import SettingError
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.language import QT_TRANSLATE_NOOP, listed, tr

DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is shown and checked.

    label: its name in the form; help: what it does; why: why one would change it
    minimum, maximum: the allowed range of a number, both ends included
    choices: the allowed values of a choice; logarithmic: step by factors, not by sums
    parse: makes the value of a text that is none of the choices, or raises SettingError
    live: may be changed while the training runs; advanced: hidden from the beginner's form
    """

    name: str
    type: type
    default: Any
    label: str
    help: str
    why: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    parse: Callable[[str], str] | None = None
    logarithmic: bool = False
    live: bool = False
    advanced: bool = False

    @property
    def flag(self) -> str:
        """The option on the command line, for instance ``--batch-size``; short where custom is."""
        return "--" + {"learning_rate": "lr"}.get(self.name, self.name).replace("_", "-")

    def check(self, value: Any) -> None:
        """Raise SettingError, saying what is allowed, unless `value` is."""
        number = self.type in (int, float)
        if number and (isinstance(value, bool) or not isinstance(value, (int, self.type))):
            raise SettingError(
                tr("{label} must be a number, not {value!r}.").format(
                    label=tr(self.label), value=value
                )
            )
        if not number and not isinstance(value, self.type):
            raise SettingError(
                tr("{label} cannot be {value!r}.").format(label=tr(self.label), value=value)
            )
        if self.parse is not None:
            self.parse(value)
        elif self.choices and value not in self.choices:
            raise SettingError(
                tr("{label} cannot be {value!r}: choose one of {choices}.").format(
                    label=tr(self.label), value=value, choices=listed(self.choices)
                )
            )
        # Written so that NaN, which compares false with everything, is refused.
        if self.minimum is not None and not value >= self.minimum:
            raise SettingError(
                tr("{label} must be at least {minimum:g}, not {value!r}.").format(
                    label=tr(self.label), minimum=self.minimum, value=value
                )
            )
        if self.maximum is not None and not value <= self.maximum:
            raise SettingError(
                tr("{label} must be at most {maximum:g}, not {value!r}.").format(
                    label=tr(self.label), maximum=self.maximum, value=value
                )
            )


def _setting(default: Any, **shown: Any) -> Any:
    return field(default=default, metadata=shown)


@dataclass(frozen=True)
class TrainingConfig:
    """The settings of a training. The defaults are the textbook's reference run.

    Raises SettingError for a value outside its range.
    """

    network: str = _setting(
        "reference",
        label=QT_TRANSLATE_NOOP("", "Network"),
        help=QT_TRANSLATE_NOOP(
            "", "The layers that are trained: a network by its name, or its layers in one line."
        ),
        why=QT_TRANSLATE_NOOP(
            "",
            "A larger network can learn more but takes longer; a convolutional one needs fewer "
            "weights than a plain one, because it looks for the same shapes everywhere.",
        ),
    )
    epochs: int = _setting(
        5,
        minimum=1,
        maximum=200,
        label=QT_TRANSLATE_NOOP("", "Epochs"),
        help=QT_TRANSLATE_NOOP("", "How often the network sees every training digit."),
        why=QT_TRANSLATE_NOOP(
            "", "More epochs learn more, until the validation accuracy no longer rises."
        ),
    )
    batch_size: int = _setting(
        32,
        minimum=1,
        maximum=4096,
        logarithmic=True,
        label=QT_TRANSLATE_NOOP("", "Batch size"),
        help=QT_TRANSLATE_NOOP(
            "", "How many digits are averaged for one step of gradient descent."
        ),
        why=QT_TRANSLATE_NOOP(
            "",
            "Larger batches make fewer, steadier steps and use the processor better; smaller ones "
            "often generalise better.",
        ),
    )
    learning_rate: float = _setting(
        1e-3,
        minimum=1e-6,
        maximum=10.0,
        logarithmic=True,
        live=True,
        label=QT_TRANSLATE_NOOP("", "Learning rate"),
        help=QT_TRANSLATE_NOOP("", "How far one step follows the gradient."),
        why=QT_TRANSLATE_NOOP(
            "",
            "Too low and learning crawls; too high and the loss jumps about or becomes infinite.",
        ),
    )
    augment: bool = _setting(
        False,
        label=QT_TRANSLATE_NOOP("", "Augment"),
        help=QT_TRANSLATE_NOOP(
            "", "Shows each digit a little shifted, turned, stretched or thicker every time."
        ),
        why=QT_TRANSLATE_NOOP(
            "", "The network then copes with handwriting that differs from the training digits."
        ),
    )
    settle: bool = _setting(
        False,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Settle"),
        help=QT_TRANSLATE_NOOP(
            "",
            "With Augment: varies the digits only a little in the last third of the epochs, and "
            "writes none of them as other hands do.",
        ),
        why=QT_TRANSLATE_NOOP(
            "",
            "The network then fits digits like those it was given best, and other people's hands "
            "a little less.",
        ),
    )
    optimizer: str = _setting(
        "adam",
        choices=("adam", "adamw", "sgd"),
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Optimiser"),
        help=QT_TRANSLATE_NOOP("", "The rule that turns gradients into steps."),
        why=QT_TRANSLATE_NOOP(
            "",
            "Adam adapts the step of each weight and needs little tuning; SGD with momentum is "
            "the classic; AdamW adds weight decay that works with Adam.",
        ),
    )
    momentum: float = _setting(
        0.9,
        minimum=0.0,
        maximum=0.999,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Momentum"),
        help=QT_TRANSLATE_NOOP("", "How much of the last step SGD carries on."),
        why=QT_TRANSLATE_NOOP(
            "", "Momentum rolls through small bumps and speeds up along valleys. Only SGD uses it."
        ),
    )
    weight_decay: float = _setting(
        0.0,
        minimum=0.0,
        maximum=1.0,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Weight decay"),
        help=QT_TRANSLATE_NOOP("", "Pulls every weight towards zero a little at each step."),
        why=QT_TRANSLATE_NOOP("", "Smaller weights overfit less."),
    )
    initialisation: str = _setting(
        "glorot",
        choices=("glorot", "he", "lecun", "small", "large", "zero"),
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "First weights"),
        help=QT_TRANSLATE_NOOP(
            "",
            "From which range the weights are drawn before the first step: Glorot's (as in "
            "Keras), He's (for ReLU) or LeCun's; or 100 times too small, 10 times too large, or "
            "all 0.",
        ),
        why=QT_TRANSLATE_NOOP(
            "",
            "A good start keeps the values of all layers alike in size; the last three show what "
            "goes wrong without one.",
        ),
    )
    schedule: str = _setting(
        "constant",
        choices=("constant", "linear", "cosine"),
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Schedule"),
        help=QT_TRANSLATE_NOOP(
            "",
            "How the learning rate changes over the run; linear and cosine warm up first, "
            "then fall to zero.",
        ),
        why=QT_TRANSLATE_NOOP(
            "", "Large steps find the valley, small ones at the end settle in it."
        ),
    )
    label_smoothing: float = _setting(
        0.0,
        minimum=0.0,
        maximum=0.5,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Label smoothing"),
        help=QT_TRANSLATE_NOOP("", "Asks for slightly less than full certainty."),
        why=QT_TRANSLATE_NOOP(
            "", "The network becomes less overconfident and often a little more accurate."
        ),
    )
    train_digits: int = _setting(
        0,
        minimum=0,
        maximum=1_000_000,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Training digits"),
        help=QT_TRANSLATE_NOOP("", "How many of the training digits are used; 0 means all."),
        why=QT_TRANSLATE_NOOP("", "With few digits one sees how much data a network needs."),
    )
    seed: int = _setting(
        0,
        minimum=0,
        maximum=2**31 - 1,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Seed"),
        help=QT_TRANSLATE_NOOP(
            "", "Where the random numbers start: first weights, order of the digits, augmentation."
        ),
        why=QT_TRANSLATE_NOOP(
            "",
            "The same seed on the same machine gives the same run; another one shows how much "
            "is luck.",
        ),
    )
    device: str = _setting(
        "auto",
        choices=DEVICES,
        advanced=True,
        label=QT_TRANSLATE_NOOP("", "Device"),
        help=QT_TRANSLATE_NOOP(
            "", "What computes: the processor (cpu), an NVIDIA (cuda) or Apple (mps) graphics card."
        ),
        why=QT_TRANSLATE_NOOP("", "Automatic takes the fastest one present."),
    )

    def __post_init__(self) -> None:
        for setting in SETTINGS:
            value = getattr(self, setting.name)
            setting.check(value)
            if setting.parse is not None:  # one network is written in many ways
                object.__setattr__(self, setting.name, setting.parse(value))

    def with_(self, **changes: Any) -> TrainingConfig:
        """A checked copy with `changes`. Raises SettingError for an unknown name or bad value."""
        unknown = changes.keys() - {setting.name for setting in SETTINGS}
        if unknown:
            raise SettingError(
                tr("There is no setting named {names}.").format(names=listed(sorted(unknown)))
            )
        return replace(self, **changes)


def _declared() -> tuple[Setting, ...]:
    types = {"int": int, "float": float, "str": str, "bool": bool}
    found = []
    for entry in fields(TrainingConfig):
        assert entry.default is not MISSING
        shown = dict(entry.metadata)
        if entry.name == "network":
            shown["choices"] = tuple(NETWORKS)
            shown["parse"] = lambda text: network_of(text).name
        found.append(Setting(entry.name, types[str(entry.type)], entry.default, **shown))
    return tuple(found)


SETTINGS: tuple[Setting, ...] = _declared()


_CHOICE_TITLES = {
    "auto": QT_TRANSLATE_NOOP("", "Automatic"),
    "cpu": QT_TRANSLATE_NOOP("", "Processor"),
    "cuda": QT_TRANSLATE_NOOP("", "NVIDIA graphics"),
    "mps": QT_TRANSLATE_NOOP("", "Apple graphics"),
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "glorot": "Glorot",
    "he": "He",
    "lecun": "LeCun",
    "small": QT_TRANSLATE_NOOP("", "Too small"),
    "large": QT_TRANSLATE_NOOP("", "Too large"),
    "zero": QT_TRANSLATE_NOOP("", "All zero"),
    "constant": QT_TRANSLATE_NOOP("", "Constant"),
    "linear": QT_TRANSLATE_NOOP("", "Linear"),
    "cosine": QT_TRANSLATE_NOOP("", "Cosine"),
}


def setting_text(value: object) -> str:
    """A setting's value as people read it: "on", "0.001", "Cosine"."""
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, float):
        return f"{value:g}"
    name = str(value)
    return tr(NETWORKS[name].title if name in NETWORKS else _CHOICE_TITLES.get(name, name))


ORDER = ("batch_size", "train_digits", "seed")
"""What the order of the digits follows from, so that it cannot change within an epoch."""


class LiveSettings:
    """What may be changed and asked for from any thread while a training runs.

    The training looks here before each step; the schedule's factor still applies.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self._learning_rate = config.learning_rate
        self._follows_next_step = False

    @property
    def learning_rate(self) -> float:
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        """Raises SettingError for a value outside the setting's range."""
        next(setting for setting in SETTINGS if setting.name == "learning_rate").check(value)
        self._learning_rate = float(value)

    def follow_next_step(self) -> None:
        """Have the next step followed in all its numbers, as `StepFollowed`."""
        self._follows_next_step = True

    def take_follow_request(self) -> bool:
        """For the training: whether the next step is to be followed. Answers True only once."""
        if not self._follows_next_step:  # written so that a request meanwhile is not lost
            return False
        self._follows_next_step = False
        return True
