"""The results of experiments, painted: a learning curve and a race."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.experiments import Trial, TrialResult
from dlgui.core.networks import NETWORKS
from dlgui.ui.theme import BODY, CAPTION, L, M, S, font, theme, theme_notifier

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
DOT = 4.0
WHISKER = 4.0


class ResultView(QWidget):
    """Shows `results`, the first ones of `trials`; screen readers get them as sentences."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.trials: Sequence[Trial] = ()
        self.results: Sequence[TrialResult] = ()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier.themeChanged.connect(self.update)

    def show_results(self, trials: Sequence[Trial], results: Sequence[TrialResult]) -> None:
        if (trials, results) != (self.trials, self.results):
            self.trials, self.results = trials, results
            self.setAccessibleDescription("\n".join(self.sentence(result) for result in results))
            self.update()

    def sentence(self, result: TrialResult) -> str:
        low, high = result.interval
        return self.tr(
            "{network}, {digits:,} digits: {accuracy:.1f} % right (95 % interval {low:.1f} to "
            "{high:.1f} %), {seconds:.1f} s, {parameters:,} parameters."
        ).format(
            network=NETWORKS[result.trial.config.network].title,
            digits=result.trial.train_count,
            accuracy=100 * result.accuracy,
            low=100 * low,
            high=100 * high,
            seconds=result.seconds,
            parameters=result.parameters,
        )

    def paint_interval(self, painter: QPainter, low: QPointF, at: QPointF, high: QPointF) -> None:
        """A bar from `low` to `high` with ends, and a dot on it."""
        painter.setPen(QPen(theme().chart_train, 1.5))
        painter.drawLine(low, high)
        across = (
            QPointF(0, WHISKER)
            if abs(high.x() - low.x()) > abs(high.y() - low.y())
            else QPointF(WHISKER, 0)
        )
        for end in (low, high):
            painter.drawLine(end - across, end + across)
        painter.setPen(QPen(theme().surface, 1.5))
        painter.setBrush(theme().chart_train)
        painter.drawEllipse(at, DOT, DOT)


class LearningCurve(ResultView):
    """Accuracy against the number of digits, on a logarithmic axis."""

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("Accuracy by the number of training digits"))

    def sizeHint(self) -> QSize:
        return QSize(320, 210)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = font(CAPTION - 1)
        painter.setFont(letters)
        metrics = QFontMetricsF(letters)
        area = QRectF(self.rect()).adjusted(
            metrics.horizontalAdvance("100 %") + M, L, -L, -metrics.height() - M
        )
        sizes = [trial.train_count for trial in self.trials] or [50, 5000]
        first, last = log10(min(sizes)) - 0.25, log10(max(sizes)) + 0.25
        lows = [result.interval[0] for result in self.results]
        bottom = floor(10 * min(lows, default=0.0)) / 10

        def at(size: int, accuracy: float) -> QPointF:
            x = area.left() + (log10(size) - first) / (last - first) * area.width()
            share = (accuracy - bottom) / (1 - bottom)
            return QPointF(x, area.bottom() - share * area.height())

        step = 0.2 if bottom < 0.5 else 0.1 if bottom < 0.8 else 0.05 if bottom < 0.9 else 0.02
        for index in range(ceil((1 - bottom) / step) + 1):
            tick = 1 - index * step
            if tick < bottom - 1e-9:
                break
            y = at(sizes[0], tick).y()
            painter.setPen(theme().chart_grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme().text_muted)
            box = QRectF(0, y - L, area.left() - S, 2 * L)
            painter.drawText(box, RIGHT, f"{100 * tick:.0f}\u2009%")
        for size in sizes:
            x = at(size, 1).x()
            box = QRectF(x - 40, area.bottom() + S, 80, metrics.height())
            painter.drawText(box, CENTRE, f"{size:,}")
        if not self.results:
            painter.drawText(area, CENTRE, self.tr("Press Start: the curve appears here."))
            return
        points = [at(result.trial.train_count, result.accuracy) for result in self.results]
        painter.setPen(QPen(theme().chart_train, 1.5))
        painter.drawPolyline(points)
        for result, point in zip(self.results, points, strict=True):
            low, high = (at(result.trial.train_count, end) for end in result.interval)
            self.paint_interval(painter, low, point, high)
            painter.setPen(theme().text)
            text = f"{100 * result.accuracy:.1f}\u2009%"
            width = metrics.horizontalAdvance(text)
            to_left = point.x() + M + width > self.width()
            x = point.x() - M - width if to_left else point.x() + M
            painter.drawText(QRectF(x, point.y() + S, width + S, metrics.height()), LEFT, text)


