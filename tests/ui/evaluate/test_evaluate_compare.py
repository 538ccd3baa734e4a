"""Comparing readers in the window: with the metrics of two evaluations made by themselves."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from dlgui import paths
from dlgui.core.evaluation.metrics import evaluate_digits
from dlgui.core.evaluation.run_table import summarise
from dlgui.core.nets.model import save_model
from dlgui.core.reading.reader import Reader
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.evaluate.compare import Compare
from dlgui.ui.evaluate.page import EvaluatePage
from dlgui.ui.evaluate.rivals import Rival, RivalBox
from dlgui.ui.kit.pixel_view import Gallery
from dlgui.ui.session.runs import run_title

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000


@pytest.fixture
def worse_model(live_session):
    """The shipped reader with a last layer that prefers the 8."""
    model = live_session.reader.model
    name = next(n for n, w in model.weights.items() if n.endswith("bias") and w.shape == (10,))
    bias = model.weights[name].copy()
    bias[8] += 5
    return replace(model, weights={**model.weights, name: bias})


@pytest.fixture
def run_folder(home, worse_model):
    run = RunFolder.create(
        paths.runs_dir(), TrainingConfig(network="reader"), name="20261124-193012-reader"
    )
    save_model(run.path / "model.safetensors", worse_model)
    return run.path


@pytest.fixture
def page(live_session, run_folder, qtbot):
    page = EvaluatePage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 640)
    page.show()
    qtbot.mouseClick(page.findChild(QPushButton, "compareButton"), Qt.MouseButton.LeftButton)
    tab = page.findChild(Compare)
    qtbot.waitUntil(lambda: tab.compared is not None, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: not live_session.tasks.doing, timeout=TIMEOUT)
    return page


@pytest.fixture
def expected(live_session, worse_model):
    digits = live_session.data.digits.validation
    return [evaluate_digits(Reader(m), digits) for m in (live_session.reader.model, worse_model)]


def text(page, name):
    return page.findChild(QLabel, name).text()


def test_both_readers_metrics_are_those_of_their_evaluations(page, expected, run_folder):
    name = page.findChild(QLabel, "secondNameLabel")
    assert name.toolTip() == run_title(summarise(run_folder))
    assert name.text().endswith(name.toolTip()[-5:])  # when, which tells runs apart
    for which, evaluation in zip(("first", "second"), expected, strict=True):
        assert text(page, f"{which}AccuracyLabel") == f"{100 * evaluation.accuracy:.2f}\u2009%"
        assert text(page, f"{which}LossLabel") == f"{evaluation.loss:.4f}"
    difference = 100 * (expected[0].accuracy - expected[1].accuracy)
    assert f"+{difference:.2f} points" in text(page, "differenceLabel")
    assert "hardly luck" in text(page, "verdictLabel")


def test_the_groups_hold_the_digits_that_one_or_both_are_right_about(
    page, expected, live_session, qtbot
):
    right = [[e.is_right for e in evaluation.examples] for evaluation in expected]
    only_first = [i for i, (a, b) in enumerate(zip(*right, strict=True)) if a and not b]
    only_second = [i for i, (a, b) in enumerate(zip(*right, strict=True)) if b and not a]
    gallery = page.findChild(Gallery, "differencesGallery")
    assert gallery.model().rowCount() == len(only_first) + len(only_second) > 5
    button = page.findChild(QToolButton, "onlyFirstButton")
    assert button.text().startswith(f"{len(only_first)}\n")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert gallery.model().rowCount() == len(only_first)
    place = gallery.visualRect(gallery.model().index(0, 0)).center()
    qtbot.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    image = live_session.data.digits.validation.images[only_first[0]]
    assert np.array_equal(live_session.pad.picture, image)
    page.findChild(QPushButton, "allDifferencesButton").click()
    assert gallery.model().rowCount() == len(only_first) + len(only_second)
    assert not button.isChecked()


def test_another_rival_is_compared_at_once(page, live_session, qtbot, run_folder):
    box = page.findChild(RivalBox)
    titles = [box.itemText(i) for i in range(box.count())]
    assert titles[:3] == ["No other reader", "Shipped reader", run_title(summarise(run_folder))]
    box.choose(Rival("Shipped reader", paths.resource("reader.safetensors")))
    qtbot.waitUntil(lambda: text(page, "secondNameLabel") == "Shipped reader", timeout=TIMEOUT)
    assert text(page, "differenceLabel").startswith("Difference 0.00 points")
    assert "the very same digits" in text(page, "verdictLabel")


def test_without_another_reader_there_is_nothing_to_compare(page):
    page.findChild(RivalBox).choose(None)
    assert not page.findChild(QPushButton, "evaluateButton").isEnabled()


def test_a_file_that_is_no_model_is_told_and_leaves_what_is_shown(
    page, live_session, qtbot, tmp_path
):
    path = tmp_path / "notes.safetensors"
    path.write_text("nothing")
    box = page.findChild(RivalBox)
    before = page.findChild(Compare).compared
    box.addItem("notes", Rival("notes", path))
    with qtbot.waitSignal(live_session.messages.said, timeout=TIMEOUT) as told:
        box.choose(Rival("notes", path))
    assert told.args[0].kind == "error"
    assert page.findChild(Compare).compared is before
