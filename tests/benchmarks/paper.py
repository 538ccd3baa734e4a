"""How well digits are read from pictures of paper, screens and files: a table, one row a kind.

    python tests/benchmarks/paper.py [--strokes FILE.jsonl.gz] [--each 40] [--kind NAME]

Digits are those that ship (their held-out part) and drawn ones, each put on paper as scanners,
cameras, programs and people do it. Only digits that are read right without any paper take part, so
that a row counts what the clean-up loses. `wrong` is a confident wrong answer, `refused` one that
was refused, `empty` one that was not seen.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from paper_cases import KINDS, SHAPES, Case, Cases, Points, Sheet, drawn

from dlgui.core.data.datasets import load_embedded
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.ink.stroke_file import read_strokes
from dlgui.core.nets.model import load_model
from dlgui.core.reading.reader import Reader
from dlgui.paths import resource


def material(
    reader: Reader, file: Path | None
) -> tuple[list[tuple[str, Sheet]], list[tuple[str, list[Points]]]]:
    """Digits that ship and strokes that the reader reads right without paper."""
    digits = load_embedded().validation
    images = digits.images.astype(np.float32) / 255
    read = reader.read_digits(images)
    good = [
        (str(label), image)
        for label, image, one in zip(digits.labels, images, read, strict=True)
        if one.digit == label and not one.refused and one.probability > 0.9
    ]
    rng = np.random.default_rng(5)
    strokes: Iterator[tuple[str, list[Points]]] = (
        (label, drawn(label, rng)) for _ in range(60) for label in SHAPES
    )
    if file is not None:
        strokes = (
            (drawing.label or "", _scaled([s.points for s in drawing.strokes]))
            for drawing in read_strokes(file)
        )
    kept: list[tuple[str, list[Points]]] = []
    for label, points in strokes:
        if len(label) != 1 or len(kept) >= 500:
            continue
        reading = reader.read(Drawing(tuple(Stroke(p.astype(np.float32)) for p in points)))
        if reading.reading == label and not reading.refused:
            kept.append((label, points))
    return good, kept


def _scaled(strokes: list[Points]) -> list[Points]:
    everything = np.concatenate(strokes)
    low, high = everything.min(axis=0), everything.max(axis=0)
    return [(points - low) * 100 / max(high[1] - low[1], 1e-6) for points in strokes]


def outcome(reader: Reader, label: str, content: bytes) -> str:
    reading = reader.read_picture(load_picture(content))
    if reading.reading == label and not reading.refused:
        return "right"
    if not reading.digits:
        return "empty"
    return "refused" if reading.refused else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--strokes", type=Path)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--keep", type=Path, help="a folder for the pictures that are not right")
    options = parser.parse_args()
    reader = Reader(load_model(resource("reader.safetensors")))
    digits, strokes = material(reader, options.strokes)
    total: Counter[str] = Counter()
    print(f"| kind | {options.each} cases: right | wrong | refused | empty |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for kind in options.kind or KINDS:
        make: Callable[[], Case] = getattr(Cases(digits, strokes, options.seed), kind)
        counts: Counter[str] = Counter()
        for number in range(options.each):
            label, content = make()
            result = outcome(reader, label, content)
            counts[result] += 1
            if options.keep and result != "right":
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{kind}-{number}-{label}-{result}.png").write_bytes(content)
        total += counts
        cells = [kind, *(str(counts[c]) for c in ("right", "wrong", "refused", "empty"))]
        print("|", " | ".join(cells), "|", flush=True)
    print("total", dict(total))


if __name__ == "__main__":
    main()
