"""Digits as other hands would have written them: parts of the strokes changed, before any pixels.

Affine and elastic changes keep a digit's parts. These change them: where a stroke bends, how long
its ends are, how coarsely the pen was sampled, and what `reader_habits` knows of single digits. A
drawing may also be moved towards another writer's of the same digit, or a little away from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import radians

import numpy as np
from pen_paths import (
    corner,
    counted,
    curl,
    length,
    longest,
    replaced,
    resampled,
    scaled,
    smoothed,
    turned,
)
from reader_habits import HABITS

from dlgui.core.ink.drawing import Drawing, Stroke

Strokes = list[np.ndarray]
# Digits whose loops must not break open.
CLOSED = (0, 8)
# Two drawings whose strokes lie farther apart than this, in boxes, are different ways of writing.
SAME_WAY = 0.22


@dataclass(frozen=True)
class Styles:
    """How often each happens to a drawing, from 0 to 1, and two amounts.

    joint_angle: standard deviation, degrees; joint_scale: of the logarithm
    """

    mixed: float = 0.3
    jointed: float = 0.5
    curled: float = 0.25
    cropped: float = 0.2
    shifted: float = 0.3
    smoothed: float = 0.15
    stairs: float = 0.12
    polygon: float = 0.12
    joint_angle: float = 12.0
    joint_scale: float = 0.18


def restyle(
    drawings: Sequence[Drawing], rng: np.random.Generator, styles: Styles = Styles()
) -> list[Drawing]:
    """Each of the labelled `drawings` in another style, in a box of 1."""
    alike: dict[tuple[str | None, int], list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        alike[drawing.label, len(drawing.strokes)].append(drawing)
    written = []
    for drawing in drawings:
        others = alike[drawing.label, len(drawing.strokes)]
        other = others[rng.integers(len(others))]
        strokes = _restyled(_paths(drawing), int(str(drawing.label)), _paths(other), rng, styles)
        ink = tuple(Stroke(stroke.astype(np.float32)) for stroke in strokes)
        written.append(Drawing(ink, label=drawing.label, writer=drawing.writer))
    return written


def _paths(drawing: Drawing) -> Strokes:
    strokes = scaled([stroke.points.astype(np.float64) for stroke in drawing.strokes])
    return [resampled(stroke) for stroke in strokes]


def _restyled(
    strokes: Strokes, label: int, other: Strokes, rng: np.random.Generator, styles: Styles
) -> Strokes:
    if rng.random() < styles.mixed:
        strokes = _mixed(strokes, other, rng)
    if label in HABITS:
        strokes = HABITS[label](strokes, rng)
    if rng.random() < styles.jointed:
        strokes = _jointed(strokes, label, rng, styles)
    if rng.random() < styles.curled:
        strokes = _curled(strokes, label, rng)
    if rng.random() < styles.cropped:
        strokes = _cropped(strokes, label, rng)
    if rng.random() < styles.shifted:
        strokes = _shifted(strokes, label, rng)
    chance = rng.random()
    if chance < styles.smoothed:
        return smoothed(strokes, rng)
    if chance < styles.smoothed + styles.stairs:
        return _stairs(scaled(strokes), rng)
    if chance < styles.smoothed + styles.stairs + styles.polygon:
        return _polygon(strokes, rng)
    return strokes


def _mixed(strokes: Strokes, other: Strokes, rng: np.random.Generator) -> Strokes:
    """Moved towards another drawing with the same number of strokes, drawn much the same way."""
    share = rng.uniform(-0.25, 0.6)
    moved = []
    for own, its in zip(strokes, other, strict=True):
        count = max(len(own), len(its), 2)
        start, goal = counted(own, count), counted(its, count)
        distance = np.hypot(*(start - goal).T).mean()
        backwards = np.hypot(*(start - goal[::-1]).T).mean()
        if backwards < distance:
            goal, distance = goal[::-1], backwards
        if distance >= SAME_WAY:
            return strokes
        moved.append(start + share * (goal - start))
    return moved


def _jointed(strokes: Strokes, label: int, rng: np.random.Generator, styles: Styles) -> Strokes:
    """What comes before or after a joint of the longest stroke, turned and scaled around it."""
    index = longest(strokes)
    stroke = strokes[index]
    if len(stroke) < 8:
        return strokes
    at = corner(stroke) if rng.random() < 0.5 else None
    if at is None:
        at = int(len(stroke) * rng.uniform(0.15, 0.85))
    share = 0.4 if label in CLOSED else 1.0
    angle = radians(rng.normal(0, styles.joint_angle * share))
    scale = np.exp(rng.normal(0, styles.joint_scale * share, 2))
    part = slice(at, None) if rng.random() < 0.5 else slice(0, at + 1)
    new = stroke.copy()
    new[part] = stroke[at] + turned(stroke[part] - stroke[at], angle) * scale
    return replaced(strokes, index, new)


def _curled(strokes: Strokes, label: int, rng: np.random.Generator) -> Strokes:
    """The end of the last stroke or the beginning of the first bent, and longer or shorter."""
    end = rng.random() < 0.65
    index = len(strokes) - 1 if end else 0
    angle = radians(rng.normal(0, 25 if label in (0, 6) else 45))
    stretch = np.exp(rng.normal(0, 0.3))
    share = rng.uniform(0.1, 0.35)
    return replaced(strokes, index, curl(strokes[index], share, angle, stretch, end=end))


def _cropped(strokes: Strokes, label: int, rng: np.random.Generator) -> Strokes:
    end = rng.random() < 0.5
    index = len(strokes) - 1 if end else 0
    stroke = strokes[index]
    count = int(len(stroke) * rng.uniform(0, 0.06 if label in (0, 1, 8) else 0.13))
    if count == 0 or len(stroke) - count < 5:
        return strokes
    return replaced(strokes, index, stroke[:-count] if end else stroke[count:])


def _shifted(strokes: Strokes, label: int, rng: np.random.Generator) -> Strokes:
    """A later stroke a little elsewhere and of another size; a five's bar is often far off."""
    if len(strokes) < 2:
        return strokes
    index = int(rng.integers(1, len(strokes)))
    stroke = strokes[index]
    centre = stroke.mean(axis=0)
    move = rng.normal(0, 0.08 if label == 5 else 0.04, 2)
    grown = (stroke - centre) * np.exp(rng.normal(0, 0.2))
    return replaced(strokes, index, centre + move + grown)


def _stairs(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tablet with few lines."""
    lines = rng.uniform(12, 30)
    return [np.round(stroke * lines) / lines for stroke in strokes]


def _polygon(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A tablet that reports few points a second."""
    step = rng.uniform(0.08, 0.22)
    return [
        counted(stroke, max(int(np.ceil(length(stroke) / step)), 1) + 1)
        if len(stroke) > 2
        else stroke
        for stroke in strokes
    ]
