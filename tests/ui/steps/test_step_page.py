"""The *Steps* page, on the events of small real trainings."""

from dataclasses import asdict, replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from own_lines import OWN_LINES
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from dlgui.core.data.datasets import load_embedded
from dlgui.core.explain.steps import answer_of
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.events import (
    LayersMeasured,
    SnapshotTaken,
    StepFollowed,
    TrainingResumed,
    TrainingStarted,
)
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.formats import in_units, significant
from dlgui.ui.steps.page import StepPage
from dlgui.ui.steps.record import Record

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 20_000
CONFIG = TrainingConfig(
    network="lenet5", epochs=2, train_digits=64, batch_size=16, weight_decay=0.01, device="cpu"
)


def told(config=CONFIG):
    """The events of a training whose second step is followed, a snapshot after each step."""
    from dlgui.core.training.train import train

    live = LiveSettings(config)
    events = []
    for event in train(config, load_embedded(), live=live, snapshot_every=0.0):
        events.append(event)
        if isinstance(event, SnapshotTaken) and event.step == 1:
            live.follow_next_step()
    return events


@pytest.fixture(scope="module")
def events():
    return told()


@pytest.fixture
def page(qtbot, live_session):
    page = StepPage(live_session)
    page.session = live_session
    qtbot.addWidget(page)
    page.resize(820, 680)
    page.show()
    return page


@pytest.fixture
def shown(page, events):
    """The page after the training."""
    page.session.training.events.emit(events)
    return page


def press(page, name):
    page.findChild(QPushButton, name).click()


def visible_texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def of_kind(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_before_a_training_each_side_says_what_to_do(page):
    for side in ("oneStepButton", "layersOverTimeButton", "timeMachineButton"):
        press(page, side)
        assert any("Start a training" in text for text in visible_texts(page)), side
    assert not page.findChild(QPushButton, "followStepButton").isEnabled()


def test_one_step_is_followed_from_the_page(page, qtbot):
    pause, follow = (
        page.findChild(QPushButton, name) for name in ("stepPauseButton", "followStepButton")
    )
    page.session.training.start(replace(CONFIG, epochs=200))
    qtbot.waitUntil(lambda: page.session.training.state is TrainingState.RUNNING, timeout=60_000)
    assert any("Pause the training" in text for text in visible_texts(page))
    assert not follow.isEnabled()
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert page.session.training.state is TrainingState.PAUSED
    qtbot.mouseClick(follow, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.focus.step is not None, timeout=TIMEOUT)
    first = page.focus.step.step
    qtbot.mouseClick(follow, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.focus.step.step == first + 1, timeout=TIMEOUT)
    assert page.session.training.state is TrainingState.PAUSED
    qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert page.session.training.state is TrainingState.RUNNING
    assert page.focus.step.step == first + 1


def test_the_batch_and_its_loss(shown, events, qtbot):
    (followed,) = of_kind(events, StepFollowed)
    digest = shown.focus.digest
    assert digest.step is followed
    assert shown.focus.step.gradients["0.weight"][shown.focus.unit][shown.focus.cell] == max(
        followed.gradients["0.weight"][shown.focus.unit].ravel(), key=abs
    )
    batch, loss = shown.step_tab.batch, shown.step_tab.loss
    assert sorted(batch.order) == list(range(16))
    assert all(a >= b for a, b in pairwise(digest.losses[batch.order]))
    assert shown.focus.digit == batch.order[0]
    qtbot.mouseClick(batch, Qt.MouseButton.LeftButton, pos=batch.rect_of(5).center().toPoint())
    assert shown.focus.digit == batch.order[5]
    qtbot.keyClick(batch, Qt.Key.Key_Right)
    assert shown.focus.digit == batch.order[6]
    press(shown, "lossStageButton")
    share = significant(float(digest.label_probabilities[batch.order[6]]), 6)
    assert any(
        f"−ln {share} = {digest.losses[batch.order[6]]:.4f}" in t for t in visible_texts(shown)
    )
    qtbot.keyClick(loss, Qt.Key.Key_Left)
    assert shown.focus.digit == batch.order[5]
    where = loss.rect_of(9).center().toPoint()
    qtbot.mouseClick(loss, Qt.MouseButton.LeftButton, pos=QPoint(where.x(), loss.height() // 2))
    assert shown.focus.digit == batch.order[9]


def test_of_a_large_batch_the_worst_digits_have_room(page, qtbot):
    page.session.training.events.emit(told(replace(CONFIG, train_digits=1000, batch_size=500)))
    batch = page.step_tab.batch
    assert len(page.focus.digest.answers) == 500
    height, last = batch.height(), len(batch.order) - 1
    assert batch.rect_of(last).bottom() > height
    batch.setFocus()
    for _ in range(60):
        qtbot.keyClick(batch, Qt.Key.Key_Down)
    place = list(batch.order).index(page.focus.digit)
    assert place > 50
    assert batch.rect_of(place).bottom() <= height
    assert not batch.grab().isNull()


def test_what_is_shown_of_the_loss_is_the_logarithm_of_what_is_shown(shown):
    digest = shown.focus.digest
    for share, loss in zip(digest.label_probabilities, digest.losses, strict=True):
        text = significant(float(share), 6)
        mantissa, _, power = text.partition(" × 10⁻")
        value = float(mantissa) * 10.0 ** -int("0" if not power else "⁰¹²³⁴⁵⁶⁷⁸⁹".index(power))
        assert -np.log(value) == pytest.approx(loss, abs=6e-5)


def test_the_gradient_goes_from_the_last_layer_to_the_first(shown):
    press(shown, "gradientStageButton")
    rows = shown.step_tab.gradient.rows()
    assert [row[0] for row in rows] == [
        "Scores",
        "Dense 2",
        "Dense 1",
        "Convolution 2",
        "Convolution 1",
    ]
    assert rows[-1][1] == "150 weights"
    norm = np.linalg.norm(shown.focus.step.gradients["0.weight"])
    assert rows[-1][2] == significant(float(norm))


def amounts(line):
    """The numbers of a line that are added up, and the sum, as the texts say them."""
    values, sign = [], 1
    for term in line.terms:
        if term.text in "+−=":
            sign = -1 if term.text == "−" else 1
            continue
        mantissa, _, power = term.text.replace("−", "-").partition(" × 10⁻")
        exponent = int("".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)) for c in power) or "0")
        values.append(sign * float(mantissa) * 10.0**-exponent)
        sign = 1
    return values[:-1], values[-1]


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_the_written_update_adds_up(optimizer, page, qtbot):
    page.session.training.events.emit(told(replace(CONFIG, optimizer=optimizer, epochs=1)))
    press(page, "updateStageButton")
    view, focus = page.step_tab.weight.update_view, page.focus
    added = ["New weight"]
    added += ["Velocity"] if optimizer == "sgd" else ["Mean of gradients", "Mean of squares"]
    for unit in range(6):
        focus.choose_unit(unit)
        lines = {line.title: line for line in view.lines if line.title}
        for title in added:
            parts, total = amounts(lines[title])
            assert len(parts) >= 2
            assert sum(parts) == pytest.approx(total, rel=1e-9, abs=1e-15), title
        _, after = amounts(lines["New weight"])
        place = (focus.unit, *focus.cell)
        assert after == pytest.approx(focus.step.weights_after["0.weight"][place], abs=5e-4)
        update = next(term for term in lines["New weight"].terms if term.caption == "update")
        assert lines["Update"].terms[-1].text.lstrip("−") == update.text.lstrip("−")
    assert "New weight" in view.accessibleDescription()


