"""What the shipped reader is trained, chosen and judged on: who goes where, rows, and no digits.

The material is described in `docs/reading.md`; none of it is part of the repository.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.stroke_file import read_strokes

FOLDS = 5
FOLD_SEED = 14
# Which fold leaves out all writers of a UNIPEN donor; the rest of them go with `OTHERS`. Donors are
# known by the first digits of their names' SHA-256: UNIPEN asks that nobody names them.
DONOR_FOLDS = {
    "ed415d": 0,
    "97dfc6": 1,
    "d3cec9": 1,
    "e1c49b": 1,
    "9bd65b": 1,
    "3a7bd3": 2,
    "0c2746": 3,
    "916a98": 4,
}
OTHERS = 3
# Letters that many people write like a digit: neither trained against nor counted as refusable.
LOOKALIKES = frozenset("OoDQIilZzSsBbqgGyJj")


@dataclass(frozen=True)
class Strokes:
    """Drawings of some writers. `letters` lack the look-alikes."""

    pendigits: list[Drawing]
    unipen: list[Drawing]
    letters: list[Drawing]

    def of(self, writers: Container[str]) -> Strokes:
        """These writers' drawings alone."""
        parts = (self.pendigits, self.unipen, self.letters)
        return Strokes(*([d for d in part if str(d.writer) in writers] for part in parts))

    def writers(self) -> set[str]:
        return {str(d.writer) for d in chain(self.pendigits, self.unipen, self.letters)}


@dataclass(frozen=True)
class Fold:
    """Who trains, and who is left out: some writers of every donor, and all writers of some donors.

    A UNIPEN writer is left out by two folds, once in either way; UCI's writers have one donor.
    """

    train: Strokes
    by_writer: Strokes
    by_donor: Strokes


def load_strokes(folder: Path) -> Strokes:
    """All drawings of `folder`."""
    names = ("pendigits", "unipen_digits", "unipen_upper", "unipen_lower")
    pendigits, unipen, upper, lower = (list(read_strokes(folder / f"{n}.jsonl.gz")) for n in names)
    letters = [letter for letter in upper + lower if letter.label not in LOOKALIKES]
    return Strokes(pendigits, unipen, letters)


def folds(strokes: Strokes) -> list[Fold]:
    """`FOLDS` ways of leaving writers out; every writer is left out once, and every donor."""
    writers = strokes.writers()
    by_writer, by_donor = writer_folds(writers), {writer: donor_fold(writer) for writer in writers}
    return [
        Fold(
            strokes.of({w for w in writers if fold not in (by_writer[w], by_donor[w])}),
            strokes.of({w for w in writers if by_writer[w] == fold}),
            strokes.of({w for w in writers if by_donor[w] == fold}),
        )
        for fold in range(FOLDS)
    ]


def without(digits: DigitSet, held_out: DigitSet) -> DigitSet:
    """`digits` less those that are in `held_out` too, pixel by pixel."""
    known = {image.tobytes() for image in held_out.images}
    kept = [i for i, image in enumerate(digits.images) if image.tobytes() not in known]
    return digits.take(np.array(kept))


def donor(writer: str) -> str:
    """Who collected a writer's drawings: what stands before the slash, else UCI."""
    return writer.split("/")[0] if "/" in writer else "uci"


def donor_fold(writer: str) -> int | None:
    """The fold that leaves out all of this writer's donor; None for UCI's."""
    name = donor(writer)
    known = hashlib.sha256(name.encode()).hexdigest()[:6]
    return None if name == "uci" else DONOR_FOLDS.get(known, OTHERS)


def writer_folds(writers: Iterable[str]) -> dict[str, int]:
    """The fold that leaves each writer out while others of the donor train."""
    rng = np.random.default_rng(FOLD_SEED)
    by_donor: dict[str, list[str]] = defaultdict(list)
    for writer in sorted(set(writers)):
        by_donor[donor(writer)].append(writer)
    found = {}
    for name in sorted(by_donor):
        shuffled = [by_donor[name][i] for i in rng.permutation(len(by_donor[name]))]
        free = [fold for fold in range(FOLDS) if fold != donor_fold(shuffled[0])]
        start = int(rng.integers(FOLDS))
        for i, writer in enumerate(shuffled):
            found[writer] = free[(i + start) % len(free)]
    return found


def writer_weights(drawings: Sequence[Drawing]) -> np.ndarray:
    """How often to draw each: float64 [n], sum 1; a writer counts by the root of his drawings.

    Otherwise the few who gave hundreds would outweigh the many who gave a dozen.
    """
    counts: dict[str | None, int] = defaultdict(int)
    for drawing in drawings:
        counts[drawing.writer] += 1
    weights = np.array([counts[drawing.writer] ** -0.5 for drawing in drawings])
    return np.asarray(weights / weights.sum())


def compose_row(
    digits: Sequence[Drawing],
    rng: np.random.Generator,
    *,
    overlap: float = 0.1,
    gap: float = 1.0,
    baseline: float = 0.12,
    size: float = 0.15,
) -> Drawing:
    """The digits side by side as one drawing, about 100 units high, strokes in writing order.

    The space between two is drawn evenly from minus `overlap` to `gap` times their mean width,
    where a digit counts as at least a third as wide as it is high; the baseline moves by up to
    ± `baseline` of the height, the height by up to ± `size`.
    """
    strokes: list[Stroke] = []
    edge, last_width = 0.0, None
    for digit in digits:
        x0, y0, x1, y1 = digit.box()
        height = 100 * (1 + rng.uniform(-size, size))
        scale = height / max(y1 - y0, (x1 - x0) / 2, 1e-6)
        ink = (x1 - x0) * scale
        width = max(ink, height / 3)
        if last_width is not None:
            edge += rng.uniform(-overlap, gap) * (width + last_width) / 2
        bottom = 100 * (1 + rng.uniform(-baseline, baseline))
        shift = np.array([edge - x0 * scale, bottom - y1 * scale])
        strokes += [
            Stroke((stroke.points * scale + shift).astype(np.float32)) for stroke in digit.strokes
        ]
        edge, last_width = edge + ink, width
    label = "".join(str(digit.label) for digit in digits)
    return Drawing(tuple(strokes), label=label)


def rows(drawings: Sequence[Drawing], count: int, seed: int) -> list[Drawing]:
    """`count` rows of two to six digits, each row from one writer's drawings."""
    rng = np.random.default_rng(seed)
    by_writer: dict[str | None, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        by_writer[drawing.writer].append(drawing)
    writers = list(by_writer.values())
    found = []
    for i in range(count):
        own = writers[rng.integers(len(writers))]
        chosen = [own[rng.integers(len(own))] for _ in range(rng.integers(2, 7))]
        row = compose_row(chosen, rng)
        found.append(Drawing(row.strokes, id=f"row-{i}", label=row.label, writer=chosen[0].writer))
    return found
