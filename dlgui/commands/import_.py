"""Bring in a model of Keras or PyTorch."""

from __future__ import annotations

import argparse
from pathlib import Path

from dlgui.console import print_json, say
from dlgui.language import QT_TRANSLATE_NOOP, facts, tr

HELP = QT_TRANSLATE_NOOP(
    "",
    "Bring in a model of Keras or PyTorch.\n\n"
    "FILE is a .safetensors state dict or a .weights.h5, whose network --network "
    "names, or a .keras file, which holds its own. What the file does not say is "
    "chosen by what reads digits best, and told.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("the file of the other program"))
    parser.add_argument(
        "--network",
        metavar="NAME_OR_LINE",
        help=tr('the network: a name such as "lenet5", or its layers, as "conv 8 3, relu, ..."'),
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="MODEL", help=tr("the model file to write")
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object"))


def run(options: argparse.Namespace) -> int:
    from dlgui.core.export.weights_in import import_model
    from dlgui.core.nets.model import save_model

    found = import_model(options.file, options.network)
    save_model(options.out, found.model)
    if options.json:
        print_json(
            {
                "model": str(options.out),
                "network": found.model.network,
                "accuracy": found.accuracy,
                "assumed": list(found.assumed),
            }
        )
    else:
        print(
            tr("The model is {path}; it reads {accuracy:.1%} of 500 digits.").format(
                path=options.out, accuracy=found.accuracy
            )
        )
        if found.assumed:
            print(
                tr("Assumed, because digits are read best so: {assumed}.").format(
                    assumed=facts(found.assumed)
                )
            )
    if not found.reads_digits:
        say(
            tr(
                "dlgui: it hardly reads digits: perhaps it is of another network, was trained "
                "on something else, or expects dark ink on light."
            )
        )
    return 0
