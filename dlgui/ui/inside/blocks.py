"""Where everything lies in the strip: a block for each stage, and one for a convolution's filters.

All measures are device-independent pixels; the pictures' pixels are whole pixels of the display.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from dlgui.core.explain.trace import Insight

What = Literal["maps", "filters", "list", "bars"]

GAP = 4.0
"""Between pictures; a frame fits in."""
BETWEEN = 28.0
"""Between blocks."""
LEAST_WIDTH = 112.0
"""So that titles fit."""
WIDE, WIDEST = 640.0, 900.0
"""Pictures become smaller for the first, but not too small; for the second they do."""
LARGEST, SMALL = 48.0, 32.0
"""The side of a picture among others."""
COARSEST = 16.0
"""The side of a value, so that a map of a single value stays modest."""
BAR_WIDTH = 150.0
FEW = 12
"""A list of up to so many values is shown as bars."""


@dataclass(frozen=True, slots=True)
class Block:
    """what: maps and filters are pictures side by side, a list is one cell for each value
    count: of the pictures, or values
    tile: width and height of one; step: from one to the next
    """

    stage: int
    what: What
    count: int
    tile: tuple[float, float]
    gap: float
    rows: int
    columns: int
    left: float
    top: float

    @property
    def width(self) -> float:
        return max(LEAST_WIDTH, self.columns * (self.tile[0] + self.gap) - self.gap)

    def item_at(self, position: QPointF) -> int | None:
        width, height = self.tile
        column = int((position.x() - self.left) // (width + self.gap))
        row = int((position.y() - self.top) // (height + self.gap))
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return None
        item = self.index(row, column)
        return item if item < self.count else None

    def index(self, row: int, column: int) -> int:
        return row * self.columns + column

    def cell(self, item: int) -> tuple[int, int]:
        """Row and column."""
        return item // self.columns, item % self.columns

    def rect(self, item: int) -> QRectF:
        row, column = self.cell(item)
        width, height = self.tile
        x = self.left + column * (width + self.gap)
        return QRectF(x, self.top + row * (height + self.gap), width, height)


def lay_out(
    insight: Insight, top: float, room: float, ratio: float, left: float = 0.0
) -> list[Block]:
    """The blocks from the input to the answer, left to right.

    top, room: where the pictures begin, and the height that they have; ratio: device pixels
    """
    blocks: list[Block] = []

    for index, stage in enumerate(insight.stages):
        if stage.kind == "convolution":
            kernels = insight.kernels(index, 0)
            count = stage.maps if len(kernels) == 1 else len(kernels)
            side = kernels.shape[-1]
            blocks.append(_pictures(index, "filters", count, (side, side), left, top, room, ratio))
            left += blocks[-1].width + BETWEEN
        if stage.has_maps:
            _, height, width = stage.shape
            block = _pictures(index, "maps", stage.maps, (height, width), left, top, room, ratio)
        else:
            block = _values(index, stage.shape[0], left, top, room, ratio)
        blocks.append(block)
        left += block.width + BETWEEN
    return blocks


def _pictures(
    stage: int,
    what: What,
    count: int,
    shape: tuple[int, int],
    left: float,
    top: float,
    room: float,
    ratio: float,
) -> Block:
    """The largest pictures that leave the block within its width."""
    longest = max(shape)
    most = room if count == 1 else min(LARGEST, COARSEST * longest)
    scale = max(int(most * ratio / longest), 1)
    while True:
        height, width = (n * scale / ratio for n in shape)
        rows = max(int((room + GAP) // (height + GAP)), 1)
        columns = ceil(count / rows)
        total = columns * (width + GAP)
        would_be_small = longest * (scale - 1) / ratio < SMALL
        if scale == 1 or total <= WIDE or (would_be_small and total <= WIDEST):
            break
        scale -= 1
    # No more columns than needed, and then no more rows.
    rows = ceil(count / columns)
    return Block(stage, what, count, (width, height), GAP, rows, columns, left, top)


def _values(stage: int, count: int, left: float, top: float, room: float, ratio: float) -> Block:
    if count <= FEW:
        height = min(int(room / count), 24)
        return Block(stage, "bars", count, (BAR_WIDTH, height), 0.0, count, 1, left, top)
    for device_pixels in range(int(8 * ratio), 0, -1):
        side = device_pixels / ratio
        columns = ceil(count / max(int(room // side), 1))
        rows = ceil(count / columns)
        if columns * side <= LEAST_WIDTH:
            break
    return Block(stage, "list", count, (side, side), 0.0, rows, columns, left, top)
