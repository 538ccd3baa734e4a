"""Do the whole main job in the real window, by itself.

Trains on the digits that ship with dlgui, draws the ten digits on the pad with mouse events,
prints what was read, and saves pictures. Works without a display, too.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from dlgui.console import has_display
from dlgui.core.presets import PRESETS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="where to save pictures of the window"
    )
    parser.add_argument(
        "--preset", choices=PRESETS, default="robust", help="what to train (default: %(default)s)"
    )
    parser.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WxH", help="of the window, in pixels"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="of the pictures (default: 1)")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    try:
        return int(width), int(height)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x800") from None


def run(options: argparse.Namespace) -> int:
    # Qt reads both when it starts.
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    from dlgui.demo.show import run_demo

    return run_demo(options.preset, options.size, options.screenshots)
