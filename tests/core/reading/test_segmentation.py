"""Grouping pieces of ink into digits, with opinions that the tests make up."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from dlgui.core.ink.drawing import Box
from dlgui.core.reading.segmentation import MAX_ROW, Group, group_pieces

SURE, UNLIKELY = -0.01, -20.0


def opinions(digits: Mapping[Group, float]) -> Callable[[Sequence[Group]], np.ndarray]:
    """Scores that call exactly these groups digits."""

    def scores(groups: Sequence[Group]) -> np.ndarray:
        return np.array([digits.get(group, UNLIKELY) for group in groups])

    return scores


def box(x: float, width: float = 40, top: float = 0, height: float = 100) -> Box:
    return (x, top, x + width, top + height)


def test_no_ink_and_one_piece_need_no_opinion() -> None:
    def unasked(groups: Sequence[Group]) -> np.ndarray:
        raise AssertionError

    assert group_pieces([], unasked) == []
    assert group_pieces([box(0)], unasked) == [(0,)]


def test_pieces_that_stand_apart_are_a_number_from_left_to_right() -> None:
    boxes = [box(200), box(0), box(100)]
    digits = {(0,): SURE, (1,): SURE, (2,): SURE}
    assert group_pieces(boxes, opinions(digits)) == [(1,), (2,), (0,)]


def test_a_barred_seven_beside_a_one_keeps_its_bar() -> None:
    # The bar is drawn last of all, after the 1.
    boxes = [box(0), box(70, width=4), box(10, width=35, top=45, height=4)]
    digits = {(0,): -0.3, (0, 2): SURE, (1,): SURE, (2,): -0.3, (1, 2): -1.0}
    assert group_pieces(boxes, opinions(digits)) == [(0, 2), (1,)]


def test_two_strokes_are_one_digit_where_only_together_they_look_like_one() -> None:
    boxes = [box(0), box(30)]
    assert group_pieces(boxes, opinions({(0, 1): SURE})) == [(0, 1)]
    assert group_pieces(boxes, opinions({(0,): SURE, (1,): SURE})) == [(0,), (1,)]


def test_touching_digits_are_told_apart() -> None:
    boxes = [box(0), box(36)]
    digits = {(0,): SURE, (1,): SURE, (0, 1): UNLIKELY}
    assert group_pieces(boxes, opinions(digits)) == [(0,), (1,)]


def test_white_space_separates_even_if_both_together_pass_for_a_digit() -> None:
    boxes = [box(0), box(90)]
    digits = {(0,): -0.5, (1,): -0.5, (0, 1): SURE}
    assert group_pieces(boxes, opinions(digits)) == [(0,), (1,)]


def test_a_letter_does_not_fall_apart_into_poor_digits() -> None:
    # An H: its posts pass for a 1, but with the bar nothing is a digit.
    posts_and_bar = [box(0, width=5), box(50, width=5), box(0, width=52, top=48, height=4)]
    assert group_pieces(posts_and_bar, opinions({(0,): -0.1, (1,): -0.1})) == [(0, 1, 2)]


def test_connected_ink_is_cut_only_for_much_better_digits() -> None:
    boxes = [box(0, 30), box(30, 30)]
    halves = {(0,): -0.2, (1,): -0.2}
    together = {**halves, (0, 1): -0.6}
    assert group_pieces(boxes, opinions(together)) == [(0,), (1,)]
    assert group_pieces(boxes, opinions(together), wholes=[0, 0]) == [(0, 1)]
    assert group_pieces(boxes, opinions(halves), wholes=[0, 0]) == [(0,), (1,)]


def test_ink_cut_into_many_parts_is_still_tried_as_a_whole() -> None:
    boxes = [box(10.0 * i, 10) for i in range(7)]
    everything = tuple(range(7))
    # Something else beside it, so that the whole is not simply all there is.
    beside = [*boxes, box(150)]
    digits = {everything: SURE, (7,): SURE}
    assert group_pieces(beside, opinions(digits), wholes=[0] * 7 + [1]) == [everything, (7,)]


def test_a_scribble_of_very_many_strokes_is_one_sign() -> None:
    boxes = [box(3.0 * i) for i in range(MAX_ROW + 1)]
    assert group_pieces(boxes, opinions({})) == [tuple(range(MAX_ROW + 1))]


def test_long_numbers_ask_for_few_candidates() -> None:
    asked = 0

    def scores(groups: Sequence[Group]) -> np.ndarray:
        nonlocal asked
        asked += len(groups)
        return np.array([SURE if len(group) == 1 else UNLIKELY for group in groups])

    boxes = [box(90.0 * i) for i in range(20)]
    assert len(group_pieces(boxes, scores)) == 20
    # Each piece and the whole; runs across wide gaps are not worth a picture.
    assert asked <= 2 * len(boxes) + 1


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e6])
def test_the_unit_of_the_drawing_does_not_matter(unit: float) -> None:
    boxes = [box(0), box(10, width=35, top=45, height=4), box(80)]
    digits = {(0,): SURE, (0, 1): SURE, (2,): SURE, (1,): SURE}
    scaled = [(x0 * unit, y0 * unit, x1 * unit, y1 * unit) for x0, y0, x1, y1 in boxes]
    assert group_pieces(scaled, opinions(digits)) == [(0, 1), (2,)]


def test_dots_on_one_spot_do_no_harm() -> None:
    boxes = [(5.0, 5.0, 5.0, 5.0)] * 3
    groups = group_pieces(boxes, opinions({}))
    assert sorted(i for group in groups for i in group) == [0, 1, 2]
