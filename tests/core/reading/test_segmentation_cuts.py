"""Cuts through touching digits are offered where the ink is thin, or the pen passed once."""

import numpy as np

from dlgui.core.ink.drawing import Stroke
from dlgui.core.ink.scan import Piece
from dlgui.core.reading.segmentation import cut_strokes, cut_wide


def piece(ink: np.ndarray, left: int = 0, top: int = 0, factor: float = 1.0) -> Piece:
    height, width = ink.shape
    box = (left * factor, top * factor, (left + width) * factor, (top + height) * factor)
    return Piece(box, ink.astype(np.float32), left, top)


def two_blocks_joined_by_a_bridge() -> np.ndarray:
    ink = np.zeros((40, 60))
    ink[:, :27] = ink[10:, 33:] = 1
    ink[20:23, 27:33] = 1
    return ink


def test_a_bridge_is_cut() -> None:
    parts, wholes = cut_wide([piece(two_blocks_joined_by_a_bridge(), left=5, top=7, factor=2.0)])
    assert wholes == [0, 0]
    left, right = parts
    assert 27 <= left.ink.shape[1] <= 33
    assert left.left == 5
    assert right.left == 5 + left.ink.shape[1]
    # Each part's box fits its own ink, in the pixels of the picture before it was shrunk.
    assert left.box[1] == 14
    assert right.box[1] == 14 + 20
    assert left.box[2] == right.box[0]
    assert right.box[2:] == (130.0, 94.0)


def test_no_ink_is_lost() -> None:
    whole = piece(two_blocks_joined_by_a_bridge())
    assert sum(part.ink.sum() for part in cut_wide([whole])[0]) == whole.ink.sum()


def test_narrow_and_solid_parts_stay_whole() -> None:
    narrow, solid = np.ones((40, 12)), np.ones((40, 80))
    _, wholes = cut_wide([piece(narrow), piece(solid, left=30)])
    assert wholes == [0, 1]


def test_nothing_is_cut_from_nothing() -> None:
    assert cut_wide([]) == ([], [])


def stroke(*points: tuple[float, float]) -> Stroke:
    return Stroke(np.array(points, np.float32))


def test_two_zigzags_in_one_stroke_are_parted_on_the_way_between_them() -> None:
    left = [(0, 0), (40, 0), (0, 100), (40, 100)]
    right = [(100, 0), (140, 0), (100, 100), (140, 100)]
    parts, wholes = cut_strokes([stroke(*left, *right)])
    assert wholes == [0, 0]
    first, second = parts
    assert np.ptp(first.points[:, 0]) < 110
    # They share the point at which they were parted, so that no ink is lost.
    assert np.array_equal(first.points[-1], second.points[0])


def test_a_flat_tail_is_no_digit_and_stays() -> None:
    two_with_a_tail = stroke((0, 20), (20, 0), (40, 20), (0, 100), (90, 98), (150, 96))
    assert cut_strokes([two_with_a_tail])[1] == [0]


def test_narrow_strokes_stay_whole() -> None:
    assert cut_strokes([stroke((0, 0), (40, 0), (20, 100)), stroke((60, 0))])[1] == [0, 1]
    assert cut_strokes([]) == ([], [])
