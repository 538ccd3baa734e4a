"""Layer by layer: the strip, and below it the chosen map, its scale, and a value taken apart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.explain.trace import Stage
from dlgui.language import tr
from dlgui.ui.inside.map_view import MapView
from dlgui.ui.inside.multiplication import MultiplicationView
from dlgui.ui.inside.strip import LayerStrip
from dlgui.ui.kit import formats, layer_words
from dlgui.ui.kit.heatmap import LEFT, RIGHT, ZERO, colour_table, image_of, ink_table, largest_of
from dlgui.ui.kit.icons import icon_button
from dlgui.ui.kit.page import bare_card
from dlgui.ui.kit.theme import (
    CAPTION,
    TITLE,
    L,
    M,
    S,
    font,
    keep_lines,
    set_look,
    sized,
    theme,
    theme_notifier,
)
from dlgui.ui.session.focus import Focus

LINES_FROM = 1050, 600, 420
"""The widths from which every explanation has room in one line, in two and in three. It keeps its
height whatever it says, or everything would move from layer to layer."""


class LayersTab(QWidget):
    def __init__(self, focus: Focus) -> None:
        super().__init__()
        self._focus = focus
        self.strip = LayerStrip(focus)
        self.map_view = MapView(focus)
        self.multiplication = MultiplicationView(focus)
        self._title = QLabel()
        self._explanation = QLabel()
        self._legend = Legend()
        self._previous = self._button("previousLayerButton", "chevron-left", tr("Layer before"), -1)
        self._next = self._button("nextLayerButton", "chevron-right", tr("Next layer"), 1)
        self._lay_out()
        focus.changed.connect(self._describe)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = 1 + sum(self.width() < sized(least) for least in LINES_FROM)
        keep_lines(self._explanation, lines, fixed=True)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M + S)
        top = bare_card()
        top_layout = QVBoxLayout(top)
        top_layout.setContentsMargins(M, M, M, S)
        top_layout.addWidget(StripArea(self.strip, self._focus))
        layout.addWidget(top, 6)
        layout.addWidget(self._look(), 11)

    def _look(self) -> QFrame:
        self._title.setFont(font(TITLE, QFont.Weight.DemiBold))
        self._title.setWordWrap(True)
        self._explanation.setFont(font(CAPTION))
        self._explanation.setWordWrap(True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._explanation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        set_look(self._explanation, "muted")
        heading = QHBoxLayout()
        heading.setSpacing(L)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._legend, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in (self._previous, self._next):
            heading.addWidget(button)
        card = bare_card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(L, M + S, L, M)
        layout.setSpacing(S)
        layout.addLayout(heading)
        layout.addWidget(self._explanation)
        layout.addSpacing(S)
        layout.addWidget(self.map_view, 1)
        layout.addWidget(self.multiplication)
        return card

    def _button(self, name: str, icon: str, text: str, step: int) -> QToolButton:
        button = icon_button(name, icon, text)
        button.clicked.connect(lambda: self._focus.step(step))
        return button

    def _describe(self) -> None:
        focus, stage = self._focus, self._focus.current()
        if stage is None:
            return
        is_scores = focus.is_scores(focus.stage)
        text = layer_words.title(stage, is_scores)
        if stage.maps > 1:
            text = layer_words.map_title(stage, focus.map, is_scores)
        self._title.setText(text)
        self._explanation.setText(layer_words.explanation(stage, is_scores))
        self._legend.show_stage(stage)
        self._previous.setEnabled(focus.stage > 0)
        self._next.setEnabled(not focus.is_last)


ASIDE = 24
"""What is shown of the neighbours of the chosen map."""


class StripArea(QScrollArea):
    """Lets the wheel move the strip sideways, and keeps the chosen map in sight."""

    def __init__(self, strip: LayerStrip, focus: Focus) -> None:
        super().__init__()
        self._strip = strip
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(strip)
        strip.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.horizontalScrollBar().valueChanged.connect(strip.update)
        focus.map_changed.connect(self._reveal)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._reveal)  # When the strip has its size.

    def minimumSizeHint(self) -> QSize:
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(200, self._strip.minimumSizeHint().height() + bar)

    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(600, self._strip.sizeHint().height() + bar)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if turned.y() and not turned.x():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def _reveal(self) -> None:
        for rect in (self._strip.chosen_block_rect(), self._strip.chosen_rect()):
            middle = rect.center().toPoint()
            # A block that is too wide is shown from its beginning.
            margin = min(int(rect.width()) // 2 + ASIDE, self.viewport().width() // 2 - 1)
            x = middle.x() if margin * 2 >= rect.width() else int(rect.left()) - ASIDE + margin
            self.ensureVisible(x, middle.y(), margin, 0)
        self._begin_with_a_whole_picture()

    def _begin_with_a_whole_picture(self) -> None:
        """Nothing is cut off by a few pixels at the left; ASIDE is room enough for that."""
        bar = self.horizontalScrollBar()
        begins = [
            int(block.rect(item).left()) - S
            for block in self._strip.blocks
            for item in range(min(block.columns, block.count))
        ]
        nearest = min(begins, key=lambda begin: abs(begin - bar.value()), default=0)
        if 0 < abs(nearest - bar.value()) <= ASIDE:
            bar.setValue(max(nearest, 0))


BAR = (120.0, 8.0)


class Legend(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._largest = 1.0
        self._is_signed = True
        self._is_ink = False
        theme_notifier.themeChanged.connect(self.update)

    def show_stage(self, stage: Stage) -> None:
        self._largest = largest_of(stage.values)
        self._is_signed = stage.is_signed
        self._is_ink = stage.kind == "input"
        self.setToolTip(
            tr("All maps of a layer share one scale: blue is above zero, orange below.")
        )
        self.update()

    def sizeHint(self) -> QSize:
        number = QFontMetricsF(font(CAPTION - 1)).horizontalAdvance("−00.00") + S
        height = QFontMetricsF(font(CAPTION - 1)).height()
        return QSize(int(BAR[0] + 2 * number), int(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        width, height = BAR
        bar = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        levels = np.arange(0 if self._is_signed else ZERO, 2 * ZERO + 1, dtype=np.uint8)
        painter = QPainter(self)
        table = ink_table() if self._is_ink else colour_table()
        painter.drawImage(bar, image_of(levels[np.newaxis], table))
        painter.setFont(font(CAPTION - 1))
        painter.setPen(theme().text_muted)
        lowest = -self._largest if self._is_signed else 0.0
        left = QRectF(0, 0, bar.left() - S, self.height())
        painter.drawText(left, RIGHT, formats.number(lowest, 2))
        right = QRectF(bar.right() + S, 0, self.width() - bar.right() - S, self.height())
        painter.drawText(right, LEFT, formats.number(self._largest, 2))
        painter.end()
