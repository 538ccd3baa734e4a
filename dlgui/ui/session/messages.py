"""What is said to the person: every message takes the one road through `Messages.say`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

MessageKind = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """One or two plain sentences, and a button if there is something to do about it.

    action_label and action come together: the button's text and what a click on it calls.
    """

    kind: MessageKind
    text: str
    action_label: str | None = None
    action: Callable[[], object] | None = None


class Messages(QObject):
    """Passes messages on to the window, as long as there is one."""

    said = Signal(object)
    """Message"""
    withdrawn = Signal(object)
    """Message that is said no longer: what it proposes would come too late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_silent = False

    def say(self, message: Message) -> None:
        if not self._is_silent:
            self.said.emit(message)

    def error(self, text: str) -> None:
        self.say(Message("error", text))

    def warn(self, text: str) -> None:
        self.say(Message("warning", text))

    def withdraw(self, message: Message) -> None:
        self.withdrawn.emit(message)

    def silence(self) -> None:
        """Nobody is there any more to read them."""
        self._is_silent = True
