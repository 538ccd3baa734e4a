"""Charts of a training, made to cost little while it runs.

The axes are set to numbers that hold for many redraws, so that new points are appended to what was
painted before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor, log10

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from dlgui.ui.kit.axes import Limits, Scale, round_up
from dlgui.ui.kit.curves import Curve, LegendEntry
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.page import FoldingRow
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, set_look
from dlgui.ui.train.history import Series

LEAST_HEIGHT = 120
SPIKE = 30.0


class Chart(QFrame):
    """A card with a title, a legend that is also the readout, and the curves of some series.

    The wheel zooms along x, dragging moves, and a double click shows everything again.
    fit: the lowest and highest y to show, from the series
    """

    def __init__(
        self,
        name: str,
        title: str,
        labels: tuple[str, str],
        curves: tuple[Curve, ...],
        *,
        fit: Callable[[Mapping[str, Series]], Limits],
        value_text: Callable[[float], str],
        empty_text: str,
        can_be_logarithmic: bool = False,
        scale: Scale = "linear",
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._fit, self._value_text, self._x_label = fit, value_text, labels[0]
        self._series: Mapping[str, Series] = {curve.key: Series() for curve in curves}
        self._x_end = 1.0
        self._follows = True
        self._y_limits: Limits = (0.0, 1.0)
        self._measured: dict[str, int] = {}
        self._drawn: dict[str, int] = {}
        self._hovered: float | None = None
        self._plot = Plot(curves, labels, whole_x=True, zooms=True)
        self._plot.set_scale(scale)
        self._plot.setAccessibleName(title)
        self._legend = {curve.key: LegendEntry(curve) for curve in curves if curve.title}
        self._where = QLabel()
        self._log = QCheckBox(self.tr("Logarithmic"))
        self._log.setObjectName("logarithmicCheck")
        self._log.setToolTip(self.tr("Keeps small values apart instead of flat at the bottom."))
        self._log.setVisible(can_be_logarithmic)
        self._spike = QLabel(self.tr("A spike flattens the rest:"))
        self._spike.setObjectName("spikeLabel")
        self._empty = QLabel(empty_text)
        self._lay_out(title)
        self._log.toggled.connect(self._set_logarithmic)
        self._plot.hovered.connect(self.hover)
        self._plot.zoomed.connect(self._stop_following)
        self._plot.unzoomed.connect(self.show_all)
        offer_figure(self, self._plot.numbers)
        self.redraw()

    @property
    def is_logarithmic(self) -> bool:
        return self._log.isChecked()

    def set_logarithmic(self, on: bool) -> None:
        self._log.setChecked(on)

    def data(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Copies of a curve's x and y, all of them."""
        series = self._series[key]
        return series.x.copy(), series.y.copy()

    def show_series(self, series: Mapping[str, Series], x_end: float) -> None:
        """Show these from now on, on an x axis from 0 to `x_end` or further.

        Until this is called again, points are only added to them.
        """
        self._series, self._drawn = series, {}
        self._x_end = x_end
        self.show_all()

    def redraw(self, x_end: float | None = None) -> None:
        """Draw what the series hold now; `x_end` moves the end of the x axis."""
        if x_end is not None:
            self._x_end = x_end
        if self._follows:
            self._set_limits()
        for key, series in self._series.items():
            show = self._plot.extend_points if key in self._drawn else self._plot.set_points
            show(key, series.x, series.y)
            self._drawn[key] = len(series)
        self._empty.setVisible(not any(len(series) for series in self._series.values()))
        if self._hovered is None:
            self._show_values()

    def show_all(self) -> None:
        """Leave the part that was zoomed into."""
        self._follows, self._measured = True, {}
        self.redraw()

    def hover(self, x: float | None) -> None:
        """Read the values at `x`, or the latest ones for None."""
        self._hovered = x
        self._plot.show_crosshair(x)
        self._show_values()

    def _lay_out(self, title: str) -> None:
        heading = QLabel(title)
        heading.setFont(font(BODY, weight=font().Weight.DemiBold))
        set_look(self._where, "muted")
        self._where.setFont(font(CAPTION))
        set_look(self._spike, "muted")
        self._spike.setFont(font(CAPTION))
        self._spike.hide()
        set_look(self._empty, "hint")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self._spike)
        top.addWidget(self._log)
        first, others = QHBoxLayout(), QHBoxLayout()
        for entry in self._legend.values():
            (others if first.count() else first).addWidget(entry)
        first.addStretch()
        others.addStretch()
        others.addWidget(self._where)
        over_curves = QVBoxLayout(self._plot)
        over_curves.setContentsMargins(self._plot.margins())
        over_curves.addWidget(self._empty, alignment=Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, M, M)
        layout.setSpacing(S)
        layout.addLayout(top)
        layout.addWidget(FoldingRow(first, others))
        layout.addWidget(self._plot, 1)
        self._plot.setMinimumHeight(LEAST_HEIGHT)

    def _set_limits(self) -> None:
        if self._has_grown():
            self._measured = {key: len(series) for key, series in self._series.items()}
            low, high = self._fit(self._series)
            self._y_limits = _log_limits(self._series, high) if self.is_logarithmic else (low, high)
            would_help = not (self._log.isHidden() or self.is_logarithmic)
            self._spike.setVisible(would_help and _has_spike(self._series, high))
        # A little beyond the end, where the last mark would be cut in two.
        self._plot.set_limits((0.0, self._x_end * 1.015), self._y_limits)

    def _has_grown(self) -> bool:
        """Whether limits that hold for nearly all points may have changed by now."""
        return (
            any(
                not before <= len(self._series[key]) <= before * 1.05
                for key, before in self._measured.items()
            )
            or not self._measured
        )

    def _show_values(self) -> None:
        for key, entry in self._legend.items():
            series = self._series[key]
            at = self._hovered
            value = (series.y[-1] if len(series) else None) if at is None else series.y_at(at)
            entry.show_value("" if value is None else self._value_text(float(value)))
        where = "" if self._hovered is None else f"{self._x_label} {self._hovered:,.0f}"
        if self._where.text() != where:
            self._where.setText(where)

    def _set_logarithmic(self, on: bool) -> None:
        self.show_all()
        self._plot.set_scale("logarithmic" if on else "linear")

    def _stop_following(self) -> None:
        self._follows = False


