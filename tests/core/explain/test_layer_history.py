import numpy as np
import pytest

from dlgui.core.explain.steps import common_range, rebinned
from dlgui.core.training.events import Histogram


def histogram(values):
    counts, edges = np.histogram(values, 64)
    return Histogram(float(edges[0]), float(edges[-1]), counts)


NORMAL = np.random.default_rng(0).normal(0.1, 1.0, 20_000)


def test_shares_are_those_of_the_values():
    edges = np.linspace(-3, 3, 25)
    expected = np.histogram(NORMAL, edges)[0] / len(NORMAL)
    assert rebinned([histogram(NORMAL)], edges)[0] == pytest.approx(expected, abs=0.01)


def test_nothing_is_lost_or_made_up():
    assert rebinned([histogram(NORMAL)], np.linspace(-9, 9, 40)).sum() == pytest.approx(1)
    beyond = rebinned([histogram(NORMAL)], np.linspace(10, 12, 5))[0]
    assert beyond == pytest.approx(np.zeros(4))


def test_the_axis_holds_all_but_the_outermost_values():
    low, high = common_range([histogram(NORMAL), histogram(NORMAL / 100)])
    assert low == -high
    assert (np.abs(NORMAL) <= high).mean() > 0.99
    assert high < np.abs(NORMAL).max()


def test_what_is_never_negative_begins_at_zero():
    low, high = common_range([histogram(np.abs(NORMAL) + 0.5)])
    assert low == 0
    assert high > 2


def test_without_values_or_with_one_alone():
    empty = Histogram(0.0, 0.0, np.zeros(64, np.int64))
    same = Histogram(0.25, 0.25, np.eye(64, dtype=np.int64)[32] * 9)
    assert common_range([empty]) == (0, 0)
    shares = rebinned([empty, same], np.linspace(-1, 1, 5))
    assert shares == pytest.approx(np.array([[0, 0, 0, 0], [0, 0, 1, 0]]))
    assert common_range([same]) == (0, 0.25)
    assert common_range([same, empty]) == (0, 0.25)


def test_each_histogram_has_a_row_of_its_own():
    many = [histogram(NORMAL * scale) for scale in (1, 0.1, 3)]
    edges = np.linspace(-2, 2, 9)
    together = rebinned(many, edges)
    for row, one in zip(together, many, strict=True):
        assert row == pytest.approx(rebinned([one], edges)[0])
    assert common_range(many) == common_range(many[2:])
