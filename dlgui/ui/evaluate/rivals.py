"""The readers that one can compare with: the shipped one, earlier runs, and model files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog

from dlgui import paths
from dlgui.core.evaluation.run_table import RunTable
from dlgui.core.training.runs import BEST, MODEL_FILE
from dlgui.ui.session.runs import run_title

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Rival:
    """A reader by what people call it and the file that `load_model` reads."""

    title: str
    path: Path


class RivalBox(QComboBox):
    """Chooses one of them, or none. The list is read from the disk in the background."""

    changed = Signal()
    """`rival`, by the person or because it is gone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._opened: list[Rival] = []
        self._has_chosen = False
        self.setObjectName("rivalBox")
        self.setAccessibleName(self.tr("Reader to compare with"))
        self.setToolTip(self.tr("Compares with this reader, on the same digits"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self._fill([])
        self.activated.connect(self._on_activated)

    @property
    def rival(self) -> Rival | None:
        chosen = self.currentData()
        return chosen if isinstance(chosen, Rival) else None

    def refresh(self) -> None:
        """Look for runs again; what is chosen stays chosen while it is there."""
        recent = self._session.settings.recent_models()
        self._session.tasks.run(
            self.tr("Looking for runs"), lambda: _runs() + _files(recent), self._fill
        )

    def choose(self, rival: Rival | None) -> None:
        """Compare with `rival`, which is added to the list if it is not there yet."""
        self._has_chosen = True
        if rival is not None and rival not in [self.itemData(i) for i in range(self.count())]:
            self._opened.append(rival)
            self.insertItem(self.count() - 2, rival.title, rival)
        self._select(rival)
        self.changed.emit()

    def _fill(self, found: list[Rival]) -> None:
        before = self.rival
        shipped = Rival(self.tr("Shipped reader"), paths.resource("reader.safetensors"))
        rivals = list({rival.path: rival for rival in (shipped, *self._opened, *found)}.values())
        self.clear()
        self.addItem(self.tr("No other reader"), None)
        for rival in rivals:
            self.addItem(rival.title, rival)
        self.insertSeparator(self.count())
        self.addItem(self.tr("Open a model file…"), OPEN)
        if self._has_chosen:
            self._select(before)
        else:  # The first one that is not the reader in use.
            others = (r for r in rivals if r.title != self._session.reader.name)
            self._select(next(others, None))
        if self.rival != before:
            self.changed.emit()

    def _select(self, rival: Rival | None) -> None:
        rivals = [self.itemData(i) for i in range(self.count())]
        places = [
            i
            for i, one in enumerate(rivals)
            if rival and isinstance(one, Rival) and one.path == rival.path
        ]
        self.setCurrentIndex(places[0] if places else 0)

    def _on_activated(self) -> None:
        self._has_chosen = True
        if self.currentData() == OPEN:
            self._ask()
        self.changed.emit()

    def _ask(self) -> None:
        self.setCurrentIndex(0)
        kinds = self.tr("Models (*.safetensors)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Compare with a model"), "", kinds)
        if name:
            self.choose(Rival(Path(name).stem, Path(name)))


def _runs() -> list[Rival]:
    """Each run with a network of its own, newest first: what it left, or its best epoch."""
    found = []
    for run in RunTable(paths.runs_dir()).rows():
        files = (run.path / MODEL_FILE, run.path / BEST)
        path = next((file for file in files if file.is_file()), None)
        if path is not None:
            found.append(Rival(run_title(run), path))
    return found


def _files(recent: Iterable[Path]) -> list[Rival]:
    return [Rival(path.stem, path) for path in recent if path.is_file()]
