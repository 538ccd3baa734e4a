"""The paper: ink is drawn here and shown, with a box around each digit of a number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from dlgui.core.ink.drawing import Stroke
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.core.reading.result import Reading
from dlgui.ui.kit.theme import theme, theme_notifier
from dlgui.ui.pad import content as sheet
from dlgui.ui.pad.content import PadContent
from dlgui.ui.pad.ink_painting import (
    InkCache,
    SmoothPath,
    draw_path,
    draw_stroke,
    paint_content,
    stroke_at,
)
from dlgui.ui.pad.overlay import paint_boxes, paint_frame, paint_hint
from dlgui.ui.pad.pointer import Pointer

# In units of the sheet. Points that are closer than the spacing say nothing new.
DEFAULT_PEN_WIDTH = 16.0
POINT_SPACING = 0.5
ERASER_REACH = 6.0
# Pressing hardest makes one and a half pen widths; a box keeps this far from the middle line.
BOX_MARGIN = 0.75
FRAME_MS = 7
"""A little less than between two places that a pen tells, and seven of a quick mouse."""

_NOTHING = PadContent()


class PadCanvas(QWidget):
    """Shows a `PadContent` and turns the pointer into strokes; it changes no content itself.

    `stroke_changed` carries the `Stroke` under way, once in a frame, and `stroke_finished` the
    whole one; `stroke_cancelled` follows Escape. `erase_requested` and `digit_pointed` carry an
    index.
    """

    stroke_changed = Signal(object)
    stroke_finished = Signal(object)
    stroke_cancelled = Signal()
    erase_requested = Signal(int)
    digit_pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = PadContent()
        self._reading: Reading | None = None
        self._selected = 0
        self._pen_width = DEFAULT_PEN_WIDTH
        self._erasing = False
        self._erasing_now = False
        self._drop_target = False
        self._under_eraser: int | None = None
        self._points: list[tuple[float, float]] = []
        self._pressures: list[float] | None = None
        self._path = SmoothPath()
        self._unseen = QRectF()
        """What new points of the stroke have changed since it was shown and told."""
        self._frame_timer = QTimer(
            self, interval=FRAME_MS, singleShot=True, timerType=Qt.TimerType.PreciseTimer
        )
        self._frame_timer.timeout.connect(self._on_frame)
        self._view = QTransform()
        self._ink = InkCache()
        self._classes: Sequence[str] = DIGIT_CLASSES
        self._frame = False

        self.setObjectName("pad")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Drawing pad"))
        self._describe()
        pointer = Pointer(self)
        pointer.pressed.connect(self._on_pressed)
        pointer.moved.connect(self._on_moved)
        pointer.released.connect(self._on_released)
        pointer.cancelled.connect(self.cancel_stroke)
        pointer.hovered.connect(self._on_hovered)
        pointer.left.connect(lambda: self._set_under_eraser(None))
        self._pointer = pointer
        theme_notifier.themeChanged.connect(self._repaint_all)

    # What is shown

    def set_content(self, content: PadContent) -> None:
        self._content = content
        self._under_eraser = None
        self._update_view()
        self._describe()
        self.update()

    def set_reading(
        self, reading: Reading | None, selected: int, classes: Sequence[str] = DIGIT_CLASSES
    ) -> None:
        """The boxes of a number's digits; `selected` is the one whose bars are shown."""
        had_boxes = self._has_boxes()
        self._reading, self._selected, self._classes = reading, selected, classes
        if had_boxes or self._has_boxes():
            self.update()

    def set_pen_width(self, width: float) -> None:
        """How wide all ink looks, in units of the sheet. What the network sees stays the same."""
        self._pen_width = width
        self._update_view()
        self._repaint_all()

    def pen_width(self) -> float:
        return self._pen_width

    def set_erasing(self, erasing: bool) -> None:
        """Whether the pointer removes strokes instead of drawing them."""
        self._erasing = erasing
        self._set_under_eraser(None)
        shape = Qt.CursorShape.PointingHandCursor if erasing else Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    def set_drop_target(self, is_target: bool) -> None:
        """Whether something that the pad takes is being dragged over it."""
        self._drop_target = is_target
        self.update()

    def to_widget(self, x: float, y: float) -> QPointF:
        """Where a point of the sheet is on the widget."""
        return self._view.map(QPointF(x, y))

    def sizeHint(self) -> QSize:
        return QSize(int(sheet.WIDTH), int(sheet.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 160)

    # Drawing and erasing

    @property
    def is_drawing(self) -> bool:
        return bool(self._points)

    def cancel_stroke(self) -> None:
        """Drop the stroke under way, if there is one."""
        if self._points:
            self._end_stroke()
            self._pointer.let_go()
            self.stroke_cancelled.emit()

    def _on_pressed(self, position: QPointF, pressure: float | None, is_eraser: bool) -> None:
        if self._erasing or is_eraser:
            self._erasing_now = True
            self._erase_at(position)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._pressures = None if pressure is None else []
        self._add_point(position, pressure)

    def _on_moved(self, position: QPointF, pressure: float | None) -> None:
        if self._erasing_now:
            self._erase_at(position)
        elif self._points:
            self._add_point(position, pressure)

    def _on_released(self) -> None:
        if self._erasing_now:
            self._erasing_now = False
        elif self._points:
            stroke = self._stroke()
            self._end_stroke()
            self.stroke_finished.emit(stroke)

    def _add_point(self, position: QPointF, pressure: float | None) -> None:
        place = self._view.inverted()[0].map(self._on_paper(position))
        point = (place.x(), place.y())
        if self._points:
            (x, y), (last_x, last_y) = point, self._points[-1]
            if abs(x - last_x) + abs(y - last_y) < POINT_SPACING:
                return
        self._points.append(point)
        if self._pressures is not None:
            self._pressures.append(1.0 if pressure is None else pressure)
        margin = 1.5 * self._pen_width
        self._unseen |= self._path.add(*point).adjusted(-margin, -margin, margin, margin)
        if len(self._points) == 1:
            self.update()  # Away with the hint or the picture.
        if not self._frame_timer.isActive():
            self._on_frame()

    @Slot()
    def _on_frame(self) -> None:
        """Show and tell at once what came since the last time, and then not before a frame."""
        if not self._unseen.isNull():
            self.update(self._view.mapRect(self._unseen).toAlignedRect())
            self._unseen = QRectF()
            self._frame_timer.start()
            self.stroke_changed.emit(self._stroke())

    def _on_paper(self, position: QPointF) -> QPointF:
        """The nearest point at which ink is in sight as a whole, or else is on the sheet.

        Beyond it the pen slides along the edge: ink out of sight would make the view jump.
        """
        margin = self._ink_margin * self._view.m11()
        allowed = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        allowed |= self._view.mapRect(QRectF(0, 0, sheet.WIDTH, sheet.HEIGHT))
        allowed &= QRectF(self.rect())
        return QPointF(
            min(max(position.x(), allowed.left()), allowed.right()),
            min(max(position.y(), allowed.top()), allowed.bottom()),
        )

    @property
    def _ink_margin(self) -> float:
        return BOX_MARGIN * self._pen_width

    def _stroke(self) -> Stroke:
        pressures = None
        if self._pressures is not None:
            pressures = np.array(self._pressures, dtype=np.float32)
        return Stroke(np.array(self._points, dtype=np.float32), pressures)

    def _end_stroke(self) -> None:
        self._points, self._path, self._pressures = [], SmoothPath(), None
        self._unseen = QRectF()
        self._frame_timer.stop()
        self.update()

    def _on_hovered(self, position: QPointF) -> None:
        if self._erasing:
            self._set_under_eraser(self._stroke_at(position))
            return
        for index, box in enumerate(self._boxes()):
            if box.contains(position):
                self.digit_pointed.emit(index)
                return

    def _erase_at(self, position: QPointF) -> None:
        index = self._stroke_at(position)
        if index is not None:
            self.erase_requested.emit(index)

    def _stroke_at(self, position: QPointF) -> int | None:
        place = self._view.inverted()[0].map(position)
        reach = self._pen_width / 2 + ERASER_REACH
        return stroke_at(self._content.drawing.strokes, place.x(), place.y(), reach)

    def _set_under_eraser(self, index: int | None) -> None:
        if index != self._under_eraser:
            self._under_eraser = index
            self.update()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.is_drawing:
            self.cancel_stroke()
        elif step is not None and self._has_boxes():
            self.digit_pointed.emit((self._selected + step) % len(self._boxes()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A frame that comes with each click would distract from the ink.
        self._frame = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._frame = False
        super().focusOutEvent(event)

    # Painting

    def image(self, size: QSize) -> QImage:
        """The content as a picture for other programs: dark ink on white, in any theme."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = sheet.view(QSizeF(size), self._content.drawing, self._ink_margin)
        paint_content(painter, self._content, view, self._pen_width, QColor(Qt.GlobalColor.black))
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        finished = self._ink.pixmap(self.size(), ratio, self._shown(), self._view, self._pen_width)
        painter.drawPixmap(0, 0, finished)
        self._paint_stroke_under_way(painter)
        within = QRectF(self.rect())
        if self._has_boxes():
            assert self._reading is not None
            digits = self._reading.digits
            paint_boxes(painter, within, self._boxes(), digits, self._classes, self._selected)
        if self._content.is_empty and not self._points:
            paint_hint(painter, within)
        if self._frame or self._drop_target:
            paint_frame(painter, within)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._update_view()
        super().resizeEvent(event)

    def _paint_stroke_under_way(self, painter: QPainter) -> None:
        painter.setTransform(self._view)
        if self._points and self._pressures is None:
            draw_path(painter, self._path.whole(), self._pen_width, theme().ink)
        elif self._points:
            draw_stroke(painter, self._stroke(), self._pen_width, theme().ink)
        if self._under_eraser is not None:
            stroke = self._content.drawing.strokes[self._under_eraser]
            draw_stroke(painter, stroke, self._pen_width, theme().bad)
        painter.resetTransform()

    def _shown(self) -> PadContent:
        """The content, but for a picture that the stroke under way is about to replace."""
        return _NOTHING if self._points and self._content.picture is not None else self._content

    def _has_boxes(self) -> bool:
        return self._reading is not None and len(self._reading.digits) > 1

    def _boxes(self) -> list[QRectF]:
        """The digits' boxes on the widget, as wide as the ink looks; none for a single digit."""
        if self._reading is None or not self._has_boxes():
            return []
        view, margin = self._view, self._ink_margin
        if (picture := self._shown().picture) is not None:
            view, margin = sheet.picture_place(picture) * view, 0.0
        boxes = (sheet.mapped_box(view, digit.box) for digit in self._reading.digits)
        margin *= self._view.m11()
        within = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        return [box.adjusted(-margin, -margin, margin, margin) & within for box in boxes]

    def _update_view(self) -> None:
        if not self.size().isEmpty():
            shown = self._content.with_stroke(self._stroke()) if self._points else self._content
            self._view = sheet.view(QSizeF(self.size()), shown.drawing, self._ink_margin)

    def _repaint_all(self) -> None:
        self._ink.clear()
        self.update()

    def _describe(self) -> None:
        strokes = len(self._content.drawing.strokes)
        if self._content.picture is not None:
            text = self.tr("Shows a picture.")
        elif strokes:
            text = self.tr("Strokes: {count}.").format(count=strokes)
        else:
            text = self.tr("Empty. Draw a digit with the mouse, a finger or a pen.")
        self.setAccessibleDescription(text)
