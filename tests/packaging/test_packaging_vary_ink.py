"""Strokes in batches: the same ink as one by one, and variations that stay digits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from render_ink import pack, render_batch
from vary_ink import StrokeVariation, augment_strokes, vary_strokes

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import render_many


def drawing(*strokes: list[tuple[float, float]]) -> Drawing:
    return Drawing(tuple(Stroke(np.array(points, dtype=np.float32)) for points in strokes))


def curve(count: int, seed: int) -> Drawing:
    """A smooth closed scrawl of two strokes with points as dense as a tablet's."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 2 * np.pi, count)
    waves = rng.normal(size=(2, 4)) @ np.stack([np.sin(k * t + rng.random()) for k in range(1, 5)])
    points = (waves.T * rng.uniform(1, 300) + rng.uniform(-500, 500, 2)).astype(np.float32)
    return Drawing((Stroke(points[: count // 2]), Stroke(points[count // 2 :])))


DRAWINGS = [
    *[curve(count, seed) for seed, count in enumerate((5, 20, 60, 200, 1000))],
    drawing([(50, 10), (50, 90)]),  # a perfectly vertical one
    drawing([(3, 4)]),  # a click
    drawing([(0, 0), (10, 0), (0, 20)], [(190, 100)], [(5, 5)]),  # a stray tap and a dot
    Drawing(),
]


def test_batches_are_the_same_as_one_by_one() -> None:
    """Within 1/255, as a byte's worth of grey."""
    batched = render_batch(pack(DRAWINGS))
    assert batched.dtype == torch.float32
    assert np.abs(batched.numpy() - render_many(DRAWINGS)).max() < 1 / 255


@pytest.mark.parametrize("pen_width", [1.0, 5.0])
def test_every_pen_width_is_the_same_as_one_by_one(pen_width: float) -> None:
    batched = render_batch(pack(DRAWINGS), pen_width)
    assert np.abs(batched.numpy() - render_many(DRAWINGS, pen_width)).max() < 1 / 255


def test_each_drawing_may_have_its_own_pen() -> None:
    batch = pack(DRAWINGS[:2])
    mixed = render_batch(batch, torch.tensor([1.5, 4.0]))
    assert torch.equal(mixed[0], render_batch(batch, 1.5)[0])
    assert torch.equal(mixed[1], render_batch(batch, 4.0)[1])


def test_taking_drawings_from_a_batch_drops_needless_padding() -> None:
    batch = pack(DRAWINGS)
    indices = torch.tensor([6, 5])
    taken = batch.take(indices)
    assert taken.points.shape[1] < batch.points.shape[1] / 4
    assert torch.allclose(render_batch(taken), render_batch(batch)[indices], atol=1e-5)


def test_taking_a_drawing_of_several_strokes_keeps_the_last() -> None:
    strokes = [[(10.0 * i, 0.0), (10.0 * i, 40.0)] for i in range(5)]
    batch = pack([drawing(*strokes), *DRAWINGS])
    taken = batch.take(torch.tensor([0]))
    assert int(taken.down.sum()) == int(batch.down[0].sum())
    assert torch.allclose(render_batch(taken), render_batch(batch)[:1], atol=1e-5)


def test_no_drawings_are_no_pictures() -> None:
    assert render_batch(pack([])).shape == (0, 28, 28)


def test_a_scribble_without_end_is_cut() -> None:
    points = np.random.default_rng(0).random((20_000, 2)).astype(np.float32)
    batch = pack([Drawing((Stroke(points),))])
    assert batch.points.shape[1] <= 512
    assert render_batch(batch).mean() > 0.2


def test_variations_differ_but_follow_from_the_generator() -> None:
    batch = pack(DRAWINGS[:5])
    first, again = (augment_strokes(batch, torch.Generator().manual_seed(3)) for _ in range(2))
    other = augment_strokes(batch, torch.Generator().manual_seed(4))
    assert torch.equal(first, again)
    assert ((first - other).abs().amax(dim=(1, 2)) > 0.3).all()
    assert torch.equal(render_batch(batch), render_batch(pack(DRAWINGS[:5])))  # left as it was


def test_variations_are_laid_out_as_every_picture_is() -> None:
    pictures = augment_strokes(pack(DRAWINGS[:5] * 20), torch.Generator().manual_seed(0))
    assert pictures.isfinite().all()
    assert pictures.min() == 0
    assert (pictures.amax(dim=(1, 2)) > 0.9).all()
    axis = torch.arange(28.0)
    mass = pictures.sum(dim=(1, 2))
    assert torch.allclose(pictures.sum(dim=1) @ axis / mass, torch.tensor(14.0), atol=0.15)
    assert torch.allclose(pictures.sum(dim=2) @ axis / mass, torch.tensor(14.0), atol=0.15)


def test_a_click_and_no_ink_survive_variation() -> None:
    pictures = augment_strokes(pack([drawing([(3, 4)]), Drawing()] * 50), torch.Generator())
    assert (pictures[::2].amax(dim=(1, 2)) > 0.5).all()
    assert (pictures[1::2] == 0).all()


NONE = StrokeVariation(0, 0, 1, 0, 0, 2.4, 2.4, 0, 0, 0, 0, 0)


def test_no_variation_is_the_drawing_itself() -> None:
    batch = pack(DRAWINGS)
    assert torch.allclose(
        augment_strokes(batch, torch.Generator(), NONE), render_batch(batch), atol=1e-4
    )


@pytest.mark.parametrize(
    ("variation", "grows"),
    [
        (StrokeVariation(0, 0, 1, 0, 0, 2.4, 2.4, 0, 0, join=1, gap=0), True),
        (StrokeVariation(0, 0, 1, 0, 0, 2.4, 2.4, 0, 0, join=0, gap=1, gap_length=4), False),
    ],
)
def test_joins_add_ink_and_gaps_take_some_away(variation: StrokeVariation, grows: bool) -> None:
    batch = pack([drawing([(0, 0), (0, 100)], [(80, 0), (80, 100)])] * 30)
    varied, _, _ = vary_strokes(batch, torch.Generator().manual_seed(0), variation)
    before, after = batch.down.sum(dim=1), varied.down.sum(dim=1)
    assert (after > before).all() if grows else (after < before).float().mean() > 0.5


def test_slow_curves_are_wider_than_fast_lines() -> None:
    """A hook: a long straight stem that ends in a tight bow."""
    stem = [(0.0, float(y)) for y in range(0, 100, 2)]
    bow = [(10 - 10 * np.cos(a), 100 + 10 * np.sin(a)) for a in np.linspace(0, np.pi, 20)]
    batch = pack([drawing(stem + bow)] * 20)
    speedy = StrokeVariation(0, 0, 1, 0, 0, 2.4, 2.4, speed=0.5, drift=0, join=0, gap=0)
    _, _, factor = vary_strokes(batch, torch.Generator().manual_seed(0), speedy)
    bow_starts = int((batch.points[0, :, 1] < batch.points[0, :, 1].max() - 2).sum()) - 3
    used = int(batch.used[0].sum())
    assert (factor[:, bow_starts:used].mean(dim=1) > factor[:, 2:20].mean(dim=1)).all()
