"""Which pieces of ink make which digit: the best reading of a whole row.

A piece is a pen stroke, or a connected part of a picture. Pieces are put in order from left to
right, every run of neighbours is a candidate digit, and dynamic programming (Bellman 1957; for
handwriting, Burges et al. 1992) finds the way of dividing the row into candidates that costs least.
A candidate costs what the reader thinks of it, in nats, and what its shape and place say: a bar
that is a fifth as high as the row is no digit by itself, and two strokes on top of each other
belong together. One that is surely no digit costs `NO_DIGIT` and not more: so a letter stays one
refused sign instead of falling apart into strokes that each look a little like a digit.

Ink that may be two digits, touching in a picture or drawn in one stroke, is cut as well. A cut is
only an offer: the halves are put together again where the whole is the better digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dlgui.core.ink.drawing import Box, Stroke
from dlgui.core.ink.scan import EDGE_INK, Piece

# Nobody needs more strokes for a digit; UNIPEN's writers need four at the most.
MAX_PIECES = 4
# More pieces than this are no number but a scribble, and are read as one sign.
MAX_ROW = 40
# In heights of the row: white space inside a digit is narrower, but for one in three hundred.
MAX_GAP = 0.25

Group = tuple[int, ...]
Scores = Callable[[Sequence[Group]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Costs:
    """In nats. Lengths are in heights of the row. Fitted to rows made of training writers' digits.

    no_digit: the most that the reader's opinion of one candidate may cost
    low: for a candidate without height; growing with the square of what it lacks to `full`
    flat: for being wider than `widest`, by one height
    gap: for white space inside a candidate, from left to right
    overlap: for two neighbouring digits that lie over each other
    cut: for cutting connected ink in two
    interrupted: for each stroke that was drawn while this digit was under way, up to three
    """

    no_digit: float = 2.5
    full: float = 0.8
    low: float = 40.0
    widest: float = 1.3
    flat: float = 6.0
    gap: float = 6.0
    overlap: float = 12.0
    cut: float = 2.0
    interrupted: float = 0.5


COSTS = Costs()


def group_pieces(
    boxes: Sequence[Box],
    scores: Scores,
    wholes: Sequence[int] | None = None,
    costs: Costs = COSTS,
) -> list[Group]:
    """The pieces of each digit, by their indices in `boxes`, digits from left to right.

    boxes: the pieces' boxes, in the order in which they were drawn
    scores: gives each candidate's log-probability of being one digit, as the reader sees it
    wholes: for each piece, the number of the connected ink that it was cut from, if any was cut
    """
    if len(boxes) < 2 or len(boxes) > MAX_ROW:
        return [tuple(range(len(boxes)))] if boxes else []
    uncut = range(len(boxes))
    row = _Row(np.asarray(boxes, dtype=np.float64), np.asarray(wholes or uncut), costs)
    candidates = row.candidates()
    opinions = np.maximum(scores([row.pieces(*c) for c in candidates]), -costs.no_digit)
    price = {
        candidate: row.shape_cost(*candidate) - float(opinion)
        for candidate, opinion in zip(candidates, opinions, strict=True)
    }
    return [row.pieces(*c) for c in _cheapest(len(boxes), price, row.border_cost)]


def _cheapest(
    count: int,
    price: dict[tuple[int, int], float],
    between: Callable[[tuple[int, int], tuple[int, int]], float],
) -> list[tuple[int, int]]:
    """The chain of candidates (start, stop) from 0 to `count` with the lowest sum."""
    # best[c]: the lowest sum of a chain that ends with c, and c's predecessor in it
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {}
    for candidate in sorted(price):
        start, _ = candidate
        before = [(best[c][0] + between(c, candidate), c) for c in best if c[1] == start]
        if start == 0:
            best[candidate] = (price[candidate], None)
        elif before:
            cost, previous = min(before)
            best[candidate] = (cost + price[candidate], previous)
    last: tuple[int, int] | None = min((c for c in best if c[1] == count), key=lambda c: best[c][0])
    chain = []
    while last is not None:
        chain.append(last)
        last = best[last][1]
    return chain[::-1]


class _Row:
    """Pieces from left to right, and what the shapes of runs of them cost."""

    def __init__(self, boxes: np.ndarray, wholes: np.ndarray, costs: Costs) -> None:
        self._costs = costs
        self._order = np.argsort(boxes[:, 0] + boxes[:, 2], kind="stable")
        self._boxes = boxes[self._order]
        self._wholes = wholes[self._order]
        heights = boxes[:, 3] - boxes[:, 1]
        widths = boxes[:, 2] - boxes[:, 0]
        # A row of dashes has no height of its own.
        self._height = max(heights.max(), widths.max() / 3, 1e-9)

    def pieces(self, start: int, stop: int) -> Group:
        """The candidate's indices in the order of drawing."""
        return tuple(sorted(self._order[start:stop].tolist()))

    def candidates(self) -> list[tuple[int, int]]:
        """Runs (start, stop) that may be one digit.

        Always each piece alone, what was cut from one whole, and everything together.
        """
        count = len(self._boxes)
        runs = {(0, count): None}
        for start in range(count):
            runs[start, start + 1] = None
            for stop in range(start + 2, count + 1):
                is_whole = (self._wholes[start:stop] == self._wholes[start]).all()
                too_many = stop - start > MAX_PIECES and not is_whole
                if too_many or self._gaps(start, stop).max() > MAX_GAP:
                    break
                runs[start, stop] = None
        return list(runs)

    def shape_cost(self, start: int, stop: int) -> float:
        costs, boxes = self._costs, self._boxes[start:stop]
        x0, y0 = boxes[:, :2].min(axis=0)
        x1, y1 = boxes[:, 2:].max(axis=0)
        height, width = (y1 - y0) / self._height, (x1 - x0) / self._height
        time = self._order[start:stop]
        interruptions = min(time.max() - time.min() + 1 - len(time), 3)
        return float(
            costs.low * max(1 - height / costs.full, 0) ** 2
            + costs.flat * max(width - costs.widest, 0)
            + costs.gap * self._gaps(start, stop).sum()
            + costs.interrupted * interruptions
        )

    def border_cost(self, left: tuple[int, int], right: tuple[int, int]) -> float:
        """What it costs that these two runs are neighbouring digits."""
        a, b = self._boxes[slice(*left)], self._boxes[slice(*right)]
        overlap = (a[:, 2].max() - b[:, 0].min()) / self._height
        is_cut = np.isin(self._wholes[slice(*left)], self._wholes[slice(*right)]).any()
        return float(self._costs.overlap * max(overlap, 0) + self._costs.cut * is_cut)

    def _gaps(self, start: int, stop: int) -> np.ndarray:
        """[pieces - 1]: the white space before each piece but the first, in heights, or 0."""
        boxes = self._boxes[start:stop]
        reach = np.maximum.accumulate(boxes[:, 2])[:-1]
        gaps: np.ndarray = np.maximum(boxes[1:, 0] - reach, 0) / self._height
        return gaps


