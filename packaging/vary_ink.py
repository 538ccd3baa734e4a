"""Pen strokes, varied as other hands and pens would have drawn them, before they become pixels.

batch = pack(drawings)                              # once
pictures = augment_strokes(batch.take(indices), generator)   # every step, anew
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log, pi, radians

import torch
from render_ink import StrokeBatch, render_batch

from dlgui.core.ink.raster import BOX, CENTRE

KNOTS = 4


@dataclass(frozen=True, slots=True)
class StrokeVariation:
    """How far each drawing may be changed; every amount is drawn anew for every drawing.

    rotation, slant: largest angle, degrees; aspect: largest factor between width and height
    bend: standard deviation of the control points of a smooth field that moves the ink, pixels
    tremor: largest amplitude of a wave across the strokes, pixels
    thinnest, thickest: range of the pen's width, pixels of the picture
    speed: largest exponent with which slow (curved) ink is wider than fast (straight) ink
    drift: largest share by which the pen's width swells or fades along the drawing
    join: share of drawings whose strokes are joined to one, as by a pen that was not lifted
    gap: share of drawings with a piece missing; gap_length: largest length of it, pixels
    """

    rotation: float = 15.0
    slant: float = 20.0
    aspect: float = 1.35
    bend: float = 0.8
    tremor: float = 0.3
    thinnest: float = 1.5
    thickest: float = 3.8
    speed: float = 0.35
    drift: float = 0.25
    join: float = 0.04
    gap: float = 0.1
    gap_length: float = 3.0


DEFAULT = StrokeVariation()


def augment_strokes(
    batch: StrokeBatch, generator: torch.Generator, variation: StrokeVariation = DEFAULT
) -> torch.Tensor:
    """A picture of each drawing, varied in its own way: float32 [n, 28, 28] from 0 to 1.

    The same generator state gives the same pictures. `batch` is left as it is.
    """
    batch, width, factor = vary_strokes(batch, generator, variation)
    return render_batch(batch, width, factor)


def vary_strokes(
    batch: StrokeBatch, generator: torch.Generator, variation: StrokeVariation = DEFAULT
) -> tuple[StrokeBatch, torch.Tensor, torch.Tensor]:
    """The varied strokes, their pens' widths [n] in pixels and the width's factor [n, p]."""
    amounts = torch.rand(len(batch), 12, generator=generator)
    knots = torch.randn(len(batch), KNOTS * KNOTS, 2, generator=generator)
    lengths = torch.linalg.vector_norm(batch.points.diff(dim=1), dim=2)
    path = torch.zeros(batch.down.shape)
    path[:, 1:] = (lengths * batch.down[:, :-1]).cumsum(dim=1)
    down = _gapped(_joined(batch, amounts[:, 0], variation), path, amounts[:, 1:3], variation)
    points = _trembling(batch.points, path, amounts[:, 3:6], variation)
    points = _bent(points, knots * variation.bend) @ _affine(amounts[:, 6:9], variation)
    width = variation.thinnest * (variation.thickest / variation.thinnest) ** amounts[:, 9]
    factor = _slow_is_wide(points, down, amounts[:, 10] * variation.speed)
    wave = torch.sin(path * (2 * pi / (2 * BOX)) + 2 * pi * amounts[:, 11, None])
    factor = factor * (1 + variation.drift * amounts[:, 5, None] * wave)
    return StrokeBatch(points, down), width, factor.clamp(0.5, 1.8)


def _joined(batch: StrokeBatch, chance: torch.Tensor, variation: StrokeVariation) -> torch.Tensor:
    """`down`, with ink between the strokes of some drawings."""
    # Everything before the last point with ink becomes one stroke.
    after = batch.down.flip(1).cumsum(dim=1).flip(1) > 0
    return torch.where((chance < variation.join)[:, None], after, batch.down)


def _gapped(
    down: torch.Tensor, path: torch.Tensor, amounts: torch.Tensor, variation: StrokeVariation
) -> torch.Tensor:
    """`down`, with a short piece missing from some drawings, often at their beginning or end."""
    chance, place = amounts.unbind(1)
    share = chance / variation.gap if variation.gap else torch.full_like(chance, 2.0)
    total = path.amax(dim=1)
    half = share * variation.gap_length / 2
    # Places beyond both ends are drawn too, and moved there.
    middle = ((place * 1.6 - 0.3).clamp(0, 1) * total)[:, None]
    missing = (share < 1)[:, None] & ((path - middle).abs() < half[:, None])
    # A drawing as short as the gap stays whole, or nothing would be left.
    return down & ~(missing & (total > 4 * variation.gap_length)[:, None])


def _trembling(
    points: torch.Tensor, path: torch.Tensor, amounts: torch.Tensor, variation: StrokeVariation
) -> torch.Tensor:
    """Moved by a wave along the path, one period in 4 to 16 pixels, the same way for x and y."""
    phase, pitch, amplitude = (amounts[:, i, None] for i in range(3))
    angle = 2 * pi * (path / (4 + 12 * pitch) + phase)
    wave = torch.stack([torch.sin(angle), torch.cos(angle * 0.83)], dim=2)
    return points + wave * (variation.tremor * amplitude[..., None])


def _bent(points: torch.Tensor, knots: torch.Tensor) -> torch.Tensor:
    """Moved by a smooth field with `KNOTS`² control points over the 20-pixel box."""
    place = (points - CENTRE)[:, :, None, :] / (BOX / (KNOTS - 1)) - _knot_places()
    bump = torch.exp(-place.square().sum(dim=3))
    return points + bump @ knots


def _affine(amounts: torch.Tensor, variation: StrokeVariation) -> torch.Tensor:
    """[n, 2, 2]: stretched, slanted, then turned, for row vectors. Size and place do not matter."""
    turn, slant, aspect = (amounts * 2 - 1).unbind(1)
    stretch = torch.exp(aspect * (log(variation.aspect) / 2))
    shear = torch.tan(slant * radians(variation.slant))
    cos, sin = (
        (turn * radians(variation.rotation)).cos(),
        (turn * radians(variation.rotation)).sin(),
    )
    # [x / stretch, y · stretch], x - shear · y (to the right at the top), then the rotation
    along = torch.stack([cos, sin], dim=1) / stretch[:, None]
    across = torch.stack([-sin - shear * cos, cos - shear * sin], dim=1) * stretch[:, None]
    return torch.stack([along, across], dim=1)


def _slow_is_wide(points: torch.Tensor, down: torch.Tensor, exponent: torch.Tensor) -> torch.Tensor:
    """Width factors [n, p]: a hand's speed falls with the curvature's cube root.

    Lacquaniti, Terzuolo and Viviani, *The law relating the kinematic and figural aspects of
    drawing movements* (1983). So no time stamps are needed, which files rarely have.
    """
    way = points.diff(dim=1)
    heading = torch.atan2(way[..., 1], way[..., 0])
    turn = torch.zeros(down.shape)
    bend = heading.diff(dim=1)
    joint = down[:, 1:-1] & down[:, :-2]
    turn[:, 1:-1] = torch.atan2(bend.sin(), bend.cos()).abs() * joint
    length = torch.zeros(down.shape)
    length[:, :-1] = torch.linalg.vector_norm(way, dim=2) * down[:, :-1]
    # Over about five points: single angles are mostly the digitiser's rounding.
    curvature = (_smoothed(turn) + 0.02) / (_smoothed(length) + 0.2)
    speed = curvature.clamp(0.02, 2.0) ** (-1 / 3)
    usual = (speed * down).sum(dim=1, keepdim=True) / down.sum(dim=1, keepdim=True).clamp_min(1)
    return (speed / usual.clamp_min(1e-6)) ** -exponent[:, None]


def _smoothed(values: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.avg_pool1d(
        values[:, None], kernel_size=5, stride=1, padding=2, count_include_pad=False
    )[:, 0]


@cache
def _knot_places() -> torch.Tensor:
    """[knots², 2], in steps between control points from the box's middle."""
    axis = torch.arange(KNOTS) - (KNOTS - 1) / 2
    return torch.cartesian_prod(axis, axis)
