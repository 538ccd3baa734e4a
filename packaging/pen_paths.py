"""Geometry of pen strokes that are changed as a whole: float64 [n, 2], box 1 large, y down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Between the points of a stroke that was resampled.
STEP = 0.03
# Points to either side of a corner, and the cosine below which a bend is one.
CORNER_REACH, CORNER_COSINE = 3, 0.5


def scaled(strokes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The strokes moved and scaled so that the longer side of their box is 1, its middle at 0."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    side = max((high - low).max(), 1e-6)
    return [(stroke - (low + high) / 2) / side for stroke in strokes]


def length(stroke: np.ndarray) -> float:
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum()) if len(stroke) > 1 else 0.0


def resampled(stroke: np.ndarray) -> np.ndarray:
    """The same path with a point about every `STEP`."""
    pieces = max(int(np.ceil(length(stroke) / STEP)), 1)
    return counted(stroke, pieces + 1) if length(stroke) > 0 else stroke[:1]


def counted(stroke: np.ndarray, count: int) -> np.ndarray:
    """The same path with `count` points, evenly spaced along it."""
    steps = np.hypot(*np.diff(stroke, axis=0).T) if len(stroke) > 1 else np.zeros(0)
    path = np.concatenate([[0.0], np.cumsum(steps)])
    if path[-1] <= 0:
        return np.repeat(stroke[:1], count, axis=0)
    at = np.linspace(0, path[-1], count)
    return np.stack([np.interp(at, path, stroke[:, i]) for i in (0, 1)], axis=1)


def turned(vectors: np.ndarray, angle: float) -> np.ndarray:
    """Rotated by `angle` (radians), clockwise as it is seen."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(vectors @ np.array([[cos, sin], [-sin, cos]]))


def corner(stroke: np.ndarray) -> int | None:
    """The index of the sharpest bend, if there is a sharp one."""
    reach = CORNER_REACH
    if len(stroke) < 2 * reach + 3:
        return None
    before = stroke[reach:-reach] - stroke[: -2 * reach]
    after = stroke[2 * reach :] - stroke[reach:-reach]
    lengths = np.hypot(*before.T) * np.hypot(*after.T)
    cosines = (before * after).sum(axis=1) / (lengths + 1e-9)
    sharpest = int(cosines.argmin())
    return sharpest + reach if cosines[sharpest] < CORNER_COSINE else None


def longest(strokes: Sequence[np.ndarray]) -> int:
    return int(np.argmax([length(stroke) for stroke in strokes]))


def replaced(strokes: list[np.ndarray], index: int, stroke: np.ndarray) -> list[np.ndarray]:
    return [*strokes[:index], stroke, *strokes[index + 1 :]]


def curl(
    stroke: np.ndarray, share: float, angle: float, stretch: float, *, end: bool = True
) -> np.ndarray:
    """The last (or first) `share` bent more and more, up to `angle`, and stretched."""
    if not end:
        return curl(stroke[::-1], share, angle, stretch)[::-1]
    count = max(int(len(stroke) * share), 2)
    if len(stroke) < count + 2:
        return stroke
    way = np.diff(stroke[-count - 1 :], axis=0) * stretch
    angles = np.linspace(0, angle, count)
    cos, sin = np.cos(angles), np.sin(angles)
    bent = np.stack([cos * way[:, 0] - sin * way[:, 1], sin * way[:, 0] + cos * way[:, 1]], axis=1)
    return np.concatenate([stroke[:-count], stroke[-count - 1] + np.cumsum(bent, axis=0)])


def line(
    start: np.ndarray, end: np.ndarray, rng: np.random.Generator, bow: float = 0.06
) -> np.ndarray:
    """From `start` to `end`, bowed a little; `bow`: standard deviation, share of its length."""
    way = end - start
    pieces = max(int(np.hypot(*way) / STEP), 2)
    share = np.linspace(0, 1, pieces + 1)[:, None]
    across = np.array([-way[1], way[0]])
    return np.asarray(start + share * way + across * rng.normal(0, bow) * 4 * share * (1 - share))


def walked(start: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """The points after steps of `STEP` in these directions (radians)."""
    way = np.stack([np.cos(angles), np.sin(angles)], axis=1) * STEP
    return np.asarray(start + np.cumsum(way, axis=0))


def smoothed(strokes: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """Corners rounded: a running mean over up to a third of the box."""
    reach = int(rng.integers(2, 6))
    window = np.ones(2 * reach + 1) / (2 * reach + 1)
    rounded = []
    for stroke in strokes:
        if len(stroke) > 2 * reach + 1:
            padded = np.pad(stroke, ((reach, reach), (0, 0)), mode="edge")
            stroke = np.stack([np.convolve(padded[:, i], window, "valid") for i in (0, 1)], axis=1)
        rounded.append(stroke)
    return rounded
