"""Another language is chosen: the window speaks it at once, and what is under way goes on."""

import numpy as np
import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QLabel
from shiboken6 import isValid

from dlgui import language
from dlgui.app import Shown
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.language import install_language
from dlgui.ui.session.settings_file import SettingsFile

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000
SEVEN = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))
ENDLESS = TrainingConfig(network="mlp", epochs=200, batch_size=1, train_digits=200)


@pytest.fixture
def shown(live_session, qapp, qtbot):
    install_language(qapp)
    shown = Shown(live_session)
    shown.window.show()
    yield shown
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    if isValid(shown.window):
        shown.window.close()
    language.use("en")


def choose(shown, qtbot, code):
    old = shown.window
    old.findChild(QAction, f"language_{code}").trigger()
    qtbot.waitUntil(lambda: shown.window is not old, timeout=TIMEOUT)


def test_the_window_speaks_the_chosen_language_at_once(shown, qtbot):
    assert shown.window.findChild(QAbstractButton, "goToTrain").text() == "Train"
    choose(shown, qtbot, "zh_CN")
    window = shown.window
    assert window.isVisible()
    assert window.findChild(QAbstractButton, "goToTrain").text() == "训练"
    assert window.learn_page.chapter.title == "什么是神经网络"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in box.buttons()[0].text()
    keys = QKeySequence("Ctrl+Shift+O").toString(QKeySequence.SequenceFormat.NativeText)
    assert keys == "Ctrl+Shift+O"
    assert SettingsFile().language == "zh_CN"
    choose(shown, qtbot, "en")
    assert shown.window.findChild(QAbstractButton, "goToTrain").text() == "Train"


def test_training_pad_and_charts_go_on_in_the_other_language(shown, qtbot):
    session = shown.window.session
    session.pad.set_drawing(SEVEN)
    qtbot.waitUntil(lambda: session.pad.reading is not None, timeout=TIMEOUT)
    session.training.start(ENDLESS)
    qtbot.waitUntil(lambda: shown.window.train_page.learning_rate is not None, timeout=TIMEOUT)
    before = shown.window.train_page.history.step
    choose(shown, qtbot, "zh_CN")
    page = shown.window.train_page
    assert session.training.state is TrainingState.RUNNING
    qtbot.waitUntil(lambda: page.history.step > before, timeout=TIMEOUT)
    assert page.history.loss.x[0] == 1
    assert session.pad.drawing == SEVEN
    assert shown.window.findChild(QLabel, "answerLabel").text()
    assert "第" in shown.window.findChild(QLabel, "progressLabel").text()
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.is_idle, timeout=TIMEOUT)
    choose(shown, qtbot, "en")
    assert session.reader.name == session.training.title
    assert session.reader.name.startswith("Plain network (MLP), ")


def test_what_a_page_computes_is_shown_in_the_other_language_too(shown, qtbot):
    choose(shown, qtbot, "zh_CN")
    shown.window.page_actions[2].trigger()
    page = shown.window.evaluate_page
    qtbot.waitUntil(lambda: page.evaluation is not None, timeout=TIMEOUT)
