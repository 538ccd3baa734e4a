"""Signs of alphabets that nobody has: what a reader of digits was certainly never shown.

Made as Lake, Salakhutdinov and Tenenbaum (*Human-level concept learning through probabilistic
program induction*, Science 2015) describe the characters of Omniglot: a few parts from a small
stock make a stroke, and each further stroke begins apart from the others, where one begins or ends,
or somewhere along it. Some come out like a digit by chance.
"""

from __future__ import annotations

import numpy as np
from synthetic_ink import rounded

from dlgui.core.ink.drawing import Drawing, Stroke

# Parts as corners "x y", from 0 0; their curves come from rounding.
_PARTS = (
    "0 0, 6 0",
    "0 0, 3 0, 6 0, 6 3, 6 6",
    "0 0, 0 4, 3 6, 6 4, 6 0",
    "0 0, 6 0, 6 5, 0 5, 1 1",
    "0 0, 3 4, 6 0",
    "0 0, 0 5, 5 5",
    "0 0, 3 -3, 5 3, 8 0",
    "0 0, 5 0, 6 2, 4 3",
)
# How often a sign has 1, 2, 3 or 4 strokes.
_STROKES = (0.15, 0.4, 0.3, 0.15)


def sign(rng: np.random.Generator) -> Drawing:
    """One sign of a few tens of units, with the label ""."""
    count = 1 + int(rng.choice(len(_STROKES), p=_STROKES))
    strokes: list[np.ndarray] = []
    for _ in range(count):
        # A sign of one part would be a one or a letter.
        parts = int(rng.integers(2, 5)) if count == 1 else int(rng.integers(1, 3))
        stroke = _stroke(parts, rng)
        strokes.append(stroke + _beginning(strokes, rng))
    return Drawing(tuple(Stroke(stroke.astype(np.float32)) for stroke in strokes), label="")


def _stroke(parts: int, rng: np.random.Generator) -> np.ndarray:
    points = np.zeros((1, 2))
    for _ in range(parts):
        corners = _PARTS[rng.integers(len(_PARTS))].split(",")
        part = np.array([corner.split() for corner in corners], dtype=np.float64)
        angle = rng.integers(8) * np.pi / 4 + rng.normal(0, 0.15)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        size = np.exp(rng.normal(0, 0.3, 2)) * rng.choice([-1, 1], 2)
        part = rounded(part * size + rng.normal(0, 0.3, part.shape), int(rng.integers(1, 4)))
        points = np.concatenate([points, points[-1] + (part - part[0])[1:] @ turn])
    return points


def _beginning(strokes: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Where the next stroke begins."""
    if not strokes or rng.random() < 0.3:
        return rng.uniform(-5, 5, 2)
    other = strokes[rng.integers(len(strokes))]
    place = rng.choice([0.0, 1.0, rng.random()])
    return np.asarray(other[round(place * (len(other) - 1))])
