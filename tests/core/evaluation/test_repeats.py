"""Bands of seeds and paired comparisons, against tables and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlgui.core.errors import SettingError
from dlgui.core.evaluation.repeats import (
    band,
    differing,
    paired_difference,
    repeated,
    swept,
    t_quantile,
    t_within,
)
from dlgui.core.training.settings import TrainingConfig

CONFIG = TrainingConfig(seed=3)


def test_only_what_differs_is_told():
    found = differing([CONFIG, CONFIG.with_(epochs=9), CONFIG.with_(seed=4)])
    assert found == {"epochs": [CONFIG.epochs, 9, CONFIG.epochs], "seed": [3, 3, 4]}
    assert differing([CONFIG, CONFIG]) == {}


def test_repeats_differ_in_their_seed_alone():
    assert [config.seed for config in repeated(CONFIG, 3)] == [3, 4, 5]
    assert set(differing(repeated(CONFIG, 3))) == {"seed"}


def test_a_sweep_has_every_combination_and_keeps_to_the_ranges():
    found = swept(CONFIG, {"learning_rate": (0.1, 0.01), "batch_size": (16, 32, 64)})
    pairs = [(config.learning_rate, config.batch_size) for config in found]
    assert pairs == [(r, b) for r in (0.1, 0.01) for b in (16, 32, 64)]
    with pytest.raises(SettingError):
        swept(CONFIG, {"learning_rate": (-1.0,)})


def test_a_band_goes_as_far_as_all_of_its_curves():
    found = band([[1.0, 2.0, 9.0], [3.0, 6.0]])
    np.testing.assert_allclose(found.mean, [2, 4])
    np.testing.assert_allclose(found.spread, [2**0.5, 8**0.5])
    assert found.count == 2
    assert not band([[1.0, 2.0]]).spread.any()


@pytest.mark.parametrize(
    ("freedom", "t"),
    # Two-sided 95 %, from the tables in any textbook.
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228)],
)
def test_students_distribution_is_that_of_the_tables(freedom, t):
    assert t_quantile(0.95, freedom) == pytest.approx(t, abs=6e-4)
    assert t_within(t, freedom) == pytest.approx(0.95, abs=1e-4)


@given(st.integers(1, 30), st.floats(0.01, 6))
def test_students_distribution_is_its_densitys_integral(freedom, t):
    x = np.linspace(0, t, 4001)
    density = (1 + x**2 / freedom) ** (-(freedom + 1) / 2)
    whole = np.concatenate([[0], np.geomspace(1e-6, 1e9, 200_001)])
    tail = (1 + whole**2 / freedom) ** (-(freedom + 1) / 2)
    share = np.trapezoid(density, x) / np.trapezoid(tail, whole)
    assert t_within(t, freedom) == pytest.approx(share, abs=2e-4)


def test_two_settings_are_compared_seed_by_seed():
    """By hand: differences 0.3, 0.2, 0.4, 0.3, 0.3 have mean 0.3 and deviation 0.0707."""
    first = [98.0, 98.2, 97.9, 98.1, 98.0]
    second = [98.3, 98.4, 98.3, 98.4, 98.3]
    found = paired_difference(first, second)
    assert found.mean == pytest.approx(0.3)
    assert found.margin == pytest.approx(2.776 * 0.070711 / 5**0.5, abs=1e-3)
    assert (found.wins, found.count) == (5, 5)
    assert found.p_value == pytest.approx(1 - t_within(0.3 / (0.070711 / 5**0.5), 4), abs=1e-6)
    assert found.p_value < 0.001


def test_too_little_to_compare_proves_nothing():
    assert paired_difference([1.0], [2.0]).p_value == 1.0
    assert paired_difference([1.0, 2.0], [1.0, 2.0]).p_value == 1.0
    with pytest.raises(ValueError, match="no pair"):
        paired_difference([], [])
