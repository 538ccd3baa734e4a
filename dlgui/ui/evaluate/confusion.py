"""The confusion matrix: which digit was read as which, with each digit's recall and precision."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dlgui.core.evaluation.metrics import DigitMetrics, Evaluation
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.heatmap import fitted_font, text_on
from dlgui.ui.kit.page import ARROW_STEPS
from dlgui.ui.kit.spoken import tell
from dlgui.ui.kit.theme import CAPTION, M, S, font, mixed, sized, theme, theme_notifier

COUNT = 10
GAP = 2
LONGEST_LABEL = 84
LARGEST_CELL = 52.0
LEAST_TOP = 0.1
"""The share of a digit's mistakes that has the full colour, at least."""
LEAST_TINT = 0.1


class ConfusionMatrix(QWidget):
    """Rows are true digits, columns what was read. Right cells and wrong ones have each their own
    colour scale, because the few wrong ones are what one looks for. Beside each row stands the
    digit's recall, below each column its precision.

    A click, or the arrow keys and Enter, choose a cell.
    """

    cell_chosen = Signal(int, int)
    """True digit, digit read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("confusionMatrix")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._counts = np.zeros((COUNT, COUNT), dtype=np.int64)
        self._per_digit: tuple[DigitMetrics, ...] = ()
        self._classes = DIGIT_CLASSES
        self._as_shares = False
        self._current = (0, 0)
        self._chosen: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers)

    def show_evaluation(self, evaluation: Evaluation, classes: tuple[str, ...]) -> None:
        """classes: the names of the ten digits"""
        self._counts, self._per_digit = evaluation.confusion, evaluation.per_digit
        self._classes, self._chosen = classes, None
        self.update()

    def show_shares(self, shares: bool) -> None:
        """Per cent of each row instead of counts."""
        self._as_shares = shares
        self.update()

    def numbers(self) -> list[list[object]]:
        """The counts, a row for each true digit."""
        rows: list[list[object]] = [[self.tr("True digit"), *self._classes]]
        for name, counts in zip(self._classes, self._counts.tolist(), strict=True):
            rows.append([name, *counts])
        return rows

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell as the one whose digits are shown, or none."""
        self._chosen = cell
        if cell is not None:
            self._current = cell
            self.cell_chosen.emit(*cell)
        self.update()

    def cell_rect(self, true: int, read: int) -> QRect:
        """Where a cell is, in the widget's pixels."""
        return _cell(self._geometry(), true, read).toAlignedRect()

    def sizeHint(self) -> QSize:
        return QSize(380, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(sized(240), sized(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION))
        self._paint_labels(painter)
        self._paint_margins(painter)
        rows = self._counts.sum(axis=1, keepdims=True)
        shares = self._counts / np.maximum(rows, 1)
        wrong = shares - np.diag(shares.diagonal())
        geometry = self._geometry()
        for true in range(COUNT):
            for read in range(COUNT):
                # One mistake among few digits shall not look like many.
                top = 1.0 if true == read else max(float(wrong.max()), LEAST_TOP)
                place = QRectF(_cell(geometry, true, read).toAlignedRect())
                self._paint_cell(painter, (true, read), place, float(shares[true, read]) / top)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._cell_at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            has_digits = hovered is not None and self._counts[hovered] > 0
            shape = Qt.CursorShape.PointingHandCursor if has_digits else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROW_STEPS:
            down, right = ARROW_STEPS[Qt.Key(event.key())]
            row, column = self._current
            self._current = ((row + down) % COUNT, (column + right) % COUNT)
            tell(self, self._words(*self._current))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self._words(*cell) if cell else "", self)
            return True
        return super().event(event)

    def _paint_labels(self, painter: QPainter) -> None:
        left, top, side = self._geometry()
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme().text_muted)
        height = metrics.height()
        painter.drawText(QRectF(left, 0, COUNT * side, height), middle, self.tr("Read as"))
        for index, name in enumerate(self._classes):
            across = QRectF(left + index * side, height, side - GAP, height + S)
            painter.drawText(across, middle, _elided(metrics, name, side))
            down = QRectF(height, top + index * side, left - height - M, side - GAP)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(down, right, _elided(metrics, name, LONGEST_LABEL))
        painter.save()
        painter.translate(0, top + COUNT * side)
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, COUNT * side, height), middle, self.tr("True digit"))
        painter.restore()

    def _paint_margins(self, painter: QPainter) -> None:
        left, top, side = self._geometry()
        height, end = painter.fontMetrics().height(), COUNT * side
        middle = Qt.AlignmentFlag.AlignCenter
        for metrics in self._per_digit:
            at = metrics.digit * side
            beside = QRectF(left + end + S, top + at, self._margin(), side - GAP)
            self._paint_share(painter, beside, metrics.recall)
            below = QRectF(left + at, top + end, side - GAP, height)
            self._paint_share(painter, below, metrics.precision)
        painter.setFont(font(CAPTION))
        painter.setPen(theme().text_muted)
        painter.drawText(
            QRectF(left, top + end + height, end, height), middle, self.tr("Precision, %")
        )
        painter.save()
        painter.translate(left + end + S + self._margin() + height, top)
        painter.rotate(90)
        painter.drawText(QRectF(0, 0, end, height), middle, self.tr("Recall, %"))
        painter.restore()

    def _paint_share(self, painter: QPainter, place: QRectF, share: float | None) -> None:
        painter.setPen(theme().text if share is None or share < 1 else theme().text_muted)
        text = "–" if share is None else _percent(100 * share, place.width())
        painter.setFont(fitted_font([text], place.width() - 2, CAPTION - 1))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_cell(
        self, painter: QPainter, which: tuple[int, int], cell: QRectF, strength: float
    ) -> None:
        t, (true, read) = theme(), which
        colour = t.accent if true == read else t.bad
        # A single misread digit is seen, and yet a tint that is far from the full colour.
        share = LEAST_TINT + (1 - LEAST_TINT) * strength if strength > 0 else 0.0
        fill = mixed(t.surface_alt, colour, share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(cell, 3, 3)
        self._paint_frame(painter, cell, which)
        count = int(self._counts[true, read])
        if count:
            painter.setPen(text_on(fill))
            text = self._number(true, count)
            painter.setFont(fitted_font([text], cell.width() - 2, CAPTION))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_frame(self, painter: QPainter, cell: QRectF, which: tuple[int, int]) -> None:
        focused = self.hasFocus() and which == self._current
        if not (focused or which in (self._chosen, self._hovered)):
            return
        painter.setPen(QPen(theme().text, 2.0 if focused or which == self._chosen else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _number(self, true: int, count: int) -> str:
        if not self._as_shares:
            return str(count)
        share = 100 * count / int(self._counts[true].sum())
        return f"{share:.0f}" if share in (0, 100) or share >= 9.95 else f"{share:.1f}"

    def _words(self, true: int, read: int) -> str:
        row, count = int(self._counts[true].sum()), int(self._counts[true, read])
        words = self.tr("{count} of {row} × “{true}” read as “{read}”").format(
            count=count, row=row, true=self._classes[true], read=self._classes[read]
        )
        metrics = self._per_digit[true] if self._per_digit else None
        if true != read or metrics is None or None in (metrics.recall, metrics.precision):
            return words
        return self.tr(
            "{words}: recall {recall:.1f}\u2009%, precision {precision:.1f}\u2009%"
        ).format(
            words=words,
            recall=100 * (metrics.recall or 0),
            precision=100 * (metrics.precision or 0),
        )

    def _geometry(self) -> tuple[float, float, float]:
        """Left and top of the cells, and the side of one with its gap."""
        metrics = QFontMetrics(font(CAPTION))
        names = max(metrics.horizontalAdvance(name) for name in self._classes)
        height = metrics.height()
        left = height + min(names, LONGEST_LABEL) + 2 * M
        top = 2.0 * height + S
        right, bottom = S + self._margin() + height, 2.0 * height
        side = min((self.width() - left - right) / COUNT, (self.height() - top - bottom) / COUNT)
        return left, top, min(max(side, 8.0), LARGEST_CELL)

    def _margin(self) -> float:
        """How wide a recall is."""
        return QFontMetrics(font(CAPTION - 1)).horizontalAdvance("100.0") + S

    def _cell_at(self, position: QPoint) -> tuple[int, int] | None:
        left, top, side = self._geometry()
        read, true = int((position.x() - left) // side), int((position.y() - top) // side)
        inside = 0 <= true < COUNT and 0 <= read < COUNT
        return (true, read) if inside else None


def _cell(geometry: tuple[float, float, float], true: int, read: int) -> QRectF:
    left, top, side = geometry
    return QRectF(left + read * side, top + true * side, side - GAP, side - GAP)


def _elided(metrics: QFontMetrics, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def _percent(share: float, width: float) -> str:
    """With a decimal where there is room for it, and never 100 for less."""
    text = f"{share:.1f}"
    if share == 100:
        return "100"
    if QFontMetrics(font(CAPTION - 1)).horizontalAdvance(text) > width:
        return f"{min(share, 99):.0f}"
    return "99.9" if text == "100.0" else text
