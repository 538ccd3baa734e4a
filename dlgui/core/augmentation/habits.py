"""Ways of writing that MNIST's American writers hardly use, drawn into its pictures.

Much of the world writes a one with a flag and often with a foot, crosses its sevens, curls the
tail of its nines, and some cross their zeros. A network that saw MNIST alone reads a flagged one
as a seven and a crossed seven as a two, and no rotating or stretching of MNIST's own digits
teaches it otherwise.

Other ways of writing are no additions to MNIST's digits but other shapes: a four in one zigzag, an
eight begun in its middle. So in some pictures stands another digit of the same class instead, one
that was drawn from skeletons of such shapes (`packaging/build_pen_digits.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import radians

import torch

from dlgui import paths
from dlgui.core.data.idx import read_idx

SIZE = 28
# How many of the ones, sevens, nines and zeros are drawn the other way.
FLAGGED, FOOTED = 0.5, 0.25
CROSSED_SEVENS, LOOPED_SEVENS = 0.6, 0.35
TAILED = 0.35
CROSSED_ZEROS = 0.1
# How many of all digits are drawn anew with a pen.
DRAWN = 0.2
# Half the pen's width, in pixels: MNIST's pens, thin to thick.
THIN, THICK = 0.9, 1.6

_Stroke = Callable[[torch.Tensor, torch.Tensor], tuple[torch.Tensor, torch.Tensor]]
"""Where a stroke starts and ends, [n, 2] each, from pictures and amounts, [n, 4] from 0 to 1."""


def add_habits(
    images: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
) -> torch.Tensor:
    """A copy in which some ones, sevens, nines and zeros have a flag, foot, bar or tail.

    images: float32 [n, 28, 28] from 0 to 1; labels: int64 [n], the digits 0 to 9
    """
    original, images = images, images.clone()
    drawn = torch.rand(len(images), 2, generator=generator).to(images.device)
    first, second = drawn.unbind(1)
    amounts = torch.rand(len(images), 4, generator=generator).to(images.device)
    in_turn: tuple[tuple[tuple[int, torch.Tensor, _Stroke], ...], ...] = (
        (
            (1, first < FLAGGED, _flag),
            (7, first < CROSSED_SEVENS, _seven_bar),
            (9, first < TAILED, _tail),
            (0, first < CROSSED_ZEROS, _zero_bar),
        ),
        ((1, second < FOOTED, _foot), (7, second < LOOPED_SEVENS, _seven_loop)),
    )
    for strokes in in_turn:
        chosen = [(labels == digit) & wanted for digit, wanted, _ in strokes]
        places = [torch.nonzero(which)[:, 0] for which in chosen]
        ends = [
            stroke(original[which], amounts[which])
            for which, (_, _, stroke) in zip(places, strokes, strict=True)
        ]
        all_places = torch.cat(places)
        starts, tips = (torch.cat(points) for points in zip(*ends, strict=True))
        radii = THIN + (THICK - THIN) * amounts[all_places, 3]
        lines = _lines(starts, tips, radii)
        images[all_places] = torch.maximum(images[all_places], lines)
    return images


def draw_anew(
    images: torch.Tensor, labels: torch.Tensor, generator: torch.Generator
) -> torch.Tensor:
    """A copy in which some digits gave way to others of their class, written with a pen.

    As `add_habits`. Raises DataError when the installation is damaged.
    """
    pens, images = pen_digits().to(images.device), images.clone()
    chance, which = torch.rand(2, len(images), generator=generator).to(images.device)
    places = torch.nonzero(chance < DRAWN)[:, 0]
    drawings = (which[places] * len(pens)).long().clamp_max(len(pens) - 1)
    images[places] = pens[drawings, labels[places]].float() / 255
    return images


@cache
def pen_digits() -> torch.Tensor:
    """uint8 [n, 10, 28, 28]: n drawings of each digit."""
    images = read_idx(paths.resource("pen-digits.idx.gz"), 3)
    return torch.tensor(images).view(-1, 10, SIZE, SIZE)


def _flag(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """From the one's top down to the left, a fifth to nine tenths of its height long."""
    top, bottom = _rows(images)
    tip = torch.stack([_middle(images, top), top + 1.5], dim=1)
    angle = radians(15) + radians(55) * amounts[:, 0]
    length = (bottom - top) * (0.25 + 0.65 * amounts[:, 1])
    return tip, tip + torch.stack([-angle.cos(), angle.sin()], dim=1) * length[:, None]


