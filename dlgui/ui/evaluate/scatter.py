"""Digits as dots on a plane in their classes' colours, the pad's digit among them, and a legend."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from dlgui.core.data.datasets import DigitSet
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import class_colour
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.pixel_view import digit_pixmap
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import (
    BODY,
    CAPTION,
    RADIUS,
    TITLE,
    M,
    S,
    font,
    mixed,
    set_look,
    theme,
    theme_notifier,
)

DOT = 5.0
NEAR = 14.0
"""Pixels from a dot within which it is pointed at."""
THUMB = 56
EDGE = 18.0
"""Pixels around the outermost dots."""
FAINT = 0.12
"""What is left of a class' colour when another one is looked at."""


class Scatter(QWidget):
    """Pointing at a dot, by the mouse or the arrow keys, shows its digit; a click or Enter chooses
    it. The axes have one scale, because distances are what a map is about."""

    chosen = Signal(int)
    """The place of a digit in the set."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("digitMap")
        self.setAccessibleName(self.tr("Map of digits"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._digits: DigitSet | None = None
        self._classes: tuple[str, ...] = ()
        self._places = np.zeros((0, 2))
        self._pixels = np.zeros((0, 2))
        self._marker: np.ndarray | None = None
        self._focused_class: int | None = None
        self._current: int | None = None
        self._dots: QPixmap | None = None
        theme_notifier.themeChanged.connect(self._repaint_all)
        offer_figure(self, self.numbers)

    @property
    def marker(self) -> QPointF | None:
        """Where the pad's digit is, in the widget's pixels."""
        return None if self._marker is None else self._to_pixels(self._marker)

    def show_digits(self, digits: DigitSet, classes: tuple[str, ...], places: np.ndarray) -> None:
        """places: float [n, 2], y upwards"""
        if digits is not self._digits:
            self._current = None
        self._digits, self._classes, self._places = digits, classes, places
        self._repaint_all()

    def numbers(self) -> list[list[object]]:
        """Each digit's label and place."""
        labels = [] if self._digits is None else self._digits.labels.tolist()
        places = self._places.tolist()
        names = [self._classes[label] for label in labels]
        rows = ([name, *place] for name, place in zip(names, places, strict=True))
        return [["Label", "x", "y"], *rows]

    def show_marker(self, place: np.ndarray | None) -> None:
        """Where the pad's digit is, float [2] as the places; None for nowhere."""
        self._marker = place
        self.update()

    def focus_class(self, index: int | None) -> None:
        """Show one class alone in full colour, or all."""
        self._focused_class = index
        self._repaint_all()

    def point_of(self, index: int) -> QPointF:
        """Where a digit's dot is, in the widget's pixels."""
        return QPointF(*self._pixels_now()[index])

    def sizeHint(self) -> QSize:
        return QSize(480, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._repaint_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._dots is None or self._dots.devicePixelRatio() != self.devicePixelRatioF():
            self._dots = self._painted_dots()
        painter.drawPixmap(0, 0, self._dots)
        self._paint_marker(painter)
        if self._current is not None:
            self._paint_current(painter, self._current)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._index_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROW_STEPS and len(self._places):
            self._point(self._next(*ARROW_STEPS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._current is not None:
                self.chosen.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _point(self, index: int | None) -> None:
        if index != self._current:
            self._current = index
            self.setCursor(
                Qt.CursorShape.ArrowCursor if index is None else Qt.CursorShape.PointingHandCursor
            )
            tell(self, "" if index is None else self._name(index))
            self.update()

    def _name(self, index: int) -> str:
        assert self._digits is not None
        return self._classes[int(self._digits.labels[index])]

    def _index_at(self, position: QPointF) -> int | None:
        if not len(self._places):
            return None
        distances = np.hypot(*(self._pixels_now() - (position.x(), position.y())).T)
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= NEAR else None

    def _next(self, down: int, right: int) -> int:
        """The dot nearest to the present one, or to the middle, in a direction; at the end it."""
        pixels = self._pixels_now()
        if self._current is None:
            middle = (self.width() / 2, self.height() / 2)
            return int(np.hypot(*(pixels - middle).T).argmin())
        away = pixels - pixels[self._current]
        along = away @ (right, down)
        across = np.abs(away @ (down, right))
        ahead = np.flatnonzero((along > 0.5) & (across <= along))
        if not len(ahead):
            return self._current
        return int(ahead[(along[ahead] + 2 * across[ahead]).argmin()])

    def _scale(self) -> tuple[np.ndarray, float]:
        """The middle of the places, and how many pixels one of their units is."""
        low, high = self._places.min(axis=0), self._places.max(axis=0)
        room = np.array([self.width(), self.height()]) - 2 * EDGE
        scale = float((np.maximum(room, 1) / np.maximum(high - low, 1e-12)).min())
        return (low + high) / 2, scale

    def _to_pixels(self, place: np.ndarray) -> QPointF:
        """Kept inside, so that what lies outside is seen at the edge."""
        if not len(self._places):
            return QPointF(self.width() / 2, self.height() / 2)
        middle, scale = self._scale()
        x, y = (place - middle) * scale
        x, y = self.width() / 2 + x, self.height() / 2 - y
        edge = EDGE / 2
        return QPointF(
            min(max(float(x), edge), self.width() - edge),
            min(max(float(y), edge), self.height() - edge),
        )

    def _pixels_now(self) -> np.ndarray:
        if len(self._pixels) != len(self._places):
            middle, scale = self._scale()
            away = (self._places - middle) * scale
            self._pixels = np.stack(
                [self.width() / 2 + away[:, 0], self.height() / 2 - away[:, 1]], axis=1
            )
        return self._pixels

    def _repaint_all(self) -> None:
        self._dots = None
        self._pixels = np.zeros((0, 2))
        self.update()

    def _painted_dots(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme().surface)
        if self._digits is None or not len(self._places):
            return pixmap
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixels, labels = self._pixels_now(), self._digits.labels
        present = sorted(set(labels.tolist()), key=lambda label: label == self._focused_class)
        for label in present:
            colour = class_colour(label)
            if self._focused_class not in (None, label):
                colour = mixed(theme().surface, colour, FAINT)
            dot, half = _dot(colour, ratio), DOT / 2 + 1
            for x, y in (pixels[labels == label] - half).tolist():
                painter.drawPixmap(QPointF(x, y), dot)
        for label in present:
            if self._focused_class in (None, label):
                self._paint_name(painter, label, np.median(pixels[labels == label], axis=0))
        painter.end()
        return pixmap

    def _paint_name(self, painter: QPainter, label: int, middle: np.ndarray) -> None:
        """A class' name in the middle of its digits, on a halo."""
        name, bold = self._classes[label], font(TITLE, QFont.Weight.Bold)
        path = QPainterPath()
        path.addText(0, 0, bold, name)
        path.translate(QPointF(*middle) - path.boundingRect().center())
        painter.strokePath(path, QPen(theme().surface, 4.0))
        painter.fillPath(path, class_colour(label) if len(name) > 2 else theme().text)

    def _paint_marker(self, painter: QPainter) -> None:
        centre = self.marker
        if centre is None or not len(self._places):
            return
        t = theme()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((t.surface, 6.0), (t.text, 2.5)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(centre, 9.0, 9.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.text)
        painter.drawEllipse(centre, 2.5, 2.5)
        text, small = self.tr("Yours"), font(CAPTION, QFont.Weight.DemiBold)
        path = QPainterPath()
        path.addText(0, 0, small, text)
        box = path.boundingRect()
        left = centre.x() + 14
        if left + box.width() > self.width() - S:
            left = centre.x() - 14 - box.width()
        path.translate(QPointF(left, centre.y()) - QPointF(box.left(), box.center().y()))
        painter.strokePath(path, QPen(t.surface, 4.0))
        painter.fillPath(path, t.text)

    def _paint_current(self, painter: QPainter, index: int) -> None:
        """A ring, and a card beside it with the digit and its class."""
        assert self._digits is not None
        t, centre = theme(), self.point_of(index)
        painter.setPen(QPen(t.text, 1.5))
        painter.setBrush(class_colour(int(self._digits.labels[index])))
        painter.drawEllipse(centre, DOT, DOT)
        side = THUMB + 2 * M
        height = side + 18
        left = centre.x() + M + S
        if left + side > self.width():
            left = centre.x() - M - S - side
        top = min(max(centre.y() - height / 2, 1), self.height() - height - 1)
        painter.setPen(QPen(t.border_strong, 1.0))
        painter.setBrush(t.surface)
        painter.drawRoundedRect(QRectF(left, top, side, height), RADIUS, RADIUS)
        painter.drawPixmap(
            QPointF(left + M, top + M), digit_pixmap(self._digits.images[index], THUMB)
        )
        painter.setPen(t.text)
        painter.setFont(font(BODY))
        below = QRectF(left, top + M + THUMB, side, height - M - THUMB)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._name(index))


def _dot(colour: QColor, ratio: float) -> QPixmap:
    """Painted once for many digits, because Qt takes ten times as long over circles."""
    side = DOT + 2
    dot = QPixmap(round(side * ratio), round(side * ratio))
    dot.setDevicePixelRatio(ratio)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(side / 2, side / 2), DOT / 2, DOT / 2)
    painter.end()
    return dot


LEGEND_DOT = 10


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
            button.setIconSize(QSize(LEGEND_DOT, LEGEND_DOT))
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
            dot = QPixmap(2 * LEGEND_DOT, 2 * LEGEND_DOT)
            dot.setDevicePixelRatio(2.0)
            dot.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(class_colour(self._group.id(button)))
            painter.drawEllipse(QRectF(1, 1, LEGEND_DOT - 2, LEGEND_DOT - 2))
            painter.end()
            button.setIcon(QIcon(dot))
