"""The page Learn leads to where its tasks are done, and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton

from dlgui.core.training.events import EpochDone
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.learn.exercises import EXERCISES
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture
def window(live_session, qtbot):
    window = MainWindow(live_session)
    window.show()
    qtbot.mouseClick(window.findChild(QAbstractButton, "goToLearn"), Qt.MouseButton.LeftButton)
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=20_000):
        window.close()
    window.deleteLater()


def go(window, qtbot, key):
    window.learn_page.open_chapter(key)
    skip = window.learn_page.findChild(QPushButton, "skipPredictionButton")
    if skip is not None:
        qtbot.mouseClick(skip, Qt.MouseButton.LeftButton)
    button = window.learn_page.findChild(QPushButton, "goToTaskButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", ["neurons-layers-weights", "gradient-descent", "overfitting"])
def test_to_the_training_with_its_settings(window, live_session, qtbot, key):
    go(window, qtbot, key)
    assert window.train_page.isVisible()
    assert window.train_page.form.config() == EXERCISES[key].config
    assert live_session.training.state is TrainingState.IDLE


def test_what_was_set_before_comes_back_from_the_second_chapter_too(window, qtbot):
    own = window.train_page.form.config().with_(network="lenet5", epochs=7)
    window.train_page.form.set_config(own)
    go(window, qtbot, "gradient-descent")
    go(window, qtbot, "overfitting")
    back = next(
        button
        for button in window.message_bar.findChildren(QPushButton)
        if button.text() == "Bring mine back" and button.isVisible()
    )
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert window.train_page.form.config() == own


def test_to_the_training_as_it_is(window, qtbot):
    own = window.train_page.form.config().with_(network="lenet5", epochs=7)
    window.train_page.form.set_config(own)
    go(window, qtbot, "reading-on")
    assert window.train_page.isVisible()
    assert window.train_page.form.config() == own


def test_to_the_other_pages_and_to_the_pad(window, qtbot):
    go(window, qtbot, "convolution")
    assert window.inside_page.isVisible()
    go(window, qtbot, "backpropagation")
    assert window.step_page.isVisible()
    window.learn_page.open_chapter("limits")
    go(window, qtbot, "limits")
    qtbot.waitUntil(lambda: window.pad.isAncestorOf(window.focusWidget()))


def test_back_from_the_message_that_says_it_is_done(window, qtbot):
    go(window, qtbot, "reading-on")
    window.learn_page.notice(EpochDone(1, 9, 0.1, 0.97, 0.1, 0.97, 1.0, 1.0))
    (message,) = window.message_bar.messages()
    assert "Where to read on" in message.text
    button = window.message_bar.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.learn_page.isVisible()
