"""The network along a run: the pad's probabilities, a column a network, and its first layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.nets.model import Model
from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.heatmap import ZERO, colour_table, image_of, largest_of, levels_of
from dlgui.ui.kit.plot import POINTING
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, M, S, font, sized, theme, theme_notifier


class AnswerHistory(QWidget):
    """A row for each class, bluer the more probable; a click or drag chooses the moment."""

    chosen = Signal(int)
    """The index of the network at the mouse."""

    def __init__(self, *, by_epoch: bool = False) -> None:
        """by_epoch: the networks are counted by epochs, not by steps"""
        super().__init__()
        self._by_epoch = by_epoch
        self.setObjectName("answerHistory")
        self.setAccessibleName(tr("Probabilities over the run"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._classes: Sequence[str] = ()
        self._steps: Sequence[int] = ()
        self._answers = np.zeros((0, 0))
        self._image: QImage | None = None
        self._marked = 0
        theme_notifier.themeChanged.connect(self._draw)
        offer_figure(self, self.numbers)

    def show_answers(
        self, steps: Sequence[int], answers: np.ndarray, classes: Sequence[str]
    ) -> None:
        """answers: [networks, classes]; without rows there is nothing to answer."""
        self._steps, self._answers, self._classes = steps, answers, classes
        self._draw()

    def numbers(self) -> list[list[object]]:
        """The probability of each class, a row for each kept network."""
        along = tr("Epoch") if self._by_epoch else tr("Step")
        rows: list[list[object]] = [[along, *self._classes]]
        for step, answer in zip(self._steps, self._answers.tolist(), strict=False):
            rows.append([step, *answer])
        return rows

    def mark(self, index: int) -> None:
        if index != self._marked:
            self._marked = index
            self._tell()
            self.update()

    @property
    def answers(self) -> np.ndarray:
        return self._answers

    def sizeHint(self) -> QSize:
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, sized(140))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        area, line = self._area(), QFontMetricsF(font(CAPTION - 1)).height()
        painter.drawImage(area, self._image)
        height = area.height() / len(self._classes)
        best = int(self._answers[min(self._marked, len(self._answers) - 1)].argmax())
        for row, name in enumerate(self._classes):
            weight = QFont.Weight.Bold if row == best else QFont.Weight.Normal
            painter.setFont(font(CAPTION, weight))
            painter.setPen(theme().text if row == best else theme().text_muted)
            label = QRectF(0, area.top() + row * height, area.left() - M, height)
            painter.drawText(
                label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )
        painter.setPen(QPen(theme().text, 1.5))
        left, width = self._column(self._marked)
        painter.drawRect(QRectF(left, area.top(), width, area.height()))
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        below = QRectF(area.left(), area.bottom() + S, area.width(), line)
        end = tr("epoch {step:,}") if self._by_epoch else tr("step {step:,}")
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, end.format(step=self._steps[0]))
        if len(self._steps) > 1:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, end.format(step=self._steps[-1]))
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the network before and after, Home and End to the first and last."""
        way = POINTING.get(Qt.Key(event.key()))
        if way is None or self._image is None:
            super().keyPressEvent(event)
        else:
            self.chosen.emit(min(max(self._marked + way, 0), len(self._answers) - 1))

    def centre_of(self, index: int) -> QPointF:
        left, width = self._column(index)
        return QPointF(left + width / 2, self._area().center().y())

    def _choose(self, position: QPointF) -> None:
        area = self._area()
        if self._image is not None:
            share = (position.x() - area.left()) / area.width()
            self.chosen.emit(min(max(int(share * len(self._answers)), 0), len(self._answers) - 1))

    def _draw(self) -> None:
        self._image = None
        if len(self._answers):
            levels = (self._answers.T * ZERO + ZERO).astype(np.uint8)
            self._image = image_of(levels, colour_table())
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._image is None:
            tell(self, "")
            return
        place = min(self._marked, len(self._answers) - 1)
        answer = self._answers[place]
        words = tr("Step {step:,}: {name}, {share}")
        if self._by_epoch:
            words = tr("Epoch {step:,}: {name}, {share}")
        name, share = self._classes[int(answer.argmax())], in_percent(float(answer.max()))
        tell(self, words.format(step=self._steps[place], name=name, share=share))

    def _column(self, index: int) -> tuple[float, float]:
        area = self._area()
        width = area.width() / max(len(self._answers), 1)
        return area.left() + index * width, width

    def _area(self) -> QRectF:
        line = QFontMetricsF(font(CAPTION)).height()
        name = max(
            (QFontMetricsF(font(CAPTION)).horizontalAdvance(c) for c in self._classes), default=0.0
        )
        return QRectF(self.rect()).adjusted(name + M + S, 2, -2, -line - S)


MOST = 64
GAP = 4.0
LARGEST = 104


class FiltersView(QWidget):
    """Each as a small picture of its weights: blue above zero, orange below."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filtersView")
        self.setAccessibleName(tr("Filters of the first layer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._filters = np.zeros((0, 1, 1), np.float32)
        self._images: list[QImage] = []
        theme_notifier.themeChanged.connect(self._draw)
        offer_figure(self, self.numbers, is_walked=True)

    @property
    def filters(self) -> np.ndarray:
        """What is shown: float32 [filters, rows, columns]."""
        return self._filters

    def numbers(self) -> list[list[object]]:
        """A row for each filter, its weights row by row."""
        flat = self._filters.reshape(len(self._filters), -1)
        rows = ([row, *weights] for row, weights in enumerate(flat.tolist(), start=1))
        return [[tr("Filters"), *range(1, flat.shape[1] + 1)], *rows]

    def show_model(self, model: Model | None) -> None:
        if model is None:
            self._filters = np.zeros((0, 1, 1), np.float32)
        else:
            first = next(w for w in model.weights.values() if w.ndim in (2, 4))
            side = first.shape[-1] if first.ndim == 4 else 28
            self._filters = first.reshape(len(first), -1, side)[:MOST]
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(400, 100)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns, side = self._grid()
        for index, image in enumerate(self._images):
            down, across = divmod(index, columns)
            painter.drawImage(QRectF(across * (side + GAP), down * (side + GAP), side, side), image)
        painter.end()

    def _draw(self) -> None:
        largest = largest_of(self._filters)
        table = colour_table()
        self._images = [image_of(levels_of(one, largest), table) for one in self._filters]
        self.update()

    def _grid(self) -> tuple[int, float]:
        count = max(len(self._images), 1)
        best = (1, 0.0)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            across = (self.width() + GAP) / columns - GAP
            upright = (self.height() + GAP) / rows - GAP
            side = float(int(min(across, upright, LARGEST)))
            best = max(best, (columns, side), key=lambda found: (found[1], found[0]))
        return best[0], max(best[1], 4.0)
