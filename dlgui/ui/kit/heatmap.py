"""Numbers as colours: one diverging scale for values, ten colours for classes, and text on them.

Zero is the quiet grey of a surface, above zero is blue, below is orange, and the farther the more
it contrasts with the background. Blue and orange stay apart for people who see no red or no green.
The ten classes' colours stay apart on light and on dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from dlgui.ui.kit.theme import BODY, CAPTION, M, S, Theme, font, mixed, theme

ZERO = 127
"""The level of zero; levels reach from 0 to 254."""
STRONG = 0.6
"""The share of a scale's largest value at which the plain colour is reached; more goes to ink."""

LIFTED = 0.6
"""The power of a share on dark paper, where faint colours differ less to the eye."""


def levels_of(values: np.ndarray, largest: float) -> np.ndarray:
    """Levels, uint8 in the shape of `values`: 0 for -largest, 127 for zero, 254 for largest."""
    scaled = values * (ZERO / largest) if largest > 0 else np.zeros(values.shape)
    levels: np.ndarray = (np.clip(np.nan_to_num(scaled), -ZERO, ZERO) + (ZERO + 0.5)).astype(
        np.uint8
    )
    return levels


def largest_of(values: np.ndarray) -> float:
    """The scale at which none of `values` is cut off; 0 when all are zero or none is a number."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0.0))


def colour_at(level: int) -> QColor:
    return QColor.fromRgb(int(colour_table()[level]))


def colour_of(value: float, largest: float) -> QColor:
    """The colour of one value on a scale whose end is `largest`."""
    share = value / largest if largest > 0 and isfinite(value) else 0.0
    return colour_at(int(min(max(share, -1.0), 1.0) * ZERO + ZERO + 0.5))


def text_on(ground: QColor) -> QColor:
    """White or black, whichever is read better on `ground` (WCAG 2.2's relative luminance)."""
    return QColor(_text_on(ground.rgb()))


@cache
def _text_on(rgb: int) -> str:
    ground = QColor.fromRgb(rgb)
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (ground.redF(), ground.greenF(), ground.blueF())
    ]
    luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    return "#000000" if luminance > 0.179 else "#ffffff"


def colour_table() -> np.ndarray:
    """The present theme's colours by level: uint32 [255], 0xffrrggbb."""
    return _diverging(theme().name)


def ink_table() -> np.ndarray:
    """Levels as ink: 127 and below is paper, 254 full ink; uint32 [255]."""
    return _ink(theme().name)


def image_of(levels: np.ndarray, table: np.ndarray) -> QImage:
    """uint8 [height, width] as an image of one pixel for each level."""
    height, width = levels.shape
    rgb = np.ascontiguousarray(table[levels])
    # Copied, because the image does not keep the array alive.
    return QImage(rgb.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def ink_image(pixels: np.ndarray) -> QImage:
    """28×28 pixels, ink bright (float from 0 to 1, or uint8), in the theme's ink on its paper."""
    largest = 255.0 if pixels.dtype == np.uint8 else 1.0
    return image_of(levels_of(pixels, largest), ink_table())


def grey_image(pixels: np.ndarray) -> QImage:
    """uint8 [height, width] as it is: 0 black, 255 white."""
    height, width = pixels.shape
    packed = np.ascontiguousarray(pixels)
    # Copied, because the image does not keep the array alive.
    return QImage(packed.data, width, height, width, QImage.Format.Format_Grayscale8).copy()


@cache
def _diverging(name: str) -> np.ndarray:
    t = theme()
    below = [_toward(t, t.chart_validation, share / ZERO) for share in range(ZERO, 0, -1)]
    above = [_toward(t, t.accent, share / ZERO) for share in range(ZERO + 1)]
    return np.array([colour.rgb() for colour in below + above], np.uint32)


@cache
def _ink(name: str) -> np.ndarray:
    t = theme()
    shares = [max(level - ZERO, 0) / ZERO for level in range(2 * ZERO + 1)]
    return np.array([mixed(t.surface_alt, t.ink, share).rgb() for share in shares], np.uint32)


def _toward(t: Theme, colour: QColor, share: float) -> QColor:
    if t.is_dark:
        share **= LIFTED
    if share <= STRONG:
        return mixed(t.surface_alt, colour, share / STRONG)
    return mixed(colour, t.ink, 0.75 * (share - STRONG) / (1 - STRONG))


CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROUND = 3.0
LEAST_PIXELS = 7
"""Of a font that has been made to fit."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number in a calculation with a word under it; without a value it is a sign: ×, =, ..."""

    text: str
    caption: str = ""
    value: float | None = None


def paint_cell(painter: QPainter, rect: QRectF, text: str, value: float, largest: float) -> None:
    """`text`, in the painter's font, on the colour of `value`."""
    ground = colour_of(value, largest)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, ROUND, ROUND)
    painter.setPen(text_on(ground))
    painter.drawText(rect, CENTRE, text)


