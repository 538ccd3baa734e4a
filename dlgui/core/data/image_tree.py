"""Pictures from anywhere as grey pixels, and folders of them whose names are the labels.

Pillow decodes them. The number of pixels is checked before any is unpacked, and only formats
whose decoders are part of Pillow are tried (its EPS reader, for one, starts Ghostscript).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from dlgui.core.errors import DataError, DrawingError

MAX_PIXELS = 64_000_000
"""More than the largest photograph that telephones usually take, and 256 MB as RGBA."""

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
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
    return ((label, read_picture(file)) for label, file in files)


def read_picture(path: Path) -> np.ndarray:
    """Decode a picture to grey, uint8 [height, width], turned upright as its camera says.

    Transparent paper becomes white under dark ink and black under light ink. Raises DrawingError
    when it is no picture, is damaged, or is larger than `MAX_PIXELS`.
    """
    too_large = DrawingError(
        f"{path.name} is larger than {MAX_PIXELS // 1_000_000} megapixels: make it smaller first."
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise too_large
                return _grey(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (DrawingError, MemoryError):
        raise
    except FileNotFoundError as error:
        raise DrawingError(f"{path} does not exist.") from error
    # Pillow's decoders meet damage with whatever they stumble over.
    except Exception as error:
        raise DrawingError(f"{path.name} is no picture that dlgui can read.") from error


def _grey(image: Image.Image) -> np.ndarray:
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        alpha = np.asarray(rgba.getchannel("A"), np.float32) / 255
        grey = np.asarray(rgba.convert("L"), np.float32)
        ink = float((grey * alpha).sum() / max(float(alpha.sum()), 1.0))
        paper = 255.0 if ink < 128 else 0.0
        return np.rint(grey * alpha + paper * (1 - alpha)).astype(np.uint8)
    if image.mode.startswith("I"):  # 16 bits, which Pillow would clip
        return (np.clip(np.asarray(image, np.int64), 0, 65535) >> 8).astype(np.uint8)
    return np.array(image.convert("L"))