# In heights of the row: what is narrower is hardly two digits.
NARROWEST = 0.6
# A cut is the thinnest place within so many heights to either side.
VALLEY = 0.12
# Of the part's height: where more ink stands above each other, digits do not touch.
DEEPEST = 0.45
MAX_CUTS = 6
# In heights of the row: a stroke wider than this may be two digits, and its parts are this high.
WIDE_STROKE, LEAST_HEIGHT = 1.0, 0.5
# Vertical lines at which a stroke's passes are counted.
PLACES = 32


def cut_strokes(strokes: Sequence[Stroke]) -> tuple[list[Stroke], list[int]]:
    """The strokes, those wider than the row is high cut in two or more, and which each is of.

    A cut is made where the pen passed a vertical line only once, on its way from one digit to the
    next, and only where what remains on both sides is high enough for a digit.
    """
    height = max((float(np.ptp(stroke.points[:, 1])) for stroke in strokes), default=0.0)
    cut: list[Stroke] = []
    wholes: list[int] = []
    for number, stroke in enumerate(strokes):
        parts = _parted_stroke(stroke, height)
        cut += parts
        wholes += [number] * len(parts)
    return cut, wholes


def _parted_stroke(stroke: Stroke, height: float) -> list[Stroke]:
    if float(np.ptp(stroke.points[:, 0])) < WIDE_STROKE * height:
        return [stroke]
    parts, rest = [], stroke
    for x in _single_passes(stroke.points[:, 0]):
        first, second = _cut_at(rest, x)
        if min(np.ptp(part.points[:, 1]) for part in (first, second)) > LEAST_HEIGHT * height:
            parts.append(first)
            rest = second
    return [*parts, rest]


