"""On every page and side: what can be focused has a name, and Tab comes to all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

MOST = 300
"""Presses of the key on one page."""

pytestmark = pytest.mark.usefixtures("themed")


def focusable(window: QWidget) -> set[QWidget]:
    tab = Qt.FocusPolicy.TabFocus
    return {
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & tab
        if not widget.objectName().startswith("qt_") and widget.focusProxy() is None
        # Of a group of radio-like buttons, Tab comes to one, and the arrows to the others.
        if not getattr(widget, "group", lambda: None)()
        if not isinstance(widget, QLabel)
    }


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """Where the key leads to from the pad, until it has come round."""
    window.pad.setFocus()
    start = widget = window.focusWidget()
    seen = {start}
    for _ in range(MOST):
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = window.focusWidget()  # The same one where the key went to a text's next link.
        if widget is start:
            return seen
        seen.add(widget)
    pytest.fail(f"the key does not come round, but stays at {widget.objectName()}")


def test_all_that_can_be_focused_has_a_name_and_is_reached(window, qtbot):
    for index in range(len(window.page_actions)):
        window.show_page(index)
    pages = (window.evaluate_page, window.inside_page, window.step_page)
    for index, action in enumerate(window.page_actions):
        action.trigger()
        page = next((p for p in pages if p.isVisible()), None)
        for side in range(page.tab_count if page is not None else 1):
            if page is not None:
                page.open_tab(side)
            QApplication.processEvents()
            for widget in focusable(window):
                text = getattr(widget, "text", lambda: "")()
                name = widget.accessibleName() or text
                assert name, (index, side, widget, widget.objectName())
            missed = focusable(window) - reached_by_tab(window)
            assert not missed, (index, side, [widget.objectName() for widget in missed])
