"""The time machine of kept runs, on small real trainings."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QSlider

from dlgui import paths
from dlgui.core.data.datasets import load_embedded
from dlgui.core.evaluation.run_epochs import confusion, load_pasts
from dlgui.core.explain.steps import answer_of
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.steps.answer_history import AnswerHistory, FiltersView
from dlgui.ui.steps.confusion_view import ConfusionView
from dlgui.ui.steps.page import StepPage

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 20_000
LEFT = Qt.MouseButton.LeftButton
SEVEN = Drawing((Stroke(np.array([[0.0, 0.0], [60.0, 0.0], [20.0, 100.0]])),))


def kept(name, epochs):
    from dlgui.core.training.train import train

    config = TrainingConfig(network="mlp", epochs=epochs, train_digits=200, device="cpu")
    run = RunFolder.create(paths.runs_dir(), config, "", name=name)
    list(recorded(train(config, load_embedded()), run))
    return run.path


@pytest.fixture
def page(qtbot, live_session):
    page = StepPage(live_session)
    page.session = live_session
    qtbot.addWidget(page)
    page.resize(820, 900)
    page.show()
    return page


def opened(page, qtbot, *runs):
    page.open_runs(runs)
    qtbot.waitUntil(lambda: page.time_tab.kept_runs.isVisible(), timeout=TIMEOUT)


def part(page, kind, name):
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def test_two_runs_answer_at_the_same_epoch(page, qtbot):
    session, runs = page.session, [kept("long", 3), kept("short", 2)]
    long, short = load_pasts(runs, {})
    with qtbot.waitSignal(session.pad.answered, timeout=TIMEOUT):
        session.pad.set_drawing(SEVEN)
    before = session.reader.model
    opened(page, qtbot, *runs)
    answers = [part(page, AnswerHistory, f"keptRunAnswers{n}") for n in (1, 2)]
    qtbot.waitUntil(lambda: [len(a.answers) for a in answers] == [3, 2], timeout=TIMEOUT)
    pixels = session.pad.digit.pixels
    for shown, past in zip(answers, (long, short), strict=True):
        expected = [answer_of(model, pixels) for model in past.networks.values()]
        np.testing.assert_allclose(shown.answers, expected, atol=1e-6)
    slider = part(page, QSlider, "epochSlider")
    assert (slider.minimum(), slider.value()) == (1, 3)
    assert "not trained further" in part(page, QLabel, "keptRunNote2").text()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert part(page, QLabel, "epochLabel").text() == "Epoch 1"
    assert session.reader.name.endswith("epoch 1")
    for number, past in ((1, long), (2, short)):
        model = past.networks[1]
        filters = part(page, FiltersView, f"keptRunFilters{number}").filters
        np.testing.assert_array_equal(filters.ravel(), model.weights["1.weight"][:64].ravel())
        matrix, expected = (
            part(page, ConfusionView, f"keptRunConfusion{number}"),
            confusion(model, past.digits),
        )
        qtbot.waitUntil(lambda m=matrix, e=expected: np.array_equal(m.counts, e), timeout=TIMEOUT)
    QTest.mouseClick(answers[0], LEFT, pos=answers[0].centre_of(1).toPoint())
    assert slider.value() == 2
    QTest.mouseClick(part(page, QPushButton, "leaveKeptRunsButton"), LEFT)
    assert session.reader.model is before
    assert not page.time_tab.kept_runs.isVisible()


def test_what_is_missing_is_said(page, qtbot):
    path = kept("thinned", 3)
    for name in ("epoch-0001", "epoch-0002", "best"):
        (path / f"{name}.safetensors").unlink(missing_ok=True)
    opened(page, qtbot, path)
    assert "No other epoch is left" in part(page, QLabel, "keptRunNote1").text()
    assert not part(page, ConfusionView, "keptRunConfusion2").isVisible()


def test_a_run_without_a_network_is_said_to_be_one(page, qtbot):
    path = RunFolder.create(paths.runs_dir(), TrainingConfig(network="mlp"), name="empty").path
    with qtbot.waitSignal(page.session.tasks.failed, timeout=TIMEOUT) as failed:
        page.open_runs([path])
    assert "no network to go back to" in failed.args[0]
    assert not page.time_tab.kept_runs.isVisible()


def test_a_training_of_now_goes_on_unseen(page, qtbot):
    opened(page, qtbot, kept("one", 2))
    page.record.snapshots_changed.emit()
    assert page.time_tab.kept_runs.isVisible()
    page.session.reader.use_shipped()
    chosen = page.session.reader.model
    QTest.mouseClick(part(page, QPushButton, "leaveKeptRunsButton"), LEFT)
    assert page.session.reader.model is chosen
