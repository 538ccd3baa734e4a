"""Do the whole main job in the real window, by itself."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from dlgui.console import has_display
from dlgui.core.errors import DataError
from dlgui.core.training.presets import PRESETS
from dlgui.language import QT_TRANSLATE_NOOP, tr

HELP = QT_TRANSLATE_NOOP(
    "",
    "Do the whole main job in the real window, by itself.\n\n"
    "Trains on the digits that ship with dlgui, draws the ten digits on the pad "
    "with mouse events, prints what was read, judges the network on the held-out "
    "digits, and saves pictures. Works without a display, too. Your own settings "
    "and runs are left alone.",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    shown = argparse.ArgumentDefaultsHelpFormatter
    parser.formatter_class = shown
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help=tr("save pictures here"))
    parser.add_argument("--preset", choices=PRESETS, default="robust", help=tr("what to train"))
    parser.add_argument("--epochs", type=int, default=6, metavar="N", help=tr("how long to train"))
    parser.add_argument("--batch-size", type=int, default=64, metavar="N", help=tr("digits a step"))
    parser.add_argument(
        "--size", type=_size, default="1280x800", metavar="WxH", help=tr("of the window, in pixels")
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="X", help=tr("pixels of a picture per pixel")
    )


def run(options: argparse.Namespace) -> int:
    if options.screenshots:
        try:
            options.screenshots.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(
                tr("{screenshots} cannot be made: {reason}.").format(
                    screenshots=options.screenshots, reason=error.strerror
                )
            ) from error
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    with TemporaryDirectory(prefix="dlgui-demo-") as home:
        os.environ.setdefault("DLGUI_HOME", home)
        # Only now: Qt reads the environment when it is loaded.
        from dlgui.demo.show import Plan, run_demo

        plan = Plan(
            options.preset, options.epochs, options.batch_size, options.size, options.screenshots
        )
        all_read = run_demo(plan, lambda line: print(line, flush=True))
    if options.screenshots:
        print(tr("Pictures are in {screenshots}").format(screenshots=options.screenshots))
    return 0 if all_read else 1


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a size such as 1280x800").format(text=text)
        ) from None
