"""On no page a word is cut off or the page scrolls sideways, in either language, at many sizes."""

import re

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
)

from dlgui import language
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.ui.kit.language import install_language
from dlgui.ui.kit.page import ScrolledPage
from dlgui.ui.kit.theme import set_text_percent, text_percent
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000
SETTLED = 4_000
SEVEN = Drawing((Stroke(np.array(((20, 10), (80, 10), (40, 90)), np.float32)),))
LOOKS = [
    ("en", QSize(960, 600), 100),
    ("en", QSize(1280, 800), 100),
    ("en", QSize(1280, 800), 200),
    ("zh_CN", QSize(1280, 800), 100),
    ("zh_CN", QSize(960, 600), 100),
    ("zh_CN", QSize(1024, 700), 100),
    ("zh_CN", QSize(1366, 768), 150),
]
"""Language, window, and text in per cent."""


def has_chinese():
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))


@pytest.fixture
def made(live_session, qapp, qtbot):
    """Makes the window in a language."""
    windows = []

    def make(code):
        if code == "zh_CN" and not has_chinese():
            pytest.skip("no font has Chinese signs: install fonts-noto-cjk")
        install_language(qapp)
        language.use(code)
        windows.append(MainWindow(live_session))
        windows[0].show()
        return windows[0]

    yield make
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    for window in windows:
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
    if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored and not (
        isinstance(widget, QLabel) and widget.wordWrap()
    ):
        return False  # A name that a person gave may be of any length.
    if isinstance(widget, QLabel):
        text = widget.text()
        if not text or "…" in text or widget.textFormat() is Qt.TextFormat.RichText:
            return False
        if widget.wordWrap():
            # Its lines, where the text is of the usual size; or else its longest word.
            words = re.split(r"\s|(?=[\u3000-\u9fff\uff00-\uffef])", text)
            advance = max(map(widget.fontMetrics().horizontalAdvance, words), default=0)
            lines = widget.heightForWidth(width) if text_percent() == 100 else 0
            return lines > height + 1 or advance > width + 1
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
    pages = [page for page in window.findChildren(ScrolledPage) if page.isVisible()]
    return {
        f"{page.widget().objectName()} scrolls sideways"
        for page in pages
        if page.horizontalScrollBar().maximum() > 0
    } | {
        f"{w.objectName()}: {w.text() if hasattr(w, 'text') else w.currentText()}"
        for w in shown
        if is_cut(w)
    }


@pytest.mark.parametrize(
    ("code", "size", "percent"),
    LOOKS,
    ids=lambda it: f"{it.width()}x{it.height()}" if isinstance(it, QSize) else str(it),
)
def test_no_page_cuts_a_word_off(made, qtbot, code, size, percent):
    window = made(code)
    session = window.session
    set_text_percent(percent)
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
