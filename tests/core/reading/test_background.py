"""Ink that is no digit, and the probe that learns to tell it."""

import numpy as np

from dlgui.core.ink.raster import render
from dlgui.core.reading.ood_probe import Probe, fit_probe, other_ink
from dlgui.core.reading.synthetic import LETTERS, letter, scribble


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


def test_other_ink_varies() -> None:
    pictures = other_ink(40)
    assert pictures.shape == (40, 28, 28)
    assert len(np.unique(pictures.reshape(40, -1), axis=0)) == 40


def test_a_probe_tells_a_ring_from_what_lies_inside_it() -> None:
    rng = np.random.default_rng(1)
    angles = rng.uniform(0, 2 * np.pi, 500)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * rng.uniform(2, 3, (500, 1))
    inside = rng.normal(0, 0.4, (900, 2))
    probe = fit_probe(ring, inside)
    assert (probe.log_odds(ring) > 0).mean() > 0.97
    assert (probe.log_odds(inside) < 0).mean() > 0.97


def test_a_probe_survives_being_written_down() -> None:
    rng = np.random.default_rng(2)
    digits, others = rng.normal(1, 1, (50, 6)), rng.normal(-1, 1, (50, 6))
    probe = fit_probe(digits, others)
    again = Probe.from_record(probe.record())
    assert np.allclose(again.log_odds(digits), probe.log_odds(digits), atol=0.05)
