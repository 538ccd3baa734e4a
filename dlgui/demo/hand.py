"""A hand on mouse and keyboard: it knows the widgets by their names, and nothing of their code."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QWidget

from dlgui.core.errors import DlguiError
from dlgui.language import tr

LOOK_MS = 10
"""How often the hand looks whether what it waits for has happened."""

POINT_MS = 4
"""Between two points of a stroke, where somebody can watch; off screen there is no waiting."""

LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class DemoError(DlguiError):
    """The window did not do what the demo expects of it."""


class Hand:
    """Works in `window`. Raises DemoError when a widget is missing or nothing happens.

    is_interrupted: asked while waiting; when it says yes, KeyboardInterrupt is raised
    """

    def __init__(self, window: QWidget, is_interrupted: Callable[[], bool]) -> None:
        self._window = window
        self._is_interrupted = is_interrupted
        self._is_watched = QGuiApplication.platformName() != "offscreen"

    def find(self, name: str) -> QWidget:
        for widget in self._window.findChildren(QWidget, name):
            if widget.isVisible():
                return widget
        raise DemoError(tr("The window shows nothing named {name}.").format(name=name))

    def click(self, name: str) -> None:
        widget = self.find(name)
        if not widget.isEnabled():
            raise DemoError(tr("{name} cannot be clicked now.").format(name=name))
        middle = QPointF(widget.rect().center())
        self._mouse(widget, QEvent.Type.MouseButtonPress, middle)
        self._mouse(widget, QEvent.Type.MouseButtonRelease, middle)

    def choose(self, name: str, value: object) -> None:
        """Choose the entry with the data `value` in the combo box `name`, by arrow keys."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        self._press(box, Qt.Key.Key_Home)
        while box.currentData() != value:
            before = box.currentIndex()
            self._press(box, Qt.Key.Key_Down)
            if box.currentIndex() == before:
                raise DemoError(tr("{name} does not offer {value}.").format(name=name, value=value))

    def type_number(self, name: str, value: int) -> None:
        box = self.find(name)
        assert isinstance(box, QDoubleSpinBox)
        box.setFocus()
        box.selectAll()
        for digit in str(value):
            self._press(box, Qt.Key(Qt.Key.Key_0 + int(digit)), digit)
        self._press(box, Qt.Key.Key_Return)
        if box.value() != value:
            raise DemoError(tr("{name} does not take {value}.").format(name=name, value=value))

    def draw(self, name: str, strokes: Sequence[np.ndarray]) -> None:
        """Draw with the left button held down; points are [n, 2] in pixels of the widget."""
        widget = self.find(name)
        for stroke in strokes:
            points = [QPointF(x, y) for x, y in stroke.tolist()]
            self._mouse(widget, QEvent.Type.MouseButtonPress, points[0])
            for point in points[1:]:
                self._mouse(widget, QEvent.Type.MouseMove, point)
                self.pause(POINT_MS if self._is_watched else 0)
            self._mouse(widget, QEvent.Type.MouseButtonRelease, points[-1])

    def dismiss_message(self) -> None:
        """The newest one, if there is any, by the key that does so."""
        self._press(self._window, Qt.Key.Key_Escape)

    def wait(self, happened: Callable[[], bool], otherwise: str, seconds: float) -> None:
        """Let the window live until `happened`; `otherwise` is what a DemoError says."""
        deadline = time.monotonic() + seconds
        while not happened():
            if self._is_interrupted():
                raise KeyboardInterrupt
            if not self._window.isVisible():
                raise DemoError(tr("The window was closed before the demo was done."))
            if time.monotonic() > deadline:
                raise DemoError(
                    tr("After {seconds:g} seconds {otherwise}.").format(
                        seconds=seconds, otherwise=otherwise
                    )
                )
            self.pause(LOOK_MS)

    def pause(self, milliseconds: int) -> None:
        """Let the window live for so long; for 0, do what is due now."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _mouse(self, widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
        pressed = kind == QEvent.Type.MouseButtonPress
        released = kind == QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            place,
            QPointF(widget.mapToGlobal(QPoint(0, 0))) + place,
            LEFT if pressed or released else NO_BUTTON,
            NO_BUTTON if released else LEFT,
            NO_KEYS,
        )
        QApplication.sendEvent(widget, event)

    def _press(self, widget: QWidget, key: Qt.Key, text: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, NO_KEYS, text))
