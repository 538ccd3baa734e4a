"""Line icons from small SVGs, tinted with the theme's colours and sharp at every scale."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QToolButton

from dlgui import paths
from dlgui.ui.kit.theme import set_look, theme, theme_notifier

SIZE = 18
"""An icon's side in device-independent pixels."""


class _HasIcon(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...


def set_icon(target: QAction | QAbstractButton, name: str, role: str = "text") -> None:
    """Give `target` the icon `name`, in the theme's colour `role`, whatever theme is chosen later.

    A checked button or action shows it in the accent colour.
    """
    for tint in target.findChildren(_Tint):
        tint.setParent(None)
        tint.deleteLater()
    _Tint(target, target, name, role)


def pixmap(name: str, colour: QColor, scale: float = 1.0, size: int = SIZE) -> QPixmap:
    """The icon `name`, `size` device-independent pixels a side at the display's `scale`."""
    made = QPixmap(round(size * scale), round(size * scale))
    made.fill(Qt.GlobalColor.transparent)
    source = _source(name).replace("currentColor", colour.name())
    painter = QPainter(made)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, role: str = "text") -> QIcon:
    """The icon in the theme's present colours; faint when disabled, accented when checked.

    It is sharp on the screens that there are; drawing it for others would hold up the start.
    """
    t = theme()
    scales = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    made = QIcon()
    variants = (
        (getattr(t, role), QIcon.Mode.Normal, QIcon.State.Off),
        (t.text_faint, QIcon.Mode.Disabled, QIcon.State.Off),
        (t.accent_line, QIcon.Mode.Normal, QIcon.State.On),
        (t.text_faint, QIcon.Mode.Disabled, QIcon.State.On),
    )
    for colour, mode, state in variants:
        for scale in scales:
            made.addPixmap(pixmap(name, colour, scale), mode, state)
    return made


def icon_button(object_name: str, icon_name: str, text: str) -> QToolButton:
    """A flat button that shows an icon, and says `text` when it is pointed at or read aloud."""
    button = QToolButton()
    button.setObjectName(object_name)
    button.setAccessibleName(text)
    button.setToolTip(text)
    set_icon(button, icon_name)
    set_look(button, "flat")
    return button


class _Tint(QObject):
    """Lives as long as the button or action whose icon it keeps in the theme's colours."""

    def __init__(self, parent: QObject, target: _HasIcon, name: str, role: str) -> None:
        super().__init__(parent)
        self._target, self._name, self._role = target, name, role
        theme_notifier.themeChanged.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._target.setIcon(icon(self._name, self._role))


@cache
def _source(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text("utf-8")
