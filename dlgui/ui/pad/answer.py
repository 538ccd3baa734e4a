"""The answer in large type, and in words: sure, unsure, or not a digit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.language import listed, tr
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.theme import BODY, HEADING, font, set_look, theme_notifier

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
    """What to say to the person about `reading`; `classes` are the names of the ten outputs."""
    if reading is None or not reading.digits:
        return Answer()
    if len(reading.digits) == 1:
        return _one(reading.digits[0], classes)
    return _several(reading, classes)


def percent(probability: float) -> str:
    """A probability for people: one decimal, and no false certainty at either end."""
    if probability < 0.001:
        return "< " + in_percent(0.001)
    if probability >= 0.9995:
        return "> " + in_percent(0.999)
    return in_percent(probability)


def spoken_probabilities(digit: DigitReading | None, classes: Sequence[str]) -> str:
    """The probabilities in words, likeliest first, for screen readers."""
    if digit is None:
        return tr("No guess: the pad is empty.")
    order = digit.probabilities.argsort()[::-1]
    named = [(classes[index], float(digit.probabilities[index])) for index in order]
    worth_saying = [pair for pair in named if pair[1] >= 0.001] or named[:1]
    return listed(f"{name}: {percent(probability)}" for name, probability in worth_saying)


def _one(digit: DigitReading, classes: Sequence[str]) -> Answer:
    first, second = classes[digit.digit], classes[digit.runner_up]
    runner_up = float(digit.probabilities[digit.runner_up])
    if digit.refused:
        detail = tr("The nearest would be {digit}.").format(digit=first)
        return Answer(tr("not a digit"), detail)
    if digit.probability < SURE_ENOUGH:
        headline = tr("I am not sure: {first} or {second}").format(first=first, second=second)
    elif runner_up >= RUNNER_UP_WORTH_NAMING:
        headline = tr("{first}, or maybe {second}").format(first=first, second=second)
    else:
        detail = tr("{percent} sure").format(percent=percent(digit.probability))
        return Answer(first, detail, is_short=True)
    detail = tr("{first}: {p}, {second}: {q}").format(
        first=first, p=percent(digit.probability), second=second, q=percent(runner_up)
    )
    return Answer(headline, detail)


def _several(reading: Reading, classes: Sequence[str]) -> Answer:
    if all(digit.refused for digit in reading.digits):
        return Answer(tr("not a number"), tr("None of this looks like a digit."))
    joiner = "" if all(len(name) == 1 for name in classes) else " "
    headline = joiner.join("?" if d.refused else classes[d.digit] for d in reading.digits)
    return Answer(headline, _doubt(reading, classes), is_short=True)


def _doubt(reading: Reading, classes: Sequence[str]) -> str:
    """The weakest place of a number, or how sure every digit is at least."""
    for place, digit in enumerate(reading.digits, start=1):
        if digit.refused:
            return tr("Place {place} is not a digit.").format(place=place)
    place, weakest = min(enumerate(reading.digits, start=1), key=lambda pair: pair[1].probability)
    if weakest.probabilities[weakest.runner_up] >= RUNNER_UP_WORTH_NAMING:
        return tr("Place {place} could be {digit}.").format(
            place=place, digit=classes[weakest.runner_up]
        )
    return tr("Each digit at least {percent} sure").format(percent=percent(weakest.probability))


DIGITS_SIZE = 56
SENTENCE_SIZE = 28
SMALLEST_SIZE = BODY


class AnswerView(QWidget):
    """Keeps its height whatever it says, so that nothing below it jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = _FittingLabel()
        self._headline.setObjectName("answerLabel")
        self._detail = QLabel()
        self._detail.setObjectName("answerDetail")
        self._detail.setFont(font(BODY))
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self._detail, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._headline)
        layout.addWidget(self._detail)
        self.set_answer(Answer())

    def set_answer(self, answer: Answer) -> None:
        self._headline.set_text(answer.headline, DIGITS_SIZE if answer.is_short else SENTENCE_SIZE)
        self._detail.setText(answer.detail)
        # A change of name is what makes a screen reader speak.
        said = answer.headline or self.tr("none")
        self._headline.setAccessibleName(self.tr("Answer: {answer}").format(answer=said))
        self._detail.setAccessibleName(self.tr("Confidence: {detail}").format(detail=answer.detail))


class _FittingLabel(QLabel):
    """One line whose type shrinks until it fits."""

    def __init__(self) -> None:
        super().__init__()
        self._size = DIGITS_SIZE
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme_notifier.textResized.connect(self._fit_height)
        self._fit_height()

    def set_text(self, text: str, size: int) -> None:
        """Show `text` at most `size` pixels tall."""
        if (text, size) != (self.text(), self._size):
            self._size = size
            self.setText(text)
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A new style sheet brings back the font that the label had under the old one.
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit_height(self) -> None:
        self.setFixedHeight(round(QFontMetricsF(font(DIGITS_SIZE)).ascent() * 1.15))
        self._fit()

    def _fit(self) -> None:
        weight = QFont.Weight.DemiBold if self._size > HEADING else QFont.Weight.Normal
        wanted = font(self._size, weight)
        width = QFontMetricsF(wanted).horizontalAdvance(self.text())
        if width > self.width() > 0:
            fitting = int(wanted.pixelSize() * self.width() / width)
            wanted.setPixelSize(max(fitting, SMALLEST_SIZE))
        if wanted != self.font():
            self.setFont(wanted)
