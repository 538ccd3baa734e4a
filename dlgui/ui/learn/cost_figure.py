"""What the answer on the pad costs: the cost function, live."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from dlgui.core.textbook import digit_loss
from dlgui.ui.learn.exercises import LossShown
from dlgui.ui.learn.figure import Figure
from dlgui.ui.theme import CAPTION, TITLE, L, M, font, set_look, theme, theme_notifier

if TYPE_CHECKING:
    from dlgui.ui.session import Session

HIGHEST = 5.0
"""Nats that the curve shows; beyond, the dot stays at the edge."""


class CostFigure(Figure):
    """The curve −ln p, with a dot where the pad's newest digit is."""

    def __init__(self, session: Session) -> None:
        super().__init__("costFigure", "")
        self.setAccessibleName(self.tr("Loss of the answer on the pad"))
        self._session = session
        self._meant = QComboBox()
        self._meant.setObjectName("meantBox")
        self._meant.setAccessibleName(self.tr("The digit that you mean"))
        self._meant.addItems([str(digit) for digit in range(10)])
        self._meant.setPlaceholderText("–")
        self._meant.setCurrentIndex(-1)
        self._loss = QLabel()
        self._loss.setObjectName("lossLabel")
        self._loss.setFont(font(TITLE))
        self._loss.setWordWrap(True)
        self._curve = _Curve()
        top = QHBoxLayout()
        top.setSpacing(M)
        label = QLabel(self.tr("I mean a"))
        label.setBuddy(self._meant)
        top.addWidget(label)
        top.addWidget(self._meant)
        top.addSpacing(L)
        top.addWidget(self._loss, 1)
        self.column.addLayout(top)
        self.column.addWidget(self._curve)
        self.setFocusProxy(self._meant)
        self._meant.currentIndexChanged.connect(self._show)
        session.answered.connect(self._show)
        session.digit_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        meant = self._meant.currentIndex()
        digit = self._session.digit
        if digit is None or meant < 0:
            choose, draw = self.tr("Say which digit you mean."), self.tr("Draw it on the pad.")
            self._loss.setText(choose if meant < 0 else draw)
            set_look(self._loss, "muted")
            self._curve.show_probability(None)
            return
        probability = float(digit.probabilities[meant])
        loss = digit_loss(digit.probabilities, meant)
        value = f"{loss:.3f}" if isfinite(loss) else "∞"
        self._loss.setText(f"−ln {probability:.3g} = <b>{value}</b>")
        set_look(self._loss, "")
        self._curve.show_probability(probability)
        self.acted.emit(LossShown(loss))


class _Curve(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._probability: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_notifier.themeChanged.connect(self.update)

    def show_probability(self, probability: float | None) -> None:
        self._probability = probability
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = font(CAPTION - 1)
        metrics = QFontMetricsF(letters)
        painter.setFont(letters)
        area = QRectF(self.rect()).adjusted(
            metrics.horizontalAdvance("0.0") + M, M, -M, -metrics.height() - M
        )

        def at(p: float, loss: float) -> QPointF:
            share = min(loss, HIGHEST) / HIGHEST
            return QPointF(area.left() + p * area.width(), area.bottom() - share * area.height())

        for tick in range(int(HIGHEST) + 1):
            painter.setPen(theme().chart_grid)
            painter.drawLine(at(0, tick), at(1, tick))
            painter.setPen(theme().text_muted)
            line = QRectF(0, at(0, tick).y() - L, area.left() - M, 2 * L)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(tick)
            )
        for p in (0.0, 0.5, 1.0):
            box = QRectF(at(p, 0).x() - 2 * L, area.bottom() + M / 2, 4 * L, metrics.height())
            text = f"{p:g}" if p else "p = 0"
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        shown = np.geomspace(np.exp(-HIGHEST), 1.0, 80)
        painter.setPen(QPen(theme().chart_train, 2))
        painter.drawPolyline(QPolygonF([at(float(p), float(-np.log(p))) for p in shown]))
        if self._probability is not None:
            loss = digit_loss(np.array([self._probability]), 0)
            painter.setPen(QPen(theme().surface, 2))
            painter.setBrush(theme().chart_validation)
            painter.drawEllipse(at(self._probability, loss), 6, 6)
        painter.end()
