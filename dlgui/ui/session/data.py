"""The session's data set: loaded or downloaded beside the window, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dlgui.core.data.datasets import DigitData
from dlgui.core.data.published import MNIST
from dlgui.core.data.sources import FULL_MNIST, load_data
from dlgui.jobs.task import Task
from dlgui.language import tr
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.session.tasks import BackgroundTasks, OnDone, Work

if TYPE_CHECKING:
    from dlgui.core.data.download import DownloadProgress


class SessionData(QObject):
    """The data in use stays in use until other data is there; the newest wish wins."""

    changed = Signal()
    """The digits, or whether there are any."""

    def __init__(self, tasks: BackgroundTasks, settings: SettingsFile) -> None:
        super().__init__()
        self._tasks = tasks
        self._settings = settings
        self._digits: DigitData | None = None
        self._source = ""
        self._loading: Task | None = None

    @property
    def digits(self) -> DigitData | None:
        return self._digits

    @property
    def source(self) -> str:
        """What they were loaded from, in the words of `load_data`; "" for the embedded digits."""
        return self._source

    def open_remembered(self) -> None:
        """What was used last, or the embedded digits if that is gone."""
        self.open(self._settings.data_source)

    def open(self, source: Path | str) -> None:
        """source: a folder or file of digits, "mnist", the downloaded set, or "", the embedded."""
        self._load(tr("Loading digits"), str(source), lambda: load_data(str(source) or None))

    def download(
        self, on_progress: Callable[[DownloadProgress], None], on_ended: Callable[[], None]
    ) -> Task:
        """Bring the full MNIST to the user's data folder and use it; it can be cancelled."""

        def work() -> Generator[DownloadProgress, None, DigitData]:
            # Python's HTTP client takes a twentieth of the window's start.
            from dlgui.core.data.download import download

            yield from download(MNIST)
            return load_data(FULL_MNIST)

        return self._load(tr("Downloading MNIST"), FULL_MNIST, work, on_progress, on_ended)

    def use(self, digits: DigitData, source: str) -> None:
        self._digits, self._source = digits, source
        self._settings.data_source = source
        self.changed.emit()

    def _load(
        self,
        doing: str,
        source: str,
        work: Work,
        on_progress: OnDone | None = None,
        on_ended: Callable[[], None] | None = None,
    ) -> Task:
        if self._loading is not None:
            self._loading.cancel()
        self._loading = self._tasks.run(
            doing,
            work,
            lambda digits: self.use(digits, source),
            on_progress=on_progress,
            on_failed=self._on_failed,
            on_ended=on_ended,
        )
        return self._loading

    def _on_failed(self) -> None:
        if self._digits is None and self._settings.data_source:
            self.open("")
