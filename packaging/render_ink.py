"""`dlgui.core.ink.raster` for whole batches: the same picture within 1/255, thousands a second.

Drawings become one padded batch of paths (`pack`), which `vary_ink` varies and `render_batch`
paints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import torch

from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.raster import BOX, CENTRE, EDGE, MIN_PIECE, PEN_WIDTH, SIZE, path_of

# A usual digit has 40 to 200 points; what a scribble has beyond this is left out.
MAX_POINTS = 512
# Painted together: few enough that the windows of all their pieces stay in the cache.
CHUNK = 64


@dataclass(frozen=True, slots=True)
class StrokeBatch:
    """Paths of n drawings, padded to p points. See `dlgui.core.ink.raster.Path`.

    points: float32 [n, p, 2], in pixels of the picture; down: bool [n, p], whether there is ink
    from a point to the next one, never at the last one
    """

    points: torch.Tensor
    down: torch.Tensor

    def __len__(self) -> int:
        return len(self.points)

    def take(self, indices: torch.Tensor) -> StrokeBatch:
        """The drawings at `indices`, in that order, without padding that none of them needs."""
        down = self.down[indices]
        # Past the last ink in any of them there is one point, where it ends.
        inked = torch.nonzero(down.any(dim=0))[:, 0]
        used = int(inked[-1]) + 2 if len(inked) else 1
        return StrokeBatch(self.points[indices, :used], down[:, :used])

    @property
    def used(self) -> torch.Tensor:
        """bool [n, p]: the points at either end of some ink."""
        used = self.down.clone()
        used[:, 1:] |= self.down[:, :-1]
        return used


def pack(drawings: Sequence[Drawing], min_piece: float = MIN_PIECE) -> StrokeBatch:
    """The drawings' paths. A larger `min_piece` (pixels) makes fewer points and less exact ink."""
    paths = [path_of(drawing, min_piece=min_piece) for drawing in drawings]
    longest = min(max((len(path.down) for path in paths), default=1), MAX_POINTS)
    points = torch.full((len(paths), max(longest, 1), 2), CENTRE)
    down = torch.zeros(len(paths), max(longest, 1), dtype=torch.bool)
    for row, path in enumerate(paths):
        count = min(len(path.down), MAX_POINTS)
        points[row, :count] = torch.from_numpy(path.points[:count])
        down[row, :count] = torch.from_numpy(path.down[:count])
    down[:, -1] = False
    return StrokeBatch(points, down)


def render_batch(
    batch: StrokeBatch,
    pen_width: float | torch.Tensor = PEN_WIDTH,
    pen_factor: torch.Tensor | None = None,
) -> torch.Tensor:
    """The drawings' pictures: float32 [n, 28, 28] from 0 (paper) to 1 (ink).

    pen_width: in pixels, one for all or float32 [n]
    pen_factor: float32 [n, p], the width at each point as a share of the pen's, or None for 1
    """
    count, length = batch.down.shape
    width = torch.as_tensor(pen_width, dtype=torch.float32).expand(count)
    factor = torch.ones(count, length) if pen_factor is None else pen_factor
    points, radii = _fitted(batch, width), width[:, None] / 2 * factor
    pictures = torch.empty(count, SIZE, SIZE)
    for start in range(0, count, CHUNK):
        part = slice(start, start + CHUNK)
        pictures[part] = _centred(points[part], batch.down[part], radii[part])
    return pictures


def _fitted(batch: StrokeBatch, width: torch.Tensor) -> torch.Tensor:
    """The points scaled so that the ink's box has `BOX` pixels and its middle lies on `CENTRE`."""
    used = batch.used[..., None]
    low = batch.points.masked_fill(~used, torch.inf).amin(dim=1)
    high = batch.points.masked_fill(~used, -torch.inf).amax(dim=1)
    side = (high - low).amax(dim=1)
    # Below a hundredth of a pixel the ink is a dot; a drawing without ink has side -inf.
    is_dot = ~(side > 1e-2)
    scale = torch.where(is_dot, 0.0, (BOX - width).clamp_min(0) / side)
    middle = torch.where(is_dot[:, None], CENTRE, (low + high) / 2)
    return (batch.points - middle[:, None]) * scale[:, None, None] + CENTRE


def _centred(points: torch.Tensor, down: torch.Tensor, radii: torch.Tensor) -> torch.Tensor:
    pictures = _painted(points, down, radii)
    mass = pictures.sum(dim=(1, 2))
    axis = torch.arange(SIZE) + 0.5
    sums = torch.stack([pictures.sum(dim=1) @ axis, pictures.sum(dim=2) @ axis], dim=1)
    centre = torch.where(mass[:, None] > 0, sums / mass[:, None], CENTRE)
    return _painted(points + (CENTRE - centre)[:, None], down, radii)


def _painted(points: torch.Tensor, down: torch.Tensor, radii: torch.Tensor) -> torch.Tensor:
    """Each pixel's darkest coverage by a piece: float32 [n, 28, 28]. See `ink._paint`."""
    count = len(points)
    drawing, first = torch.nonzero(down, as_tuple=True)
    starts = points[drawing, first]
    way = points[drawing, first + 1] - starts
    radius = (radii[drawing, first] + radii[drawing, first + 1]) / 2
    length2 = way.square().sum(dim=1)
    longest = float(length2.max().sqrt()) if len(first) else 0.0
    widest = float(radius.max()) if len(first) else 0.0
    reach = ceil(longest / 2 + widest + EDGE / 2)
    size = 2 * reach + 1
    window = torch.arange(size)
    stride = SIZE + 2 * size
    canvas = torch.zeros(count * stride * stride)
    corner = (torch.floor(starts + way / 2).long() - reach).clamp_(-size, SIZE)
    x = corner[:, :1] + window + 0.5 - starts[:, :1]
    y = corner[:, 1:] + window + 0.5 - starts[:, 1:]
    unit = way / length2.clamp_min(1e-12)[:, None]
    along = (x * unit[:, :1])[:, None, :] + (y * unit[:, 1:])[:, :, None]
    along.clamp_(0, 1)
    dx = x[:, None, :] - along * way[:, 0, None, None]
    dy = y[:, :, None] - along * way[:, 1, None, None]
    distance = dx.square_().add_(dy.square_()).sqrt_()
    coverage = (radius[:, None, None] - distance).mul_(1 / EDGE).add_(0.5)
    rows = (drawing[:, None] * stride + corner[:, 1:] + size + window) * stride
    cells = rows[:, :, None] + (corner[:, :1] + size + window)[:, None, :]
    canvas.scatter_reduce_(0, cells.view(-1), coverage.view(-1), "amax")
    inside = slice(size, size + SIZE)
    return canvas.view(count, stride, stride)[:, inside, inside].clamp_max(1)
