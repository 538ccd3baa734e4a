"""How well one network reads real handwriting, in detail: by place, digit, other ink and rows.

    python tests/benchmarks/reading.py --data FOLDER --reader FOLDS/fold-0.safetensors --fold 0
    python tests/benchmarks/reading.py --data FOLDER --reader RUN/model.safetensors

FOLDER holds `mnist/` and `strokes/` as for `packaging/train_reader.py`. With a fold, the network is
shown the writers whom that fold left out; without one all writers, which is fair only to a network
that learnt from none of them. The shipped reader learnt from all. Compares it with the reference
network after five epochs of MNIST, and with the same network fed by squashing the canvas to 28×28,
as most drawing demos do it. Intervals are of digits; `reading_folds.py` has those of writers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import FOLDS, Strokes, folds, load_strokes, rows
from synthetic_ink import scribble

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.data.folders import load_folder
from dlgui.core.evaluation.metrics import (
    Evaluation,
    Example,
    evaluate_digits,
    evaluate_drawings,
    wilson_interval,
)
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import Model, load_model
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import Reading
from dlgui.core.training.events import SnapshotTaken
from dlgui.core.training.settings import TrainingConfig

PAD = 400.0
# As wide on the 28×28 as MNIST's pens are.
SQUASHED_PEN = 32
# Of the pad: the size at which squashing comes closest to MNIST, whose digits fill 20 of 28 pixels.
LARGE = 20 / 28
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist, strokes")
    parser.add_argument("--reader", type=Path, required=True, help="the model file")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="whose writers it lacks")
    parser.add_argument("--rows", type=int, default=1000, help="how many numbers to put together")
    parser.add_argument("--no-reference", action="store_true", help="the reader alone")
    options = parser.parse_args()
    strokes = load_strokes(options.data / "strokes")
    if options.fold is not None:
        strokes = folds(strokes)[options.fold].by_writer
    mnist = load_folder(options.data / "mnist")
    reader = Reader(load_model(options.reader))
    readers: list[tuple[str, Reader, bool]] = [("This reader", reader, False)]
    if not options.no_reference:
        reference = Reader(_reference(mnist))
        readers.append(("Reference network, 5 epochs of MNIST", reference, False))
        readers.append(("The same, canvas squashed to 28×28", reference, True))
    images = mnist.validation
    single_digits(readers, strokes)
    pictures(readers[:2], images)
    each_digit(reader, strokes, images)
    refusal(reader, strokes)
    numbers(reader, strokes, options.rows)


def single_digits(readers: Sequence[tuple[str, Reader, bool]], part: Strokes) -> None:
    print("\n## Single digits, accuracy in % (95 % interval)\n")
    print("| reader | drawn | pen digits (UCI) | UNIPEN 1a |\n| --- | --- | ---: | ---: |")
    for name, reader, squash in readers:
        for condition, change in CONDITIONS.items():
            cells = []
            for digits in (part.pendigits, part.unipen):
                rng = np.random.default_rng(SEED)
                changed = [change(digit, rng) for digit in digits]
                judged = _squashed(reader, changed) if squash else _read(reader, changed)
                cells.append(_share(judged))
            print(f"| {name} | {condition} | {' | '.join(cells)} |", flush=True)


def pictures(readers: Sequence[tuple[str, Reader, bool]], digits: DigitSet) -> None:
    print("\n## MNIST's validation part, accuracy in %, and calibration\n")
    print("| reader | as they are | turned by up to 15° | calibration error |")
    print("| --- | ---: | ---: | ---: |")
    turned = _turned(digits, np.random.default_rng(SEED))
    for name, reader, _ in readers:
        plain = evaluate_digits(_never_refusing(reader), digits)
        rotated = evaluate_digits(_never_refusing(reader), turned)
        print(f"| {name} | {_share(plain)} | {_share(rotated)} | {plain.ece:.2%} |", flush=True)


def each_digit(reader: Reader, part: Strokes, images: DigitSet) -> None:
    print("\n## By digit: share read, in % (95 % interval)\n")
    plain = _never_refusing(reader)
    judged = [_read(reader, part.pendigits), _read(reader, part.unipen)]
    judged.append(evaluate_digits(plain, images))
    print("| digit | pen digits (UCI) | UNIPEN 1a | MNIST |\n| --- | ---: | ---: | ---: |")
    for digit in range(10):
        counts = [(one.confusion[digit, digit], one.confusion[digit].sum()) for one in judged]
        print(f"| {digit} | {' | '.join(_percent(int(a), int(b)) for a, b in counts)} |")
    print(f"| calibration error | {' | '.join(f'{one.ece:.2%}' for one in judged)} |")
    print(f"| count | {' | '.join(str(one.count) for one in judged)} |", flush=True)


def refusal(reader: Reader, part: Strokes) -> None:
    print("\n## Not a digit: share refused, in %\n")
    rng = np.random.default_rng(SEED)
    groups = {
        "true digits (UCI)": part.pendigits,
        "true digits (UNIPEN)": part.unipen,
        "letters that look like no digit": part.letters,
        "scribbles": [scribble(rng) for _ in range(2000)],
    }
    print("| ink | taken for one sign | as a number |\n| --- | ---: | ---: |")
    for name, drawings in groups.items():
        cells = []
        for single in (True, False):
            refused = sum(reader.read(drawing, single).refused for drawing in drawings)
            cells.append(_percent(refused, len(drawings)))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def numbers(reader: Reader, part: Strokes, count: int) -> None:
    print("\n## Rows of two to six digits, in % (95 % interval)\n")
    print("| digits from | digits right | numbers right |\n| --- | ---: | ---: |")
    for name, digits in (("pen digits (UCI)", part.pendigits), ("UNIPEN 1a", part.unipen)):
        judged = evaluate_drawings(reader, rows(digits, count, SEED))
        total = sum(len(example.label) for example in judged.examples)
        right = sum(_matched(example.label, example.reading) for example in judged.examples)
        print(f"| {name} | {_percent(right, total)} | {_share(judged)} |", flush=True)
        alone = evaluate_drawings(_never_refusing(reader), digits)
        split = sum(len(example.reading.digits) != 1 for example in alone.examples)
        print(f"| single digits of the same, not told so | {_share(alone)} | {split} split |")


def _as_written(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    return _placed(drawing, LARGE * PAD, 0.5, 0.5)


def _anywhere(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    return _placed(drawing, PAD * rng.uniform(0.1, 1.0), *rng.uniform(0, 1, 2))


def _small(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    return _placed(drawing, PAD * rng.uniform(0.1, 0.4), *rng.uniform(0, 1, 2))


def _rotated(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    angle = np.deg2rad(rng.uniform(-15, 15))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    strokes = tuple(Stroke((s.points @ turn).astype(np.float32)) for s in drawing.strokes)
    return _as_written(replace(drawing, strokes=strokes), rng)


CONDITIONS: dict[str, Callable[[Drawing, np.random.Generator], Drawing]] = {
    "large, in the middle": _as_written,
    "anywhere, a tenth to all of the pad": _anywhere,
    "anywhere, small": _small,
    "turned by up to 15°": _rotated,
}


def _placed(drawing: Drawing, size: float, across: float, down: float) -> Drawing:
    """The drawing with its longer side `size`, at a place (0 to 1 each way) on the pad."""
    x0, y0, x1, y1 = drawing.box()
    scale = size / max(x1 - x0, y1 - y0, 1e-6)
    room = PAD - np.array([x1 - x0, y1 - y0]) * scale
    shift = room * (across, down) - np.array([x0, y0]) * scale
    strokes = tuple(Stroke((s.points * scale + shift).astype(np.float32)) for s in drawing.strokes)
    return replace(drawing, strokes=strokes)


def _read(reader: Reader, drawings: Iterable[Drawing]) -> Evaluation:
    return evaluate_drawings(_never_refusing(reader), drawings, single=True)


def _squashed(reader: Reader, drawings: Sequence[Drawing]) -> Evaluation:
    """What comes of drawing on the 400-pixel pad and shrinking all of it to 28×28."""
    images = []
    for drawing in drawings:
        canvas = Image.new("L", (int(PAD), int(PAD)), 0)
        pen = ImageDraw.Draw(canvas)
        for stroke in drawing.strokes:
            points = [tuple(point) for point in stroke.points.tolist()]
            pen.line(
                points if len(points) > 1 else points * 2,
                fill=255,
                width=SQUASHED_PEN,
                joint="curve",
            )
        shrunk = canvas.resize((28, 28), Image.Resampling.BILINEAR)
        images.append(np.asarray(shrunk, dtype=np.float32) / 255)
    digits = _never_refusing(reader).read_digits(np.stack(images))
    return Evaluation(
        tuple(
            Example(str(drawing.label), Reading((digit,)))
            for drawing, digit in zip(drawings, digits, strict=True)
        )
    )


def _turned(digits: DigitSet, rng: np.random.Generator) -> DigitSet:
    images = [
        np.asarray(
            Image.fromarray(image).rotate(rng.uniform(-15, 15), Image.Resampling.BICUBIC),
            dtype=np.uint8,
        )
        for image in digits.images
    ]
    return DigitSet(np.stack(images), digits.labels)


def _never_refusing(reader: Reader) -> Reader:
    """The same probabilities without refusal, which is measured by itself."""
    calibration = {k: v for k, v in reader.model.calibration.items() if k != "threshold"}
    return Reader(replace(reader.model, calibration=calibration))


def _reference(mnist: DigitData) -> Model:
    from dlgui.core.training.train import train

    model = None
    for event in train(TrainingConfig(), mnist, snapshot_every=1e9):
        if isinstance(event, SnapshotTaken):
            model = event.model
    assert model is not None
    return model


def _matched(label: str, reading: Reading) -> int:
    """How many of the label's digits were read, in order: the longest common subsequence."""
    row = [0] * (len(label) + 1)
    for digit in reading.digits:
        previous = row[:]
        for i, true in enumerate(label):
            same = true == str(digit.digit) and not digit.refused
            row[i + 1] = previous[i] + 1 if same else max(row[i], previous[i + 1])
    return row[-1]


def _share(judged: Evaluation) -> str:
    return _percent(judged.right, judged.count)


def _percent(right: int, count: int) -> str:
    low, high = wilson_interval(right, count)
    return f"{100 * right / count:.2f} ({100 * low:.1f}–{100 * high:.1f})"


if __name__ == "__main__":
    main()
