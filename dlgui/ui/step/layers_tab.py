"""How the layers change over many steps: histograms, dead units, and how far each step goes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dlgui.core.networks import NETWORKS
from dlgui.ui.cards import bare_card, card_title, empty_card, hint
from dlgui.ui.curves import Curve
from dlgui.ui.plot import Plot
from dlgui.ui.step.histogram_strips import LAYER_COLOURS, HistogramStrips
from dlgui.ui.step.record import Record
from dlgui.ui.step.wording import tr, weighted_layers
from dlgui.ui.theme import CAPTION, L, M, S, font
from dlgui.ui.ticks import round_up

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
        names = weighted_layers(NETWORKS[self._record.network])
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
            Curve(str(index), name, LAYER_COLOURS[row % len(LAYER_COLOURS)], "line")
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
        self.ratio_plot.set_logarithmic(True)
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
