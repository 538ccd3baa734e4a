"""What each kind of layer does, as a small picture."""

from __future__ import annotations

from math import exp

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from dlgui.core.nets.activations import Activation
from dlgui.core.nets.layer import Layer
from dlgui.core.nets.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    MaxPool,
    Pool,
)
from dlgui.ui.kit.theme import mixed, theme

HEIGHT = 44.0
CELLS = 7
"""A side of the map that pictures show."""


def paint_layer(painter: QPainter, area: QRectF, layer: Layer) -> None:
    if isinstance(layer, Activation):
        _paint_curve(painter, area, layer)
    elif isinstance(layer, Conv):
        _paint_kernel(painter, area, layer)
    elif isinstance(layer, Pool):
        _paint_tiles(painter, area, layer.size, isinstance(layer, MaxPool))
    elif isinstance(layer, GlobalAvgPool):
        _paint_tiles(painter, area, CELLS, False)
    elif isinstance(layer, BatchNorm):
        _paint_bells(painter, area)
    elif isinstance(layer, Dropout):
        _paint_dropped(painter, area, layer.rate)
    elif isinstance(layer, Flatten):
        _paint_unrolled(painter, area)
    elif isinstance(layer, Dense):
        _paint_links(painter, area)


def _inks() -> np.ndarray:
    """Values from 0 to 1 of a small map, the same in each picture: a slanted stroke."""
    rows, columns = np.mgrid[0:CELLS, 0:CELLS]
    inks: np.ndarray = np.exp(-np.square(columns + 0.7 * rows - 5.4) / 2.2)
    return inks


def _ink(value: float) -> QColor:
    return mixed(theme().surface_alt, theme().accent_line, 0.1 + 0.75 * value)


def _paint_map(painter: QPainter, at: QRectF, values: np.ndarray) -> None:
    """Cells with a hair of paper between them."""
    rows, columns = values.shape
    width, height = at.width() / columns, at.height() / rows
    for row in range(rows):
        for column in range(columns):
            cell = QRectF(at.left() + column * width, at.top() + row * height, width, height)
            painter.fillRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), _ink(float(values[row, column])))


def _two_squares(area: QRectF) -> tuple[QRectF, QRectF]:
    """Before and after, with room for an arrow between them."""
    side = area.height()
    left = area.center().x() - side - 9
    return (
        QRectF(left, area.top(), side, side),
        QRectF(left + side + 18, area.top(), side, side),
    )


def _paint_arrow(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(theme().text_muted, 1.2))
    x, y = area.center().x(), area.center().y()
    painter.drawLine(QPointF(x - 5, y), QPointF(x + 4, y))
    painter.drawLine(QPointF(x + 1, y - 3), QPointF(x + 4, y))
    painter.drawLine(QPointF(x + 1, y + 3), QPointF(x + 4, y))


