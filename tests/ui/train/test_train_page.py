import threading

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from dlgui.core.data.download import DownloadProgress
from dlgui.core.training.events import (
    EpochDone,
    StepDone,
    TrainingDone,
    TrainingResumed,
    TrainingStarted,
)
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.train.page import TrainPage, clock

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000
STEPS = 20


@pytest.fixture
def page(live_session, qtbot):
    page = TrainPage(live_session)
    qtbot.addWidget(page)
    page.resize(840, 700)
    page.show()
    return page


def button(page, name):
    return page.findChild(QPushButton, name)


def text(page, name):
    return page.findChild(QLabel, name).text()


def run(epochs=2, first_epoch=0):
    first = first_epoch * STEPS
    kind = TrainingResumed if first_epoch else TrainingStarted
    yield kind("mlp", 100, 2000, 500, STEPS, epochs, first_epoch, first, "cpu")
    for step in range(first + 1, epochs * STEPS + 1):
        epoch = (step - 1) // STEPS + 1
        yield StepDone(step, epoch, 2.0 / step, 0.9, 1e-3, 0.05 * step)
        if step % STEPS == 0:
            yield EpochDone(epoch, step, 0.3, 0.91, 0.2, 0.9 + epoch / 100, 0.05 * step, 2000.0)
    yield TrainingDone(epochs, epochs * STEPS, epochs, 0.9 + epochs / 100, 2.0)


def test_before_a_run_only_start_can_be_pressed(page):
    assert button(page, "startButton").isEnabled()
    for name in ("pauseButton", "stopButton", "addEpochButton"):
        assert not button(page, name).isEnabled()
    assert text(page, "bestAccuracyLabel") == "–"


def test_events_fill_charts_and_metrics(page, live_session):
    live_session.training.events.emit(list(run()))
    steps, losses = page.loss_chart.data("raw")
    assert steps.tolist() == list(range(1, 41))
    assert losses[:2].tolist() == [2.0, 1.0]
    assert page.loss_chart.data("validation")[0].tolist() == [20, 40]
    epochs, accuracies = page.accuracy_chart.data("epoch validation")
    assert epochs.tolist() == [1, 2]
    assert accuracies.tolist() == pytest.approx([91.0, 92.0])
    assert text(page, "bestAccuracyLabel").startswith("92.00")
    assert text(page, "throughputLabel") == "2,000"
    assert text(page, "elapsedLabel") == "0:02"
    assert "step 40 of 40" in text(page, "progressLabel")
    bar = page.findChild(QProgressBar, "progressBar")
    assert (bar.value(), bar.maximum()) == (40, 40)


def test_an_added_epoch_goes_on_and_a_new_run_starts_afresh(page, live_session):
    live_session.training.events.emit(list(run(epochs=2)))
    live_session.training.events.emit(list(run(epochs=3, first_epoch=2)))
    assert page.loss_chart.data("raw")[0].tolist() == list(range(1, 61))
    assert page.accuracy_chart.data("epoch validation")[0].tolist() == [1, 2, 3]
    live_session.training.events.emit(list(run(epochs=1)))
    assert page.loss_chart.data("raw")[0].tolist() == list(range(1, 21))


def test_a_real_training_is_started_paused_resumed_and_stopped_by_the_buttons(
    page, live_session, qtbot
):
    page.form.set_config(TrainingConfig(network="mlp", epochs=200, batch_size=8, train_digits=200))
    button(page, "startButton").click()
    qtbot.waitUntil(lambda: len(page.loss_chart.data("raw")[0]) > 0, timeout=TIMEOUT)
    assert not button(page, "startButton").isEnabled()
    assert not page.findChild(QWidget, "setting_epochs").isEnabled()
    button(page, "pauseButton").click()
    assert live_session.training.state is TrainingState.PAUSED
    assert button(page, "pauseButton").text() == "Continue"
    page.findChild(QWidget, "setting_learning_rate").setValue(0.01)
    button(page, "pauseButton").click()
    qtbot.waitUntil(lambda: page.learning_rate == 0.01, timeout=TIMEOUT)
    button(page, "stopButton").click()
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    assert button(page, "startButton").isEnabled()
    assert button(page, "addEpochButton").isEnabled()
    assert page.findChild(QWidget, "setting_epochs").isEnabled()
    assert "stopped" in text(page, "progressLabel")


def test_a_run_that_is_resumed_brings_its_settings(page, live_session, qtbot):
    quick = TrainingConfig(network="mlp", epochs=1, batch_size=50, train_digits=100)
    page.form.set_config(quick)
    button(page, "startButton").click()
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    page.form.set_config(TrainingConfig(epochs=1))
    button(page, "addEpochButton").click()
    assert page.form.config() == quick.with_(epochs=2)
    qtbot.waitUntil(lambda: live_session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    assert page.accuracy_chart.data("epoch validation")[0].tolist() == [1, 2]


def test_the_data_box_says_what_is_in_use(page):
    box = page.findChild(QComboBox, "dataBox")
    assert box.currentText() == "Embedded digits"
    assert "4,500 to train, 500 to validate" in [
        label.text() for label in page.data_box.findChildren(QLabel)
    ]
    assert "Full MNIST (download…)" in [box.itemText(i) for i in range(box.count())]


def test_a_download_shows_its_progress_and_can_be_cancelled(page, live_session, qtbot, monkeypatch):
    wait = threading.Event()

    def download():
        yield DownloadProgress("a mirror", "images", 3_000_000, 12_000_000)
        wait.wait(10)
        yield DownloadProgress("a mirror", "images", 4_000_000, 12_000_000)

    def download_mnist(on_progress, on_ended):
        return live_session.tasks.run(
            "download", download, lambda _: None, on_progress=on_progress, on_ended=on_ended
        )

    monkeypatch.setattr(live_session.data, "download", download_mnist)
    page.data_box.download()
    bar = page.findChild(QProgressBar, "downloadBar")
    cancel = page.findChild(QToolButton, "cancelDownloadButton")
    qtbot.waitUntil(lambda: bar.maximum() == 12_000_000)
    assert bar.value() == 3_000_000
    assert cancel.isVisible()
    assert not page.findChild(QComboBox, "dataBox").isEnabled()
    cancel.click()
    wait.set()
    qtbot.waitUntil(lambda: not cancel.isVisible())
    assert page.findChild(QComboBox, "dataBox").isEnabled()


def test_times_are_written_as_clocks():
    assert [clock(seconds) for seconds in (0, 59.6, 3599, 3661)] == [
        "0:00",
        "1:00",
        "59:59",
        "1:01:01",
    ]
