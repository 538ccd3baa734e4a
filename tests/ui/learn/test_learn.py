"""The page Learn: chapters, what it notices, and the experiments beside the training."""

from __future__ import annotations

import re
from math import log

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QUrl
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QWidget,
)

from dlgui import paths
from dlgui.core.evaluation.experiments import data_size_trials
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.core.training.events import EpochDone, StepDone, TrainingStarted
from dlgui.core.training.hints import Hint, HintKind
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.ui.learn.chapters import ChapterList, key_of, load_chapters
from dlgui.ui.learn.exercises import EXERCISES, ExperimentDone
from dlgui.ui.learn.expectations import TrialsDone
from dlgui.ui.learn.experiment import Experiments, data_figure, race_figure
from dlgui.ui.learn.page import LearnPage
from dlgui.ui.learn.result_views import Race

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 60_000
BOX = (0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def page(live_session, qtbot):
    page = LearnPage(live_session)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    return page


def reading(probabilities, refused=False):
    p = np.array(probabilities, np.float32)
    digit = int(p.argmax())
    pixels = np.zeros((28, 28), np.float32)
    return Reading((DigitReading(digit, float(p[digit]), p, BOX, pixels, refused),))


def sure_of(digit, refused=False):
    return reading([0.91 if index == digit else 0.01 for index in range(10)], refused)


def skip(page, qtbot):
    """Do not say what is expected."""
    qtbot.mouseClick(page.findChild(QPushButton, "skipPredictionButton"), Qt.MouseButton.LeftButton)


def state(page):
    return page.findChild(QLabel, "taskStateLabel").text()


# Chapters


def test_every_chapter_has_its_parts_and_its_exercise():
    chapters = load_chapters()
    assert [chapter.number for chapter in chapters] == list(range(1, 13))
    assert [chapter.key for chapter in chapters] == list(EXERCISES)
    for chapter in chapters:
        assert chapter.text.startswith(f"# {chapter.title}\n")
        assert "Try it" not in chapter.text
        assert chapter.task


@pytest.mark.parametrize("chapter", load_chapters(), ids=lambda chapter: chapter.key)
def test_a_chapter_is_short(chapter):
    assert 250 <= len(f"{chapter.text} {chapter.task}".split()) <= 450


def test_links_between_chapters_lead_somewhere():
    keys = {chapter.key for chapter in load_chapters()}
    links = [
        link
        for chapter in load_chapters()
        for link in re.findall(r"\]\(([^)]+)\)", f"{chapter.text} {chapter.task}")
    ]
    inner = [link for link in links if not link.startswith("http")]
    assert len(inner) > 5
    assert {key_of(link) for link in inner} <= keys
    assert key_of("https://www.deeplearningbook.org/") is None


def test_what_is_not_translated_comes_in_english(tmp_path, monkeypatch):
    def resource(*parts):
        return tmp_path.joinpath(*parts)

    for language, name, title in (
        ("en", "01-one.md", "One"),
        ("en", "02-two.md", "Two"),
        ("de", "01-one.md", "Eins"),
    ):
        folder = tmp_path / "learn" / language
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_text(f"# {title}\n\nText.\n\n## Task\n\nDo it.\n")
    with monkeypatch.context() as patched:
        patched.setattr(paths, "resource", resource)
        german, french = load_chapters("de"), load_chapters("fr")
    assert [chapter.title for chapter in german] == ["Eins", "Two"]
    assert [chapter.title for chapter in french] == ["One", "Two"]
    assert german[0].task == "Do it."


def test_chapters_are_opened_by_keys_by_links_and_by_the_button(page, qtbot):
    chapters = page.findChild(QListWidget, "chapterList")
    assert page.chapter.key == "neural-network"
    qtbot.keyClick(chapters, Qt.Key.Key_Down)
    assert page.chapter.number == 2
    page.findChild(QWidget, "chapterText").anchorClicked.emit(QUrl("04-cost.md"))
    assert page.chapter.key == "cost"
    assert chapters.currentItem().text() == "4  The cost function"
    qtbot.mouseClick(page.findChild(QPushButton, "nextChapterButton"), Qt.MouseButton.LeftButton)
    assert page.chapter.number == 5


def test_the_whole_text_is_shown_without_scroll_bars_of_its_own(page):
    for chapter in load_chapters():
        page.open_chapter(chapter.key)
        text = page.findChildren(QWidget, "chapterText")[-1]
        assert text.height() >= text.document().size().height()


@pytest.mark.parametrize("height", [260, 900])
def test_no_chapters_name_is_cut_off_beside_a_scroll_bar(qtbot, height):
    chapters = ChapterList(load_chapters())
    qtbot.addWidget(chapters)
    chapters.show_done([])
    chapters.resize(176, height)
    chapters.show()
    taken = 14 + 20  # the tick, and what is around tick and name
    room = QRect(0, 0, chapters.viewport().width() - taken, 999)
    for row in range(chapters.count()):
        item = chapters.item(row)
        words = chapters.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
        assert chapters.visualItemRect(item).height() >= words.height()


# What is noticed


def settle(page, reading):
    """An answer that has stayed for long enough."""
    page.notice(reading)


def test_a_four_on_the_pad_is_noticed_and_remembered(page, live_session, qtbot):
    settle(page, sure_of(7))
    settle(page, sure_of(4, refused=True))
    assert state(page) == "Try it"
    live_session.pad.answered.emit(sure_of(4))
    assert state(page) == "Try it"
    qtbot.waitUntil(lambda: state(page) == "Done")
    again = LearnPage(live_session)
    qtbot.addWidget(again)
    assert again.is_done("neural-network")
    assert state(again) == "Done"
    assert "1 of 12 done" in " ".join(label.text() for label in again.findChildren(QLabel))


def test_what_an_answer_passes_through_does_not_count(page, live_session, qtbot):
    live_session.pad.answered.emit(sure_of(4))
    live_session.pad.drawing_changed.emit()  # The pen goes on.
    live_session.pad.answered.emit(sure_of(9))
    page.open_chapter("activation")
    page.open_chapter("neural-network")
    with qtbot.waitSignal(page._settling.timeout):
        pass
    assert not page.is_done("neural-network")


def test_only_the_open_chapters_task_is_watched_for(page, live_session):
    page.open_chapter("limits")
    settle(page, sure_of(4))
    page.open_chapter("neural-network")
    assert state(page) == "Try it"
    assert not page.is_done("neural-network")


def test_nobody_has_done_a_task_that_they_have_not_seen(live_session, qtbot):
    page = LearnPage(live_session)
    qtbot.addWidget(page)
    settle(page, sure_of(4))
    assert not page.is_done("neural-network")
    page.show()
    settle(page, sure_of(4))
    assert page.is_done("neural-network")


def test_the_next_class_begins_again(page, live_session, qtbot):
    button = page.findChild(QPushButton, "forgetProgressButton")
    assert not button.isVisible()
    settle(page, sure_of(4))
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not page.is_done("neural-network")
    assert state(page) == "Try it"
    assert not button.isVisible()
    settle(page, sure_of(4))
    assert state(page) == "Done"


def test_whoever_is_elsewhere_is_told(page, live_session, qtbot):
    said, wanted = [], []
    live_session.messages.said.connect(said.append)
    page.go_wanted.connect(wanted.append)
    settle(page, Reading())
    page.hide()
    settle(page, sure_of(4))
    (message,) = said
    assert "What a neural network is" in message.text
    message.action()
    assert wanted == [None]


def epoch(network, train, validation):
    return [
        TrainingStarted(network, 1, 100, 500, 10, 1, 0, 0, "cpu"),
        EpochDone(1, 10, 0.1, train, 0.2, validation, 1.0, 100.0),
    ]


@pytest.mark.parametrize(
    ("key", "misses", "hit"),
    [
        ("neurons-layers-weights", epoch("compact", 0.9, 0.9), epoch("mlp", 0.9, 0.9)),
        ("overfitting", epoch("mlp", 1.0, 0.95), epoch("compact", 1.0, 0.8)),
        ("reading-on", epoch("reader", 0.99, 0.955), epoch("compact", 0.97, 0.962)),
    ],
)
def test_trainings_are_noticed(page, live_session, key, misses, hit):
    page.open_chapter(key)
    live_session.training.events.emit(misses)
    assert state(page) == "Try it"
    live_session.training.events.emit(hit)
    assert state(page) == "Done"


def test_a_loss_that_blows_up_is_noticed_by_its_hint(page, live_session):
    page.open_chapter("gradient-descent")
    live_session.hints.found.emit(Hint(HintKind.RATE_TOO_LOW, "", None))
    assert state(page) == "Try it"
    live_session.hints.found.emit(Hint(HintKind.RATE_TOO_HIGH, "", None))
    assert state(page) == "Done"


def test_a_refusal_is_noticed(page, live_session):
    page.open_chapter("limits")
    settle(page, sure_of(4))
    assert state(page) == "Try it"
    settle(page, sure_of(4, refused=True))
    assert state(page) == "Done"


def test_pointing_at_a_value_of_the_first_convolution_is_noticed(page, live_session):
    from dlgui.core.explain.trace import look_inside
    from dlgui.ui.session.focus import Focus

    page.open_chapter("convolution")
    focus = Focus()
    page.follow(focus)
    pixels = np.zeros((28, 28), np.float32)
    pixels[4:24, 13:16] = 1.0
    focus.set_insight(look_inside(live_session.reader.model, pixels))
    focus.choose(1, 3)
    assert state(page) == "Try it"
    strongest = focus.current().strongest(3)
    focus.point((3, (strongest[1] + 1) % 20, strongest[2]))
    assert state(page) == "Done"


def test_an_exercise_sets_the_training_up_and_starts_nothing(page, live_session, qtbot):
    wanted = []
    page.go_wanted.connect(wanted.append)
    page.open_chapter("gradient-descent")
    skip(page, qtbot)
    qtbot.mouseClick(page.findChild(QPushButton, "goToTaskButton"), Qt.MouseButton.LeftButton)
    assert [exercise.config.learning_rate for exercise in wanted] == [0.5]
    assert live_session.training.state is TrainingState.IDLE


def test_while_a_training_runs_its_settings_are_left_alone(page, live_session, qtbot):
    page.open_chapter("overfitting")
    skip(page, qtbot)
    button = page.findChild(QPushButton, "goToTaskButton")
    assert button.isEnabled()
    live_session.training.start(EXERCISES["reading-on"].config or TrainingConfig())
    assert not button.isEnabled()
    assert "stop it first" in button.toolTip()
    live_session.training.stop()
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    assert button.isEnabled()


# Figures


def test_the_loss_is_that_of_the_pads_own_bars(page, live_session, qtbot):
    page.open_chapter("cost")
    label, meant = page.findChild(QLabel, "lossLabel"), page.findChild(QComboBox, "meantBox")
    assert "Say which digit" in label.text()
    live_session.pad.digit = sure_of(4).digits[0]
    assert state(page) == "Try it"  # without a digit that is meant, there is no loss
    qtbot.keyClicks(meant, "4")
    assert f"{-log(0.91):.3f}" in label.text()
    assert state(page) == "Try it"
    qtbot.keyClick(meant, Qt.Key.Key_End)
    assert f"{-log(0.01):.3f}" in label.text()
    qtbot.waitUntil(lambda: state(page) == "Done")
    live_session.pad.digit = reading(np.eye(10)[1]).digits[0]
    assert "∞" in label.text()
    live_session.pad.digit = None
    assert label.text() == "Draw it on the pad."


def test_the_dot_is_moved_by_keys_and_by_the_mouse(page, qtbot):
    page.open_chapter("activation")
    plot, label = (
        page.findChild(QWidget, "activationPlot"),
        page.findChild(QLabel, "activationLabel"),
    )
    assert label.text() == "ReLU(1.00) = 1.000,  derivative 1.000"
    qtbot.mouseClick(page.findChild(QPushButton, "sigmoidButton"), Qt.MouseButton.LeftButton)
    for _ in range(8):
        qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert label.text() == "Sigmoid(−1.00) = 0.269,  derivative 0.197"
    assert state(page) == "Try it"
    qtbot.mouseClick(page.findChild(QPushButton, "reluButton"), Qt.MouseButton.LeftButton)
    assert label.text() == "ReLU(−1.00) = 0.000,  derivative 0.000"
    assert state(page) == "Done"
    end = QPoint(plot.width() - 1, plot.height() // 2)
    qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=end)
    assert label.text() == "ReLU(5.00) = 5.000,  derivative 1.000"


def test_the_button_leads_to_the_figure(page, qtbot):
    page.activateWindow()
    page.open_chapter("activation")
    qtbot.mouseClick(page.findChild(QPushButton, "goToTaskButton"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.findChild(QWidget, "activationPlot").hasFocus())


# Experiments


class FakeTraining:
    """Quick, and tells how it was asked to train."""

    def __init__(self) -> None:
        self.configs = []
        self.counts = []

    def __call__(self, config, data, controls, resume):
        self.configs.append(config)
        self.counts.append(len(data.train))
        yield TrainingStarted(config.network, 77, len(data.train), 500, 1, 1, 0, 0, "cpu")
        for number in range(1, config.epochs + 1):
            if controls.order(wait=True) is None:
                return
            yield StepDone(number, number, 1.0, 0.5, 1e-3, 0.1)
            yield EpochDone(number, number, 1.0, 0.5, 1.0, 0.8, 0.1 * number, 1.0)


@pytest.fixture
def fake():
    return FakeTraining()


@pytest.fixture
def experiments(live_session, fake):
    return Experiments(live_session, TrainingJob(train=fake))


def test_an_experiment_trains_one_network_after_the_other(experiments, fake, qtbot):
    trials = data_size_trials("mlp", 4500)
    with qtbot.waitSignal(experiments.finished, timeout=TIMEOUT) as finished:
        experiments.start("data", trials)
        assert experiments.running == "data"
    assert finished.args == ["data"]
    assert fake.configs == [trial.config for trial in trials]
    assert fake.counts == [50 * 256, 500 * 26, 4500 * 3]
    results = experiments.results("data")
    assert [result.trial for result in results] == list(trials)
    assert {(result.right, result.count, result.parameters) for result in results} == {
        (400, 500, 77)
    }
    assert results[0].seconds == pytest.approx(0.1)
    assert experiments.running == ""


def test_it_waits_while_the_persons_training_runs(experiments, fake, live_session, page, qtbot):
    live_session.training.start(TrainingConfig().with_(network="mlp", epochs=200))
    experiments.start("data", data_size_trials("mlp", 50))
    assert experiments.is_waiting
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.RUNNING, timeout=TIMEOUT)
    assert fake.configs == []
    with qtbot.waitSignal(experiments.finished, timeout=TIMEOUT):
        live_session.training.stop()


def test_it_can_be_stopped_and_keeps_what_it_has(experiments, fake, qtbot):
    def stop_after_first():
        if len(experiments.results("data")) == 1:
            experiments.cancel()

    finished = []
    experiments.finished.connect(finished.append)
    experiments.changed.connect(stop_after_first)
    experiments.start("data", data_size_trials("mlp", 4500))
    qtbot.waitUntil(lambda: not experiments.running, timeout=TIMEOUT)
    assert len(experiments.results("data")) == 1
    assert finished == []


def test_closing_the_session_ends_it(experiments, live_session, page, qtbot):
    live_session.training.start(TrainingConfig().with_(network="mlp", epochs=200))
    experiments.start("data", data_size_trials("mlp", 50))
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    assert experiments.running == ""


def test_a_real_experiment_disturbs_neither_pad_nor_runs(page, live_session, qtbot):
    events, models = [], []
    live_session.training.events.connect(events.append)
    live_session.reader.changed.connect(lambda: models.append(live_session.reader.name))
    experiments = Experiments(live_session)
    with qtbot.waitSignal(experiments.finished, timeout=TIMEOUT):
        experiments.start("data", data_size_trials("mlp", 50))
    (result,) = experiments.results("data")
    assert 0.3 < result.accuracy < 0.9
    assert (events, models) == ([], [])
    assert live_session.training.state is TrainingState.IDLE
    assert not paths.runs_dir().exists()


def test_a_figure_starts_the_experiment_and_tells_its_results(
    live_session, experiments, fake, qtbot
):
    figure = race_figure(experiments, live_session)
    qtbot.addWidget(figure)
    figure.show()
    acted = []
    figure.acted.connect(acted.append)
    button = figure.findChild(QPushButton, "raceExperimentButton")
    assert button.text() == "Start"
    with qtbot.waitSignal(experiments.finished, timeout=TIMEOUT):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.text() == "Stop"
    assert button.text() == "Start"
    assert acted[-1] == ExperimentDone("race")
    told = [seen for seen in acted if isinstance(seen, TrialsDone)]
    assert told[-1].results == experiments.results("race")
    assert [seen.is_whole for seen in told] == [False] * (len(NETWORKS) - 1) + [True]
    view = figure.findChild(Race)
    told = view.accessibleDescription().splitlines()
    assert len(told) == len(NETWORKS)
    assert any("Compact CNN, 4,500 digits: 80.0 % right" in line for line in told)
    assert "500 validation digits" in figure.findChild(QLabel, "raceStatusLabel").text()


def test_a_network_that_is_kept_joins_the_race_by_its_name(live_session, experiments, fake, qtbot):
    figure = race_figure(experiments, live_session)
    qtbot.addWidget(figure)
    height = figure.findChild(Race).sizeHint().height()
    live_session.networks.keep("Mine", "conv 4 3, flatten, dense 10")
    assert figure.findChild(Race).sizeHint().height() > height
    with qtbot.waitSignal(experiments.finished, timeout=TIMEOUT):
        figure.findChild(QPushButton, "raceExperimentButton").click()
    told = figure.findChild(Race).accessibleDescription().splitlines()
    assert len(told) == len(NETWORKS) + 1
    assert any(line.startswith("Mine, 4,500 digits: ") for line in told)


def test_only_one_experiment_runs_at_a_time(live_session, experiments, qtbot):
    race, data = race_figure(experiments, live_session), data_figure(experiments, live_session)
    for figure in (race, data):
        qtbot.addWidget(figure)
    race.findChild(QPushButton, "raceExperimentButton").click()
    button = data.findChild(QPushButton, "dataExperimentButton")
    assert not button.isEnabled()
    qtbot.waitUntil(lambda: not experiments.running, timeout=TIMEOUT)
    assert button.isEnabled()


def test_a_followed_step_is_noticed(page, live_session, qtbot):
    page.open_chapter("backpropagation")
    live_session.training.start(TrainingConfig().with_(network="mlp", epochs=200))
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.RUNNING, timeout=TIMEOUT)
    live_session.training.pause()
    assert state(page) == "Try it"
    live_session.training.follow_step()
    qtbot.waitUntil(lambda: state(page) == "Done", timeout=TIMEOUT)
    live_session.training.stop()
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=TIMEOUT)


def test_keys_scroll_the_text_together_with_its_figure(page, qtbot):
    page.open_chapter("cost")
    bar = page.findChild(QScrollArea, "chapterScroll").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    text = page.findChildren(QWidget, "chapterText")[-1]
    qtbot.keyClick(text, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(text, Qt.Key.Key_Home)
    qtbot.keyClick(text, Qt.Key.Key_End)
    assert 0 < bar.value() <= bar.maximum()
