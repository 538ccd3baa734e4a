"""The loss of the mini-batch: each digit's cross-entropy, and their mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.language import tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import number
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, M, S, font, theme, theme_notifier
from dlgui.ui.steps.focus import StepFocus

WIDEST = 40.0


class LossView(QWidget):
    """One bar for each digit, the largest first; a line at the mean, which is the loss."""

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("lossView")
        self.setAccessibleName(tr("Cross-entropy of each digit"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._focus = focus
        self.order = np.empty(0, np.int64)
        theme_notifier.themeChanged.connect(self.update)
        focus.changed.connect(self._follow)
        offer_figure(self, lambda: focus.digits_table(self.order))

    def sizeHint(self) -> QSize:
        return QSize(400, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        digest = self._focus.digest
        if digest is None:
            return
        painter = QPainter(self)
        area = self._area()
        metrics = QFontMetricsF(font(CAPTION - 1))
        painter.setFont(font(CAPTION - 1))
        for place, digit in enumerate(self.order):
            bar = self.rect_of(place)
            is_chosen = digit == self._focus.digit
            colour = theme().chart_train if digest.is_right[digit] else theme().bad
            painter.fillRect(bar, colour)
            if is_chosen:
                painter.setPen(QPen(theme().text, 1.5))
                painter.drawRect(bar.adjusted(-1, -1, 1, 1))
            if bar.width() >= metrics.horizontalAdvance("0") + 1:
                painter.setPen(theme().text if is_chosen else theme().text_muted)
                below = QRectF(
                    bar.left() - S, area.bottom() + 2, bar.width() + 2 * S, metrics.height()
                )
                label = str(int(digest.step.labels[digit]))
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)
        painter.setPen(theme().border_strong)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        y = area.bottom() - digest.step.loss / self._top() * area.height()
        painter.setPen(QPen(theme().chart_validation, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(theme().chart_validation)
        text = tr("mean {loss}").format(loss=number(digest.step.loss, 4))
        width = metrics.horizontalAdvance(text)
        above = max(y - S, area.top() + metrics.ascent())
        painter.drawText(QPointF(area.right() - width, above), text)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent_line, 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def rect_of(self, place: int) -> QRectF:
        """The bar of the digit at a place of `order`."""
        digest, area = self._focus.digest, self._area()
        assert digest is not None
        step = min(area.width() / max(len(self.order), 1), WIDEST)
        height = float(digest.losses[self.order[place]]) / self._top() * area.height()
        gap = min(3.0, step / 4) if step > 4 else 0.0
        return QRectF(
            area.left() + place * step, area.bottom() - height, step - gap, max(height, 1.0)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        step = min(area.width() / max(len(self.order), 1), WIDEST)
        place = int((event.position().x() - area.left()) // step)
        if 0 <= place < len(self.order):
            self._focus.choose_digit(int(self.order[place]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        (places,) = np.nonzero(self.order == self._focus.digit)
        if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or not len(places):
            super().keyPressEvent(event)
            return
        place = int(places[0]) + ARROW_STEPS[key][1]
        if 0 <= place < len(self.order):
            self._focus.choose_digit(int(self.order[place]))

    def _follow(self) -> None:
        digest = self._focus.digest
        self.order = np.empty(0, np.int64)
        if digest is not None:
            self.order = np.argsort(-digest.losses, kind="stable")
        tell(self, self._focus.digit_words())
        self.update()

    def _top(self) -> float:
        digest = self._focus.digest
        return max(float(digest.losses.max()), 1e-9) if digest is not None else 1.0

    def _area(self) -> QRectF:
        line = QFontMetricsF(font(CAPTION - 1)).height()
        return QRectF(self.rect()).adjusted(M, M, -M, -line - M)
