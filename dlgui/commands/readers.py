"""The model that reads, for the commands that do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dlgui.language import tr

if TYPE_CHECKING:
    from dlgui.core.reading.reader import Reader


def add_model_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help=tr(
            "the model that reads, a .safetensors file (default: the one that ships with dlgui)"
        ),
    )


def open_reader(path: Path | None) -> Reader:
    """The model at `path`, or the one that ships with dlgui. Raises ModelFileError."""
    from dlgui import paths
    from dlgui.core.nets.model import load_model
    from dlgui.core.reading.reader import Reader

    return Reader(load_model(path or paths.resource("reader.safetensors")))
