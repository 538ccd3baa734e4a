"""The networks that a person built, by the names that they gave them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from dlgui.core.errors import NetworkError
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.language import tr
from dlgui.ui.session.settings_file import SettingsFile

MOST_NETWORKS = 100
LONGEST_NAME = 40


class OwnNetwork(NamedTuple):
    name: str
    line: str


class OwnNetworks(QObject):
    """Kept in the settings file, in the order in which they were kept first."""

    changed = Signal()

    def __init__(self, settings: SettingsFile) -> None:
        super().__init__()
        self._settings = settings
        self._known = _understood(settings.own_networks)

    def all(self) -> tuple[OwnNetwork, ...]:
        return tuple(self._known)

    def title(self, name_or_line: str) -> str:
        """What people read: the name that a person gave it, if there is one."""
        network = network_of(name_or_line)
        own = (known.name for known in self._known if known.line == network.name)
        return next(own, tr(network.title))

    def refusal(self, name: str) -> str:
        """Why a network cannot have that name, or ""."""
        name = _tidy(name)
        if not name:
            return self.tr("A network that is kept needs a name.")
        if any(name == network.title for network in NETWORKS.values()):
            return self.tr("There is a network of that name already: take another name.")
        if len(self._known) >= MOST_NETWORKS and not self._has(name):
            return self.tr("There are {count} networks already: forget one first.").format(
                count=MOST_NETWORKS
            )
        return ""

    def keep(self, name: str, line: str) -> None:
        """Under `name`, which is not refused, in the place of one that was kept under it before."""
        kept = OwnNetwork(_tidy(name), network_of(line).name)
        if self._has(kept.name):
            self._known = [kept if known.name == kept.name else known for known in self._known]
        else:
            self._known.append(kept)
        self._store()

    def forget(self, name: str) -> None:
        self._known = [known for known in self._known if known.name != name]
        self._store()

    def _has(self, name: str) -> bool:
        return any(known.name == name for known in self._known)

    def _store(self) -> None:
        self._settings.own_networks = [(known.name, known.line) for known in self._known]
        self._settings.save()
        self.changed.emit()


def _tidy(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]


def _understood(stored: list[tuple[str, str]]) -> list[OwnNetwork]:
    """Those that can be trained; the file may have been written by anybody."""
    found: dict[str, OwnNetwork] = {}
    for name, line in stored[:MOST_NETWORKS]:
        try:
            network = network_of(line)
        except NetworkError:
            continue
        if _tidy(name):
            found[_tidy(name)] = OwnNetwork(_tidy(name), network.name)
    return list(found.values())
