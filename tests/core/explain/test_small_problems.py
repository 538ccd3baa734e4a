"""The chapters' small problems, against sums and derivatives taken in another way."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitSet
from dlgui.core.explain.small_problems import (
    HIGHEST_DEGREE,
    LeastSquares,
    OneNeuron,
    is_it_a_one,
    map_differences,
    moved,
    noisy_sine,
)


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, 50)
    return LeastSquares(x, (x > 0.5).astype(float))


def test_the_gradient_is_that_of_the_loss(problem):
    at, tiny = (-1.3, 0.7), 1e-6
    by_w = (problem.loss(at[0] + tiny, at[1]) - problem.loss(at[0] - tiny, at[1])) / (2 * tiny)
    by_b = (problem.loss(at[0], at[1] + tiny) - problem.loss(at[0], at[1] - tiny)) / (2 * tiny)
    assert problem.gradient(*at) == pytest.approx((by_w, by_b), rel=1e-6)
    assert problem.step(*at, 0.1) == pytest.approx((at[0] - 0.1 * by_w, at[1] - 0.1 * by_b))


def test_the_lowest_place_is_numpys(problem):
    w, b = np.polyfit(problem.x, problem.t, 1)
    assert problem.lowest == pytest.approx((w, b))
    assert problem.gradient(*problem.lowest) == pytest.approx((0, 0), abs=1e-12)


@pytest.mark.parametrize(("share", "arrives"), [(0.95, True), (1.05, False)])
def test_it_diverges_from_the_largest_rate_on(problem, share, arrives):
    ball = (-2.0, 1.5)
    before = problem.loss(*ball)
    for _ in range(400):
        ball = problem.step(*ball, share * problem.largest_rate)
    assert (problem.loss(*ball) < before) == arrives


def test_a_contour_has_one_loss(problem):
    lowest = problem.loss(*problem.lowest)
    around = [problem.loss(w, b) for w, b in problem.contour(0.3)]
    assert around == pytest.approx([lowest + 0.3] * len(around))


def test_ones_have_more_ink_in_the_middle():
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 4:24, 13] = 200
    images[1, 4:24, 4] = 200
    images[2, 4:24, 13] = 200
    found = is_it_a_one(DigitSet(images, np.array([1, 0, 7], np.uint8)))
    assert found.x.tolist() == [1.0, 0.0]
    assert found.t.tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="0"):
        is_it_a_one(DigitSet(images, np.array([7, 7, 7], np.uint8)))


def test_more_freedom_fits_better_and_at_last_reads_new_points_worse():
    fit = noisy_sine()
    errors = np.array([fit.errors(degree) for degree in range(HIGHEST_DEGREE + 1)])
    assert (np.diff(errors[:, 0]) < 1e-12).all()
    assert errors[-1, 0] == pytest.approx(0, abs=1e-12)
    best = errors[:, 1].argmin()
    assert 2 < best < HIGHEST_DEGREE
    assert errors[-1, 1] > 2 * errors[best, 1]
    fitted = fit.polynomial(4)(fit.x)
    assert fitted == pytest.approx(np.polyval(np.polyfit(fit.x, fit.y, 4), fit.x))


def test_the_neuron_is_that_of_the_chapter():
    neuron = OneNeuron(0.5)
    assert (neuron.z, neuron.a, neuron.loss) == (1.0, 1.0, 2.0)
    assert (neuron.loss_by_a, neuron.a_by_z, neuron.loss_by_w) == (-2.0, 1.0, -4.0)
    after = neuron.after_step(0.1)
    assert after.w == pytest.approx(0.9)
    assert (after.a, after.loss) == pytest.approx((1.8, 0.72))
    assert OneNeuron(-0.5).loss_by_w == 0.0


def test_a_map_moves_along_with_its_digit():
    rng = np.random.default_rng(0)
    pixels = np.zeros((28, 28), np.float32)
    pixels[8:20, 8:18] = rng.uniform(0, 1, (12, 10))
    maps = np.stack([pixels, 2 * pixels])
    shifted = np.stack([moved(pixels, 2), 2 * moved(pixels, 2)])
    along, stayed = map_differences(maps, shifted, 2)
    assert along == 0
    assert stayed > 0.1
    along, stayed = map_differences(maps, maps, 2)
    assert along > 0.1
    assert stayed == 0
