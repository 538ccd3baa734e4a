"""The *Inside* page in a window with a real session."""

import re
from dataclasses import replace

import numpy as np
import pytest
from own_lines import OWN_LINES
from pointer import hover
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

from dlgui.core.explain.arithmetic import WeightedSum
from dlgui.core.explain.attribution import cam_layers
from dlgui.core.explain.trace import look_inside
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import Model, save_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.inside.layers_tab import LayersTab
from dlgui.ui.inside.map_view import MapView
from dlgui.ui.inside.multiplication import MultiplicationView
from dlgui.ui.inside.page import InsidePage
from dlgui.ui.inside.strip import LayerStrip
from dlgui.ui.inside.sums_in_words import addition
from dlgui.ui.inside.why_views import CamView, OcclusionView, SharesView
from dlgui.ui.kit.shift_map import ShiftMapView
from dlgui.ui.kit.theme import set_theme, theme
from dlgui.ui.pad.panel import PadPanel

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 20_000


def drawing(*points):
    return Drawing((Stroke(np.array(points, np.float32)),))


PAPER = np.zeros((28, 28), np.float32)
ONE = drawing((50, 10), (50, 50), (50, 90))
SEVEN = drawing((20, 10), (80, 10), (40, 90))


@pytest.fixture
def page(qtbot, live_session):
    page = InsidePage(live_session)
    page.session = live_session
    qtbot.addWidget(page)
    page.resize(820, 680)
    return page


@pytest.fixture
def shown(qtbot, page):
    """The page at work on a seven."""
    page.show()
    draw(qtbot, page, SEVEN)
    return page


def draw(qtbot, page, ink):
    with qtbot.waitSignal(page.session.pad.answered, timeout=TIMEOUT):
        page.session.pad.set_drawing(ink)
    pixels = page.session.pad.reading.digits[-1].pixels
    qtbot.waitUntil(
        lambda: page.insight is not None and np.array_equal(page.insight.pixels, pixels),
        timeout=TIMEOUT,
    )


def use_network(qtbot, page, tmp_path, name):
    path = tmp_path / "network.safetensors"
    save_model(path, Model(name, weights_of(build(network_of(name), 0))))
    page.session.reader.open(path)
    qtbot.waitUntil(lambda: page.insight.model.network == name, timeout=TIMEOUT)


def stage_of(page, kind, number=1):
    stages = page.insight.stages
    return next(i for i, s in enumerate(stages) if (s.kind, s.number) == (kind, number))


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.\d+", text.replace("\u2212", "-"))]


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_it_shows_the_digit_on_the_pad_and_follows_it(shown, qtbot):
    assert shown.insight.model is shown.session.reader.model
    assert shown.insight.answer == 7
    draw(qtbot, shown, ONE)
    assert shown.insight.answer == 1


def test_it_follows_the_digit_that_is_pointed_at_on_the_pad(qtbot, live_session):
    page, pad = InsidePage(live_session), PadPanel(live_session, QUndoStack())
    for widget in (page, pad):
        qtbot.addWidget(widget)
        widget.resize(820, 680)
        widget.show()
    number = Drawing((SEVEN.strokes[0], Stroke(ONE.strokes[0].points + np.array([120, 0]))))
    with qtbot.waitSignal(live_session.pad.answered, timeout=TIMEOUT):
        live_session.pad.set_drawing(number)
    qtbot.waitUntil(lambda: page.insight is not None and page.insight.answer == 1, timeout=TIMEOUT)
    qtbot.keyClick(pad.canvas, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page.insight.answer == 7, timeout=TIMEOUT)


def test_hidden_it_does_nothing(page, qtbot):
    with qtbot.waitSignal(page.session.pad.answered, timeout=TIMEOUT):
        page.session.pad.set_drawing(SEVEN)
    assert page.insight is None
    assert not page.session.tasks.doing
    page.show()
    qtbot.waitUntil(lambda: page.insight is not None, timeout=TIMEOUT)
    seen = page.insight
    page.hide()
    with qtbot.waitSignal(page.session.pad.answered, timeout=TIMEOUT):
        page.session.pad.set_drawing(ONE)
    assert not page.session.tasks.doing
    assert page.insight is seen


def test_an_empty_pad_shows_the_network_and_asks_for_a_digit(page, qtbot):
    page.show()
    qtbot.waitUntil(lambda: page.insight is not None, timeout=TIMEOUT)
    assert not page.insight.pixels.any()
    assert any("Draw a digit" in text for text in texts(page))
    draw(qtbot, page, SEVEN)
    assert not any("Draw a digit" in text for text in texts(page.findChild(LayersTab).parent()))


