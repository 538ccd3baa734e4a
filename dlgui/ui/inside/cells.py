"""Painting numbers on the colour of their value: in grids, and in written calculations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from dlgui.ui.inside.colours import colour_of, text_on
from dlgui.ui.theme import BODY, CAPTION, M, S, font, theme

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ROUND = 3.0


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
    painter.setFont(font(CAPTION - 1 if width > 44 else CAPTION - 2))
    for index, text in enumerate(texts):
        row, column = divmod(index, columns)
        cell = QRectF(rect.left() + column * width, rect.top() + row * height, width, height)
        value = float(values[row, column])
        paint_cell(painter, cell.adjusted(0, 0, -1, -1), text, value, largest)


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
