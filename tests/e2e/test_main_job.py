"""The main job, through the real `main()`: train, draw with the mouse, quit, and go on."""

import subprocess
import sys

import numpy as np
import pytest
from pointer import drag
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QPlainTextEdit,
    QWidget,
)

from dlgui import paths
from dlgui.cli import main
from dlgui.core.nets.model import load_model, save_model
from dlgui.core.training.events import BEGINNINGS
from dlgui.core.training.runs import list_runs
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.pad.bars import ProbabilityBars
from dlgui.ui.pad.canvas import PadCanvas
from dlgui.ui.train.charts import Chart
from dlgui.ui.window.window import MainWindow

TIMEOUT = 30_000


class Person:
    """Uses the open window as somebody would, by what can be seen of it."""

    def __init__(self, window):
        self.window = window

    def widget(self, kind, name):
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        button = self.widget(QAbstractButton, name)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def text(self, name):
        return self.widget(QLabel, name).text()

    def enter(self, name, value):
        self.widget(QDoubleSpinBox, name).setValue(value)

    def can_start(self):
        return self.widget(QAbstractButton, "startButton").isEnabled()

    def is_idle(self):
        return self.window.session.training.state is TrainingState.IDLE

    def draw(self, *points):
        """One stroke with the mouse; the points are shares of the pad's size."""
        pad = self.widget(PadCanvas, "pad")
        drag(pad, [(x * pad.width(), y * pad.height()) for x, y in points])

    def choose_first(self, name):
        QTest.keyClick(self.widget(QComboBox, name), Qt.Key.Key_Home)

    def messages(self):
        return self.window.message_bar.messages()

    def question(self):
        return self.window.findChild(QWidget, "quitQuestion")

    def quit(self):
        self.window.close()


class Play(QObject):
    """Lets a script act while `main()` runs. The script yields what it waits for."""

    def __init__(self, script):
        super().__init__()
        self.script = script
        self.steps = None
        self.condition = lambda: True
        self.failure = None
        self.waited = QElapsedTimer()
        self.waited.start()
        self.timer = QTimer(self, interval=5)
        self.timer.timeout.connect(self.go_on)
        self.timer.start()

    def go_on(self):
        try:
            if self.steps is None:
                (window,) = [w for w in QApplication.topLevelWidgets() if type(w) is MainWindow]
                self.steps = self.script(Person(window))
            if self.condition():
                self.waited.restart()
                self.condition = next(self.steps)
            elif self.waited.hasExpired(TIMEOUT):
                self.steps.throw(TimeoutError("This did not happen in time."))
        except StopIteration:
            self.timer.stop()
        # What the script could not do must not leave the program open.
        except BaseException as error:
            self.timer.stop()
            self.failure = error
            QApplication.exit(3)


@pytest.fixture
def open_window(qtbot):
    """Run `main()` with a script that acts as a person at its window; returns the exit code."""

    def run(script, *arguments):
        play = Play(script)
        code = main(arguments)
        if play.failure:
            raise play.failure
        return code

    return run


ONE = [(0.5, y) for y in np.linspace(0.15, 0.85, 12)]


