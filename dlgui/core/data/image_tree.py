"""Folders of pictures whose sub-folders' names are the labels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dlgui.core.errors import DataError
from dlgui.core.pictures import load_picture

SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm")
)


def load_image_tree(folder: Path) -> Iterator[tuple[str, np.ndarray]]:
    """The pictures in the sub-folders of `folder`, each with its sub-folder's name as the label.

    In the order of the names; hidden folders and files that are no pictures are left out. Pixels
    are uint8 [height, width] as they are in the file. Raises DataError at once when there are none,
    and DrawingError at a picture that cannot be read.
    """
    folder = folder.expanduser()
    try:
        labels = sorted(
            entry for entry in folder.iterdir() if entry.is_dir() and entry.name[0] != "."
        )
        files = [
            (label.name, file)
            for label in labels
            for file in sorted(label.iterdir())
            if file.suffix.lower() in SUFFIXES and file.name[0] != "."
        ]
    except OSError as error:
        raise DataError(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not files:
        raise DataError(
            f"{folder} has no labelled pictures: put them in sub-folders named after their digits."
        )
    return ((label, load_picture(file)) for label, file in files)
