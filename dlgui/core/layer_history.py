"""Histograms of different ranges on one common axis, so that they can be shown over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dlgui.core.events import Histogram

CUT_OFF = 0.005
"""The share of a histogram's values that may lie beyond either end of the common axis."""


def common_range(histograms: Sequence[Histogram]) -> tuple[float, float]:
    """An axis on which all but the outermost values of each histogram can be seen.

    With 0 on it, and as far on either side of 0 where there are values on both. (0, 0) without
    any values but 0. It begins and ends at borders of the histograms' bins.
    """
    below, low, width = _stacked(histograms)
    has_values = below[:, -1] > 0
    if not has_values.any():
        return 0.0, 0.0
    below, low, width = below[has_values], low[has_values], width[has_values]
    first = (below <= CUT_OFF).sum(axis=1) - 1
    last = (below < 1 - CUT_OFF).sum(axis=1)
    least = min(float((low + first * width).min()), 0.0)
    most = max(float((low + last * width).max()), 0.0)
    if least < 0 < most:
        most = max(-least, most)
        least = -most
    return least, most


def rebinned(histograms: Sequence[Histogram], edges: np.ndarray) -> np.ndarray:
    """The share of each histogram's values in each bin between ascending `edges`: float64
    [histograms, len(edges) - 1]; zeros for a histogram without values.

    Within a bin of a histogram, values are taken to be spread evenly.
    """
    below, low, width = _stacked(histograms)
    last = below.shape[1] - 1
    # Where all values are the same, the bins have no width: the value lies just above an edge.
    width = np.where(width > 0, width, np.finfo(float).tiny)
    at = np.clip((edges - low[:, np.newaxis]) / width[:, np.newaxis], 0, last)
    left = np.minimum(at.astype(np.int64), last - 1)
    before, after = (np.take_along_axis(below, left + side, axis=1) for side in (0, 1))
    shares: np.ndarray = np.diff(before + (at - left) * (after - before), axis=1)
    return shares


def _stacked(histograms: Sequence[Histogram]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The share of values below each bin's border, [n, bins + 1]; where the bins begin, and how
    wide they are, [n]."""
    counts = np.stack([one.counts for one in histograms])
    below = np.zeros((len(counts), counts.shape[1] + 1))
    np.cumsum(counts, axis=1, out=below[:, 1:])
    below /= np.maximum(below[:, -1:], 1)
    low = np.array([one.low for one in histograms])
    high = np.array([one.high for one in histograms])
    return below, low, (high - low) / counts.shape[1]