@pytest.mark.parametrize("name", [*NETWORKS, *OWN_LINES])
def test_every_network_is_shown_whole(shown, qtbot, tmp_path, name):
    use_network(qtbot, shown, tmp_path, name)
    strip = shown.findChild(LayerStrip, "layerStrip")
    shown.repaint()
    stages = shown.insight.stages
    assert sorted({block.stage for block in strip.blocks}) == list(range(len(stages)))
    for block in strip.blocks:
        stage = stages[block.stage]
        if block.what == "maps":
            assert block.count == stage.maps
        elif block.what != "filters":
            assert block.count == stage.shape[0]
    rects = [block.rect(block.count - 1) for block in strip.blocks]
    assert all(strip.rect().toRectF().contains(rect) for rect in rects)
    assert all(a.right() < b.left for a, b in zip(rects, strip.blocks[1:], strict=False))
    for index in range(len(stages)):
        shown.focus.choose(index, stages[index].maps - 1)
        assert not shown.grab().isNull()


def test_a_click_on_a_map_enlarges_it(shown, qtbot):
    strip = shown.findChild(LayerStrip)
    stage = stage_of(shown, "relu")
    block = next(b for b in strip.blocks if b.stage == stage)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=block.rect(9).center().toPoint())
    assert (shown.focus.stage, shown.focus.map) == (stage, 9)
    assert "ReLU 1, map 10 of 32" in texts(shown)
    assert "map 10 of 32" in strip.accessibleDescription()


def test_a_click_on_a_filter_shows_what_it_makes_or_what_it_multiplies(shown, qtbot):
    strip = shown.findChild(LayerStrip)
    first, second = stage_of(shown, "convolution"), stage_of(shown, "convolution", 2)
    for stage in (first, second):
        block = next(b for b in strip.blocks if b.stage == stage and b.what == "filters")
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=block.rect(3).center().toPoint())
        assert shown.focus.stage == stage
        assert (shown.focus.map if stage == first else shown.focus.part) == 3


def test_arrow_keys_move_among_maps_and_layers(shown, qtbot):
    strip, focus = shown.findChild(LayerStrip), shown.focus
    first = stage_of(shown, "convolution")
    focus.choose(first, 0)
    block = next(b for b in strip.blocks if b.stage == first and b.what == "maps")
    for key, expected in (
        (Qt.Key.Key_Right, (first, 1)),
        (Qt.Key.Key_Down, (first, 1 + block.columns)),
        (Qt.Key.Key_Up, (first, 1)),
        (Qt.Key.Key_Left, (first, 0)),
        (Qt.Key.Key_Left, (first - 1, 0)),
        (Qt.Key.Key_PageDown, (first, 0)),
        (Qt.Key.Key_End, (len(shown.insight.stages) - 1, 0)),
        (Qt.Key.Key_PageDown, (len(shown.insight.stages) - 1, 0)),
        (Qt.Key.Key_Home, (0, 0)),
    ):
        qtbot.keyClick(strip, key)
        assert (focus.stage, focus.map) == expected
    before, after = (
        shown.findChild(QToolButton, name) for name in ("previousLayerButton", "nextLayerButton")
    )
    assert not before.isEnabled()
    after.click()
    assert focus.stage == 1
    assert before.isEnabled()


def test_pointing_at_a_value_shows_its_field_and_its_multiplication(shown, qtbot):
    view, focus = shown.findChild(MapView, "mapView"), shown.focus
    stage = stage_of(shown, "convolution", 2)
    focus.choose(stage, 4)
    hover(view, view.cell_rect((4, 5, 6)).center())
    assert focus.place == (4, 5, 6)
    assert focus.window == (5, 6, 8, 9)  # 3 × 3, not padded
    top, left, bottom, right = focus.receptive_field
    assert (bottom - top, right - left) == (9, 9)  # 5 pixels, and 2 × 2 more
    value = float(shown.insight.stages[stage].values[4, 5, 6])
    assert f"{value:.3f}".replace("-", "\u2212") in view.accessibleDescription()
    words = shown.findChild(MultiplicationView, "multiplicationView").accessibleDescription()
    assert f"value: {value:.3f}".replace("-", "\u2212") in words
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert focus.place == (4, 6, 6)


def test_it_points_at_the_strongest_value_until_a_person_points(shown, qtbot):
    focus, stage = shown.focus, stage_of(shown, "convolution")
    focus.choose(stage, 2)
    assert focus.place == shown.insight.stages[stage].strongest(2)
    focus.point((2, 0, 1))
    draw(qtbot, shown, ONE)
    assert focus.place == (2, 0, 1)
    focus.choose(stage, 3)
    assert focus.place == shown.insight.stages[stage].strongest(3)


