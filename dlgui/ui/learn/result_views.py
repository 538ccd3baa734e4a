"""The results of experiments, painted: a learning curve and a race."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from dlgui.core.evaluation.experiments import Trial, TrialResult
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.language import tr
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.heatmap import CENTRE, LEFT, RIGHT
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, theme, theme_notifier
from dlgui.ui.session.networks import OwnNetworks

DOT = 4.0
WHISKER = 4.0
NARROW = 90.0
TICK = 0.1
LINE, BAND, ROW, HEADING = 20, 14, 44, 28
"""Heights in the race: a line of text, an interval, both with a gap, and what stands above all."""


class ResultView(QWidget):
    """Shows `results`, the first ones of `trials`; screen readers get them as sentences."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.trials: Sequence[Trial] = ()
        self.results: Sequence[TrialResult] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers, is_walked=True)

    def show_results(self, trials: Sequence[Trial], results: Sequence[TrialResult]) -> None:
        if (trials, results) != (self.trials, self.results):
            self.trials, self.results = trials, results
            self.setAccessibleDescription("\n".join(self.sentence(result) for result in results))
            self.update()

    def numbers(self) -> list[list[object]]:
        names = ("Network", "Training digits", "Accuracy", "Low", "High", "Seconds", "Parameters")
        rows = (
            [r.trial.config.network, r.trial.train_count, r.accuracy, *r.interval, r.seconds]
            for r in self.results
        )
        counts = (result.parameters for result in self.results)
        return [list(names), *([*row, count] for row, count in zip(rows, counts, strict=True))]

    def network_title(self, name: str) -> str:
        return tr(network_of(name).title)

    def sentence(self, result: TrialResult) -> str:
        low, high = result.interval
        return self.tr(
            "{network}, {digits:,} digits: {accuracy:.1f} % right (95 % interval {low:.1f} to "
            "{high:.1f} %), {seconds:.1f} s, {parameters:,} parameters."
        ).format(
            network=self.network_title(result.trial.config.network),
            digits=result.trial.train_count,
            accuracy=100 * result.accuracy,
            low=100 * low,
            high=100 * high,
            seconds=result.seconds,
            parameters=result.parameters,
        )


class LearningCurve(ResultView):
    """Accuracy against the number of digits, on a logarithmic axis."""

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("Accuracy by the number of training digits"))
        self._plot = _IntervalPlot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._plot.show_results((), ())

    def show_results(self, trials: Sequence[Trial], results: Sequence[TrialResult]) -> None:
        super().show_results(trials, results)
        self._plot.show_results(trials, results)


class _IntervalPlot(Plot):
    """A dot for each result, with its interval and its value in words."""

    def __init__(self) -> None:
        super().__init__((Curve("accuracy", "", "chart_train", "line"),), ("", ""))
        self.axes.labels = self.tr("Training digits"), self.tr("Accuracy, %")
        self._results: Sequence[TrialResult] = ()
        self.setFixedHeight(230)

    def show_results(self, trials: Sequence[Trial], results: Sequence[TrialResult]) -> None:
        self._results = results
        sizes = [trial.train_count for trial in trials] or [50, 5000]
        self.axes.x_ticks = [(log10(size), f"{size:,}") for size in sizes]
        bottom = floor(min((r.interval[0] for r in results), default=0.0) / TICK) * TICK
        self.set_limits((log10(min(sizes)) - 0.25, log10(max(sizes)) + 0.25), (100 * bottom, 100.0))
        x = np.log10([result.trial.train_count for result in results])
        self.set_points("accuracy", x, np.array([100 * result.accuracy for result in results]))

    def paint_over(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(CAPTION - 1))
        if not self._results:
            painter.setPen(theme().text_muted)
            painter.drawText(area, CENTRE, self.tr("Press Start: the curve appears here."))
        for result in self._results:
            x = log10(result.trial.train_count)
            shares = (result.interval[0], result.accuracy, result.interval[1])
            low, at, high = (self.axes.at(x, 100 * share, area) for share in shares)
            paint_interval(painter, low, at, high)
            self._paint_value(painter, at, in_percent(result.accuracy))

    def _paint_value(self, painter: QPainter, point: QPointF, text: str) -> None:
        """Beside the point, below the line, and inside the widget."""
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(text)
        fits = point.x() + M + width <= self.width()
        x = point.x() + M if fits else point.x() - M - width
        painter.setPen(theme().text)
        painter.drawText(QRectF(x, point.y() + S, width + S, metrics.height()), LEFT, text)


