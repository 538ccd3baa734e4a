"""Numbers as colours: one diverging scale, which means the same wherever it is used.

Zero is the quiet grey of a surface, above zero is blue, below is orange, and the farther the more
it contrasts with the ground. Blue and orange stay apart for people who see no red or no green.
"""

from __future__ import annotations

from functools import cache
from math import isfinite

import numpy as np
from PySide6.QtGui import QColor, QImage

from dlgui.ui.theme import Theme, mixed, theme

ZERO = 127
"""The level of zero; levels reach from 0 to 254."""
STRONG = 0.6
"""The share of a scale's largest value at which the plain colour is reached; more goes to ink."""


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
    if share <= STRONG:
        return mixed(t.surface_alt, colour, share / STRONG)
    return mixed(colour, t.ink, 0.75 * (share - STRONG) / (1 - STRONG))
