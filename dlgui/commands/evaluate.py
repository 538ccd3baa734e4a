"""Judge a model on labelled digits."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dlgui.commands.readers import add_model_argument, open_reader
from dlgui.console import ProgressBar, print_json, say, table_line
from dlgui.core.errors import DataError
from dlgui.language import QT_TRANSLATE_NOOP, listed, tr

if TYPE_CHECKING:
    from dlgui.core.evaluation.corruption_kinds import KindsEvaluation
    from dlgui.core.evaluation.metrics import Evaluation
    from dlgui.core.ink.drawing import Drawing
    from dlgui.core.reading.reader import Reader

HELP = QT_TRANSLATE_NOOP(
    "",
    "Judge a model on labelled digits.\n\n"
    "DATA is a data set (its folder or file, of which the test part is taken), a "
    "folder of pictures (DIR/7/anything.png; 7, 07, class_7, seven and 七 are the "
    'same), a stroke file, "embedded" for the digits held out from those that ship '
    'with dlgui, or "mnist" for the full MNIST in the data folder. Pictures that '
    "cannot be read are left out and told.\n\n"
    'Two sets of others judge and are never learnt from: "qmnist", the 50,000 test digits '
    'of QMNIST that MNIST lacks, and "mnist-c", MNIST\'s test digits corrupted in 15 ways '
    '("mnist-c/fog" is one of them). --download brings these sets, and "mnist", to the '
    "data folder if they are not there.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DATA", help=tr("what to judge the model on"))
    add_model_argument(parser)
    parser.add_argument(
        "--download",
        action="store_true",
        help=tr("download DATA first: mnist (12 MB), qmnist (10 MB) or mnist-c (247 MB)"),
    )
    parser.add_argument(
        "--json", action="store_true", help=tr("print one JSON object, with each reading")
    )


def run(options: argparse.Namespace) -> int:
    from dlgui.core.data.published import MNIST_C

    reader = open_reader(options.model)
    if options.download:
        _download(options.data)
    if options.data == MNIST_C.word and not Path(options.data).exists():
        kinds = _evaluate_kinds(reader)
        if options.json:
            print_json(kinds.record())
        else:
            print(kinds_report(kinds))
        return 0
    evaluation = evaluate(reader, options.data)
    if options.json:
        print_json(evaluation.record() | {"drawings": _drawings(evaluation)})
    else:
        print(report(evaluation))
    return 0


def evaluate(reader: Reader, data: str) -> Evaluation:
    """What is left out, and how the data was taken, is said on stderr.

    Raises DataError or DrawingError when `data` cannot be read or has no labels.
    """
    from dlgui.core.data.class_folders import load_pictures, part_folders, picture_files
    from dlgui.core.data.sources import load_judged
    from dlgui.core.evaluation.metrics import evaluate_digits, evaluate_drawings, evaluate_pictures
    from dlgui.core.ink.stroke_file import is_stroke_file, read_strokes

    path = Path(data)
    if is_stroke_file(data):
        return evaluate_drawings(reader, map(_understood, read_strokes(path)))
    if path.is_dir() and (parts := part_folders(path)):
        broken: list[str] = []
        files = picture_files(parts.get("test") or parts.get("validation") or parts["train"])
        evaluation = evaluate_pictures(reader, load_pictures(files, broken))
        for fault in broken:
            say(tr("dlgui: left out: {fault}").format(fault=fault))
        return evaluation
    digits, notes = load_judged(data)
    for note in notes:
        say(tr("dlgui: {note}").format(note=note))
    return evaluate_digits(reader, digits)


def _download(word: str) -> None:
    from dlgui.core.data.download import download
    from dlgui.core.data.published import PUBLISHED

    published = PUBLISHED.get(word.partition("/")[0])
    if published is None:
        raise DataError(
            tr("{data} cannot be downloaded, only {words} can.").format(
                data=word, words=listed(PUBLISHED)
            )
        )
    with ProgressBar() as bar, closing(download(published)) as running:
        for progress in running:
            bar.show(
                progress.received / progress.total,
                tr("{received:.1f} of {total:.1f} MB from {mirror}").format(
                    received=progress.received / 1e6,
                    total=progress.total / 1e6,
                    mirror=progress.mirror,
                ),
            )


def _evaluate_kinds(reader: Reader) -> KindsEvaluation:
    from dlgui.core.data.judging_sets import KINDS
    from dlgui.core.evaluation.corruption_kinds import KindsEvaluation, evaluate_mnist_c

    kinds: dict[str, Evaluation] = {}
    with ProgressBar() as bar:
        for kind, judged in evaluate_mnist_c(reader):
            kinds[kind] = judged
            bar.show(len(kinds) / len(KINDS), tr(KINDS[kind]))
    return KindsEvaluation(kinds)


def _understood(drawing: Drawing) -> Drawing:
    """The drawing with a label of digits where it says one in words. Raises DataError."""
    from dlgui.core.data.labels import digits_of

    if drawing.label is None or (digits := digits_of(drawing.label)) == drawing.label:
        return drawing
    if digits is None:
        raise DataError(
            tr('The label "{label}" says no digit: write digits, or "" for what is none.').format(
                label=drawing.label
            )
        )
    # A letter stays what it is: a reader should refuse it.
    return replace(drawing, label=digits) if digits else drawing


def _drawings(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Each drawing or image in the order of the data: its label and what was read."""
    return [
        {"label": example.label, **example.reading.record(), "right": example.is_right}
        for example in evaluation.examples
    ]


def report(evaluation: Evaluation) -> str:
    low, high = evaluation.interval
    lines = [
        tr(
            "Accuracy           {accuracy:8.2%}   ({right:,} of {count:,}; 95 % interval "
            "{low:.2%} to {high:.2%})"
        ).format(
            accuracy=evaluation.accuracy,
            right=evaluation.right,
            count=evaluation.count,
            low=low,
            high=high,
        ),
        tr("Refused            {refused:8.2%}").format(refused=evaluation.refused),
        tr("Calibration error  {ece:8.2%}").format(ece=evaluation.ece),
        "",
        tr("Digits by what they are (rows) and what they were read as (columns):"),
        "     |" + "".join(f"{digit:6}" for digit in range(10)),
        "-----+" + "-" * 61,
    ]
    for digit, row in enumerate(evaluation.confusion):
        lines.append(f"{digit:4} |" + "".join(f"{count:6}" for count in row))
    lines += ["", tr("digit   count    recall  precision")]
    for metrics in evaluation.per_digit:
        shares = f"{_percent(metrics.recall):>10} {_percent(metrics.precision):>10}"
        lines.append(f"{metrics.digit:5} {metrics.count:7}{shares}")
    return "\n".join(lines)


def kinds_report(judged: KindsEvaluation) -> str:
    """MNIST-C as a table of its kinds."""
    from dlgui.core.data.judging_sets import KINDS

    widths = (20, -9, -9, -18)

    def line(name: str, one: Evaluation) -> str:
        shares = one.accuracy, one.refused, one.ece
        return table_line((name, *map(_percent, shares)), widths)

    heads = (tr("kind"), tr("accuracy"), tr("refused"), tr("calibration error"))
    low, high = judged.interval
    return "\n".join(
        [
            table_line(heads, widths),
            *(line(tr(KINDS[kind]), one) for kind, one in judged.kinds.items()),
            "",
            line(tr("all corrupted"), judged.corrupted),
            tr(
                "95 % interval of the accuracy {low:.2%} to {high:.2%}, by digit: each is there "
                "in every kind."
            ).format(low=low, high=high),
        ]
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"
