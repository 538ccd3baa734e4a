"""One filter's or neuron's weights as a picture, and all units of the layer as a strip."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.heatmap import colour_of, colour_table, image_of, largest_of, levels_of
from dlgui.ui.kit.layer_words import place_words
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import Table, tell
from dlgui.ui.kit.theme import theme, theme_notifier
from dlgui.ui.steps.focus import Cell, StepFocus

LARGEST_CELL = 64.0


class WeightPicture(QWidget):
    """A click or the arrow keys choose the weight; Page Up and Page Down the filter or neuron.

    The maps before lie side by side; blue is above zero, orange below.
    """

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("weightPicture")
        self.setAccessibleName(tr("Weights of one filter or neuron"))
        self._focus = focus
        self._kind = "weights"
        self._tiles = np.zeros((1, 1, 1), np.float32)
        self._image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            tr(
                "Click a weight, or walk with the arrow keys; Page Up and Down change "
                "the filter or neuron."
            )
        )
        theme_notifier.themeChanged.connect(self._draw)
        focus.changed.connect(self._draw)
        offer_figure(self, self.numbers)

    def numbers(self) -> Table:
        """A row for each row of each map before."""
        maps, rows, columns = self._tiles.shape
        table: list[list[object]] = [[tr("Feature map"), tr("Row"), *range(1, columns + 1)]]
        for place, (one, row) in enumerate(np.ndindex(maps, rows)):
            table.append([one + 1, row + 1, *self._tiles.reshape(-1, columns)[place].tolist()])
        return table

    def sizeHint(self) -> QSize:
        return QSize(240, 96)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 90)

    def show_kind(self, kind: str) -> None:
        """ "weights", "gradients" or "changes"."""
        self._kind = kind
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        columns, cell, left, top = self._grid()
        maps, rows, width = self._tiles.shape
        for tile in range(maps):
            down, across = divmod(tile, columns)
            source = QRectF(0, tile * rows, width, rows)
            target = QRectF(
                left + across * (width * cell + self._gap()),
                top + down * (rows * cell + self._gap()),
                width * cell,
                rows * cell,
            )
            painter.drawImage(target, self._image, source)
        painter.setPen(QPen(theme().text, 2.0 if cell > 6 else 1.5))
        chosen = self._rect_of(self._focus.cell)
        grow = 0 if cell > 6 else 2
        painter.drawRect(chosen.adjusted(-grow, -grow, grow, grow))
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._cell_at(event.position())
        if found is not None:
            self._focus.choose_cell(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROW_STEPS and self._image is not None:
            self._walk(*ARROW_STEPS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._focus.choose_unit(self._focus.unit + (1 if key == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    def cell_centre(self, cell: Cell) -> QPointF:
        """Where a weight is in the widget's pixels."""
        return self._rect_of(cell).center()

    def _draw(self) -> None:
        focus, step = self._focus, self._focus.step
        if step is None:
            self._image = None
        else:
            array = {
                "weights": step.weights_before[focus.name],
                "gradients": step.gradients[focus.name],
            }.get(self._kind)
            (self._tiles,) = focus.tiles([focus.change() if array is None else array])
            levels = levels_of(self._tiles, largest_of(self._tiles))
            self._image = image_of(levels.reshape(-1, levels.shape[2]), colour_table())
            value = significant(float(self._tiles[focus.cell]))
            tell(self, f"{place_words(focus.cell)}: {value}")
        self.update()

    def _gap(self) -> float:
        return 3.0 if len(self._tiles) > 1 else 0.0

    def _grid(self) -> tuple[int, float, float, float]:
        """How many maps lie side by side, the side of a weight, and where it begins."""
        maps, rows, width = self._tiles.shape
        best = (1, 0.0)
        for columns in range(1, maps + 1):
            down = -(-maps // columns)
            across = (self.width() - 8 - (columns - 1) * self._gap()) / (columns * width)
            upright = (self.height() - 8 - (down - 1) * self._gap()) / (down * rows)
            best = max(best, (columns, min(across, upright)), key=lambda found: found[1])
        columns, cell = best
        cell = max(0.5, min(cell, LARGEST_CELL))
        if cell > 2:
            cell = float(int(cell))
        return columns, cell, 4.0, 4.0

    def _rect_of(self, cell: Cell) -> QRectF:
        columns, side, left, top = self._grid()
        _, rows, width = self._tiles.shape
        down, across = divmod(cell[0], columns)
        return QRectF(
            left + across * (width * side + self._gap()) + cell[2] * side,
            top + down * (rows * side + self._gap()) + cell[1] * side,
            side,
            side,
        )

    def _cell_at(self, position: QPointF) -> Cell | None:
        columns, side, left, top = self._grid()
        maps, rows, width = self._tiles.shape
        across, x = divmod(position.x() - left, width * side + self._gap())
        down, y = divmod(position.y() - top, rows * side + self._gap())
        tile = int(down) * columns + int(across)
        if 0 <= across < columns and 0 <= tile < maps and x < width * side and y < rows * side:
            return tile, int(y // side), int(x // side)
        return None

    def _walk(self, down: int, right: int) -> None:
        """To the next weight, over the edge of a map to the one beside it."""
        columns = self._grid()[0]
        maps, rows, width = self._tiles.shape
        tile, row, column = self._focus.cell
        tile_row, tile_column = divmod(tile, columns)
        row_all = tile_row * rows + row + down
        column_all = tile_column * width + column + right
        tile = row_all // rows * columns + column_all // width
        if row_all >= 0 and 0 <= column_all < columns * width and tile < maps:
            self._focus.choose_cell((tile, row_all % rows, column_all % width))


class UnitStrip(QWidget):
    """A square for each filter or neuron, the bluer the longer its gradient; a click chooses."""

    ROW = 14.0
    MOST_ROWS = 4

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("unitStrip")
        self.setAccessibleName(tr("Filters or neurons of the layer"))
        self.setToolTip(
            tr(
                "Each square is a filter or neuron: the bluer, the steeper the loss "
                "rises with its weights."
            )
        )
        self._focus = focus
        self._norms = np.zeros(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme_notifier.themeChanged.connect(self.update)
        focus.changed.connect(self._follow)
        offer_figure(self, self.numbers)

    def numbers(self) -> Table:
        rows = ([unit, norm] for unit, norm in enumerate(self._norms.tolist(), start=1))
        return [[tr("Unit"), tr("Norm of the gradient")], *rows]

    def sizeHint(self) -> QSize:
        return QSize(240, int(self.ROW * self.MOST_ROWS))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, int(self.ROW * self.MOST_ROWS))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._focus.step is None:
            return
        painter = QPainter(self)
        largest = largest_of(self._norms)
        for unit, norm in enumerate(self._norms):
            painter.fillRect(self.rect_of(unit).adjusted(0, 0, -1, -1), colour_of(norm, largest))
        painter.setPen(QPen(theme().text, 1.5))
        painter.drawRect(self.rect_of(self._focus.unit).adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def rect_of(self, unit: int) -> QRectF:
        columns, side = self._grid()
        down, across = divmod(unit, columns)
        return QRectF(1 + across * side, 1 + down * self.ROW, side, self.ROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        columns, side = self._grid()
        across, down = (
            int((event.position().x() - 1) // side),
            int(event.position().y() // self.ROW),
        )
        if 0 <= across < columns:
            self._focus.choose_unit(down * columns + across)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROW_STEPS:
            down, right = ARROW_STEPS[key]
            self._focus.choose_unit(self._focus.unit + right + down * self._grid()[0])
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        step = self._focus.step
        if step is not None:
            self._norms = self._focus.unit_norms(step.gradients[self._focus.name])
            self._fit()
            unit = self._focus.unit
            words = tr("Unit {unit} of {count}: norm of the gradient {norm}").format(
                unit=unit + 1, count=len(self._norms), norm=significant(float(self._norms[unit]))
            )
            tell(self, words)
        self.update()

    def _grid(self) -> tuple[int, float]:
        columns = -(-len(self._norms) // self.MOST_ROWS)
        columns = max(columns, min(len(self._norms), int(self.width() // self.ROW)))
        return columns, min(self.ROW, (self.width() - 2) / columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its rows."""
        rows = -(-len(self._norms) // self._grid()[0])
        self.setFixedHeight(int(rows * self.ROW) + 3)
