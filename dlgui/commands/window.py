"""Open the window, as dlgui without a command does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dlgui.console import has_display, say
from dlgui.language import QT_TRANSLATE_NOOP, tr

HELP = QT_TRANSLATE_NOOP(
    "",
    "Open the window, as dlgui without a command does.\n\n"
    "With a FILE, that model answers the pad, or that handed-on run is taken in. "
    "Where the window is open already, it comes to the front.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=tr("a .safetensors model (default: the one that ships with dlgui) or a .dlgui-run"),
    )


def run(options: argparse.Namespace) -> int:
    return open_window(options.model)


def open_window(model: Path | None = None) -> int:
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        say(tr('dlgui: there is no display to open the window on; "dlgui demo" needs none.'))
        return 1
    from dlgui.app import run_window

    return run_window(model)
