"""A convolution's window that slides over the digit on the pad by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox

from dlgui.core.explain.arithmetic import WeightedSum, calculation
from dlgui.core.explain.trace import Box, Insight, window
from dlgui.core.nets.layers import Conv
from dlgui.ui.kit.formats import TIMES, number
from dlgui.ui.kit.heatmap import (
    colour_table,
    image_of,
    largest_of,
    levels_of,
    paint_caption,
    paint_sign,
)
from dlgui.ui.kit.theme import M, theme
from dlgui.ui.learn.digit_figures import (
    LINE,
    DigitFigure,
    paint_box,
    paint_pixels,
    paint_values,
)
from dlgui.ui.learn.figure import FigureView, Player, folding

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

TICK_MS = 60
SIGN = 14.0


@dataclass(frozen=True, slots=True, eq=False)
class Sliding:
    """A map of a first layer that is a convolution, and the window of the value at `place`.

    values: the map as far as the window has come, NaN beyond: float32 [rows, columns]
    """

    values: np.ndarray
    largest: float
    place: tuple[int, int]
    box: Box
    sum: WeightedSum
    stride: int


class WindowFigure(DigitFigure):
    """The window, the kernel and the map that it fills; it runs on by itself, or by the arrows."""

    def __init__(self, session: Session) -> None:
        super().__init__("windowFigure", "", session)
        self.setAccessibleName(self.tr("A window slides over the digit on the pad"))
        self._insight: Insight | None = None
        self._at = 0
        self._player = Player("window", TICK_MS)
        self._maps = QComboBox()
        self._maps.setObjectName("windowMapBox")
        self._maps.setAccessibleName(self.tr("The kernel"))
        self._view = _WindowView("windowView", self.tr("Digit, kernel and feature map"), 200)
        self._text = self.sentence("windowLabel", 2)
        self.column.addWidget(folding((self._player,), (self._maps,)))
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._player.ticked.connect(lambda: self._go_to(self._at + 1))
        self._maps.currentIndexChanged.connect(self._show)
        self._view.keyed.connect(self._on_key)
        self._player.play(True)

    def look(self) -> None:
        insight = self.insight()
        is_convolution = insight is not None and insight.stages[1].kind == "convolution"
        self._insight = insight if is_convolution else None
        count = insight.stages[1].maps if is_convolution and insight is not None else 0
        if count != self._maps.count():
            self._maps.blockSignals(True)
            self._maps.clear()
            for number_ in range(1, count + 1):
                self._maps.addItem(self.tr("Kernel {number}").format(number=number_))
            self._maps.blockSignals(False)
        self._maps.setEnabled(count > 0)
        self._player.setEnabled(count > 0)
        self._show()

    def _go_to(self, at: int) -> None:
        if self._insight is not None:
            self._at = at % self._insight.stages[1].values[0].size
            self._show()

    def _on_key(self, down: int, right: int) -> None:
        if self._insight is not None:
            self._player.play(False)
            self._go_to(self._at + right + down * self._insight.stages[1].values.shape[2])

    def _show(self) -> None:
        words = self.tr("Draw a digit on the pad: a window slides over it here.")
        self._view.pixels, self._view.sliding = self.pixels(), None
        if self._insight is not None:
            self._view.sliding = found = self._slid(self._insight)
            words = self.tr(
                "Row {row}, column {column}: {count} products and the bias add up to {value}. From "
                "one value to the next the window moves by {stride} pixels."
            ).format(
                row=found.place[0] + 1,
                column=found.place[1] + 1,
                count=found.sum.window.size,
                value=number(found.sum.value),
                stride=found.stride,
            )
        elif self.pixels() is not None:
            words = self.tr("The reader in use does not begin with a convolution.")
        self._text.setText(words)
        self._view.show_words(words)

    def _slid(self, insight: Insight) -> Sliding:
        index = max(self._maps.currentIndex(), 0)
        values = insight.stages[1].values[index]
        at = min(self._at, values.size - 1)
        row, column = divmod(at, values.shape[1])
        place = (index, row, column)
        taken, box = calculation(insight, 1, place), window(insight.network, 1, place)
        assert isinstance(taken, WeightedSum)
        assert box is not None
        known = values.copy()
        known.ravel()[at + 1 :] = np.nan
        layer = insight.stages[1].layer
        assert isinstance(layer, Conv)
        return Sliding(known, largest_of(values), (row, column), box, taken, layer.stride)


class _WindowView(FigureView):
    pixels: np.ndarray | None = None
    sliding: Sliding | None = None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        below = area.adjusted(0, LINE, 0, 0)
        side = min(below.height(), (area.width() - 3 * M - 2 * SIGN) / 3)
        square = paint_pixels(painter, QRectF(area.left(), below.top(), side, side), self.pixels)
        caption = QRectF(area.left(), area.top(), side, LINE)
        paint_caption(painter, caption, self.tr("your digit"))
        found = self.sliding
        if found is None:
            return
        paint_box(painter, square, found.box)
        kernel = QRectF(square.right() + SIGN + M, below.top(), side, side)
        sign = QRectF(square.right(), below.top(), SIGN + M, side)
        paint_sign(painter, sign, TIMES)
        _paint_kernel(painter, kernel, found.sum.kernel)
        paint_caption(
            painter, caption.translated(kernel.left() - area.left(), 0), self.tr("kernel")
        )
        paint_sign(painter, sign.translated(side + SIGN + M, 0), "=")
        filled = kernel.translated(side + SIGN + M, 0)
        title = caption.translated(filled.left() - area.left(), 0)
        paint_caption(painter, title, self.tr("feature map"))
        self._paint_map(painter, filled, found)

    def _paint_map(self, painter: QPainter, area: QRectF, found: Sliding) -> None:
        rows, columns = found.values.shape
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, image_of(levels_of(found.values, found.largest), colour_table()))
        row, column = found.place
        width, height = area.width() / columns, area.height() / rows
        cell = QRectF(area.left() + column * width, area.top() + row * height, width, height)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().chart_validation, 2.0))
        painter.drawRect(cell)
        painter.setPen(QPen(theme().border_strong, 1.0))
        painter.drawRect(area)


def _paint_kernel(painter: QPainter, area: QRectF, kernel: np.ndarray) -> None:
    weights = kernel[0]
    paint_values(painter, area, weights, largest_of(weights))
