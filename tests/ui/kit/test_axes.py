from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from dlgui.ui.kit.axes import Axes, log_tick_texts, log_ticks, round_up, tick_texts, ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (0, 2.5, 6, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
        (0, 100, 5, ["0", "20", "40", "60", "80", "100"]),
        (80, 100, 4, ["80", "85", "90", "95", "100"]),
        (0, 101_500, 6, ["0", "20,000", "40,000", "60,000", "80,000", "100,000"]),
        (-0.3, 0.3, 3, ["−0.2", "0.0", "0.2"]),
        (0.013, 0.017, 2, ["0.014", "0.016"]),
    ],
)
def test_ticks_are_round_and_written_with_as_many_decimals_as_they_need(low, high, most, texts):
    assert tick_texts(ticks(low, high, most)) == texts


def test_what_is_counted_has_no_ticks_between_whole_numbers():
    assert ticks(0, 2.03, 10, whole=True) == [0, 1, 2]
    assert ticks(0.2, 0.9, 4, whole=True)[:2] == ticks(0.2, 0.9, 4)[:2] != []
    assert ticks(0, 2.03, 10)[1] == 0.5


@pytest.mark.parametrize("most", range(1, 30))
@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3, 7e5), (2.1, 2.2), (0, 1e-4)])
def test_steps_between_ticks_are_even_and_no_more_than_asked_for(low, high, most):
    found = ticks(low, high, most)
    assert len(found) <= most + 1
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in found)
    gaps = [b - a for a, b in pairwise(found)]
    assert gaps == pytest.approx([gaps[0]] * len(gaps) if gaps else [])


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (0.1, 1, 12, ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]),
        (0.03, 3, 8, ["0.05", "0.1", "0.2", "0.5", "1", "2"]),
        (0.03, 3, 5, ["0.03", "0.1", "0.3", "1", "3"]),
        (1e-6, 10, 4, ["1e−6", "1e−4", "0.01", "1"]),
        (1e-6, 10, 9, ["1e−6", "1e−5", "1e−4", "0.001", "0.01", "0.1", "1", "10"]),
    ],
)
def test_a_logarithmic_axis_has_as_many_ticks_as_there_is_room_for(low, high, most, texts):
    assert log_tick_texts(log_ticks(low, high, most)) == texts


def test_rounding_up():
    assert [round_up(v) for v in (0.011, 1.0, 2.3, 7.0, 9.0)] == [0.015, 1.0, 2.5, 8.0, 10.0]
    assert round_up(float("inf")) == 1.0


def test_the_nines_scale_spreads_what_is_missing_to_a_hundred():
    axes = Axes(("Epoch", "%"))
    axes.y, axes.scale = (0.0, 100.0), "nines"
    area = QRectF(0, 0, 100, 300)
    bottom, ninety, ninety_nine, top = axes.y_pixels(np.array([0.0, 90.0, 99.0, 100.0]), area)
    assert (bottom, top) == (pytest.approx(300), pytest.approx(0))
    assert ninety - ninety_nine == pytest.approx(bottom - ninety, rel=0.15)
    assert axes.can_show(np.array([0.0, 100.0, np.nan])).tolist() == [True, True, False]
