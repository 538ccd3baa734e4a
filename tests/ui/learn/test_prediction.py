"""Before an experiment a person says what they expect; what comes of it is shown over that."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget

from dlgui.core.evaluation.experiments import TrialResult, data_size_trials, race_trials
from dlgui.core.training.events import (
    EpochDone,
    StepDone,
    StepFollowed,
    TrainingDone,
    TrainingStarted,
)
from dlgui.core.training.hints import Hint, HintKind
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.learn.chapters import load_chapters
from dlgui.ui.learn.drawn_plot import POINTS
from dlgui.ui.learn.expectations import EXPECTATIONS, ExpectationSettled, TrialsDone
from dlgui.ui.learn.page import LearnPage
from dlgui.ui.learn.progress import Expected, Progress, Truth
from tests.helpers.pointer import drag

pytestmark = pytest.mark.usefixtures("themed")

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(live_session, qtbot):
    page = LearnPage(live_session)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    return page


def button(page, name):
    return page.findChild(QPushButton, name)


def draw(page, heights):
    """The curve through these heights, from 0 at the bottom to 1, from the left to the right."""
    plot = page.findChild(QWidget, "predictionPlot")
    area = plot.area()
    across = np.linspace(area.left(), area.right(), len(heights))
    drag(
        plot,
        [
            QPointF(x, area.bottom() - h * area.height())
            for x, h in zip(across, heights, strict=True)
        ],
    )


def state(page):
    return page.findChild(QLabel, "predictionStateLabel").text()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_experiment_has_its_prediction_and_its_question(language):
    for chapter in load_chapters(language):
        expectation = EXPECTATIONS.get(chapter.key)
        assert (chapter.before is None) == (chapter.after is None) == (expectation is None)
        if expectation is None:
            continue
        count = len(chapter.before.options)
        assert count == 0 if expectation.axes else 2 <= count <= 4
        assert 2 <= len(chapter.after.options) <= 4
        assert chapter.after.right in range(len(chapter.after.options))
        assert chapter.before.text
        assert chapter.after.text
        assert chapter.after.why
        assert "[" not in chapter.task.replace("](", "")


def test_both_languages_ask_the_same():
    for english, chinese in zip(load_chapters("en"), load_chapters("zh_CN"), strict=True):
        if english.after is not None:
            assert english.after.right == chinese.after.right
            assert len(english.after.options) == len(chinese.after.options)
            assert len(english.before.options) == len(chinese.before.options)


def test_a_curve_is_drawn_and_the_truth_is_painted_over_it(page, qtbot):
    page.open_chapter("cost")
    figure = page.findChild(QWidget, "costFigure")
    plot = page.findChild(QWidget, "predictionPlot")
    assert not figure.isVisible()  # It would give the curve away.
    assert not button(page, "predictButton").isEnabled()
    draw(page, [1.0, 0.5, 0.0])
    qtbot.mouseClick(button(page, "predictButton"), LEFT)
    expected = Progress(page._session.settings).expected("cost")
    assert len(expected.curve) == POINTS
    assert expected.curve[0] == pytest.approx(5.0, abs=0.2)
    assert expected.curve[POINTS // 2] == pytest.approx(2.5, abs=0.2)
    x, y = plot.points["truth"]
    assert y == pytest.approx(np.minimum(-np.log(x), 5.0), abs=1e-6)
    assert np.isfinite(plot.points["expected"][1]).all()
    assert figure.isVisible()
    assert state(page) == "What came of it"


def test_a_curve_is_drawn_by_the_arrow_keys(page, qtbot):
    page.open_chapter("overfitting")
    plot = page.findChild(QWidget, "predictionPlot")
    for _ in range(4):
        qtbot.keyClick(plot, Qt.Key.Key_Up)
    for _ in range(POINTS):
        qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert "Validation loss 0.84" in plot.accessibleDescription()
    qtbot.mouseClick(button(page, "predictButton"), LEFT)
    assert Progress(page._session.settings).expected("overfitting").curve == (0.84,) * POINTS


def test_a_sentence_is_chosen_by_a_click_on_it_and_judged_by_the_training(page, qtbot):
    page.open_chapter("neurons-layers-weights")
    first = page.findChild(QRadioButton, "predictionOption2")
    texts = [label for label in page.findChildren(QLabel) if label.buddy() is first]
    qtbot.mouseClick(texts[0], LEFT)
    assert first.isChecked()
    qtbot.mouseClick(button(page, "predictButton"), LEFT)
    assert not first.isEnabled()
    page._session.training.events.emit(
        [
            TrainingStarted("mlp", 1, 4500, 500, 10, 1, 0, 0, "cpu"),
            EpochDone(1, 10, 0.1, 0.9, 0.2, 0.91, 1.0, 100.0),
        ]
    )
    assert state(page) == "What came of it"
    assert first.accessibleDescription() == "expected"
    third = page.findChild(QRadioButton, "predictionOption3")
    assert third.accessibleDescription() == "came true"


def test_the_question_comes_after_and_its_answer_is_explained(page, qtbot):
    page.open_chapter("cost")
    answer = page.findChild(QRadioButton, "answerOption1")
    why = page.findChild(QLabel, "answerWhyLabel")
    assert not answer.isVisible()
    draw(page, [1.0, 0.0])
    qtbot.mouseClick(button(page, "predictButton"), LEFT)
    assert answer.isVisible()
    assert not why.isVisible()
    answer.click()
    assert why.isVisible()
    assert answer.accessibleDescription() == "not so"
    right = page.findChild(QRadioButton, f"answerOption{page.chapter.after.right + 1}")
    assert right.accessibleDescription() == "right"


def test_it_is_skipped_by_one_click_and_the_experiment_waits_until_then(page, qtbot):
    wanted = []
    page.go_wanted.connect(wanted.append)
    page.open_chapter("data")
    start = button(page, "dataExperimentButton")
    assert not start.isEnabled()
    assert "skip" in page.findChild(QLabel, "dataStatusLabel").text()
    qtbot.mouseClick(button(page, "skipPredictionButton"), LEFT)
    assert start.isEnabled()
    page.open_chapter("gradient-descent")
    go = button(page, "goToTaskButton")
    qtbot.mouseClick(go, LEFT)
    assert wanted == []
    qtbot.mouseClick(button(page, "skipPredictionButton"), LEFT)
    qtbot.mouseClick(go, LEFT)
    assert len(wanted) == 1


def test_it_can_be_said_again(page, qtbot):
    page.open_chapter("cost")
    qtbot.mouseClick(button(page, "skipPredictionButton"), LEFT)
    qtbot.mouseClick(button(page, "skipPredictionButton"), LEFT)
    assert state(page) == "What do you expect?"
    assert not Progress(page._session.settings).expected("cost").is_settled


def test_it_is_kept_and_goes_on_in_another_chapter_and_another_session(page, live_session, qtbot):
    page.open_chapter("overfitting")
    draw(page, [0.9, 0.2, 0.1])
    qtbot.mouseClick(button(page, "predictButton"), LEFT)
    page.open_chapter("limits")
    live_session.training.events.emit(
        [
            TrainingStarted("reference", 1, 300, 500, 10, 3, 0, 0, "cpu"),
            EpochDone(1, 10, 1.7, 0.5, 1.0, 0.7, 1.0, 1.0),
        ]
    )
    again = LearnPage(live_session)
    qtbot.addWidget(again)
    again.resize(800, 700)
    again.show()
    again.open_chapter("overfitting")
    plot = again.findChild(QWidget, "predictionPlot")
    assert plot.points["truth"][1].tolist() == [1.0]
    assert plot.points["expected"][1][-1] == pytest.approx(0.12, abs=0.03)
    live_session.training.events.emit(
        [
            TrainingStarted("reference", 1, 300, 500, 10, 2, 0, 0, "cpu"),
            EpochDone(1, 10, 1.7, 0.5, 0.9, 0.7, 1.0, 1.0),
            EpochDone(2, 20, 0.1, 0.9, 0.95, 0.8, 1.0, 1.0),
            TrainingDone(2, 20, 1, 0.8, 2.0),
        ]
    )
    assert plot.points["truth"][1].tolist() == [0.9, 0.95]
    assert state(again) == "What came of it"


def test_the_next_class_is_asked_again(page, live_session, qtbot):
    page.open_chapter("cost")
    qtbot.mouseClick(button(page, "skipPredictionButton"), LEFT)
    page.forget()
    page.open_chapter("cost")
    assert state(page) == "What do you expect?"


def test_nonsense_in_the_settings_file_is_nothing(live_session):
    progress = Progress(live_session.settings)
    kept = Expected(curve=(1.0, 2.0), truth=Truth(1, (0.0,), (1.0,), is_whole=True), answer=2)
    progress.set_expected("cost", kept)
    assert progress.expected("cost") == kept
    for nonsense in ("", "[]", '{"choice": 77}', "{" * 5000, '{"curve": "x"}'):
        live_session.settings.set_note("learn/expected-cost", nonsense)
        assert progress.expected("cost") == Expected()


# What came of it


def seen_by(key, events, session=None):
    outcome = EXPECTATIONS[key].outcome(session)
    truths = [truth for event in events if (truth := outcome(event)) is not None]
    return truths[-1] if truths else None


@pytest.mark.parametrize(
    ("losses", "choice"),
    [([2.3] + [0.3] * 99, 0), ([2.3] + [1.5] * 99, 1), ([2.3, 9000.0] + [2.35] * 98, 2)],
)
def test_where_the_loss_ends(losses, choice):
    start = TrainingStarted("compact", 1, 4500, 500, 100, 1, 0, 0, "cpu")
    steps = [StepDone(i, 1, loss, 0.5, 0.5, 0.1) for i, loss in enumerate(losses, 1)]
    end = TrainingDone(1, 100, 1, 0.1, 1.0)
    assert seen_by("gradient-descent", [start, *steps, end]).choice == choice
    usual = [replace(step, learning_rate=0.001) for step in steps]
    assert seen_by("gradient-descent", [start, *usual, end]) is None
    hint = Hint(HintKind.RATE_TOO_HIGH, "", None)
    assert seen_by("gradient-descent", [start, *steps, hint]).choice == choice


@pytest.mark.parametrize(("after", "choice"), [(9.0, 0), (0.5, 1), (0.0, 2), (-1.0, 2)])
def test_what_a_step_makes_of_the_loss_of_its_digits(after, choice):
    line, nothing = "flatten, dense 10", {}
    labels = np.full(4, 3)

    def weights(bias):
        found = {"1.weight": np.zeros((10, 784), np.float32), "1.bias": np.zeros(10, np.float32)}
        found["1.bias"][3] = bias
        return found

    followed = StepFollowed(
        9, 1, TrainingConfig(network=line), 1e-3, 9, np.zeros((4, 28, 28), np.float32), labels,
        np.zeros((4, 10)), 2.3, 0.1, weights(0.0), nothing, nothing, nothing, weights(after),
    )  # fmt: skip
    assert seen_by("backpropagation", [followed]) == Truth(choice, is_whole=True)


def test_the_maps_of_the_shipped_reader_move_along(page, live_session, qtbot):
    from dlgui.core.ink.drawing import Drawing, Stroke

    points = np.array(((100, 60), (250, 60), (150, 250)), np.float32)
    with qtbot.waitSignal(live_session.pad.answered):
        live_session.pad.set_drawing(Drawing((Stroke(points),)))
    assert seen_by("convolution", [ExpectationSettled()], live_session) == Truth(0, is_whole=True)


def results(trials, shares):
    return tuple(
        TrialResult(trial, round(500 * share), 500, 1.0, 1)
        for trial, share in zip(trials, shares, strict=True)
    )


def test_the_learning_curve_lies_over_the_drawn_one():
    trials = data_size_trials("mlp", 4500)
    truth = seen_by("data", [TrialsDone("data", results(trials, (0.6, 0.85, 0.95)), True)])
    assert truth.x == pytest.approx([log(50, 10), log(500, 10), log(4500, 10)])
    assert truth.y == pytest.approx((60.0, 85.0, 95.0))


@pytest.mark.parametrize(
    ("mlp", "compact", "choice"), [(0.95, 0.92, 0), (0.94, 0.97, 1), (0.95, 0.96, 2)]
)
def test_who_reads_more(mlp, compact, choice):
    trials = [t for t in race_trials(4500) if t.config.network in ("mlp", "compact")]
    shares = [mlp if trial.config.network == "mlp" else compact for trial in trials]
    assert seen_by("choosing", [TrialsDone("race", results(trials, shares), True)]).choice == choice
