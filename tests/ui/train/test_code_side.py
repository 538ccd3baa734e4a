"""The training as code, read, marked and followed back by mouse and keys."""

from __future__ import annotations

import ast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton, QWidget

from dlgui.core.export.code import code, script
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.train.page import TrainPage
from dlgui.ui.train.workbench import CODE

pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture
def page(live_session, qtbot):
    page = TrainPage(live_session)
    qtbot.addWidget(page)
    page.resize(900, 760)
    page.form.set_config(TrainingConfig())
    page.show()
    click(page.findChild(QPushButton, "codeSideButton"))
    return page


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def view(page, framework="torch"):
    return page.findChild(QWidget, f"{framework}Code")


def place_of(page, text, framework="torch"):
    lines = [line.text for line in view(page, framework).lines]
    return next(place for place, line in enumerate(lines) if text in line)


def click_line(page, text, framework="torch"):
    shown = view(page, framework)
    block = shown.document().findBlockByNumber(place_of(page, text, framework))
    cursor = shown.textCursor()
    cursor.setPosition(block.position())
    shown.setTextCursor(cursor)
    shown.ensureCursorVisible()
    at = shown.cursorRect(cursor).center() + QPoint(12, 0)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_scripts_are_those_of_the_settings(page):
    for framework in ("torch", "keras"):
        shown = view(page, framework)
        assert shown.lines == code(page.form.config(), framework)
        assert shown.toPlainText() + "\n" == script(shown.lines)
        ast.parse(shown.toPlainText())
    click(page.findChild(QPushButton, "kerasCodeButton"))
    assert view(page, "keras").isVisible()
    assert not view(page).isVisible()
    click(page.findChild(QPushButton, "bothCodeButton"))
    assert view(page).isVisible()
    assert view(page, "keras").isVisible()


def test_a_changed_setting_marks_the_lines_that_it_changes(page):
    shown = view(page)
    assert shown.changed_lines == ()
    page.findChild(QWidget, "setting_batch_size").setValue(128)
    assert [shown.lines[place].settings for place in shown.changed_lines] == [("batch_size",)]
    assert len(shown.extraSelections()) == 1
    page.findChild(QWidget, "setting_learning_rate").setValue(0.01)
    [place] = shown.changed_lines
    assert "lr=0.01" in shown.lines[place].text


def test_a_line_shows_the_setting_that_it_follows_from(page):
    click_line(page, "split(32)")
    assert page.window().focusWidget().objectName() == "setting_batch_size"
    assert not page.form.shows_advanced
    click_line(page, "manual_seed")
    assert page.form.shows_advanced
    assert page.window().focusWidget().objectName() == "setting_seed"


def test_a_line_shows_the_card_of_its_layer(page):
    click_line(page, "nn.MaxPool2d")
    assert page.workbench.bench.isVisible()
    assert page.workbench.model.current == 2
    assert page.workbench.bench.row.cards[2].hasFocus()


def test_enter_follows_the_line_of_the_cursor(page):
    shown = view(page)
    cursor = shown.textCursor()
    block = shown.document().findBlockByNumber(place_of(page, "nn.Flatten"))
    cursor.setPosition(block.position())
    shown.setTextCursor(cursor)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert page.workbench.model.current == 3


def test_a_script_is_copied_and_saved_with_a_click(page, tmp_path, monkeypatch):
    click(page.findChild(QToolButton, "copyTorchCode"))
    assert QGuiApplication.clipboard().text() == script(view(page).lines)
    saved = tmp_path / "digits.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    page.workbench.code.show_frameworks(1)
    click(page.findChild(QToolButton, "saveKerasCode"))
    assert saved.read_text("utf-8") == script(view(page, "keras").lines)


def test_what_is_built_on_the_bench_is_in_the_code(page):
    page.workbench.model.remove(1)
    page.workbench.open_side(CODE)
    assert "nn.ReLU" not in view(page).toPlainText().split("nn.Flatten")[0]
