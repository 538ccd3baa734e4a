import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from dlgui.ui.kit.curves import Curve, LegendEntry
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import DARK, LIGHT, set_theme
from dlgui.ui.train.charts import Chart, loss_limits
from dlgui.ui.train.history import Series

pytestmark = pytest.mark.usefixtures("themed")

EMPTY_TEXT = "Nothing yet"


def series(*points):
    made = Series()
    for x, y in points:
        made.add(x, y)
    return made


@pytest.fixture
def chart(qtbot):
    chart = Chart(
        "lossChart",
        "Loss",
        ("Step", "nats"),
        (
            Curve("raw", "", "chart_train", "points"),
            Curve("smooth", "Training", "chart_train", "line"),
            Curve("ends", "Validation", "chart_validation", "joined marks"),
        ),
        fit=loss_limits,
        value_text=lambda value: f"{value:.2f}",
        empty_text=EMPTY_TEXT,
        can_be_logarithmic=True,
    )
    qtbot.addWidget(chart)
    chart.resize(600, 320)
    chart.show()
    return chart


@pytest.fixture
def filled(chart):
    raw = series((1, 2.0), (2, 1.0), (3, 0.5))
    smooth = series((1, 2.0), (2, 1.4), (3, 0.9))
    chart.show_series({"raw": raw, "smooth": smooth, "ends": series((3, 0.7))}, 10)
    return chart


def plot_of(chart):
    return chart.findChild(Plot)


def readout(chart):
    return {entry.title: entry.value for entry in chart.findChildren(LegendEntry)}


def colours_in(chart):
    image = chart.grab().toImage()
    pixels = (image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    return set(pixels)


def test_an_empty_chart_says_what_will_appear(chart):
    hint = next(label for label in chart.findChildren(QLabel) if label.text() == EMPTY_TEXT)
    assert hint.isVisible()
    chart.show_series({"raw": series((1, 2.0)), "smooth": Series(), "ends": Series()}, 10)
    assert not hint.isVisible()


def test_data_are_complete_copies(filled):
    x, y = filled.data("raw")
    assert x.tolist() == [1, 2, 3]
    assert y.tolist() == [2.0, 1.0, 0.5]
    y[:] = 0
    assert filled.data("raw")[1].tolist() == [2.0, 1.0, 0.5]


def test_the_legend_reads_the_latest_values_and_those_under_the_mouse(filled):
    assert readout(filled) == {"Training": "0.90", "Validation": "0.70"}
    filled.hover(2.4)
    assert readout(filled) == {"Training": "1.40", "Validation": ""}
    filled.hover(None)
    assert readout(filled) == {"Training": "0.90", "Validation": "0.70"}


def test_points_that_are_added_are_drawn_at_the_next_redraw(chart):
    smooth = Series()
    chart.show_series({"raw": Series(), "smooth": smooth, "ends": Series()}, 10)
    before = chart.grab().toImage()
    smooth.add(1, 2.0)
    smooth.add(9, 0.5)
    chart.redraw()
    assert chart.grab().toImage() != before


def test_values_that_are_no_numbers_or_not_positive_are_left_out(filled):
    filled.show_series(
        {
            "raw": series((1, 1.0), (2, float("nan")), (3, 0.0), (4, float("inf"))),
            "smooth": series((1, 1.0), (2, 0.0)),
            "ends": Series(),
        },
        5,
    )
    linear = filled.grab().toImage()
    filled.set_logarithmic(True)
    assert filled.is_logarithmic
    assert filled.grab().toImage() != linear


def turn_wheel(plot, notches):
    middle = QPointF(plot.area().center())
    wheel = QWheelEvent(
        middle,
        plot.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, wheel)


def test_the_part_that_was_zoomed_into_stays_until_a_double_click(filled, qtbot):
    plot = plot_of(filled)
    filled.redraw(1000)
    whole = plot.limits
    turn_wheel(plot, 2)
    zoomed = plot.limits
    assert zoomed[0][1] - zoomed[0][0] < whole[0][1] - whole[0][0]
    assert zoomed[1] == whole[1]
    filled.redraw(2000)
    assert plot.limits == zoomed
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=plot.area().center().toPoint())
    assert plot.limits[0][1] > 2000


