import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from dlgui.ui.kit.theme import set_theme
from dlgui.ui.session.messages import Message
from dlgui.ui.window import message_bar
from dlgui.ui.window.message_bar import MessageBar

pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_without_messages_it_takes_no_room(bar):
    assert bar.isHidden()
    bar.show_message(Message("error", "The disk is full."))
    assert not bar.isHidden()
    bar.dismiss_newest()
    assert bar.isHidden()


def test_an_info_goes_by_itself_but_an_error_stays(bar, qtbot, monkeypatch):
    monkeypatch.setattr(message_bar, "INFO_SECONDS", 0)
    bar.show_message(Message("error", "The disk is full."))
    bar.show_message(Message("info", "The model was saved."))
    qtbot.waitUntil(lambda: [m.text for m in bar.messages()] == ["The disk is full."])


def test_the_action_is_done_once_and_closes_the_message(bar, qtbot):
    done = []
    bar.show_message(Message("warning", "A run was cut off.", "Resume", lambda: done.append(1)))
    bar.findChild(QPushButton).click()
    assert done == [1]
    assert bar.messages() == []


def test_a_message_can_be_closed(bar):
    bar.show_message(Message("warning", "first"))
    bar.show_message(Message("error", "second"))
    bar.findChildren(QToolButton)[0].click()
    assert [message.text for message in bar.messages()] == ["second"]


def test_what_is_said_again_is_shown_once_and_the_oldest_makes_room(bar):
    for text in ("a", "b", "a", "c", "d"):
        bar.show_message(Message("error", text))
    assert [message.text for message in bar.messages()] == ["a", "c", "d"]


def test_it_follows_the_theme(bar):
    bar.show_message(Message("error", "The disk is full."))
    light = bar.grab().toImage()
    set_theme("dark")
    assert bar.grab().toImage() != light
