"""How the layers change over many steps: histograms, dead units, and how far each step goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dlgui.core.explain.steps import common_range, rebinned
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.events import Histogram, LayersMeasured, LayerStatistics
from dlgui.language import facts, tr
from dlgui.ui.kit.axes import round_up
from dlgui.ui.kit.curves import Curve, Style
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.heatmap import ZERO, colour_table, image_of
from dlgui.ui.kit.layer_words import weighted_layers
from dlgui.ui.kit.page import bare_card, card_title, empty_card, hint
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, theme, theme_notifier
from dlgui.ui.steps.record import Record

USUAL_RATIO = 1e-3
"""Of an update's norm to the weights': Karpathy, notes of Stanford's CS231n, part 3."""


class LayersTab(QWidget):
    """Follows the record while it is shown."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self._names: dict[int, str] = {}
        self.strips = HistogramStrips()
        self._dead, self._dead_card = QVBoxLayout(), bare_card()
        self._ratio, self._ratio_card = QVBoxLayout(), bare_card()
        self.dead_plot: Plot | None = None
        self.ratio_plot: Plot | None = None
        self._stage = QStackedWidget()
        self._dead_card.setObjectName("deadChart")
        self._ratio_card.setObjectName("ratioChart")
        self._lay_out()
        record.measured.connect(self._follow)
        record.restarted.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            return
        measures = self._record.measures
        self._stage.setCurrentIndex(1 if measures else 0)
        if not measures:
            return
        names = weighted_layers(network_of(self._record.network))
        if names != self._names or self.ratio_plot is None:
            self._names = names
            self._make_plots()
        self.strips.show_measures(names, measures)
        self._draw_curves()

    def _draw_curves(self) -> None:
        assert self.dead_plot is not None
        assert self.ratio_plot is not None
        measures = self._record.measures
        steps = np.array([measure.step for measure in measures], float)
        dead_top, ratios = 10.0, [USUAL_RATIO]
        for row, index in enumerate(self._names):
            layers = [measure.layers[row] for measure in measures]
            ratio = np.array([layer.update_ratio for layer in layers])
            self.ratio_plot.set_points(str(index), steps, ratio)
            ratios += ratio[np.isfinite(ratio) & (ratio > 0)].tolist()
            if layers[0].dead_share is not None:
                dead = np.array([layer.dead_share for layer in layers], float) * 100
                self.dead_plot.set_points(str(index), steps, dead)
                dead_top = max(dead_top, float(dead.max()))
        end = steps[-1] * 1.015
        self.ratio_plot.set_points("usual", np.array([0.0, end]), np.full(2, USUAL_RATIO))
        low = 10.0 ** np.floor(np.log10(max(min(ratios), 1e-7)))
        high = 10.0 ** np.ceil(np.log10(min(max(ratios), 1e3)))
        self.ratio_plot.set_limits((0.0, end), (float(low), float(max(high, 10 * low))))
        self.dead_plot.set_limits((0.0, end), (0.0, min(round_up(dead_top), 100.0)))

    def _make_plots(self) -> None:
        curves = [
            layer_curve(row, str(index), name)
            for row, (index, name) in enumerate(self._names.items())
        ]
        usual = Curve("usual", "", "text_faint", "dashed line")
        for plot in (self.dead_plot, self.ratio_plot):
            if plot is not None:
                plot.setParent(None)
                plot.deleteLater()
        self.dead_plot = Plot(curves, (tr("Step"), tr("Dead, %")), whole_x=True)
        self.dead_plot.setAccessibleName(tr("Share of dead ReLUs"))
        self.ratio_plot = Plot([usual, *curves], (tr("Step"), tr("Ratio")), whole_x=True)
        self.ratio_plot.setAccessibleName(tr("Update-to-weight ratio"))
        self.ratio_plot.set_limits((0.0, 1.0), (1e-4, 1e-2))
        self.ratio_plot.set_scale("logarithmic")
        for plot in (self.dead_plot, self.ratio_plot):
            offer_figure(plot, plot.numbers)
        self._dead.addWidget(self.dead_plot, 1)
        self._ratio.addWidget(self.ratio_plot, 1)

    def _lay_out(self) -> None:
        top = bare_card()
        inside = QVBoxLayout(top)
        inside.setContentsMargins(L, M + S, L, M)
        inside.setSpacing(S)
        inside.addWidget(self.strips)
        self._fill(
            self._dead_card,
            self._dead,
            tr("Dead ReLUs"),
            tr("Units that give 0 for each of 100 validation digits, and so learn nothing."),
        )
        self._fill(
            self._ratio_card,
            self._ratio,
            tr("Update ÷ weights"),
            tr("Norms of a step and of the weights. About 0.001 is usual (Karpathy, CS231n)."),
        )
        charts = QHBoxLayout()
        charts.setSpacing(M + S)
        charts.addWidget(self._dead_card, 1)
        charts.addWidget(self._ratio_card, 1)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M + S)
        column.addWidget(top, 3)
        column.addLayout(charts, 2)
        self._stage.addWidget(
            empty_card(
                tr(
                    "Start a training on the page Train: about once a second its layers are "
                    "measured."
                )
            )
        )
        self._stage.addWidget(full)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stage)

    @staticmethod
    def _fill(card: QFrame, layout: QVBoxLayout, title: str, text: str) -> None:
        words = hint(text)
        words.setFont(font(CAPTION - 1))
        layout.setContentsMargins(L, M, M, M)
        layout.setSpacing(S)
        layout.addWidget(card_title(title))
        layout.addWidget(words)
        card.setLayout(layout)


BINS = 48
SAMPLE = 22.0
"""How long the piece of a curve is."""
COLUMNS = 96
ROW = 130.0
LEAST_ROW = 40.0
LAYER_COLOURS = ("chart_train", "chart_validation", "good", "bad", "text", "text_muted")
LAYER_STYLES: tuple[Style, ...] = (
    "line",
    "dashed line",
    "dotted line",
    "dash-dotted line",
    "long-dashed line",
)
"""Of the layers' curves, in the network's order: names of `Theme`, and lines, in turn."""


def layer_curve(row: int, key: str = "", title: str = "") -> Curve:
    colour = LAYER_COLOURS[row % len(LAYER_COLOURS)]
    return Curve(key, title, colour, LAYER_STYLES[row % len(LAYER_STYLES)])


KINDS: tuple[Callable[[LayerStatistics], Histogram], ...] = (
    lambda layer: layer.weights,
    lambda layer: layer.gradients,
    lambda layer: layer.activations,
)


class HistogramStrips(QWidget):
    """A row for each layer; time runs to the right, the values upwards, and where most values lie
    it is bluest. Before a layer's name is a piece of its curves."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("histogramStrips")
        self.setAccessibleName(tr("Histograms of the layers over time"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._names: dict[int, str] = {}
        self._measures: Sequence[LayersMeasured] = ()
        self._images: list[list[tuple[QImage, float, float]]] = []
        theme_notifier.themeChanged.connect(self._draw)
        offer_figure(self, self.numbers, is_walked=True)

    def show_measures(self, names: dict[int, str], measures: Sequence[LayersMeasured]) -> None:
        """names: of the layers, by their place in the network"""
        self._names, self._measures = names, measures
        self._draw()
        latest = measures[-1].layers if measures else ()
        words = [f"{names[layer.index]}: {_shares(layer)}" for layer in latest]
        self.setAccessibleDescription(facts(words))

    def numbers(self) -> list[list[object]]:
        """Of the newest measure, a row for each layer: where most values lie, and what is dead."""
        kinds = (tr("Weights"), tr("Gradients"), tr("Activations"))
        rows: list[list[object]] = [[tr("Layer"), *kinds, tr("Dead ReLUs")]]
        for layer in self._measures[-1].layers if self._measures else ():
            ranges = (common_range([kind(layer)]) for kind in KINDS)
            texts = [f"{significant(low, 2)} … {significant(high, 2)}" for low, high in ranges]
            rows.append([self._names[layer.index], *texts, _shares(layer)])
        return rows

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
        shares = tr("no ReLU"), tr("none dead"), tr("{share:.0%} dead").format(share=1)
        label = max(label, *map(small.horizontalAdvance, shares)) + SAMPLE + 10 + M
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
        painter.setPen(layer_curve(row).pen())
        y = middle - small.height() / 2 + 1
        painter.drawLine(QPointF(1, y), QPointF(SAMPLE, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme().text)
        painter.setFont(font(CAPTION, QFont.Weight.DemiBold))
        painter.drawText(QPointF(SAMPLE + 6, middle - 2), self._names[layer.index])
        is_dead = bool(layer.dead_share)
        painter.setPen(theme().bad if is_dead else theme().text_muted)
        painter.setFont(font(CAPTION - 1))
        painter.drawText(QPointF(SAMPLE + 6, middle + small.ascent() + 1), _shares(layer))

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
            (significant(high, 2), area.top()),
            (significant(low, 2), area.bottom() - metrics.height()),
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