def _foot(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    _, bottom = _rows(images)
    centre = torch.stack([_middle(images, bottom), bottom - 0.5], dim=1)
    return _bar(centre, 2.5 + 3.5 * amounts[:, 1], radians(10) * (2 * amounts[:, 0] - 1))


def _seven_bar(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    top, bottom = _rows(images)
    height = torch.round(top + (bottom - top) * (0.5 + 0.4 * amounts[:, 2]))
    centre = torch.stack([_middle(images, height), height + 0.5], dim=1)
    return _bar(centre, 3.0 + 3.5 * amounts[:, 1], radians(25) * (2 * amounts[:, 0] - 1))


def _seven_loop(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The way back from the stem's end to the bar's beginning, of a pen that was not lifted."""
    _, bottom = _rows(images)
    foot = torch.stack([_middle(images, bottom), bottom], dim=1)
    return foot, _seven_bar(images, amounts)[0]


def _tail(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """From the nine's lower end to the left and a little up."""
    _, bottom = _rows(images)
    end = torch.stack([_middle(images, bottom), bottom - 0.5], dim=1)
    angle = radians(35) * amounts[:, 0]
    way = torch.stack([-angle.cos(), -angle.sin()], dim=1)
    return end, end + way * (3.0 + 7.0 * amounts[:, 1, None])


def _zero_bar(images: torch.Tensor, amounts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    top, bottom = _rows(images)
    centre = torch.stack([torch.full_like(top, SIZE / 2), (top + bottom + 1) / 2], dim=1)
    return _bar(centre, 5.0 + 7.0 * amounts[:, 1], -radians(20) - radians(50) * amounts[:, 0])


def _bar(
    centre: torch.Tensor, half: torch.Tensor, angle: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    way = torch.stack([angle.cos(), angle.sin()], dim=1) * half[:, None]
    return centre - way, centre + way


def _rows(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """float32 [n] each: the first and the last row with ink."""
    inked = (images.amax(dim=2) > 0.5).float()
    return inked.argmax(dim=1).float(), SIZE - 1 - inked.flip(1).argmax(dim=1).float()


def _middle(images: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """float32 [n]: where the ink of that row has its middle, in pixels from the left edge."""
    line = images[torch.arange(len(images), device=images.device), rows.long()] + 1e-6
    return (line * _axis(images)).sum(dim=1) / line.sum(dim=1)


def _axis(like: torch.Tensor) -> torch.Tensor:
    """[28]: the pixels' centres, on the device of `like`."""
    return torch.arange(SIZE, device=like.device) + 0.5


def _lines(starts: torch.Tensor, ends: torch.Tensor, radii: torch.Tensor) -> torch.Tensor:
    """[n, 28, 28]: one straight stroke in each picture, edged as in `dlgui.core.ink.raster`."""
    axis = _axis(starts)
    x, y = (
        axis[None, None, :] - starts[:, 0, None, None],
        axis[None, :, None] - starts[:, 1, None, None],
    )
    way = (ends - starts)[:, :, None, None]
    along = (x * way[:, 0] + y * way[:, 1]) / way.square().sum(dim=1).clamp_min(1e-6)
    along = along.clamp(0, 1)
    distance = torch.hypot(x - along * way[:, 0], y - along * way[:, 1])
    return ((radii[:, None, None] - distance) / 1.1 + 0.5).clamp_(0, 1)
