"""Each corruption does what its name and strength say, to every pixel."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.evaluation.robustness import CORRUPTIONS, corrupted

NAMES = list(CORRUPTIONS)


@pytest.fixture(scope="module")
def bars() -> np.ndarray:
    """Forty pictures of an upright bar, 4 wide and 16 high, right of the middle."""
    images = np.zeros((40, 28, 28), np.float32)
    images[:, 6:22, 16:20] = 1
    return images


@pytest.mark.parametrize("name", NAMES)
def test_strength_0_changes_nothing_and_the_same_seed_does_the_same(name, bars) -> None:
    assert 0 in CORRUPTIONS[name].strengths
    assert list(CORRUPTIONS[name].strengths) == sorted(CORRUPTIONS[name].strengths)
    assert np.array_equal(corrupted(bars, name, 0), bars)
    strongest = CORRUPTIONS[name].strengths[-1]
    first, again = (corrupted(bars, name, strongest, seed=3) for _ in range(2))
    assert np.array_equal(first, again)
    assert first.dtype == np.float32
    assert first.min() >= 0
    assert first.max() <= 1
    assert not np.array_equal(first, bars)


def test_noise_has_its_standard_deviation() -> None:
    grey = np.full((40, 28, 28), 0.5, np.float32)
    noisy = corrupted(grey, "noise", 0.1)
    assert noisy.std() == pytest.approx(0.1, rel=0.02)
    assert noisy.mean() == pytest.approx(0.5, abs=0.002)


def test_a_quarter_turn_clockwise_puts_the_right_bar_below(bars) -> None:
    turned = corrupted(bars, "rotation", 90)
    assert turned == pytest.approx(np.rot90(bars, -1, axes=(1, 2)), abs=1e-5)
    back = corrupted(bars, "rotation", -90)
    assert back == pytest.approx(np.rot90(bars, 1, axes=(1, 2)), abs=1e-5)


def test_a_shift_moves_the_ink_that_far_and_every_way(bars) -> None:
    axis = np.arange(28)
    moved = []
    for before, after in zip(bars, corrupted(bars, "shift", 3), strict=True):
        assert after.sum() == pytest.approx(before.sum(), rel=1e-4)
        centres = [
            (image.sum(axis=1) @ axis / image.sum(), image.sum(axis=0) @ axis / image.sum())
            for image in (before, after)
        ]
        moved.append(np.subtract(centres[1], centres[0]))
        assert np.hypot(*moved[-1]) == pytest.approx(3, abs=1e-3)
    angles = np.arctan2(*np.transpose(moved))
    assert len(set(np.round(angles // (np.pi / 2)))) == 4


@pytest.mark.parametrize(("strength", "width"), [(1, 6), (2, 8), (0.5, 5), (1.5, 7), (-1, 2)])
def test_thickness_moves_each_edge(strength: float, width: float, bars) -> None:
    # Across the middle of the bar, where its ends have no part.
    assert corrupted(bars, "thickness", strength)[0, 14].sum() == pytest.approx(width, abs=1e-5)


def test_occlusion_covers_one_square_elsewhere_on_each_picture() -> None:
    inked = np.ones((40, 28, 28), np.float32)
    corners = set()
    for image in corrupted(inked, "occlusion", 6):
        rows, columns = np.nonzero(image == 0)
        assert len(rows) == 36
        assert np.ptp(rows) == np.ptp(columns) == 5
        corners.add((rows[0], columns[0]))
    assert len(corners) > 20
