"""Chooses the digits to train on: those that ship, full MNIST, or a folder of the person's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.data.folders import find_full_mnist
from dlgui.jobs.task import Task
from dlgui.jobs.training_job import TrainingState
from dlgui.language import listed
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look
from dlgui.ui.train.settings_form import WheelGuard

if TYPE_CHECKING:
    from dlgui.core.data.download import DownloadProgress
    from dlgui.ui.session.session import Session

EMBEDDED, MNIST, OWN, OPEN, OPEN_FILE = range(5)


class DataBox(QWidget):
    """A box of sources, what the one in use holds, and the progress of a download."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._download: Task | None = None
        self._box = QComboBox()
        self._box.setObjectName("dataBox")
        self._box.setAccessibleName(self.tr("Data set"))
        self._box.setToolTip(
            self.tr("The digits that the network learns from, and those held back to judge it.")
        )
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.activated.connect(self._choose)
        WheelGuard(self._box)
        self._facts = QLabel()
        self._facts.setFont(font(CAPTION))
        self._facts.setWordWrap(True)
        set_look(self._facts, "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("downloadBar")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download"))
        self._progress = self._progress_row()
        self._look = QToolButton()
        self._look.setObjectName("dataLookButton")
        self._look.setText(self.tr("Look…"))
        self._look.setToolTip(self.tr("How many there are of each, a sample, and what was assumed"))
        self._look.setAccessibleName(self.tr("Look at the data"))
        set_look(self._look, "flat")
        self._look.clicked.connect(self.look)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self._facts, 1)
        row.addWidget(self._look, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self._box)
        layout.addWidget(self._progress)
        layout.addLayout(row)
        self.setFocusProxy(self._box)
        session.data.changed.connect(self._refresh)
        session.training.changed.connect(self._enable)
        self._refresh()

    def open_folder(self) -> None:
        """Ask for a folder with a data set of the person's own."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("Open a folder with digits"))
        if folder:
            self._session.data.open(Path(folder))
        self._refresh()

    def open_file(self) -> None:
        """Ask for a file with a data set of the person's own."""
        kinds = self.tr("Digits ({patterns})").format(
            patterns="*.npz *.csv *.csv.gz *.tsv *.jsonl *.jsonl.gz"
        )
        file, _ = QFileDialog.getOpenFileName(self, self.tr("Open a file with digits"), "", kinds)
        if file:
            self._session.data.open(Path(file))
        self._refresh()

    def look(self) -> None:
        """Show what the data in use holds, and how it was taken."""
        from dlgui.ui.train.data_look import DataLook

        DataLook(self._session, self).open()

    def download(self) -> None:
        """Bring full MNIST here, or use it if it is."""
        found = find_full_mnist(paths.mnist_dir())
        if found is not None:
            self._session.data.open(found)
        elif self._download is None:
            self._start_download()

    def _progress_row(self) -> QWidget:
        row = QWidget()
        cancel = QToolButton()
        cancel.setObjectName("cancelDownloadButton")
        cancel.setToolTip(self.tr("Cancel the download; what is here already is kept"))
        cancel.setAccessibleName(self.tr("Cancel the download"))
        set_look(cancel, "flat")
        set_icon(cancel, "close", "text_muted")
        cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._bar, 1)
        layout.addWidget(cancel)
        row.hide()
        return row

    def _choose(self, index: int) -> None:
        source = self._box.itemData(index)
        if source == EMBEDDED:
            self._session.data.open("")
        elif source == MNIST:
            self.download()
        elif source == OPEN:
            self.open_folder()
        elif source == OPEN_FILE:
            self.open_file()
        # Until other data has arrived, the box goes on showing what is in use.
        self._refresh()

    def _start_download(self) -> None:
        self._download = self._session.data.download(self._show_progress, self._end_download)
        self._bar.setValue(0)
        self._progress.show()
        self._refresh()

    def _show_progress(self, progress: DownloadProgress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.received)
        self._facts.setText(
            self.tr("{received:.1f} of {total:.1f} MB from {mirror}").format(
                received=progress.received / 1e6,
                total=progress.total / 1e6,
                mirror=progress.mirror,
            )
        )

    def _end_download(self) -> None:
        self._download = None
        self._progress.hide()
        self._refresh()

    def _cancel(self) -> None:
        if self._download is not None:
            self._download.cancel()

    def _refresh(self) -> None:
        data = self._session.data.digits
        here = find_full_mnist(paths.mnist_dir()) is not None
        self._box.clear()
        self._box.addItem(self.tr("Embedded digits"), EMBEDDED)
        full = self.tr("Full MNIST (70,000)") if here else self.tr("Full MNIST (download…)")
        self._box.addItem(full, MNIST)
        source = _source_of(data)
        if data is not None and source == OWN:
            self._box.addItem(f"{data.name} ({_size(data):,})", OWN)
        self._box.addItem(self.tr("Open folder…"), OPEN)
        self._box.addItem(self.tr("Open file…"), OPEN_FILE)
        self._box.setCurrentIndex(self._box.findData(source))
        if self._download is None:
            self._facts.setText(_facts(self, data))
        self._enable()

    def _enable(self) -> None:
        idle = self._session.training.state is TrainingState.IDLE
        self._box.setEnabled(idle and self._download is None)
        self._look.setEnabled(self._session.data.digits is not None)


def _source_of(data: DigitData | None) -> int | None:
    if data is None:
        return None
    return {"Embedded digits": EMBEDDED, "MNIST": MNIST}.get(data.name, OWN)


def _size(data: DigitData) -> int:
    return len(data.train) + len(data.validation) + (len(data.test) if data.test else 0)


def _facts(widget: QWidget, data: DigitData | None) -> str:
    if data is None:
        return widget.tr("Loading…")
    parts = [
        widget.tr("{count:,} to train").format(count=len(data.train)),
        widget.tr("{count:,} to validate").format(count=len(data.validation)),
    ]
    if data.test is not None:
        parts.append(widget.tr("{count:,} to test").format(count=len(data.test)))
    return "\n".join([listed(parts), *data.notes])