def test_a_weight_is_chosen_in_the_picture_and_by_keys(shown, qtbot):
    press(shown, "updateStageButton")
    focus, picture = shown.focus, shown.step_tab.weight.picture
    qtbot.mouseClick(
        picture, Qt.MouseButton.LeftButton, pos=picture.cell_centre((0, 2, 3)).toPoint()
    )
    assert focus.cell == (0, 2, 3)
    unit = focus.unit
    for key, cell in ((Qt.Key.Key_Up, (0, 1, 3)), (Qt.Key.Key_Right, (0, 1, 4))):
        qtbot.keyClick(picture, key)
        assert focus.cell == cell
    qtbot.keyClick(picture, Qt.Key.Key_Right)  # the kernel ends here
    assert focus.cell == (0, 1, 4)
    qtbot.keyClick(picture, Qt.Key.Key_PageUp if unit else Qt.Key.Key_PageDown)
    assert focus.unit != unit
    strip = shown.step_tab.weight.strip
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.rect_of(4).center().toPoint())
    assert focus.unit == 4
    assert any("Filter 5 of 6, map 1, row 2, column 5" in text for text in visible_texts(shown))


@pytest.mark.parametrize("network", [*NETWORKS, *OWN_LINES])
def test_every_layer_s_weights_can_be_pointed_at(network, page, qtbot):
    config = replace(CONFIG, network=network, epochs=1, train_digits=32)
    page.session.training.events.emit(told(config))
    press(page, "updateStageButton")
    focus, box = page.focus, page.findChild(QComboBox, "stepLayerBox")
    assert box.count() == len(focus.digest.layers)
    for row in range(box.count()):
        box.setCurrentIndex(row)
        box.activated.emit(row)
        weights = focus.step.weights_before[focus.name]
        (tiles,) = focus.tiles([weights])
        assert tiles.size == weights[0].size
        cell = tuple(size - 1 for size in tiles.shape)
        focus.choose_cell(cell)
        assert focus.update.weight.parts[0] == weights[focus.unit].ravel()[-1]
        assert tiles[cell] == weights[focus.unit].ravel()[-1]


def test_layers_over_time(shown, events, qtbot):
    press(shown, "layersOverTimeButton")
    tab = shown.layers_tab
    measures = of_kind(events, LayersMeasured)
    words = tab.strips.accessibleDescription()
    assert "Convolution 2" in words
    assert "Scores: no ReLU" in words
    (low, high), (least, most) = tab.ratio_plot.limits
    assert low == 0
    assert high >= measures[-1].step
    ratios = [layer.update_ratio for measure in measures for layer in measure.layers]
    assert least <= min(ratios)
    assert most >= max(ratios)
    assert not tab.strips.grab().isNull()


