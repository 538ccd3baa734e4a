"""What each stage of a step is, and what it did in the one that is followed."""

from __future__ import annotations

from typing import Literal

from dlgui.core.step_digest import StepDigest
from dlgui.ui.step.focus import StepFocus
from dlgui.ui.step.wording import figure, number, tr, weighted_layers

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
            layer=name, norm=figure(steepest.gradient)
        )
    kinds = {"adam": "Adam", "adamw": "AdamW", "sgd": tr("SGD with momentum")}
    return tr("{optimiser} with a learning rate of {rate}").format(
        optimiser=kinds[digest.step.config.optimizer], rate=f"{digest.step.learning_rate:.3g}"
    )


def _forward(digest: StepDigest, digit: int) -> str:
    count, right = len(digest.answers), int(digest.is_right.sum())
    text = tr("{right} of {count} right. ").format(right=right, count=count)
    answer, label = int(digest.answers[digit]), int(digest.step.labels[digit])
    share = f"{digest.probabilities[digit, answer]:.1%}"
    if answer == label:
        return text + tr("The chosen {label} is read right, with {share}.").format(
            label=label, share=share
        )
    own = f"{digest.label_probabilities[digit]:.1%}"
    return text + tr(
        "The chosen {label} is read as {answer} with {share}; {label} got {own}."
    ).format(label=label, answer=answer, share=share, own=own)


def _loss(digest: StepDigest, digit: int) -> str:
    loss = digest.losses[digit]
    if digest.step.config.label_smoothing:
        return tr("The chosen digit's loss, with label smoothing, is {loss}").format(
            loss=number(float(loss), 4)
        )
    # With so many digits that the logarithm of what is shown is what is shown.
    return tr("−ln {share} = {loss} for the chosen {label}").format(
        share=figure(float(digest.label_probabilities[digit]), 6),
        loss=number(float(loss), 4),
        label=int(digest.step.labels[digit]),
    )