@pytest.mark.parametrize("name", ["reference", "lenet5"])
def test_the_written_addition_adds_up_as_it_is_written(shown, qtbot, tmp_path, name):
    use_network(qtbot, shown, tmp_path, name)
    for index, stage in enumerate(shown.insight.stages):
        shown.focus.choose(index, stage.maps // 2)
        found = shown.focus.calculation
        if not isinstance(found, WeightedSum):
            continue
        lines = addition(found, shown.focus)
        in_units = [round(1000 * float(text.replace("\u2212", "-"))) for _, text in lines]
        assert sum(in_units[:-1]) == in_units[-1]
        assert in_units[-1] == round(1000 * float(stage.values[shown.focus.place]))
        assert "bias" in dict(lines)


def test_a_click_on_the_map_before_goes_there(shown, qtbot):
    view, focus = shown.findChild(MapView), shown.focus
    focus.choose(stage_of(shown, "pooling"), 5)
    at = view.cell_rect((5, 0, 0)).center()
    hover(view, at)
    while view.cursor().shape() != Qt.CursorShape.PointingHandCursor:
        at.setX(at.x() - 5)  # To the left, over the arrow.
        hover(view, at)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert (focus.stage, focus.map) == (stage_of(shown, "relu", 3), 5)


def test_the_part_of_another_map_can_be_shown(shown, qtbot):
    view, focus = shown.findChild(MultiplicationView), shown.focus
    focus.choose(stage_of(shown, "convolution", 2), 0)
    strongest = focus.part
    assert strongest == int(focus.calculation.largest_parts(1)[0])
    other = (strongest + 7) % 32
    side = (view.width() - 4) / 32
    at = QPointF(2 + (other + 0.5) * side, view.height() - 6).toPoint()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert focus.part == other
    assert focus.place[0] == 0


def test_a_diverged_network_is_told_instead_of_multiplied(shown):
    model = shown.session.reader.model
    weights = {**model.weights, "0.weight": np.full_like(model.weights["0.weight"], np.nan)}
    shown.focus.set_insight(look_inside(replace(model, weights=weights), shown.insight.pixels))
    for index, _ in enumerate(shown.insight.stages):
        shown.focus.choose(index, 0)
        assert shown.focus.calculation is None
        assert not shown.grab().isNull()
    shown.findChild(QPushButton, "whyButton").click()
    assert any("the training has diverged" in text for text in texts(shown))


def test_it_follows_a_training(shown, qtbot):
    session = shown.session
    session.training.start(TrainingConfig(network="compact", epochs=1, batch_size=50))
    models = set()

    def is_followed():
        models.add(id(shown.insight.model))
        return shown.insight.network.name == "compact" and len(models) > 2

    qtbot.waitUntil(is_followed, timeout=60_000)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)


def test_why_is_answered_and_why_not(shown, qtbot):
    shown.findChild(QPushButton, "whyButton").click()
    view = shown.findChild(OcclusionView, "occlusionView")
    box = shown.findChild(QComboBox, "whyNotBox")
    qtbot.waitUntil(lambda: "Probability of 7" in view.accessibleDescription(), timeout=TIMEOUT)
    assert box.itemText(0) == "Why 7?"
    before = colours(view)
    box.setCurrentText("Why not 2?")
    qtbot.waitUntil(lambda: "Probability of 2" in view.accessibleDescription(), timeout=TIMEOUT)
    assert colours(view) != before


def test_the_shares_are_shown_to_add_up(shown, qtbot):
    shown.findChild(QPushButton, "whyButton").click()
    view = shown.findChild(SharesView, "sharesView")
    qtbot.waitUntil(lambda: "256 stages" in view.accessibleDescription(), timeout=TIMEOUT)
    seen = numbers(view.accessibleDescription().replace("7:", "seven:"))
    logits = Forward(shown.insight.model).logits(np.stack([shown.insight.pixels, PAPER]))[:, 7]
    assert seen[:2] == pytest.approx(logits, abs=0.005)
    assert seen[2] == pytest.approx(seen[0] - seen[1])
    assert seen[3] == pytest.approx(seen[2], rel=0.02)
    box = shown.findChild(QComboBox, "whyNotBox")
    box.setCurrentText("Why not 2?")
    qtbot.waitUntil(
        lambda: "score of 2 \u2212 score of 7" in view.accessibleDescription(), timeout=TIMEOUT
    )


@pytest.mark.parametrize("name", [*NETWORKS, *OWN_LINES])
def test_every_network_can_be_asked_why(shown, qtbot, tmp_path, name):
    shown.findChild(QPushButton, "whyButton").click()
    use_network(qtbot, shown, tmp_path, name)
    shares, cam = shown.findChild(SharesView), shown.findChild(CamView, "camView")
    qtbot.waitUntil(lambda: "256 stages" in shares.accessibleDescription(), timeout=TIMEOUT)
    layers = shown.findChild(QComboBox, "camLayerBox")
    assert layers.count() == len(cam_layers(network_of(name)))
    if layers.count():
        qtbot.waitUntil(lambda: "raises the score" in cam.accessibleDescription(), timeout=TIMEOUT)
    else:
        assert "no convolution" in cam.accessibleDescription()
        assert not layers.isVisible()


