"""Words are explained where they stand, by a click or by keys, and the same everywhere."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu, QTextBrowser

from dlgui.ui.kit.glossary import TERMS, terms_in
from dlgui.ui.kit.menu import plain

pytestmark = pytest.mark.usefixtures("themed")

README = Path(__file__).parents[3] / "README.md"
OTHER_NAMES = {"to refuse": "refused"}


def explained(window):
    """The title of each term in the popover, and its words; None where there is no popover."""
    found = QApplication.activePopupWidget()
    if found is None or found.objectName() != "whatIsThis":
        return None
    (label,) = found.findChildren(QLabel)
    assert found.accessibleDescription()
    return label.text()


def label_with(window, text):
    labels = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text() == text]
    return labels[0]


def test_a_click_on_a_label_explains_the_terms_that_it_names(window, qtbot):
    qtbot.mouseClick(label_with(window, "Learning rate"), Qt.MouseButton.LeftButton)
    assert "How far each step goes against the gradient" in explained(window)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Escape)
    assert explained(window) is None


def test_a_click_on_a_label_without_terms_does_nothing(window, qtbot):
    qtbot.mouseClick(window.findChild(QLabel, "answerLabel"), Qt.MouseButton.LeftButton)
    assert explained(window) is None


def test_shift_f1_explains_what_has_the_focus_or_is_around_it(window, qtbot):
    window.activateWindow()
    window.train_page.form.setFocus()
    window.findChild(QAbstractButton, "logarithmicCheck").setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert "<b>Loss</b>" in explained(window)
    QApplication.activePopupWidget().close()


def test_a_chart_says_in_its_menu_what_it_is(window, qtbot):
    plot = window.train_page.loss_chart
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, plot.rect().center(), plot.mapToGlobal(plot.pos())
    )
    QApplication.sendEvent(plot, event)
    menu = window.findChild(QMenu, "figureMenu")
    entry = next(a for a in menu.actions() if plain(a.text()) == "What is this?")
    entry.trigger()
    menu.close()
    assert "<b>Loss</b>" in explained(window)
    assert "<b>Nats</b>" in explained(window)
    QApplication.activePopupWidget().close()


def test_all_words_are_one_click_away(window, qtbot):
    qtbot.mouseClick(label_with(window, "Epochs"), Qt.MouseButton.LeftButton)
    QApplication.activePopupWidget().findChild(QAbstractButton, "allWordsButton").click()
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible()]
    text = dialog.findChild(QTextBrowser).toPlainText()
    for term in TERMS:
        assert term.meaning in text
    dialog.close()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Cross-entropy in nats", ["Cross-entropy", "Nats"]),
        ("Batch normalisation", ["Batch normalisation"]),
        ("The batch and its batch size", ["Batch size"]),
        ("95 % interval 92.72 to 96.59; 1.0 % refused", ["Interval", "Refused"]),
        ("Overlossy mapping", []),
    ],
)
def test_terms_are_found_as_whole_words_the_longest_first(text, titles):
    assert [term.title for term in terms_in(text)] == titles


def test_the_glossary_says_what_the_readme_says():
    rows = re.findall(r"^\| ([a-z- ]+) \| (.+?) \| .* \|$", README.read_text("utf-8"), re.M)
    meanings = {OTHER_NAMES.get(word, word): meaning for word, meaning in rows}
    shared = 0
    for term in TERMS:
        for name in (name.casefold() for name in term.names.split("|")):
            if name in meanings:
                shared += 1
                assert term.meaning.casefold().startswith(meanings[name].casefold()), name
    assert shared > 10


def test_no_two_terms_have_one_name():
    names = [name.casefold() for term in TERMS for name in term.names.split("|")]
    assert len(names) == len(set(names))
