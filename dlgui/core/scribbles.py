"""Ink that is no digit, made by chance: what hands do on a pad when they do not write."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from dlgui.core.drawing import Drawing, Stroke

Maker = Callable[[np.random.Generator], list[np.ndarray]]


def scribble(rng: np.random.Generator) -> Drawing:
    """One scribble of a random kind, about 100 units large, with the label ""."""
    strokes = _MAKERS[rng.integers(len(_MAKERS))](rng)
    angle = rng.uniform(-np.pi, np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    stretch = np.exp(rng.normal(0, 0.2, 2))
    return Drawing(
        tuple(Stroke(((points @ turn) * stretch).astype(np.float32)) for points in strokes),
        label="",
    )


def _walk(rng: np.random.Generator, steps: int, wildness: float) -> np.ndarray:
    """A path that changes its direction smoothly: [steps, 2]."""
    turning = np.convolve(rng.normal(0, wildness, steps + 8), np.ones(8) / 8, "valid")[:steps]
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(turning)
    return np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0) * 5


def _tangle(rng: np.random.Generator) -> list[np.ndarray]:
    """One long pen path that crosses itself again and again."""
    return [_walk(rng, int(rng.integers(140, 320)), rng.uniform(0.6, 1.6))]


def _wandering(rng: np.random.Generator) -> list[np.ndarray]:
    """A few long curves over each other."""
    return [
        _walk(rng, int(rng.integers(40, 90)), rng.uniform(0.5, 1.5)) + rng.uniform(-40, 40, 2)
        for _ in range(rng.integers(3, 6))
    ]


def _shading(rng: np.random.Generator) -> list[np.ndarray]:
    """To and fro, as one fills an area."""
    turns = int(rng.integers(5, 16))
    x = np.arange(turns) * rng.uniform(4, 12) + rng.normal(0, 2, turns)
    y = np.where(np.arange(turns) % 2, 0, rng.uniform(50, 100)) + rng.normal(0, 6, turns)
    corners = np.stack([x, y], axis=1)
    at = np.linspace(0, turns - 1, turns * 6)
    whole = np.arange(turns)
    return [np.stack([np.interp(at, whole, corners[:, i]) for i in (0, 1)], axis=1)]


def _coil(rng: np.random.Generator) -> list[np.ndarray]:
    """Loops along a line, or a spiral of three turns or more; a mere ring would be a zero."""
    angle = np.linspace(0, rng.uniform(3, 7) * 2 * np.pi, 160)
    if rng.random() < 0.5:
        radius = 20 * np.linspace(1, rng.uniform(0.0, 0.3), 160)
        return [np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius[:, None]]
    path = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 20
    path[:, 0] += angle * rng.uniform(3, 7)
    return [path]


def _lines(rng: np.random.Generator) -> list[np.ndarray]:
    """Straight lines at random: five to ten."""
    return [
        np.linspace(rng.uniform(0, 100, 2), rng.uniform(0, 100, 2), 12)
        for _ in range(rng.integers(5, 11))
    ]


def _cross(rng: np.random.Generator) -> list[np.ndarray]:
    """A cross, a star or a grid."""
    count = int(rng.integers(2, 5))
    if rng.random() < 0.5:
        angles = np.arange(count) * np.pi / count + rng.normal(0, 0.1, count)
        ends = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 50
        return [np.linspace(-end, end, 12) for end in ends]
    places = np.linspace(20, 80, count) + rng.normal(0, 4, count)
    upright = [np.linspace([x, 0], [x + rng.normal(0, 5), 100], 12) for x in places]
    level = [np.linspace([0, y], [100, y + rng.normal(0, 5)], 12) for y in places]
    return upright + level


def _polygon(rng: np.random.Generator) -> list[np.ndarray]:
    """A triangle, or a shape whose sides cross each other, with something in it."""
    corners = int(rng.choice([3, 5, 7]))
    angles = np.arange(corners) * (2 * np.pi * (corners // 2) / corners)
    angles = angles + rng.normal(0, 0.15, corners)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * rng.uniform(40, 60, (corners, 1))
    closed = np.concatenate([points, points[:1]])
    sides = [np.linspace(a, b, 8) for a, b in pairwise(closed)]
    inside = np.linspace(rng.uniform(-30, 30, 2), rng.uniform(-30, 30, 2), 8)
    return [np.concatenate(sides), inside]


def _dots(rng: np.random.Generator) -> list[np.ndarray]:
    """Taps: one, or several here and there."""
    count = int(rng.choice([1, 3, 4, 6, 9]))
    return [rng.uniform(0, 100, (1, 2)) for _ in range(count)]


def _wave(rng: np.random.Generator) -> list[np.ndarray]:
    """A wavy line, as under a word."""
    x = np.linspace(0, 100, 80)
    y = rng.uniform(8, 25) * np.sin(x / 100 * 2 * np.pi * rng.uniform(3.5, 7) + rng.uniform(0, 6))
    return [np.stack([x, y + rng.normal(0, 1, 80)], axis=1)]


_MAKERS: tuple[Maker, ...] = (
    _tangle,
    _wandering,
    _shading,
    _coil,
    _lines,
    _cross,
    _polygon,
    _dots,
    _wave,
)
