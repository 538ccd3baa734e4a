"""What the figures below the chapters have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from dlgui.ui.theme import L, M, S, set_look


class Figure(QFrame):
    """A card below a chapter's text."""

    acted = Signal(object)
    """What a person did with it, as `dlgui.ui.learn.exercises` names it."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        set_look(self, "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(L, M + S, L, M + S)
        self.column.setSpacing(M)

    def begin(self) -> None:
        """The person is where the figure can be used: take the keyboard."""
        self.setFocus()
