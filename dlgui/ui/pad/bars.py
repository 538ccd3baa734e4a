"""Ten bars: how likely the network finds each digit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.model import DIGIT_CLASSES
from dlgui.core.reading import DigitReading
from dlgui.ui.pad.answer import percent, spoken_probabilities
from dlgui.ui.theme import CAPTION, font, theme, theme_notifier

ROW_HEIGHT = 20
TALLEST_ROW = 28
BAR_HEIGHT = 8.0
GAP = 8.0


class ProbabilityBars(QWidget):
    """Shows a digit's ten probabilities at once, without an animation that would lag behind."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digit: DigitReading | None = None
        self._classes: Sequence[str] = DIGIT_CLASSES
        self.setObjectName("probabilityBars")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(10 * TALLEST_ROW)
        self.setAccessibleName(self.tr("Probabilities"))
        self.set_digit(None)
        theme_notifier.themeChanged.connect(self.update)

    def set_digit(self, digit: DigitReading | None, classes: Sequence[str] = DIGIT_CLASSES) -> None:
        """Show `digit`, or no guess; `classes` are the names of the ten outputs."""
        self._digit, self._classes = digit, classes
        self.setAccessibleDescription(spoken_probabilities(digit, classes))
        self.update()

    def texts(self) -> list[str]:
        """The ten values as they are shown; empty ones without a guess."""
        if self._digit is None:
            return [""] * 10
        return [percent(float(probability)) for probability in self._digit.probabilities]

    def sizeHint(self) -> QSize:
        return QSize(220, 10 * ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(128, 10 * ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted for each movement of the pen, so nothing here lays out text.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names_font, winner_font = font(CAPTION), font(CAPTION, QFont.Weight.Bold)
        metrics = QFontMetricsF(names_font)
        values_left = self.width() - metrics.horizontalAdvance(percent(1.0))
        row_height = self.height() / 10
        to_baseline = (row_height + metrics.ascent() - metrics.descent()) / 2
        track = QRectF(
            metrics.horizontalAdvance(max(self._classes, key=len)) + GAP, 0, 0, BAR_HEIGHT
        )
        track.setRight(values_left - GAP)
        colours = theme()
        painter.setFont(names_font)
        for index, (name, text) in enumerate(zip(self._classes, self.texts(), strict=True)):
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
        if self.hasFocus():
            painter.setPen(colours.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
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
    if share < 0.001:
        return
    bar = QRectF(track)
    bar.setWidth(max(track.width() * share, track.height() / 2))
    radius = min(track.height(), bar.width()) / 2
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, radius, radius)
