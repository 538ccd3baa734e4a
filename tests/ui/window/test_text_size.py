"""All text is made larger and smaller by keys, at once, and nothing is cut by that."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from dlgui.ui.kit.page import ScrolledPage
from dlgui.ui.kit.theme import BODY, CAPTION, font, set_text_percent, set_theme, text_percent
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000


@pytest.fixture
def window(live_session, qtbot):
    window = MainWindow(live_session)
    window.show()
    for page in reversed(range(len(window.page_actions))):
        window.show_page(page)
    yield window
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        live_session.close()
    window.close()
    window.deleteLater()


def texts_of(window: QWidget) -> dict[QWidget, int]:
    shown = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    is_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
    return {
        widget: widget.font().pixelSize()
        for widget in shown
        if widget.text()
        and not (isinstance(widget, QToolButton) and widget.toolButtonStyle() == is_icon)
    }


def test_keys_change_all_text_at_once_and_back(window, qtbot):
    before = texts_of(window)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert text_percent() == 150
    assert font(BODY).pixelSize() == round(1.5 * BODY)
    after = texts_of(window)
    fitted = window.findChild(QLabel, "answerLabel")
    assert len(before) > 50
    for widget, size in before.items():
        if widget is not fitted:
            assert abs(after[widget] - 1.5 * size) <= 1, (widget, widget.text())
    qtbot.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert text_percent() == 125
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert text_percent() == 100
    assert texts_of(window) == before


def test_text_stays_large_in_other_colours(window):
    set_text_percent(150)
    large = texts_of(window)
    set_theme("dark")
    assert texts_of(window) == large


def test_text_has_an_end_of_growing(window, qtbot):
    for _ in range(9):
        qtbot.keyClick(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert text_percent() == 200
    set_text_percent(7)
    assert text_percent() == 100


def test_the_size_of_text_is_remembered(live_session, qtbot):
    window = MainWindow(live_session)
    set_text_percent(175)
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        window.close()
    set_text_percent(100)
    session = Session()
    again = MainWindow(session)
    assert text_percent() == 175
    assert again.train_page.font().pixelSize() == round(1.75 * BODY)
    with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
        again.close()
    for made in (window, again):
        made.deleteLater()


def cut_words(window: QWidget) -> list[str]:
    """The words of labels and buttons that are narrower than these."""
    cut = []
    for widget in texts_of(window):
        metrics = QFontMetrics(widget.font())
        is_plain = widget.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Ignored
        if widget.isVisible() and is_plain and "<" not in widget.text():
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            parts = widget.text().split() if wraps else widget.text().splitlines()
            words = (part.replace("&", "") for part in parts)
            needed = max(map(metrics.horizontalAdvance, words), default=0)
            if needed > widget.width():
                cut.append(widget.text())
    return cut


@pytest.mark.parametrize(("size", "percent"), [((1280, 800), 150), ((960, 600), 100)])
def test_no_word_is_cut_and_what_starts_work_is_in_sight(window, qtbot, size, percent):
    set_text_percent(percent)
    window.resize(*size)
    for index, action in enumerate(window.page_actions):
        action.trigger()
        (area,) = [area for area in window.findChildren(ScrolledPage) if area.isVisible()]
        qtbot.waitUntil(lambda area=area: area.horizontalScrollBar().maximum() == 0)
        assert cut_words(window) == []
        names = {0: ("startButton", "stopButton", "addEpochButton"), 2: ("evaluateButton",)}
        for name in names.get(index, ()):
            button = window.findChild(QWidget, name)
            place = QRect(button.mapTo(area.viewport(), QPoint()), button.size())
            assert area.viewport().rect().contains(place), name


def test_what_is_made_later_has_the_size_too(window):
    set_text_percent(150)
    label = QLabel("new", window)
    label.setFont(font(CAPTION))
    set_text_percent(200)
    assert label.font().pixelSize() == 2 * CAPTION
    assert QApplication.font().pixelSize() == 2 * BODY


def test_a_key_shows_paper_answer_and_loss_large_and_escape_leaves(window, qtbot):
    window.show_page(2)
    before = window.pad.width()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_P, keys)
    hidden = [window.menuBar(), window.statusBar(), window.train_page.form]
    hidden += [window.findChild(QWidget, name) for name in ("goToRuns", "accuracyChart")]
    assert not any(widget.isVisible() for widget in hidden)
    assert window.train_page.loss_chart.isVisible()
    assert window.findChild(QWidget, "answerLabel").isVisible()
    assert text_percent() == 150
    qtbot.waitUntil(lambda: window.pad.width() > 1.3 * before)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert all(widget.isVisible() for widget in hidden)
    assert text_percent() == 100
    qtbot.waitUntil(lambda: window.pad.width() == before)
