"""Above the answer stands who reads, and a click changes that."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from dlgui.core.training.events import SnapshotTaken
from dlgui.ui.pad.reader_chip import ReaderChip
from dlgui.ui.session.session import Session

pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture
def chip(live_session: Session, qtbot: QtBot) -> ReaderChip:
    chip = ReaderChip(live_session)
    qtbot.addWidget(chip)
    chip.resize(240, 24)
    chip.show()
    return chip


def test_it_names_the_supplied_reader_and_has_none_to_change_with(chip):
    assert chip.text() == "the reader that came with dlgui"
    assert not chip.isEnabled()


def test_a_click_changes_to_the_other_one_and_back(chip, live_session, qtbot):
    shipped = live_session.reader.model
    live_session.reader.choose(shipped, "mine")
    assert chip.text() == "mine"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.text() == "the reader that came with dlgui"
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert live_session.reader.name == "mine"
    assert "mine" in chip.accessibleName()


def test_a_network_that_was_trained_unseen_is_the_newest_one(chip, live_session, qtbot):
    model = live_session.reader.model
    live_session.training.events.emit([SnapshotTaken(275, 1, model)])
    assert chip.isEnabled()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert live_session.reader.name == live_session.training.title


def test_a_long_name_does_not_push(chip, live_session):
    live_session.reader.choose(live_session.reader.model, "m" * 300)
    assert chip.minimumSizeHint().width() >= 0
    assert chip.sizePolicy().horizontalPolicy().name == "Ignored"
