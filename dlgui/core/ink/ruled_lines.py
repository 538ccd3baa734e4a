"""The lines that are printed on paper, kept apart from the strokes written on it.

Paper is ruled with several parallel lines at one spacing, or with lines that run from edge to edge.
A stroke does neither: however long and thin it is, it stays. What may be either is said to be in
doubt, and the reader decides which reading of the whole is the likelier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlgui.core.ink.morphology import opened, runs_of, window_max

# Lines have at least this share of their way across the picture, and at most that share as width.
LINE_LENGTH, LINE_THICKNESS = 0.5, 0.012
# Of the way across: a line that ends so near to the edge reaches it.
AT_EDGE = 0.03
# Pictures smaller than this have no room for lines beside the ink.
LEAST_SIDE = 64
# How many lines at one spacing make paper.
FAMILY = 3
# Of the spacing: how far a line may lie from its place; a photograph's perspective shifts it.
OFF_PLACE = 0.2
# Angles are looked for on this many bins across the picture, with at most so many points.
BINS, POINTS = 256, 8000


@dataclass(frozen=True, slots=True)
class Line:
    """A straight thin run of ink. place: its middle at the picture's middle column, in pixels;
    thickness: in pixels; reaches: whether it runs from edge to edge"""

    place: float
    thickness: int
    reaches: bool


@dataclass(frozen=True, slots=True)
class Cleaned:
    """ink: without lines, float32 [h, w]; sure: whether they are surely the paper's; reaches:
    whether any runs from edge to edge"""

    ink: np.ndarray
    sure: bool
    reaches: bool


def without_ruled_lines(ink: np.ndarray) -> Cleaned | None:
    """`ink`, float32 [h, w] from 0 to 1, without the paper's lines; None where there are none."""
    if min(ink.shape) < LEAST_SIDE:
        return None
    mask = ink > 0.15
    thick = max(2, round(LINE_THICKNESS * max(ink.shape)))
    thin = mask & ~_solid(mask, thick)
    level, upright = (
        _Direction(some, part, thick) for some, part in ((mask, thin), (mask.T, thin.T))
    )
    families = [direction.family() for direction in (level, upright)]
    sure = any(family and _reach(family) for family in families) or all(families)
    lines, widest = np.zeros_like(mask), 0
    for direction, family in zip((level, upright), families, strict=True):
        # A margin's line has no family, but runs from edge to edge.
        removed = {*family, *(line for line in direction.lines if line.reaches)}
        if family:
            removed.update(direction.beyond(family))
        if not removed:
            continue
        widest = max(widest, *(line.thickness for line in removed))
        own = direction.pixels(removed)
        lines |= own if direction is level else own.T
    if not lines.any():
        return None
    reaches = any(line.reaches for direction in (level, upright) for line in direction.lines)
    return Cleaned(_erased(ink, mask, lines, widest), sure, reaches)


def _reach(family: list[Line]) -> bool:
    return sum(line.reaches for line in family) > len(family) / 2