def test_grad_cam_of_another_layer_can_be_seen(shown, qtbot):
    shown.findChild(QPushButton, "whyButton").click()
    cam, layers = shown.findChild(CamView), shown.findChild(QComboBox, "camLayerBox")
    qtbot.waitUntil(lambda: "raises" in cam.accessibleDescription(), timeout=TIMEOUT)
    assert layers.currentText() == "Conv 3: 10 \u00d7 10"
    before = colours(cam)
    layers.setCurrentIndex(0)
    qtbot.waitUntil(lambda: colours(cam) != before, timeout=TIMEOUT)


def test_pointing_tells_what_a_spot_is_worth_in_all_three(shown, qtbot):
    shown.findChild(QPushButton, "whyButton").click()
    covering, shares, cam = (shown.findChild(v) for v in (OcclusionView, SharesView, CamView))
    qtbot.waitUntil(lambda: "256 stages" in shares.accessibleDescription(), timeout=TIMEOUT)
    hover(shares, shares.rect_of(1, 1).center())
    assert "matters little" in covering.accessibleDescription()
    assert "No ink here" in shares.accessibleDescription()
    assert "strongest place" in cam.accessibleDescription()
    row, column = np.unravel_index(shown.insight.pixels.argmax(), (28, 28))
    hover(covering, covering.rect_of(int(row), int(column)).center())
    assert "This pixel" in shares.accessibleDescription()
    qtbot.keyClick(covering, Qt.Key.Key_Down)
    assert shares.cell == cam.cell == (row + 1, column)


def test_pointing_tells_what_is_read_elsewhere(shown, qtbot):
    shown.findChild(QPushButton, "shiftButton").click()
    slid = shown.findChild(ShiftMapView, "shiftMapView")
    qtbot.waitUntil(lambda: "Read as 7" in slid.accessibleDescription(), timeout=TIMEOUT)
    hover(slid, slid.rect_of(14, 14).center())
    assert "Where it is: read as 7" in slid.accessibleDescription()
    hover(slid, slid.rect_of(13, 17).center())
    assert "3 to the right, 1 up" in slid.accessibleDescription()
    qtbot.keyClick(slid, Qt.Key.Key_Down)
    assert "3 to the right: " in slid.accessibleDescription()


def test_another_digit_is_measured_anew_and_none_is_not(shown, qtbot):
    shown.findChild(QPushButton, "shiftButton").click()
    slid = shown.findChild(ShiftMapView)
    qtbot.waitUntil(lambda: "Read as 7" in slid.accessibleDescription(), timeout=TIMEOUT)
    draw(qtbot, shown, ONE)
    qtbot.waitUntil(lambda: "Read as 1" in slid.accessibleDescription(), timeout=TIMEOUT)
    shown.session.pad.set_drawing(Drawing())
    qtbot.waitUntil(lambda: not shown.insight.pixels.any(), timeout=TIMEOUT)
    assert any("Draw a digit" in text for text in texts(shown))


def test_closing_while_measuring_leaves_nothing_behind(shown, qtbot):
    shown.findChild(QPushButton, "whyButton").click()
    qtbot.waitUntil(lambda: "Covering" in shown.session.tasks.doing, timeout=TIMEOUT)
    with qtbot.waitSignal(shown.session.closed, timeout=TIMEOUT):
        shown.session.close()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_zero_is_grey_above_it_is_blue_and_below_orange(shown, choice):
    set_theme("dark" if choice == "light" else "light")
    shown.grab()
    set_theme(choice)
    view, focus, stage = shown.findChild(MapView), shown.focus, stage_of(shown, "convolution")
    view.setFixedHeight(400)
    focus.choose(stage_of(shown, "relu"), 3)
    focus.point((3, 13, 13))  # Its outline shall not be in the way.
    values = shown.insight.stages[focus.stage].values[3]
    assert colour_of(view, (3, *first(values == 0))) == theme().surface_alt
    focus.choose(stage, 3)
    focus.point((3, 13, 13))
    values = shown.insight.stages[stage].values[3]
    above = colour_of(view, (3, *first(values > 0.1 * values.max())))
    below = colour_of(view, (3, *first(values < 0.1 * values.min())))
    assert above.blue() > above.red()
    assert below.red() > below.blue()


def first(mask):
    return tuple(int(i) for i in np.argwhere(mask)[0])


def colour_of(view, place):
    middle = view.cell_rect(place).center().toPoint()
    return view.grab().toImage().pixelColor(middle)


def colours(widget):
    image = widget.grab().toImage()
    return {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
