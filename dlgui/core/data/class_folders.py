"""Pictures in folders whose names are their labels: to judge a reader, and to train a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.labels import folder_labels
from dlgui.core.errors import DataError, DrawingError
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.ink.scan import is_light_on_dark, picture_of, pieces_in
from dlgui.language import tr

SUFFIXES = frozenset(
    (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm", ".pbm")
)
# They are named when they are opened: each with what to do about it.
UNREAD = frozenset((".heic", ".heif", ".avif"))
MAX_PICTURES = 200_000
SIDE = 28
LOOKED_AT = 100

PARTS = {
    "train": ("train", "training", "trainingset", "trainset"),
    "validation": ("val", "valid", "validation"),
    "test": ("test", "testing", "testset", "t10k"),
}


def part_folders(folder: Path) -> dict[str, Path]:
    """The sub-folders that hold the parts of a set in class folders; `folder` itself if none do."""
    found = {
        part: place
        for part, names in PARTS.items()
        for place in sorted(folder.iterdir())
        if place.is_dir() and place.name.lower() in names and has_pictures(place)
    }
    return found or ({"train": folder} if has_pictures(folder) else {})


def has_pictures(folder: Path) -> bool:
    """Whether any folder in `folder` holds a picture."""
    return any(file.suffix.lower() in SUFFIXES | UNREAD for file in folder.glob("*/*"))


def picture_files(folder: Path) -> list[tuple[str, Path]]:
    """(label, file) of each picture in the sub-folders of `folder`, in the order of the names.

    Labels are digits, or "" for what is no digit. Hidden folders and files that are no pictures
    are left out. Raises DataError when there are none, or when a folder's name says no digit.
    """
    folder = folder.expanduser()
    try:
        places = sorted(
            place for place in folder.iterdir() if place.is_dir() and place.name[0] != "."
        )
        held = {
            place: [
                file
                for file in sorted(place.iterdir())
                if file.suffix.lower() in SUFFIXES | UNREAD and file.name[0] != "."
            ]
            for place in places
        }
    except OSError as error:
        raise DataError(
            tr("{folder} cannot be read: {reason}.").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
    held = {place: files for place, files in held.items() if files}
    if not held:
        raise DataError(
            tr(
                "{folder} has no labelled pictures: put them in sub-folders named after their "
                "digits."
            ).format(folder=folder)
        )
    if (count := sum(map(len, held.values()))) > MAX_PICTURES:
        raise DataError(
            tr("{folder} has {count:,} pictures; dlgui reads at most {max_pictures:,}.").format(
                folder=folder, count=count, max_pictures=MAX_PICTURES
            )
        )
    labels = folder_labels([place.name for place in held])
    return [
        (label, file) for label, files in zip(labels, held.values(), strict=True) for file in files
    ]


def load_pictures(
    files: list[tuple[str, Path]], broken: list[str]
) -> Iterator[tuple[str, np.ndarray]]:
    """(label, uint8 [h, w]) of each file; what is wrong with those left out comes to `broken`."""
    for label, file in files:
        try:
            yield label, load_picture(file)
        except DrawingError as error:
            broken.append(str(error))


def load_class_folders(folder: Path) -> tuple[dict[str, DigitSet], list[str]]:
    """The parts (train, validation, test) that are there, and what was left out, in sentences.

    Pictures of 28×28 are taken as they are. Larger ones are cleaned and laid out as MNIST's digits.
    """
    parts, notes = {}, []
    for part, place in part_folders(folder).items():
        broken: list[str] = []
        loaded = [pair for pair in load_pictures(picture_files(place), broken) if pair[0] != ""]
        several = [label for label, _ in loaded if len(label) > 1]
        if several:
            raise DataError(
                tr(
                    'The folder "{several}" holds numbers of several digits: a network learns '
                    "single ones, from the folders 0 to 9."
                ).format(several=several[0])
            )
        ready = all(pixels.shape == (SIDE, SIDE) for _, pixels in loaded)
        # Told for the whole set: of one digit that is cropped to its ink, it is hard to say.
        light = not ready and is_light_on_dark(
            [pixels for _, pixels in loaded[:: len(loaded) // LOOKED_AT + 1]]
        )
        images, labels = [], []
        for label, pixels in loaded:
            image = pixels if ready else _laid_out(pixels, light)
            if image is not None:
                images.append(image)
                labels.append(int(label))
        if empty := len(loaded) - len(images):
            notes.append(
                tr("{count:,} pictures in which no ink was found were left out.").format(
                    count=empty
                )
            )
        if broken:
            text = (
                tr("Left out: {first}.")
                if not broken[1:]
                else tr("Left out: {first}, and {more:,} more.")
            )
            notes.append(text.format(first=broken[0].rstrip("."), more=len(broken) - 1))
        if not images:
            raise DataError(
                tr("{place} has no picture of a digit that can be read.").format(place=place)
            )
        parts[part] = DigitSet(np.stack(images), np.array(labels, dtype=np.uint8))
    return parts, notes


def _laid_out(pixels: np.ndarray, light: bool) -> np.ndarray | None:
    pieces = pieces_in(pixels, light)
    if not pieces:
        return None
    image: np.ndarray = np.rint(picture_of(pieces) * 255).astype(np.uint8)
    return image
