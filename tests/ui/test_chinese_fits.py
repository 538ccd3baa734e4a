"""No word of Chinese is cut off on any page, where a font has its signs."""

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
)

from dlgui import language
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.ui.kit.language import install_language
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000
SETTLED = 4_000
SEVEN = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))
SIZES = [QSize(1280, 800), QSize(1024, 700)]


def has_chinese():
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


@pytest.fixture
def window(live_session, qapp, qtbot):
    if not has_chinese():
        pytest.skip("no font has Chinese signs: install fonts-noto-cjk")
    install_language(qapp)
    language.use("zh_CN")
    window = MainWindow(live_session)
    window.show()
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    window.close()
    window.deleteLater()
    language.use("en")


def room_in(box):
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    complex_, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(complex_, option, field, box).width()


def is_cut(widget):
    width, height = widget.width(), widget.height()
    if isinstance(widget, QLabel):
        text = widget.text()
        if not text or "…" in text or widget.textFormat() is Qt.TextFormat.RichText:
            return False
        if widget.wordWrap():
            return widget.heightForWidth(width) > height + 1
        advance = max(widget.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
        return advance > widget.contentsRect().width() + 1
    if isinstance(widget, QComboBox):
        advance = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return advance > room_in(widget)
    has_text = widget.text() and not (
        isinstance(widget, QToolButton)
        and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    return bool(has_text) and widget.fontMetrics().horizontalAdvance(widget.text()) > width


def cut_in(window):
    kinds = QLabel, QAbstractButton, QComboBox
    shown = [w for kind in kinds for w in window.findChildren(kind) if w.isVisible()]
    return {
        f"{w.objectName()}: {w.text() if hasattr(w, 'text') else w.currentText()}"
        for w in shown
        if is_cut(w)
    }


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
def test_no_page_cuts_a_word_off(window, qtbot, size):
    session = window.session
    window.resize(size)
    session.pad.set_drawing(SEVEN)
    qtbot.waitUntil(lambda: session.pad.reading is not None, timeout=TIMEOUT)
    cut = {}
    for index in range(len(window.page_actions)):
        window.show_page(index)
        page = [
            window.train_page,
            window.runs_page,
            window.evaluate_page,
            window.inside_page,
            window.step_page,
            window.learn_page,
        ][index]
        for tab in range(getattr(page, "tab_count", 1)):
            if hasattr(page, "open_tab"):
                page.open_tab(tab)
            qtbot.waitUntil(lambda: not session.tasks.doing, timeout=TIMEOUT)
            try:
                qtbot.waitUntil(lambda: not cut_in(window), timeout=SETTLED)
            except qtbot.TimeoutError:
                cut[f"{index}, {tab}"] = cut_in(window)
    assert not cut
