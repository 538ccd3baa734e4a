"""A menu, every entry of which has a key of its own: the underlined letter.

Entries name theirs with an "&" where one letter stands out; all others, also those that change or
are only known when the menu opens, are given a free one. Chinese has it behind, as in 打开(&O).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

_OF_TEXT = re.compile(r"&([^&\s])")
_LATIN = re.compile(r"[A-Za-z]")
_BEHIND = re.compile(r"\s?\(&?[A-Z0-9]\)(?=…?$)|&")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Menu(QMenu):
    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._fill: Callable[[], None] | None = None
        self.aboutToShow.connect(self._prepare)

    def fill_by(self, fill: Callable[[], None]) -> None:
        """Let its entries be made each time that it opens."""
        self._fill = fill

    def _prepare(self) -> None:
        if self._fill is not None:
            self._fill()
        # macOS has no such keys, and shows what stands behind a Chinese entry.
        if sys.platform != "darwin":
            self._give_keys()

    def _give_keys(self) -> None:
        entries = [action for action in self.actions() if action.text()]
        taken = {key for key in map(key_of, entries) if key}
        for action in entries:
            if not key_of(action):
                taken.add(_give_key(action, taken))


def key_of(action: QAction) -> str:
    """The letter that chooses it in its menu, in upper case; "" for none."""
    found = _OF_TEXT.search(action.text())
    return found[1].upper() if found else ""


def plain(text: str) -> str:
    """Of an entry, as a button or a list says it: without its letter."""
    return _BEHIND.sub("", text)


def _give_key(action: QAction, taken: set[str]) -> str:
    text = action.text()
    # The first letters of its words first, and of those the first.
    places = [match.start() for match in _LATIN.finditer(text)]
    places.sort(key=lambda at: at > 0 and text[at - 1].isalnum())
    is_latin = text[:1].isascii()
    for at in places if is_latin else ():
        if text[at].upper() not in taken:
            action.setText(f"{text[:at]}&{text[at:]}")
            return text[at].upper()
    key = next((letter for letter in LETTERS if letter not in taken), "")
    if key:
        end = len(text.rstrip("…"))
        action.setText(f"{text[:end]}(&{key}){text[end:]}")
    return key