def _paint_kernel(painter: QPainter, area: QRectF, layer: Conv) -> None:
    """A window of the kernel's size on the map, where it goes next, and one value for it."""
    before, after = _two_squares(area)
    _paint_map(painter, before, _inks())
    cell = before.width() / CELLS
    size = min(layer.kernel, CELLS)
    next_ = min(layer.stride, max(CELLS - size, 0))
    side = size * cell
    dashed = QPen(theme().text_muted, 1.0)
    dashed.setDashPattern([2.0, 2.0])
    if next_:
        painter.setPen(dashed)
        painter.drawRect(QRectF(before.left() + next_ * cell, before.top(), side, side))
    painter.setPen(QPen(theme().text, 1.5))
    painter.drawRect(QRectF(before.left(), before.top(), side, side))
    _paint_arrow(painter, area)
    count = max((CELLS + 2 * min(layer.padding, 3) - size) // max(layer.stride, 1) + 1, 1)
    count = min(count, CELLS)
    lit = after.width() / count
    _paint_map(painter, after, _inks()[:count, :count])
    painter.setPen(QPen(theme().text, 1.5))
    painter.drawRect(QRectF(after.left(), after.top(), lit, lit))


def _paint_tiles(painter: QPainter, area: QRectF, size: int, largest: bool) -> None:
    """The map in tiles, and what becomes of each."""
    before, after = _two_squares(area)
    size = min(max(size, 1), CELLS)
    count = max(CELLS // size, 1)
    inks = _inks()[: count * size, : count * size]
    tiles = inks.reshape(count, size, count, size)
    pooled = tiles.max(axis=(1, 3)) if largest else tiles.mean(axis=(1, 3))
    _paint_map(painter, before, inks)
    tile = before.width() / count
    painter.setPen(QPen(theme().text, 1.2))
    for row in range(count):
        for column in range(count):
            left, top = before.left() + column * tile, before.top() + row * tile
            painter.drawRect(QRectF(left, top, tile, tile))
    if largest and size > 1:
        painter.setPen(QPen(theme().chart_validation, 1.5))
        for row in range(count):
            for column in range(count):
                place = int(tiles[row, :, column, :].argmax())
                y, x = row * size + place // size, column * size + place % size
                cell = before.width() / len(inks)
                corner = QPointF(before.left() + x * cell, before.top() + y * cell)
                painter.drawRect(QRectF(corner.x() + 1, corner.y() + 1, cell - 2, cell - 2))
    _paint_arrow(painter, area)
    side = after.width() * (0.3 + 0.7 * count / CELLS)
    small = QRectF(after.left(), after.center().y() - side / 2, side, side)
    _paint_map(painter, small, pooled)


def _paint_curve(painter: QPainter, area: QRectF, layer: Activation) -> None:
    """The function from -3 to 3, on its axes."""
    x = np.linspace(-3, 3, 73)
    y = layer.of(x.copy())
    low, high = min(float(y.min()), -0.25), max(float(y.max()), 1.0)
    frame = area.adjusted(14, 2, -14, -2)

    def at(a: float, b: float) -> QPointF:
        across = frame.left() + (a + 3) / 6 * frame.width()
        return QPointF(across, frame.bottom() - (b - low) / (high - low) * frame.height())

    painter.setPen(QPen(theme().border_strong, 1.0))
    painter.drawLine(at(-3, 0), at(3, 0))
    painter.drawLine(at(0, low), at(0, high))
    path = QPainterPath(at(float(x[0]), float(y[0])))
    for a, b in zip(x[1:].tolist(), y[1:].tolist(), strict=True):
        path.lineTo(at(a, b))
    painter.setPen(QPen(theme().accent_line, 2.0))
    painter.drawPath(path)


def _paint_bells(painter: QPainter, area: QRectF) -> None:
    """Values of any size before, and of the usual one after."""
    frame = area.adjusted(8, 3, -8, -3)
    painter.setPen(QPen(theme().border_strong, 1.0))
    painter.drawLine(frame.bottomLeft(), frame.bottomRight())
    painter.drawLine(
        QPointF(frame.center().x(), frame.top()), QPointF(frame.center().x(), frame.bottom())
    )
    bells = ((1.9, 0.9, 0.6, theme().text_faint), (0.0, 0.6, 1.0, theme().accent_line))
    for middle, width, height, colour in bells:
        path = QPainterPath()
        for step in range(61):
            x = -4 + 8 * step / 60
            tall = height * exp(-((x - middle) ** 2) / (2 * width**2))
            point = QPointF(
                frame.left() + (x + 4) / 8 * frame.width(), frame.bottom() - tall * frame.height()
            )
            path.lineTo(point) if step else path.moveTo(point)
        painter.setPen(QPen(colour, 1.8))
        painter.drawPath(path)


def _paint_dropped(painter: QPainter, area: QRectF, rate: float) -> None:
    """Values, some of which are dropped."""
    columns, rows = 10, 4
    dropped = np.random.default_rng(4).permutation(columns * rows)[: round(rate * columns * rows)]
    width, height = area.width() / columns, area.height() / rows
    for index in range(columns * rows):
        row, column = divmod(index, columns)
        middle = QPointF(area.left() + (column + 0.5) * width, area.top() + (row + 0.5) * height)
        if index in dropped:
            painter.setPen(QPen(theme().border_strong, 1.0))
            painter.setBrush(theme().surface)
        else:
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.setBrush(theme().accent_line)
        painter.drawEllipse(middle, 2.6, 2.6)


def _paint_unrolled(painter: QPainter, area: QRectF) -> None:
    """A map's rows, one behind the other."""
    inks = _inks()[1:5, 1:5]
    side = area.height() * 0.62
    left = area.left() + 2
    _paint_map(painter, QRectF(left, area.center().y() - side / 2, side, side), inks)
    rest = QRectF(left + side, area.top(), 20, area.height())
    _paint_arrow(painter, rest)
    row = QRectF(rest.right() + 2, area.center().y() - 4, area.right() - rest.right() - 4, 8)
    _paint_map(painter, row, inks.reshape(1, -1)[:, :12])


def _paint_links(painter: QPainter, area: QRectF) -> None:
    """Every value before joined to every value here."""
    left, right = area.center().x() - 26, area.center().x() + 26
    before = [area.top() + 4 + (area.height() - 8) * i / 4 for i in range(5)]
    after = [area.top() + 8 + (area.height() - 16) * i / 2 for i in range(3)]
    for start, a in enumerate(before):
        for end, b in enumerate(after):
            strength = ((3 * start + 5 * end) % 7) / 7
            colour = mixed(theme().border, theme().accent_line, strength)
            painter.setPen(QPen(colour, 0.6 + strength))
            painter.drawLine(QPointF(left, a), QPointF(right, b))
    painter.setPen(QPen(theme().surface, 1.0))
    painter.setBrush(theme().accent_line)
    for x, heights, size in ((left, before, 3.0), (right, after, 4.0)):
        for y in heights:
            painter.drawEllipse(QPointF(x, y), size, size)
