"""The classes in their colours, one button each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from dlgui.ui.evaluate.palette import class_colour
from dlgui.ui.theme import CAPTION, font, set_look, theme_notifier

DOT = 10


class ClassLegend(QWidget):
    """A click shows one class alone, another click all again."""

    focused = Signal(object)
    """The class' index, or None for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("classLegend")
        self.setAccessibleName(self.tr("Classes"))
        self._classes: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch()
        theme_notifier.themeChanged.connect(self._colour)

    def show_classes(self, classes: tuple[str, ...]) -> None:
        if classes == self._classes:
            return
        self._classes = classes
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.deleteLater()
        for index, name in enumerate(classes):
            button = QToolButton()
            button.setText(name)
            button.setCheckable(True)
            button.setFont(font(CAPTION))
            button.setIconSize(QSize(DOT, DOT))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setToolTip(self.tr("Shows this class alone, or all again"))
            button.clicked.connect(lambda on, index=index: self._focus(index if on else None))
            set_look(button, "flat")
            self._group.addButton(button, index)
            self._layout.insertWidget(index, button)
        self._colour()
        self._focus(None)

    def _focus(self, index: int | None) -> None:
        for button in self._group.buttons():
            button.setChecked(self._group.id(button) == index)
        self.focused.emit(index)

    def _colour(self) -> None:
        for button in self._group.buttons():
            dot = QPixmap(2 * DOT, 2 * DOT)
            dot.setDevicePixelRatio(2.0)
            dot.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(self._group.id(button)))
            painter.drawEllipse(QRectF(1, 1, DOT - 2, DOT - 2))
            painter.end()
            button.setIcon(QIcon(dot))
