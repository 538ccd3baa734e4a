"""A shift map, painted: at which offsets a digit is still read."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter, QPen

from dlgui.core.explain.perturbation import REACH, ShiftMap
from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import CENTRE, colour_at, colour_table, image_of, levels_of, text_on
from dlgui.ui.kit.pixel_view import PixelView
from dlgui.ui.kit.theme import CAPTION, font, theme


class ShiftMapView(PixelView):
    """Each cell is an offset: blue where the digit is still read, orange where it is not."""

    def __init__(self) -> None:
        super().__init__(2 * REACH + 1)
        self.setObjectName("shiftMapView")
        self.setAccessibleName(tr("Where the digit is still read"))
        self._found: ShiftMap | None = None
        self._classes: tuple[str, ...] = ()
        offer_figure(self, self.numbers)

    def show_map(self, found: ShiftMap | None, classes: tuple[str, ...]) -> None:
        self._found, self._classes = found, classes
        self.update()

    def numbers(self) -> list[list[object]]:
        """What is read at each offset in pixels, and how surely."""
        rows: list[list[object]] = [["Down", "Right", "Read as", "Probability", "Refused"]]
        found = self._found
        for row, column in np.ndindex(found.digits.shape if found else (0, 0)):
            assert found is not None
            name = self._classes[found.digits[row, column]]
            share, refused = float(found.probabilities[row, column]), found.refused[row, column]
            rows.append([row - REACH, column - REACH, name, share, bool(refused)])
        return rows

    def image(self) -> QImage | None:
        """The surer, the stronger; a refused digit is left grey."""
        found = self._found
        if found is None:
            return None
        return image_of(_shift_levels(found), colour_table())

    def paint_over(self, painter: QPainter) -> None:
        found = self._found
        assert found is not None
        self._paint_digits(painter, found)
        painter.setPen(QPen(theme().text, 2.0))
        painter.drawRect(self.rect_of(REACH, REACH))
        if self.cell is not None:
            painter.setPen(QPen(theme().good, 2.0))
            painter.drawRect(self.rect_of(*self.cell))

    def _paint_digits(self, painter: QPainter, found: ShiftMap) -> None:
        """What is read instead, where there is room for it."""
        if self.rect_of(0, 0).width() < 9 or max(map(len, self._classes), default=9) > 1:
            return
        small = font(CAPTION)
        small.setPixelSize(min(int(self.rect_of(0, 0).height() - 1), CAPTION))
        painter.setFont(small)
        levels = _shift_levels(found)
        for row, column in np.argwhere((found.digits != found.answer) & ~found.refused):
            painter.setPen(text_on(colour_at(int(levels[row, column]))))
            name = self._classes[found.digits[row, column]]
            painter.drawText(self.rect_of(int(row), int(column)), CENTRE, name)


def _shift_levels(found: ShiftMap) -> np.ndarray:
    sign = np.where(found.digits == found.answer, 1.0, -1.0)
    strength = np.where(found.refused, 0.0, 0.15 + 0.5 * found.probabilities)
    return levels_of(sign * strength, 1.0)
