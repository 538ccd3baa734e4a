"""Read digits from pictures and stroke files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dlgui.commands.readers import add_model_argument, open_reader
from dlgui.console import print_json, say
from dlgui.core.errors import DlguiError, DrawingError
from dlgui.language import QT_TRANSLATE_NOOP, tr

if TYPE_CHECKING:
    from dlgui.core.reading.reader import Reader
    from dlgui.core.reading.result import Reading

HELP = QT_TRANSLATE_NOOP(
    "",
    "Read digits from pictures and stroke files.\n\n"
    "Prints a line for each picture or drawing as soon as it is read: its name, "
    "what it says, and how sure the network is.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=tr(
            "pictures, and stroke files (.jsonl, .jsonl.gz); - reads strokes from standard input"
        ),
    )
    add_model_argument(parser)
    parser.add_argument("--json", action="store_true", help=tr("print one JSON object a line"))


def run(options: argparse.Namespace) -> int:
    reader = open_reader(options.model)
    failed = False
    for name in options.files:
        try:
            for reading in read_file(reader, name):
                if options.json:
                    print_json(reading.record())
                else:
                    print(describe(reading), flush=True)
        except DlguiError as error:
            failed = True
            say(tr("dlgui: {error}").format(error=error))
    return int(failed)


def read_file(reader: Reader, name: str) -> Iterator[Reading]:
    """What `reader` reads in a picture, a stroke file, or on standard input for ``-``.

    Raises DrawingError when the file cannot be read.
    """
    from dlgui.core.ink.picture_file import load_picture
    from dlgui.core.ink.stroke_file import is_stroke_file, read_strokes

    if name == "-" and sys.stdin is None:
        raise DrawingError(
            tr("Standard input is closed, so it has no strokes: name a file instead.")
        )
    if name == "-" or is_stroke_file(name):
        for drawing in read_strokes(sys.stdin if name == "-" else name):
            reading = reader.read(drawing)
            yield reading if reading.id is not None else replace(reading, id=Path(name).name)
    else:
        yield replace(reader.read_picture(load_picture(Path(name))), id=Path(name).name)


def describe(reading: Reading) -> str:
    """The reading as a line of three columns, parted by tabs."""
    if not reading.digits:
        empty = tr("empty")
        return f"{reading.id}\t\t{empty}"
    sure = min(digit.probability for digit in reading.digits)
    verdict = tr("not a digit") if reading.refused else f"{sure:.1%}"
    return f"{reading.id}\t{reading.reading}\t{verdict}"
