from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QSlider,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from dlgui import paths
from dlgui.core.export.capsule import save_capsule
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import save_model
from dlgui.core.training.presets import DEFAULT_PRESET, PRESETS
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.page import ScrolledPage
from dlgui.ui.kit.theme import set_theme, theme, theme_choice
from dlgui.ui.session.messages import Message
from dlgui.ui.session.runs import run_title
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000
SEVEN = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))
ENDLESS = TrainingConfig(network="mlp", epochs=200, batch_size=1, train_digits=200)


@pytest.fixture
def window(live_session, qtbot):
    window = MainWindow(live_session)
    window.show()
    yield window
    if isValid(window):
        if not live_session.is_closed:
            with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
                live_session.close()
        window.close()
        window.deleteLater()


def quit_question(window):
    found = window.findChild(QMessageBox, "quitQuestion")
    return found if found is not None and found.isVisible() else None


def train(window, qtbot):
    window.train_page.form.set_config(ENDLESS)
    window.findChild(QAbstractButton, "startButton").click()
    qtbot.waitUntil(lambda: window.session.training.state is TrainingState.RUNNING, timeout=TIMEOUT)


def test_the_window_shows_what_answers_and_what_is_trained_on(window):
    assert "Shipped reader" in window.findChild(QLabel, "modelLabel").text()
    assert window.findChild(QLabel, "dataLabel").text() == "Embedded digits"


def test_pages_are_reached_by_the_rail_and_by_keys(window, qtbot):
    assert window.train_page.isVisible()
    window.findChild(QToolButton, "goToEvaluate").click()
    assert window.evaluate_page.isVisible()
    assert not window.train_page.isVisible()
    keys = [action.shortcut().toString() for action in window.page_actions]
    assert keys == [f"Ctrl+{number + 1}" for number in range(len(keys))]
    window.findChild(QToolButton, "goToLearn").click()
    assert window.learn_page.isVisible()
    window.show_page(0)
    assert window.train_page.isVisible()
    qtbot.waitUntil(lambda: not window.session.tasks.doing, timeout=TIMEOUT)


def test_no_two_actions_share_their_keys(window):
    keys = [
        action.shortcut().toString()
        for action in window.findChildren(QAction)
        if not action.shortcut().isEmpty()
    ]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+O", "Ctrl+S", "Ctrl+Q", "Ctrl+Z", "F5", "F6", "F11"} <= set(keys)


def test_everything_that_is_acted_on_has_a_name_for_screen_readers(window):
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider)
    for page in range(len(window.page_actions)):
        window.show_page(page)
        for widget in (child for kind in kinds for child in window.findChildren(kind)):
            own = not widget.objectName().startswith("qt_") and widget.isVisibleTo(window)
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if own and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert widget.accessibleName() or text, (widget, widget.objectName())


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_off_at_usual_sizes(window, qtbot, size):
    for page in range(len(window.page_actions)):
        window.show_page(page)
    window.resize(*size)
    needed = window.centralWidget().layout().minimumSize()
    given = window.centralWidget().size()
    assert window.size() == QSize(*size)
    assert needed.width() <= given.width()
    assert needed.height() <= given.height()


def test_pages_that_nobody_has_gone_to_are_made_by_themselves(window, qtbot):
    qtbot.waitUntil(lambda: window.findChild(QWidget, "pageInside") is not None)
    assert window.train_page.isVisible()
    assert not window.inside_page.isVisible()


def test_messages_appear_and_escape_closes_them(window, qtbot):
    window.session.messages.say(Message("error", "The disk is full."))
    assert window.message_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()


