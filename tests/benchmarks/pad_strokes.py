"""Whether the pad, drawn on by the mouse, reads what `dlgui evaluate` reads in the same strokes.

    python tests/benchmarks/pad_strokes.py --data FOLDER [--reader FOLDS/fold-0.safetensors]

FOLDER holds `strokes/` as for `packaging/train_reader.py`. Digits of the writers whom its first
fold leaves out are drawn in the real window by mouse events at whole pixels, as a mouse sends them,
somewhere on the pad and a quarter to nine tenths as high; the same file is given to `dlgui evaluate
--json`. Prints how many of the answers agree, and each that does not. The reader of the first fold
knows none of these writers; without `--reader` it is the shipped one, which does.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import folds, load_strokes

from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.stroke_file import write_strokes
from dlgui.core.reading.result import Reading

SMALLEST, LARGEST = 0.25, 0.9
"""Of the pad's height."""
EDGE = 4.0
"""Pixels that the mouse keeps from the pad's edges."""
SECONDS = 30.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with strokes")
    parser.add_argument("--reader", type=Path, help="a model file instead of the shipped reader")
    parser.add_argument("--count", type=int, default=300, help="how many drawings")
    parser.add_argument("--seed", type=int, default=1, help="which of them, and where on the pad")
    options = parser.parse_args()
    part = folds(load_strokes(options.data / "strokes"))[0].by_writer
    digits = part.pendigits + part.unipen
    rng = np.random.default_rng(options.seed)
    chosen = [digits[i] for i in rng.choice(len(digits), options.count, replace=False)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DLGUI_HOME"] = folder
        expected = _evaluated(chosen, Path(folder) / "chosen.jsonl", options.reader)
        found = list(_drawn(chosen, options.reader, rng))
    return _report(chosen, expected, found)


def _evaluated(
    drawings: Sequence[Drawing], file: Path, reader: Path | None
) -> list[dict[str, Any]]:
    write_strokes(file, drawings)
    command = [sys.executable, "-m", "dlgui", "evaluate", "--json", str(file)]
    command += [] if reader is None else ["--model", str(reader)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    drawn: list[dict[str, Any]] = json.loads(done.stdout)["drawings"]
    return drawn


def _drawn(
    drawings: Sequence[Drawing], reader: Path | None, rng: np.random.Generator
) -> Iterator[Reading]:
    """What the window answers to each drawing."""
    from dlgui.app import make_application
    from dlgui.demo.hand import Hand
    from dlgui.ui.session.session import Session
    from dlgui.ui.window.window import MainWindow

    application = make_application()
    session = Session()
    window = MainWindow(session)
    window.resize(1280, 800)
    window.show()
    session.start()
    hand = Hand(window, lambda: False)
    hand.wait(lambda: session.reader.model is not None, "the reader was not loaded", SECONDS)
    if reader is not None:
        shipped = session.reader.model
        session.reader.open(reader)
        hand.wait(lambda: session.reader.model is not shipped, "it was not opened", SECONDS)
    pad = hand.find("pad")
    answers: list[Reading] = []
    session.pad.answered.connect(answers.append)
    for drawing in drawings:
        hand.draw("pad", _placed(drawing, pad.width(), pad.height(), rng))
        # Whatever was asked before is forgotten, so that the next answer is to all of the ink.
        hand.click("singleDigitCheck")
        hand.click("singleDigitCheck")
        answers.clear()
        hand.wait(lambda: bool(answers), "the pad gave no answer", SECONDS)
        yield answers[0]
        hand.click("clearButton")
    closed: list[bool] = []
    session.closed.connect(lambda: closed.append(True))
    window.close()
    while not closed:
        application.processEvents()


def _placed(
    drawing: Drawing, width: int, height: int, rng: np.random.Generator
) -> list[np.ndarray]:
    """The strokes in whole pixels of the pad, without points where the mouse stood still."""
    x0, y0, x1, y1 = drawing.box()
    side = height * rng.uniform(SMALLEST, LARGEST) - 2 * EDGE
    scale = min(side / max(y1 - y0, 1e-6), (width - 2 * EDGE) / max(x1 - x0, 1e-6))
    room = np.array([width, height]) - 2 * EDGE - np.array([x1 - x0, y1 - y0]) * scale
    corner = EDGE + rng.uniform(0, 1, 2) * room - np.array([x0, y0]) * scale
    placed = []
    for stroke in drawing.strokes:
        points = np.rint(stroke.points * scale + corner)
        moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
        placed.append(points[moved])
    return placed


def _report(
    drawings: Sequence[Drawing], expected: Sequence[dict[str, Any]], found: Sequence[Reading]
) -> int:
    differ = 0
    for drawing, file, pad in zip(drawings, expected, found, strict=True):
        if (file["reading"], file["refused"]) != (pad.reading, pad.refused):
            differ += 1
            print(f"{drawing.id}, a {drawing.label}: file {_told(file)}, pad {_told(pad.record())}")
    right = sum(
        r.reading == d.label and not r.refused for d, r in zip(drawings, found, strict=True)
    )
    count = len(drawings)
    print(f"{count - differ} of {count} answers agree; the pad reads {right} as their labels say.")
    return 1 if differ else 0


def _told(record: dict[str, Any]) -> str:
    sure = min((digit["probability"] for digit in record["digits"]), default=0.0)
    return f"{record['reading']!r}{' refused' if record['refused'] else ''} ({sure:.1%})"


if __name__ == "__main__":
    sys.exit(main())
