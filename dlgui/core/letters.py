"""Letters that look like no digit, made from skeletons: examples of what to refuse.

No writer's letters ship with dlgui, so a network that a person trains learns from these what a
letter is. Left out are those that many people write like a digit.
"""

from __future__ import annotations

import numpy as np

from dlgui.core.drawing import Drawing, Stroke

# Strokes as corners "x y" on a grid of 8 × 8, y down; curves by their hulls, see `_rounded`.
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
        strokes.append(Stroke((_rounded(shaken, roundness) @ shape * 12.5).astype(np.float32)))
    return Drawing(tuple(strokes), label="")


def _rounded(points: np.ndarray, times: int) -> np.ndarray:
    """Corner cutting (Chaikin 1974): each time every corner gives way to two blunter ones."""
    for _ in range(times):
        before, after = points[:-1], points[1:]
        cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    return points
