"""Judge a model on labelled digits.

DATA is a data set (a folder with IDX files or an mnist.npz, of which the test part is taken), a
folder of pictures (DIR/7/anything.png), a stroke file, "embedded" for the digits held out from
those that ship with dlgui, or "mnist" for the full MNIST in the data folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgui.commands.readers import add_model_argument, is_stroke_file, open_reader
from dlgui.console import print_json

if TYPE_CHECKING:
    from dlgui.core.evaluation.metrics import Evaluation
    from dlgui.core.reading.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DATA", help="what to judge the model on")
    add_model_argument(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object, with each reading"
    )


def run(options: argparse.Namespace) -> int:
    evaluation = evaluate(open_reader(options.model), options.data)
    if options.json:
        print_json(evaluation.record() | {"drawings": _drawings(evaluation)})
    else:
        print(report(evaluation))
    return 0


def evaluate(reader: Reader, data: str) -> Evaluation:
    """Raises DataError or DrawingError when `data` cannot be read or has no labels."""
    from dlgui import paths
    from dlgui.core.data.datasets import load_embedded
    from dlgui.core.data.folders import load_image_tree, load_judging_digits
    from dlgui.core.evaluation.metrics import evaluate_digits, evaluate_drawings, evaluate_pictures
    from dlgui.core.ink.stroke_file import read_strokes

    path = Path(data)
    if is_stroke_file(data):
        return evaluate_drawings(reader, read_strokes(path))
    if _holds_pictures(path):
        return evaluate_pictures(reader, load_image_tree(path))
    if data == "embedded" and not path.exists():
        return evaluate_digits(reader, load_embedded().validation)
    if data == "mnist" and not path.exists():
        path = paths.mnist_dir()
    return evaluate_digits(reader, load_judging_digits(path))


def _drawings(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Each drawing or image in the order of the data: its label and what was read."""
    return [
        {"label": example.label, **example.reading.record(), "right": example.is_right}
        for example in evaluation.examples
    ]


def _holds_pictures(path: Path) -> bool:
    from dlgui.core.data.folders import SUFFIXES

    return any(file.suffix.lower() in SUFFIXES for file in path.glob("*/*"))


def report(evaluation: Evaluation) -> str:
    low, high = evaluation.interval
    lines = [
        f"Accuracy           {evaluation.accuracy:8.2%}   "
        f"({evaluation.right:,} of {evaluation.count:,}; 95 % interval {low:.2%} to {high:.2%})",
        f"Refused            {evaluation.refused:8.2%}",
        f"Calibration error  {evaluation.ece:8.2%}",
        "",
        "true | read as" + "".join(f"{digit:6}" for digit in range(10))[len(" read as") :],
        "-----+" + "-" * 61,
    ]
    for digit, row in enumerate(evaluation.confusion):
        lines.append(f"{digit:4} |" + "".join(f"{count:6}" for count in row))
    lines += ["", "digit   count    recall  precision"]
    for metrics in evaluation.per_digit:
        shares = f"{_percent(metrics.recall):>10} {_percent(metrics.precision):>10}"
        lines.append(f"{metrics.digit:5} {metrics.count:7}{shares}")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"
