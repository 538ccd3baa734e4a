"""One pen out of mouse, touch screen and tablet.

A tablet and a touch screen also send mouse events of their own, made up by Qt or by the system.
Here the first device that goes down owns the pen until it is lifted, real tablet and touch events
are accepted so that Qt makes up none, and made-up ones are ignored once real ones have been seen:
otherwise every stroke would be drawn twice.
"""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

_TAKEN_AWAY = (
    QEvent.Type.UngrabMouse,
    QEvent.Type.WindowDeactivate,
    QEvent.Type.WindowBlocked,
    QEvent.Type.Hide,
    QEvent.Type.EnabledChange,
)
"""After these, another widget gets the end of a stroke: a menu, a dialogue, a window."""


class _Owner(Enum):
    NONE = auto()
    MOUSE = auto()
    TOUCH = auto()
    TABLET = auto()


class Pointer(QObject):
    """Watches a widget's events. Positions are the widget's, pressure is 0 to 1 or None."""

    pressed = Signal(QPointF, object, bool)  # position, pressure, whether it is an eraser
    moved = Signal(QPointF, object)
    released = Signal()
    cancelled = Signal()
    hovered = Signal(QPointF)
    left = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._owner = _Owner.NONE
        self._finger = -1
        self._real_pen_seen = False
        widget.setMouseTracking(True)
        widget.setTabletTracking(True)
        widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        widget.installEventFilter(self)

    def let_go(self) -> None:
        """Forget the stroke under way: what follows until the pen is lifted is not drawn."""
        self._owner = _Owner.NONE
        self._finger = -1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QTabletEvent):
            return self._tablet(event)
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if event.type() == QEvent.Type.Leave:
            self.left.emit()
        elif event.type() in _TAKEN_AWAY:
            self._lift()
        return super().eventFilter(watched, event)

    def _lift(self) -> None:
        """End the stroke under way: the pen was lifted where this widget did not learn of it."""
        if self._owner is not _Owner.NONE:
            self.let_go()
            self.released.emit()

    def _mouse(self, event: QMouseEvent) -> bool:
        made_up = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        if (made_up and self._real_pen_seen) or self._owner in (_Owner.TOUCH, _Owner.TABLET):
            return True
        kind, is_left = event.type(), event.button() == Qt.MouseButton.LeftButton
        # A quick second press arrives as a double click instead of a press.
        if kind == QEvent.Type.MouseMove and not event.buttons() & Qt.MouseButton.LeftButton:
            self._lift()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick) and is_left:
            self._lift()
            self._owner = _Owner.MOUSE
            self.pressed.emit(event.position(), None, False)
        elif kind == QEvent.Type.MouseMove and self._owner is _Owner.MOUSE:
            self.moved.emit(event.position(), None)
        elif kind == QEvent.Type.MouseMove and not event.buttons():
            self.hovered.emit(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and is_left and self._owner is _Owner.MOUSE:
            self._owner = _Owner.NONE
            self.moved.emit(event.position(), None)
            self.released.emit()
        else:
            return False
        event.accept()
        return True

    def _tablet(self, event: QTabletEvent) -> bool:
        self._real_pen_seen = True
        event.accept()
        if self._owner in (_Owner.MOUSE, _Owner.TOUCH):
            return True
        device = event.pointingDevice()
        has_pressure = QInputDevice.Capability.Pressure in device.capabilities()
        pressure = event.pressure() if has_pressure else None
        kind = event.type()
        if kind == QEvent.Type.TabletMove and not event.buttons():
            self._lift()
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self._owner = _Owner.TABLET
            is_eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.pressed.emit(event.position(), pressure, is_eraser)
        elif kind == QEvent.Type.TabletMove and self._owner is _Owner.TABLET:
            self.moved.emit(event.position(), pressure)
        elif kind == QEvent.Type.TabletMove and not event.buttons():
            self.hovered.emit(event.position())
        elif kind == QEvent.Type.TabletRelease and self._owner is _Owner.TABLET:
            # The pressure of a pen that leaves the surface is 0, which is no width to draw.
            self._owner = _Owner.NONE
            self.released.emit()
        return True

    def _touch(self, event: QTouchEvent) -> bool:
        self._real_pen_seen = True
        event.accept()
        if self._owner in (_Owner.MOUSE, _Owner.TABLET):
            return True
        if event.type() == QEvent.Type.TouchCancel:
            if self._owner is _Owner.TOUCH:
                self.let_go()
                self.cancelled.emit()
            return True
        for point in event.points():
            if point.state() == QEventPoint.State.Pressed and self._owner is _Owner.NONE:
                self._owner, self._finger = _Owner.TOUCH, point.id()
                self.pressed.emit(point.position(), None, False)
            elif self._owner is not _Owner.TOUCH or point.id() != self._finger:
                continue  # A second finger, or the palm.
            elif point.state() == QEventPoint.State.Updated:
                self.moved.emit(point.position(), None)
            elif point.state() == QEventPoint.State.Released:
                self.let_go()
                self.released.emit()
        return True
