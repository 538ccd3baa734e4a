"""Robustness in the window: curves as core measures them, and shift maps side by side."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from dlgui import paths
from dlgui.core.evaluation import robustness
from dlgui.core.evaluation.robustness import CORRUPTIONS, MOST, corrupted
from dlgui.core.explain.perturbation import REACH, shift_map
from dlgui.core.nets.model import load_model
from dlgui.core.reading.reader import Reader
from dlgui.ui.evaluate.corruption_cards import CorruptionCard, Examples, example_strengths
from dlgui.ui.evaluate.page import EvaluatePage
from dlgui.ui.evaluate.rivals import Rival, RivalBox
from dlgui.ui.evaluate.robustness_tab import RobustnessTab
from dlgui.ui.evaluate.shift_maps import ShiftMaps
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.shift_map import ShiftMapView

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 60_000


@pytest.fixture
def few_strengths(monkeypatch):
    """Two strengths of each corruption, so that a test need not wait."""
    for name, one in list(CORRUPTIONS.items()):
        strengths = (0, one.strengths[-1])
        monkeypatch.setitem(CORRUPTIONS, name, robustness.Corruption(name, strengths, one.apply))


@pytest.fixture
def page(live_session, few_strengths, qtbot):
    page = EvaluatePage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    page.findChild(QPushButton, "robustnessButton").click()
    qtbot.waitUntil(lambda: not live_session.tasks.doing, timeout=TIMEOUT)
    return page


@pytest.fixture
def tab(page):
    return page.findChild(RobustnessTab)


@pytest.fixture
def rival(page):
    rival = Rival("Shipped reader", paths.resource("reader.safetensors"))
    page.findChild(RivalBox).choose(rival)
    return rival


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_nothing_is_measured_before_it_is_asked_for(page, tab):
    assert tab.measured is None
    assert page.findChild(QPushButton, "evaluateButton").text() == "Measure"


def test_curves_are_what_the_readers_make_of_the_corrupted_digits(
    page, tab, rival, live_session, qtbot
):
    page.findChild(QPushButton, "evaluateButton").click()
    qtbot.waitUntil(lambda: tab.measured is not None, timeout=TIMEOUT)
    digits = live_session.data.digits.validation
    assert len(digits) == MOST
    pictures = corrupted(digits.images / np.float32(255), "rotation", 60)
    read = Reader(live_session.reader.model).read_digits(pictures)
    right = sum(
        one.digit == label and not one.refused
        for one, label in zip(read, digits.labels.tolist(), strict=True)
    )
    card = page.findChild(CorruptionCard, "rotationCard")
    assert [point.strength for point in card.points] == [0, 60]
    assert card.points[1].right == (right, right)
    assert f"60: {100 * right / 500:.1f}" in card.accessibleDescription()
    assert "Shipped reader and Shipped reader, 500 digits" in tab.description


def test_measuring_can_be_cancelled(page, tab, qtbot):
    button = page.findChild(QPushButton, "evaluateButton")
    button.click()
    card = page.findChild(CorruptionCard, "noiseCard")
    qtbot.waitUntil(lambda: bool(card.points), timeout=TIMEOUT)
    button.click()
    qtbot.waitUntil(lambda: not tab.is_running, timeout=TIMEOUT)
    assert tab.measured is None


def test_a_click_puts_an_example_on_the_pad(page, live_session, qtbot):
    live_session.pad.set_picture(live_session.data.digits.validation.images[11])
    qtbot.waitUntil(lambda: live_session.pad.reading is not None, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: not live_session.tasks.doing, timeout=TIMEOUT)
    pixels = live_session.pad.reading.digits[-1].pixels
    examples = page.findChild(Examples, "rotationExamples")
    place = examples.image_rect(4).center().toPoint()
    qtbot.mouseClick(examples, Qt.MouseButton.LeftButton, pos=place)
    strength = example_strengths("rotation")[4]
    expected = (255 * corrupted(pixels[np.newaxis], "rotation", strength)[0]).astype(np.uint8)
    assert np.array_equal(live_session.pad.picture, expected)


def test_shift_maps_of_both_readers_stand_side_by_side(page, rival, live_session, qtbot):
    page.findChild(QPushButton, "shiftMapsButton").click()
    maps = page.findChild(ShiftMaps)
    assert "Draw a digit" in " ".join(label.text() for label in maps.findChildren(QLabel))
    live_session.pad.set_picture(live_session.data.digits.validation.images[20])
    qtbot.waitUntil(lambda: len(maps.found) == 2, timeout=TIMEOUT)
    pixels = live_session.pad.reading.digits[-1].pixels
    expected = finished(shift_map(load_model(rival.path), pixels))
    for found in maps.found:
        assert np.array_equal(found.digits, expected.digits)
        assert np.array_equal(found.refused, expected.refused)


def test_pointing_at_one_map_points_at_the_other(page, rival, live_session, qtbot):
    page.findChild(QPushButton, "shiftMapsButton").click()
    maps = page.findChild(ShiftMaps)
    live_session.pad.set_picture(live_session.data.digits.validation.images[20])
    qtbot.waitUntil(lambda: len(maps.found) == 2, timeout=TIMEOUT)
    first, second = (
        page.findChild(ShiftMapView, f"{which}ShiftMap") for which in ("first", "second")
    )
    place = first.rect_of(REACH + 3, REACH - 2).center()
    qtbot.mouseMove(first, QPoint(round(place.x()), round(place.y())))
    assert second.cell == (REACH + 3, REACH - 2)
    spot = page.findChild(QLabel, "shiftSpotLabel").text()
    assert "\u22122 to the right and 3 down" in spot
    assert spot.count("|") == 1


def test_pointing_at_a_curve_tells_its_numbers(page, tab, qtbot):
    page.findChild(QPushButton, "evaluateButton").click()
    qtbot.waitUntil(lambda: tab.measured is not None, timeout=TIMEOUT)
    card = page.findChild(CorruptionCard, "occlusionCard")
    plot = card.findChild(Plot)
    point = card.points[1]
    qtbot.mouseMove(plot, plot.area().center().toPoint() + QPoint(20, 0))
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert f"16: {100 * point.accuracy(0):.1f}\u2009%" in texts
    low, high = (100 * bound for bound in point.interval(0))
    assert f"{low:.1f} to {high:.1f}" in plot.toolTip()
    assert f"{100 * point.refused[0] / 500:.1f}\u2009% refused" in plot.toolTip()
