"""Ablation in a window with a real session: edits reach the pad, are counted, and come undone."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from own_lines import OWN_LINES
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton

from dlgui.core.explain.ablation import Unit, is_off, kernel_of, switch_off, units_off
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import Model, load_model, save_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.reading.calibration import Calibration
from dlgui.core.reading.ood_probe import Probe
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.inside.effect import EffectView
from dlgui.ui.inside.kernel_editor import STEP, KernelEditor
from dlgui.ui.inside.page import InsidePage
from dlgui.ui.inside.strip import LayerStrip
from dlgui.ui.session.reader import SHIPPED_READER

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 20_000
SEVEN = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))


@pytest.fixture
def page(qtbot, live_session):
    """The page at work on a seven, with the first filter chosen."""
    page = InsidePage(live_session)
    page.session = live_session
    qtbot.addWidget(page)
    page.resize(820, 680)
    page.show()
    with qtbot.waitSignal(live_session.pad.answered, timeout=TIMEOUT):
        live_session.pad.set_drawing(SEVEN)
    qtbot.waitUntil(lambda: page.insight is not None and page.insight.pixels.any(), timeout=TIMEOUT)
    button(page, "ablationButton").click()
    page.focus.choose(1, 3)
    return page


@pytest.fixture
def editor(page):
    return page.findChild(KernelEditor, "kernelEditor")


def button(page, name):
    return page.findChild(QPushButton, name) or page.findChild(QToolButton, name)


FILTER = Unit(0, 3)


def kernel(page, unit=FILTER, part=0):
    return kernel_of(page.session.reader.model, unit, part)


def turn(widget, at, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(at),
        widget.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_filter_is_switched_off_and_on(page, qtbot):
    original = page.session.reader.model
    off = button(page, "switchOffButton")
    off.click()
    assert page.session.reader.name == f"{SHIPPED_READER}, edited"
    assert units_off(page.session.reader.model) == {Unit(0, 3)}
    qtbot.waitUntil(lambda: page.insight.model is page.session.reader.model, timeout=TIMEOUT)
    for stage in (1, 2, 3):  # convolution, batch norm, ReLU
        assert not page.insight.stages[stage].values[3].any()
    assert off.text() == "Switch on"
    off.click()
    assert not units_off(page.session.reader.model)
    for name, array in original.weights.items():
        np.testing.assert_array_equal(page.session.reader.model.weights[name], array)


@pytest.mark.parametrize("name", [*NETWORKS, *OWN_LINES])
def test_every_network_can_be_edited(page, qtbot, tmp_path, name):
    path = tmp_path / "network.safetensors"
    save_model(path, Model(name, weights_of(build(network_of(name), 0))))
    page.session.reader.open(path)
    qtbot.waitUntil(lambda: page.insight.model.network == name, timeout=TIMEOUT)
    stages = page.insight.stages
    for index, stage in enumerate(stages[:-2]):
        is_hidden = index - 1 < network_of(name).last_weighted
        if stage.kind not in ("convolution", "dense") or not is_hidden:
            continue
        page.focus.choose(index, 0)
        page.focus.point(stage.strongest(0))
        unit = Unit(index - 1, page.focus.place[0])
        button(page, "switchOffButton").click()
        assert units_off(page.session.reader.model) == {unit}
        assert page.findChild(KernelEditor).isHidden() == (stage.kind == "dense")
        button(page, "restoreButton").click()
        assert not page.session.reader.is_variant


def test_the_map_of_a_later_layer_leads_to_the_filter_that_made_it(page, qtbot):
    strip = page.findChild(LayerStrip, "ablationStrip")
    relu = next(b for b in strip.blocks if b.stage == 3)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=relu.rect(7).center().toPoint())
    button(page, "switchOffButton").click()
    assert units_off(page.session.reader.model) == {Unit(0, 7)}
    page.focus.choose(len(page.insight.stages) - 2, 0)
    assert not button(page, "switchOffButton").isEnabled()


def test_a_weight_is_changed_by_keys_wheel_and_typing(page, editor, qtbot):
    before = kernel(page).copy()
    at = editor.rect_of(1, 2).center().toPoint()
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=at)
    qtbot.keyClick(editor, Qt.Key.Key_Plus)
    assert kernel(page)[1, 2] == pytest.approx(round(float(before[1, 2]) + STEP, 3))
    turn(editor, at, -2)
    assert kernel(page)[1, 2] == pytest.approx(round(float(before[1, 2]), 3) - STEP, abs=1e-6)
    turn(editor, at, 1, Qt.KeyboardModifier.ShiftModifier)
    assert kernel(page)[1, 2] == pytest.approx(round(float(before[1, 2]), 3) + 9 * STEP, abs=1e-6)
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    field = editor.findChild(QLineEdit)
    qtbot.keyClicks(field, "-1.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert kernel(page)[1, 3] == -1.25
    assert "row 2, column 4: \u22121.250" in editor.accessibleDescription()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert kernel(page)[1, 3] == 0
    others = np.ones((5, 5), bool)
    others[1, 2:4] = False
    np.testing.assert_array_equal(kernel(page)[others], before[others])


def test_escape_leaves_a_weight_as_it_is(page, editor, qtbot):
    model = page.session.reader.model
    qtbot.keyClick(editor, Qt.Key.Key_5)
    field = editor.findChild(QLineEdit)
    assert field.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert page.session.reader.model is model


def test_another_kernel_of_the_filter_can_be_edited(page, editor, qtbot):
    stage = next(
        i for i, s in enumerate(page.insight.stages) if (s.kind, s.number) == ("convolution", 2)
    )
    page.focus.choose(stage, 5)
    unit = Unit(stage - 1, 5)
    weights = np.abs(page.session.reader.model.weights[f"{stage - 1}.weight"][5]).sum(axis=(1, 2))
    strongest = int(weights.argmax())
    part = strongest - 1 if strongest else 1
    button(page, "previousKernelButton" if strongest else "nextKernelButton").click()
    before = kernel(page, unit, part).copy()
    button(page, "moreWeightButton").click()
    changed = kernel(page, unit, part) != before
    assert np.argwhere(changed).tolist() == [[1, 1]]


def test_edits_are_undone_one_by_one_redone_and_all_at_once(page, editor, qtbot):
    session, original = page.session, page.session.reader.model
    undo, redo, restore = (
        button(page, name) for name in ("undoEditButton", "redoEditButton", "restoreButton")
    )
    assert not undo.isEnabled()
    assert not restore.isEnabled()
    for _ in range(3):
        qtbot.keyClick(editor, Qt.Key.Key_Plus)  # one edit: the same weight in a row
    edited = session.reader.model
    button(page, "switchOffButton").click()
    undo.click()
    assert session.reader.model is edited
    undo.click()
    assert session.reader.model is original
    assert session.reader.name == SHIPPED_READER
    assert not session.reader.is_variant
    assert not undo.isEnabled()
    redo.click()
    redo.click()
    assert is_off(session.reader.model, Unit(0, 3))
    restore.click()
    assert session.reader.model is original
    assert not session.reader.is_variant


def test_before_and_after_are_the_answers_and_accuracies_of_both_networks(page, qtbot):
    session, original = page.session, page.session.reader.model
    for number in range(8, 32):
        page.focus.choose(1, number)
        button(page, "switchOffButton").click()
    edited = session.reader.model
    effect = page.findChild(EffectView, "effectView")
    digits = session.data.digits.validation
    shares = [
        100 * float((Forward(m).logits(digits.images).argmax(axis=1) == digits.labels).mean())
        for m in (original, edited)
    ]
    expected = f"Validation accuracy: {shares[0]:.2f}\u2009%, then {shares[1]:.2f}\u2009%"
    qtbot.waitUntil(lambda: expected in effect.accessibleDescription(), timeout=60_000)
    assert f"Of {len(digits):,} validation digits" in effect.accessibleDescription()
    answer = int(Forward(edited).logits(page.insight.pixels[None])[0].argmax())
    words = effect.accessibleDescription()
    assert words.startswith("Answer: 7, ")
    assert f"then {answer}, " in words


def test_the_edited_network_is_saved_as_any_model(page, qtbot, tmp_path):
    button(page, "switchOffButton").click()
    path = tmp_path / "edited.safetensors"
    page.session.reader.save(path)
    qtbot.waitUntil(path.is_file, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: not page.session.tasks.doing, timeout=TIMEOUT)
    assert units_off(load_model(path)) == {Unit(0, 3)}


def test_another_model_on_the_pad_ends_the_ablation(page, qtbot):
    button(page, "switchOffButton").click()
    page.session.reader.use_shipped()
    undo = button(page, "undoEditButton")
    qtbot.waitUntil(lambda: not undo.isEnabled(), timeout=TIMEOUT)
    assert not units_off(page.session.reader.model)


def test_a_variant_that_is_edited_comes_back_as_a_variant(page):
    session, shipped = page.session, page.session.reader.model
    variant = switch_off(shipped, Unit(0, 9))
    session.reader.try_out(variant, "Variant")
    button(page, "switchOffButton").click()
    assert session.reader.name == "Variant, edited"
    button(page, "restoreButton").click()
    assert (session.reader.model, session.reader.name) == (variant, "Variant")
    session.reader.end_trial()
    assert session.reader.model is shipped


def test_during_a_training_a_frozen_copy_is_edited(page, qtbot):
    session = page.session
    session.training.start(TrainingConfig(network="compact", epochs=1, batch_size=50))
    qtbot.waitUntil(lambda: page.insight.network.name == "compact", timeout=60_000)
    session.training.pause()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.PAUSED, timeout=TIMEOUT)
    page.focus.choose(1, 3)
    button(page, "switchOffButton").click()
    frozen = session.reader.model
    assert any("frozen at your first edit" in label.text() for label in page.findChildren(QLabel))
    session.training.continue_()
    with qtbot.waitSignal(session.training.events, timeout=TIMEOUT):
        pass
    assert session.reader.model is frozen
    button(page, "restoreButton").click()
    assert not session.reader.is_variant
    assert "edited" not in session.reader.name
    assert not units_off(session.reader.model)
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)


def test_an_edited_network_gets_a_calibration_of_its_own(page, qtbot):
    reader, digits = page.session.reader, page.session.data.digits.validation
    original = reader.model
    for number in range(16):
        page.focus.choose(1, number)
        button(page, "switchOffButton").click()
    edited = reader.model
    assert edited.calibration == original.calibration  # until there is another

    def refused():
        found, logits = Calibration.of(reader.model), Forward(reader.model).logits(digits.images)
        return found.refuses(logits, np.empty(0)).mean()

    before = refused()
    qtbot.waitUntil(lambda: reader.model is not edited, timeout=TIMEOUT)
    assert before > 0.1 > 2 * refused()
    assert reader.model.weights is edited.weights
    assert page.session.reader.name == f"{SHIPPED_READER}, edited"
    button(page, "restoreButton").click()
    assert reader.model is original


def test_a_calibration_that_comes_after_another_edit_is_dropped(page, qtbot, monkeypatch):
    asked, may_answer = [], Event()

    def calibrating(model, data):
        asked.append(model)
        while not may_answer.wait(0.001):
            yield
        return replace(model, calibration={**model.calibration, "threshold": -float(len(asked))})

    monkeypatch.setattr("dlgui.ui.inside.ablation.calibrating_in_process", calibrating)
    model = page.session.reader.model
    features = Forward(model).features(np.zeros((1, 28, 28), np.uint8)).shape[1]
    probe = Probe(np.zeros(features), np.ones(features), np.ones((features + 1, 1)), np.ones(2))
    original = replace(model, calibration=Calibration(probe=probe).record())
    page.session.reader.choose(original, "mine")
    qtbot.waitUntil(lambda: page.insight.model is original, timeout=TIMEOUT)
    button(page, "switchOffButton").click()
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=TIMEOUT)
    page.focus.choose(1, 4)
    button(page, "switchOffButton").click()
    newest = page.session.reader.model
    may_answer.set()
    qtbot.waitUntil(lambda: page.session.reader.model is not newest, timeout=TIMEOUT)
    assert page.session.reader.model.calibration["threshold"] == -2.0
    assert page.session.reader.model.weights is newest.weights
    assert len(asked) == 2
