"""A small confusion matrix: where the right answers are, and where the mistakes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import colour_table, image_of, levels_of
from dlgui.ui.kit.theme import CAPTION, M, font, sized, theme, theme_notifier

LEAST_TOP = 0.1
"""The share of a class' digits, misread alike, that has the full colour, at least."""


class ConfusionView(QWidget):
    """Rows are what the digits are, columns what they were read as; blue is right, orange wrong,
    each on its own scale, because the few mistakes are what one looks for."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Confusion matrix"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._counts = np.zeros((0, 0), np.int64)
        self._classes: Sequence[str] = ()
        self._image: QImage | None = None
        theme_notifier.themeChanged.connect(self._draw)
        offer_figure(self, self.numbers)

    @property
    def counts(self) -> np.ndarray:
        """int64 [true class, class answered]; without rows there is nothing to see."""
        return self._counts

    def show_counts(self, counts: np.ndarray, classes: Sequence[str]) -> None:
        self._counts, self._classes = counts, classes
        self._draw()

    def numbers(self) -> list[list[object]]:
        """The counts, a row for each true class."""
        rows: list[list[object]] = [[tr("True digit"), *self._classes]]
        for name, counts in zip(self._classes, self._counts.tolist(), strict=False):
            rows.append([name, *counts])
        return rows

    def sizeHint(self) -> QSize:
        return QSize(220, 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(sized(140), sized(140))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter, area = QPainter(self), self._area()
        painter.drawImage(area, self._image)
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        cell, centre = area.width() / len(self._classes), Qt.AlignmentFlag.AlignCenter
        beside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for index, name in enumerate(self._classes):
            at = index * cell
            painter.drawText(QRectF(0, area.top() + at, area.left() - M / 2, cell), beside, name)
            painter.drawText(QRectF(area.left() + at, 0, cell, area.top()), centre, name)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._words(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _words(self, position: QPointF) -> str:
        area, size = self._area(), len(self._counts)
        if self._image is None or not area.contains(position):
            return ""
        true = min(int((position.y() - area.top()) / area.height() * size), size - 1)
        read = min(int((position.x() - area.left()) / area.width() * size), size - 1)
        text = tr("{count:,} of {row:,} digits that are “{true}” were read as “{read}”.")
        counts = self._counts[true]
        names = {"true": self._classes[true], "read": self._classes[read]}
        return text.format(count=int(counts[read]), row=int(counts.sum()), **names)

    def _draw(self) -> None:
        self._image = None
        if len(self._counts):
            shares = self._counts / np.maximum(self._counts.sum(axis=1, keepdims=True), 1)
            right = np.eye(len(shares), dtype=bool)
            wrong = np.where(right, 0.0, shares)
            signed = np.where(right, shares, -wrong / max(float(wrong.max()), LEAST_TOP))
            self._image = image_of(levels_of(signed, 1.0), colour_table())
        self.update()

    def _area(self) -> QRectF:
        """A square: the rows' names are left of it, the columns' above."""
        metrics = QFontMetricsF(font(CAPTION - 1))
        left = max((metrics.horizontalAdvance(c) for c in self._classes), default=0.0) + M
        top = metrics.height()
        side = max(min(self.width() - left - 2, self.height() - top - 2), 1.0)
        return QRectF(left, top, side, side)