def paint_grid(
    painter: QPainter, rect: QRectF, values: np.ndarray, texts: Sequence[str], largest: float
) -> None:
    """values: [rows, columns]; texts: one for each value, row by row."""
    rows, columns = values.shape
    width, height = rect.width() / columns, rect.height() / rows
    painter.setFont(fitted_font(texts, width - 5, CAPTION - 1))
    for index, text in enumerate(texts):
        row, column = divmod(index, columns)
        cell = QRectF(rect.left() + column * width, rect.top() + row * height, width, height)
        value = float(values[row, column])
        paint_cell(painter, cell.adjusted(0, 0, -1, -1), text, value, largest)


def fitted_font(texts: Sequence[str], width: float, size: int) -> QFont:
    """The window's font, smaller where the widest of `texts` would be wider than `width`."""
    fitted = font(size)
    metrics = QFontMetricsF(fitted)
    advance = max(map(metrics.horizontalAdvance, texts), default=0.0)
    if advance > width:
        fitted.setPixelSize(max(int(fitted.pixelSize() * width / advance), LEAST_PIXELS))
    return fitted


def paint_caption(painter: QPainter, rect: QRectF, text: str) -> None:
    painter.setFont(font(CAPTION - 1))
    painter.setPen(theme().text_muted)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()))
    painter.drawText(rect, LEFT, elided)


def paint_sign(painter: QPainter, rect: QRectF, text: str) -> None:
    painter.setFont(font(BODY))
    painter.setPen(theme().text_muted)
    painter.drawText(rect, CENTRE, text)


def paint_terms(painter: QPainter, left: float, top: float, terms: Sequence[Term]) -> float:
    """A calculation in one line; returns its height."""
    numbers, words = QFontMetricsF(font(BODY)), QFontMetricsF(font(CAPTION - 1))
    height = numbers.height() + S
    largest = max((abs(term.value) for term in terms if term.value is not None), default=0.0)
    x = left
    for term in terms:
        width = numbers.horizontalAdvance(term.text) + 2 * M
        if term.value is None:
            paint_sign(painter, QRectF(x, top, width, height), term.text)
        else:
            cell = max(width, 56.0)
            width = max(cell, words.horizontalAdvance(term.caption))
            painter.setFont(font(BODY))
            paint_cell(painter, QRectF(x, top, cell, height), term.text, term.value, largest)
            below = QRectF(x, top + height, width + S, words.height())
            paint_caption(painter, below, term.caption)
        x += width + S
    return height + words.height() + M


def paint_addition(painter: QPainter, rect: QRectF, lines: Sequence[tuple[str, str]]) -> None:
    """Words and numbers below each other, a rule, and the result in the last line."""
    height = min(rect.height() / len(lines), QFontMetricsF(font(BODY)).height() + S)
    for index, (text, amount) in enumerate(lines):
        is_result = index == len(lines) - 1
        y = rect.top() + index * height
        line = QRectF(rect.left(), y, rect.width(), height)
        if is_result:
            painter.setPen(QPen(theme().border_strong, 1.0))
            painter.drawLine(line.topLeft(), line.topRight())
        weight = QFont.Weight.DemiBold if is_result else QFont.Weight.Normal
        painter.setFont(font(CAPTION, weight))
        painter.setPen(theme().text if is_result else theme().text_muted)
        painter.drawText(line, LEFT, text)
        painter.setPen(theme().text)
        painter.drawText(line, RIGHT, amount)


# Found by simulated annealing: far apart for people with each of three colour weaknesses as well
# (Machado et al., 2009; the least distance in Oklab is 0.07 and 0.13), and seen on the ground.
_ON_LIGHT = (
    "#3400f8",
    "#e62e00",
    "#2f7c5d",
    "#772200",
    "#5200a4",
    "#a9905d",
    "#ee5fa4",
    "#5d533f",
    "#647b00",
    "#03526d",
)
_ON_DARK = (
    "#8893f8",
    "#e87b00",
    "#a3ffe0",
    "#cd233c",
    "#a248a1",
    "#e8c070",
    "#b584a1",
    "#4f59f5",
    "#effb09",
    "#6ad3d7",
)


def class_colour(index: int) -> QColor:
    colours = _ON_DARK if theme().is_dark else _ON_LIGHT
    return QColor(colours[index % len(colours)])