def _single_passes(x: np.ndarray) -> list[float]:
    """The middles of the stretches of x that the pen passed just once, in order of drawing."""
    places = np.linspace(x.min(), x.max(), PLACES + 2)[1:-1]
    low, high = np.minimum(x[:-1], x[1:]), np.maximum(x[:-1], x[1:])
    passes = (low[:, None] <= places) & (places < high[:, None])
    once = np.concatenate([[False], passes.sum(axis=0) == 1, [False]])
    starts = np.flatnonzero(once[1:] & ~once[:-1])
    ends = np.flatnonzero(once[:-1] & ~once[1:])
    middles = ((starts + ends - 1) // 2).tolist()
    return [float(places[m]) for m in sorted(middles, key=lambda m: passes[:, m].argmax())]


def _cut_at(stroke: Stroke, x: float) -> tuple[Stroke, Stroke]:
    """The stroke before and after it first passes the vertical line at `x`, which it does."""
    columns = stroke.points[:, 0]
    index = int(np.flatnonzero((columns[:-1] <= x) != (columns[1:] <= x))[0])
    share = (x - columns[index]) / (columns[index + 1] - columns[index])

    def halves(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        at = values[index : index + 1] * (1 - share) + values[index + 1 : index + 2] * share
        at = at.astype(np.float32)
        return np.concatenate([values[: index + 1], at]), np.concatenate([at, values[index + 1 :]])

    before, after = halves(stroke.points)
    if stroke.pressure is None:
        return Stroke(before), Stroke(after)
    light, heavy = halves(stroke.pressure)
    return Stroke(before, light), Stroke(after, heavy)


def cut_wide(pieces: Sequence[Piece]) -> tuple[list[Piece], list[int]]:
    """The pieces, those that are wide cut at their thinnest places, and which each was part of."""
    height = max((piece.ink.shape[0] for piece in pieces), default=0)
    cut: list[Piece] = []
    wholes: list[int] = []
    for number, piece in enumerate(pieces):
        columns = _thin_columns(piece.ink, height)
        parts = _parted(piece, columns) if columns else [piece]
        cut += parts
        wholes += [number] * len(parts)
    return cut, wholes


def _thin_columns(ink: np.ndarray, height: int) -> list[int]:
    """Where to cut: the middles of the valleys of the ink per column, at most `MAX_CUTS`."""
    width = ink.shape[1]
    if width < NARROWEST * height:
        return []
    inked = (ink > EDGE_INK).sum(axis=0)
    reach = max(round(VALLEY * height), 1)
    around = sliding_window_view(np.pad(inked, reach, mode="edge"), 2 * reach + 1).min(axis=1)
    is_valley = (inked == around) & (inked <= DEEPEST * ink.shape[0])
    is_valley[:reach] = is_valley[width - reach :] = False
    starts = np.flatnonzero(is_valley & ~np.roll(is_valley, 1))
    ends = np.flatnonzero(is_valley & ~np.roll(is_valley, -1))
    middles = (starts + ends + 1) // 2
    thinnest = np.argsort(inked[middles], kind="stable")[:MAX_CUTS]
    return sorted(middles[thinnest].tolist())


def _parted(piece: Piece, columns: Sequence[int]) -> list[Piece]:
    height, width = piece.ink.shape
    x0, y0, x1, y1 = piece.box
    # The box is in the picture's pixels, the ink in those of the picture that was shrunk.
    across = (x1 - x0) / width
    down = (y1 - y0) / height
    parts = []
    for start, stop in zip([0, *columns], [*columns, width], strict=True):
        ink = piece.ink[:, start:stop]
        rows = np.flatnonzero((ink > EDGE_INK).any(axis=1))
        if len(rows) == 0:
            continue
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        box = (x0 + start * across, y0 + top * down, x0 + stop * across, y0 + bottom * down)
        parts.append(Piece(box, ink[top:bottom], piece.left + start, piece.top + top))
    return parts