def test_the_layers_of_another_run_replace_those_of_the_last(shown, qtbot):
    press(shown, "layersOverTimeButton")
    shown.session.training.events.emit(told(replace(CONFIG, network="mlp", epochs=1)))
    assert "Convolution" not in shown.layers_tab.strips.accessibleDescription()
    assert shown.focus.step.config.network == "mlp"
    assert shown.record.timeline.snapshots[-1].model.network == "mlp"


SEVEN = Drawing((Stroke(np.array([(20, 10), (80, 10), (40, 90)], np.float32)),))


def test_the_time_machine_lets_the_past_answer(shown, events, qtbot):
    session = shown.session
    before = session.reader.model
    with qtbot.waitSignal(session.pad.answered, timeout=TIMEOUT):
        session.pad.set_drawing(SEVEN)
    press(shown, "timeMachineButton")
    tab = shown.time_tab
    snapshots = shown.record.timeline.snapshots
    assert [one.step for one in snapshots] == list(range(9))
    pixels = session.pad.reading.digits[-1].pixels
    qtbot.waitUntil(lambda: len(tab.history.answers) == 9, timeout=TIMEOUT)
    assert tab.history.answers[4] == pytest.approx(answer_of(snapshots[4].model, pixels))
    assert not shown.findChild(QPushButton, "nowButton").isEnabled()
    with qtbot.waitSignal(session.pad.answered, timeout=TIMEOUT):
        qtbot.mouseClick(
            tab.history, Qt.MouseButton.LeftButton, pos=tab.history.centre_of(3).toPoint()
        )
    assert session.reader.model is snapshots[3].model
    assert session.reader.name.endswith("step 3")
    assert tab.slider.value() == 3
    expected = answer_of(snapshots[3].model, pixels)
    assert session.pad.reading.digits[-1].probabilities == pytest.approx(expected, abs=1e-5)
    kernels = snapshots[3].model.weights["0.weight"]
    assert np.array_equal(tab.filters.filters, kernels[:, 0])
    press(shown, "nowButton")
    assert session.reader.model is before
    assert tab.slider.value() == 8
    assert np.array_equal(tab.filters.filters, snapshots[8].model.weights["0.weight"][:, 0])


def test_the_first_moment_is_before_the_first_step(shown, qtbot):
    press(shown, "timeMachineButton")
    shown.time_tab.slider.setValue(0)
    assert any("before the first step" in text for text in visible_texts(shown))
    qtbot.keyClick(shown.time_tab.slider, Qt.Key.Key_End)
    assert shown.time_tab.visited is None
    assert not shown.session.reader.is_variant


def test_a_model_chosen_elsewhere_ends_the_visit(shown, qtbot):
    press(shown, "timeMachineButton")
    shown.time_tab.slider.setValue(2)
    assert shown.session.reader.is_variant
    shown.session.reader.use_shipped()
    assert shown.time_tab.visited is None
    assert shown.time_tab.slider.value() == shown.time_tab.slider.maximum()


def test_the_visited_moment_stays_while_the_run_goes_on(shown, events, qtbot):
    press(shown, "timeMachineButton")
    shown.time_tab.slider.setValue(2)
    newest = of_kind(events, SnapshotTaken)[-1]
    for step in range(9, 30):
        shown.session.training.events.emit([replace(newest, step=step)])
    assert shown.time_tab.visited.step == 2
    assert shown.time_tab.slider.value() == 2
    assert shown.time_tab.slider.maximum() == 29


class OneRun(QObject):
    """The training of a session that has done nothing but this run."""

    events = Signal(list)
    run = "the run"


def test_a_run_taken_up_again_loses_what_is_trained_again(events, qapp):
    training = OneRun()
    record = Record(SimpleNamespace(training=training))
    training.events.emit(events)
    digest = record.digest
    started = of_kind(events, TrainingStarted)[0]
    training.events.emit([TrainingResumed(**asdict(replace(started, first_step=4)))])
    assert [one.step for one in record.timeline.snapshots] == [0, 1, 2, 3, 4]
    assert all(measure.step <= 4 for measure in record.measures)
    assert record.digest is digest
    training.run = "another run"
    training.events.emit([TrainingResumed(**asdict(replace(started, first_step=4)))])
    assert not record.timeline.snapshots
    assert record.digest is None


def test_numbers_of_any_size():
    assert significant(0.0) == "0"
    assert significant(0.012345) == "0.0123"
    assert significant(-1234.5) == "−1234"
    assert significant(9.999e-6) == "1.00 × 10⁻⁵"
    assert significant(float("nan")) == "no number"
    assert in_units(-1234, -5, 4) == "−0.01234"
    assert in_units(3214, -10, 4) == "3.214 × 10⁻⁷"
    assert in_units(13, -10, 4) == "0.013 × 10⁻⁷"
