"""Data sets by the words that the command line and the window use for them."""

from __future__ import annotations

from pathlib import Path

from dlgui import paths
from dlgui.core.data.datasets import DigitData, load_embedded
from dlgui.core.data.folders import find_full_mnist, load_folder
from dlgui.core.errors import DataError

EMBEDDED = "embedded"
FULL_MNIST = "mnist"


def load_data(source: str | Path | None = None) -> DigitData:
    """Load what `source` means: a path; or the words "embedded", which is the default, and
    "mnist", the full MNIST in the user's data folder. A path that exists wins over a word.

    Raises DataError when it is not there or damaged.
    """
    if source is None:
        return load_embedded()
    try:
        path = Path(source).expanduser()
        is_there = path.exists()
    except (OSError, RuntimeError) as error:  # a name that is too long, or another person's home
        raise DataError(f"{str(source)[:200]} is no folder: choose another one.") from error
    if not is_there and str(source) == EMBEDDED:
        return load_embedded()
    if not is_there and str(source) == FULL_MNIST:
        found = find_full_mnist(paths.mnist_dir())
        if found is None:
            raise DataError(
                f"The full MNIST is not in {paths.mnist_dir()} yet: download it in the "
                "window, or copy its four files there."
            )
        return load_folder(found)
    return load_folder(path)
