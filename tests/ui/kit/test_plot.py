import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pointer import drag
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from dlgui.ui.kit.curves import Curve, columns, dashes
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import DARK, LIGHT, set_theme

pytestmark = pytest.mark.usefixtures("themed")

NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def plot(qtbot):
    plot = Plot((Curve("a", "A", "chart_train", "line"),), ("Step", "nats"), zooms=True)
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.set_limits((0.0, 100.0), (0.0, 10.0))
    plot.show()
    return plot


def pixel(plot, x, y):
    """Where a point lies in the widget."""
    (left, right), (low, high) = plot.limits
    area = plot.area()
    return QPointF(
        area.left() + (x - left) / (right - left) * area.width(),
        area.bottom() - (y - low) / (high - low) * area.height(),
    )


def is_painted(plot, x, y, colour=LIGHT.chart_train):
    """Whether a pixel near the point has the curve's colour."""
    image = plot.grab().toImage()
    at = pixel(plot, x, y).toPoint()
    near = [(at.x() + dx, at.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return any(is_nearly(image.pixelColor(*one), colour) for one in near)


def is_nearly(one, other):
    """A slanting line is smoothed: none of its pixels need have the colour exactly."""
    return max(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True)) <= 32


def turn_wheel(plot, at, notches):
    wheel = QWheelEvent(
        at,
        plot.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NO_KEYS,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, wheel)
    return wheel.isAccepted()


def test_a_line_goes_through_its_points(plot):
    plot.set_points("a", np.array([0.0, 40.0, 60.0, 100.0]), np.array([2.0, 8.0, 8.0, 2.0]))
    assert is_painted(plot, 20, 5)
    assert is_painted(plot, 50, 8)
    assert not is_painted(plot, 50, 2)


def test_on_a_logarithmic_axis_equal_factors_are_equally_far_apart(plot):
    plot.set_limits((0.0, 100.0), (0.1, 10.0))
    plot.set_scale("logarithmic")
    plot.set_points("a", np.array([0.0, 100.0]), np.array([1.0, 1.0]))
    middle = plot.area().center().y()
    image = plot.grab().toImage()
    column = [image.pixelColor(200, y) == LIGHT.chart_train for y in range(image.height())]
    assert abs(column.index(True) - middle) <= 2


@pytest.mark.parametrize("logarithmic", [False, True])
def test_values_that_cannot_be_shown_are_left_out(plot, logarithmic):
    plot.set_limits((0.0, 100.0), (0.1, 10.0))
    plot.set_scale("logarithmic" if logarithmic else "linear")
    x = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
    bad = -np.inf if logarithmic else np.inf
    plot.set_points("a", x, np.array([1.0, np.nan, 1.0, bad, 1.0]))
    shown = plot.grab().toImage()
    plot.set_points("a", x[::2], np.array([1.0, 1.0, 1.0]))
    assert plot.grab().toImage() == shown


def test_one_value_out_of_a_hundred_thousand_is_seen(plot):
    y = np.ones(100_000)
    y[77_777] = 9.0
    plot.set_limits((0.0, 100_000.0), (0.0, 10.0))
    plot.set_points("a", np.arange(100_000.0), y)
    assert is_painted(plot, 77_777, 8.9)
    assert not is_painted(plot, 70_000, 8.9)


def test_a_value_far_outside_is_cut_at_the_edge(plot):
    plot.set_points("a", np.array([0.0, 50.0, 100.0]), np.array([1.0, 1e30, 1.0]))
    image = plot.grab().toImage()
    area = plot.area().toRect()
    rows = {
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y) == LIGHT.chart_train for x in range(image.width()))
    }
    assert {area.top(), area.center().y()} <= rows <= set(range(area.top(), area.bottom() + 1))


def test_single_points_are_painted(qtbot):
    plot = Plot((Curve("a", "", "text", "points"),), ("x", "y"))
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    before = plot.grab().toImage()
    plot.set_points("a", np.array([0.5]), np.array([0.5]))
    assert plot.grab().toImage() != before


def test_the_wheel_zooms_about_the_mouse_and_back(plot, qtbot):
    at = pixel(plot, 20, 5)
    with qtbot.waitSignal(plot.zoomed):
        assert turn_wheel(plot, at, 3)
    (left, right), y_limits = plot.limits
    assert right - left == pytest.approx(100 * 0.8**3)
    assert pixel(plot, 20, 5).x() == pytest.approx(at.x())
    assert y_limits == (0.0, 10.0)
    with qtbot.waitSignal(plot.unzoomed):
        turn_wheel(plot, at, -4)


def test_zooming_ends_at_a_thousandth(plot):
    for _ in range(60):
        turn_wheel(plot, pixel(plot, *np.mean(plot.limits, axis=1)), 1)
    left, right = plot.limits[0]
    assert right - left == pytest.approx(0.1)


