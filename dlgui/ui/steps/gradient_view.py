"""The gradient by layer: how long it is, and how far the step moved the weights."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dlgui.language import facts, listed, tr
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import significant
from dlgui.ui.kit.layer_words import weighted_layers
from dlgui.ui.kit.theme import BODY, CAPTION, M, S, font, theme, theme_notifier
from dlgui.ui.steps.focus import StepFocus

ROW = 44.0


class GradientView(QWidget):
    """From the last layer to the first, in the order in which back-propagation meets them."""

    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self.setObjectName("gradientView")
        self.setAccessibleName(tr("Gradient of each layer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._focus = focus
        theme_notifier.themeChanged.connect(self.update)
        focus.changed.connect(self._follow)
        offer_figure(self, self.numbers, is_walked=True)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Name, number of weights, norm of the gradient, update over weights, as shown."""
        digest = self._focus.digest
        if digest is None:
            return []
        names = weighted_layers(self._focus.network)
        return [
            (
                names[layer.index],
                tr("{count:,} weights").format(count=layer.count),
                significant(layer.gradient),
                significant(layer.update_ratio, 2),
            )
            for layer in reversed(digest.layers)
        ]

    def numbers(self) -> list[list[object]]:
        heads = (tr("Layer"), tr("Weights"), tr("Norm of the gradient"), tr("Update ÷ weights"))
        digest = self._focus.digest
        layers = [] if digest is None else list(reversed(digest.layers))
        rows = zip(self.rows(), layers, strict=True)
        return [
            list(heads),
            *([row[0], layer.count, layer.gradient, layer.update_ratio] for row, layer in rows),
        ]

    def sizeHint(self) -> QSize:
        return QSize(400, int(ROW * (max(len(self.rows()), 3) + 0.6)))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        digest = self._focus.digest
        if digest is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFontMetricsF(font(CAPTION - 1))
        rows, layers = self.rows(), list(reversed(digest.layers))
        name = max(QFontMetricsF(font(BODY)).horizontalAdvance(row[1]) for row in rows) + 2 * M
        amount = small.horizontalAdvance(tr("update ÷ weights")) + M
        bars = QRectF(name, 0, self.width() - name - amount - M, self.height())
        self._paint_heads(painter, bars, amount, small.height())
        largest = max((layer.gradient for layer in layers), default=0.0) or 1.0
        height = min((self.height() - small.height() - S) / len(rows), ROW)
        for index, (row, layer) in enumerate(zip(rows, layers, strict=True)):
            y = small.height() + S + index * height
            middle = y + height / 2
            painter.setFont(font(BODY, QFont.Weight.DemiBold))
            painter.setPen(theme().text)
            painter.drawText(QPointF(0, middle - 1), row[0])
            painter.setFont(font(CAPTION - 1))
            painter.setPen(theme().text_muted)
            painter.drawText(QPointF(0, middle + small.ascent()), row[1])
            room = bars.width() - small.horizontalAdvance("0.000 × 10⁻⁰⁰") - M
            bar = QRectF(bars.left(), middle - 7, max(room * layer.gradient / largest, 1.0), 14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().chart_train)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(theme().text)
            painter.drawText(QPointF(bar.right() + S + 2, middle + small.ascent() / 2 - 1), row[2])
            right = QRectF(self.width() - amount, y, amount, height)
            aligned = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, aligned, row[3])
            if index:
                painter.setPen(QPen(theme().border, 1.0))
                painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.end()

    def _paint_heads(self, painter: QPainter, bars: QRectF, amount: float, line: float) -> None:
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, bars.left(), line), left, tr("layer, last one first"))
        painter.drawText(
            QRectF(bars.left(), 0, bars.width(), line), left, tr("norm of the gradient")
        )
        heading = QRectF(self.width() - amount, 0, amount, line)
        painter.drawText(heading, right, tr("update ÷ weights"))

    def _follow(self) -> None:
        self.setAccessibleDescription(facts(listed(row) for row in self.rows()))
        self.update()
