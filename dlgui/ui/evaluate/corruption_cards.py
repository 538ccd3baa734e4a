"""One card for each kind of corruption: its curve, and what it does to a digit."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from dlgui.core.evaluation.robustness import CORRUPTIONS, Point, corrupted
from dlgui.core.ink.raster import SIZE
from dlgui.language import facts, tr
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import general, in_percent
from dlgui.ui.kit.page import card_title, row
from dlgui.ui.kit.pixel_view import digit_pixmap
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, set_look, theme, theme_notifier

CURVES = (
    Curve("second", "", "chart_validation", "joined marks"),
    Curve("first", "", "chart_train", "joined marks"),
)
READERS = ("first", "second")
EXAMPLES = 5


def corruption_title(name: str) -> str:
    return {
        "noise": tr("Noise"),
        "rotation": tr("Rotation"),
        "shift": tr("Shift"),
        "thickness": tr("Thickness"),
        "occlusion": tr("Occlusion"),
    }[name]


def example_strengths(name: str) -> list[float]:
    """Five of a corruption's strengths, from the least to the greatest."""
    strengths = CORRUPTIONS[name].strengths
    return [strengths[round(i * (len(strengths) - 1) / (EXAMPLES - 1))] for i in range(EXAMPLES)]


def examples_of(pixels: np.ndarray) -> dict[str, np.ndarray]:
    """A digit, float32 [28, 28], under every corruption: uint8 [5, 28, 28] by its name."""
    return {
        name: np.concatenate(
            [
                (255 * corrupted(pixels[np.newaxis], name, strength)).astype(np.uint8)
                for strength in example_strengths(name)
            ]
        )
        for name in CORRUPTIONS
    }


class CorruptionCard(QFrame):
    """The share of digits read right against the strength, for one reader or two."""

    chosen = Signal(object)
    """An example that was clicked: uint8 [28, 28]."""

    def __init__(self, name: str) -> None:
        super().__init__()
        set_look(self, "card")
        self.setObjectName(f"{name}Card")
        self.setAccessibleName(corruption_title(name))
        self._name = name
        self._points: list[Point] = []
        self._readout = QLabel()
        self._readout.setFont(font(CAPTION - 1))
        set_look(self._readout, "muted")
        self._plot = Plot(CURVES, (_unit(name), tr("Right, %")))
        strengths = CORRUPTIONS[name].strengths
        self._plot.set_limits((strengths[0], strengths[-1]), (0.0, 100.0))
        self._plot.hovered.connect(self._point_at)
        self._examples = Examples(name)
        self._examples.chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, M, M + S)
        layout.setSpacing(S)
        layout.addLayout(row(card_title(corruption_title(name)), self._readout))
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._examples)
        offer_figure(self, self._plot.numbers)

    @property
    def points(self) -> list[Point]:
        """What is shown."""
        return self._points

    def show_points(self, points: tuple[Point, ...]) -> None:
        """Those of this corruption among `points`."""
        self._points = [point for point in points if point.corruption == self._name]
        x = np.array([point.strength for point in self._points], float)
        for place, key in enumerate(READERS):
            has_reader = bool(self._points) and place < len(self._points[0].right)
            y = [100 * point.accuracy(place) for point in self._points] if has_reader else []
            self._plot.set_points(key, x[: len(y)], np.array(y, float))
        self.setAccessibleDescription(facts(map(_words, self._points)))
        self._point_at(None)

    def show_examples(self, images: np.ndarray) -> None:
        """uint8 [5, 28, 28]"""
        self._examples.show_images(images)

    def _point_at(self, x: float | None) -> None:
        if x is None or not self._points:
            self._plot.show_crosshair(None)
            self._readout.setText("")
            self._plot.setToolTip("")
            return
        nearest = min(self._points, key=lambda point: abs(point.strength - x))
        self._plot.show_crosshair(nearest.strength)
        self._readout.setText(_words(nearest))
        self._plot.setToolTip(_details(nearest))


class Examples(QWidget):
    """A digit at five strengths; a click, or the arrow keys and Enter, choose one."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Examples")
        self.setAccessibleName(
            tr("{corruption}: examples").format(corruption=corruption_title(name))
        )
        self.setToolTip(tr("Puts the digit on the pad"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name = name
        offer_figure(self, self.numbers)
        self._images = np.zeros((0, SIZE, SIZE), np.uint8)
        self._current = 0
        theme_notifier.themeChanged.connect(self.update)

    def show_images(self, images: np.ndarray) -> None:
        self._images = images
        self._tell()
        self.update()

    def numbers(self) -> list[list[object]]:
        """How strongly each example is corrupted."""
        rows: list[list[object]] = [[strength] for strength in example_strengths(self._name)]
        return [[_unit(self._name)], *rows]

    def _tell(self) -> None:
        strength = general(example_strengths(self._name)[self._current])
        tell(self, f"{_unit(self._name)}: {strength}")

    def image_rect(self, index: int) -> QRectF:
        """Where a picture is, in the widget's pixels."""
        step = self.width() / EXAMPLES
        return QRectF(step * index + (step - SIZE) / 2, 1, SIZE, SIZE)

    def sizeHint(self) -> QSize:
        return QSize(EXAMPLES * (SIZE + S), SIZE + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(EXAMPLES * SIZE, SIZE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, image in enumerate(self._images):
            place = self.image_rect(index)
            painter.drawPixmap(place.topLeft(), digit_pixmap(image, SIZE))
            if self.hasFocus() and index == self._current:
                painter.setPen(QPen(theme().accent_line, 1.0))
                painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._index_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._current = min(max(self._current + step, 0), EXAMPLES - 1)
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _index_at(self, position: QPointF) -> int:
        return min(max(int(position.x() / self.width() * EXAMPLES), 0), EXAMPLES - 1)

    def _choose(self, index: int) -> None:
        if index < len(self._images):
            self._current = index
            self.chosen.emit(self._images[index])
            self.update()


def _words(point: Point) -> str:
    """ "0.3: 96.2 % | 88.0 %" """
    shares = [in_percent(point.accuracy(i)) for i in range(len(point.right))]
    return f"{general(point.strength)}: " + " | ".join(shares)


def _details(point: Point) -> str:
    """A line for each reader."""
    line = tr("95\u2009% interval {low:.1f} to {high:.1f}; {refused:.1f}\u2009% refused")
    lines = []
    for reader, refused in enumerate(point.refused):
        low, high = (100 * bound for bound in point.interval(reader))
        lines.append(line.format(low=low, high=high, refused=100 * refused / point.count))
    return "\n".join(lines)


def _unit(name: str) -> str:
    return {
        "noise": tr("Deviation"),
        "rotation": tr("Degrees clockwise"),
        "shift": tr("Pixels"),
        "thickness": tr("Pixels at each edge"),
        "occlusion": tr("Side in pixels"),
    }[name]