def loss_limits(series: Mapping[str, Series]) -> Limits:
    """From 0 to a round number that hides at most the highest 0.5 % of the raw values."""
    tops = []
    for one in series.values():
        values = one.y[np.isfinite(one.y)]
        if len(values):
            rank = min(int(len(values) * 0.995), len(values) - 1)
            tops.append(float(np.partition(values, rank)[rank]))
    return 0.0, round_up(max(tops, default=2.5))


def _has_spike(series: Mapping[str, Series], top: float) -> bool:
    """Whether nine tenths of the values share the lowest thirtieth of an axis from 0 to `top`."""
    values = np.concatenate([one.y[np.isfinite(one.y)] for one in series.values()])
    return len(values) > 0 and top > SPIKE * float(np.quantile(values, 0.9))


def _log_limits(series: Mapping[str, Series], top: float) -> Limits:
    """Half powers of ten: down to the lowest but 0.5 % of the values, and never below 1e-6."""
    lows = []
    for one in series.values():
        values = one.y[np.isfinite(one.y) & (one.y > 1e-6)]
        if len(values):
            rank = int(len(values) * 0.005)
            lows.append(float(np.partition(values, rank)[rank]))
    low = floor(2 * log10(min(lows, default=0.01))) / 2
    high = ceil(2 * log10(top)) / 2
    return 10.0**low, 10.0 ** max(high, low + 1)
