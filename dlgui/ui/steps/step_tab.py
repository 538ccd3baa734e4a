"""One step of learning, in the order in which it happens: forward, loss, gradient, update."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain.steps import StepDigest
from dlgui.language import tr
from dlgui.ui.kit.formats import number, significant
from dlgui.ui.kit.layer_words import weighted_layers
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, keep_lines, set_look, sized
from dlgui.ui.steps.batch_view import BatchView
from dlgui.ui.steps.focus import StepFocus
from dlgui.ui.steps.gradient_view import GradientView
from dlgui.ui.steps.loss_view import LossView
from dlgui.ui.steps.weight_tab import WeightTab

LINES_FROM = 620, 370
"""The widths from which every explanation has room in two lines and in three. It keeps its height
whatever it says, or everything would move from stage to stage."""


class StepTab(QWidget):
    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self._focus = focus
        self.batch = BatchView(focus)
        self.loss = LossView(focus)
        self.gradient = GradientView(focus)
        self.weight = WeightTab(focus)
        self._group = QButtonGroup(self)
        self._views = QStackedWidget()
        self._explanation = QLabel()
        self._sentence = QLabel()
        self._card = QFrame()
        self._lay_out()
        self._group.idClicked.connect(self._show_stage)
        focus.changed.connect(self._describe)
        self._show_stage(0)

    @property
    def stage(self) -> Stage:
        return STAGES[self._views.currentIndex()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = 2 + sum(self.width() < sized(least) for least in LINES_FROM)
        keep_lines(self._explanation, lines, fixed=True)

    def _lay_out(self) -> None:
        stages = QHBoxLayout()
        stages.setSpacing(S)
        for index, (stage, view) in enumerate(
            zip(
                STAGES,
                (self.batch, self.loss, self.gradient, self.weight),
                strict=True,
            )
        ):
            button = QPushButton(f"{index + 1}  {title(stage)}")
            button.setObjectName(f"{stage}StageButton")
            button.setCheckable(True)
            button.setChecked(index == 0)
            self._group.addButton(button, index)
            stages.addWidget(button, 1)
            self._views.addWidget(view)
        set_look(self._card, "card")
        self._explanation.setWordWrap(True)
        self._explanation.setFont(font(CAPTION))
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        set_look(self._explanation, "muted")
        self._sentence.setFont(font(BODY, QFont.Weight.DemiBold))
        self._sentence.setWordWrap(True)
        for label in (self._explanation, self._sentence):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(L, M + S, L, L)
        inside.setSpacing(S)
        inside.addWidget(self._sentence)
        inside.addWidget(self._explanation)
        inside.addSpacing(S)
        inside.addWidget(self._views, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(stages)
        layout.addWidget(self._card, 1)

    def _show_stage(self, index: int) -> None:
        self._views.setCurrentIndex(index)
        self._explanation.setText(explanation(self.stage))
        self._describe()

    def _describe(self) -> None:
        self._sentence.setText(sentence(self.stage, self._focus))


Stage = Literal["forward", "loss", "gradient", "update"]
STAGES: tuple[Stage, ...] = ("forward", "loss", "gradient", "update")


def title(stage: Stage) -> str:
    return {
        "forward": tr("Forward"),
        "loss": tr("Loss"),
        "gradient": tr("Gradient"),
        "update": tr("Update"),
    }[stage]


def explanation(stage: Stage) -> str:
    return {
        "forward": tr(
            "The network reads a mini-batch: below each digit stand its answer and how sure it "
            "is. Those it reads worst come first; a wrong answer is red."
        ),
        "loss": tr(
            "Cross-entropy says how bad an answer is: minus the logarithm of the probability that "
            "the digit's true class got. The loss is its mean over the mini-batch."
        ),
        "gradient": tr(
            "Back-propagation goes from the last layer to the first and finds for each weight "
            "how steeply the loss rises with it: dL/dw. All of them are the gradient."
        ),
        "update": tr(
            "The optimiser moves each weight a little against its gradient. Choose a weight in "
            "the picture: these are its real numbers."
        ),
    }[stage]


def sentence(stage: Stage, focus: StepFocus) -> str:
    """One sentence on the followed step, or on the digit or weight that is chosen."""
    digest = focus.digest
    if digest is None:
        return ""
    if stage == "forward":
        return _forward(digest, focus.digit)
    if stage == "loss":
        return _loss(digest, focus.digit)
    if stage == "gradient":
        steepest = max(digest.layers, key=lambda layer: layer.gradient)
        name = weighted_layers(focus.network)[steepest.index]
        return tr("The gradient is longest in {layer}: {norm}").format(
            layer=name, norm=significant(steepest.gradient)
        )
    kinds = {"adam": "Adam", "adamw": "AdamW", "sgd": tr("SGD with momentum")}
    return tr("{optimiser} with a learning rate of {rate}").format(
        optimiser=kinds[digest.step.config.optimizer], rate=f"{digest.step.learning_rate:.3g}"
    )


def _forward(digest: StepDigest, digit: int) -> str:
    count, right = len(digest.answers), int(digest.is_right.sum())
    answer, label = int(digest.answers[digit]), int(digest.step.labels[digit])
    share = f"{digest.probabilities[digit, answer]:.1%}"
    if answer == label:
        return tr(
            "{right} of {count} right. The chosen {label} is read right, with {share}."
        ).format(right=right, count=count, label=label, share=share)
    own = f"{digest.label_probabilities[digit]:.1%}"
    return tr(
        "{right} of {count} right. The chosen {label} is read as {answer} with {share}; {label} "
        "got {own}."
    ).format(right=right, count=count, label=label, answer=answer, share=share, own=own)


def _loss(digest: StepDigest, digit: int) -> str:
    loss = digest.losses[digit]
    if digest.step.config.label_smoothing:
        return tr("The chosen digit's loss, with label smoothing, is {loss}").format(
            loss=number(float(loss), 4)
        )
    # With so many digits that the logarithm of what is shown is what is shown.
    return tr("−ln {share} = {loss} for the chosen {label}").format(
        share=significant(float(digest.label_probabilities[digit]), 6),
        loss=number(float(loss), 4),
        label=int(digest.step.labels[digit]),
    )
