"""Layer by layer: the strip, and below it the chosen map with one of its values taken apart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.cards import bare_card
from dlgui.ui.icons import set_icon
from dlgui.ui.inside import wording
from dlgui.ui.inside.focus import Focus
from dlgui.ui.inside.legend import Legend
from dlgui.ui.inside.map_view import MapView
from dlgui.ui.inside.multiplication import MultiplicationView
from dlgui.ui.inside.strip import LayerStrip
from dlgui.ui.inside.strip_area import StripArea
from dlgui.ui.inside.wording import tr
from dlgui.ui.theme import CAPTION, TITLE, L, M, S, font, set_look

ONE_LINE = 1050
"""The width from which every explanation has room in one line. It keeps its height whatever it
says, or everything would move from layer to layer."""


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
        lines = 1 if self.width() >= ONE_LINE else 2
        self._explanation.setFixedHeight(lines * self._explanation.fontMetrics().lineSpacing())

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
        self._explanation.setFont(font(CAPTION))
        self._explanation.setWordWrap(True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._explanation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        set_look(self._explanation, "muted")
        heading = QHBoxLayout()
        heading.setSpacing(L)
        heading.addWidget(self._title)
        heading.addStretch()
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
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(text)
        set_icon(button, icon)
        set_look(button, "flat")
        button.clicked.connect(lambda: self._focus.step(step))
        return button

    def _describe(self) -> None:
        focus, stage = self._focus, self._focus.current()
        if stage is None:
            return
        text = wording.title(stage, focus.is_scores(focus.stage))
        if stage.maps > 1:
            text += tr(", map {map} of {count}").format(map=focus.map + 1, count=stage.maps)
        self._title.setText(text)
        self._explanation.setText(wording.explanation(stage, focus.is_scores(focus.stage)))
        self._legend.show_stage(stage)
        self._previous.setEnabled(focus.stage > 0)
        self._next.setEnabled(not focus.is_last)
