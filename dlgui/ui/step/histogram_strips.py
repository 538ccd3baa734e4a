"""Histograms of each layer's weights, gradients and activations over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.events import Histogram, LayersMeasured, LayerStatistics
from dlgui.core.layer_history import common_range, rebinned
from dlgui.ui.inside.colours import ZERO, colour_table, image_of
from dlgui.ui.step.wording import figure, tr
from dlgui.ui.theme import BODY, CAPTION, M, S, font, theme, theme_notifier

BINS = 48
COLUMNS = 96
ROW = 130.0
LEAST_ROW = 40.0
LAYER_COLOURS = ("chart_train", "chart_validation", "good", "bad", "text", "text_muted")
"""Of the layers' curves, in the network's order: names of `Theme`."""

KINDS: tuple[Callable[[LayerStatistics], Histogram], ...] = (
    lambda layer: layer.weights,
    lambda layer: layer.gradients,
    lambda layer: layer.activations,
)


class HistogramStrips(QWidget):
    """A row for each layer; time runs to the right, the values upwards, and where most values lie
    it is bluest. The dot before a layer's name is the colour of its curves."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("histogramStrips")
        self.setAccessibleName(tr("Histograms of the layers over time"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._names: dict[int, str] = {}
        self._measures: Sequence[LayersMeasured] = ()
        self._images: list[list[tuple[QImage, float, float]]] = []
        theme_notifier.themeChanged.connect(self._draw)

    def show_measures(self, names: dict[int, str], measures: Sequence[LayersMeasured]) -> None:
        """names: of the layers, by their place in the network"""
        self._names, self._measures = names, measures
        self._draw()
        latest = measures[-1].layers if measures else ()
        words = [f"{names[layer.index]}: {_shares(layer)}" for layer in latest]
        self.setAccessibleDescription("; ".join(words))

    def sizeHint(self) -> QSize:
        return QSize(500, int(ROW * max(len(self._names), 3)) + 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, int(LEAST_ROW * max(len(self._names), 3)) + 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._images:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        small = QFontMetricsF(font(CAPTION - 1))
        line = small.height()
        label = max(
            QFontMetricsF(font(BODY)).horizontalAdvance(name) for name in self._names.values()
        )
        label = max(label + 18, small.horizontalAdvance(tr("0 of 100 % dead"))) + M
        width = (self.width() - label - 2 * M) / 3
        height = min((self.height() - 2 * line - S) / len(self._images), ROW)
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        for column, text in enumerate((tr("Weights"), tr("Gradients"), tr("Activations"))):
            head = QRectF(label + column * (width + M), 0, width, line)
            painter.drawText(head, Qt.AlignmentFlag.AlignLeft, text)
        for row, (layer, images) in enumerate(
            zip(self._measures[-1].layers, self._images, strict=True)
        ):
            top = line + S + row * height
            self._paint_name(painter, row, layer, top, height)
            for column, (image, low, high) in enumerate(images):
                area = QRectF(label + column * (width + M), top, width, height - S)
                painter.drawImage(area, image)
                self._paint_range(painter, area, low, high)
        below = QRectF(label, line + S + len(self._images) * height, width, line)
        text = tr("step {first:,} to {last:,}").format(
            first=self._measures[0].step, last=self._measures[-1].step
        )
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def _paint_name(
        self, painter: QPainter, row: int, layer: LayerStatistics, top: float, height: float
    ) -> None:
        small = QFontMetricsF(font(CAPTION - 1))
        middle = top + (height - S) / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(getattr(theme(), LAYER_COLOURS[row % len(LAYER_COLOURS)]))
        painter.drawEllipse(QPointF(5, middle - small.height() / 2 + 1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme().text)
        painter.setFont(font(CAPTION, QFont.Weight.DemiBold))
        painter.drawText(QPointF(14, middle - 2), self._names[layer.index])
        is_dead = bool(layer.dead_share)
        painter.setPen(theme().bad if is_dead else theme().text_muted)
        painter.setFont(font(CAPTION - 1))
        painter.drawText(QPointF(14, middle + small.ascent() + 1), _shares(layer))

    def _paint_range(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        if low < 0 < high:
            painter.setPen(QPen(theme().border_strong, 1.0, Qt.PenStyle.DotLine))
            y = area.top() + area.height() * high / (high - low)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setFont(font(CAPTION - 2))
        painter.setPen(theme().text_muted)
        metrics = QFontMetricsF(painter.font())
        ground = QColor(theme().surface)
        ground.setAlpha(205)
        for text, top in (
            (figure(high, 2), area.top()),
            (figure(low, 2), area.bottom() - metrics.height()),
        ):
            label = QRectF(area.left(), top, metrics.horizontalAdvance(text) + 6, metrics.height())
            painter.fillRect(label, ground)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def _draw(self) -> None:
        self._images = []
        if self._measures:
            steps = np.array([measure.step for measure in self._measures])
            times = np.linspace(steps[0], steps[-1], COLUMNS)
            shown = np.searchsorted(steps, times, side="right") - 1
            for row in range(len(self._measures[0].layers)):
                layers = [measure.layers[row] for measure in self._measures]
                self._images.append([_strip([kind(x) for x in layers], shown) for kind in KINDS])
        self.update()


def _strip(histograms: list[Histogram], shown: np.ndarray) -> tuple[QImage, float, float]:
    """The picture, and the values at its lower and upper border."""
    low, high = common_range(histograms)
    if low == high:
        low, high = -1.0, 1.0
    edges = np.linspace(low, high, BINS + 1)
    seen, column = np.unique(shown, return_inverse=True)
    columns = rebinned([histograms[index] for index in seen], edges)
    highest = columns.max(axis=1, keepdims=True)
    # The square root, because the few values far from 0 are what one looks for.
    columns = np.sqrt(columns / np.where(highest > 0, highest, 1.0))
    levels = (columns[column].T[::-1] * ZERO + ZERO).astype(np.uint8)
    return image_of(levels, colour_table()), low, high


def _shares(layer: LayerStatistics) -> str:
    if layer.dead_share is None:
        return tr("no ReLU")
    if layer.dead_share:
        return tr("{share:.0%} dead").format(share=max(layer.dead_share, 0.01))
    return tr("none dead")
