"""Which pieces of ink make which digit: the best reading of a whole row.

A piece is a pen stroke, or a connected part of a picture. Pieces are put in order from left to
right, every run of neighbours is a candidate digit, and dynamic programming (Bellman 1957; for
handwriting, Burges et al. 1992) finds the way of cutting the row into candidates that costs least.
A candidate costs what the reader thinks of it, in nats, and what its shape and place say: a bar
that is a fifth as high as the row is no digit by itself, and two strokes on top of each other
belong together.

A candidate that is surely no digit costs `NO_DIGIT` and not more: so a letter stays one refused
sign instead of falling apart into strokes that each look a little like a digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dlgui.core.reading import Box

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
