"""The figures of a run's report, as SVG: what is measured is shapes, and every pixel a square.

Only what SVG Tiny 1.2 knows is used, so that other things than browsers can paint them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

INK, MUTED, RULE = "#1c2330", "#5b6475", "#d9dde5"
BLUE, ORANGE = "#2a5bd7", "#c75b12"
LEVELS = 16
"""Shades that pixels are painted in."""
MOST_POINTS = 600
"""Of a curve; more than there is room for on paper."""


@dataclass(frozen=True, slots=True)
class Figure:
    """svg: a whole element of `width` × `height` pixels; caption: a sentence of plain text"""

    svg: str
    width: int
    height: int
    caption: str


class Series(NamedTuple):
    """A curve. xs ascend; a pale one is the raw data behind another."""

    label: str
    colour: str
    xs: np.ndarray
    ys: np.ndarray
    is_pale: bool = False


class Digit(NamedTuple):
    """pixels: [height, width] from 0 (paper) to 1 (ink); caption: below it"""

    pixels: np.ndarray
    caption: str


def curves(series: Sequence[Series], x_label: str, y_label: str, caption: str) -> Figure:
    """All curves on the same axes, with a legend above them."""
    width, height = 640, 250
    left, right, top, bottom = 56, width - 12, 30, height - 44
    drawn = [one for one in series if len(one.xs)]
    x_low, x_high = 0.0, max((float(one.xs[-1]) for one in drawn), default=1.0)
    y_low = min((float(one.ys.min()) for one in drawn), default=0.0)
    y_high = max((float(one.ys.max()) for one in drawn), default=1.0)
    y_ticks, x_ticks = ticks(y_low, y_high, 5), ticks(x_low, x_high, 8)
    y_low, y_high = min(y_low, y_ticks[0]), max(y_high, y_ticks[-1])

    def x_at(x: float) -> float:
        return left + (x - x_low) / max(x_high - x_low, 1e-9) * (right - left)

    def y_at(y: float) -> float:
        return bottom - (y - y_low) / max(y_high - y_low, 1e-9) * (bottom - top)

    parts = [_line(left, y_at(y), right, y_at(y), RULE) for y in y_ticks]
    parts += [_text(left - 6, y_at(y) + 4, f"{y:g}", "end") for y in y_ticks]
    parts += [_text(x_at(x), bottom + 16, f"{x:g}", "middle") for x in x_ticks if x <= x_high]
    parts.append(_line(left, bottom, right, bottom, MUTED))
    for one in drawn:
        points = [(x_at(x), y_at(y)) for x, y in _thinned(one)]
        parts.append(_curve(points, one.colour, one.is_pale))
    parts += _legend([one for one in drawn if one.label], left)
    parts.append(_text((left + right) / 2, height - 8, x_label, "middle"))
    parts.append(_text(14, (top + bottom) / 2, y_label, "middle", turned=True))
    return _figure(width, height, parts, caption)


def confusion(counts: np.ndarray, classes: Sequence[str], caption: str) -> Figure:
    """counts: int [true, read]. Each cell's tint says its share of what truly is that digit."""
    cell, left, top = 40, 56, 26
    size = len(classes)
    parts = []
    totals = np.maximum(counts.sum(axis=1), 1)
    for true in range(size):
        y = top + true * cell
        parts.append(_text(left - 8, y + cell / 2 + 4, classes[true], "end"))
        parts.append(_text(left + (true + 0.5) * cell, top - 8, classes[true], "middle"))
        for read in range(size):
            share = counts[true, read] / totals[true]
            colour = BLUE if true == read else ORANGE
            tint = 0.75 * share if true == read else min(0.12 + 3 * share, 0.9) * (share > 0)
            parts.append(_square(left + read * cell, y, cell, colour, tint))
            if counts[true, read]:
                place = left + (read + 0.5) * cell, y + cell / 2 + 4
                parts.append(_text(*place, f"{counts[true, read]:,}", "middle", INK))
    return _figure(left + size * cell + 12, top + size * cell + 8, parts, caption)


def digits(shown: Sequence[Digit], caption: str, *, side: int = 112, across: int = 5) -> Figure:
    """Images beside and below each other, each in a frame of `side` pixels."""
    gap, line = 14, 20
    rows = ceil(len(shown) / across)
    below = line if any(one.caption for one in shown) else 0
    parts = []
    for place, one in enumerate(shown):
        y, x = divmod(place, across)
        x, y = x * (side + gap), y * (side + gap + below)
        parts += _image(one.pixels, x, y, side)
        parts.append(_text(x + side / 2, y + side + 15, one.caption, "middle", INK))
    columns = min(len(shown), across)
    width, height = columns * (side + gap) - gap + 1, rows * (side + gap + below) - gap + 1
    return _figure(width, height, parts, caption)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from below `low` or at it to `high` or above it, `most` + 2 at most."""
    span = max(high - low, 1e-9)
    step = 10 ** floor(log10(span / most))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= most)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _thinned(one: Series) -> list[tuple[float, float]]:
    """So many points that the eye misses none: means of runs of points, and the last one."""
    every = ceil(len(one.xs) / MOST_POINTS)
    places = range(0, len(one.xs), every)
    found = [
        (float(one.xs[i : i + every].mean()), float(one.ys[i : i + every].mean())) for i in places
    ]
    return [*found[:-1], (float(one.xs[-1]), float(one.ys[-1]))]


def _figure(width: int, height: int, parts: Iterable[str], caption: str) -> Figure:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img">'
    )
    title = f"<title>{escape(caption)}</title>"
    return Figure("".join([head, title, *parts, "</svg>"]), width, height, caption)


def _legend(series: Sequence[Series], left: float) -> list[str]:
    parts, x = [], left
    for one in series:
        parts.append(_curve([(x, 12), (x + 20, 12)], one.colour, one.is_pale))
        parts.append(_text(x + 26, 16, one.label, "start", INK))
        x += 44 + 7 * len(one.label)
    return parts


def _curve(points: Sequence[tuple[float, float]], colour: str, is_pale: bool) -> str:
    look = 'stroke-width="1" stroke-opacity="0.45"' if is_pale else 'stroke-width="2"'
    if len(points) == 1:
        ((x, y),) = points
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{text}" fill="none" stroke="{colour}" {look}/>'


def _image(pixels: np.ndarray, x: float, y: float, side: float) -> list[str]:
    """A path for each shade, of one square for each pixel."""
    unit = side / max(pixels.shape)
    shades = np.rint(np.clip(pixels, 0, 1) * LEVELS).astype(int)
    parts = [_square(x, y, side, INK, 0)]
    for level in range(1, LEVELS + 1):
        places = np.argwhere(shades == level)
        if len(places):
            path = "".join(
                f"M{x + column * unit:.2f} {y + line * unit:.2f}h{unit:.2f}v{unit:.2f}h-{unit:.2f}z"
                for line, column in places
            )
            opacity = level / LEVELS
            parts.append(f'<path d="{path}" fill="{INK}" fill-opacity="{opacity:.3f}"/>')
    return parts


def _square(x: float, y: float, side: float, colour: str, opacity: float) -> str:
    return (
        f'<rect x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="{side:.1f}" height="{side:.1f}" '
        f'fill="{colour}" fill-opacity="{opacity:.3f}" stroke="{RULE}"/>'
    )


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    places = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {places} stroke="{colour}"/>'


def _text(
    x: float, y: float, text: str, anchor: str, colour: str = MUTED, *, turned: bool = False
) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}"{turn}>{escape(text)}</text>'
