"""Ink that is no digit: what ships, and how it was made."""

import build_other_ink
import numpy as np
from synthetic_ink import LETTERS, letter, scribble

from dlgui.core.ink.raster import render
from dlgui.core.reading.ood_probe import other_ink


def test_letters_and_scribbles_leave_ink_and_say_that_they_are_no_digit() -> None:
    rng = np.random.default_rng(0)
    for make in (letter, scribble):
        for _ in range(60):
            drawing = make(rng)
            assert drawing.label == ""
            assert render(drawing).sum() > 3


def test_letters_that_look_like_digits_are_left_out() -> None:
    assert not set(LETTERS) & set("OoIlZzSsBbqg")


def test_the_same_random_state_gives_the_same_ink() -> None:
    first, second = (scribble(np.random.default_rng(7)) for _ in range(2))
    assert all(
        np.array_equal(a.points, b.points)
        for a, b in zip(first.strokes, second.strokes, strict=True)
    )


def test_the_ink_that_ships_varies_and_is_what_packaging_makes() -> None:
    pictures = other_ink()
    assert pictures.shape == (build_other_ink.COUNT, 28, 28)
    assert len(np.unique(pictures[:400].reshape(400, -1), axis=0)) == 400
    assert (pictures.reshape(len(pictures), -1).max(axis=1) > 100).all()
    made = build_other_ink.other_ink(40).astype(int)
    assert np.abs(made - pictures[:40]).max() <= build_other_ink.STEP  # by another sin or cos
