"""Picture files from outside to grey levels: upright, opaque, with the ink's contrast kept."""

from __future__ import annotations

import io
from pathlib import Path
from warnings import catch_warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from dlgui.core.errors import DrawingError
from dlgui.core.files import open_plain
from dlgui.core.ink.morphology import window_mean
from dlgui.language import tr

# Pillow decodes these itself; its PostScript reader, for one, would start Ghostscript.
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP", "PPM")
MAX_PIXELS = 50_000_000
MAX_FILE = 400_000_000
# The highest level of pictures with more than 8 bits, by how many they use.
TOPS = (1, 255, 1023, 4095, 16383, 65535)
# Rec. 601, as Pillow's mode "L"
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
# Where brightness has less than this share of what tells the colours apart, they are told apart by
# colour. Ink of half the contrast that its colour has is still well seen.
LEAST_LUMA_SHARE = 0.25
# Colours are looked at on about so many pixels a side: their statistics need no more.
LOOKED_AT = 400

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}


def load_picture(source: str | Path | bytes) -> np.ndarray:
    """The picture as grey levels: uint8 [h, w], turned upright as its camera noted.

    Transparent pixels become paper: white, or black where the visible pixels are light. Colours of
    the same brightness stay apart. Raises DrawingError when it is no picture, is damaged, or has
    more than 50 million pixels.
    """
    name = tr("The picture") if isinstance(source, bytes) else Path(source).name
    try:
        with (
            io.BytesIO(source)
            if isinstance(source, bytes)
            else open_plain(Path(source), MAX_FILE) as file
        ):
            start = file.read(16)
            file.seek(0)
            try:
                return _load(file, name)
            except UnidentifiedImageError as error:
                raise DrawingError(_what_else(start).format(name=name)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DrawingError(
            tr("{name} has more than 50 million pixels: make it smaller.").format(name=name)
        ) from error
    # Pillow's decoders raise all of these for damaged files.
    except (
        *(OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError),
        *(TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, RuntimeError),
    ) as error:
        reason = (
            error.strerror if isinstance(error, OSError) and error.strerror else tr("it is damaged")
        )
        raise DrawingError(
            tr("{name} cannot be read: {reason}.").format(name=name, reason=reason)
        ) from error


def _load(file: io.BufferedIOBase | object, name: str) -> np.ndarray:
    with (
        # Pillow warns on the terminal of damage that it bears.
        catch_warnings(action="ignore", category=UserWarning),
        catch_warnings(action="error", category=Image.DecompressionBombWarning),
        Image.open(file, formats=FORMATS) as image,  # type: ignore[arg-type]
    ):
        if image.width * image.height > MAX_PIXELS:
            raise DrawingError(
                tr("{name} has more than 50 million pixels: make it smaller.").format(name=name)
            )
        return _grey(ImageOps.exif_transpose(image))


def _what_else(start: bytes) -> str:
    """What a file is that Pillow does not know, by its first bytes, and what to do."""
    if start[4:8] == b"ftyp" and start[8:12] in _HEIF_BRANDS:
        return tr(
            "{name} is a HEIC picture, which dlgui does not read: save it as JPEG or PNG, or let "
            'the phone take JPEG (on an iPhone: Settings, Camera, Formats, "Most Compatible").'
        )
    if start[4:8] == b"ftyp":
        return tr(
            "{name} is an AVIF picture or a film, which dlgui does not read: save it as JPEG or "
            "PNG."
        )
    if start.startswith(b"%PDF"):
        return tr("{name} is a PDF, which dlgui does not read: save its page as PNG.")
    return tr("{name} is not a picture that can be read.")


def _grey(image: Image.Image) -> np.ndarray:
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _grey_of_deep(np.nan_to_num(np.asarray(image, dtype=np.float32)))
    if image.has_transparency_data:
        return grey_of(_opaque(np.asarray(image.convert("RGBA"))))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return grey_of(np.asarray(image.convert("RGB")))


def _opaque(colours: np.ndarray) -> np.ndarray:
    """uint8 [h, w, 3] of RGBA on paper: white, or black where what is visible is light all over."""
    alpha = colours[..., 3:].astype(np.float32) / 255
    visible = colours[..., :3][alpha[..., 0] > 0.5] @ LUMA
    # Light all over is light ink, and not a sheet with dark ink on it.
    is_light = visible.size and np.percentile(visible, 2) > 127
    paper = 0.0 if is_light and (alpha < 1).any() else 255.0
    mixed = colours[..., :3] * alpha + paper * (1 - alpha)
    return np.rint(mixed).astype(np.uint8)


def _grey_of_deep(levels: np.ndarray) -> np.ndarray:
    """Levels of 10 to 16 bits, or floats from 0 to 1: Pillow's conversion cuts them off at 255."""
    lowest, highest = float(levels.min(initial=0.0)), float(levels.max(initial=0.0))
    top = next((top for top in TOPS if highest <= top), highest) - lowest
    grey: np.ndarray = ((levels - lowest) / max(top, 1e-30) * 255).astype(np.uint8)
    return grey


def grey_of(colours: np.ndarray) -> np.ndarray:
    """uint8 [h, w] of uint8 [h, w, 3]: brightness, or what tells its colours apart.

    Red ink on a green board, or yellow on white, is as bright as what it lies on. Then the levels
    are those along the direction in which the colours differ most from those around them.
    """
    luma = np.rint(colours @ LUMA).astype(np.uint8)
    step = max(1, max(luma.shape) // LOOKED_AT)
    some = colours[::step, ::step].astype(np.float32) / 255
    if np.array_equal(some[..., 0], some[..., 1]) and np.array_equal(some[..., 1], some[..., 2]):
        return luma
    radius = max(2, min(some.shape[:2]) // 8)
    local = np.stack([some[..., i] - window_mean(some[..., i], radius) for i in range(3)], axis=2)
    spread = local.reshape(-1, 3).T @ local.reshape(-1, 3) / local[..., 0].size
    values, directions = np.linalg.eigh(spread)
    own = LUMA / np.linalg.norm(LUMA)
    if own @ spread @ own >= LEAST_LUMA_SHARE * values[-1]:
        return luma
    direction = directions[:, -1] * np.sign(directions[:, -1].sum() or 1)
    level = colours.astype(np.float32) @ (direction / np.abs(direction).sum())
    lowest = 255 * np.minimum(direction, 0).sum() / np.abs(direction).sum()
    grey: np.ndarray = np.clip(np.rint(level - lowest), 0, 255).astype(np.uint8)
    return grey