def test_turning_the_wheel_back_shows_everything_and_follows_again(filled):
    plot = plot_of(filled)
    filled.redraw(1000)
    turn_wheel(plot, 2)
    turn_wheel(plot, -3)
    filled.redraw(2000)
    assert plot.limits[0][1] > 2000


def test_the_mouse_reads_the_values_at_a_step(filled, qtbot):
    plot = plot_of(filled)
    area = plot.area()
    low, high = plot.limits[0]
    across = area.left() + (2.4 - low) / (high - low) * area.width()
    qtbot.mouseMove(plot, QPointF(across, area.center().y()).toPoint())
    assert readout(filled) == {"Training": "1.40", "Validation": ""}
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert readout(filled) == {"Training": "0.90", "Validation": "0.70"}


def test_axes_stay_put_while_a_run_fills_them(chart):
    smooth = series((1, 2.3))
    chart.show_series({"raw": Series(), "smooth": smooth, "ends": Series()}, 100)
    before = plot_of(chart).limits
    for step in range(2, 100):
        smooth.add(step, 2.3 / step)
        chart.redraw(100)
    assert plot_of(chart).limits == before


def test_axes_follow_a_loss_that_grows_and_a_run_that_begins_again(chart):
    raw = series((1, 2.3))
    chart.show_series({"raw": raw, "smooth": Series(), "ends": Series()}, 300)
    for step in range(2, 300):
        raw.add(step, 7.0)
    chart.redraw()
    assert plot_of(chart).limits[1] == (0.0, 8.0)
    raw.cut(1)
    chart.redraw()
    assert plot_of(chart).limits[1] == (0.0, 2.5)


def test_a_logarithmic_axis_spans_the_values_in_half_powers_of_ten(chart):
    raw = series(*((step, 2.0 if step % 2 else 0.02) for step in range(100)))
    chart.show_series({"raw": raw, "smooth": Series(), "ends": Series()}, 100)
    chart.set_logarithmic(True)
    assert plot_of(chart).limits[1] == pytest.approx((0.01, 10**0.5))


def test_colours_follow_the_theme(filled):
    assert LIGHT.surface.rgb() in colours_in(filled)
    set_theme("dark")
    shown = colours_in(filled)
    assert DARK.surface.rgb() in shown
    assert LIGHT.surface.rgb() not in shown


def test_loss_limits_are_round_and_pass_over_single_outliers():
    assert loss_limits({"raw": Series()}) == (0.0, 2.5)
    assert loss_limits({"raw": series((1, 2.31))}) == (0.0, 2.5)
    mostly = series(*((step, 1.1) for step in range(999)), (1000, 80.0))
    assert loss_limits({"raw": mostly}) == (0.0, 1.5)
    assert loss_limits({"raw": series((1, float("nan")))}) == (0.0, 2.5)


def test_a_spike_far_above_the_rest_offers_the_logarithm(chart):
    raw = series(*((step, 1.0) for step in range(100)))
    ends = series((50, 1.1))
    chart.show_series({"raw": raw, "smooth": Series(), "ends": ends}, 200)
    offer = chart.findChild(QLabel, "spikeLabel")
    assert not offer.isVisible()
    ends.add(100, 15_000.0)
    chart.redraw()
    assert offer.isVisible()
    chart.set_logarithmic(True)
    assert not offer.isVisible()


def test_what_is_appended_looks_as_if_painted_at_once(chart):
    values = 2.3 / np.sqrt(np.arange(1, 3001)) * np.random.default_rng(0).uniform(0.5, 1.0, 3000)
    grown = {"raw": Series(), "smooth": Series(), "ends": Series()}
    chart.show_series(grown, 4000)
    for step, value in enumerate(values, 1):
        grown["raw"].add(step, value)
        grown["smooth"].add(step, 0.8 * value)
        if step % 500 == 0:
            grown["ends"].add(step, 0.7 * value)
        if step % 37 == 0:
            chart.redraw()
            plot_of(chart).repaint()
    chart.redraw()
    appended = chart.grab().toImage()
    plot_of(chart).repaint_all()
    whole = chart.grab().toImage()
    different = sum(
        appended.pixel(x, y) != whole.pixel(x, y)
        for x in range(whole.width())
        for y in range(whole.height())
    )
    assert different == 0
