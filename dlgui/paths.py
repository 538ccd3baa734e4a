"""Where dlgui keeps its files: the platform's user folders, and the resources that ship with it.

Two things put data, settings and logs below one folder instead, for class rooms and tests: the
environment's `DLGUI_HOME`, and a folder `data` beside the executable, on a stick for instance.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import platformdirs


def program_dir() -> Path | None:
    """The folder that the executable, or a checkout's `start.py`, lies in; None where installed."""
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        # On macOS a person sees the application's folder as one thing: beside it counts.
        bundles = [folder for folder in program.parents if folder.suffix == ".app"]
        return (bundles[0] if bundles else program).parent
    checkout = Path(__file__).parent.parent
    return checkout if (checkout / "start.py").is_file() else None


def _home() -> Path | None:
    if home := os.environ.get("DLGUI_HOME"):
        return Path(home).expanduser()
    # Only the executable's: in a checkout, a folder of this name is somebody's data set.
    if getattr(sys, "frozen", False) and (program := program_dir()):
        portable = program / "data"
        if portable.is_dir() and os.access(portable, os.W_OK):
            return portable
    return None


def data_dir() -> Path:
    """Downloaded data sets and runs. Nothing here is made until it is needed."""
    home = _home()
    return home / "data" if home else platformdirs.user_data_path("dlgui", appauthor=False)


def config_dir() -> Path:
    """Settings of the window."""
    home = _home()
    return home / "config" if home else platformdirs.user_config_path("dlgui", appauthor=False)


def make_config_dir() -> Path:
    """The settings' folder, which is there afterwards and nobody else's to look into.

    Where it cannot be made it is missing: then nothing is remembered.
    """
    folder = config_dir()
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def log_dir() -> Path:
    home = _home()
    return home / "log" if home else platformdirs.user_log_path("dlgui", appauthor=False)


def runs_dir() -> Path:
    return data_dir() / "runs"


def mnist_dir() -> Path:
    return data_dir() / "mnist"


def resource(*parts: str) -> Path:
    """A file that ships with dlgui: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "resources"
    folder = inside if inside.is_dir() else package.parent / "resources"
    return folder.joinpath(*parts)
