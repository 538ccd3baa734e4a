"""Pictures of digits, varied as other hands would have drawn them.

Everything is done to a whole batch at once: one random affine map and one elastic field per
picture are put together to a single grid, which is sampled once, so that a picture is blurred
once and not three times. Then the strokes are made thicker or thinner, and noise is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log, radians

import torch
from torch.nn import functional

from dlgui.core.augmentation.habits import add_habits, draw_anew

SIZE = 28
# Control points per side of the elastic field: one for about every six pixels.
KNOTS = 5


@dataclass(frozen=True, slots=True)
class ImageVariation:
    """How far each picture may be changed; every amount is drawn anew for every picture.

    rotation and shear: largest angle, degrees; aspect: largest factor between width and height
    smallest, largest: range of the size factor; shift: pixels; elastic: standard deviation of the
    control points' displacement, pixels; thicker, thinner: greatest share of one step of
    dilation or erosion; noise: greatest standard deviation of a pixel
    """

    rotation: float = 12.0
    shear: float = 8.0
    aspect: float = 1.15
    smallest: float = 0.8
    largest: float = 1.1
    shift: float = 1.5
    elastic: float = 0.5
    thicker: float = 0.5
    thinner: float = 0.5
    noise: float = 0.03


DEFAULT = ImageVariation()


def augment_images(
    images: torch.Tensor,
    generator: torch.Generator,
    variation: ImageVariation = DEFAULT,
    labels: torch.Tensor | None = None,
) -> torch.Tensor:
    """Each picture varied in its own way: float32 [n, 28, 28] from 0 (paper) to 1 (ink).

    The same state of the generator (the CPU's) gives the same pictures. `images` is left as it is
    and may be on any device. With the `labels` (int64 [n], the digits 0 to 9), some digits are
    also written as other countries write them: see `habits`.
    """
    if len(images) == 0:
        return images.clone()
    moved = None
    if labels is not None:
        written = draw_anew(add_habits(images, labels, generator), labels, generator)
        # MNIST's digits have their centre of mass in the middle, and what was added moves it.
        moved = _centres(written) - _centres(images)
        images = written
    count, device = len(images), images.device
    amounts = torch.rand(count, 8, generator=generator).to(device) * 2 - 1
    knots = torch.randn(count, 2, KNOTS * KNOTS, generator=generator).to(device)
    grid = _affine_grid(amounts, variation)
    field = (knots @ _spread().to(device)).transpose(1, 2)
    grid += field.mul_(variation.elastic * 2 / SIZE)
    if moved is not None:
        grid += moved[:, None]
    pictures = functional.grid_sample(
        images[:, None], grid.view(count, SIZE, SIZE, 2), align_corners=False
    )[:, 0]
    pictures = _thickened(pictures, amounts[:, 6], variation)
    # Uniform noise is as good as normal noise here and several times quicker to draw.
    noise = torch.rand(pictures.shape, generator=generator).sub_(0.5).mul_(12**0.5).to(device)
    amplitude = amounts[:, 7].clamp_min(0) * variation.noise
    return noise.mul_(amplitude[:, None, None]).add_(pictures).clamp_(0, 1)


def example_sheet(
    images: torch.Tensor, labels: torch.Tensor | None = None, *, copies: int = 8, seed: int = 0
) -> torch.Tensor:
    """Examples to look at: float32 [n, 1 + copies, 28, 28], each picture before its variations."""
    generator = torch.Generator().manual_seed(seed)
    repeated = None if labels is None else labels.repeat_interleave(copies)
    varied = augment_images(images.repeat_interleave(copies, dim=0), generator, labels=repeated)
    return torch.cat([images[:, None], varied.view(-1, copies, SIZE, SIZE)], dim=1)


def _centres(images: torch.Tensor) -> torch.Tensor:
    """[n, 2]: each picture's centre of mass, x and y, from -1 to 1."""
    ink = images.reshape(len(images), -1) + 1e-6
    return (ink @ _pixels().to(ink.device)) / ink.sum(dim=1, keepdim=True)


def _affine_grid(amounts: torch.Tensor, variation: ImageVariation) -> torch.Tensor:
    """[n, 784, 2]: where each pixel of the new picture is looked up in the old one, -1 to 1."""
    turn, slant, size, aspect, right, down = amounts[:, :6].unbind(1)
    angle = turn * radians(variation.rotation)
    shear = torch.tan(slant * radians(variation.shear))
    smallest, largest = variation.smallest, variation.largest
    size = (largest + smallest + size * (largest - smallest)) / 2
    stretch = torch.exp(aspect * (log(variation.aspect) / 2))
    cos, sin = torch.cos(angle), torch.sin(angle)
    # The inverse map: undo shift, rotation, shear, then stretch and size.
    across, along = 1 / (size * stretch), stretch / size
    matrix = torch.stack(
        [
            torch.stack([across * (cos + shear * sin), across * (sin - shear * cos)], dim=1),
            torch.stack([-along * sin, along * cos], dim=1),
        ],
        dim=1,
    )
    shift = torch.stack([right, down], dim=1) * (variation.shift * 2 / SIZE)
    return (_pixels().to(shift.device) - shift[:, None]) @ matrix.transpose(1, 2)


def _thickened(
    pictures: torch.Tensor, amount: torch.Tensor, variation: ImageVariation
) -> torch.Tensor:
    """Blend with a dilation (amount above 0) or an erosion (below 0) by a cross of five pixels.

    A whole step would change the width by two pixels of two and a half; shares of it are what
    different pens do.
    """
    padded = functional.pad(pictures, (1, 1, 1, 1))
    up, down = padded[:, :-2, 1:-1], padded[:, 2:, 1:-1]
    left, right = padded[:, 1:-1, :-2], padded[:, 1:-1, 2:]
    dilated = torch.maximum(torch.maximum(up, down), torch.maximum(left, right))
    eroded = torch.minimum(torch.minimum(up, down), torch.minimum(left, right))
    thicker = (amount.clamp_min(0) * variation.thicker)[:, None, None]
    thinner = (amount.clamp_max(0).neg() * variation.thinner)[:, None, None]
    more = torch.maximum(dilated, pictures) - pictures
    less = pictures - torch.minimum(eroded, pictures)
    return pictures + more * thicker - less * thinner


@cache
def _pixels() -> torch.Tensor:
    """[784, 2]: the pixels' centres, x and y, from -1 to 1."""
    axis = (torch.arange(SIZE) + 0.5) * 2 / SIZE - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.reshape(-1), y.reshape(-1)], dim=1)


@cache
def _spread() -> torch.Tensor:
    """[knots², 784]: how much each control point moves each pixel; a smooth bump around it.

    Coarse control points, smoothly spread, do what Simard et al. (*Best practices for
    convolutional neural networks*, 2003) do by blurring a random field, for a fraction of the work.
    """
    knots = torch.linspace(0, SIZE - 1, KNOTS)
    distance = (torch.arange(SIZE)[None, :] - knots[:, None]) / (knots[1] - knots[0])
    bump = torch.exp(-0.5 * (distance / 0.6) ** 2)
    weights = torch.einsum("ay,bx->abyx", bump, bump).reshape(KNOTS * KNOTS, SIZE * SIZE)
    # So scaled, a pixel's displacement has the control points' standard deviation on average.
    return weights / weights.square().sum(dim=0).mean().sqrt()
