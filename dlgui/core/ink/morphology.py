"""Small operations on pictures in numpy: shrinking, resampling, morphology, connected parts."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

Pixels = TypeVar("Pixels", bound=np.ndarray)


def shrunk(pixels: np.ndarray, longest: int) -> tuple[np.ndarray, int]:
    """(picture, factor): means of factor × factor blocks, so that no side is above `longest`.

    Grey as float32 [h, w] from 0 to 1, whatever the picture was: uint8 [h, w] or [h, w, 3].
    """
    height, width = pixels.shape[:2]
    factor = -(-max(height, width) // longest)
    # Blocks that hang over the edge repeat it.
    pad = ((0, -height % factor), (0, -width % factor), *[(0, 0)] * (pixels.ndim - 2))
    blocks = np.pad(pixels, pad, mode="edge") if factor > 1 else pixels
    blocks = blocks.reshape(-(-height // factor), factor, -(-width // factor), factor, -1)
    small = blocks.mean(axis=(1, 3), dtype=np.float32) / 255
    # ITU-R BT.601 luma, as Pillow's mode "L"
    weights = np.array([0.299, 0.587, 0.114]) if small.shape[2] >= 3 else np.ones(1)
    grey: np.ndarray = small[..., : len(weights)] @ weights.astype(np.float32)
    return grey, factor


def area_weights(source: int, target: int, scale: float, offset: float) -> np.ndarray:
    """float32 [target, source]: each target pixel as the mean of the source that it covers.

    A source coordinate s lies at ``s * scale + offset``; what lies outside counts as 0.
    """
    edges = np.arange(source + 1) * scale + offset
    pixels = np.arange(target)[:, None]
    overlap = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    weights: np.ndarray = np.maximum(overlap, 0).astype(np.float32)
    return weights


def window_max(values: np.ndarray, radius: int, axis: int) -> np.ndarray:
    """The maximum over 2·radius + 1 neighbours along `axis`; the edge is repeated.

    By doubling: maxima over 1, 2, 4, ... neighbours, and two overlapping ones of those.
    """
    pad = [(0, 0)] * values.ndim
    pad[axis] = (radius, radius)
    result = np.moveaxis(np.pad(values, pad, mode="edge"), axis, 0)
    size, covered = 2 * radius + 1, 1
    while covered < size:
        step = min(covered, size - covered)
        result = np.maximum(result[:-step], result[step:])
        covered += step
    moved: np.ndarray = np.moveaxis(result, 0, axis)
    return moved


def window_min(values: np.ndarray, radius: int, axis: int) -> np.ndarray:
    """The minimum, as `window_max`; float or bool."""
    if values.dtype == bool:
        return ~window_max(~values, radius, axis)
    return -window_max(-values, radius, axis)


def opened(values: np.ndarray, radius: int) -> np.ndarray:
    """Without bright things narrower than 2·radius + 1, float or bool: minimum, then maximum."""
    low = window_min(window_min(values, radius, 0), radius, 1)
    return window_max(window_max(low, radius, 0), radius, 1)


def window_mean(values: np.ndarray, radius: int) -> np.ndarray:
    """The mean over (2·radius + 1)² neighbours; the edge is repeated. float32."""
    result = values.astype(np.float64)
    for axis in (0, 1):
        pad = [(0, 0)] * 2
        pad[axis] = (radius + 1, radius)
        total = np.moveaxis(np.pad(result, pad, mode="edge").cumsum(axis=axis), axis, 0)
        result = np.moveaxis(total[2 * radius + 1 :] - total[: -2 * radius - 1], 0, axis)
        result = result / (2 * radius + 1)
    return result.astype(np.float32)


def dilated(values: Pixels, radius: int) -> Pixels:
    """The maximum over a disc, for float or bool [h, w]; outside counts as 0."""
    padded = np.pad(values, radius)
    height, width = values.shape
    result = values.copy()
    for dy in range(-radius, radius + 1):
        reach = int((radius * radius + radius - dy * dy) ** 0.5) if radius > 1 else radius - abs(dy)
        for dx in range(-reach, reach + 1):
            shifted = padded[radius + dy :, radius + dx :][:height, :width]
            np.maximum(result, shifted, out=result)
    return result


def stroke_width(ink: np.ndarray) -> float:
    """The mean width of the strokes, in pixels: twice the ink over its outline's length.

    The outline's length is the total variation; a stroke of width w and length l has ink w·l and
    two sides.
    """
    padded = np.pad(ink, 1)
    across = (padded[1:-1, 2:] - padded[1:-1, :-2]) / 2
    down = (padded[2:, 1:-1] - padded[:-2, 1:-1]) / 2
    outline = float(np.hypot(across, down).sum())
    return 2 * float(ink.sum()) / outline if outline else 0.0


def runs_of(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(row, start, end) of each run of True in a row of bool [h, w]; the end is exclusive."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    step = np.diff(padded, axis=1)
    rows, starts = np.nonzero(step == 1)
    _, ends = np.nonzero(step == -1)
    return rows, starts, ends


def labelled(mask: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    """Connected parts (also by corners): int32 [h, w], 0 outside, and each part's box from 1 on.

    Boxes are (x0, y0, x1, y1), ends exclusive.
    """
    rows, starts, ends = runs_of(mask)
    labels = np.zeros(mask.shape, dtype=np.int32)
    if len(rows) == 0:
        return labels, []
    root = _connected(rows, starts, ends, mask.shape[1])
    _, part = np.unique(root, return_inverse=True)
    count = part.max() + 1
    low = np.full((count, 2), np.iinfo(np.int64).max)
    high = np.zeros((count, 2), dtype=np.int64)
    np.minimum.at(low, part, np.stack([starts, rows], axis=1))
    np.maximum.at(high, part, np.stack([ends, rows + 1], axis=1))
    step = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.int32)
    step[rows, starts] = part + 1
    step[rows, ends] -= (part + 1).astype(np.int32)
    labels[:] = step.cumsum(axis=1)[:, :-1]
    return labels, [
        (int(x0), int(y0), int(x1), int(y1)) for (x0, y0), (x1, y1) in zip(low, high, strict=True)
    ]


def _connected(rows: np.ndarray, starts: np.ndarray, ends: np.ndarray, width: int) -> np.ndarray:
    """For each run, the smallest index of a run that it is connected with."""
    # Runs in reading order; one that touches [start, end) in the row above overlaps [start-1, end].
    stride = width + 4
    place_start, place_end = rows * stride + starts, rows * stride + ends
    first = np.searchsorted(place_end, (rows - 1) * stride + starts, side="left")
    beyond = np.searchsorted(place_start, (rows - 1) * stride + ends, side="right")
    counts = np.maximum(beyond - first, 0)
    below = np.repeat(np.arange(len(rows)), counts)
    above = np.arange(len(below)) - np.repeat(np.cumsum(counts) - counts, counts)
    above += np.repeat(first, counts)
    root = np.arange(len(rows))
    while True:
        # Each edge pulls both its ends' roots down to the smaller; then paths are halved.
        smaller = np.minimum(root[below], root[above])
        before = root.copy()
        np.minimum.at(root, root[below], smaller)
        np.minimum.at(root, root[above], smaller)
        np.minimum.at(root, below, smaller)
        np.minimum.at(root, above, smaller)
        while (root != root[root]).any():
            root = root[root]
        if (root == before).all():
            return root
