"""Strokes to the picture that the network sees."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import PEN_WIDTH, render, render_many


def drawing(*strokes: list[tuple[float, float]]) -> Drawing:
    return Drawing(tuple(Stroke(np.array(points, dtype=np.float32)) for points in strokes))


def inked(picture: np.ndarray) -> tuple[int, int]:
    """(width, height) of the box of the pixels that are at least half ink."""
    dark = picture >= 0.5
    return int(dark.any(axis=0).sum()), int(dark.any(axis=1).sum())


def centre_of_mass(picture: np.ndarray) -> tuple[float, float]:
    rows, columns = np.mgrid[:28, :28]
    total = picture.sum()
    return float((picture * columns).sum() / total), float((picture * rows).sum() / total)


SEVEN = [(10.0, 12.0), (70.0, 10.0), (40.0, 60.0), (30.0, 110.0)]
LETTER_L = [(0.0, 0.0), (0.0, 100.0), (60.0, 100.0)]


def test_picture_is_float32_between_paper_and_ink() -> None:
    picture = render(drawing(SEVEN))
    assert picture.shape == (28, 28)
    assert picture.dtype == np.float32
    assert picture.min() == 0.0
    assert picture.max() == 1.0


def test_longest_side_is_twenty_pixels_and_the_mass_in_the_middle() -> None:
    picture = render(drawing(LETTER_L))
    assert inked(picture)[1] in (20, 21)
    assert inked(picture)[0] < 15
    assert centre_of_mass(picture) == pytest.approx((14.0, 14.0), abs=0.05)


@given(
    shift=st.tuples(*[st.floats(-2000, 2000)] * 2),
    scale=st.floats(0.5, 40),
)
@settings(deadline=None, max_examples=50)
def test_place_and_size_on_the_pad_change_nothing(shift: tuple[float, float], scale: float) -> None:
    moved = [(x * scale + shift[0], y * scale + shift[1]) for x, y in SEVEN]
    assert np.abs(render(drawing(moved)) - render(drawing(SEVEN))).max() < 0.01


def test_dense_points_and_repeated_points_change_nothing() -> None:
    corners = np.array(SEVEN)
    dense = np.concatenate(
        [np.linspace(a, b, 400, endpoint=False) for a, b in pairwise(corners)] + [corners[-1:]] * 50
    )
    assert np.abs(render(drawing(dense.tolist())) - render(drawing(SEVEN))).max() < 0.05


def test_splitting_a_stroke_where_it_is_drawn_on_changes_nothing() -> None:
    split = drawing(SEVEN[:3], SEVEN[2:])
    assert np.abs(render(split) - render(drawing(SEVEN))).max() < 0.01


def test_pixels_are_the_share_of_them_that_is_covered() -> None:
    """A slanting line against brute force: a pixel's 32×32 points that the pen covered."""
    picture = render(drawing([(0, 0), (60, 100)]))
    height = 20 - PEN_WIDTH
    half = np.array([0.3 * height, 0.5 * height])
    start, end = 14.5 - half, 14.5 + half
    fine = (np.arange(28 * 32) + 0.5) / 32
    points = np.stack(np.meshgrid(fine, fine), axis=-1)
    along = np.clip(((points - start) @ (end - start)) / ((end - start) @ (end - start)), 0, 1)
    distance = np.linalg.norm(points - start - along[..., None] * (end - start), axis=-1)
    covered = (distance < PEN_WIDTH / 2).reshape(28, 32, 28, 32).mean(axis=(1, 3))
    assert np.abs(picture - covered).max() < 0.15
    assert np.abs(picture - covered).mean() < 0.01


def test_a_vertical_line_is_a_one_and_not_a_blob() -> None:
    width, height = inked(render(drawing([(50, 10), (50, 60), (50, 90)])))
    assert height in (20, 21)
    assert width <= 4


