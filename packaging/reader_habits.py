"""What hands do to single digits: flags, feet, bars, hooks, open loops, tails, lightning fours.

Each function takes a digit's strokes (see `pen_paths`) and changes some of them, by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from math import radians

import numpy as np
from pen_paths import (
    STEP,
    corner,
    curl,
    length,
    line,
    longest,
    replaced,
    resampled,
    smoothed,
    turned,
    walked,
)

Strokes = list[np.ndarray]
Habit = Callable[[Strokes, np.random.Generator], Strokes]


def _zero(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Ends that cross, and a slash or a bar."""
    if rng.random() < 0.2 and len(strokes[0]) > 12:
        ring = strokes[0] if rng.random() < 0.5 else strokes[0][::-1]
        strokes = [_overrun(ring, rng), *strokes[1:]]
    if len(strokes) > 1 or rng.random() >= 0.12:
        return strokes
    low, high = strokes[0].min(axis=0), strokes[0].max(axis=0)
    centre = (high + low) / 2 + rng.normal(0, 0.03, 2)
    half = (high - low) / 2 * rng.uniform(0.5, 1.25)
    if rng.random() < 0.65:
        half = half * [1, -1]
    elif rng.random() < 0.5:
        half = half * [1, rng.normal(0, 0.15)]
    return [*strokes, line(centre - half, centre + half, rng, 0.04)]