def drop(window, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_model_file_can_be_dropped(window, qtbot, tmp_path):
    path = tmp_path / "mine.safetensors"
    save_model(path, window.session.reader.model)
    drop(window, path)
    qtbot.waitUntil(lambda: window.session.reader.name == "mine")
    assert "mine" in window.findChild(QLabel, "modelLabel").text()


def test_a_run_that_was_handed_on_can_be_dropped(window, qtbot, tmp_path):
    run = RunFolder.create(tmp_path, TrainingConfig(network="reader"), "embedded", name="theirs")
    (run.path / "events.jsonl").write_text("")
    save_model(run.path / "model.safetensors", window.session.reader.model)
    save_capsule(run, tmp_path / "theirs.dlgui-run")
    drop(window, tmp_path / "theirs.dlgui-run")
    table = window.runs_page.findChild(QWidget, "runTable")
    qtbot.waitUntil(lambda: table.model().rowCount() == 1, timeout=TIMEOUT)
    assert window.runs_page.isVisible()
    qtbot.waitUntil(lambda: [row.path.name for row in table.selected] == ["theirs"])


def test_a_run_is_compared_with_the_reader_from_the_table(window, qtbot):
    config = TrainingConfig(network="reader")
    run = RunFolder.create(paths.runs_dir(), config, "embedded", name="mine")
    (run.path / "events.jsonl").write_text("")
    save_model(run.path / "model.safetensors", window.session.reader.model)
    window.show_page(1)
    table = window.runs_page.findChild(QWidget, "runTable")
    qtbot.waitUntil(lambda: len(table.selected) == 1, timeout=TIMEOUT)
    (row,) = table.selected
    window.runs_page.findChild(QAction, "compareRun").trigger()
    assert window.evaluate_page.isVisible()
    name = window.evaluate_page.findChild(QLabel, "secondNameLabel")
    qtbot.waitUntil(lambda: name.toolTip() == run_title(row), timeout=60_000)


def test_closing_an_idle_window_ends_the_session_without_a_question(window, qtbot):
    with qtbot.waitSignal(window.session.closed, timeout=TIMEOUT):
        window.close()
    assert quit_question(window) is None
    assert not window.isVisible()


def test_closing_while_training_asks_once_and_can_be_declined(window, qtbot):
    train(window, qtbot)
    window.close()
    window.close()
    questions = window.findChildren(QMessageBox, "quitQuestion")
    assert len(questions) == 1
    window.findChild(QAbstractButton, "keepTrainingButton").click()
    assert window.isVisible()
    assert window.session.training.state is TrainingState.RUNNING


def test_closing_while_training_stops_it_and_closes(window, qtbot):
    train(window, qtbot)
    window.close()
    with qtbot.waitSignal(window.session.closed, timeout=TIMEOUT):
        window.findChild(QAbstractButton, "stopAndQuitButton").click()
    assert not window.isVisible()
    assert window.session.training.state is TrainingState.IDLE


def test_choices_are_remembered(window, qtbot):
    set_theme("dark")
    window.resize(960, 720)  # Within the off-screen display, which bounds what is restored.
    window.show_page(2)
    window.train_page.form.set_config(TrainingConfig(epochs=3, augment=True))
    window.pad.set_pen_width(31)
    with qtbot.waitSignal(window.session.closed, timeout=TIMEOUT):
        window.close()
    set_theme("light")
    session = Session()
    again = MainWindow(session)
    assert theme_choice() == "dark"
    assert theme().is_dark
    assert again.size() == QSize(960, 720)
    assert again.train_page.form.config() == TrainingConfig(epochs=3, augment=True)
    assert again.pad.pen_width() == 31
    assert again.page_actions[2].isChecked()
    with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
        again.close()
    again.deleteLater()


def test_a_damaged_settings_file_is_no_obstacle(home, qtbot):
    path = Path(home) / "config" / "dlgui.ini"
    path.parent.mkdir(parents=True)
    path.write_text("[General]\ntheme=purple\nconfig=}\ngeometry=@x\npage=many\n", "utf-8")
    session = Session()
    window = MainWindow(session)
    assert theme_choice() == "system"
    assert window.train_page.form.config() == PRESETS[DEFAULT_PRESET].config
    with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
        window.close()
    window.deleteLater()


def test_dialogs_open_from_the_menus(window):
    for text in ("Keyboard shortcuts", "The reader in use", "About dlgui"):
        action = next(
            action
            for action in window.findChildren(QAction)
            if action.text().replace("&", "") == text
        )
        action.trigger()
        dialog = next(child for child in window.findChildren(QWidget) if child.isModal())
        shown = [label.text() for label in dialog.findChildren(QLabel)]
        shown += [text.toPlainText() for text in dialog.findChildren(QTextEdit)]
        assert any(shown)
        dialog.close()
        dialog.deleteLater()


def test_messages_move_nothing_on_the_pad_s_side(window, qtbot):
    window.resize(1100, 720)
    qtbot.waitExposed(window)
    paper = window.pad.canvas
    before = paper.mapTo(window, QPoint(0, 0)), paper.size()
    for text in ("First.", "A long one. " * 20, "Third."):
        window.session.messages.say(Message("warning", text, "Do it", lambda: None))
    qtbot.waitUntil(lambda: window.message_bar.height() > 60)
    assert (paper.mapTo(window, QPoint(0, 0)), paper.size()) == before


def test_the_undo_keys_mean_what_was_changed_last_and_is_in_sight(window, qtbot):
    def press(keys):
        qtbot.keyClick(window, keys, Qt.KeyboardModifier.ControlModifier)

    session = window.session
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    session.pad.set_drawing(SEVEN)
    window.findChild(QToolButton, "goToInside").click()
    page = window.inside_page
    qtbot.waitUntil(lambda: page.insight is not None and page.insight.pixels.any(), timeout=TIMEOUT)
    page.findChild(QAbstractButton, "ablationButton").click()
    page.focus.choose(1, 3)
    original = session.reader.model
    page.findChild(QAbstractButton, "switchOffButton").click()
    edited = session.reader.model
    assert edited is not original
    press(Qt.Key.Key_Z)
    assert (session.reader.model, session.pad.drawing.is_empty) == (original, False)
    press(Qt.Key.Key_Y)
    assert session.reader.model is edited
    window.findChild(QAbstractButton, "clearButton").click()
    press(Qt.Key.Key_Z)
    assert (session.reader.model, session.pad.drawing.is_empty) == (edited, False)
    page.findChild(QAbstractButton, "whyButton").click()
    press(Qt.Key.Key_Z)
    assert (session.reader.model, session.pad.drawing.is_empty) == (edited, True)
    window.findChild(QAbstractButton, "redoButton").click()
    assert not session.pad.drawing.is_empty


def test_at_the_smallest_size_everything_can_be_reached_and_nothing_is_larger(window, qtbot):
    smallest = window.minimumSize()
    assert smallest.width() <= 960
    assert smallest.height() <= 600
    window.resize(smallest)
    for action in window.page_actions:
        action.trigger()
        qtbot.waitUntil(lambda: window.size() == smallest)
        shown = [area for area in window.findChildren(ScrolledPage) if area.isVisible()]
        (area,) = shown
        page = area.widget()

        def is_settled(area=area, page=page):
            least, room = page.minimumSizeHint(), area.viewport().size()
            bars = area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()
            hidden = page.width() - room.width(), page.height() - room.height()
            return page.size().expandedTo(least) == page.size() and bars == hidden

        qtbot.waitUntil(is_settled)
        assert window.size() == smallest
    inside = window.centralWidget().rect()
    place = window.pad.mapTo(window.centralWidget(), window.pad.rect().bottomRight())
    assert inside.contains(place)


def test_the_first_start_fits_the_screen(live_session, monkeypatch):
    monkeypatch.setattr("dlgui.ui.window.window.available_size", lambda _: QSize(1366, 728))
    window = MainWindow(live_session)
    assert window.width() <= 1366
    assert window.height() + 30 <= 728  # With a title bar.
    window.deleteLater()


def test_at_its_usual_size_nothing_scrolls(window, qtbot):
    window.resize(1280, 800)
    for action in window.page_actions:
        action.trigger()
        (area,) = [area for area in window.findChildren(ScrolledPage) if area.isVisible()]
        qtbot.waitUntil(lambda area=area: area.verticalScrollBar().maximum() == 0)
        assert area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("width", "least", "most"), [(960, 296, 330), (1280, 370, 390), (1920, 530, 545)]
)
def test_the_pad_grows_with_the_window(window, qtbot, width, least, most):
    window.resize(width, 800)
    qtbot.waitUntil(lambda: least <= window.pad.width() <= most)


def test_on_the_bench_the_windows_keys_are_its_own(window, live_session, monkeypatch, qtbot):
    opened = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: opened.append(1) or "")
    window.train_page.form.set_config(TrainingConfig(network="mlp"))
    bench = window.train_page.workbench
    bench.open_side(1)
    qtbot.waitUntil(window.isActiveWindow)
    bench.bench.row.focus_current()
    before = bench.model.line
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert bench.model.line == f"flatten, {before}"
    assert opened == []
    QTest.keySequence(window.focusWidget(), QKeySequence.StandardKey.Undo)
    assert bench.model.line == before
    QTest.keySequence(window.focusWidget(), QKeySequence.StandardKey.Redo)
    assert bench.model.line == f"flatten, {before}"
    bench.model.stack.undo()
    field = next(iter(bench.bench.row.cards[1].fields.values()))
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert bench.model.line != before
    QTest.keySequence(field, QKeySequence.StandardKey.Undo)
    assert bench.model.line == before
    assert field.hasFocus()
    window.pad.setFocus()
    QTest.keySequence(window, QKeySequence.StandardKey.Undo)
    assert bench.model.line == before
