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
    any values but 0.
    """
    ends = [end for one in histograms if one.counts.sum() for end in _quantiles(one)]
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    if low < 0 < high:
        high = max(-low, high)
        low = -high
    return min(low, 0.0), max(high, 0.0)


def rebinned(histogram: Histogram, edges: np.ndarray) -> np.ndarray:
    """The share of the values in each bin between ascending `edges`: float64 [len(edges) - 1].

    Within a bin of the histogram, values are taken to be spread evenly.
    """
    total = histogram.counts.sum()
    if not total:
        return np.zeros(len(edges) - 1)
    if histogram.low == histogram.high:
        counts, _ = np.histogram([histogram.low], edges)
        return counts.astype(np.float64)
    below = np.concatenate([[0.0], np.cumsum(histogram.counts) / total])
    shares: np.ndarray = np.diff(np.interp(edges, histogram.edges, below))
    return shares


def _quantiles(histogram: Histogram) -> tuple[float, float]:
    below = np.concatenate([[0], np.cumsum(histogram.counts)]) / histogram.counts.sum()
    low, high = np.interp((CUT_OFF, 1 - CUT_OFF), below, histogram.edges)
    return float(low), float(high)
