"""The optimiser's part of the step: one weight, chosen in a picture, and its update."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dlgui.language import tr
from dlgui.ui.kit.layer_words import place_words, weighted_layers
from dlgui.ui.kit.theme import CAPTION, L, M, S, font, set_look
from dlgui.ui.steps.focus import StepFocus
from dlgui.ui.steps.update_view import UpdateView
from dlgui.ui.steps.weight_picture import UnitStrip, WeightPicture

LEAST_PICTURE = 104
"""Pixels; in a small window the sums have the rest, and are scrolled sideways if they must be."""


class WeightTab(QWidget):
    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self._focus = focus
        self._names: dict[int, str] = {}
        self._layer = QComboBox()
        self._layer.setObjectName("stepLayerBox")
        self._layer.setAccessibleName(tr("Layer"))
        self._kind = QComboBox()
        self._kind.setObjectName("weightKindBox")
        self._kind.setAccessibleName(tr("What the picture shows"))
        for kind, text in (
            ("weights", tr("Weights")),
            ("gradients", tr("Gradients")),
            ("changes", tr("Changes")),
        ):
            self._kind.addItem(text, kind)
        self._where = QLabel()
        self._where.setFont(font(CAPTION))
        set_look(self._where, "muted")
        self._where.setWordWrap(True)
        self.picture = WeightPicture(focus)
        self.strip = UnitStrip(focus)
        self.update_view = UpdateView(focus)
        self._sums = QScrollArea()
        self._lay_out()
        self._layer.activated.connect(lambda _: focus.choose_layer(self._layer.currentData()))
        self._kind.activated.connect(lambda _: self.picture.show_kind(self._kind.currentData()))
        focus.changed.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Without the width of the sums: they have what there is, as soon as it is known."""
        least = super().minimumSizeHint()
        without = least.width() - self._sums.minimumWidth()
        return QSize(min(without + LEAST_PICTURE, least.width()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(self._layer)
        top.addWidget(self._kind)
        top.addWidget(self._where, 1)
        left = QVBoxLayout()
        left.setSpacing(S)
        left.addWidget(self.strip)
        left.addWidget(self.picture, 1)
        sums = self._sums
        sums.setWidget(self.update_view)
        sums.setWidgetResizable(True)
        sums.setFrameShape(QFrame.Shape.NoFrame)
        set_look(self.update_view, "plain")
        sums.setAlignment(Qt.AlignmentFlag.AlignTop)
        both = QHBoxLayout()
        both.setSpacing(L)
        both.addLayout(left, 1)
        both.addWidget(sums, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addLayout(both, 1)

    def _follow(self) -> None:
        if self._focus.step is None:
            return
        names = weighted_layers(self._focus.network)
        if names != self._names:
            self._names = names
            self._layer.clear()
            for index, name in names.items():
                self._layer.addItem(name, index)
        self._layer.setCurrentIndex(self._layer.findData(self._focus.layer))
        self._where.setText(self._words())
        self._share_room()

    def _share_room(self) -> None:
        """The sums need their width, the picture has the rest."""
        bar = self._sums.verticalScrollBar().sizeHint().width()
        needed = self.update_view.sizeHint().width() + bar
        self._sums.setMinimumWidth(min(needed, max(self.width() - LEAST_PICTURE - L, 0)))

    def _words(self) -> str:
        focus = self._focus
        unit = tr("Filter {unit} of {count}") if focus.is_filter else tr("Neuron {unit} of {count}")
        text = unit.format(unit=focus.unit + 1, count=focus.units)
        _, row, column = focus.cell
        if focus.is_list:
            (tiles,) = focus.tiles([focus.change()])
            place = place_words((row * tiles.shape[2] + column,))
        else:
            place = place_words(focus.cell, with_map=True)
        return f"{text}, {place}"
