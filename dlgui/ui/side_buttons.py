"""The row of buttons that changes between the sides of a page."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from dlgui.ui.theme import set_look


def add_side_buttons(
    row: QHBoxLayout, group: QButtonGroup, sides: Iterable[tuple[str, str]]
) -> None:
    """Append a button for each of `sides` (objectName, text); its id in `group` is its place."""
    for index, (name, text) in enumerate(sides):
        button = QPushButton(text)
        button.setObjectName(name)
        button.setCheckable(True)
        set_look(button, "flat")
        group.addButton(button, index)
        row.addWidget(button)