class _Direction:
    """The lines that are nearer to level than to upright."""

    def __init__(self, mask: np.ndarray, thin: np.ndarray, thick: int) -> None:
        self._mask = mask
        self._slope = _fitted(_slope(thin), thin)
        self._rows = self._offsets()
        self.lines = self._found(thick)

    def family(self) -> list[Line]:
        """The lines that lie at one spacing, if they are enough for paper."""
        places = np.array([line.place for line in self.lines])
        if len(places) < FAMILY:
            return []
        gaps = np.unique(np.diff(places).round(1))
        tried = (_at_spacing(places, first, gap) for gap in gaps for first in range(len(places)))
        best = [self.lines[i] for i in max(tried, key=len)]
        return best if len(best) >= FAMILY and 2 * len(best) > len(self.lines) else []

    def beyond(self, family: list[Line]) -> list[Line]:
        """The family's lines that only cut a corner of the picture, too short to be found."""
        height, width = self._mask.shape
        whole = [line for line in family if line.reaches]
        places = np.array([line.place for line in (whole if len(whole) > 1 else family)])
        gap = float(np.median(np.diff(places) / np.maximum(1, np.rint(_in_steps(places)))))
        reach = abs(self._slope) * width / 2 + gap
        before = np.arange(places[0] - gap, -reach, -gap)
        after = np.arange(places[-1] + gap, height + reach, gap)
        usual = round(float(np.median([line.thickness for line in family])))
        return [Line(float(place), usual, True) for place in (*before, *after)]

    def pixels(self, lines: set[Line]) -> np.ndarray:
        """bool [h, w]: all pixels of these lines with their soft edges, across the picture."""
        found = np.zeros_like(self._mask)
        columns = np.arange(found.shape[1])
        # One that only cuts the picture's edge looks thinner than it is.
        usual = float(np.median([line.thickness for line in lines]))
        for line in lines:
            middle = line.place + self._slope * (columns - found.shape[1] / 2)
            half = (max(line.thickness, usual) / 2 + 1) * (1 + self._slope**2) ** 0.5
            for step in range(-int(half) - 1, int(half) + 2):
                rows = np.rint(middle).astype(int) + step
                near = (np.abs(rows - middle) <= half) & (rows >= 0) & (rows < found.shape[0])
                found[rows[near], columns[near]] = True
        return found

    def _offsets(self) -> np.ndarray:
        """[h', w]: the row of each pixel along each line at the slope; outside for some."""
        height, width = self._mask.shape
        shift = np.rint(self._slope * (np.arange(width) - width / 2)).astype(int)
        reach = int(np.abs(shift).max(initial=0))
        rows: np.ndarray = np.arange(-reach, height + reach)[:, None] + shift
        return rows

    def _found(self, thick: int) -> list[Line]:
        height, width = self._mask.shape
        rows = self._rows
        inside = (rows >= 0) & (rows < height)
        # A pixel more above and below: a line is not always on the pixels of the measured angle.
        near = window_max(self._mask, 1, 0)
        straight = near[np.clip(rows, 0, height - 1), np.arange(width)] & inside
        # Gaps where the printer or the threshold skipped are bridged.
        at, starts, ends = runs_of(window_max(straight, thick, 1) & inside)
        lengths = ends - starts
        ways = inside.sum(axis=1)
        long = (lengths >= LINE_LENGTH * ways[at]) & (ways[at] >= 0.3 * width)
        first = np.where(inside.any(axis=1), inside.argmax(axis=1), 0)
        lines, slack = [], AT_EDGE * ways + 2
        steepness = (1 + self._slope**2) ** 0.5
        chosen = np.flatnonzero(long)
        for band in np.split(chosen, np.flatnonzero(np.diff(at[chosen]) > 1) + 1):
            thickness = (
                round((at[band[-1]] - at[band[0]] - 1) / steepness) if len(band) else thick + 1
            )
            if thickness > thick:
                continue
            longest = band[lengths[band].argmax()]
            row = at[longest]
            reaches = (
                starts[longest] <= first[row] + slack[row]
                and ends[longest] >= first[row] + ways[row] - slack[row]
            )
            place = float(at[band].mean()) + rows[0, width // 2]
            lines.append(Line(place, max(1, thickness), bool(reaches)))
        return lines


def _in_steps(places: np.ndarray) -> np.ndarray:
    """The distances between neighbours, in the smallest of them."""
    distances = np.diff(places)
    steps: np.ndarray = distances / distances.min()
    return steps


def _at_spacing(places: np.ndarray, first: int, gap: float) -> list[int]:
    """The places from `first` on that follow each other by `gap` or a few times it."""
    if gap < 4:
        return []
    chosen = [first]
    for i in range(first + 1, len(places)):
        steps = (places[i] - places[chosen[-1]]) / gap
        if round(steps) in (1, 2, 3) and abs(steps - round(steps)) <= OFF_PLACE:
            chosen.append(i)
    return chosen


def _slope(thin: np.ndarray) -> float:
    """Rows down for each column across, from -1 to 1, along which the thin ink lies in lines.

    Summed along the right slope, lines give few high sums (as in the Radon transform); the sum of
    the sums' squares says how few. First coarsely, then to a pixel across the picture.
    """
    rows, columns = np.nonzero(thin)
    if len(rows) < 2:
        return 0.0
    width = thin.shape[1]
    columns = columns - width / 2
    few = slice(None, None, -(-len(rows) // POINTS))
    size = max(1.0, max(thin.shape) / BINS)
    coarse = _sharpest(rows[few], columns[few], np.linspace(-1, 1, 2 * BINS + 1), size)
    finer = slice(None, None, -(-len(rows) // (4 * POINTS)))
    near = coarse + np.arange(-1 / BINS, 1 / BINS, 1 / width)
    return _sharpest(rows[finer], columns[finer], near, 1.0)


def _fitted(slope: float, thin: np.ndarray) -> float:
    """The slope to a fraction of a pixel across: a straight line through each line's points."""
    rows, columns = np.nonzero(thin)
    if len(rows) < 2:
        return slope
    few = slice(None, None, -(-len(rows) // (4 * POINTS)))
    share = len(rows[few]) / len(rows)
    rows, columns = rows[few], columns[few] - thin.shape[1] / 2
    across = rows - slope * columns
    places = np.rint(across).astype(int)
    places -= places.min()
    counts = np.bincount(places)
    # A line is where the sums are highest; its points are those up to five pixels away.
    peak = np.maximum.reduce([np.roll(counts, step) for step in range(-2, 3)])
    tops = np.flatnonzero((counts == peak) & (counts > share * LINE_LENGTH / 2 * thin.shape[1]))
    if not len(tops):
        return slope
    nearest = tops[np.searchsorted((tops[1:] + tops[:-1]) / 2, places)]
    near = np.abs(places - nearest) <= 5
    _, line = np.unique(nearest[near], return_inverse=True)
    sizes = np.bincount(line)
    x, y = columns[near], across[near]
    x = x - (np.bincount(line, x) / sizes)[line]
    y = y - (np.bincount(line, y) / sizes)[line]
    return slope + float(x @ y) / max(float(x @ x), 1e-9)


def _sharpest(rows: np.ndarray, columns: np.ndarray, slopes: np.ndarray, size: float) -> float:
    sharpness = []
    for slope in slopes:
        # A line's width in rows grows with the slope; the distance between lines does not.
        across = (rows - slope * columns) / (size * (1 + slope * slope) ** 0.5)
        places = np.rint(across).astype(int)
        counts = np.bincount(places - places.min()).astype(np.float64)
        sharpness.append(float(counts @ counts))
    return float(slopes[int(np.argmax(sharpness))])


def _erased(ink: np.ndarray, mask: np.ndarray, lines: np.ndarray, thickness: int) -> np.ndarray:
    """`ink` without `lines`, but with the strokes that cross them."""
    on_lines = lines & mask
    solid = _solid(mask, thickness)
    alone = ink[on_lines & ~solid]
    # Of the line's middle, not of its soft edges.
    level = float(np.percentile(alone, 85)) if alone.size else 1.0
    # Ink is darker than most prints, and clearly so on a line of half its darkness.
    darker = ink > level + 0.5 * (1 - level) if level < 0.7 else np.zeros_like(mask)
    kept = np.where(lines & ~solid & ~darker, 0, ink)
    # A thin stroke goes on where there is ink on both sides of the line.
    reach = thickness + 4
    strong = kept > 0.4
    for axis in (0, 1):
        before, after = (_within(strong, reach * sign, axis) for sign in (1, -1))
        kept = np.where(lines & before & after, ink, kept)
    return kept.astype(np.float32)


def _solid(mask: np.ndarray, thickness: int) -> np.ndarray:
    """What is wider than `thickness` both ways; a line at the picture's edge is not."""
    radius = thickness // 2 + 1
    around = 2 * radius
    wide: np.ndarray = opened(np.pad(mask, around), radius)[around:-around, around:-around]
    return wide


def _within(mask: np.ndarray, reach: int, axis: int) -> np.ndarray:
    """Whether `mask` is True within `reach` pixels before (or after, if negative) along `axis`."""
    found = mask.copy()
    source, target = np.moveaxis(mask, axis, 0), np.moveaxis(found, axis, 0)
    for step in range(1, abs(reach) + 1):
        if reach > 0:
            target[step:] |= source[:-step]
        else:
            target[:-step] |= source[step:]
    return found
