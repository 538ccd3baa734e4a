"""How long it takes to turn strokes into 28×28, against squashing a canvas as most programs do.

    python tests/benchmarks/ink.py [FILE.jsonl.gz]

Without a stroke file, smooth made-up curves of 60 points are drawn.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import torch
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from render_ink import pack, render_batch
from vary_ink import augment_strokes

from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.ink.raster import render
from dlgui.core.ink.stroke_file import read_strokes

COUNT, ROUNDS, CANVAS = 500, 5, 560


def made_up(seed: int) -> Drawing:
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 2 * np.pi, 60)
    waves = np.stack([np.sin(k * t + rng.random()) for k in range(1, 4)])
    return Drawing((Stroke((rng.normal(size=(2, 3)) @ waves).T.astype(np.float32) * 100),))


def squash(drawing: Drawing) -> np.ndarray:
    """The drawing painted on a canvas that is then scaled down, without any normalisation."""
    image = QImage(CANVAS, CANVAS, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.black)
    x0, y0, x1, y1 = drawing.box()
    scale = 0.8 * CANVAS / max(x1 - x0, y1 - y0, 1e-6)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("white"), 40, c=Qt.PenCapStyle.RoundCap))
    for stroke in drawing.strokes:
        placed = (stroke.points - (x0, y0)) * scale + 0.1 * CANVAS
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in placed.tolist()]))
    painter.end()
    small = image.scaled(28, 28, mode=Qt.TransformationMode.SmoothTransformation)
    return np.array(small.constBits(), dtype=np.uint8).reshape(28, -1)[:, :28] / 255


def each(work: Callable[[Drawing], object], drawings: Sequence[Drawing]) -> float:
    """The median over all drawings and rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        for drawing in drawings:
            start = perf_counter()
            work(drawing)
            times.append(perf_counter() - start)
    return 1000 * median(times)


def batched(work: Callable[[], object], count: int) -> float:
    """The median over the rounds, in milliseconds a drawing."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return 1000 * median(times) / count


def main() -> None:
    torch.set_num_threads(1)
    drawings = (
        list(read_strokes(sys.argv[1])) if sys.argv[1:] else [made_up(i) for i in range(COUNT)]
    )
    drawings = drawings[:COUNT]
    batch, generator = pack(drawings), torch.Generator().manual_seed(0)
    figures = {
        "squashed canvas (QImage)": each(squash, drawings),
        "ink.render": each(render, drawings),
        "render_batch, one thread": batched(lambda: render_batch(batch), len(drawings)),
        "augment_strokes, one thread": batched(
            lambda: augment_strokes(batch, generator), len(drawings)
        ),
    }
    base = figures["squashed canvas (QImage)"]
    for name, milliseconds in figures.items():
        print(
            f"{name:30} {milliseconds:8.3f} ms a drawing {1000 / milliseconds:9,.0f} a second"
            f" {milliseconds / base:6.2f} × squashing"
        )


if __name__ == "__main__":
    main()
