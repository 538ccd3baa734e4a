"""The one thing to do in each chapter, how the window notices that it was done, and its card.

Whatever happens in the window reaches a `Watch` as one object after the other: a `Reading` of the
pad, each training event, each `Hint`, and the classes below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from dlgui.core.explain.trace import Stage
from dlgui.core.reading.result import Reading
from dlgui.core.training.events import EpochDone, StepFollowed, TrainingStarted
from dlgui.core.training.hints import Hint, HintKind
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.kit.icons import pixmap
from dlgui.ui.kit.page import FoldingRow
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, set_look, theme, theme_notifier
from dlgui.ui.learn.chapters import Chapter

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
        TrainingConfig(
            network="reference",
            train_digits=300,
            epochs=60,
            learning_rate=0.002,
            schedule="constant",
            augment=False,
        ),
    ),
    "data": Exercise("figure", lambda: lambda seen: seen == ExperimentDone("data")),
    "choosing": Exercise("figure", lambda: lambda seen: seen == ExperimentDone("race")),
    "limits": Exercise("pad", lambda: _refuses),
    "reading-on": Exercise("train", lambda: _reads_well),
}
"""By the key of the chapter."""


STATE_WIDTH = 80


class TaskCard(QFrame):
    """Stays in sight below the chapter."""

    go_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._is_done = False
        self._go_text = ""
        self._sign = QLabel()
        self._state = QLabel()
        self._state.setObjectName("taskStateLabel")
        self._state.setFont(font(CAPTION, font().Weight.DemiBold))
        self._text = QLabel()
        self._text.setObjectName("taskLabel")
        self._text.setTextFormat(Qt.TextFormat.MarkdownText)
        self._text.setWordWrap(True)
        self._go = QPushButton()
        self._go.setObjectName("goToTaskButton")
        self._go.clicked.connect(self.go_wanted)
        self._next = QPushButton(self.tr("Next chapter"))
        self._next.setObjectName("nextChapterButton")
        self._next.clicked.connect(self.next_wanted)
        self._lay_out()
        theme_notifier.themeChanged.connect(self._show_state)

    def show_task(self, chapter: Chapter, exercise: Exercise, is_last: bool) -> None:
        text = chapter.task.replace("\n", " ")
        self._text.setText(text)
        self._text.setAccessibleName(self.tr("Task: {text}").format(text=text.replace("*", "")))
        self._go_text = {
            "pad": self.tr("Go to the pad"),
            "figure": self.tr("Go to the figure"),
            "train": self.tr("Set up the training") if exercise.config else self.tr("Train"),
            "inside": self.tr("Go to Inside"),
            "step": self.tr("Go to Steps"),
        }[exercise.place]
        self.ask_first(False)
        self._next.setVisible(not is_last)

    def ask_first(self, is_asked: bool) -> None:
        """Whether the person has still to say what they expect."""
        self._go.setText(self.tr("Predict first") if is_asked else self._go_text)

    def show_done(self, is_done: bool) -> None:
        self._is_done = is_done
        self._show_state()

    def block(self, reason: str) -> None:
        """Say why one cannot go there now; "" when one can."""
        self._go.setEnabled(not reason)
        self._go.setToolTip(reason)

    def _show_state(self) -> None:
        name, colour = ("done", theme().good) if self._is_done else ("circle", theme().accent_line)
        self._sign.setPixmap(pixmap(name, colour, self.devicePixelRatioF()))
        self._state.setText(self.tr("Done") if self._is_done else self.tr("Try it"))
        set_look(self._state, "good" if self._is_done else "accent")
        set_look(self._next, "primary" if self._is_done else "")
        set_look(self._go, "" if self._is_done else "primary")

    def _lay_out(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(M)
        state.addWidget(self._sign)
        state.addWidget(self._state, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addWidget(self._go)
        buttons.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M, L, M + S)
        column.setSpacing(M)
        column.addWidget(FoldingRow(state, buttons, STATE_WIDTH))
        column.addWidget(self._text)
