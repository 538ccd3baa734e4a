"""Pictures of digits, varied as other hands would have drawn them.

Everything is done to a whole batch at once: one random affine map and one elastic field per
picture are put together to a single grid, which is sampled once, so that a picture is blurred
once and not three times. Then the strokes are made thicker or thinner, and noise is added. It must
cost little beside a step of a small network: hence few passes, each over memory in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log, radians

import torch
from torch.nn import functional

from dlgui.core.augmentation.habits import add_habits, draw_anew

SIZE = 28
WIDE = SIZE + 2  # with the neighbours of the pixels at the rim
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
SETTLED = ImageVariation(
    rotation=10.0,
    shear=5.0,
    aspect=1.08,
    smallest=0.92,
    largest=1.08,
    shift=2.0,
    elastic=0.3,
    thicker=0.15,
    thinner=0.15,
    noise=0.0,
)
"""Little more than the digits of one collection differ among themselves."""


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
    count, device = len(images), images.device
    moved = torch.zeros(count, 2, device=device)
    if labels is not None:
        written = draw_anew(add_habits(images, labels, generator), labels, generator)
        # MNIST's digits have their centre of mass in the middle, and what was added moves it.
        moved = _centres(written) - _centres(images)
        images = written
    amounts = torch.rand(count, 8, generator=generator).to(device) * 2 - 1
    knots = torch.randn(count, 2, KNOTS * KNOTS, generator=generator).to(device)
    elastic = knots.mul_(variation.elastic * 2 / SIZE)
    ways = torch.cat([_affine_maps(amounts, moved, variation), elastic], dim=2)
    # All pictures' maps and fields at once, as one product.
    places = ways.view(2 * count, -1) @ _basis().to(device)
    grid = places.view(count, 2, WIDE, WIDE).permute(0, 2, 3, 1)
    pictures = functional.grid_sample(images[:, None], grid, align_corners=False)
    pictures = _thickened(pictures.view(count, WIDE * WIDE), amounts[:, 6], variation)
    noise = _noise(count, generator, device)
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
    """[n, 2]: each picture's centre of mass, x and y, from -1 to 1; without ink, the middle."""
    moments = images.reshape(len(images), -1) @ _moments().to(images.device)
    return moments[:, :2] / (moments[:, 2:] + 1e-3)


def _affine_maps(
    amounts: torch.Tensor, moved: torch.Tensor, variation: ImageVariation
) -> torch.Tensor:
    """[n, 2, 3]: from x, y, 1 of a pixel in the new picture to its place in the old one.

    moved: [n, 2], what is added to all places; all from -1 to 1
    """
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
    offset = moved[:, :, None] - matrix @ shift[:, :, None]
    return torch.cat([matrix, offset], dim=2)


def _thickened(
    pictures: torch.Tensor, amount: torch.Tensor, variation: ImageVariation
) -> torch.Tensor:
    """Blend with a dilation (amount above 0) or an erosion (below 0) by a cross of five pixels.

    pictures: [n, 30²], a pixel more on each side than what is returned, [n, 28, 28]

    A whole step would change the width by two pixels of two and a half; shares of it are what
    different pens do. An erosion of ink is a dilation of paper, so both are the same maxima, taken
    over all pictures as one long row: only pixels at the rim then meet their neighbours'.
    """
    is_thinner = amount < 0
    share = torch.where(is_thinner, -amount * variation.thinner, amount * variation.thicker)
    sign = torch.where(is_thinner, -1.0, 1.0)[:, None]
    ink = pictures * sign
    row, largest = ink.view(-1), torch.empty_like(ink)
    inner, middle = largest.view(-1)[WIDE:-WIDE], slice(WIDE, -WIDE)
    torch.maximum(row[: -2 * WIDE], row[2 * WIDE :], out=inner)
    torch.maximum(inner, row[WIDE - 1 : -WIDE - 1], out=inner)
    torch.maximum(inner, row[WIDE + 1 : 1 - WIDE], out=inner)
    torch.maximum(inner, row[middle], out=inner)
    blended = torch.lerp(ink, largest, share[:, None]).mul_(sign)
    return blended.view(-1, WIDE, WIDE)[:, 1:-1, 1:-1]


def _noise(count: int, generator: torch.Generator, device: torch.device) -> torch.Tensor:
    """[n, 28, 28]: uniform in 256 steps, mean 0 and standard deviation 1.

    As good here as normal noise, and much quicker to draw: eight pixels from one random number.
    """
    values = count * SIZE * SIZE
    drawn = torch.empty(-(-values // 8), dtype=torch.int64)
    steps = drawn.random_(-(2**63), None, generator=generator).view(torch.int8)[:values]
    noise = steps.to(device).to(torch.float32).view(count, SIZE, SIZE)
    return noise.add_(0.5).mul_(12**0.5 / 256)


@cache
def _moments() -> torch.Tensor:
    """[784, 3]: each pixel's x and y from -1 to 1, and 1."""
    return _coordinates(torch.arange(SIZE)).t().contiguous()


@cache
def _basis() -> torch.Tensor:
    """[3 + knots², 30²]: each pixel's x, y and 1, and how much each control point moves it.

    A pixel more on each side than a picture has; control points move by a smooth bump around them.

    Coarse control points, smoothly spread, do what Simard et al. (*Best practices for
    convolutional neural networks*, 2003) do by blurring a random field, for a fraction of the work.
    """
    axis = torch.arange(-1, SIZE + 1)
    knots = torch.linspace(0, SIZE - 1, KNOTS)
    distance = (axis[None, :] - knots[:, None]) / (knots[1] - knots[0])
    bump = torch.exp(-0.5 * (distance / 0.6) ** 2)
    weights = torch.einsum("ay,bx->abyx", bump, bump)
    # So scaled, a pixel's displacement has the control points' standard deviation on average.
    scale = weights[:, :, 1:-1, 1:-1].square().sum(dim=(0, 1)).mean().sqrt()
    bumps = weights.reshape(KNOTS * KNOTS, WIDE * WIDE) / scale
    return torch.cat([_coordinates(axis), bumps])


def _coordinates(pixels: torch.Tensor) -> torch.Tensor:
    """[3, n²]: x, y (28 pixels are from -1 to 1) and 1 of the pixels in these rows and columns."""
    axis = (pixels + 0.5) * 2 / SIZE - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.flatten(), y.flatten(), torch.ones(x.numel())])