def test_the_shipped_reader_answers_train_and_be_answered_by_the_own_network(open_window):
    def script(person):
        person.draw(*ONE)
        yield lambda: person.text("answerLabel") == "1"
        person.click("clearButton")
        assert person.text("answerLabel") != "1"

        person.choose_first("presetBox")
        assert person.widget(QComboBox, "presetBox").currentText() == "Reference"
        person.enter("setting_epochs", 2)
        person.enter("setting_train_digits", 1000)
        yield person.can_start
        person.click("startButton")
        yield lambda: len(list_runs(paths.runs_dir())) == 1
        yield person.is_idle

        loss = person.widget(Chart, "lossChart")
        steps, losses = loss.data("raw")
        assert list(steps) == list(range(1, len(steps) + 1))
        assert len(steps) == 2 * -(-1000 // 32)
        assert losses[-10:].mean() < losses[:10].mean() / 2
        epochs, accuracies = person.widget(Chart, "accuracyChart").data("epoch validation")
        assert list(epochs) == [1, 2]
        assert accuracies[-1] > 80

        person.draw(*ONE)
        yield lambda: person.text("answerLabel") == "1"
        assert "Reference CNN" in person.text("modelLabel")
        shares = person.widget(ProbabilityBars, "probabilityBars").texts()
        assert len(shares) == 10
        person.quit()

    assert open_window(script) == 0
    (run,) = list_runs(paths.runs_dir())
    assert run.records()[-1]["event"] == "RunKept"


def test_quitting_while_training_asks_once_stops_and_can_be_resumed(open_window):
    def quit_while_training(person):
        person.enter("setting_epochs", 200)
        person.enter("setting_train_digits", 320)
        yield person.can_start
        person.click("startButton")
        chart = person.widget(Chart, "accuracyChart")
        yield lambda: len(chart.data("epoch validation")[0]) > 0

        person.quit()
        question = person.question()
        assert question is not None
        person.quit()
        assert len(person.window.findChildren(QWidget, "quitQuestion")) == 1
        person.click("keepTrainingButton")
        yield lambda: person.question() is None
        assert person.window.session.training.state is TrainingState.RUNNING
        shown = len(chart.data("epoch validation")[0])
        yield lambda: len(chart.data("epoch validation")[0]) > shown

        person.quit()
        person.click("stopAndQuitButton")

    assert open_window(quit_while_training) == 0
    (run,) = list_runs(paths.runs_dir())
    done = run.last_checkpoint()
    assert done.epoch >= 1

    def resume(person):
        yield lambda: len(person.messages()) == 1
        assert person.messages()[0].action_label == "Resume"
        person.messages()[0].action()
        loss = person.widget(Chart, "lossChart")
        yield lambda: len(loss.data("raw")[0]) > done.step
        steps = loss.data("raw")[0]
        assert list(steps) == list(range(1, len(steps) + 1))
        person.click("stopButton")
        yield person.is_idle
        person.quit()

    assert open_window(resume) == 0
    starts = [record for record in run.records() if record["event"] in BEGINNINGS]
    assert [record["event"] for record in starts] == ["TrainingStarted", "TrainingResumed"]
    assert starts[1]["first_step"] >= done.step


def test_a_second_start_shows_the_first_window_and_ends(open_window, capsys):
    def script(person):
        person.window.showMinimized()
        assert main([]) == 0
        assert "open already" in capsys.readouterr().err
        yield lambda: not person.window.isMinimized()
        person.quit()

    assert open_window(script) == 0


def test_a_crash_is_told_and_its_log_offered_at_the_next_start(open_window, expected_log):
    expected_log.append("Uncaught exception")

    def crash(person):
        try:
            raise ZeroDivisionError("seven by zero")
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())
        yield lambda: len(person.messages()) == 1
        person.quit()

    assert open_window(crash) == 0

    def look(person):
        yield lambda: len(person.messages()) == 1
        person.messages()[0].action()
        dialog = person.window.findChild(QDialog)
        assert "seven by zero" in dialog.findChild(QPlainTextEdit).toPlainText()
        dialog.close()
        person.quit()

    assert open_window(look) == 0


def test_a_model_that_is_opened_with_dlgui_answers_in_the_first_window(open_window, tmp_path):
    shipped = load_model(paths.resource("reader.safetensors"))
    mine, other = tmp_path / "mine.safetensors", tmp_path / "other.safetensors"
    save_model(mine, shipped)
    save_model(other, shipped)

    def script(person):
        yield lambda: person.text("modelLabel") == "Read by mine"
        assert main(["open", str(other)]) == 0
        yield lambda: person.text("modelLabel") == "Read by other"
        person.quit()
        yield lambda: True

    assert open_window(script, "open", str(mine)) == 0


def test_a_model_that_cannot_be_opened_leaves_the_shipped_reader(open_window, tmp_path):
    def script(person):
        yield lambda: "gone.safetensors" in "".join(m.text for m in person.messages())
        yield lambda: person.text("modelLabel") == "Read by Shipped reader"
        person.quit()
        yield lambda: True

    assert open_window(script, "open", str(tmp_path / "gone.safetensors")) == 0


def test_a_document_that_is_opened_from_the_finder_is_told():
    """In a process of its own, because there can be only one application in each."""
    program = (
        "from PySide6.QtCore import QCoreApplication\n"
        "from PySide6.QtGui import QFileOpenEvent\n"
        "from dlgui.app import make_application\n"
        "app = make_application()\n"
        "app.file_opened.connect(lambda path: print(path.name))\n"
        "QCoreApplication.sendEvent(app, QFileOpenEvent('/tmp/mine.safetensors'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "mine.safetensors\n"
