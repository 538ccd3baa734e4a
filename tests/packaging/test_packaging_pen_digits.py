"""Digits as pens write them: what ships, and how it was made."""

import build_pen_digits
import numpy as np
from build_other_ink import STEP
from build_pen_digits import WAYS, pen_digit

from dlgui.core.augmentation.habits import pen_digits
from dlgui.core.ink.raster import render


def test_each_digit_is_written_in_several_ways_and_fills_its_box() -> None:
    rng = np.random.default_rng(0)
    for label, ways in WAYS.items():
        assert len(set(ways)) >= 5
        for _ in range(3 * len(ways)):
            drawing = pen_digit(label, rng)
            assert drawing.label == str(label)
            x0, y0, x1, y1 = drawing.box()
            assert 60 < max(x1 - x0, y1 - y0) < 250
            assert render(drawing).sum() > 20


def test_the_same_random_state_gives_the_same_digit() -> None:
    first, second = (pen_digit(4, np.random.default_rng(7)) for _ in range(2))
    assert all(
        np.array_equal(a.points, b.points)
        for a, b in zip(first.strokes, second.strokes, strict=True)
    )


def test_the_digits_that_ship_are_what_packaging_makes() -> None:
    shipped = pen_digits().view(-1, 28, 28).numpy()
    assert len(shipped) == build_pen_digits.COUNT
    assert len(np.unique(shipped[:400].reshape(400, -1), axis=0)) == 400
    made = build_pen_digits.pen_digits(build_pen_digits.BLOCK).astype(int)
    # By another sin or cos, a pixel may differ by one grey step.
    assert np.abs(made - shipped[: len(made)]).max() <= STEP


def test_the_shipped_reader_reads_most_of_them() -> None:
    """They are the digits that they say they are."""
    from dlgui.core.nets.model import load_model
    from dlgui.core.nets.numpy_net import Forward
    from dlgui.paths import resource

    digits = pen_digits()[:100]
    logits = Forward(load_model(resource("reader.safetensors"))).logits(
        digits.view(-1, 28, 28).numpy()
    )
    right = (logits.argmax(axis=1) == np.tile(np.arange(10), 100)).reshape(100, 10)
    assert right.mean() > 0.93
    # Nines with a flat loop are sevens to some.
    assert right.mean(axis=0).min() > 0.7
