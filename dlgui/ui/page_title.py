"""The title that every page of the bench begins with."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout

from dlgui.ui.theme import CAPTION, HEADING, font, set_look


def page_title(title: str, subtitle: QLabel) -> QVBoxLayout:
    """`title` in large type; below it `subtitle`, which the page fills, in small."""
    heading = QLabel(title)
    heading.setFont(font(HEADING, QFont.Weight.DemiBold))
    subtitle.setFont(font(CAPTION))
    set_look(subtitle, "muted")
    titles = QVBoxLayout()
    titles.setSpacing(0)
    titles.addWidget(heading)
    titles.addWidget(subtitle)
    return titles
