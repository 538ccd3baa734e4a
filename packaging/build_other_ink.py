"""Rebuild the ink that is no digit: python packaging/build_other_ink.py

Writes resources/other-ink.idx.gz: letters and scribbles by turns, in pens of all widths. Every
network that a person trains learns from it what to refuse (`dlgui.core.reading.ood_probe`). It is
the same each time, so it is made here once and not at the end of each training, where drawing it
took nine seconds.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from synthetic_ink import letter, scribble

from dlgui.core.data.idx import write_idx
from dlgui.core.ink.raster import SIZE, render

COUNT = 6000
# Grey values are kept in steps of this: half the size, and no refusal changes.
STEP = 8
TARGET = Path(__file__).parents[1] / "resources" / "other-ink.idx.gz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--target", type=Path, default=TARGET, help="the file that is written")
    options = parser.parse_args()
    write_idx(options.target, other_ink(COUNT))
    size = options.target.stat().st_size
    print(f"{COUNT:,} images, {size:,} bytes, in {options.target}")


def other_ink(count: int) -> np.ndarray:
    """uint8 [count, 28, 28]; any part of them from the first on has both kinds."""
    rng = np.random.default_rng(0)
    images = np.zeros((count, SIZE, SIZE), dtype=np.uint8)
    for i, image in enumerate(images):
        drawing = letter(rng) if i % 2 else scribble(rng)
        grey = render(drawing, float(rng.uniform(1.6, 3.6))) * 255
        image[:] = np.minimum(np.round(grey / STEP) * STEP, 255)
    return images


if __name__ == "__main__":
    main()
