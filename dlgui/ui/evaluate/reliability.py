"""The calibration curve: how often the reader is right, against how sure it says it is."""

from __future__ import annotations

from math import log10

import numpy as np
from PySide6.QtCore import QEvent, QMargins, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip

from dlgui.core.evaluation.metrics import BINS, ConfidenceBin
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, S, font, mixed, theme

COUNTS = 0.2
"""The share of the height in which the counts stand."""
IDEAL = Curve("ideal", "", "text_faint", "dashed line")


class ReliabilityDiagram(Plot):
    """A bar for each bin: its height the share of right ones, a line across it the confidence that
    was stated, and below, on a logarithmic scale, how many digits are in it.

    Pointing, or the arrow keys, choose a bin, whose numbers are then shown.
    """

    pointed = Signal(object)
    """ConfidenceBin, or None."""

    def __init__(self) -> None:
        super().__init__((IDEAL,), ("", ""))
        self.axes.labels = self.tr("How sure, %"), self.tr("Right, %")
        self.setObjectName("reliabilityDiagram")
        self.setAccessibleName(self.tr("Calibration curve"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._bins: tuple[ConfidenceBin, ...] = ()
        self._current: int | None = None
        offer_figure(self, self.numbers)
        self.set_limits((0.0, 100.0), (0.0, 100.0))
        self.set_points("ideal", np.array([0.0, 100.0]), np.array([0.0, 100.0]))

    def show_bins(self, bins: tuple[ConfidenceBin, ...]) -> None:
        self._bins = bins
        self._point(None)
        self.repaint_all()

    def sizeHint(self) -> QSize:
        return QSize(260, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 130)

    def margins(self) -> QMargins:
        usual = super().margins()
        counts = int(COUNTS * (self.height() - usual.top() - usual.bottom()))
        return usual + QMargins(0, 0, 0, max(counts, 0))

    def numbers(self) -> list[list[object]]:
        """The bins: bounds, digits, mean confidence and share of right ones, from 0 to 1."""
        names = ("Above", "Up to", "Digits", "Confidence", "Accuracy")
        rows: list[list[object]] = [list(names)]
        rows += [[b.low, b.high, b.count, b.confidence, b.accuracy] for b in self._bins]
        return rows

    def bar_rect(self, index: int) -> QRectF:
        """Where the bar of the bin at `index` of those shown is, in the widget's pixels."""
        one, area = self._bins[index], self.area()
        left = area.left() + one.low * area.width() + 1
        height = area.height() * one.accuracy
        return QRectF(left, area.bottom() - height, area.width() / BINS - 2, height)

    def paint_below(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(CAPTION - 1))
        for index, one in enumerate(self._bins):
            self._paint_bin(painter, area, index, one)

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        if not self._bins:
            painter.setFont(font(CAPTION - 1))
            painter.setPen(theme().text_muted)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("No digits yet"))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._index_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._bins:
            super().keyPressEvent(event)
            return
        start = len(self._bins) if self._current is None else self._current
        self._point(min(max(start + step, 0), len(self._bins) - 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index_at(QPointF(event.pos()))
            words = "" if index is None else self._words(self._bins[index])
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _point(self, index: int | None) -> None:
        if index != self._current:
            self._current = index
            words = "" if index is None else self._words(self._bins[index])
            tell(self, words)
            self.pointed.emit(None if index is None else self._bins[index])
            self.repaint_all()

    def _words(self, one: ConfidenceBin) -> str:
        return self.tr(
            "{count:,} digits read with {low:.0f} to {high:.0f}\u2009% confidence, "
            "{confidence:.1f}\u2009% on average: {accuracy:.1f}\u2009% of them right"
        ).format(
            count=one.count,
            low=100 * one.low,
            high=100 * one.high,
            confidence=100 * one.confidence,
            accuracy=100 * one.accuracy,
        )

    def _counts(self, area: QRectF) -> QRectF:
        """Between the ticks and the label of the x axis."""
        line = QFontMetricsF(font(CAPTION - 1)).height()
        top = area.bottom() + line + 2 * S
        return QRectF(area.left(), top, area.width(), self.height() - line - S / 2 - top)

    def _index_at(self, position: QPointF) -> int | None:
        share = self.axes.x_at(position.x(), self.area()) / 100
        inside = (i for i, one in enumerate(self._bins) if one.low <= share < one.high)
        return next(inside, None)

    def _paint_bin(self, painter: QPainter, area: QRectF, index: int, one: ConfidenceBin) -> None:
        t, bar, counts = theme(), self.bar_rect(index), self._counts(area)
        strong = 1.0 if index == self._current else 0.75
        painter.fillRect(bar, mixed(t.surface, t.chart_train, strong))
        # A single digit is seen, and thousands have room: what logarithms are for.
        height = _log_share(one.count, max(other.count for other in self._bins)) * counts.height()
        count = QRectF(bar.left(), counts.bottom() - height, bar.width(), height)
        painter.fillRect(count, mixed(t.surface_alt, t.text_faint, strong))
        text, metrics = f"{one.count:,}", QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(text) < bar.width():
            line = QRectF(
                bar.left(), counts.bottom() - metrics.height(), bar.width(), metrics.height()
            )
            painter.setPen(t.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        y = area.bottom() - one.confidence * area.height()
        painter.setPen(QPen(t.chart_validation, 2.0))
        painter.drawLine(QPointF(bar.left(), y), QPointF(bar.right(), y))


def _log_share(count: int, most: int) -> float:
    """From a little above 0 for one digit to 1 for the most."""
    return (0.3 + log10(count)) / (0.3 + log10(most))
