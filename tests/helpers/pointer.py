"""A hand with mouse and pen: real events with the buttons held, which QTest's moves lack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
PRESS, MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove
RELEASE = QEvent.Type.MouseButtonRelease
BY_THE_SYSTEM = Qt.MouseEventSource.MouseEventSynthesizedBySystem
"""Where a touch or pen makes a mouse event beside its own."""

Place = QPointF | QPoint | tuple[float, float]


def mouse(
    widget: QWidget,
    kind: QEvent.Type,
    at: Place,
    held: Qt.MouseButton | None = None,
    source: Qt.MouseEventSource = Qt.MouseEventSource.MouseEventNotSynthesized,
) -> QMouseEvent:
    """Send one event at a place of the widget, in its pixels.

    held: the buttons that are down after it: by default the left one until it is released
    """
    place = _place(at)
    if held is None:
        held = NO_BUTTON if kind == RELEASE else LEFT
    button = NO_BUTTON if kind == MOVE else LEFT
    where = widget.mapToGlobal(place)
    event = QMouseEvent(kind, place, place, where, button, held, NO_KEYS, source)
    QApplication.sendEvent(widget, event)
    return event


def drag(widget: QWidget, points: Sequence[Place]) -> None:
    """Press at the first of the points, move over the others, and let go at the last."""
    mouse(widget, PRESS, points[0])
    for point in points[1:]:
        mouse(widget, MOVE, point)
    mouse(widget, RELEASE, points[-1])


def hover(widget: QWidget, at: Place) -> None:
    """Move there with no button held."""
    mouse(widget, MOVE, at, NO_BUTTON)


def tablet(
    widget: QWidget,
    kind: QEvent.Type,
    at: Place,
    pressure: float,
    tip: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> QTabletEvent:
    """Send one event of a pen; pressure: from 0 to 1."""
    capabilities = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    stylus = QInputDevice.DeviceType.Stylus
    device = QPointingDevice("pen", 7, stylus, tip, capabilities, 1, 1, parent=widget)
    place = _place(at)
    button = NO_BUTTON if kind == QEvent.Type.TabletMove else LEFT
    held = NO_BUTTON if kind == QEvent.Type.TabletRelease else LEFT
    where, flat = widget.mapToGlobal(place), (0, 0, 0, 0, 0)
    event = QTabletEvent(kind, device, place, where, pressure, *flat, NO_KEYS, button, held)
    QApplication.sendEvent(widget, event)
    return event


def _place(at: Place) -> QPointF:
    return QPointF(*at) if isinstance(at, tuple) else QPointF(at)
