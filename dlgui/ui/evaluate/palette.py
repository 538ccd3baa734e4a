"""Ten colours for ten classes, told apart on light and on dark ground."""

from __future__ import annotations

from PySide6.QtGui import QColor

from dlgui.ui.theme import mixed, theme

_COLOURS = (
    "#2a5bd7",
    "#d4620a",
    "#1a7f4b",
    "#bf2d26",
    "#7b3fb5",
    "#8a5a2b",
    "#d0428f",
    "#5f6b7a",
    "#9a8a00",
    "#0e8ea8",
)
LIGHTER = 0.35
"""How much white is in them on dark ground."""


def class_colour(index: int) -> QColor:
    colour = QColor(_COLOURS[index % len(_COLOURS)])
    return mixed(colour, QColor("white"), LIGHTER) if theme().is_dark else colour
