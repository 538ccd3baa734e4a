"""Runs from the first to the last: found, compared, handed over, verified elsewhere, deleted and
restored, in the real window by mouse and keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pointer import hover
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTableWidget,
)

from dlgui import paths
from dlgui.core.data.datasets import load_embedded
from dlgui.core.training.recording import kept, owned, written
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.runs.columns import ACCURACY, STAR
from dlgui.ui.runs.table import ROW
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
TIMEOUT = 30_000
RATES, SEEDS = (0.001, 0.01), (0, 1, 2)


@pytest.fixture
def themed(qapp):
    from dlgui.ui.kit.theme import install_theme, set_theme

    install_theme(qapp, "light")
    yield
    set_theme("system")


class Hands:
    """Mouse and keys in one window, on a home of its own."""

    def __init__(self, qtbot):
        self.wait = lambda condition: qtbot.waitUntil(condition, timeout=TIMEOUT)
        self.qtbot = qtbot
        self.session = Session()
        self.window = MainWindow(self.session)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        with qtbot.waitActive(self.window, timeout=TIMEOUT):
            self.window.show()
            self.window.activateWindow()
        self.session.start()
        self.click("goToRuns")
        self.table = self.widget(QTableView, "runTable")
        self.wait(self.is_quiet)

    def is_quiet(self):
        return not self.session.tasks.doing

    def widget(self, kind, name):
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        button = self.widget(QAbstractButton, name)
        assert button.isEnabled(), name
        QTest.mouseClick(button, LEFT)

    def rows(self):
        model = self.table.model()
        return [model.index(row, 0).data(ROW) for row in range(model.rowCount())]

    def click_row(self, place, column=ACCURACY, keys=NO_KEYS):
        rect = self.table.visualRect(self.table.model().index(place, column))
        QTest.mouseClick(self.table.viewport(), LEFT, keys, rect.center())

    def choose_all(self):
        self.click_row(0)
        QTest.keyClick(self.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.wait(self.is_quiet)

    def pick(self, name):
        """From the menu that the right button opens."""
        self.table.customContextMenuRequested.emit(QPoint(20, 40))
        (menu,) = [
            w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()
        ]
        action = next(action for action in menu.actions() if action.objectName() == name)
        assert action.isEnabled(), name
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        with self.qtbot.waitActive(self.window, timeout=TIMEOUT):  # off screen nobody else does
            self.window.activateWindow()

    def message(self):
        return self.window.message_bar.messages()[-1]

    def close(self):
        with self.qtbot.waitSignal(self.session.closed, timeout=TIMEOUT):
            self.session.close()
        self.window.hide()


def train_some():
    from dlgui.core.training.train import train

    data = load_embedded()
    for rate in RATES:
        for seed in SEEDS:
            config = TrainingConfig(
                network="mlp",
                epochs=2,
                train_digits=300,
                learning_rate=rate,
                seed=seed,
                device="cpu",
            )
            run = RunFolder.create(paths.runs_dir(), config, "", name=f"rate-{rate}-seed-{seed}")
            with owned(run) as log:
                for _ in kept(written(train(config, data), log), log, calibrated):
                    pass


def calibrated(model):
    return replace(model, calibration={"temperature": 1.0})


def test_runs_are_compared_handed_over_verified_deleted_and_restored(qtbot, monkeypatch, tmp_path):
    train_some()
    mine = Hands(qtbot)
    find(mine)
    compare(mine)
    note(mine)
    capsules = hand_over(mine, monkeypatch, tmp_path)
    go_back(mine)
    mine.close()

    monkeypatch.setenv("DLGUI_HOME", str(tmp_path / "another home"))
    theirs = Hands(qtbot)
    assert theirs.rows() == []
    take_over(theirs, monkeypatch, capsules)
    delete_and_restore(theirs)
    theirs.close()


def find(hands):
    """By typing, by a star, and by the order."""
    assert len(hands.rows()) == 6
    text = hands.widget(QLineEdit, "runFilter")
    QTest.mouseClick(text, LEFT)
    QTest.keyClicks(text, "learning 0.01")
    assert {row.config.learning_rate for row in hands.rows()} == {0.01}
    text.clear()
    header = hands.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(ACCURACY) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, NO_KEYS, at)
    order = [row.best_accuracy for row in hands.rows()]
    assert order in (sorted(order), sorted(order, reverse=True))
    hands.click_row(0, STAR)
    starred = hands.rows()[0]
    assert starred.notes.is_starred
    hands.wait((starred.path / "notes.json").is_file)


def compare(hands):
    """Curves over each other, repeats as bands, one setting against the other, and the grid."""
    hands.choose_all()
    plot = hands.window.findChild(object, "overlayPlot")
    hands.wait(lambda: len(plot.points) == 6)
    x, y = next(iter(plot.points.values()))
    hover(plot, plot.axes.at(x[-1] - 0.01, y[-1], plot.area()))
    readout = hands.widget(QLabel, "overlayReadout")
    hands.wait(readout.isVisible)
    assert "%" in readout.text()
    before = plot.grab().toImage()
    bands = hands.widget(QCheckBox, "overlayBands")
    QTest.mouseClick(bands, LEFT, pos=QPoint(8, bands.height() // 2))
    assert bands.isChecked()
    assert plot.grab().toImage() != before
    hands.click("runDifferencesButton")
    verdict = hands.widget(QLabel, "runVerdict").text()
    assert "paired t-test" in verdict
    hands.click("runGridButton")
    grid = hands.widget(QTableWidget, "sweepGrid")
    assert [grid.item(0, column).text()[-4:] for column in range(2)] == ["(×3)"] * 2
    cell = grid.visualItemRect(grid.item(0, 1)).center()
    QTest.mouseClick(grid.viewport(), LEFT, NO_KEYS, cell)
    assert {row.config.learning_rate for row in hands.table.selected} == {0.01}


def note(hands):
    hands.click_row(0)
    hands.wait(hands.is_quiet)
    hands.click("runNotesButton")
    QTest.keyClicks(hands.widget(QLineEdit, "runTitle"), "The best one")
    QTest.keyClicks(hands.widget(QPlainTextEdit, "runNote"), "Higher rates learn sooner.")
    hands.click_row(1)
    hands.wait(hands.is_quiet)
    assert hands.rows()[0].notes.title == "The best one"


def hand_over(hands, monkeypatch, tmp_path):
    folder = tmp_path / "handed on"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    hands.choose_all()
    hands.pick("exportRun")
    hands.wait(lambda: len(list(folder.glob("*.dlgui-run"))) == 6)
    hands.wait(hands.is_quiet)
    assert "6 runs" in hands.message().text
    return sorted(folder.iterdir())


def go_back(hands):
    """Two runs at the same epoch, in the time machine."""
    hands.click_row(0)
    hands.click_row(1, keys=Qt.KeyboardModifier.ControlModifier)
    hands.pick("openInSteps")
    note = hands.widget(QLabel, "keptRunNote2")
    hands.wait(lambda: note.isVisible() and hands.is_quiet())
    slider = hands.window.findChild(object, "epochSlider")
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert note.text().startswith("Epoch 1 of 2")
    assert hands.session.reader.name == "The best one, epoch 1"
    QTest.mouseClick(hands.widget(QPushButton, "leaveKeptRunsButton"), LEFT)
    assert not hands.session.reader.is_variant


def take_over(hands, monkeypatch, capsules):
    names = [str(capsule) for capsule in capsules]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    hands.window.findChild(object, "importRun").trigger()
    hands.wait(lambda: len(hands.rows()) == 6)
    hands.wait(hands.is_quiet)
    assert len(hands.table.selected) == 6
    (best,) = [row for row in hands.rows() if row.notes.is_starred]
    assert best.notes.title == "The best one"
    hands.pick("verifyRun")
    hands.wait(lambda: bool(hands.window.message_bar.messages()))
    assert hands.message().text == "What 6 of 6 runs tell holds."
    hands.window.message_bar.dismiss_newest()


def delete_and_restore(hands):
    hands.choose_all()
    QTest.keyClick(hands.table, Qt.Key.Key_Delete)
    hands.wait(lambda: hands.rows() == [])
    assert not list(paths.runs_dir().glob("rate*"))
    hands.wait(lambda: bool(hands.window.message_bar.messages()))
    undo = [b for b in hands.window.message_bar.findChildren(QAbstractButton) if b.text() == "Undo"]
    QTest.mouseClick(undo[-1], LEFT)
    hands.wait(lambda: len(hands.rows()) == 6)
    hands.wait(hands.is_quiet)
