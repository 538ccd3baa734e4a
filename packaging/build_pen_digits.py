"""Rebuild the digits that hands write with a pen: python packaging/build_pen_digits.py

Writes resources/pen-digits.idx.gz, in which the digits take turns. MNIST's writers are American; a
network that saw them alone reads a four in one zigzag as a five and a flagged one as a seven. The
strokes of the writers whom the shipped reader knows may not be copied into dlgui, so these digits
are drawn from a few skeletons of our own, changed by chance as hands differ. Training with
augmentation shows them among the others (`dlgui.core.augmentation.habits`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from build_other_ink import STEP
from reader_styles import restyle
from render_ink import pack
from synthetic_ink import rounded
from vary_ink import StrokeVariation, augment_strokes

from dlgui.core.data.idx import write_idx
from dlgui.core.ink.drawing import Drawing, Stroke

# Made in blocks, so that a few are the first of many.
COUNT, BLOCK = 3000, 100
# How many of them have parts of their strokes changed too.
RESTYLED = 0.5
VARIATION = StrokeVariation(rotation=8.0, slant=10.0, aspect=1.25, gap=0.0)
TARGET = Path(__file__).parents[1] / "resources" / "pen-digits.idx.gz"
# Ways of writing each digit: strokes as the hull's corners "x y" on a grid of 8 × 8, y down. A
# corner with "!" stays sharp.
WAYS: dict[int, tuple[tuple[str, ...], ...]] = {
    0: (
        ("4 0, 1 0, 0 3, 0 6, 2 8, 5 8, 7 6, 7 2, 5 0, 3 0",),
        ("3 0, 0 2, 0 6, 2 8, 5 8, 6 5, 6 2, 4 0, 2 0, 1 1",),
        ("2 1, 0 4, 1 8, 4 8, 6 6, 6 2, 4 0, 1 0, 1 2",),
        ("5 1, 2 0, 0 3, 0 6, 3 8, 6 7, 7 4, 6 1, 3 1, 2 2",),
        ("4 0, 1 0, 0 3, 0 6, 2 8, 5 8, 7 6, 7 2, 5 0, 3 0", "7 0, 0 8"),
        ("4 0, 1 0, 0 3, 0 6, 2 8, 5 8, 7 6, 7 2, 5 0, 3 0", "5 2, 2 6"),
    ),
    1: (
        ("4 0, 4 8",),
        ("5 0, 3 8",),
        ("2 2, 4 0!, 4 8",),
        ("1 3, 4 0!, 4 8",),
        ("0 4, 4 0!, 4 8",),
        ("0 3, 2 3, 4 0!, 4 8",),
        ("0 5, 5 0!, 3 8",),
        ("1 3, 4 0!, 4 8", "1 8, 7 8"),
        ("2 2, 4 0!, 4 8", "2 8, 6 8"),
        ("0 4, 4 0!, 4 8", "0 8, 7 8"),
        ("1 3, 4 0!, 4 8!, 1 8!, 7 8",),
        ("4 0, 3 7, 4 8, 6 7",),
    ),
    2: (
        ("0 2, 1 0, 4 0, 7 1, 6 4, 0 8!, 7 8",),
        ("0 1, 3 0, 6 1, 5 4, 0 8!, 6 8",),
        ("0 2, 2 0, 6 0, 6 4, 2 8, 0 8, 0 6, 3 7, 7 8",),
        ("0 0!, 6 0!, 0 8!, 7 8",),
        ("0 2, 3 -1, 7 1, 4 6, 0 8, 2 7, 5 8, 7 7",),
        ("1 2, 1 0, 5 0, 6 3, 0 8!, 3 7, 6 9",),
    ),
    3: (
        ("0 1, 2 0, 6 0, 6 3, 2 4!, 6 4, 7 7, 4 8, 0 7",),
        ("0 0, 5 0, 6 3, 1 4!, 6 4, 6 8, 2 8, 0 8",),
        ("0 0!, 6 0!, 3 3!, 7 4, 6 8, 2 8, 0 7",),
        ("0 1, 3 -1, 6 1, 5 4, 2 4, 2 3, 6 4, 7 7, 3 9, 0 7",),
        ("0 1, 5 -1, 6 3, 3 4, 7 5, 6 9, 0 8",),
    ),
    4: (
        ("3 0, 0 5!, 7 5", "5 3, 5 8"),
        ("0 0, 0 4!, 6 4", "5 0, 5 8"),
        ("2 0, 0 4, 1 5, 7 4", "5 1, 4 8"),
        ("5 0!, 0 5!, 7 5", "5 0, 5 8"),
        ("4 8, 5 0!, 0 5!, 7 5",),
        ("7 5, 0 5!, 4 0!, 4 8",),
        ("4 0, 0 5!, 6 4!, 4 8",),
        ("4 0, 0 5!, 7 4!, 6 8",),
        ("3 0, 0 4, 6 4!, 4 8",),
        ("2 0, 0 4!, 6 4!, 6 1!, 5 8",),
        ("0 0, 0 4, 5 5, 6 0!, 5 8",),
    ),
    5: (
        ("6 0, 1 0!, 0 4!, 3 3, 6 4, 6 7, 3 8, 0 7",),
        ("6 0, 1 0!, 1 3, 5 3, 7 6, 4 8, 0 8",),
        ("6 0, 2 0, 0 2, 3 4, 6 5, 6 8, 2 8, 0 7",),
        ("1 0, 0 4!, 3 3, 6 4, 6 7, 3 8, 0 7", "1 0, 6 0"),
        ("1 0, 1 3, 5 3, 6 6, 4 8, 0 8", "1 0, 6 -1"),
        ("1 0, 0 4!, 3 3, 6 4, 6 7, 3 8, 0 7", "3 -1, 7 -1"),
    ),
    6: (
        ("5 0, 1 2, 0 6, 2 8, 5 8, 6 6, 5 4, 2 4, 0 6",),
        ("4 0, 0 3, 0 7, 3 9, 6 7, 5 4, 1 4, 0 6",),
        ("4 0, 1 5, 1 8, 4 8, 5 6, 3 5, 1 7",),
        ("5 0, 2 3, 0 7, 2 9, 4 9, 5 7, 4 5, 1 6",),
        ("6 0, 0 0, 0 7, 3 8, 6 8, 6 4, 1 4",),
        ("3 0, 0 5, 1 8, 4 8, 5 5, 3 4, 2 6, 6 6",),
    ),
    7: (
        ("0 0!, 6 0!, 2 8",),
        ("0 1, 2 0, 6 0!, 4 4, 3 8",),
        ("0 0!, 6 0!, 2 8", "1 4, 6 4"),
        ("0 1, 3 1, 6 0!, 3 8", "2 4, 6 4"),
        ("0 2, 0 0!, 6 0!, 3 4, 2 8",),
        ("0 2, 0 0!, 6 0!, 2 8", "1 4, 6 4"),
        ("0 0, 6 0!, 3 8!, 5 7",),
        ("0 1, 2 0, 6 0, 6 3, 3 8",),
    ),
    8: (
        ("5 1, 2 0, 0 2, 3 4, 6 6, 4 8, 1 8, 0 6, 3 4, 6 2, 4 0",),
        ("6 1, 3 0, 1 1, 2 3, 6 5, 5 8, 2 8, 1 6, 4 4, 6 2, 6 1",),
        ("6 0, 3 0, 1 2, 5 5, 5 8, 2 8, 1 6, 4 4, 6 2",),
        ("1 1, 4 0, 6 2, 3 4, 0 6, 2 8, 5 8, 6 6, 3 4, 0 2, 1 1",),
        ("3 4, 0 3, 1 0, 5 0, 6 3, 3 4, 0 5, 1 8, 5 8, 6 5, 3 4",),
        ("3 0, 1 1, 1 3, 3 4, 5 3, 5 1, 3 0", "3 4, 0 5, 0 8, 3 8, 6 7, 6 5, 3 4"),
    ),
    9: (
        ("6 1, 3 0, 0 2, 2 4, 5 3, 6 1!, 6 4, 5 8",),
        ("6 1, 4 0, 0 0, 0 4, 4 4, 6 1!, 6 8",),
        ("6 1, 3 0, 0 2, 2 4, 5 3, 6 0!, 6 6, 4 8, 1 7",),
        ("6 2, 4 0, 0 1, 1 4, 5 4, 6 1, 6 6, 3 9, 0 8",),
        ("5 1, 3 0, 1 1, 1 3, 3 4, 5 3, 6 1!, 4 5, 2 8",),
        ("6 0, 2 1, 1 2, 3 2, 6 0!, 3 8",),
        ("4 1, 1 0, 0 3, 3 4, 6 1, 6 0, 6 5, 5 8",),
        ("5 2, 4 0, 1 1, 2 3, 5 3, 5 6, 3 8, 0 8",),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--target", type=Path, default=TARGET, help="the file that is written")
    options = parser.parse_args()
    write_idx(options.target, pen_digits(COUNT))
    size = options.target.stat().st_size
    print(f"{COUNT:,} images, {size:,} bytes, in {options.target}")


def pen_digits(count: int) -> np.ndarray:
    """uint8 [count, 28, 28], 0 to 9 by turns, in pens of all widths."""
    torch.set_num_threads(1)
    rng, generator = np.random.default_rng(0), torch.Generator().manual_seed(0)
    blocks = [_block(rng, generator) for _ in range(-(-count // BLOCK))]
    return np.concatenate(blocks)[:count]


def _block(rng: np.random.Generator, generator: torch.Generator) -> np.ndarray:
    drawings = [pen_digit(i % 10, rng) for i in range(BLOCK)]
    styled, chosen = restyle(drawings, rng), rng.random(BLOCK) < RESTYLED
    written = [styled[i] if chosen[i] else drawing for i, drawing in enumerate(drawings)]
    grey = augment_strokes(pack(written), generator, VARIATION) * 255
    images: np.ndarray = (grey / STEP).round().mul(STEP).clamp(max=255).to(torch.uint8).numpy()
    return images


def pen_digit(label: int, rng: np.random.Generator) -> Drawing:
    """One digit as some hand might write it, about 100 units large."""
    ways = WAYS[label]
    slant, turn = rng.normal(0.05, 0.22), rng.normal(0, 0.1)
    stretch = np.exp(rng.normal(0.05, 0.18))
    shape = np.array([[1 / stretch, 0], [-slant, stretch]]) @ np.array(
        [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
    )
    roundness = int(rng.integers(1, 4))
    strokes = []
    for corners in ways[rng.integers(len(ways))]:
        shaken = _points(corners, rng)
        strokes.append(Stroke((rounded(shaken, roundness) @ shape * 12.5).astype(np.float32)))
    return Drawing(tuple(strokes), label=str(label))


def _points(corners: str, rng: np.random.Generator, shake: float = 0.4) -> np.ndarray:
    """float64 [n, 2]: the corners, shaken; sharp ones twice, so that no rounding cuts them."""
    points = []
    for corner in corners.split(","):
        x, y = map(float, corner.strip(" !").split())
        point = np.array([x, y]) + rng.normal(0, shake, 2)
        points += [point] * (2 if corner.endswith("!") else 1)
    return np.array(points)


if __name__ == "__main__":
    main()
