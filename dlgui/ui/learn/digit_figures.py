"""Figures that follow the digit on the pad: its numbers, and what becomes of it when turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider

from dlgui.core.evaluation.robustness import corrupted
from dlgui.core.explain.trace import Box, Insight, look_inside
from dlgui.core.reading.reader import Reader
from dlgui.ui.kit.formats import number
from dlgui.ui.kit.heatmap import (
    CENTRE,
    LEFT,
    RIGHT,
    colour_table,
    image_of,
    ink_image,
    levels_of,
    paint_caption,
    paint_grid,
)
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, theme
from dlgui.ui.learn.figure import Figure, FigureView

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

SIDE = 28
LINE = 18.0


class DigitFigure(Figure):
    """Looks at the pad's digit, as soon as it is seen itself."""

    def __init__(self, name: str, title: str, session: Session) -> None:
        super().__init__(name, title)
        self._session = session
        session.pad.answered.connect(self._follow)
        session.pad.digit_changed.connect(self._follow)

    def pixels(self) -> np.ndarray | None:
        """Of the digit on the pad: float32 [28, 28] from 0 to 1."""
        digit = self._session.pad.digit
        return None if digit is None else digit.pixels

    def insight(self) -> Insight | None:
        """How the reader in use gets to its answer; None without a digit, or when it diverged."""
        pixels, model = self.pixels(), self._session.reader.model
        if pixels is None or model is None:
            return None
        found = look_inside(model, pixels)
        return found if found.is_finite else None

    def look(self) -> None:
        """Show the digit that is there now."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def _follow(self) -> None:
        if self.isVisible():
            self.look()


def paint_pixels(painter: QPainter, area: QRectF, pixels: np.ndarray | None) -> QRectF:
    """A digit with hard pixels, or empty paper, as a square at the left of `area`: its place."""
    side = min(area.width(), area.height())
    square = QRectF(area.left(), area.top(), side, side)
    paper = np.zeros((SIDE, SIDE), np.float32) if pixels is None else pixels
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(square, ink_image(paper))
    painter.setPen(QPen(theme().border_strong, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(square)
    return square


def paint_box(painter: QPainter, square: QRectF, box: Box) -> None:
    """A frame around some pixels of a digit that is painted in `square`."""
    top, left, bottom, right = box
    cell = square.width() / SIDE
    frame = QRectF(left * cell, top * cell, (right - left) * cell, (bottom - top) * cell)
    painter.setPen(QPen(theme().chart_validation, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.translated(square.topLeft()))


def paint_probabilities(painter: QPainter, area: QRectF, probabilities: np.ndarray) -> None:
    """Ten bars below each other, each between its digit and its value."""
    height = area.height() / len(probabilities)
    painter.setFont(font(CAPTION - 1))
    value = QFontMetricsF(painter.font()).horizontalAdvance("0.000") + S
    for digit, probability in enumerate(probabilities.tolist()):
        line = QRectF(area.left(), area.top() + digit * height, area.width(), height)
        bar = line.adjusted(14, height * 0.25, -value, -height * 0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().surface_alt)
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(bar.width() * probability)
        painter.setBrush(theme().accent)
        painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(theme().text)
        painter.drawText(line, LEFT, str(digit))
        painter.drawText(line, RIGHT, number(probability))


LEAST_CELL = 20.0
"""Pixels of a cell with a number in it; narrower ones are shown in colour alone."""


def paint_values(painter: QPainter, area: QRectF, values: np.ndarray, largest: float) -> None:
    """The first map of a kernel, or a list of inputs as a picture; in numbers where they fit."""
    flat = values[0] if values.ndim == 3 else values
    side = round(flat.size**0.5)
    if flat.ndim == 1:
        flat = flat.reshape(side, side) if side * side == flat.size else flat[np.newaxis]
    if area.width() / flat.shape[1] >= LEAST_CELL:
        paint_grid(painter, area, flat, [number(float(v), 2) for v in flat.ravel()], largest)
    else:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, image_of(levels_of(flat, largest), colour_table()))


class NumbersFigure(DigitFigure):
    """What goes in and what comes out: the values of the pixels, and ten probabilities."""

    REACH = 2

    def __init__(self, session: Session) -> None:
        super().__init__("numbersFigure", "", session)
        self.setAccessibleName(self.tr("From 784 numbers to 10"))
        self._at = (13, 13)
        self._view = _NumbersView("numbersView", self.tr("The digit's numbers"), 190)
        self._text = self.sentence("numbersLabel", 2)
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._view.keyed.connect(
            lambda down, right: self._move(self._at[0] + down, self._at[1] + right)
        )
        self._view.pressed.connect(self._point)

    def look(self) -> None:
        pixels, digit = self.pixels(), self._session.pad.digit
        self._view.pixels, self._view.at = pixels, self._at
        self._view.probabilities = None if digit is None else digit.probabilities
        if pixels is None or digit is None:
            words = self.tr("Draw a digit on the pad: its numbers appear here.")
        else:
            words = self.tr(
                "784 numbers go in, 10 come out. The pixel in row {row}, column {column} is "
                "{value}; the digit {digit} gets the probability {probability}."
            ).format(
                row=self._at[0] + 1,
                column=self._at[1] + 1,
                value=number(float(pixels[self._at]), 2),
                digit=digit.digit,
                probability=number(float(digit.probabilities.max())),
            )
        self._text.setText(words)
        self._view.show_words(words)

    def _move(self, row: int, column: int) -> None:
        last = SIDE - 1 - self.REACH
        self._at = (min(max(row, self.REACH), last), min(max(column, self.REACH), last))
        self.look()

    def _point(self, position: QPointF) -> None:
        cell = self._view.side / SIDE
        self._move(int((position.y() - 3 - LINE) // cell), int((position.x() - 3) // cell))


MOST_OF_WIDTH = 0.34
"""For the digit, and for its lens: the bars take what is left."""


class _NumbersView(FigureView):
    pixels: np.ndarray | None = None
    probabilities: np.ndarray | None = None
    at = (13, 13)

    @property
    def side(self) -> float:
        """Of the digit, in pixels."""
        return min(self.height() - 6 - LINE, (self.width() - 6 - 2 * L) * MOST_OF_WIDTH)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        reach = NumbersFigure.REACH
        row, column = self.at
        below = area.adjusted(0, LINE, 0, 0)
        below.setWidth(self.side)
        square = paint_pixels(painter, below, self.pixels)
        box = (row - reach, column - reach, row + reach + 1, column + reach + 1)
        paint_box(painter, square, box)
        caption = QRectF(area.left(), area.top(), square.width() + L - S, LINE)
        paint_caption(painter, caption, self.tr("28 × 28 pixels"))
        if self.pixels is None or self.probabilities is None:
            return
        lens = QRectF(square.right() + L, below.top(), square.width(), square.height())
        values = self.pixels[box[0] : box[2], box[1] : box[3]]
        paint_caption(painter, caption.translated(lens.left() - area.left(), 0), self.tr("values"))
        paint_values(painter, lens, values, 1.0)
        bars = QRectF(
            lens.right() + L, below.top(), area.right() - lens.right() - L, below.height()
        )
        title = QRectF(bars.left(), area.top(), bars.width(), LINE)
        paint_caption(painter, title, self.tr("ten probabilities"))
        paint_probabilities(painter, bars, self.probabilities)


TURN = 15


class TurnFigure(DigitFigure):
    """The pad's digit, turned: what a network answers to what was not among its examples."""

    def __init__(self, session: Session) -> None:
        super().__init__("turnFigure", "", session)
        self.setAccessibleName(self.tr("The digit on the pad, turned"))
        self._reader: Reader | None = None
        self._view = _TurnView("turnView", self.tr("The digit and its ten probabilities"), 160)
        self._text = self.sentence("turnLabel", 2)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("turnSlider")
        self._slider.setAccessibleName(self.tr("Turned by, in degrees"))
        self._slider.setRange(-180 // TURN, 180 // TURN)
        self._slider.setPageStep(90 // TURN)
        self._slider.valueChanged.connect(self.look)
        row = QHBoxLayout()
        row.setSpacing(M)
        label = QLabel(self.tr("Turn it"))
        label.setBuddy(self._slider)
        row.addWidget(label)
        row.addWidget(self._slider, 1)
        self.column.addLayout(row)
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._slider)
        self._view.keyed.connect(
            lambda down, right: self._slider.setValue(self._slider.value() + right - down)
        )

    def look(self) -> None:
        pixels, model = self.pixels(), self._session.reader.model
        words = self.tr("Draw a digit on the pad, and turn it here.")
        self._view.pixels = self._view.probabilities = None
        if pixels is not None and model is not None:
            if self._reader is None or self._reader.model is not model:
                self._reader = Reader(model)
            degrees = TURN * self._slider.value()
            turned = corrupted(pixels[np.newaxis], "rotation", float(degrees))
            read = self._reader.read_digits(turned)[0]
            self._view.pixels, self._view.probabilities = turned[0], read.probabilities
            said = (
                self.tr(
                    "Turned by {degrees}°: refused as no digit. Its ten probabilities still add up "
                    "to 1, and {digit} has {probability} of it."
                )
                if read.refused
                else self.tr(
                    "Turned by {degrees}°: read as {digit}, with the probability {probability}."
                )
            )
            words = said.format(
                degrees=number(degrees, 0),
                digit=read.digit,
                probability=number(float(read.probabilities.max())),
            )
        self._text.setText(words)
        self._view.show_words(words)


class _TurnView(FigureView):
    pixels: np.ndarray | None = None
    probabilities: np.ndarray | None = None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        square = paint_pixels(painter, area, self.pixels)
        rest = QRectF(
            square.right() + L, area.top(), area.right() - square.right() - L, area.height()
        )
        if self.probabilities is None:
            painter.setFont(font(BODY))
            painter.setPen(theme().text_muted)
            painter.drawText(rest, CENTRE, self.tr("no digit on the pad"))
        else:
            paint_probabilities(painter, rest, self.probabilities)
