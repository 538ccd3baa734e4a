"""Ink and pictures to and from the clipboard, dragged things and files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from dlgui.core.errors import DrawingError
from dlgui.core.ink.morphology import shrunk
from dlgui.core.ink.picture_file import load_picture
from dlgui.core.ink.scan import WORKING_SIDE
from dlgui.core.ink.stroke_file import drawing_line, parse_drawing, read_strokes
from dlgui.language import tr
from dlgui.ui.kit.heatmap import grey_image
from dlgui.ui.pad.content import PadContent, fitted

STROKES = "application/x-dlgui-strokes"
STROKE_SUFFIXES = (".jsonl", ".jsonl.gz")


def mime_of(content: PadContent, image: QImage) -> QMimeData:
    """`content` for the clipboard: `image`, and for ink its line of a stroke file too."""
    mime = QMimeData()
    if content.picture is not None:
        image = grey_image(content.picture)
    else:
        mime.setData(STROKES, drawing_line(content.drawing).encode())
    mime.setImageData(image)
    return mime


def is_taken(mime: QMimeData) -> bool:
    """Whether `content_of` may find something in it; cheap enough to ask while dragging."""
    return mime.hasFormat(STROKES) or mime.hasImage() or file_of(mime) is not None or _is_line(mime)


def content_of(mime: QMimeData) -> Callable[[], PadContent]:
    """What reads the ink or picture in it, which may take seconds and raise DrawingError.

    Raises DrawingError when there is none.
    """
    if mime.hasFormat(STROKES):
        return partial(_from_line, bytes(mime.data(STROKES).data()))
    # A file before an image: file managers offer a thumbnail along with the file.
    if (path := file_of(mime)) is not None:
        return partial(content_of_file, path)
    if mime.hasImage():
        return partial(_from_image, QImage(mime.imageData()))
    if _is_line(mime):
        return partial(_from_line, mime.text())
    raise DrawingError(tr("There is no picture or drawing to paste."))


def content_of_file(path: Path) -> PadContent:
    """A picture, or the first drawing of a stroke file. Raises DrawingError."""
    if not path.name.lower().endswith(STROKE_SUFFIXES):
        return PadContent(picture=_small(load_picture(path)))
    for drawing in read_strokes(path):
        return PadContent(fitted(drawing))
    raise DrawingError(tr("{name} holds no drawing.").format(name=path.name))


def _from_image(image: QImage) -> PadContent:
    """As `load_picture` reads a file, so that pasting and opening give the same."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(100)  # Without compression, which would cost most of the time.
    if not writer.write(image):
        raise DrawingError(tr("The picture cannot be read."))
    return PadContent(picture=_small(load_picture(bytes(buffer.data().data()))))


def _small(picture: np.ndarray) -> np.ndarray:
    """No larger than reading needs, so that a photograph is quickly painted and read."""
    if max(picture.shape) <= WORKING_SIDE:
        return picture
    small: np.ndarray = np.rint(shrunk(picture, WORKING_SIDE)[0] * 255).astype(np.uint8)
    return small


def _from_line(line: str | bytes) -> PadContent:
    try:
        text = line if isinstance(line, str) else line.decode()
        return PadContent(fitted(parse_drawing(text)))
    except UnicodeDecodeError as error:
        raise DrawingError(tr("This is not a drawing: it is not written in UTF-8.")) from error
    except ValueError as error:
        text = tr("This is not a drawing: {reason}.").format(reason=error)
        raise DrawingError(text) from error


def file_of(mime: QMimeData) -> Path | None:
    """The first local file that is copied or dragged."""
    local = [url for url in mime.urls() if url.isLocalFile()]
    return Path(local[0].toLocalFile()) if local else None


def _is_line(mime: QMimeData) -> bool:
    return mime.hasText() and mime.text().lstrip().startswith("{")
