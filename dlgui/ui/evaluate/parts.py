"""Chooses the digits to judge by: parts of the session's data, or a set of others."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.judging_sets import KINDS, load_judging_set
from dlgui.core.data.published import MNIST_C, QMNIST, PublishedSet
from dlgui.core.nets.model import DIGIT_CLASSES
from dlgui.jobs.task import Task
from dlgui.language import tr

if TYPE_CHECKING:
    from dlgui.core.data.download import DownloadProgress
    from dlgui.ui.session.session import Session

TEST, VALIDATION = "test", "validation"
MOST_SHOWN = 24


class PartBox(QComboBox):
    """The parts of the session's data that nothing was learned from, and the sets of others.

    Those are read, and downloaded where they are not here, when they are chosen; until then the
    box goes on showing what is in use.
    """

    changed = Signal()
    """`digits` or `classes`, by the person or with the data."""
    chosen = Signal()
    """The person has chosen other digits, and they are here."""
    fetching = Signal()
    """`is_fetching`, `share` or `progress_text`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._in_use = VALIDATION
        self._others: DigitSet | None = None
        self._task: Task | None = None
        self._progress: DownloadProgress | None = None
        self.setObjectName("partBox")
        self.setAccessibleName(self.tr("Digits to judge by"))
        self.setToolTip(
            self.tr(
                "Validation digits were used to choose; test digits, if the data set has some, "
                "were never looked at and judge best. QMNIST and MNIST-C are sets of others that "
                "only judge, and are downloaded when they are chosen."
            )
        )
        self.setMaxVisibleItems(MOST_SHOWN)
        self.activated.connect(self._choose)
        session.data.changed.connect(self._fill)
        self._fill()

    @property
    def digits(self) -> DigitSet | None:
        data = self._session.data.digits
        if self._others is not None or data is None:
            return self._others
        return data.test if self._in_use == TEST else data.validation

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the digits' ten labels."""
        data = self._session.data.digits
        return data.classes if data and self._others is None else DIGIT_CLASSES

    @property
    def is_fetching(self) -> bool:
        """Whether a set of others is being downloaded or read."""
        return self._task is not None

    @property
    def share(self) -> float:
        """How much of the download is done, from 0 to 1."""
        return self._progress.received / self._progress.total if self._progress else 0.0

    @property
    def progress_text(self) -> str:
        if self._progress is None:
            return self.tr("Loading…")
        return tr("{received:.1f} of {total:.1f} MB from {mirror}").format(
            received=self._progress.received / 1e6,
            total=self._progress.total / 1e6,
            mirror=self._progress.mirror,
        )

    def cancel(self) -> None:
        """What was downloaded so far is kept, and the next choice goes on from there."""
        if self._task is not None:
            self._task.cancel()

    def _choose(self, index: int) -> None:
        word = str(self.itemData(index))
        if word not in (TEST, VALIDATION):
            self._fetch(QMNIST if word == QMNIST.word else MNIST_C, word)
            self._show()
            return
        self._in_use, self._others = word, None
        self.changed.emit()
        self.chosen.emit()

    def _fetch(self, published: PublishedSet, word: str) -> None:
        def work() -> Generator[DownloadProgress, None, DigitSet]:
            if not published.is_here:
                # Python's HTTP client takes a twentieth of the window's start.
                from dlgui.core.data.download import download

                yield from download(published)
            return load_judging_set(word)

        def use(digits: DigitSet) -> None:
            self._task = None
            self._fill(word, digits)
            self.chosen.emit()

        doing = self.tr("Loading {set}").format(set=published.name)
        self._task = self._session.tasks.run(
            doing, work, use, on_progress=self._on_progress, on_ended=self._on_ended
        )
        self.fetching.emit()

    def _on_progress(self, progress: DownloadProgress) -> None:
        self._progress = progress
        self.fetching.emit()

    def _on_ended(self) -> None:
        self._task = self._progress = None
        self.fetching.emit()

    def _fill(self, word: str = "", others: DigitSet | None = None) -> None:
        """List what there is, and use `others`, called `word`, or the best part of the data."""
        data = self._session.data.digits
        self.clear()
        if data is not None:
            if data.test is not None:
                text = self.tr("Test digits ({count:,})").format(count=len(data.test))
                self.addItem(text, TEST)
            text = self.tr("Validation digits ({count:,})").format(count=len(data.validation))
            self.addItem(text, VALIDATION)
            self.insertSeparator(self.count())
            self._list_sets()
        self._in_use, self._others = word or str(self.itemData(0)), others
        self._show()
        self.changed.emit()

    def _list_sets(self) -> None:
        to_download = self.tr("{set} (download, {size:.0f} MB…)")
        if QMNIST.is_here:
            self.addItem(self.tr("QMNIST (50,000)"), QMNIST.word)
        else:
            text = to_download.format(set=QMNIST.name, size=QMNIST.size / 1e6)
            self.addItem(text, QMNIST.word)
        kinds = {f"{MNIST_C.word}/{kind}": name for kind, name in KINDS.items()}
        if MNIST_C.is_here:
            for word, name in kinds.items():
                self.addItem(self.tr("MNIST-C, {kind}").format(kind=tr(name)), word)
        else:
            text = to_download.format(set=MNIST_C.name, size=MNIST_C.size / 1e6)
            self.addItem(text, next(iter(kinds)))

    def _show(self) -> None:
        self.setCurrentIndex(self.findData(self._in_use))