def test_dragging_moves_within_what_there_is(plot):
    turn_wheel(plot, pixel(plot, 50, 5), 4)
    (left, right), _ = plot.limits
    seventh = plot.area().width() / 7
    drag(plot, [plot.area().center(), plot.area().center() + QPointF(-seventh, 0)])
    moved = plot.limits[0]
    assert moved[0] - left == pytest.approx((right - left) / 7)
    drag(plot, [plot.area().center(), plot.area().center() + QPointF(10_000, 0)])
    assert plot.limits[0] == pytest.approx((0.0, right - left))


def test_a_plot_that_does_not_zoom_leaves_the_wheel_to_the_page(qtbot):
    plot = Plot((), ("x", "y"))
    qtbot.addWidget(plot)
    assert not turn_wheel(plot, plot.area().center(), 1)
    assert plot.limits == ((0.0, 1.0), (0.0, 1.0))


def test_the_mouse_tells_the_x_beneath_it(plot, qtbot):
    heard = []
    plot.hovered.connect(heard.append)
    qtbot.mouseMove(plot, pixel(plot, 40, 5).toPoint())
    qtbot.mouseMove(plot, QPoint(1, 1))
    assert heard == [pytest.approx(40, abs=0.3), None]


def test_colours_follow_the_theme(plot):
    plot.set_points("a", np.array([0.0, 100.0]), np.array([5.0, 5.0]))
    set_theme("dark")
    assert is_painted(plot, 50, 5, DARK.chart_train)
    assert plot.grab().toImage().pixelColor(2, 2) == DARK.surface


@given(
    st.lists(st.floats(0, 1000), min_size=1, max_size=400).map(sorted),
    st.integers(1, 40),
    st.floats(0, 400),
    st.floats(500, 1000),
)
def test_columns_lose_no_extreme_and_no_end(xs, count, left, right):
    x = np.array(xs)
    y = np.sin(np.arange(len(x)) * 1.7)
    found = columns(x, y, left, right, count)
    inside = (x >= left) & (x <= right)
    if inside.any():
        assert found.high.max() >= y[inside].max()
        assert found.low.min() <= y[inside].min()
    assert len(found.x) <= 2 * count + 3
    begin = max(int(np.sum(x < left)) - 1, 0)
    end = min(int(np.sum(x <= right)) + 1, len(x))
    if end > begin:
        assert (found.first[0], found.last[-1]) == (y[begin], y[end - 1])
    assert (np.diff(found.x) >= 0).all()
    assert (found.low <= np.minimum(found.first, found.last)).all()
    assert (found.high >= np.maximum(found.first, found.last)).all()


def test_a_column_is_no_wider_than_a_pixel():
    x = np.arange(10_000.0)
    y = np.random.default_rng(0).normal(size=10_000)
    found = columns(x, y, 0.0, 9_999.0, 100)
    for index in range(1, 99):
        begin, end = found.x[index], found.x[index + 1]
        one = y[(x >= begin) & (x < end)]
        assert (found.low[index], found.high[index]) == (one.min(), one.max())
        assert end - begin <= 101


def test_arrow_keys_read_the_curve_and_say_it(plot, qtbot):
    plot.set_points("a", np.array([0.0, 40.0, 60.0, 100.0]), np.array([2.0, 8.0, 7.5, 2.0]))
    seen = []
    plot.hovered.connect(seen.append)
    assert plot.focusPolicy() == Qt.FocusPolicy.StrongFocus
    plot.setFocus()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(plot, key)
    assert seen == [100.0, 60.0, 0.0, 40.0]
    assert "Step 40" in plot.accessibleDescription()
    assert "A 8.000" in plot.accessibleDescription()
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert seen[-1] is None
    assert plot.accessibleDescription() == ""


def test_arrow_keys_pass_many_points_in_steps_that_are_seen(plot, qtbot):
    plot.set_points("a", np.arange(101.0 * 30) / 30.3, np.zeros(101 * 30))
    seen = []
    plot.hovered.connect(seen.append)
    qtbot.keyClick(plot, Qt.Key.Key_End)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert 0.5 < seen[0] - seen[1] < 2


def test_dashes_lie_on_the_line_and_leave_gaps():
    x = np.array([0.0, 3.0, 3.0, 100.0, 100.0])
    y = np.array([0.0, 4.0, 4.0, 4.0, 60.0])
    found = dashes(x, y, 1.0)
    lengths = np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
    assert lengths.sum() == pytest.approx((5 + 97 + 56) * 3 / 7, abs=3)
    on_first = np.isclose(found[:, 1] * 3, found[:, 0] * 4) & (found[:, 0] <= 3)
    on_second = np.isclose(found[:, 1], 4) & np.isclose(found[:, 3], 4)
    on_third = np.isclose(found[:, 0], 100) & np.isclose(found[:, 2], 100)
    assert (on_first | on_second | on_third).all()
    assert len(dashes(x[:1], y[:1], 1.0)) == 0
    zigzag = np.tile([-1e4, 1e4], 5000)
    assert len(dashes(np.linspace(0, 800, 10_000), zigzag, 1.0)) < 40_000