class Race(ResultView):
    """One line a network: name, interval of the accuracy, accuracy, time and parameters."""

    ROW = 34

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("The networks by accuracy, time and parameters"))

    def sizeHint(self) -> QSize:
        return QSize(320, self.ROW * len(NETWORKS) + 2 * L + M)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        names, small = font(BODY), font(CAPTION)
        metrics = QFontMetricsF(small)
        accuracy_width = metrics.horizontalAdvance("100.0 %") + M
        time_width = metrics.horizontalAdvance("000.0 s") + M
        count_width = metrics.horizontalAdvance("Parameters") + M
        title_width = (
            max(
                QFontMetricsF(names).horizontalAdvance(network.title)
                for network in NETWORKS.values()
            )
            + M
        )
        right = float(self.width())
        columns = []
        for width in (count_width, time_width, accuracy_width):
            columns.append(QRectF(right - width, 0, width, self.ROW))
            right -= width
        counts, times, accuracies = columns
        scale = QRectF(title_width, 0, max(right - title_width, 1), self.ROW)
        lows = [result.interval[0] for result in self.results]
        bottom = floor(20 * min(lows, default=0.9)) / 20
        self._paint_heading(painter, small, scale, bottom, columns)
        shown = self.results or ()
        trials = [trial.config.network for trial in self.trials] or list(NETWORKS)
        best = max((result.accuracy for result in shown), default=None)
        for row, name in enumerate(trials):
            top = 2 * L + M + row * self.ROW
            painter.setFont(names)
            painter.setPen(theme().text if row < len(shown) else theme().text_muted)
            painter.drawText(QRectF(0, top, title_width, self.ROW), LEFT, NETWORKS[name].title)
            painter.setFont(small)
            painter.drawText(counts.translated(0, top), RIGHT, f"{NETWORKS[name].parameters():,}")
            if row >= len(shown):
                continue
            result = shown[row]
            painter.drawText(times.translated(0, top), RIGHT, f"{result.seconds:.1f}\u2009s")
            bold = font(CAPTION, font().Weight.DemiBold)
            painter.setFont(bold if result.accuracy == best else small)
            text = f"{100 * result.accuracy:.1f}\u2009%"
            painter.drawText(accuracies.translated(0, top), RIGHT, text)
            low, at, high = (
                QPointF(
                    scale.left() + (share - bottom) / (1 - bottom) * scale.width(),
                    top + self.ROW / 2,
                )
                for share in (result.interval[0], result.accuracy, result.interval[1])
            )
            self.paint_interval(painter, low, at, high)

    def _paint_heading(
        self,
        painter: QPainter,
        letters: object,
        scale: QRectF,
        bottom: float,
        columns: Sequence[QRectF],
    ) -> None:
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        titles = (self.tr("Parameters"), self.tr("Time"), self.tr("Accuracy"))
        for column, title in zip(columns, titles, strict=True):
            painter.drawText(QRectF(column.left(), 0, column.width(), 2 * L), RIGHT, title)
        for share, alignment in ((bottom, LEFT), (1.0, RIGHT)):
            painter.drawText(
                QRectF(scale.left(), 0, scale.width(), 2 * L),
                alignment,
                f"{100 * share:.0f}\u2009%",
            )
        painter.setPen(theme().chart_grid)
        for step in range(3):
            x = scale.left() + step / 2 * scale.width()
            painter.drawLine(QPointF(x, 2 * L), QPointF(x, self.height()))
