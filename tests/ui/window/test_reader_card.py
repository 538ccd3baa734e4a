"""What the window tells about the reader in use."""

from dataclasses import asdict, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextTable
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QTextBrowser

from dlgui.core.nets.model import save_model
from dlgui.core.training.settings import TrainingConfig
from dlgui.ui.kit.prose import ProseView
from dlgui.ui.kit.theme import set_theme, theme
from dlgui.ui.window.window import MainWindow


@pytest.fixture
def window(qtbot, themed, live_session):
    window = MainWindow(live_session)
    qtbot.addWidget(window)
    window.show()
    return window


def open_card(window) -> QDialog:
    (entry,) = (
        action
        for menu in window.menuBar().findChildren(QMenu)
        for action in menu.actions()
        if action.text() == "The &reader in use"
    )
    entry.trigger()
    return window.findChildren(QDialog)[-1]


def test_the_shipped_reader_shows_its_whole_card(window):
    card = open_card(window).findChild(QTextBrowser, "readerCard")
    text = card.toPlainText()
    for heading in ("How well it reads", "How it was trained", "Limits", "Whose digits these were"):
        assert heading in text
    assert "#" not in text
    assert "|" not in text


def test_another_reader_shows_how_it_was_trained(window, live_session, qtbot, tmp_path):
    summary = {"epochs": 3, "best_accuracy": 0.98765}
    save_model(tmp_path / "mine.safetensors", replace(live_session.reader.model, summary=summary))
    live_session.reader.open(tmp_path / "mine.safetensors")
    qtbot.waitUntil(lambda: live_session.reader.name == "mine")
    told = [label.text() for label in open_card(window).findChildren(QLabel)]
    assert "mine" in told
    assert told[told.index("Epochs") + 1] == "3"
    assert told[told.index("Best accuracy") + 1] == "98.77\u2009%"


def test_a_trained_network_tells_its_training_in_words(window, live_session, qtbot, tmp_path):
    config = asdict(TrainingConfig(epochs=7, learning_rate=0.02, augment=True))
    summary = {"data": "Embedded digits", "config": config, "epoch": 4, "step": 1234}
    summary |= {"validation_accuracy": 0.971234, "seconds": 83.2, "ood": {"scale": [0.123456]}}
    save_model(tmp_path / "own.safetensors", replace(live_session.reader.model, summary=summary))
    live_session.reader.open(tmp_path / "own.safetensors")
    qtbot.waitUntil(lambda: live_session.reader.name == "own")
    told = [label.text() for label in open_card(window).findChildren(QLabel)]
    facts = dict(
        zip(told[told.index("Network") :: 2], told[told.index("Network") + 1 :: 2], strict=False)
    )
    assert facts["Validation accuracy"] == "97.12\u2009%"
    assert facts["Step"] == "1,234"
    assert facts["Time"] == "83 s"
    assert facts["Learning rate"] == "0.02"
    assert facts["Augment"] == "on"
    assert not any("0.1234" in text or "{" in text for text in told)


def test_prose_has_headings_by_rank_and_tables_in_columns(qtbot, themed):
    view = ProseView("# One\n\n## Two\n\ntext\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n")
    qtbot.addWidget(view)
    document = view.document()
    one, two, text = (document.findBlockByNumber(number) for number in range(3))
    sizes = [block.begin().fragment().charFormat().font().pixelSize() for block in (one, two)]
    assert sizes[0] > sizes[1] > document.defaultFont().pixelSize()
    assert text.text() == "text"
    (table,) = (f for f in document.rootFrame().childFrames() if isinstance(f, QTextTable))
    heading = table.cellAt(0, 1).firstCursorPosition().blockFormat().alignment()
    assert heading & Qt.AlignmentFlag.AlignRight


def test_prose_follows_the_theme(qtbot, themed):
    view = ProseView("| a |\n| --- |\n| 1 |\n")
    qtbot.addWidget(view)

    def line():
        (table,) = view.document().rootFrame().childFrames()
        return table.cellAt(0, 0).format().toTableCellFormat().bottomBorderBrush().color()

    assert line() == theme().border_strong
    set_theme("dark")
    assert line() == theme().border_strong
