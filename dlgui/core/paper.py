"""Ink from paper, board or screen: polarity, shadow, ruled lines and noise taken away."""

from __future__ import annotations

import numpy as np

from dlgui.core.pixels import fill_runs, opened, runs_of, window_max, window_mean

# Paper that differs from its ink by less than this share of its brightness is taken for empty.
LEAST_CONTRAST = 0.12
# Ruled lines: at least this share of the picture long, and at most that share thick.
LINE_LENGTH, LINE_THICKNESS = 0.5, 0.012
# Lines may lean by this much (pixels up or down in one across), as in a photo held by hand.
LEANS = tuple(lean / 60 for lean in range(-5, 6))


def ink_of(grey: np.ndarray) -> np.ndarray:
    """How much ink there is at each pixel: float32 [h, w] from 0 (paper) to 1 (ink).

    grey: float32 [h, w] from 0 (black) to 1 (white), ink dark on light or light on dark
    """
    bright = grey if _is_light_on_dark(grey) else _darkness(grey)
    ink = _contrast_stretched(bright - _background(bright))
    return _without_ruled_lines(ink)


def _is_light_on_dark(grey: np.ndarray) -> bool:
    """Whether the ink is the lighter part: whether the picture's border is dark.

    Where the border is not of one brightness (shadow, a table's edge), the rarer side of the local
    mean is ink: ink covers less than paper.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    low, high = np.percentile(grey, [1, 99])
    quartiles = np.percentile(border, [10, 50, 90])
    if quartiles[2] - quartiles[0] < 0.25 * (high - low):
        return bool(quartiles[1] < (low + high) / 2)
    rest = grey - window_mean(grey, max(2, min(grey.shape) // 8))
    return bool((rest**3).sum() > 0)


def _darkness(grey: np.ndarray) -> np.ndarray:
    """How much darker than the paper around it each pixel is, as a share of the paper.

    A shadow takes the same share from ink and paper, so shares do not see it.
    """
    paper = np.maximum(1 - _background(1 - grey), 0.05)
    darkness: np.ndarray = np.clip(1 - grey / paper, 0, 1)
    return darkness


def _background(bright: np.ndarray) -> np.ndarray:
    """What remains when all that is as narrow as a stroke is taken away."""
    radius = max(2, min(bright.shape) // 6)
    # On a coarse grid of minima: the same result, and seconds quicker for large pictures.
    step = max(1, min(bright.shape) // 150)
    height, width = bright.shape
    pad = ((0, -height % step), (0, -width % step))
    blocks = np.pad(bright, pad, mode="edge")
    blocks = blocks.reshape(blocks.shape[0] // step, step, blocks.shape[1] // step, step)
    coarse = opened(blocks.mean(axis=(1, 3)), max(2, radius // step))
    rows = np.clip((np.arange(height) + 0.5) / step - 0.5, 0, coarse.shape[0] - 1)
    columns = np.clip((np.arange(width) + 0.5) / step - 0.5, 0, coarse.shape[1] - 1)
    return _interpolated(_interpolated(coarse, rows).T, columns).T


def _interpolated(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Rows between the rows of `values`, linearly."""
    first = np.minimum(places.astype(np.intp), len(values) - 1)
    second = np.minimum(first + 1, len(values) - 1)
    share = (places - first).astype(np.float32)[:, None]
    between: np.ndarray = values[first] * (1 - share) + values[second] * share
    return between


def _contrast_stretched(ink: np.ndarray) -> np.ndarray:
    """Paper with its noise to 0, ink to 1; all 0 where there is nothing but noise."""
    threshold = _otsu(ink)
    over = ink > threshold
    if not over.any() or over.all():
        return np.zeros_like(ink)
    paper, full = ink[~over], float(np.percentile(ink[over], 80))
    level = float(np.median(paper))
    # The spread of the half below the median: strokes' soft edges lie above it.
    noise = 1.48 * float(np.median(np.abs(paper[paper <= level] - level)))
    low = level + 3 * noise
    if full - level < max(LEAST_CONTRAST, 6 * noise):
        return np.zeros_like(ink)
    stretched: np.ndarray = np.clip((ink - low) / (full - low), 0, 1)
    return stretched


def _otsu(values: np.ndarray) -> float:
    """The threshold that best parts two groups (Otsu, *A threshold selection method*, 1979)."""
    counts, edges = np.histogram(values, bins=128)
    middles = (edges[1:] + edges[:-1]) / 2
    below = counts.cumsum()
    total, sums = below[-1], (counts * middles).cumsum()
    above = total - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    # All the same brightness: nothing lies on one side, and nothing is parted.
    return float(edges[1:][np.nan_to_num(between[:-1]).argmax()]) if total else 0.0


def _without_ruled_lines(ink: np.ndarray) -> np.ndarray:
    """Without thin lines that cross most of the picture, as squared and ruled paper has."""
    if min(ink.shape) < 64:
        return ink
    mask = ink > 0.15
    thick = max(2, round(LINE_THICKNESS * max(ink.shape)))
    lines = mask & (_long_lines(mask, thick) | _long_lines(mask.T, thick).T)
    # The lines' own soft edges go with them, but not what is too solid to be a line.
    lines = window_max(window_max(lines, 1, 0), 1, 1)
    solid = opened(mask, thick // 2 + 1)
    kept: np.ndarray = np.where(lines & ~solid, 0, ink).astype(np.float32)
    return kept


def _long_lines(mask: np.ndarray, thick: int) -> np.ndarray:
    """Where lines run across `mask`, level or leaning a little."""
    height, width = mask.shape
    # Gaps where the printer or the threshold skipped are bridged.
    bridged = window_max(mask, thick, 1)
    found = np.zeros_like(mask)
    columns = np.arange(width)
    for lean in LEANS:
        rows = np.arange(height)[:, None] + np.rint(lean * (columns - width / 2)).astype(int)
        inside = (rows >= 0) & (rows < height)
        rows = np.clip(rows, 0, height - 1)
        straight = bridged[rows, columns] & inside
        y, x = np.nonzero(_runs_longer(straight, round(LINE_LENGTH * width)))
        found[rows[y, x], x] = True
    return found


def _runs_longer(mask: np.ndarray, length: int) -> np.ndarray:
    """The pixels of `mask` in horizontal runs of at least `length`."""
    rows, starts, ends = runs_of(mask)
    long = ends - starts >= length
    return fill_runs(mask.shape, rows[long], starts[long], ends[long])
