"""The card of data and settings, beside the sides of the page or above them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

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


class Beside(QWidget):
    """The settings beside `sides`; above them where the text is too large for that."""

    def __init__(self, settings: SettingsCard, sides: QWidget) -> None:
        super().__init__()
        self._settings, self._sides = settings, sides
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(M + S)
        self._box.addWidget(settings)
        self._box.addWidget(sides, 1)
        fix_width(settings, WIDTH)

    def minimumSizeHint(self) -> QSize:
        height = self._box.minimumSize().height()
        return QSize(max(self._sides.minimumSizeHint().width(), sized(WIDTH)), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        needed = sized(WIDTH) + self._box.spacing() + self._sides.minimumSizeHint().width()
        folds = self.width() < needed
        way = QBoxLayout.Direction.TopToBottom if folds else QBoxLayout.Direction.LeftToRight
        if way == self._box.direction():
            return
        self._box.setDirection(way)
        if folds:
            self._settings.setProperty("usualWidth", 0)
            self._settings.setMinimumSize(0, sized(LEAST_HEIGHT))
            self._settings.setMaximumWidth(ANY_WIDTH)
        else:
            self._settings.setMinimumHeight(0)
            fix_width(self._settings, WIDTH)
