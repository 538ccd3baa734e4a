"""The mini-batch as the network was given it, each digit with what was read."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
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

from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import ink_image
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, S, font, theme, theme_notifier
from dlgui.ui.steps.focus import StepFocus

LARGEST, SMALLEST = 112.0, 26.0
MOST = 400
"""Of a large batch, the digits with the largest loss are shown."""


class BatchView(QWidget):
    """The worst-read digits first, and how many have no room. A click or the arrow keys choose."""

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("batchView")
        self.setAccessibleName(tr("Digits of the mini-batch"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._focus = focus
        self.order = np.empty(0, np.int64)
        self._images: list[QImage] = []
        self._shown: object = None
        theme_notifier.themeChanged.connect(self._draw)
        focus.changed.connect(self._follow)
        offer_figure(self, lambda: focus.digits_table(self.order))

    def sizeHint(self) -> QSize:
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        digest = self._focus.digest
        if digest is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(font(CAPTION - 1, QFont.Weight.DemiBold))
        room = self._room()
        hidden = len(digest.answers) - room
        for place, (digit, image) in enumerate(zip(self.order[:room], self._images, strict=False)):
            rect = self.rect_of(place)
            if hidden > 0 and place == room - 1:
                painter.setPen(theme().text_muted)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"+{hidden + 1}")
                break
            picture = QRectF(rect.left(), rect.top(), rect.width(), rect.width())
            painter.drawImage(picture, image)
            is_right = bool(digest.is_right[digit])
            is_chosen = digit == self._focus.digit
            colour = theme().border_strong if is_right else theme().bad
            painter.setPen(
                QPen(theme().accent_line if is_chosen else colour, 2.0 if is_chosen else 1.0)
            )
            painter.drawRect(picture.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(theme().text_muted if is_right else theme().bad)
            share = f"{digest.probabilities[digit, digest.answers[digit]]:.0%}"
            text = (
                f"{digest.answers[digit]}  {share}"
                if rect.width() > 40
                else f"{digest.answers[digit]}"
            )
            below = QRectF(
                rect.left(), picture.bottom(), rect.width(), rect.height() - rect.width()
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def rect_of(self, place: int) -> QRectF:
        """Where the digit at a place of `order` is, with the line below it."""
        columns, side = self._grid()
        down, across = divmod(place, columns)
        height = side + self._line()
        return QRectF(1 + across * (side + S), 1 + down * (height + S), side, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, digit in enumerate(self.order[: self._room()]):
            if self.rect_of(place).contains(QPointF(event.position())):
                self._focus.choose_digit(int(digit))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in ARROW_STEPS or not len(self.order):
            super().keyPressEvent(event)
            return
        down, right = ARROW_STEPS[key]
        (places,) = np.nonzero(self.order == self._focus.digit)
        place = (int(places[0]) if len(places) else 0) + right + down * self._grid()[0]
        if 0 <= place < min(len(self.order), self._room()):
            self._focus.choose_digit(int(self.order[place]))

    def _follow(self) -> None:
        if self._focus.digest is not self._shown:
            self._shown = self._focus.digest
            self._draw()
        tell(self, self._focus.digit_words())
        self.update()

    def _draw(self) -> None:
        digest = self._focus.digest
        self.order, self._images = np.empty(0, np.int64), []
        if digest is not None:
            self.order = np.argsort(-digest.losses, kind="stable")[:MOST]
            self._images = [ink_image(digest.step.pixels[digit]) for digit in self.order]
        self.update()

    def _room(self) -> int:
        """How many have room, in whole rows."""
        columns, side = self._grid()
        rows = int((self.height() - 2 + S) // (side + self._line() + S))
        return min(max(rows, 1) * columns, len(self.order))

    def _line(self) -> float:
        return QFontMetricsF(font(CAPTION - 1)).height() + 2

    def _grid(self) -> tuple[int, float]:
        """How many lie side by side, and the side of each: as large as all have room."""
        count = max(len(self.order), 1)
        best = (1, SMALLEST)
        for columns in range(1, count + 1):
            across = (self.width() - 2 + S) / columns - S
            upright = (self.height() - 2) / ceil(count / columns) - self._line() - S
            side = max(min(across, upright, LARGEST), SMALLEST)
            if across >= SMALLEST:
                best = max(best, (columns, side), key=lambda found: (found[1], found[0]))
        return best
