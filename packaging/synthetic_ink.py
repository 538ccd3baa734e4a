"""Ink that is no digit: letters from skeletons, and scribbles, as hands make them on a pad.

No writer's letters ship with dlgui, so a network that a person trains learns from these what a
letter is. Left out are those that many people write like a digit.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from dlgui.core.ink.drawing import Drawing, Stroke

# Strokes as corners "x y" on a grid of 8 × 8, y down; curves by their hulls, see `rounded`.
_SKELETONS = {
    "A": ["0 8 4 0 8 8", "1 5 7 5"],
    "C": ["7 1 4 0 0 1 0 4 0 7 4 8 7 7"],
    "E": ["7 0 0 0 0 8 7 8", "0 4 6 4"],
    "e": ["0 4 7 4 7 1 4 0 0 1 0 7 4 8 7 7"],
    "F": ["7 0 0 0 0 8", "0 4 6 4"],
    "f": ["6 1 4 0 3 2 3 8", "0 4 6 4"],
    "H": ["0 0 0 8", "7 0 7 8", "0 4 7 4"],
    "h": ["0 0 0 8", "0 5 3 3 6 4 6 8"],
    "K": ["0 0 0 8", "6 0 0 4 6 8"],
    "k": ["0 0 0 8", "5 3 0 6 5 8"],
    "L": ["0 0 0 8 6 8"],
    "M": ["0 8 1 0 4 6 7 0 8 8"],
    "m": ["0 3 0 8", "0 5 2 3 4 4 4 8", "4 5 6 3 8 4 8 8"],
    "N": ["0 8 0 0 7 8 7 0"],
    "n": ["0 3 0 8", "0 5 3 3 6 4 6 8"],
    "P": ["0 8 0 0", "0 0 5 0 7 2 5 4 0 4"],
    "p": ["0 0 0 8", "0 1 3 0 5 2 3 4 0 4"],
    "R": ["0 8 0 0", "0 0 5 0 7 2 5 4 0 4", "2 4 7 8"],
    "r": ["0 3 0 8", "0 5 2 3 5 3"],
    "T": ["0 0 8 0", "4 0 4 8"],
    "t": ["3 0 3 7 5 8 6 7", "0 3 6 3"],
    "U": ["0 0 0 6 3 8 7 6 7 0"],
    "u": ["0 3 0 7 3 8 6 6", "6 3 6 8"],
    "V": ["0 0 4 8 8 0"],
    "W": ["0 0 2 8 4 2 6 8 8 0"],
    "w": ["0 3 1 8 4 8 4 4 4 8 7 8 8 3"],
    "X": ["0 0 7 8", "7 0 0 8"],
    "x": ["0 3 5 8", "5 3 0 8"],
    "Y": ["0 0 4 4 8 0", "4 4 4 8"],
    "a": ["6 4 4 3 1 4 0 6 1 8 4 8 6 6", "6 3 6 8 7 8"],
    "d": ["6 4 4 3 1 4 0 6 1 8 4 8 6 6", "6 0 6 8"],
    "c": ["6 4 3 3 0 5 1 8 4 8 6 7"],
    "v": ["0 3 3 8 6 3"],
}
# The same letters as they are joined in writing: one stroke that goes on to the next letter.
_CURSIVE = {
    "A": ["7 2 3 0 0 4 2 8 5 6 7 1 7 8 8 7"],
    "E": ["7 1 4 0 2 2 5 4 1 5 1 8 5 8 7 7"],
    "P": ["2 8 2 0 5 0 7 2 5 4 2 4"],
    "R": ["1 8 2 0 6 0 7 3 2 4 4 4 7 8 8 7"],
    "a": ["6 3 3 3 0 5 1 8 4 8 6 3 6 8 8 7"],
    "d": ["6 4 3 3 0 5 1 8 4 8 7 0 6 8 8 7"],
    "e": ["0 7 4 6 6 4 4 2 2 3 1 6 3 8 8 6"],
    "f": ["1 6 5 3 6 0 4 0 3 3 3 8 2 8", "1 5 6 4"],
    "h": ["0 7 4 3 4 0 2 0 1 4 1 8 2 5 5 4 5 8 7 7"],
    "k": ["0 6 3 3 4 0 2 0 1 4 1 8 2 5 5 4 3 6 6 8"],
    "n": ["0 4 1 3 1 8 2 4 5 3 5 8 7 7"],
    "p": ["0 5 2 3 1 8 1 4 4 2 6 4 4 6 2 5"],
    "r": ["0 7 2 3 5 4 4 7 6 8 8 6"],
    "t": ["0 7 3 1 2 7 4 8 7 6", "1 3 6 2"],
    "u": ["0 4 1 3 1 7 3 8 5 3 5 8 8 6"],
    "w": ["0 3 1 8 4 7 4 4 5 8 8 7 7 3"],
    "x": ["0 3 3 3 5 8 8 7", "7 3 1 8"],
}
# And with other shapes: the "a" of books and the like.
_OTHERWISE = {
    "A": ["0 8 0 3 4 0 7 3 7 8", "0 5 7 5"],
    "N": ["0 8 0 0 5 1 6 3 6 8"],
    "Y": ["0 0 2 4 6 3", "7 0 5 5 3 8"],
    "a": ["1 1 5 0 6 3 5 7 2 8 0 6 3 4 6 5"],
    "d": ["5 4 3 3 0 5 1 8 4 8 5 0"],
    "e": ["1 4 6 3 4 0 1 1 1 6 3 8 7 7"],
    "f": ["6 0 4 0 3 2 3 8", "2 4 5 4"],
    "h": ["1 0 1 8", "1 4 4 4 4 8"],
    "p": ["1 2 1 8", "1 2 4 2 4 5 1 5"],
    "r": ["1 8 3 3 1 4", "3 3 6 3"],
}
LETTERS = tuple(_SKELETONS)
_WAYS = tuple(way for table in (_SKELETONS, _CURSIVE, _OTHERWISE) for way in table.values())


def letter(rng: np.random.Generator) -> Drawing:
    """One letter as some hand might write it, about 100 units large, with the label ""."""
    corners = [
        np.array(stroke.split(), dtype=np.float64).reshape(-1, 2)
        for stroke in _WAYS[rng.integers(len(_WAYS))]
    ]
    slant, turn = rng.normal(0, 0.2), rng.normal(0, 0.12)
    stretch = np.exp(rng.normal(0, 0.15))
    shape = np.array([[stretch, 0], [-slant, 1 / stretch]]) @ np.array(
        [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    )
    roundness = int(rng.integers(1, 4))
    strokes = []
    for points in corners:
        shaken = points + rng.normal(0, 0.45, points.shape)
        strokes.append(Stroke((rounded(shaken, roundness) @ shape * 12.5).astype(np.float32)))
    return Drawing(tuple(strokes), label="")


def rounded(points: np.ndarray, times: int) -> np.ndarray:
    """Corner cutting (Chaikin 1974): each time every corner gives way to two blunter ones."""
    for _ in range(times):
        before, after = points[:-1], points[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    return points


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
