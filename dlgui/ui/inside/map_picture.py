"""One map as it is shown large: a grid of cells, some of them outlined."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from dlgui.core.explain.trace import Box, Place
from dlgui.ui.kit.theme import theme
from dlgui.ui.session.focus import Focus


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A map as a grid of cells.

    grid: values [rows, columns], NaN where there is none; box: the outlined cells, if any
    """

    stage: int
    map: int
    caption: str
    grid: np.ndarray
    largest: float
    box: Box | None
    is_ink: bool
    is_list: bool

    def cell_of(self, place: Place) -> tuple[int, int]:
        """Its row and column."""
        if self.is_list:
            row, column = divmod(place[0], self.grid.shape[1])
            return row, column
        return place[1], place[2]

    def place(self, row: int, column: int) -> Place | None:
        """The place of a cell, or None outside of the map."""
        rows, columns = self.grid.shape
        if not (0 <= row < rows and 0 <= column < columns) or np.isnan(self.grid[row, column]):
            return None
        return (row * columns + column,) if self.is_list else (self.map, row, column)

    def rect_of(self, rect: QRectF, row: int, column: int) -> QRectF:
        """A cell of the picture when it is shown in `rect`."""
        height, width = rect.height() / self.grid.shape[0], rect.width() / self.grid.shape[1]
        return QRectF(rect.left() + column * width, rect.top() + row * height, width, height)

    def paint_box(self, painter: QPainter, rect: QRectF) -> None:
        """An outline that is seen on every colour: the accent between two lines of paper."""
        assert self.box is not None
        top, left, bottom, right = self.box
        outline = self.rect_of(rect, top, left) | self.rect_of(rect, bottom - 1, right - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, colour in ((5.0, theme().surface), (2.5, theme().good)):
            pen = QPen(colour, line)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(outline)


def own_box(focus: Focus) -> Box:
    """Of the chosen value alone."""
    if len(focus.place) == 3:
        _, row, column = focus.place
    else:
        stage = focus.current()
        assert stage is not None
        row, column = divmod(focus.place[0], _columns(stage.shape[0]))
    return row, column, row + 1, column + 1


def before_box(focus: Focus) -> Box | None:
    """What the value comes from in the picture of the stage before."""
    before = focus.before()
    if before is None or before.has_maps or focus.is_scores(focus.stage):
        return focus.window
    stage = focus.current()
    if stage is not None and stage.layer is not None and stage.layer.keeps_units:
        return own_box(focus)  # The same place of a list of the same length.
    return None


def _columns(count: int) -> int:
    """Of a list that is shown as a grid: twice as wide as high, and one row if it is short."""
    return count if count <= 10 else ceil(sqrt(count))


def as_grid(values: np.ndarray) -> np.ndarray:
    """A list [n] as [rows, columns], NaN after its end."""
    columns = _columns(len(values))
    rows = ceil(len(values) / columns)
    grid = np.full(rows * columns, np.nan, np.float32)
    grid[: len(values)] = values
    return grid.reshape(rows, columns)
