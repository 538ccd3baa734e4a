"""The first layer's filters, or what its neurons look for, at one moment."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.core.model import Model
from dlgui.ui.inside.colours import colour_table, image_of, largest_of, levels_of
from dlgui.ui.step.wording import tr
from dlgui.ui.theme import theme_notifier

MOST = 64
GAP = 4.0
LARGEST = 48.0


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

    @property
    def filters(self) -> np.ndarray:
        """What is shown: float32 [filters, rows, columns]."""
        return self._filters

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
