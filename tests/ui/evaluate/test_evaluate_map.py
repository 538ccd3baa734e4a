"""The map of digits in the window: places from core, pointing, and the pad's digit among them."""

import numpy as np
import pytest
from components import components_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from dlgui.core.evaluation.embedding import place_among
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.ui.evaluate.map_tab import MapTab
from dlgui.ui.evaluate.mapping import mapped_layers, usual_layer
from dlgui.ui.evaluate.page import EvaluatePage
from dlgui.ui.evaluate.scatter import Scatter

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 60_000


@pytest.fixture
def page(live_session, qtbot):
    page = EvaluatePage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    page.findChild(QPushButton, "mapButton").click()
    tab = page.findChild(MapTab)
    qtbot.waitUntil(lambda: tab.mapped is not None and not tab.is_running, timeout=TIMEOUT)
    return page


@pytest.fixture
def tab(page):
    return page.findChild(MapTab)


@pytest.fixture
def scatter(page):
    return page.findChild(Scatter)


def at(scatter, index):
    return scatter.point_of(index).toPoint()


def test_the_map_is_the_two_first_components_of_the_layer(tab, live_session):
    model, digits = live_session.reader.model, live_session.data.digits.validation
    layers = len(network_of(model.network).layers) - 2
    expected = components_of(Forward(model).outputs(digits.images, layers)).places[:, :2]
    assert tab.mapped.places == pytest.approx(expected, abs=1e-2)
    assert tab.mapped.kept == tab.mapped.map.kept(expected)


def test_another_layer_is_mapped_when_it_is_chosen(page, tab, live_session, qtbot):
    box = page.findChild(QComboBox, "mapLayerBox")
    before = tab.mapped
    box.setCurrentIndex(0)
    box.activated.emit(0)
    qtbot.waitUntil(lambda: tab.mapped is not before, timeout=TIMEOUT)
    images = live_session.data.digits.validation.images.reshape(500, -1) / np.float32(255)
    expected = components_of(images).places[:, :2]
    assert tab.mapped.places == pytest.approx(expected, abs=1e-2)
    assert "Pixels of Shipped reader, 500 digits" in tab.description


def test_pointing_shows_a_digit_and_a_click_puts_it_on_the_pad(scatter, live_session, qtbot):
    labels = live_session.data.digits.validation.labels
    middle = np.array([[scatter.point_of(i).x(), scatter.point_of(i).y()] for i in range(500)])
    apart = [np.sort(np.hypot(*(middle - place).T))[1] for place in middle]
    lonely = int(np.argmax(apart))
    qtbot.mouseMove(scatter, at(scatter, lonely))
    assert scatter.accessibleDescription() == str(labels[lonely])
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=at(scatter, lonely))
    assert np.array_equal(
        live_session.pad.picture, live_session.data.digits.validation.images[lonely]
    )
    live_session.pad.set_picture(np.zeros((28, 28), np.uint8))
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert not live_session.pad.picture.any()


def test_arrows_walk_from_digit_to_digit_and_enter_chooses(scatter, live_session, qtbot):
    qtbot.keyClick(scatter, Qt.Key.Key_Left)
    with qtbot.waitSignal(scatter.chosen) as first:
        qtbot.keyClick(scatter, Qt.Key.Key_Return)
    qtbot.keyClick(scatter, Qt.Key.Key_Left)
    with qtbot.waitSignal(scatter.chosen) as second:
        qtbot.keyClick(scatter, Qt.Key.Key_Return)
    places = [scatter.point_of(signal.args[0]) for signal in (first, second)]
    assert places[1].x() < places[0].x()


def test_the_pads_digit_is_projected_and_moves(tab, scatter, live_session, qtbot):
    live_session.pad.set_picture(live_session.data.digits.validation.images[3])
    qtbot.waitUntil(lambda: scatter.marker is not None, timeout=TIMEOUT)
    first = scatter.marker
    pixels = live_session.pad.reading.digits[-1].pixels
    projected = tab.mapped.map.project(pixels[np.newaxis])[0, :2]
    assert tab.mapped.place(pixels) == pytest.approx(projected)
    live_session.pad.set_picture(live_session.data.digits.validation.images[400])
    qtbot.waitUntil(lambda: scatter.marker != first, timeout=TIMEOUT)
    live_session.pad.set_picture(np.zeros((28, 28), np.uint8))
    qtbot.waitUntil(lambda: scatter.marker is None, timeout=TIMEOUT)


def test_tsne_moves_the_digits_and_keeps_more_neighbours(page, tab, scatter, qtbot, live_session):
    by_components = tab.mapped
    page.findChild(QPushButton, "tsneButton").click()
    assert page.findChild(QPushButton, "evaluateButton").text() == "Cancel"
    caption = page.findChild(QLabel, "mapCaption")
    qtbot.waitUntil(lambda: "moves the digits" in caption.text(), timeout=TIMEOUT)
    qtbot.waitUntil(lambda: tab.mapped.method == "tsne", timeout=TIMEOUT)
    assert tab.mapped.map is by_components.map
    assert tab.mapped.kept > by_components.kept
    pixels = live_session.data.digits.validation.images[5] / np.float32(255)
    point = tab.mapped.map.project(pixels[np.newaxis])[0]
    expected = place_among(point, tab.mapped.map.components.places, tab.mapped.places)
    assert tab.mapped.place(pixels) == pytest.approx(expected)
    # A digit of the map stands where its dot is.
    assert expected == pytest.approx(tab.mapped.places[5], abs=0.5)


def test_a_cancelled_tsne_leaves_the_map_that_was_there(page, tab, scatter, qtbot):
    before, dot = tab.mapped, scatter.point_of(0)
    box = page.findChild(QComboBox, "mapLayerBox")
    layer = box.currentIndex()
    box.setCurrentIndex(0)
    page.findChild(QPushButton, "tsneButton").click()
    qtbot.waitUntil(lambda: scatter.point_of(0) != dot, timeout=TIMEOUT)
    page.findChild(QPushButton, "evaluateButton").click()
    qtbot.waitUntil(lambda: not tab.is_running, timeout=TIMEOUT)
    assert tab.mapped is before
    assert scatter.point_of(0) == dot
    assert page.findChild(QPushButton, "pcaButton").isChecked()
    assert box.currentIndex() == layer


def test_one_class_can_be_shown_alone(page, scatter):
    before = scatter.grab().toImage()
    buttons = page.findChildren(QToolButton)
    three = next(button for button in buttons if button.text() == "3")
    three.click()
    alone = scatter.grab().toImage()
    assert alone != before
    three.click()
    assert scatter.grab().toImage() == before


def test_what_the_scores_are_made_of_is_mapped_first():
    network = network_of("conv 4 3, gelu, dropout 0.1, globalavgpool, dense 10")
    layers = mapped_layers(network)
    assert [layer for _, layer in layers] == [0, 1, 2, 4, 5]
    assert layers[usual_layer(network)] == ("Global average", 4)
