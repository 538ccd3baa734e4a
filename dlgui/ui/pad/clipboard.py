"""Ink and pictures to and from the clipboard, dragged things and files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QMimeData, Qt
from PySide6.QtGui import QImage, QPainter

from dlgui.core.errors import DrawingError
from dlgui.core.pictures import load_picture
from dlgui.core.stroke_files import drawing_line, parse_drawing, read_strokes
from dlgui.ui.pad.commands import PadContent
from dlgui.ui.pad.sheet import fitted

STROKES = "application/x-dlgui-strokes"
STROKE_SUFFIXES = (".jsonl", ".jsonl.gz")
# A photograph has many more pixels than reading needs.
LONGEST_SIDE = 1600


def mime_of(content: PadContent, image: QImage) -> QMimeData:
    """`content` for the clipboard: `image`, and for ink its line of a stroke file too."""
    mime = QMimeData()
    if content.picture is not None:
        image = _image(content.picture)
    else:
        mime.setData(STROKES, drawing_line(content.drawing).encode())
    mime.setImageData(image)
    return mime


def is_taken(mime: QMimeData) -> bool:
    """Whether `content_of` may find something in it; cheap enough to ask while dragging."""
    return mime.hasFormat(STROKES) or mime.hasImage() or _file(mime) is not None or _is_line(mime)


def content_of(mime: QMimeData) -> PadContent:
    """The ink or picture in it. Raises DrawingError when there is none, or it is damaged."""
    if mime.hasFormat(STROKES):
        return _from_line(bytes(mime.data(STROKES).data()).decode())
    # A file before an image: file managers offer a thumbnail along with the file.
    if (path := _file(mime)) is not None:
        return content_of_file(path)
    if mime.hasImage():
        return PadContent(picture=grey_pixels(QImage(mime.imageData())))
    if _is_line(mime):
        return _from_line(mime.text())
    raise DrawingError(_tr("There is no picture or drawing to paste."))


def content_of_file(path: Path) -> PadContent:
    """A picture, or the first drawing of a stroke file. Raises DrawingError."""
    if not path.name.lower().endswith(STROKE_SUFFIXES):
        return PadContent(picture=load_picture(path))
    for drawing in read_strokes(path):
        return PadContent(fitted(drawing))
    raise DrawingError(_tr("{name} holds no drawing.").format(name=path.name))


def grey_pixels(image: QImage) -> np.ndarray:
    """uint8 [height, width]; what is transparent is white. Raises DrawingError when empty."""
    if image.isNull():
        raise DrawingError(_tr("The picture cannot be read."))
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = image.scaled(
            LONGEST_SIDE,
            LONGEST_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    opaque = QImage(image.size(), QImage.Format.Format_RGB32)
    opaque.fill(Qt.GlobalColor.white)
    painter = QPainter(opaque)
    painter.drawImage(opaque.rect(), image)
    painter.end()
    grey = opaque.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), dtype=np.uint8).reshape(grey.height(), -1)
    # Qt pads each row to whole words.
    return rows[:, : grey.width()].copy()


def _from_line(line: str) -> PadContent:
    try:
        return PadContent(fitted(parse_drawing(line)))
    except ValueError as error:
        text = _tr("This is not a drawing: {reason}.").format(reason=error)
        raise DrawingError(text) from error


def _file(mime: QMimeData) -> Path | None:
    local = [url for url in mime.urls() if url.isLocalFile()]
    return Path(local[0].toLocalFile()) if local else None


def _is_line(mime: QMimeData) -> bool:
    return mime.hasText() and mime.text().lstrip().startswith("{")


def _image(picture: np.ndarray) -> QImage:
    height, width = picture.shape
    pixels = np.ascontiguousarray(picture)
    image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy()  # Owns its pixels.


def _tr(text: str) -> str:
    return QCoreApplication.translate("pad", text)
