"""One neuron of the reader's first layer, at work on the digit on the pad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from dlgui.core.explain.arithmetic import WeightedSum, calculation
from dlgui.core.explain.trace import Insight, window
from dlgui.core.nets.activations import Activation
from dlgui.core.nets.layers import BatchNorm
from dlgui.ui.kit.formats import TIMES, decimal, number
from dlgui.ui.kit.heatmap import (
    LEFT,
    RIGHT,
    largest_of,
    paint_addition,
    paint_caption,
    paint_sign,
)
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, theme
from dlgui.ui.learn.digit_figures import (
    LINE,
    DigitFigure,
    paint_box,
    paint_pixels,
    paint_values,
)
from dlgui.ui.learn.figure import FigureView

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

SIGN = 16.0
ADDITION = 60.0


class NeuronFigure(DigitFigure):
    """One neuron of the reader's first layer at work: products, sum, bias, activation."""

    def __init__(self, session: Session) -> None:
        super().__init__("neuronFigure", "", session)
        self.setAccessibleName(self.tr("A neuron at work on the digit on the pad"))
        self._index = 0
        self._view = _NeuronView("neuronView", self.tr("A neuron; arrow keys choose another"), 204)
        self._text = self.sentence("neuronLabel", 2)
        self.column.addWidget(self._view)
        self.column.addWidget(self._text)
        self.setFocusProxy(self._view)
        self._view.keyed.connect(lambda down, right: self._choose(self._index + down + right))

    def look(self) -> None:
        insight = self.insight()
        words = self.tr("Draw a digit on the pad: a neuron computes with it here.")
        self._view.neuron = None
        self._view.pixels = self.pixels()
        if insight is not None:
            neuron = _Neuron(insight, self._index)
            self._view.neuron = neuron
            words = self.tr(
                "Neuron {number} of {count} in the first layer: {inputs} products and the bias "
                "add up to {sum}; its activation makes {value} of it."
            ).format(
                number=neuron.index + 1,
                count=neuron.count,
                inputs=neuron.sum.window.size,
                sum=number(neuron.sum.value),
                value=number(neuron.output),
            )
        self._text.setText(words)
        self._view.show_words(words)

    def _choose(self, index: int) -> None:
        insight = self.insight()
        if insight is not None:
            self._index = index % _Neuron(insight, 0).count
            self.look()


class _Neuron:
    """A neuron of the first layer that has weights, where it answers most strongly."""

    def __init__(self, insight: Insight, index: int) -> None:
        layers = [stage.layer for stage in insight.stages]
        stage = next(i for i, layer in enumerate(layers) if layer is not None and layer.is_weighted)
        found = insight.stages[stage]
        self.count = len(found.values)
        self.index = index % self.count
        place = found.strongest(self.index) if found.has_maps else (self.index,)
        taken = calculation(insight, stage, place)
        assert isinstance(taken, WeightedSum)
        self.sum = taken
        self.box = window(insight.network, stage, place)
        self.after: list[tuple[str, float]] = []
        """What comes of the sum, up to the activation: the layer's kind, and the value."""
        for later in insight.stages[stage + 1 :]:
            if not isinstance(later.layer, Activation | BatchNorm):
                break
            self.after.append((later.layer.kind, float(later.values[place])))
            if isinstance(later.layer, Activation):
                break
        self.output = self.after[-1][1] if self.after else taken.value


class _NeuronView(FigureView):
    pixels: np.ndarray | None = None
    neuron: _Neuron | None = None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        neuron = self.neuron
        below = area.adjusted(0, LINE, 0, -ADDITION)
        side = min(below.height(), (area.width() - 3 * M - 2 * SIGN) / 4)
        square = paint_pixels(painter, QRectF(area.left(), below.top(), side, side), self.pixels)
        caption = QRectF(area.left(), area.top(), side, LINE)
        paint_caption(painter, caption, self.tr("your digit"))
        if neuron is None:
            return
        if neuron.box is not None:
            paint_box(painter, square, neuron.box)
        x = square.right() + M
        found = neuron.sum
        parts = (
            (self.tr("inputs"), found.window, TIMES),
            (self.tr("weights"), found.kernel, "="),
            (self.tr("products"), found.products, ""),
        )
        for title, values, sign in parts:
            grid = QRectF(x, below.top(), side, side)
            paint_caption(painter, QRectF(x, area.top(), side, LINE), title)
            paint_values(painter, grid, values, largest_of(values))
            x += side
            paint_sign(painter, QRectF(x, below.top(), SIGN, side), sign)
            x += SIGN
        self._paint_sum(
            painter, QRectF(area.left(), square.bottom() + S, area.width(), ADDITION), neuron
        )

    def _paint_sum(self, painter: QPainter, area: QRectF, neuron: _Neuron) -> None:
        parts, bias, total = neuron.sum.shown
        places = neuron.sum.decimals
        lines = [
            (self.tr("sum of the products"), decimal(int(parts.sum()), places)),
            (self.tr("bias b"), decimal(bias, places)),
            (self.tr("sum z"), decimal(total, places)),
        ]
        half = QRectF(area.left(), area.top(), area.width() * 0.48, area.height())
        paint_addition(painter, half, lines)
        names = {"normalisation": self.tr("after batch normalisation")}
        rest = [(names.get(kind, self.tr("after the activation")), v) for kind, v in neuron.after]
        if rest:
            right = QRectF(half.right() + L, area.top(), area.width() * 0.52 - L, area.height())
            height = area.height() / 3
            painter.setFont(font(CAPTION))
            for index, (title, value) in enumerate(rest):
                line = QRectF(right.left(), right.top() + index * height, right.width(), height)
                painter.setPen(theme().text_muted)
                painter.drawText(line, LEFT, title)
                painter.setPen(theme().text)
                painter.drawText(line, RIGHT, number(value))
