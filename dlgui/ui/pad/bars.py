"""How likely the network finds each digit, as ten bars, and the 28×28 pixels that it saw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.ink.raster import SIZE
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.core.reading.result import DigitReading
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import grey_image
from dlgui.ui.kit.theme import CAPTION, font, sized, theme, theme_notifier
from dlgui.ui.pad.answer import percent, spoken_probabilities

ROW_HEIGHT = 20
TALLEST_ROW = 28
BAR_HEIGHT = 8.0
TEXT_SHARE, LEAST_TEXT = 0.82, 9
"""Of a row's height that the text has at most, and pixels that it has at least."""
GAP = 8.0
LEAST_SHARE = 0.001
"""Less is no bar, and "< 0.1 %"."""


class ProbabilityBars(QWidget):
    """Shows a digit's ten probabilities at once, without an animation that would lag behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: DigitReading | None = None
        self._classes: Sequence[str] = DIGIT_CLASSES
        self.setObjectName("probabilityBars")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._fit_text()
        self.setAccessibleName(self.tr("Probabilities"))
        self.set_digit(None)
        offer_figure(self, self.numbers, is_walked=True)
        theme_notifier.textResized.connect(self._fit_text)
        theme_notifier.themeChanged.connect(self.update)

    def set_digit(self, digit: DigitReading | None, classes: Sequence[str] = DIGIT_CLASSES) -> None:
        """Show `digit`, or no guess; `classes` are the names of the ten outputs."""
        before = self._looks()
        self._digit, self._classes = digit, classes
        self.setAccessibleDescription(spoken_probabilities(digit, classes))
        # While somebody draws, that is at each movement of the pen, and most rows stay.
        for index, (old, new) in enumerate(zip(before, self._looks(), strict=True)):
            if old != new:
                self.update(self._row(index))

    def _looks(self) -> list[tuple[object, ...]]:
        """What each row looks like follows from this."""
        longest = max(self._classes, key=len)
        if self._digit is None:
            return [(name, longest) for name in self._classes]
        shares = self._digit.probabilities.tolist()
        winner, refused = self._digit.digit, self._digit.refused
        return [
            (name, longest, share if share >= LEAST_SHARE else 0.0, refused, index == winner)
            for index, (name, share) in enumerate(zip(self._classes, shares, strict=True))
        ]

    def _row(self, index: int) -> QRect:
        height = self.height() / 10
        return QRectF(0, index * height, self.width(), height).toAlignedRect()

    def numbers(self) -> list[list[object]]:
        """The probability of each class."""
        rows: list[list[object]] = [[self.tr("Digit"), self.tr("Probability")]]
        if self._digit is not None:
            shares = self._digit.probabilities.tolist()
            rows += [list(pair) for pair in zip(self._classes, shares, strict=True)]
        return rows

    def texts(self) -> list[str]:
        """The ten values as they are shown; empty ones without a guess."""
        if self._digit is None:
            return [""] * 10
        return [percent(float(probability)) for probability in self._digit.probabilities]

    def sizeHint(self) -> QSize:
        return QSize(sized(220), 10 * sized(ROW_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(sized(128), 10 * sized(ROW_HEIGHT))

    def _fit_text(self) -> None:
        self.setMaximumHeight(10 * sized(TALLEST_ROW))
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted for each movement of the pen, so nothing here lays out text.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names_font, winner_font = font(CAPTION), font(CAPTION, QFont.Weight.Bold)
        row_height = self.height() / 10
        for one in (names_font, winner_font):
            # Very large text in a low window: rows must not lie over each other.
            one.setPixelSize(min(one.pixelSize(), max(int(TEXT_SHARE * row_height), LEAST_TEXT)))
        metrics = QFontMetricsF(names_font)
        values_left = self.width() - QFontMetricsF(winner_font).horizontalAdvance(percent(1.0))
        to_baseline = (row_height + metrics.ascent() - metrics.descent()) / 2
        track = QRectF(
            metrics.horizontalAdvance(max(self._classes, key=len)) + GAP, 0, 0, BAR_HEIGHT
        )
        track.setRight(values_left - GAP)
        colours = theme()
        painter.setFont(names_font)
        for index, (name, text) in enumerate(zip(self._classes, self.texts(), strict=True)):
            if not event.region().intersects(self._row(index)):
                continue
            top = index * row_height
            is_winner = self._digit is not None and index == self._digit.digit
            track.moveTop(top + (row_height - BAR_HEIGHT) / 2)
            painter.setPen(Qt.PenStyle.NoPen)
            _paint_bar(painter, track, 1.0, colours.border)
            if self._digit is not None:
                share = float(self._digit.probabilities[index])
                _paint_bar(painter, track, share, self._colour(is_winner))
            painter.setPen(colours.text if is_winner else colours.text_muted)
            if is_winner:
                painter.setFont(winner_font)
            painter.drawText(QPointF(0, top + to_baseline), name)
            advance = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QPointF(self.width() - advance, top + to_baseline), text)
            if is_winner:
                painter.setFont(names_font)
        painter.end()

    def _colour(self, is_winner: bool) -> QColor:
        assert self._digit is not None
        if is_winner and not self._digit.refused:
            return theme().accent
        colour = QColor(theme().text_muted)
        colour.setAlphaF(0.7)
        return colour


def _paint_bar(painter: QPainter, track: QRectF, share: float, colour: QColor) -> None:
    """The left `share` of a track with round ends; the tiniest share still shows its round end.

    No pen must be set.
    """
    if share < LEAST_SHARE:
        return
    bar = QRectF(track)
    bar.setWidth(max(track.width() * share, track.height() / 2))
    radius = min(track.height(), bar.width()) / 2
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, radius, radius)


FRAME = 1


class NetworkView(QWidget):
    """Shows the pixels as large squares: ink is bright on dark, as the network is given it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: np.ndarray | None = None
        self.setObjectName("networkView")
        self.fit(4 * SIZE)
        self.setAccessibleName(self.tr("What the network sees"))
        self.setToolTip(
            self.tr(
                "The network's whole input: 28 × 28 grey values, scaled and centred like MNIST."
            )
        )
        self.set_digit(None)
        offer_figure(self, self.numbers, is_walked=True)
        theme_notifier.themeChanged.connect(self.update)

    def numbers(self) -> list[list[object]]:
        """The grey value of each pixel, 0 for paper and 255 for ink, by row and column."""
        rows: list[list[object]] = [[self.tr("Row"), *range(1, SIZE + 1)]]
        if self._pixels is not None:
            rows += [[row, *values] for row, values in enumerate(self._pixels.tolist(), start=1)]
        return rows

    def set_digit(self, digit: DigitReading | None) -> None:
        """Show the picture that `digit` was read from, or an empty one."""
        self._pixels = None
        description = self.tr("Empty.")
        if digit is not None:
            self._pixels = np.ascontiguousarray(
                np.clip(digit.pixels * 255.0 + 0.5, 0, 255).astype(np.uint8)
            )
            inked = int((self._pixels > 127).sum())
            description = self.tr("28 by 28 pixels, {count} of them inked.").format(count=inked)
        self.setAccessibleDescription(description)
        self.update()

    def pixels(self) -> np.ndarray | None:
        """uint8 [28, 28], ink bright; None when there is nothing to see."""
        return self._pixels

    def fit(self, room: int) -> None:
        """Become as large as `room` allows, from 3 to 6 units for a pixel, and no larger."""
        side = min(max(room // SIZE, 3), 6) * SIZE + 2 * FRAME
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        square = self._square()
        if self._pixels is None:
            painter.fillRect(square, theme().surface_alt)
        else:
            painter.drawImage(square, grey_image(self._pixels))
        edge = square.adjusted(-FRAME / 2, -FRAME / 2, FRAME / 2, FRAME / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().border, FRAME))
        painter.drawRect(edge)
        painter.end()

    def _square(self) -> QRectF:
        """The largest square whose pixels are whole device pixels, all equally large."""
        ratio = self.devicePixelRatioF()
        room = min(self.width(), self.height()) - 2 * FRAME
        side = max(int(room * ratio) // SIZE, 1) * SIZE / ratio
        return QRectF(FRAME, FRAME, side, side)
