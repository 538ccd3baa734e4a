"""What the shipped reader is trained, chosen and judged on: who goes where, rows, and no digits.

The material is described in `docs/reading.md`; none of it is part of the repository.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.stroke_file import read_strokes

SPLIT_SEED = 2026
VALIDATION_SHARE = 0.12
TEST_SHARE = 0.17
# Donors with fewer writers than this cannot be split without losing most of their hands.
MIN_WRITERS = 5
PARTS = ("train", "validation", "test")
# Letters that many people write like a digit: neither trained against nor counted as refusable.
LOOKALIKES = frozenset("OoDQIilZzSsBbqgGyJj")


@dataclass(frozen=True)
class Strokes:
    """One part's drawings. `letters` lack the look-alikes."""

    pendigits: list[Drawing]
    unipen: list[Drawing]
    letters: list[Drawing]


def load_strokes(folder: Path, seed: int = SPLIT_SEED) -> dict[str, Strokes]:
    """The drawings of `folder` by part ("train", "validation", "test"), split by writer."""
    names = ("pendigits", "unipen_digits", "unipen_upper", "unipen_lower")
    drawings = {name: list(read_strokes(folder / f"{name}.jsonl.gz")) for name in names}
    parts = split_writers((str(d.writer) for d in chain(*drawings.values())), seed)

    def of(part: str, *files: str) -> list[Drawing]:
        return [d for file in files for d in drawings[file] if parts[str(d.writer)] == part]

    return {
        part: Strokes(
            pendigits=of(part, "pendigits"),
            unipen=of(part, "unipen_digits"),
            letters=[
                letter
                for letter in of(part, "unipen_upper", "unipen_lower")
                if letter.label not in LOOKALIKES
            ],
        )
        for part in PARTS
    }


def without(digits: DigitSet, held_out: DigitSet) -> DigitSet:
    """`digits` less those that are in `held_out` too, pixel by pixel."""
    known = {image.tobytes() for image in held_out.images}
    kept = [i for i, image in enumerate(digits.images) if image.tobytes() not in known]
    return digits.take(np.array(kept))


def donor(writer: str) -> str:
    """Who collected a writer's drawings: what stands before the slash, else UCI."""
    return writer.split("/")[0] if "/" in writer else "uci"


def split_writers(writers: Iterable[str], seed: int = SPLIT_SEED) -> dict[str, str]:
    """Each writer's part, drawn within each donor so that every part has the donor's habits."""
    rng = np.random.default_rng(seed)
    by_donor: dict[str, list[str]] = defaultdict(list)
    for writer in sorted(set(writers)):
        by_donor[donor(writer)].append(writer)
    parts = {}
    for name in sorted(by_donor):
        shuffled = [by_donor[name][i] for i in rng.permutation(len(by_donor[name]))]
        count = len(shuffled)
        test = max(1, round(TEST_SHARE * count)) if count >= MIN_WRITERS else 0
        validation = max(1, round(VALIDATION_SHARE * count)) if count >= MIN_WRITERS else 0
        for i, writer in enumerate(shuffled):
            parts[writer] = PARTS[2 if i < test else 1 if i < test + validation else 0]
    return parts


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
