"""Where dlgui keeps its files: the platform's user folders, and the resources that ship with it.

`DLGUI_HOME` puts data, settings and logs below one folder instead, for tests and class rooms.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def _home() -> Path | None:
    home = os.environ.get("DLGUI_HOME")
    return Path(home).expanduser() if home else None


def data_dir() -> Path:
    """Downloaded data sets and runs. Nothing here is made until it is needed."""
    home = _home()
    return home / "data" if home else platformdirs.user_data_path("dlgui", appauthor=False)


def config_dir() -> Path:
    """Settings of the window."""
    home = _home()
    return home / "config" if home else platformdirs.user_config_path("dlgui", appauthor=False)


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
