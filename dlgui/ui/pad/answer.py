"""The answer in words: sure, unsure, or not a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from dlgui.core.model import DIGIT_CLASSES
from dlgui.core.reading import DigitReading, Reading

# Probabilities are calibrated: at 10 % the runner-up is right once in ten such drawings, which a
# person wants to be told; below 60 % for the winner a single answer would promise too much.
RUNNER_UP_WORTH_NAMING = 0.10
SURE_ENOUGH = 0.60


@dataclass(frozen=True, slots=True)
class Answer:
    """headline: what is shown in large type, "" for an empty pad; detail: a line of small type.

    is_short: the headline is only the digits themselves and deserves the largest type
    """

    headline: str = ""
    detail: str = ""
    is_short: bool = False


def answer_for(reading: Reading | None, classes: Sequence[str] = DIGIT_CLASSES) -> Answer:
    """What to tell the person about `reading`; `classes` are the names of the ten outputs."""
    if reading is None or not reading.digits:
        return Answer()
    if len(reading.digits) == 1:
        return _one(reading.digits[0], classes)
    return _several(reading, classes)


def percent(probability: float) -> str:
    """A probability for people: one decimal, and no false certainty at either end."""
    if probability < 0.001:
        return "< 0.1\u00a0%"
    if probability >= 0.9995:
        return "> 99.9\u00a0%"
    return f"{100 * probability:.1f}\u00a0%"


def spoken_probabilities(digit: DigitReading | None, classes: Sequence[str]) -> str:
    """The probabilities in words, likeliest first, for screen readers."""
    if digit is None:
        return _tr("No guess: the pad is empty.")
    order = digit.probabilities.argsort()[::-1]
    named = [(classes[index], float(digit.probabilities[index])) for index in order]
    worth_saying = [pair for pair in named if pair[1] >= 0.001] or named[:1]
    return ", ".join(f"{name}: {percent(probability)}" for name, probability in worth_saying)


def _one(digit: DigitReading, classes: Sequence[str]) -> Answer:
    first, second = classes[digit.digit], classes[digit.runner_up]
    runner_up = float(digit.probabilities[digit.runner_up])
    if digit.refused:
        detail = _tr("The nearest would be {digit}.").format(digit=first)
        return Answer(_tr("not a digit"), detail)
    if digit.probability < SURE_ENOUGH:
        headline = _tr("I am not sure: {first} or {second}").format(first=first, second=second)
    elif runner_up >= RUNNER_UP_WORTH_NAMING:
        headline = _tr("{first}, or maybe {second}").format(first=first, second=second)
    else:
        detail = _tr("{percent} sure").format(percent=percent(digit.probability))
        return Answer(first, detail, is_short=True)
    detail = _tr("{first}: {p}, {second}: {q}").format(
        first=first, p=percent(digit.probability), second=second, q=percent(runner_up)
    )
    return Answer(headline, detail)


def _several(reading: Reading, classes: Sequence[str]) -> Answer:
    if all(digit.refused for digit in reading.digits):
        return Answer(_tr("not a number"), _tr("None of this looks like a digit."))
    joiner = "" if all(len(name) == 1 for name in classes) else " "
    headline = joiner.join("?" if d.refused else classes[d.digit] for d in reading.digits)
    return Answer(headline, _doubt(reading, classes), is_short=True)


def _doubt(reading: Reading, classes: Sequence[str]) -> str:
    """The weakest place of a number, or how sure every digit is at least."""
    for place, digit in enumerate(reading.digits, start=1):
        if digit.refused:
            return _tr("Place {place} is not a digit.").format(place=place)
    place, weakest = min(enumerate(reading.digits, start=1), key=lambda pair: pair[1].probability)
    if weakest.probabilities[weakest.runner_up] >= RUNNER_UP_WORTH_NAMING:
        return _tr("Place {place} could be {digit}.").format(
            place=place, digit=classes[weakest.runner_up]
        )
    return _tr("Each digit at least {percent} sure").format(percent=percent(weakest.probability))


def _tr(text: str) -> str:
    return QCoreApplication.translate("answer", text)
