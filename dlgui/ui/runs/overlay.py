"""Curves of several runs on the same axes, with the mean and spread of repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

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
        super().__init__((), ("", ""), whole_x=False, zooms=True)
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
        scale = 100.0 if measure.endswith("accuracy") else 1.0
        window = self._smooth.value() if is_stepwise else 1
        groups = [members for members in grouped(self._shown) if len(members) > 1]
        banded = {i: members for members in groups if self._band.isChecked() for i in members}
        curves: list[Curve] = []
        points: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for index, one in enumerate(self._shown):
            colour = _colour(index, banded)
            x = one.curves.x(measure, along)
            y = scale * one.curves.measures[measure].values
            line: Style = "line" if index < SAME_COLOURS else "dashed line"
            if index in banded:
                line = "faint line"
            elif window > 1:
                curves.append(Curve(f"raw {index}", "", colour, "points"))
                points[f"raw {index}"] = x, y
            elif len(x) == 1:
                line = "marks"
            curves.append(Curve(str(index), "", colour, line))
            points[str(index)] = x, smoothed(y, window)
        bands = []
        for first, *others in {members[0]: members for members in banded.values()}.values():
            spread = band([points[str(index)][1] for index in (first, *others)])
            x = points[str(first)][0][: len(spread.mean)]
            bands.append((x, spread, first % SAME_COLOURS))
            line = "line" if len(x) > 1 else "marks"
            curves.append(Curve(f"mean {first}", "", _colour(first, banded), line))
            points[f"mean {first}"] = x, spread.mean
        self.plot.set_curves(curves)
        self.plot.axes.labels = _labels(measure, along)
        self.plot.set_limits(*_limits(points, is_accuracy=scale > 1))
        for key, (x, y) in points.items():
            self.plot.set_points(key, x, y)
        self.plot.show_bands(bands)
        self._name(None)

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


def _colour(index: int, banded: Mapping[int, Sequence[int]]) -> str:
    """A run's own, or that of the first of its repeats."""
    return f"class {banded.get(index, (index,))[0] % SAME_COLOURS}"


def grouped(shown: Sequence[Shown]) -> list[list[int]]:
    """The places of runs that differ in their seed alone, group by group."""

    def key(index: int) -> str:
        return repr((apart_from_seed(shown[index].row.config), shown[index].row.source))

    order = sorted(range(len(shown)), key=key)
    return [list(members) for _, members in groupby(order, key)]


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
