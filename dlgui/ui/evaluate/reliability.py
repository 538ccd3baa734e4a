"""The calibration curve: how often the reader is right, against how sure it says it is."""

from __future__ import annotations

from math import log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dlgui.core.evaluation.metrics import BINS, ConfidenceBin
from dlgui.ui.kit.theme import CAPTION, M, S, font, mixed, theme, theme_notifier

COUNTS = 0.2
"""The share of the height in which the counts stand."""


class ReliabilityDiagram(QWidget):
    """A bar for each bin: its height the share of right ones, a line across it the confidence that
    was stated, and below, on a logarithmic scale, how many digits are in it.

    Pointing, or the arrow keys, choose a bin, whose numbers are then told.
    """

    pointed = Signal(object)
    """ConfidenceBin, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reliabilityDiagram")
        self.setAccessibleName(self.tr("Calibration curve"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._bins: tuple[ConfidenceBin, ...] = ()
        self._current: int | None = None
        theme_notifier.themeChanged.connect(self.update)

    def show_bins(self, bins: tuple[ConfidenceBin, ...]) -> None:
        self._bins = bins
        self._point(None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 110)

    def bar_rect(self, index: int) -> QRectF:
        """Where the bar of the bin at `index` of those shown is, in the widget's pixels."""
        one, plot = self._bins[index], self._plot()
        column = self._column(one)
        height = plot.height() * one.accuracy
        return QRectF(column.left(), plot.bottom() - height, column.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION - 1))
        self._paint_axes(painter)
        for index, one in enumerate(self._bins):
            self._paint_bin(painter, index, one)
        plot = self._plot()
        painter.setPen(QPen(theme().text_faint, 1.3, Qt.PenStyle.DashLine))
        painter.drawLine(plot.bottomLeft(), plot.topRight())
        if not self._bins:
            painter.setPen(theme().text_faint)
            painter.drawText(plot, Qt.AlignmentFlag.AlignCenter, self.tr("No digits yet"))
        painter.end()

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
            self.setAccessibleDescription(words)
            self.pointed.emit(None if index is None else self._bins[index])
            self.update()

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

    def _line(self) -> float:
        return QFontMetricsF(font(CAPTION - 1)).height()

    def _plot(self) -> QRectF:
        """Where the bars stand."""
        metrics = QFontMetricsF(font(CAPTION - 1))
        left = metrics.horizontalAdvance("100") + metrics.height() + M
        line = metrics.height()
        height = self.height() - 2 * line - S - line / 2
        return QRectF(left, line / 2, self.width() - left - S, (height - M) * (1 - COUNTS))

    def _counts(self) -> QRectF:
        plot = self._plot()
        height = plot.height() * COUNTS / (1 - COUNTS)
        return QRectF(plot.left(), plot.bottom() + M, plot.width(), height)

    def _column(self, one: ConfidenceBin) -> QRectF:
        plot = self._plot()
        return QRectF(
            plot.left() + one.low * plot.width() + 1,
            plot.top(),
            plot.width() / BINS - 2,
            plot.height(),
        )

    def _index_at(self, position: QPointF) -> int | None:
        plot = self._plot()
        share = (position.x() - plot.left()) / plot.width()
        inside = (i for i, one in enumerate(self._bins) if one.low <= share < one.high)
        return next(inside, None)

    def _paint_axes(self, painter: QPainter) -> None:
        t, plot, counts, line = theme(), self._plot(), self._counts(), self._line()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for share in (0.0, 0.5, 1.0):
            y = round(plot.bottom() - share * plot.height()) + 0.5
            painter.setPen(t.chart_grid)
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(t.text_muted)
            painter.drawText(
                QRectF(0, y - line / 2, plot.left() - S, line), right, f"{100 * share:.0f}"
            )
            x = plot.left() + share * plot.width()
            side = (
                Qt.AlignmentFlag.AlignLeft,
                Qt.AlignmentFlag.AlignHCenter,
                Qt.AlignmentFlag.AlignRight,
            )[round(2 * share)]
            left = x - (0, 50, 100)[round(2 * share)]
            painter.drawText(
                QRectF(left, counts.bottom() + S / 2, 100, line), side, f"{100 * share:.0f}"
            )
        below = QRectF(plot.left(), self.height() - line, plot.width(), line)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(below, middle, self.tr("How sure, %"))
        painter.save()
        painter.rotate(-90)
        beside = QRectF(-plot.bottom(), 0, plot.height(), line)
        painter.drawText(beside, middle, self.tr("Right, %"))
        painter.restore()

    def _paint_bin(self, painter: QPainter, index: int, one: ConfidenceBin) -> None:
        t, bar, counts = theme(), self.bar_rect(index), self._counts()
        strong = 1.0 if index == self._current else 0.75
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(t.surface, t.chart_train, strong))
        painter.drawRect(bar)
        # A single digit is seen, and thousands have room: what logarithms are for.
        most = max(other.count for other in self._bins)
        share = _log_share(one.count, most)
        painter.setBrush(mixed(t.surface_alt, t.text_faint, strong))
        painter.drawRect(
            QRectF(
                bar.left(),
                counts.bottom() - share * counts.height(),
                bar.width(),
                share * counts.height(),
            )
        )
        text = f"{one.count:,}"
        if painter.fontMetrics().horizontalAdvance(text) < bar.width():
            line = QRectF(bar.left(), counts.bottom() - self._line(), bar.width(), self._line())
            painter.setPen(t.text)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        plot = self._plot()
        y = plot.bottom() - one.confidence * plot.height()
        painter.setPen(QPen(t.chart_validation, 2.0))
        painter.drawLine(QPointF(bar.left(), y), QPointF(bar.right(), y))


def _log_share(count: int, most: int) -> float:
    """From a little above 0 for one digit to 1 for the most."""
    return (0.3 + log10(count)) / (0.3 + log10(most))
