"""How one value was computed, in numbers that add up to it as they are shown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.explain.arithmetic import DECIMALS, Pooled, WeightedSum
from dlgui.language import facts, tr
from dlgui.ui.inside.sums_in_words import LISTED, addition, input_name, terms_of
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import TIMES, decimal, number
from dlgui.ui.kit.heatmap import (
    LEFT,
    colour_of,
    largest_of,
    paint_addition,
    paint_caption,
    paint_cell,
    paint_grid,
    paint_sign,
    paint_terms,
)
from dlgui.ui.kit.spoken import Table
from dlgui.ui.kit.theme import BODY, CAPTION, L, M, S, font, theme, theme_notifier
from dlgui.ui.session.focus import Focus

WIDEST_CELL, LEAST_CELL = 52.0, 34.0
TALLEST_ROW, USUAL_ROW, LEAST_ROW = 26.0, 21.0, 16.0
SIGN = 22.0
"""The room for × and =."""
ADDITION = 160.0


WIDEST_TILE = 5
"""Of a tile that is shown in all its numbers."""
PART = 12.0
"""The side of a map before, in the row of all of them."""


class MultiplicationView(QWidget):
    """Of a convolution, the window, the kernel and their products, map by map; of other layers
    their own rule. A click on one of the small squares shows that map's part of the sum."""

    def __init__(self, focus: Focus) -> None:
        super().__init__()
        self.setObjectName("multiplicationView")
        self.setAccessibleName(tr("How the value was computed"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._focus = focus
        focus.changed.connect(self._on_changed)
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers, is_walked=True)

    def numbers(self) -> Table:
        """The sum's lines, or the calculation's terms."""
        found = self._focus.calculation
        if isinstance(found, WeightedSum):
            return [[tr("Summand"), tr("Value")], *map(list, addition(found, self._focus))]
        lines = [] if found is None else terms_of(found, self._focus)
        terms = [term for line in lines for term in line if term.value is not None]
        return [[tr("Term"), tr("Value")], *([term.caption, term.text] for term in terms)]

    def sizeHint(self) -> QSize:
        return self._size_for(USUAL_ROW)

    def minimumSizeHint(self) -> QSize:
        return self._size_for(LEAST_ROW)

    def _size_for(self, row: float) -> QSize:
        """Of a 5 × 5 kernel, the largest there is, with its captions."""
        line = QFontMetricsF(font(CAPTION)).height()
        return QSize(420, int(5 * row + 2 * line + PART + S))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        found = self._focus.calculation
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if isinstance(found, WeightedSum) and found.window.ndim == 3:
            self._paint_convolution(painter, area, found)
        elif isinstance(found, WeightedSum):
            self._paint_dense(painter, area, found)
        elif isinstance(found, Pooled) and len(found.window) <= WIDEST_TILE:
            self._paint_tile(painter, area, found)
        elif found is not None:
            y = area.top()
            for terms in terms_of(found, self._focus):
                y += paint_terms(painter, area.left(), y, terms)
        elif self._focus.insight is not None:
            painter.setPen(theme().bad)
            painter.setFont(font(BODY))
            painter.drawText(
                area,
                LEFT,
                tr("These are no longer numbers: the training has diverged."),
            )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._focus.calculation
        if not isinstance(found, WeightedSum) or found.window.ndim != 3:
            return
        for part in range(len(found.parts)):
            if self._part_rect(part, len(found.parts)).contains(event.position()):
                self._focus.choose_part(part)

    def _on_changed(self) -> None:
        found = self._focus.calculation
        words = ""
        if isinstance(found, WeightedSum):
            words = facts(f"{text}: {amount}" for text, amount in addition(found, self._focus))
        elif found is not None:
            lines = terms_of(found, self._focus)
            words = facts(" ".join(term.text for term in terms) for terms in lines)
        self.setAccessibleDescription(words)
        self.update()

    # A convolution

    def _paint_convolution(self, painter: QPainter, area: QRectF, found: WeightedSum) -> None:
        part, size = self._focus.part, found.window.shape[-1]
        line = QFontMetricsF(font(CAPTION)).height()
        has_parts = len(found.parts) > 1
        room = area.height() - line - (PART + line if has_parts else 0)
        beside = (area.width() - ADDITION - L - 2 * SIGN) / (3 * size)
        is_beside = beside >= LEAST_CELL
        width = min(beside if is_beside else (area.width() - 2 * SIGN) / (3 * size), WIDEST_CELL)
        height = min((room - (0 if is_beside else line)) / size, TALLEST_ROW)
        x, y = area.left(), area.top() + line
        window, kernel, products = found.window[part], found.kernel[part], found.products[part]
        units = found.shown_products(part).ravel()
        grids = (
            (self._window_caption(), window, [number(float(v)) for v in window.ravel()]),
            (tr("its weights"), kernel, [number(float(v)) for v in kernel.ravel()]),
            (tr("products"), products, [decimal(int(u), found.decimals) for u in units]),
        )
        for index, (caption, values, texts) in enumerate(grids):
            grid = QRectF(x, y, size * width, size * height)
            paint_caption(painter, QRectF(x, area.top(), size * width, line), caption)
            whole = (found.window, found.kernel, found.products)[index]
            paint_grid(painter, grid, values, texts, largest_of(whole))
            x += size * width
            if index < 2:
                sign = QRectF(x, y, SIGN, size * height)
                paint_sign(painter, sign, TIMES if index == 0 else "=")
                x += SIGN
        lines = addition(found, self._focus)
        if is_beside:
            left = x + L
            wide = min(area.right() - left, 2 * ADDITION)
            paint_addition(painter, QRectF(left, y, wide, room), lines)
        else:
            text = " + ".join(f"{t} {n}" for t, n in lines[:-1]) + f" = {lines[-1][1]}"
            below = QRectF(area.left(), y + size * height, area.width(), line)
            paint_caption(painter, below, text)
        if has_parts:
            self._paint_parts(painter, found)

    def _window_caption(self) -> str:
        before = self._focus.before()
        if before is None or before.maps == 1:
            return tr("window")
        return tr("window on map {map}").format(map=self._focus.part + 1)

    def _paint_parts(self, painter: QPainter, found: WeightedSum) -> None:
        """One small square for each map before: what it adds to the value."""
        count, largest = len(found.parts), largest_of(found.parts)
        first = self._part_rect(0, count)
        line = QFontMetricsF(font(CAPTION)).height()
        above = QRectF(first.left(), first.top() - line, self.width(), line)
        text = tr("What each of the {count} maps before adds; click one to see it multiplied")
        paint_caption(painter, above, text.format(count=count))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for part, value in enumerate(found.parts):
            rect = self._part_rect(part, count)
            painter.fillRect(rect.adjusted(0, 0, -1, -1), colour_of(float(value), largest))
        painter.setPen(QPen(theme().text, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._part_rect(self._focus.part, count).adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _part_rect(self, part: int, count: int) -> QRectF:
        side = min((self.width() - 4) / count, 2 * PART)
        return QRectF(2 + part * side, self.height() - PART - 2, side, PART)

    # A dense layer and a pooling

    def _paint_dense(self, painter: QPainter, area: QRectF, found: WeightedSum) -> None:
        line = QFontMetricsF(font(CAPTION)).height()
        shown = found.largest_parts(LISTED)
        caption = tr("The strongest of {count:,} inputs").format(count=len(found.parts))
        paint_caption(painter, QRectF(area.left(), area.top(), 260, line), caption)
        height = min((area.height() - line) / LISTED, TALLEST_ROW)
        names = [input_name(self._focus, int(index)) for index in shown]
        label = max(QFontMetricsF(font(CAPTION)).horizontalAdvance(name) for name in names) + M
        largest = (largest_of(found.window), largest_of(found.kernel), largest_of(found.parts))
        small = font(CAPTION - 1)
        y = area.top() + line
        for index, name in zip(shown, names, strict=True):
            paint_caption(painter, QRectF(area.left(), y, label, height), name)
            x = area.left() + label
            amounts = (found.window[index], found.kernel[index], found.parts[index])
            texts = [number(float(amount)) for amount in amounts[:2]]
            texts.append(decimal(int(found.shown[0][index]), found.decimals))
            for column, (amount, text) in enumerate(zip(amounts, texts, strict=True)):
                cell = QRectF(x, y, WIDEST_CELL, height - 1)
                painter.setFont(small)
                paint_cell(painter, cell, text, float(amount), largest[column])
                x += WIDEST_CELL
                if column < 2:
                    sign = QRectF(x, y, SIGN, height)
                    paint_sign(painter, sign, TIMES if column == 0 else "=")
                    x += SIGN
            y += height
        left = area.left() + label + 3 * WIDEST_CELL + 2 * SIGN + 2 * L
        wide = min(area.right() - left, 2 * ADDITION)
        top = area.top() + line
        paint_addition(
            painter, QRectF(left, top, wide, area.height()), addition(found, self._focus)
        )

    def _paint_tile(self, painter: QPainter, area: QRectF, found: Pooled) -> None:
        line = QFontMetricsF(font(CAPTION)).height()
        rows, columns = found.window.shape
        paint_caption(painter, QRectF(area.left(), area.top(), 300, line), tr("tile"))
        grid = QRectF(area.left(), area.top() + line, columns * WIDEST_CELL, rows * TALLEST_ROW)
        texts = [decimal(int(units), DECIMALS) for units in found.shown[0].ravel()]
        largest = largest_of(found.window)
        paint_grid(painter, grid, found.window, texts, largest)
        if found.where is None:
            y = grid.bottom() + S
            for terms in terms_of(found, self._focus):
                y += paint_terms(painter, area.left(), y, terms)
            return
        row, column = found.where
        winner = QPointF(column * WIDEST_CELL, row * TALLEST_ROW) + grid.topLeft()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().good, 2.0))
        painter.drawRoundedRect(
            QRectF(winner.x(), winner.y(), WIDEST_CELL - 1, TALLEST_ROW - 1), 3, 3
        )
        x = grid.right() + S
        paint_sign(painter, QRectF(x, grid.top(), 2 * SIGN, grid.height()), "→")
        cell = QRectF(x + 2 * SIGN + S, grid.center().y() - 13, WIDEST_CELL + M, TALLEST_ROW)
        painter.setFont(font(BODY))
        paint_cell(painter, cell, number(found.value), found.value, largest)
        paint_caption(
            painter, QRectF(cell.left(), cell.bottom(), 200, line), tr("the largest of the tile")
        )
