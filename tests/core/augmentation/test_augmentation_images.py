"""Pictures varied in batches."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dlgui.core.augmentation.habits import add_habits, draw_anew, pen_digits
from dlgui.core.augmentation.images import ImageVariation, augment_images, example_sheet
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import render

NONE = ImageVariation(0, 0, 1, 1, 1, 0, 0, 0, 0, 0)


def picture(*strokes: list[tuple[float, float]]) -> torch.Tensor:
    lines = tuple(Stroke(np.array(points, dtype=np.float32)) for points in strokes)
    return torch.from_numpy(render(Drawing(lines)))


ONE = picture([(0, 0), (0, 10)])
SEVEN = picture([(0, 0), (6, 0), (3, 10)])
IMAGES = torch.stack([ONE, SEVEN])


def varied(variation: ImageVariation, copies: int = 50, seed: int = 0) -> torch.Tensor:
    """[copies, 28, 28] variations of the seven."""
    generator = torch.Generator().manual_seed(seed)
    return augment_images(SEVEN.repeat(copies, 1, 1), generator, variation=variation)


def mean_place(pictures: torch.Tensor) -> torch.Tensor:
    """[n, 2]: the centres of mass, x and y, in pixels."""
    axis = torch.arange(28.0)
    mass = pictures.sum(dim=(1, 2))
    return torch.stack([pictures.sum(1) @ axis / mass, pictures.sum(2) @ axis / mass], dim=1)


def test_every_picture_is_varied_in_its_own_way_and_as_the_generator_says() -> None:
    first, again = varied(ImageVariation(), seed=1), varied(ImageVariation(), seed=1)
    assert torch.equal(first, again)
    assert not torch.equal(first, varied(ImageVariation(), seed=2))
    assert first.dtype == torch.float32
    assert first.shape == (50, 28, 28)
    assert first.isfinite().all()
    assert first.min() >= 0
    assert first.max() <= 1
    assert ((first[1:] - first[:-1]).abs().amax(dim=(1, 2)) > 0.2).all()


def test_the_pictures_given_are_left_alone() -> None:
    before = IMAGES.clone()
    augment_images(IMAGES, torch.Generator(), labels=torch.tensor([1, 7]))
    assert torch.equal(IMAGES, before)


def test_no_variation_changes_nothing_and_no_pictures_are_fine() -> None:
    assert torch.allclose(varied(NONE, 3), SEVEN.repeat(3, 1, 1), atol=1e-4)
    assert augment_images(torch.zeros(0, 28, 28), torch.Generator()).shape == (0, 28, 28)


def test_shift_moves_up_to_its_range() -> None:
    moved = varied(ImageVariation(0, 0, 1, 1, 1, 3.0, 0, 0, 0, 0)) - 0
    away = mean_place(moved) - mean_place(SEVEN[None])
    assert 2.0 < away.abs().max() <= 3.05
    assert away.mean(dim=0).abs().max() < 1.0


def test_size_scales_within_its_range() -> None:
    ink = varied(ImageVariation(0, 0, 1, 0.7, 1.0, 0, 0, 0, 0, 0)).sum(dim=(1, 2)) / SEVEN.sum()
    assert 0.45 < ink.min() < 0.65
    assert 0.85 < ink.max() < 1.02


@pytest.mark.parametrize(
    "variation",
    [
        ImageVariation(15, 0, 1, 1, 1, 0, 0, 0, 0, 0),
        ImageVariation(0, 15, 1, 1, 1, 0, 0, 0, 0, 0),
    ],
    ids=["rotation", "shear"],
)
def test_a_turned_or_slanted_line_leans_by_at_most_the_angle(variation: ImageVariation) -> None:
    line = augment_images(ONE.repeat(200, 1, 1), torch.Generator(), variation=variation)
    axis = torch.arange(28.0)
    top = (line[:, 5] @ axis) / line[:, 5].sum(dim=1)
    bottom = (line[:, 22] @ axis) / line[:, 22].sum(dim=1)
    lean = torch.rad2deg(torch.atan((top - bottom) / 17))
    assert 13 < lean.max() < 16
    assert -16 < lean.min() < -13


def test_thickness_goes_both_ways() -> None:
    ink = varied(ImageVariation(0, 0, 1, 1, 1, 0, 0, 0.5, 0.5, 0)).sum(dim=(1, 2)) / SEVEN.sum()
    assert ink.max() > 1.2
    assert ink.min() < 0.8


def test_thickness_does_not_reach_from_one_picture_into_the_next() -> None:
    images = torch.zeros(400, 28, 28)
    images[::2] = 1
    thickness = ImageVariation(0, 0, 1, 1, 1, 0, 0, 0.5, 0.5, 0)
    varied = augment_images(images, torch.Generator().manual_seed(0), thickness)
    assert (varied[1::2] == 0).all()
    assert torch.allclose(varied[::2, 1:-1, 1:-1], torch.ones(()))


def test_elastic_bends_without_moving_the_whole() -> None:
    bent = varied(ImageVariation(0, 0, 1, 1, 1, 0, 1.0, 0, 0, 0))
    assert (bent - SEVEN).abs().amax(dim=(1, 2)).mean() > 0.3
    assert (mean_place(bent) - mean_place(SEVEN[None])).mean(dim=0).abs().max() < 0.4


def test_noise_reaches_the_paper() -> None:
    corner = varied(ImageVariation(0, 0, 1, 1, 1, 0, 0, 0, 0, 0.2))[:, :4, :4]
    assert 0.01 < corner.mean() < 0.2


def test_noise_is_as_strong_as_it_says_and_differs_from_pixel_to_pixel() -> None:
    images = torch.full((2000, 28, 28), 0.5)
    noise = augment_images(
        images, torch.Generator().manual_seed(0), ImageVariation(0, 0, 1, 1, 1, 0, 0, 0, 0, 0.1)
    )
    noise = noise[:, 2:-2, 2:-2] - 0.5
    # Half of the pictures have none, the others up to a standard deviation of 0.1.
    deviation = noise.flatten(1).std(dim=1)
    assert 0.45 < (deviation < 1e-4).float().mean() < 0.55
    assert 0.095 < deviation.max() < 0.105
    assert noise.mean().abs() < 1e-3
    assert abs(float(torch.corrcoef(noise.flatten(1).t()[:2])[0, 1])) < 0.1


def test_habits_add_to_ones_sevens_and_nines_alone() -> None:
    labels = torch.arange(10).repeat_interleave(100)
    images = ONE.repeat(1000, 1, 1)
    written = add_habits(images, labels, torch.Generator().manual_seed(0))
    added = (written - images).flatten(1)
    assert added.min() >= 0
    share = (added.sum(dim=1) > 3).float().view(10, 100).mean(dim=1)
    for digit, changed in enumerate(share.tolist()):
        if digit in (0, 1, 7, 9):
            assert 0.03 < changed < 0.85
        else:
            assert changed == 0


def test_some_digits_give_way_to_others_of_their_class() -> None:
    labels = torch.arange(10).repeat_interleave(100)
    images = ONE.repeat(1000, 1, 1)
    drawn = draw_anew(images, labels, torch.Generator().manual_seed(0))
    changed = (drawn != images).flatten(1).any(dim=1)
    assert 0.15 < changed.float().mean() < 0.25
    known = {(n, d): pen_digits()[n, d].float() / 255 for n in range(300) for d in range(10)}
    for label, image in zip(labels[changed].tolist(), drawn[changed], strict=True):
        assert any(torch.equal(image, known[n, label]) for n in range(300))
    again = draw_anew(images, labels, torch.Generator().manual_seed(0))
    assert torch.equal(drawn, again)


def test_what_habits_add_leaves_the_centre_of_mass_in_place() -> None:
    images, labels = ONE.repeat(200, 1, 1), torch.ones(200, dtype=torch.long)
    varied = augment_images(images, torch.Generator().manual_seed(0), NONE, labels)
    assert (varied.sum(dim=(1, 2)) > 1.15 * ONE.sum()).float().mean() > 0.4
    assert (mean_place(varied) - mean_place(ONE[None])).abs().max() < 0.15


def test_the_sheet_shows_each_picture_before_its_variations() -> None:
    sheet = example_sheet(IMAGES, torch.tensor([1, 7]), copies=60)
    assert sheet.shape == (2, 61, 28, 28)
    assert torch.equal(sheet[:, 0], IMAGES)
    assert torch.equal(sheet, example_sheet(IMAGES, torch.tensor([1, 7]), copies=60))
    # The second row's variations are still sevens: closer to it than to the one.
    assert (sheet[1, 1:].mean(dim=0) - SEVEN).abs().sum() < (
        sheet[1, 1:].mean(dim=0) - ONE
    ).abs().sum()
