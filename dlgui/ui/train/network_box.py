"""Chooses the network: those of the registry, a person's own, and the one that is being built."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.language import tr


class NetworkBox(QComboBox):
    """Any network's line can be shown; one that is neither listed nor named has the last entry."""

    chosen = Signal()
    """By a person or a program: another network."""

    def __init__(self) -> None:
        super().__init__()
        self._own: tuple[tuple[str, str], ...] = ()
        self._name = next(iter(NETWORKS))
        self._is_unfinished = False
        self.setPlaceholderText(self.tr("Unfinished network"))
        self._list()
        self.currentIndexChanged.connect(self._on_index)

    @property
    def network(self) -> str:
        """A name of the registry, or a line."""
        return self._name

    def show_network(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self._list()
            self.chosen.emit()

    def set_unfinished(self, unfinished: bool) -> None:
        """Whether what is being built is no network yet; the last one stays until it is."""
        if unfinished != self._is_unfinished:
            self._is_unfinished = unfinished
            self._list()

    def set_own(self, own: Iterable[tuple[str, str]]) -> None:
        """The names and lines of those that a person keeps."""
        self._own = tuple(own)
        self._list()

    def _list(self) -> None:
        self.blockSignals(True)
        self.clear()
        for network in NETWORKS.values():
            self._add(tr(network.title), network.name)
        for title, line in self._own:
            self._add(title, line)
        if self.findData(self._name) < 0:
            self._add(tr(network_of(self._name).title), self._name)
        self.setCurrentIndex(-1 if self._is_unfinished else self.findData(self._name))
        self.blockSignals(False)

    def _add(self, title: str, name: str) -> None:
        self.addItem(title, name)
        tip = tr(network_of(name).summary)
        self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def _on_index(self, index: int) -> None:
        name = self.itemData(index)
        if name is not None and name != self._name:
            self._name = name
            self._list()
            self.chosen.emit()
