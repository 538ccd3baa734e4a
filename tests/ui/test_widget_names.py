"""docs/widgets.md names the widgets that the window has."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from dlgui.core.training.settings import SETTINGS
from dlgui.ui.learn.exercises import EXERCISES
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

PAGE = Path(__file__).parents[2] / "docs/widgets.md"


def test_the_page_names_the_windows_widgets(qtbot: QtBot) -> None:
    session = Session()
    window = MainWindow(session)
    qtbot.addWidget(window)
    for page in range(len(window.page_actions)):
        window.show_page(page)
    for paged in (window.evaluate_page, window.inside_page):
        for tab in range(paged.tab_count):
            paged.open_tab(tab)
    for side in range(window.train_page.workbench.side_count):
        window.train_page.workbench.open_side(side)
    found = {widget.objectName() for widget in window.findChildren(QWidget)}
    for key in EXERCISES:
        window.learn_page.open_chapter(key)
        found |= {widget.objectName() for widget in window.learn_page.findChildren(QWidget)}
    found = {name for name in found if name and not name.startswith("qt_")}
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    names = [setting.name for setting in SETTINGS]
    assert {"setting_", "refusal_"} <= named
    refusals = {name for name in found if name.startswith("refusal_")}
    assert refusals <= {f"refusal_{name}" for name in names}
    named -= {"setting_", "refusal_"}
    assert found - refusals == named | {f"setting_{name}" for name in names}
    with qtbot.waitSignal(session.closed):
        session.close()
