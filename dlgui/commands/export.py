"""Write a model for other programs, and have another engine check it; or a run for TensorBoard."""

from __future__ import annotations

import argparse
from pathlib import Path

from dlgui.console import print_json
from dlgui.core.errors import ModelFileError
from dlgui.core.export import FORMATS
from dlgui.language import QT_TRANSLATE_NOOP, tr

TENSORBOARD = "tensorboard"

HELP = QT_TRANSLATE_NOOP(
    "",
    "Write a model for other programs, and have another engine check it.\n\n"
    "Prints which files were written and the largest difference that the other "
    "engine found on 100 digits. A model that another engine reads otherwise is "
    "not written.\n\n"
    "For TensorBoard, name a run: its folder, or what it is called below the data "
    "folder. Its curves, layers, weights and settings are written as event files.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="MODEL",
        help=tr("a model file of dlgui (default: the reader that ships); for TensorBoard, a run"),
    )
    parser.add_argument(
        "--to",
        required=True,
        choices=(*FORMATS, TENSORBOARD),
        help=tr(
            "ONNX, Keras' .keras, PyTorch (weights, script and .pt2), a page for any browser, or "
            "event files for TensorBoard"
        ),
    )
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="PATH",
        help=tr("the file, or TensorBoard's folder, to write"),
    )
    parser.add_argument(
        "--title", help=tr("what to call the model (default: the model file's name)")
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object"))


def run(options: argparse.Namespace) -> int:
    if options.to == TENSORBOARD:
        return _export_run(options)
    from dlgui.commands.readers import open_reader
    from dlgui.jobs.transfer_process import export

    model = open_reader(options.model).model
    usual = (
        options.model.stem if options.model else model.summary.get("title") or tr("Reader of dlgui")
    )
    done = export(model, options.to, options.out, options.title or usual)
    if options.json:
        print_json(
            {
                "files": [str(file) for file in done.files],
                "engine": done.check.engine,
                "difference": done.check.difference,
                "digits": done.check.count,
                "advice": done.check.advice,
            }
        )
    else:
        print("\n".join([*map(str, done.files), done.check.sentence()]))
    return 0


def _export_run(options: argparse.Namespace) -> int:
    from dlgui.commands.runs import found_run
    from dlgui.core.export.tensorboard import save_event_files

    if options.model is None:
        raise ModelFileError(
            tr('TensorBoard shows runs: name one, "dlgui runs" lists those that there are.')
        )
    folder = found_run(options.model)
    files = [str(file) for file in save_event_files(folder, options.out)]
    if options.json:
        print_json({"run": str(folder.path), "files": files})
    else:
        print(
            "\n".join(
                [*files, tr("To look at it: tensorboard --logdir {path}").format(path=options.out)]
            )
        )
    return 0
