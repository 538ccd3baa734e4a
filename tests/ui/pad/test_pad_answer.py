import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QLabel

from dlgui.core.reading.result import DigitReading, Reading
from dlgui.ui.kit.theme import set_theme
from dlgui.ui.pad.answer import Answer, AnswerView, answer_for, percent, spoken_probabilities
from dlgui.ui.pad.bars import ProbabilityBars


def digit(shares: dict[int, float], refused: bool = False) -> DigitReading:
    rest = (1.0 - sum(shares.values())) / (10 - len(shares))
    probabilities = np.array([shares.get(d, rest) for d in range(10)], dtype=np.float32)
    best = int(probabilities.argmax())
    pixels = np.zeros((28, 28), dtype=np.float32)
    return DigitReading(
        best, float(probabilities[best]), probabilities, (0, 0, 1, 1), pixels, refused
    )


@pytest.mark.parametrize(
    ("shares", "headline"),
    [
        ({7: 0.998}, "7"),
        ({4: 0.85, 9: 0.14}, "4, or maybe 9"),
        ({4: 0.52, 9: 0.45}, "I am not sure: 4 or 9"),
    ],
)
def test_the_answer_is_as_sure_as_the_network(shares: dict[int, float], headline: str) -> None:
    assert answer_for(Reading((digit(shares),))).headline == headline


def test_a_refused_digit_is_no_digit_and_names_the_nearest() -> None:
    answer = answer_for(Reading((digit({4: 0.99}, refused=True),)))
    assert answer.headline == "not a digit"
    assert "4" in answer.detail


@pytest.mark.parametrize("reading", [None, Reading()])
def test_an_empty_pad_gets_no_answer(reading: Reading | None) -> None:
    answer = answer_for(reading)
    assert (answer.headline, answer.detail) == ("", "")


def test_several_digits_are_a_number_with_its_weakest_place_named() -> None:
    number = Reading((digit({2: 0.99}), digit({0: 0.99}), digit({2: 0.8, 7: 0.19}), digit({6: 1})))
    answer = answer_for(number)
    assert answer.headline == "2026"
    assert answer.detail == "Place 3 could be 7."


def test_a_refused_place_of_a_number_is_a_question_mark() -> None:
    number = Reading((digit({2: 0.99}), digit({0: 0.9}, refused=True), digit({6: 0.99})))
    answer = answer_for(number)
    assert answer.headline == "2?6"
    assert answer.detail == "Place 2 is not a digit."
    assert answer_for(Reading(number.digits[1:2] * 2)).headline == "not a number"


def test_other_classes_are_named() -> None:
    classes = ("T-shirt", "Trouser", *"23456789")
    reading = Reading((digit({0: 0.7, 1: 0.29}),))
    assert answer_for(reading, classes).headline == "T-shirt, or maybe Trouser"


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "< 0.1 %"),
        (0.00099, "< 0.1 %"),
        (0.001, "0.1 %"),
        (0.998, "99.8 %"),
        (0.9994, "99.9 %"),
        (0.9996, "> 99.9 %"),
        (1.0, "> 99.9 %"),
    ],
)
def test_percentages_never_claim_certainty(probability: float, text: str) -> None:
    assert percent(probability).replace("\u2009", " ") == text


def test_probabilities_are_spoken_from_the_likeliest_on() -> None:
    spoken = spoken_probabilities(digit({4: 0.7, 9: 0.2996}), "0123456789")
    assert spoken.replace("\u2009", " ") == "4: 70.0 %, 9: 30.0 %"
    assert "empty" in spoken_probabilities(None, "0123456789")


@pytest.mark.usefixtures("themed")
def test_the_answer_stays_large_when_the_theme_changes(qtbot) -> None:
    view = AnswerView()
    qtbot.addWidget(view)
    view.resize(300, 120)
    view.show()
    view.set_answer(Answer("4, or maybe 9"))
    small = view.findChild(QLabel, "answerLabel").font().pixelSize()
    view.set_answer(Answer("9", is_short=True))
    large = view.findChild(QLabel, "answerLabel").font().pixelSize()
    set_theme("dark")
    assert view.findChild(QLabel, "answerLabel").font().pixelSize() == large > small


class Painted(QObject):
    """What of a widget was painted."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.region |= event.region()
        return False


def test_bars_that_stay_are_not_painted_again(qtbot) -> None:
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    bars.resize(220, 240)
    with qtbot.waitExposed(bars):
        bars.show()
    painted = Painted(bars)
    bars.set_digit(digit({3: 0.9, 8: 0.1}))
    qtbot.waitUntil(lambda: painted.region.contains(QPoint(5, 204)))
    painted.region = QRegion()
    bars.set_digit(digit({3: 0.8, 5: 0.1, 8: 0.1}))
    qtbot.waitUntil(lambda: not painted.region.isEmpty())
    middles = [QPoint(5, 24 * row + 12) for row in range(10)]
    assert [row for row, middle in enumerate(middles) if painted.region.contains(middle)] == [3, 5]
