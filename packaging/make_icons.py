"""The program's icon in the sizes and formats that desktops want, made from its SVG.

    python packaging/make_icons.py DIR

writes DIR/<size>.png, DIR/dlgui.ico (Windows) and DIR/dlgui.icns (macOS).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).parents[1] / "resources" / "icons" / "dlgui.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
"""Pixels a side: those of the freedesktop icon theme, and what .ico and .icns hold."""

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def make_icons(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        render(size).save(str(folder / f"{size}.png"))
    pictures = {size: _picture(folder / f"{size}.png") for size in SIZES}
    others = [pictures[size] for size in ICO_SIZES]
    pictures[256].save(
        folder / "dlgui.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=others
    )
    pictures[1024].save(folder / "dlgui.icns", append_images=list(pictures.values()))


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.copy()


def render(size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(str(SOURCE))
    if not renderer.isValid():
        raise ValueError(f"{SOURCE} is no SVG")
    renderer.render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    make_icons(Path(sys.argv[1]))