def _overrun(stroke: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The stroke continued beyond its end, as the pen was going or a little straighter."""
    count = max(len(stroke) // 12, 3)
    way = np.diff(stroke[-count - 1 :], axis=0)
    heading = np.arctan2(way[:, 1], way[:, 0])
    bend = heading[-1] - heading[0]
    turn = np.arctan2(np.sin(bend), np.cos(bend)) / (count - 1)
    steps = np.arange(1, int(rng.uniform(2, 14)) + 1)
    angles = heading[-1] + turn * rng.uniform(-0.3, 1.6) * steps
    return np.concatenate([stroke, walked(stroke[-1], angles)])


def _one(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A hook at the foot, or a flag, with or without a foot; or another flag than there is."""
    if not _is_plain_one(strokes):
        return _with_other_flag(strokes, rng)
    stem = strokes[0] if strokes[0][0, 1] < strokes[0][-1, 1] else strokes[0][::-1]
    chance = rng.random()
    if chance > 0.8:
        hook = stem[-1] + [rng.uniform(0.04, 0.22), rng.uniform(-0.12, 0.02)]
        return [np.concatenate([stem, line(stem[-1], hook, rng, 0.2)[1:]])]
    if chance > 0.45:
        return strokes
    height = float(np.ptp(stem[:, 1]))
    angle = radians(rng.uniform(25, 72))
    reach = height * (rng.uniform(0.12, 0.7) if rng.random() < 0.8 else rng.uniform(0.5, 0.9))
    flag = line(stem[0] + np.array([-np.cos(angle), np.sin(angle)]) * reach, stem[0], rng, 0.08)
    is_joined = rng.random() < 0.85
    flagged = [np.concatenate([flag, stem[1:]])] if is_joined else [stem, flag[::-1]]
    if rng.random() < 0.4:
        left, right = height * rng.uniform(0.1, 0.36, 2)
        tilt = radians(rng.normal(0, 7))
        way = np.array([np.cos(tilt), np.sin(tilt)])
        foot = stem[-1] - [0, rng.uniform(-0.02, 0.03)]
        flagged.append(line(foot - way * left, foot + way * right, rng, 0.04))
    return flagged


def _is_plain_one(strokes: Strokes) -> bool:
    if len(strokes) != 1 or len(strokes[0]) < 6:
        return False
    stem = strokes[0]
    is_straight = length(stem) < 1.12 * np.hypot(*(stem[-1] - stem[0]))
    return bool(is_straight and np.ptp(stem[:, 1]) > 1.8 * np.ptp(stem[:, 0]))


def _with_other_flag(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    stem, top = strokes[0], corner(strokes[0])
    has_flag = top is not None and top <= len(stem) / 2 and stem[top, 1] <= stem[0, 1]
    if top is None or not has_flag or rng.random() > 0.3:
        return strokes
    flag = turned(stem[: top + 1] - stem[top], radians(rng.normal(0, 12))) * rng.uniform(0.5, 1.5)
    return [np.concatenate([stem[top] + flag, stem[top + 1 :]]), *strokes[1:]]


def _four(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """Now and then one stroke like a lightning bolt instead."""
    if rng.random() >= 0.06:
        return strokes
    left, right, middle = rng.uniform(-0.1, 0.2), rng.uniform(0.5, 0.95), rng.uniform(0.35, 0.65)
    points = np.array(
        [
            [rng.uniform(0.15, 0.7), 0.0],
            [left, middle],
            [right, middle + rng.normal(0, 0.08)],
            [right - rng.uniform(-0.1, 0.55), 1.0],
        ]
    )
    legs = [line(points[i], points[i + 1], rng, 0.07) for i in range(3)]
    bolt = [resampled(np.concatenate(legs))]
    return smoothed(bolt, rng) if rng.random() < 0.6 else bolt


def _six(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A smaller or larger loop, turned a little."""
    stroke = strokes[0]
    is_usual = len(strokes) == 1 and len(stroke) > 12 and stroke[0, 1] < stroke[-1, 1]
    bottom = int(stroke[:, 1].argmax())
    if not is_usual or rng.random() >= 0.3 or not 0.3 < bottom / len(stroke) < 0.85:
        return strokes
    loop = turned(stroke[bottom:] - stroke[bottom], radians(rng.normal(0, 18)))
    return [np.concatenate([stroke[:bottom], stroke[bottom] + loop * rng.uniform(0.45, 1.2)])]


def _seven(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A bar, a serif at the left, a hook at the foot; or a bar less."""
    stem = strokes[0]
    if len(strokes) == 2:
        is_bar = _is_bar(strokes[1], stem)
        return strokes[:1] if is_bar and rng.random() < 0.3 else strokes
    if len(strokes) > 2 or len(stem) < 9 or stem[0, 1] >= stem[-1, 1]:
        return strokes
    added: Strokes = []
    top = corner(stem)
    if rng.random() < 0.35 and top is not None:
        at = int(top + (len(stem) - top) * rng.uniform(0.3, 0.7))
        centre = stem[min(at, len(stem) - 1)] + rng.normal(0, 0.03, 2)
        tilt = radians(rng.normal(-8, 12))
        half = np.array([np.cos(tilt), np.sin(tilt)]) * rng.uniform(0.12, 0.34)
        added = [line(centre - half, centre + half, rng, 0.04)]
    if rng.random() < 0.12:
        serif = stem[0] + [rng.normal(0, 0.03), rng.uniform(0.06, 0.25)]
        stem = np.concatenate([line(serif, stem[0], rng), stem[1:]])
    if rng.random() < 0.12:
        hook = stem[-1] + [rng.uniform(0.05, 0.2), rng.uniform(-0.1, 0.02)]
        stem = np.concatenate([stem, line(stem[-1], hook, rng)[1:]])
    return [stem, *added]


def _is_bar(stroke: np.ndarray, stem: np.ndarray) -> bool:
    is_short = length(stroke) < 0.5 * length(stem)
    is_level = np.ptp(stroke[:, 0]) > 1.5 * np.ptp(stroke[:, 1])
    return bool(is_short and is_level and stroke[:, 1].mean() > stem[:, 1].min() + 0.25)


def _nine(strokes: Strokes, rng: np.random.Generator) -> Strokes:
    """A flat loop, a tail that swings or curls to the left, a loop that stays open."""
    index = longest(strokes)
    stroke = strokes[index]
    if len(stroke) < 16:
        return strokes
    closed, chance = _loop_end(stroke), rng.random()
    if closed is not None and chance < 0.12:
        flat = (stroke[:closed] - stroke[closed]) * rng.uniform([0.5, 0.15], 1.1)
        loop = stroke[closed] + turned(flat, radians(rng.normal(0, 15)))
        stroke = np.concatenate([loop, stroke[closed:]])
    elif closed is not None and chance < 0.22:
        # As a three's lower bow does.
        size = np.ptp(stroke[:closed], axis=0).max()
        count = max(int(size * rng.uniform(1.0, 2.2) / STEP), 4)
        angles = np.linspace(rng.uniform(40, 110), rng.uniform(125, 215), count)
        tail = walked(stroke[closed - 1], np.radians(angles))
        stroke = np.concatenate([stroke[:closed], tail])
    elif chance < 0.42:
        angle = radians(rng.uniform(10, 125))
        stroke = curl(stroke, rng.uniform(0.15, 0.5), angle, rng.uniform(0.9, 1.7))
    if rng.random() < 0.2:
        stroke = stroke[int(len(stroke) * rng.uniform(0.03, 0.16)) :]
    return replaced(strokes, index, stroke)


def _loop_end(stroke: np.ndarray) -> int | None:
    """The index at which the stroke comes back to its beginning, if it does."""
    away = np.hypot(*(stroke - stroke[0]).T)
    first, last = int(0.3 * len(stroke)), int(0.8 * len(stroke))
    at = first + int(away[first:last].argmin())
    is_closed = at < last - 1 and away[at] < 0.15 and away[:at].max() > 0.2
    return at if is_closed else None


HABITS: dict[int, Habit] = {0: _zero, 1: _one, 4: _four, 6: _six, 7: _seven, 9: _nine}
