"""Every entry of every menu is chosen by a letter of its own, in each language."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMenu

import dlgui
from dlgui import language
from dlgui.ui.kit.figure_menu import figure_menu
from dlgui.ui.kit.language import install_language
from dlgui.ui.kit.menu import Menu, key_of, plain
from dlgui.ui.window.window import MainWindow

pytestmark = [
    pytest.mark.usefixtures("themed"),
    pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such letters"),
]


@pytest.fixture(params=language.languages())
def window(request, live_session, qapp, qtbot):
    install_language(qapp)
    language.use(request.param)
    window = MainWindow(live_session)
    window.show()
    for page in range(len(window.page_actions)):
        window.show_page(page)
    window.train_page.workbench.open_side(1)
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=30_000):
        live_session.close()
    window.close()
    window.deleteLater()
    language.use("en")


def entries(menu):
    return [action for action in menu.actions() if action.text()]


def test_every_entry_has_a_letter_and_no_two_the_same(window):
    figure_menu(window.train_page.loss_chart, lambda: [["a"], [1]])
    menus = window.findChildren(QMenu)
    assert len(menus) > 10
    for menu in menus:
        menu.aboutToShow.emit()
        keys = Counter(map(key_of, entries(menu)))
        assert "" not in keys, [action.text() for action in entries(menu)]
        assert max(keys.values(), default=1) == 1, [action.text() for action in entries(menu)]
    bar = [action for action in window.menuBar().actions() if action.text()]
    assert len({key_of(action) for action in bar} - {""}) == len(bar)


def test_buttons_show_no_letters(window):
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    buttons = window.findChildren(QAbstractButton)
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    texts = [b.text() for b in buttons if getattr(b, "toolButtonStyle", int)() != icon_only]
    texts += [b.toolTip() for b in buttons]
    assert len(texts) > 30
    assert not [text for text in texts if re.search(r"&\w|\S\(&?[A-Z]\)", text)]


def test_an_entry_keeps_its_letter_and_those_that_come_later_get_others(qtbot):
    menu = Menu()
    qtbot.addWidget(menu)
    for text in ("Copy", "&Clear", "Open image…", "打开图像…"):
        menu.addAction(text)
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["C&opy", "&Clear", "Open &image…", "打开图像(&A)…"]
    menu.addAction("Erase")
    menu.aboutToShow.emit()
    assert [a.text() for a in menu.actions()][-1] == "&Erase"
    plains = [plain(action.text()) for action in menu.actions()]
    assert plains == ["Copy", "Clear", "Open image…", "打开图像…", "Erase"]


def test_no_menu_is_made_without_letters():
    kit = Path(dlgui.__file__).parent / "ui"
    made = {p.name for p in kit.rglob("*.py") if re.search(r"\bQMenu\(", p.read_text("utf-8"))}
    assert made <= {"menu.py"}
