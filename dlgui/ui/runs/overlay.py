"""Curves of several runs on the same axes, with the mean and spread of repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLabel, QSlider, QWidget

from dlgui.core.evaluation.repeats import Band, apart_from_seed, band
from dlgui.core.evaluation.run_curves import Along, Measure, RunCurves, smoothed
from dlgui.core.evaluation.run_table import RunSummary
from dlgui.language import tr
from dlgui.ui.kit.curves import Curve, Style
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.heatmap import class_colour
from dlgui.ui.kit.page import card, hint, row
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import M, fix_width, sized
from dlgui.ui.runs.columns import SAME_COLOURS
from dlgui.ui.session.runs import run_title

MOST = 20
"""Runs on the same axes; more could not be kept apart."""
NEAR = 12
"""Pixels from the mouse to the curve that it names."""
LONGEST_WINDOW = 200
LEAST_PLOT = 110
LOW = 230
"""Pixels at the usual size of text, below which nothing but the curves is worth its room."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A run and its curves."""

    row: RunSummary
    curves: RunCurves


class OverlayPlot(Plot):
    """Names the curve under the mouse, and paints bands below the curves."""

    pointed = Signal(object)
    """The key of the nearest curve and its y there, or None."""

    def __init__(self) -> None:
        super().__init__((), ("", ""), zooms=True)
        self.setObjectName("overlayPlot")
        self.setAccessibleName(tr("Curves of the chosen runs"))
        self._bands: list[tuple[np.ndarray, Band, int]] = []

    def show_bands(self, bands: list[tuple[np.ndarray, Band, int]]) -> None:
        """x, mean and spread, and the colour of each."""
        self._bands = bands
        self.repaint_all()

    def paint_below(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setClipRect(area)
        for x, found, colour in self._bands:
            if len(x) > 1:
                soft = QColor(class_colour(colour))
                soft.setAlphaF(0.22)
                painter.setBrush(soft)
                upper, lower = (
                    [self.axes.at(*at, area) for at in zip(x, edge, strict=True)]
                    for edge in (found.mean + found.spread, found.mean - found.spread)
                )
                painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setClipping(False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        area, position = self.area(), event.position()
        found: tuple[float, str, float] | None = None
        if area.contains(position):
            at = self.axes.x_at(position.x(), area)
            for key, (x, y) in self.points.items():
                if len(x) and x[0] <= at <= x[-1]:
                    value = float(np.interp(at, x, y))
                    distance = abs(float(self.axes.y_pixels(value, area)) - position.y())
                    if distance <= NEAR and (found is None or distance < found[0]):
                        found = distance, key, value
        self.pointed.emit(found and found[1:])


class Overlay(QFrame):
    """The chosen runs' curves of one measure, by step, epoch, time or digits seen."""

    coloured = Signal(object)
    """dict[Path, int]: the colour of each run that is drawn; repeats as a band share one."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Shown] = []
        self.plot = OverlayPlot()
        offer_figure(self.plot, self.plot.numbers)
        self._measure = QComboBox()
        self._measure.setObjectName("overlayMeasure")
        self._measure.setAccessibleName(tr("What is drawn"))
        for measure, text in (
            ("validation accuracy", tr("Validation accuracy")),
            ("validation loss", tr("Validation loss")),
            ("training accuracy", tr("Training accuracy")),
            ("training loss", tr("Training loss")),
        ):
            self._measure.addItem(text, measure)
        self._along = QComboBox()
        self._along.setObjectName("overlayAlong")
        self._along.setAccessibleName(tr("Along what"))
        for along, text in (
            ("epoch", tr("by epoch")),
            ("step", tr("by step")),
            ("seconds", tr("by time")),
            ("digits", tr("by digits seen")),
        ):
            self._along.addItem(text, along)
        self._smooth = QSlider(Qt.Orientation.Horizontal)
        self._smooth.setObjectName("overlaySmooth")
        self._smooth.setAccessibleName(tr("Smoothing, in steps"))
        self._smooth.setRange(1, LONGEST_WINDOW)
        self._smooth.setValue(20)
        fix_width(self._smooth, 110)
        self._smooth.setToolTip(tr("The mean of so many steps; raw values stay behind it"))
        self._band = QCheckBox(tr("Repeats as bands"))
        self._band.setObjectName("overlayBands")
        self._band.setToolTip(tr("Mean and spread of runs that differ in their seed alone"))
        self._hint = hint("")
        self._readout = QLabel()
        self._readout.setObjectName("overlayReadout")
        self._lay_out()
        for box in (self._measure, self._along):
            box.currentIndexChanged.connect(lambda _: self._redraw())
        self._smooth.valueChanged.connect(lambda _: self._redraw())
        self._band.toggled.connect(lambda _: self._redraw())
        self.plot.pointed.connect(self._name)
        self.plot.unzoomed.connect(self._redraw)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the curves have it."""
        super().resizeEvent(event)
        self._hint.setVisible(self.height() > sized(LOW) or not self._shown)

    def show_runs(self, shown: Sequence[Shown]) -> None:
        """At most `MOST` of them."""
        self._shown = list(shown[:MOST])
        self._redraw()

    @property
    def measure(self) -> Measure:
        chosen: Measure = self._measure.currentData()
        return chosen

    def _lay_out(self) -> None:
        for box in (self._measure, self._along):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
        top = row(self._measure, self._along, self._band)
        below = QWidget()
        controls = QHBoxLayout(below)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(M)
        controls.addWidget(self._hint, 1)
        self._smooth_label = QLabel(tr("Smoothing"))
        controls.addWidget(self._smooth_label)
        controls.addWidget(self._smooth)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.plot.setMinimumHeight(LEAST_PLOT)
        outer.addWidget(card(top, below, self.plot))
        self._readout.setParent(self.plot)
        self._readout.move(64, 4)

    def _redraw(self) -> None:
        self._hint.setText(
            tr("Point at a curve to see whose it is; the wheel zooms.")
            if self._shown
            else tr("Choose runs in the table to see their curves on the same axes.")
        )
        self._hint.setVisible(self.height() > sized(LOW) or not self._shown)
        measure, along = self.measure, self._along.currentData()
        is_stepwise = measure.startswith("training")
        for widget in (self._smooth, self._smooth_label):
            widget.setVisible(is_stepwise)
        is_accuracy = measure.endswith("accuracy")
        drawing = _Drawing(
            self._shown, measure, along, 100.0 if is_accuracy else 1.0, self._window()
        )
        alone = [[place] for place in range(len(self._shown))]
        groups = grouped(self._shown) if self._band.isChecked() else alone
        colours: dict[Path, int] = {}
        for number, members in enumerate(groups):
            drawing.add(members, number)
            colours |= {self._shown[i].row.path: number % SAME_COLOURS for i in members}
        self.plot.set_curves(drawing.curves)
        self.plot.axes.labels = _labels(measure, along)
        self.plot.axes.whole_x = along != "seconds"
        self.plot.set_limits(*_limits(drawing.points, is_accuracy=is_accuracy))
        for key, (x, y) in drawing.points.items():
            self.plot.set_points(key, x, y)
        self.plot.show_bands(drawing.bands)
        self.coloured.emit(colours)
        self._name(None)

    def _window(self) -> int:
        """Steps that are averaged; what is told once an epoch is shown as it is."""
        return self._smooth.value() if self.measure.startswith("training") else 1

    def _name(self, pointed: tuple[str, float] | None) -> None:
        if pointed is None:
            self._readout.hide()
            return
        key, value = pointed
        kind, _, place = key.rpartition(" ")
        name = run_title(self._shown[int(place)].row)
        if kind == "mean":
            name = tr("Mean of the repeats of {run}").format(run=name)
        text = in_percent(value / 100, 2) if self.measure.endswith("accuracy") else f"{value:.4f}"
        self._readout.setText(f"{name}: {text}")
        self._readout.adjustSize()
        self._readout.show()


class _Drawing:
    """What is painted: curves, their points by the curves' keys, and bands."""

    def __init__(
        self, shown: Sequence[Shown], measure: Measure, along: Along, scale: float, window: int
    ) -> None:
        self._shown, self._measure, self._along = shown, measure, along
        self._scale, self._window = scale, window
        self.curves: list[Curve] = []
        self.points: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self.bands: list[tuple[np.ndarray, Band, int]] = []

    def add(self, members: Sequence[int], number: int) -> None:
        """One run by its place, or repeats with their mean; number: of the colour."""
        usual: Style = "line" if number < SAME_COLOURS else "dashed line"
        if len(members) == 1:
            x, y = self._values(members[0])
            if self._window > 1:
                self._draw(f"raw {members[0]}", x, y, "points", number)
            line = "marks" if len(x) == 1 else usual
            self._draw(str(members[0]), x, smoothed(y, self._window), line, number)
            return
        values = [self._values(place) for place in members]
        means = [smoothed(y, self._window) for _, y in values]
        for place, (x, _), y in zip(members, values, means, strict=True):
            self._draw(str(place), x, y, "faint line", number)
        found = band(means)
        x = values[0][0][: len(found.mean)]
        self.bands.append((x, found, number % SAME_COLOURS))
        line = "marks" if len(x) == 1 else usual
        self._draw(f"mean {members[0]}", x, found.mean, line, number)

    def _values(self, place: int) -> tuple[np.ndarray, np.ndarray]:
        curves = self._shown[place].curves
        y = self._scale * curves.measures[self._measure].values
        return curves.x(self._measure, self._along), y

    def _draw(self, key: str, x: np.ndarray, y: np.ndarray, style: Style, number: int) -> None:
        self.curves.append(Curve(key, "", f"class {number % SAME_COLOURS}", style))
        self.points[key] = x, y


def grouped(shown: Sequence[Shown]) -> list[list[int]]:
    """The places of runs that differ in their seed alone, group by group."""

    def key(index: int) -> str:
        return repr((apart_from_seed(shown[index].row.config), shown[index].row.source))

    order = sorted(range(len(shown)), key=key)
    return sorted(list(members) for _, members in groupby(order, key))


def _labels(measure: Measure, along: Along) -> tuple[str, str]:
    across = {
        "epoch": tr("Epoch"),
        "step": tr("Step"),
        "seconds": tr("Seconds"),
        "digits": tr("Digits seen"),
    }
    return across[along], tr("%") if measure.endswith("accuracy") else tr("Nats")


def _limits(
    points: dict[str, tuple[np.ndarray, np.ndarray]], *, is_accuracy: bool
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Everything, with some air; accuracies never above 100 %."""
    xs = [x for x, _ in points.values() if len(x)]
    ys = [y[np.isfinite(y)] for key, (_, y) in points.items() if not key.startswith("raw")]
    ys = [y for y in ys if len(y)]
    if not xs or not ys:
        return (0.0, 1.0), (0.0, 100.0 if is_accuracy else 1.0)
    low, high = min(y.min() for y in ys), max(y.max() for y in ys)
    air = max((high - low) * 0.08, 0.01 * max(abs(high), 1e-3))
    top = min(high + air, 100.0) if is_accuracy else high + air
    return (0.0, max(x.max() for x in xs)), (max(low - air, 0.0), top)
