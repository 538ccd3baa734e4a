"""What *Why this answer* says."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from dlgui.core.explain.attribution import GradCam, IntegratedGradients, Question
from dlgui.language import tr
from dlgui.ui.kit.formats import TIMES, number
from dlgui.ui.pad.answer import percent

Name = Callable[[int], str]
"""A class' name."""

# How each method works


def covering() -> str:
    return tr(
        "A 5 × 5 piece is covered with paper, at every place in turn. Where that lowers the odds, "
        "the ink there speaks for the digit."
    )


def fading_in() -> str:
    return tr(
        "The digit fades in from empty paper. On the way, each pixel's gradient tells what "
        "a little more ink there adds to the score; mean gradient × ink is the pixel's share of it."
    )


def adding_maps() -> str:
    return tr(
        "The maps of one layer are added up, each times how much it raises the score, and what is "
        "above zero is shown: where the network found it, as coarsely as the maps are. Paper may "
        "light up too: a layer answers it with its biases."
    )


# What was found


def odds(name: str, share: float, log_odds: float) -> str:
    """share: the probability of the digit."""
    return tr("Probability of {name}: {share}, odds {odds}.").format(
        name=name, share=percent(share), odds=_to_one(log_odds)
    )


def worth(evidence: float, name: str) -> str:
    """Of the ink under the cover."""
    ratio = exp(min(abs(evidence), 20.0))
    factor = number(ratio, 0 if ratio >= 10 else 1)
    if ratio < 1.05:
        return tr("What is here matters little.")
    if evidence > 0:
        return tr("Speaks for {name}: covered, its odds fall to 1/{factor}.").format(
            name=name, factor=factor
        )
    return tr("Speaks against {name}: covered, its odds rise by a factor of {factor}.").format(
        name=name, factor=factor
    )


def score_name(question: Question, name: Name) -> str:
    """ "score of 7" or "score of 2 − score of 7"."""
    if question.rival is None:
        return tr("score of {name}").format(name=name(question.target))
    return tr("score of {name} \u2212 score of {rival}").format(
        name=name(question.target), rival=name(question.rival)
    )


def completeness(found: IntegratedGradients, score: str) -> str:
    """The check that the method promises: the shares add up to the difference to paper."""
    digit, paper = round(found.score, 2), round(found.paper, 2)
    difference = digit - paper
    missed = abs(found.total - found.difference)
    is_level = abs(found.difference) < 0.005
    text = (
        tr(
            "The {score} is {digit}, and {paper} for empty paper: {difference} to share. All "
            "shares add up to {total}."
        )
        if is_level
        else tr(
            "The {score} is {digit}, and {paper} for empty paper: {difference} to share. All "
            "shares add up to {total}, off by {missed} with {steps} stages."
        )
    )
    return text.format(
        score=score,
        digit=number(digit, 2),
        paper=number(paper, 2),
        difference=number(difference, 2),
        total=number(found.total, 2),
        missed="" if is_level else percent(missed / abs(found.difference)),
        steps=found.steps,
    )


def share(amount: float) -> str:
    """Of a pixel."""
    if amount == 0:
        return tr("No ink here, so no share.")
    if amount > 0:
        return tr("This pixel adds {amount} to it.").format(amount=number(amount))
    return tr("This pixel takes {amount} from it.").format(amount=number(-amount))


def cam_layer(convolution: int, shape: tuple[int, ...]) -> str:
    """convolution: its number; shape: of the maps behind it"""
    _, height, width = shape
    return tr("Conv {number}: {size}").format(number=convolution, size=f"{height} {TIMES} {width}")


def maps_added(found: GradCam, score: str) -> str:
    if not found.coarse.any():
        return tr("None of these maps raises the {score}.").format(score=score)
    return tr("What raises the {score}.").format(score=score)


def strength(found: GradCam, cell: tuple[int, int]) -> str:
    largest = float(found.fine.max())
    if largest == 0:
        return ""
    return tr("{share} of the strongest place.").format(
        share=percent(float(found.fine[cell]) / largest)
    )


def no_convolution() -> str:
    return tr("This network has no convolution, and so no maps to add up.")


def _to_one(log_odds: float) -> str:
    """ "350 to 1" or "1 to 20"."""
    ratio = exp(min(abs(log_odds), 20.0))
    text = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
    return tr("{n} to 1").format(n=text) if log_odds >= 0 else tr("1 to {n}").format(n=text)