def paint_interval(painter: QPainter, low: QPointF, at: QPointF, high: QPointF) -> None:
    """A bar from `low` to `high` with ends, and a dot on it."""
    painter.setPen(QPen(theme().chart_train, 1.5))
    painter.drawLine(low, high)
    lies = abs(high.x() - low.x()) > abs(high.y() - low.y())
    across = QPointF(0, WHISKER) if lies else QPointF(WHISKER, 0)
    for end in (low, high):
        painter.drawLine(end - across, end + across)
    painter.setPen(QPen(theme().surface, 1.5))
    painter.setBrush(theme().chart_train)
    painter.drawEllipse(at, DOT, DOT)


class Race(ResultView):
    """For each network its metrics, and below its name the interval of the accuracy."""

    def __init__(self, own: OwnNetworks) -> None:
        super().__init__("")
        self._own = own
        self.setAccessibleName(self.tr("The networks by accuracy, time and parameters"))
        own.changed.connect(self._on_networks)

    def sizeHint(self) -> QSize:
        return QSize(320, HEADING + ROW * len(self._names()))

    def show_results(self, trials: Sequence[Trial], results: Sequence[TrialResult]) -> None:
        super().show_results(trials, results)
        self.updateGeometry()

    def network_title(self, name: str) -> str:
        return self._own.title(name)

    def _names(self) -> list[str]:
        """Of those in the race, or of those that would be."""
        raced = [trial.config.network for trial in self.trials]
        return raced or [*NETWORKS, *(known.line for known in self._own.all())]

    def _on_networks(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        scale = QRectF(DOT, 0, columns[0].left() - L - 2 * DOT, self.height())
        lows = [result.interval[0] for result in self.results]
        bottom = floor(20 * min(lows, default=0.9)) / 20
        self._paint_heading(painter, scale, bottom, columns)
        for row, name in enumerate(self._names()):
            result = self.results[row] if row < len(self.results) else None
            line = QRectF(0, HEADING + row * ROW, self.width(), LINE)
            painter.setFont(font(BODY))
            painter.setPen(theme().text if result else theme().text_muted)
            painter.drawText(line, LEFT, self.network_title(name))
            self._paint_metrics(painter, columns, line, name, result)
            if result is not None:
                band = QRectF(scale.left(), line.bottom(), scale.width(), BAND)
                self._paint_accuracy(painter, band, bottom, result)
        painter.end()

    def _paint_accuracy(
        self, painter: QPainter, band: QRectF, bottom: float, result: TrialResult
    ) -> None:
        def at(share: float) -> QPointF:
            x = band.left() + (share - bottom) / (1 - bottom) * band.width()
            return QPointF(x, band.center().y())

        painter.setPen(theme().chart_grid)
        for share in (bottom, (1 + bottom) / 2, 1.0):
            x = at(share).x()
            painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom()))
        low, high = result.interval
        paint_interval(painter, at(low), at(result.accuracy), at(high))

    def _columns(self) -> list[QRectF]:
        """Where accuracy, time and parameters stand, from the top."""
        metrics = QFontMetricsF(font(CAPTION))
        right, columns = float(self.width()), []
        for widest in ("Parameters", "000.0 s", "Accuracy"):
            width = metrics.horizontalAdvance(widest) + M
            right -= width
            columns.append(QRectF(right, 0, width, LINE))
        return columns[::-1]

    def _paint_metrics(
        self,
        painter: QPainter,
        columns: Sequence[QRectF],
        line: QRectF,
        name: str,
        result: TrialResult | None,
    ) -> None:
        accuracy, time, parameters = (column.translated(0, line.top()) for column in columns)
        painter.setFont(font(CAPTION))
        painter.drawText(parameters, RIGHT, f"{network_of(name).parameters():,}")
        if result is None:
            return
        painter.drawText(time, RIGHT, f"{result.seconds:.1f}\u2009s")
        if result.right == max(other.right for other in self.results):
            painter.setFont(font(CAPTION, font().Weight.DemiBold))
        painter.drawText(accuracy, RIGHT, in_percent(result.accuracy))

    def _paint_heading(
        self, painter: QPainter, scale: QRectF, bottom: float, columns: Sequence[QRectF]
    ) -> None:
        painter.setFont(font(CAPTION - 1))
        titles = (self.tr("Accuracy"), self.tr("Time"), self.tr("Parameters"))
        for column, title in zip(columns, titles, strict=True):
            painter.setPen(theme().text_muted)
            painter.drawText(column, RIGHT, title)
        top = QRectF(scale.left(), 0, scale.width(), LINE)
        if top.width() < NARROW:  # The two would meet.
            return
        for share, alignment in ((bottom, LEFT), (1.0, RIGHT)):
            painter.drawText(top, alignment, in_percent(share, 0))