@pytest.mark.parametrize(
    "points",
    [
        [(50.0, 50.0)],
        [(50.0, 50.0)] * 20,
        [(500.0, 500.0), (500.1, 500.2)],
        [(0.0, 0.0)],
    ],
)
def test_a_click_is_a_dot_in_the_middle(points: list[tuple[float, float]]) -> None:
    picture = render(drawing(points))
    assert picture.max() > 0.9
    assert max(inked(picture)) <= 4
    assert centre_of_mass(picture) == pytest.approx((14.0, 14.0), abs=0.05)


def test_a_click_that_slipped_stays_small_when_the_pad_names_its_smallest_size() -> None:
    slipped = drawing([(100.0, 100.0), (103.0, 101.0)])
    assert max(inked(render(slipped))) >= 19
    assert max(inked(render(slipped, min_size=30.0))) <= 5
    assert np.array_equal(render(drawing(SEVEN), min_size=30.0), render(drawing(SEVEN)))


def test_a_stray_tap_beside_the_digit_does_not_shrink_it() -> None:
    assert np.array_equal(render(drawing(SEVEN, [(190.0, 100.0)])), render(drawing(SEVEN)))
    # A dot on the digit's own box, or a dot of some size (as on an i), is part of the drawing.
    assert not np.array_equal(render(drawing(SEVEN, [(60.0, 100.0)])), render(drawing(SEVEN)))
    dot = [(190.0, 100.0), (197.0, 100.0)]
    assert not np.array_equal(render(drawing(SEVEN, dot)), render(drawing(SEVEN)))


def test_empty_and_unusable_ink_gives_an_empty_picture() -> None:
    nan = float("nan")
    assert render(Drawing()).max() == 0.0
    assert render(drawing([(nan, 1.0), (float("inf"), nan)])).max() == 0.0


def test_points_that_are_no_numbers_are_left_out() -> None:
    damaged = [*SEVEN[:2], (float("nan"), 3.0), (5.0, float("-inf")), *SEVEN[2:]]
    assert np.array_equal(render(drawing(damaged)), render(drawing(SEVEN)))


@given(
    st.lists(
        npst.arrays(
            np.float32,
            st.tuples(st.integers(1, 30), st.just(2)),
            elements=st.floats(width=32, allow_nan=True, allow_infinity=True),
        ),
        max_size=4,
    )
)
@settings(deadline=None)
def test_any_ink_gives_a_picture(strokes: list[np.ndarray]) -> None:
    picture = render(Drawing(tuple(Stroke(points) for points in strokes)))
    assert picture.shape == (28, 28)
    assert np.isfinite(picture).all()
    assert 0.0 <= picture.min() <= picture.max() <= 1.0


def test_a_huge_scribble_is_solid_and_bounded() -> None:
    points = np.random.default_rng(0).random((100_000, 2)).astype(np.float32)
    picture = render(Drawing((Stroke(points),)))
    assert picture[6:23, 6:23].min() > 0.9


def test_a_wider_pen_makes_more_ink_in_the_same_box() -> None:
    thin, thick = render(drawing(LETTER_L), 1.5), render(drawing(LETTER_L), 4.0)
    assert thick.sum() > 2 * thin.sum()
    assert abs(inked(thick)[1] - inked(thin)[1]) <= 1


def test_pressure_widens_the_ink_only_when_asked() -> None:
    points = np.array(LETTER_L, dtype=np.float32)
    soft, hard = (Drawing((Stroke(points, np.full(3, p, np.float32)),)) for p in (0.1, 0.9))
    assert np.array_equal(render(soft), render(hard))
    assert render(hard, pressure=True).sum() > 1.5 * render(soft, pressure=True).sum()


def test_many_are_the_same_as_one_by_one() -> None:
    drawings = [drawing(SEVEN), Drawing(), drawing(LETTER_L)]
    pictures = render_many(drawings)
    assert pictures.shape == (3, 28, 28)
    for picture, each in zip(pictures, drawings, strict=True):
        assert np.array_equal(picture, render(each))
    assert render_many([]).shape == (0, 28, 28)
