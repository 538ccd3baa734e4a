"""The card of data and settings, beside the sides of the page or above them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.kit.page import Folding
from dlgui.ui.kit.theme import CAPTION, L, M, S, fix_width, font, set_look, sized
from dlgui.ui.train.data_box import DataBox
from dlgui.ui.train.settings_form import SettingsForm

WIDTH, LEAST_HEIGHT = 256, 240
"""At the usual size of text; it scrolls in itself."""
ANY_WIDTH = 16777215
"""Qt's largest (QWIDGETSIZE_MAX)."""


class SettingsCard(QFrame):
    def __init__(self, data_box: DataBox, form: SettingsForm, question: QWidget) -> None:
        super().__init__()
        set_look(self, "card")
        inside = QWidget()
        set_look(inside, "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(S)
        caption = QLabel(self.tr("Data"))
        caption.setFont(font(CAPTION))
        set_look(caption, "muted")
        column.addWidget(caption)
        column.addWidget(data_box)
        column.addSpacing(M)
        column.addWidget(form)
        column.addWidget(question)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        form.shown.connect(scroll.ensureWidgetVisible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(scroll)


class Beside(Folding):
    """The settings beside `sides`; above them where the text is too large for that."""

    def __init__(self, settings: SettingsCard, sides: QWidget) -> None:
        super().__init__()
        self._settings, self._sides = settings, sides
        self.row.setSpacing(M + S)
        self.row.addWidget(settings)
        self.row.addWidget(sides, 1)
        fix_width(settings, WIDTH)

    def minimumSizeHint(self) -> QSize:
        height = self.row.minimumSize().height()
        return QSize(max(self._sides.minimumSizeHint().width(), sized(WIDTH)), height)

    def needed(self) -> int:
        return sized(WIDTH) + self.row.spacing() + self._sides.minimumSizeHint().width()

    def turned(self, folds: bool) -> None:
        if folds:
            self._settings.setProperty("usualWidth", 0)
            self._settings.setMinimumSize(0, sized(LEAST_HEIGHT))
            self._settings.setMaximumWidth(ANY_WIDTH)
        else:
            self._settings.setMinimumHeight(0)
            fix_width(self._settings, WIDTH)
