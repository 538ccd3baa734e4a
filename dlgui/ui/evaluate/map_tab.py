"""A map of digits: near each other where a layer's outputs are alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout

from dlgui.core.data.datasets import DigitSet
from dlgui.core.nets.network_line import network_of
from dlgui.language import tr
from dlgui.ui.evaluate.mapping import Mapped, Method, map_of, mapped_layers, usual_layer
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.rivals import RivalBox
from dlgui.ui.evaluate.scatter import ClassLegend, Scatter
from dlgui.ui.evaluate.tab import Tab
from dlgui.ui.kit.page import card, card_title, hint
from dlgui.ui.kit.theme import M, set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A finished map, and what its reader, layer and classes are called."""

    mapped: Mapped
    reader: str
    layer: str
    classes: tuple[str, ...]


class MapTab(Tab):
    least_digits = 3

    def __init__(self, session: Session, parts: PartBox, rivals: RivalBox) -> None:
        super().__init__(session, parts, rivals)
        self._shown: Shown | None = None
        self._digits: DigitSet | None = None
        self._again = False
        self._placed: tuple[Mapped, np.ndarray] | None = None
        self._network = ""
        self._placing = session.tasks.newest(self.tr("Placing the digit"))
        self._layer = QComboBox()
        self._methods: dict[Method, QPushButton] = {
            "pca": QPushButton(self.tr("PCA")),
            "tsne": QPushButton(self.tr("t-SNE")),
        }
        self._scatter = Scatter()
        self._legend = ClassLegend()
        self._caption = hint(" ")
        self._lay_out()
        self._layer.activated.connect(self._redo)
        self._legend.focused.connect(self._scatter.focus_class)
        self._scatter.chosen.connect(self._put_on_pad)
        session.pad.answered.connect(self._place)
        session.pad.digit_changed.connect(self._place)
        session.reader.changed.connect(self._fill_layers)
        self._fill_layers()
        self._legend.show_classes(parts.classes)

    @property
    def mapped(self) -> Mapped | None:
        """The newest finished map."""
        return self._shown.mapped if self._shown else None

    @property
    def verb(self) -> str:
        return self.tr("Draw map")

    @property
    def description(self) -> str:
        shown = self._shown
        if shown is None:
            return self.tr("Digits that a layer takes for alike lie near each other.")
        name = self.tr("{layer} of {model}").format(layer=shown.layer, model=shown.reader)
        return self._made_of(shown.mapped.map.model, name, len(shown.mapped.map.digits))

    @property
    def method(self) -> Method:
        return "tsne" if self._methods["tsne"].isChecked() else "pca"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._placing.cancel()
        self._placed = None

    def _work(self) -> None:
        model, digits = self._session.reader.model, self._parts.digits
        assert model is not None
        assert digits is not None
        reader, layer = tr(self._session.reader.name), self._layer.currentText()
        layers, method, classes = self._layer.currentData(), self.method, self._parts.classes
        known = self._shown.mapped.map if self._shown else None
        self._placed = None
        self._scatter.show_marker(None)
        self._begin(
            self.tr("Drawing the map"),
            lambda: map_of(model, digits, layers, method, known),
            lambda mapped: self._show(Shown(mapped, reader, layer, classes)),
            lambda progress: self._show_progress(progress, classes),
        )

    def _lay_out(self) -> None:
        self._layer.setObjectName("mapLayerBox")
        self._layer.setAccessibleName(self.tr("Layer to map"))
        self._layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._layer.setToolTip(self.tr("Whose outputs are compared"))
        tips = {
            "pca": self.tr("The two directions in which the outputs differ most"),
            "tsne": self.tr("Keeps near digits near, and forgets how far the far ones are"),
        }
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(card_title(self.tr("Outputs of")))
        top.addWidget(self._layer)
        top.addStretch()
        self._group = QButtonGroup(self)
        for method, button in self._methods.items():
            button.setObjectName(f"{method}Button")
            button.setCheckable(True)
            button.setToolTip(tips[method])
            button.clicked.connect(self._redo)
            set_look(button, "flat")
            self._group.addButton(button)
            top.addWidget(button)
        self._methods["pca"].setChecked(True)
        self._caption.setObjectName("mapCaption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        frame = card(top, self._legend, self._caption, self._scatter)
        layout.addWidget(frame)

    def _fill_layers(self) -> None:
        """The layers of another network."""
        model = self._session.reader.model
        if model is None or model.network == self._network:
            return
        self._network = model.network
        network = network_of(model.network)
        self._layer.clear()
        for name, layers in mapped_layers(network):
            self._layer.addItem(name, layers)
        self._layer.setCurrentIndex(usual_layer(network))

    def _redo(self) -> None:
        """Another layer or method was chosen."""
        if self.is_running:
            self._again = True
            self.cancel()
        else:
            self.run()

    def _on_ended(self) -> None:
        super()._on_ended()
        if self._again:
            self._again = False
            self.run()
        elif self._shown is not None:  # What is shown may be a map that was given up.
            self._show(self._shown)

    def _show_progress(self, progress: Mapped | float, classes: tuple[str, ...]) -> None:
        if isinstance(progress, float):
            self._set_share(progress)
            return
        self._set_share(progress.share)
        self._show_places(progress, classes)
        words = self.tr("t-SNE moves the digits until near ones are near: divergence {d:.2f} nats.")
        self._caption.setText(words.format(d=progress.divergence))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self._methods[shown.mapped.method].setChecked(True)
        if shown.mapped.map.model.network == self._network:
            self._layer.setCurrentIndex(self._layer.findData(shown.mapped.map.layers))
        self._show_places(shown.mapped, shown.classes)
        self._caption.setText(self._words(shown.mapped))
        self._place()

    def _show_places(self, mapped: Mapped, classes: tuple[str, ...]) -> None:
        self._digits = mapped.map.digits
        self._legend.show_classes(classes)
        self._scatter.show_digits(mapped.map.digits, classes, mapped.places)

    def _words(self, mapped: Mapped) -> str:
        kept = self.tr(
            "Of each digit's {count} nearest in the layer, {kept:.0f}\u2009% are its nearest here."
        ).format(count=mapped.map.nearest.shape[1], kept=100 * (mapped.kept or 0.0))
        if mapped.method == "pca":
            shares = mapped.map.components.shares[:2].sum()
            words = self.tr(
                "The two directions in which the outputs differ most hold {share:.0f}\u2009% of "
                "their variance. {kept}"
            )
            return words.format(share=100 * shares, kept=kept)
        words = self.tr(
            "{kept} How far groups are apart means little. Divergence {d:.2f} nats. Your digit "
            "stands among its five nearest: at the mean of their places, the nearest counting most."
        )
        return words.format(kept=kept, d=mapped.divergence)

    def _place(self) -> None:
        """Show where the digit looked at on the pad is."""
        mapped, digit = self.mapped, self._session.pad.digit
        if mapped is None or self.is_running or not self.isVisible():
            return
        if digit is None:
            self._placed = None
            self._scatter.show_marker(None)
            return
        pixels = digit.pixels
        # A network in training answers again and again, always about the same digit.
        placed = self._placed
        if placed is not None and placed[0] is mapped and np.array_equal(placed[1], pixels):
            return
        self._placed = mapped, pixels
        self._placing.run(lambda: mapped.place(pixels), lambda at: self._mark(mapped, at))

    def _mark(self, mapped: Mapped, place: np.ndarray) -> None:
        if mapped is self.mapped and not self.is_running:
            self._scatter.show_marker(place)

    def _put_on_pad(self, index: int) -> None:
        if self._digits is not None:
            self._session.pad.set_picture(self._digits.images[index])
