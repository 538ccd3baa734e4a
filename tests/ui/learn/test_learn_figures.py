"""The figures of the chapters: what they show of the pad's digit, and what a person can move."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSlider, QWidget

from dlgui.core.explain.small_problems import is_it_a_one, noisy_sine
from dlgui.core.explain.trace import look_inside
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.ui.kit.formats import number
from dlgui.ui.learn.exercises import EXERCISES
from dlgui.ui.learn.page import LearnPage
from tests.helpers.pointer import MOVE, PRESS, RELEASE, mouse

pytestmark = pytest.mark.usefixtures("themed")

LEFT = Qt.MouseButton.LeftButton
SEVEN = Drawing((Stroke(np.array(((100, 60), (250, 60), (150, 250)), np.float32)),))


@pytest.fixture
def page(live_session, qtbot):
    page = LearnPage(live_session)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    return page


@pytest.fixture
def seven(live_session, qtbot):
    with qtbot.waitSignal(live_session.pad.answered):
        live_session.pad.set_drawing(SEVEN)
    return live_session.pad.digit


def text(page, name):
    return page.findChild(QLabel, name).text()


@pytest.mark.parametrize("key", list(EXERCISES))
def test_every_chapter_has_a_figure_that_the_keyboard_reaches(page, qtbot, key):
    page.activateWindow()
    page.open_chapter(key)
    page.findChild(QWidget, "predictionCard")
    figure = page._figures[key]
    figure.hold(False)
    assert figure.isVisible()
    assert figure.accessibleName()
    figure.setFocus()
    assert figure.focusProxy() is not None


def test_the_numbers_are_those_of_the_pad(page, seven, qtbot):
    page.open_chapter("neural-network")
    view = page.findChild(QWidget, "numbersView")
    for _ in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    value = number(float(seven.pixels[2, 14]), 2)
    assert f"row 3, column 15 is {value}" in text(page, "numbersLabel")
    cell = view.side / 28
    mouse(view, PRESS, QPointF(3 + 12.5 * cell, 3 + 18 + 7.5 * cell))
    value = number(float(seven.pixels[7, 12]), 2)
    assert f"row 8, column 13 is {value}" in text(page, "numbersLabel")
    assert view.accessibleDescription() == text(page, "numbersLabel")


def test_the_neuron_is_the_networks_own(page, seven, live_session, qtbot):
    page.open_chapter("neurons-layers-weights")
    view = page.findChild(QWidget, "neuronView")
    insight = look_inside(live_session.reader.model, seven.pixels)
    for index in (0, 1):
        stage = insight.stages[1]
        value = stage.values[stage.strongest(index)]
        words = text(page, "neuronLabel")
        assert f"Neuron {index + 1} of {stage.maps}" in words
        assert f"add up to {number(float(value))}" in words
        qtbot.keyClick(view, Qt.Key.Key_Right)


def test_the_neuron_follows_the_pad(page, seven, live_session, qtbot):
    page.open_chapter("neurons-layers-weights")
    assert "Draw a digit" not in text(page, "neuronLabel")
    live_session.pad.set_drawing(Drawing())
    qtbot.waitUntil(lambda: "Draw a digit" in text(page, "neuronLabel"))


def test_the_ball_rolls_to_the_lowest_place(page, live_session, qtbot):
    page.open_chapter("gradient-descent")
    problem = is_it_a_one(live_session.data.digits.train)
    view = page.findChild(QWidget, "descentView")
    page.findChild(QSlider, "descentRateSlider").setValue(54)
    rate = page._figures["gradient-descent"].rate
    assert rate < problem.largest_rate
    step = page.findChild(QPushButton, "descentStepButton")
    before = view.ball
    qtbot.mouseClick(step, LEFT)
    assert view.ball == pytest.approx(problem.step(*before, rate))
    for _ in range(400):
        step.click()
    assert view.ball == pytest.approx(problem.lowest, abs=0.01)


def test_the_ball_is_thrown_out_by_a_rate_that_is_too_large(page, qtbot):
    page.open_chapter("gradient-descent")
    slider = page.findChild(QSlider, "descentRateSlider")
    slider.setValue(slider.maximum())
    for _ in range(60):
        page.findChild(QPushButton, "descentStepButton").click()
    assert "Thrown out" in text(page, "descentLabel")


def test_the_ball_is_dragged_and_moved_by_keys(page, qtbot):
    page.open_chapter("gradient-descent")
    view = page.findChild(QWidget, "descentView")
    middle = QPointF(view.width() / 2, view.height() / 2)
    mouse(view, PRESS, QPointF(80, 60))
    mouse(view, MOVE, middle)
    mouse(view, RELEASE, middle)
    assert view.ball == pytest.approx(view.weights_at(middle))
    before = view.ball
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.ball == pytest.approx((before[0] + 0.1, before[1] + 0.1))


def test_the_chain_rule_is_that_of_the_chapter(page, qtbot):
    page.open_chapter("backpropagation")
    assert "dL/dw = −2.000 · 1 · 2 = −4.000" in text(page, "chainLabel")
    assert "from 0.500 to 0.900" in text(page, "chainLabel")
    qtbot.mouseClick(page.findChild(QPushButton, "chainStepButton"), LEFT)
    assert "from 0.900 to" in text(page, "chainLabel")
    qtbot.keyClick(page.findChild(QWidget, "chainView"), Qt.Key.Key_Up)
    assert "from 1.000 to" in text(page, "chainLabel")
    qtbot.mouseClick(page.findChild(QPushButton, "chainAgainButton"), LEFT)
    assert "from 0.500 to" in text(page, "chainLabel")


def test_the_window_slides_by_itself_only_while_it_is_seen(page, seven, qtbot):
    page.open_chapter("convolution")
    figure = page._figures["convolution"]
    first = text(page, "windowLabel")
    qtbot.waitUntil(lambda: text(page, "windowLabel") != first)
    assert figure._player.is_ticking
    page.hide()
    assert not figure._player.is_ticking
    page.show()
    assert figure._player.is_ticking
    page.open_chapter("limits")
    assert not figure._player.is_ticking


def test_the_window_stops_steps_and_is_moved_by_keys(page, seven, live_session, qtbot):
    page.open_chapter("convolution")
    qtbot.mouseClick(page.findChild(QPushButton, "windowPlayButton"), LEFT)
    view = page.findChild(QWidget, "windowView")
    row, column = view.sliding.place
    qtbot.mouseClick(page.findChild(QPushButton, "windowStepButton"), LEFT)
    assert view.sliding.place == (row, column + 1)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.sliding.place == (row + 1, column + 1)
    page.findChild(QComboBox, "windowMapBox").setCurrentIndex(5)
    stage = look_inside(live_session.reader.model, seven.pixels).stages[1]
    value = number(float(stage.values[5, row + 1, column + 1]))
    assert f"add up to {value}" in text(page, "windowLabel")
    shown = view.sliding.values
    assert np.isnan(shown[row + 1, column + 2 :]).all()
    assert shown[: row + 1] == pytest.approx(stage.values[5, : row + 1])


def test_the_polynomial_has_the_degree_of_the_slider(page, qtbot):
    page.open_chapter("overfitting")
    slider = page.findChild(QSlider, "degreeSlider")
    for _ in range(8):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    old, new = noisy_sine().errors(9)
    assert "Degree 9" in text(page, "fitLabel")
    assert number(new) in text(page, "fitLabel")
    assert number(old) in text(page, "fitLabel")


def test_a_turned_digit_is_read_anew(page, seven, qtbot):
    page.open_chapter("limits")
    slider = page.findChild(QSlider, "turnSlider")
    view = page.findChild(QWidget, "turnView")
    assert view.probabilities == pytest.approx(seven.probabilities, abs=1e-4)
    for _ in range(12):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert "180°" in text(page, "turnLabel")
    assert view.pixels == pytest.approx(seven.pixels[::-1, ::-1], abs=0.01)


def test_the_years_are_chosen_by_key_and_by_the_mouse(page, qtbot):
    page.open_chapter("reading-on")
    view = page.findChild(QWidget, "timelineView")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "1958" in text(page, "timelineLabel")
    mouse(view, PRESS, QPointF(view.width() - 20, 40))
    assert "2018" in text(page, "timelineLabel")
    assert view.accessibleDescription().startswith("2018")
