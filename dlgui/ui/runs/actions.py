"""What can be done with runs: the actions that the page's buttons, menu and keys share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.data.sources import load_data
from dlgui.core.errors import DataError
from dlgui.core.evaluation.repeats import repeated
from dlgui.core.evaluation.report import run_report
from dlgui.core.evaluation.run_table import RunSummary, RunTable
from dlgui.core.export.capsule import SUFFIX, Verification, open_capsule, save_capsule, verify
from dlgui.core.export.tensorboard import save_event_files
from dlgui.core.training.runs import BEST, MODEL_FILE, RunFolder
from dlgui.language import facts, sentences
from dlgui.ui.runs.report import ReportDialog, save_report
from dlgui.ui.runs.sweep import SweepDialog
from dlgui.ui.runs.table import RunTableView
from dlgui.ui.session.messages import Message, MessageKind
from dlgui.ui.session.runs import run_title

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

REPEATS = 5

Allowed = Callable[[list[RunSummary]], bool]
"""Whether something can be done with the chosen runs."""


def _always(_: list[RunSummary]) -> bool:
    return True


def _single(rows: list[RunSummary]) -> bool:
    return len(rows) == 1


def _one_or_two(rows: list[RunSummary]) -> bool:
    return 1 <= len(rows) <= 2 and all(row.epochs for row in rows)


def _have_ended(rows: list[RunSummary]) -> bool:
    return bool(rows) and all(row.state == "ended" for row in rows)


class RunActions(QObject):
    """Acts on the chosen runs of `table`."""

    changed = Signal()
    """The folders are to be read again."""
    brought = Signal(list)
    """list[Path] of runs that are new here."""
    compare_wanted = Signal(str, object)
    """The title and the model's path of a run to compare the reader in use with."""

    past_wanted = Signal(list)
    """list[Path] of runs whose earlier networks are to be seen."""

    def __init__(self, session: Session, folder: RunTable, table: RunTableView) -> None:
        super().__init__(table)
        self._session = session
        self._folder = folder
        self._table = table
        self._allowed: dict[QAction, Allowed] = {}
        self.all: dict[str, QAction] = {}
        """By objectName."""
        self._make()

    def allow(self) -> None:
        """Enable what can be done with the runs that are chosen now."""
        rows = self._table.selected
        for action, allowed in self._allowed.items():
            action.setEnabled(allowed(rows))

    def take_in(self, capsules: Sequence[Path]) -> None:
        """Make handed-on runs some of the runs here."""
        self._session.tasks.run(
            self.tr("Opening runs"),
            lambda: [open_capsule(one, paths.runs_dir()).path for one in capsules],
            self.brought.emit,
        )

    def open(self) -> None:
        """Let the chosen run answer the pad."""
        (row,) = self._table.selected
        self._session.reader.open(_model_of(row))

    def _make(self) -> None:
        """Name: text, what it does, when it can be done, key."""
        delete, copy = QKeySequence.StandardKey.Delete, QKeySequence.StandardKey.Copy
        tr, queue = self.tr, self._session.queue
        for name, text, do, allowed, key in (
            ("openRun", tr("Use on the pad"), self.open, _single, ""),
            ("compareRun", tr("Compare with the reader"), self._compare, _single, ""),
            ("openInSteps", tr("Open in Steps"), self._open_past, _one_or_two, ""),
            ("resumeRun", tr("Resume"), self._resume, self._can_resume, ""),
            ("addEpochToRun", tr("Train one more epoch"), self._add_epoch, self._can_add, ""),
            ("repeatRun", tr("Repeat with other seeds"), self._repeat, _single, ""),
            ("sweepRun", tr("Sweep settings…"), self._sweep, _always, ""),
            ("goOnWithQueue", tr("Go on with what waits"), queue.go_on, self._is_held, ""),
            ("clearQueue", tr("Forget what waits"), queue.clear, self._waits, ""),
            ("reportRun", tr("Save a report…"), self._report, _single, ""),
            ("exportRun", tr("Hand on as a file…"), self._export, _have_ended, ""),
            ("tensorboardRun", tr("Export for TensorBoard…"), self._tensorboard, bool, ""),
            ("importRun", tr("Open a handed-on run…"), self._import, _always, ""),
            ("verifyRun", tr("Verify what it tells"), self._verify, _have_ended, ""),
            ("copyRuns", tr("Copy as a table"), self._table.copy_selected, bool, copy),
            ("thinRuns", tr("Delete checkpoints"), self._thin, self._can_thin, ""),
            ("deleteRuns", tr("Delete"), self._delete, self._can_delete, delete),
            ("emptyTrash", tr("Empty the trash"), self._empty_trash, _always, ""),
        ):
            action = QAction(text, self._table)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, do=do: do())
            self._table.addAction(action)
            self.all[name] = action
            self._allowed[action] = allowed

    def _is_held(self, _: list[RunSummary]) -> bool:
        return self._session.queue.is_held and self._session.training.is_idle

    def _waits(self, _: list[RunSummary]) -> bool:
        return self._session.queue.count > 0

    def _can_resume(self, rows: list[RunSummary]) -> bool:
        is_open = _single(rows) and rows[0].can_resume and rows[0].state == "cut off"
        return is_open and self._session.training.is_idle

    def _can_add(self, rows: list[RunSummary]) -> bool:
        is_open = _single(rows) and rows[0].can_resume and rows[0].state == "ended"
        return is_open and self._session.training.is_idle

    @staticmethod
    def _can_thin(rows: list[RunSummary]) -> bool:
        return any(row.can_resume and row.state == "ended" for row in rows)

    @staticmethod
    def _can_delete(rows: list[RunSummary]) -> bool:
        return any(row.state != "under way" for row in rows)

    def _compare(self) -> None:
        (row,) = self._table.selected
        self.compare_wanted.emit(run_title(row), _model_of(row))

    def _open_past(self) -> None:
        self.past_wanted.emit([row.path for row in self._table.selected])

    def _resume(self) -> None:
        (row,) = self._table.selected
        self._session.runs.resume(row.path)

    def _add_epoch(self) -> None:
        (row,) = self._table.selected
        self._session.runs.resume(row.path, extra_epochs=1)

    def _repeat(self) -> None:
        (row,) = self._table.selected
        self._session.queue.start(repeated(row.config, REPEATS)[1:])

    def _sweep(self) -> None:
        rows = self._table.selected
        config = rows[0].config if rows else self._session.training.config
        dialog = SweepDialog(self._table.window(), config)
        dialog.accepted_configs.connect(self._session.queue.start)
        dialog.open()

    def _report(self) -> None:
        (row,) = self._table.selected
        dialog = ReportDialog(self._table.window(), _file_name(row))
        dialog.wanted.connect(partial(self._save_report, row))
        dialog.open()

    def _save_report(self, row: RunSummary, path: Path, author: str) -> None:
        def write() -> None:
            folder = RunFolder.open(row.path)
            try:
                data = load_data(folder.source or None)
            except DataError:  # the page says that it is not here
                data = None
            save_report(run_report(folder, data, author=author), path)

        said = self.tr("{file} holds the report.").format(file=path.name)
        self._session.tasks.run(self.tr("Writing the report"), write, lambda _: self._say(said))

    def _export(self) -> None:
        """One to a file, several into a folder."""
        rows = self._table.selected
        title = self.tr("Hand on runs")
        if len(rows) == 1:
            kinds = self.tr("Runs of dlgui (*{suffix})").format(suffix=SUFFIX)
            start = f"{_file_name(rows[0])}{SUFFIX}"
            name, _ = QFileDialog.getSaveFileName(self._table, title, start, kinds)
            targets = [Path(name)]
            said = self.tr("{file} holds the run.").format(file=targets[0].name)
        else:
            name = QFileDialog.getExistingDirectory(self._table, title)
            targets = [Path(name) / f"{row.path.name}{SUFFIX}" for row in rows]
            said = self.tr("%n runs were written into {folder}.", "", len(rows))
            said = said.format(folder=Path(name).name)

        def write() -> None:
            data = _Data()
            for row, target in zip(rows, targets, strict=True):
                save_capsule(RunFolder.open(row.path), target, data.of(row))

        if name:
            self._session.tasks.run(self.tr("Writing runs"), write, lambda _: self._say(said))

    def _verify(self) -> None:
        """Evaluate the chosen runs' networks again, and say whether their numbers hold."""
        rows = self._table.selected

        def work() -> list[Verification]:
            data = _Data()
            return [verify(RunFolder.open(row.path), data.of(row)) for row in rows]

        def tell(found: list[Verification]) -> None:
            if len(found) == 1:
                text = sentences([f"{run_title(rows[0])}:", *found[0].sentences()])
            else:
                text = self.tr("What {held} of {count} runs tell holds.")
                text = text.format(held=sum(one.holds for one in found), count=len(found))
            failed = [r for r, one in zip(rows, found, strict=True) if not one.holds]
            if failed and len(found) > 1:
                others = self.tr("It does not hold for: {runs}.")
                text = sentences([text, others.format(runs=facts(map(run_title, failed)))])
            kind: MessageKind = "warning" if failed else "info"
            self._session.messages.say(Message(kind, text))

        self._session.tasks.run(self.tr("Verifying runs"), work, tell)

    def _tensorboard(self) -> None:
        """Each run into a folder of its own, so that TensorBoard lays them over each other."""
        rows = self._table.selected
        name = QFileDialog.getExistingDirectory(self._table, self.tr("A folder for TensorBoard"))

        def write() -> None:
            for row in rows:
                save_event_files(RunFolder.open(row.path), Path(name) / row.path.name)

        if name:
            said = self.tr("To look at it: tensorboard --logdir {path}").format(path=name)
            self._session.tasks.run(self.tr("Writing runs"), write, lambda _: self._say(said))

    def _import(self) -> None:
        kinds = self.tr("Runs of dlgui (*{suffix})").format(suffix=SUFFIX)
        names, _ = QFileDialog.getOpenFileNames(self._table, self.tr("Open runs"), "", kinds)
        if names:
            self.take_in([Path(name) for name in names])

    def _thin(self) -> None:
        rows = [row for row in self._table.selected if row.can_resume and row.state == "ended"]
        work = partial(_each, self._folder.thin, [row.path for row in rows])

        def done(kept: list[Path]) -> None:
            text = self.tr("The checkpoints of %n runs were deleted.", "", len(kept))
            self._say(text, partial(self._undo, self._folder.restore_checkpoints, kept))

        self._change(self.tr("Deleting checkpoints"), work, done)

    def _delete(self) -> None:
        rows = [row for row in self._table.selected if row.state != "under way"]
        work = partial(_each, self._folder.to_trash, [row.path for row in rows])

        def done(trashed: list[Path]) -> None:
            text = self.tr("%n runs were deleted.", "", len(trashed))
            self._say(text, partial(self._undo, self._folder.restore, trashed))

        if rows:
            self._change(self.tr("Deleting runs"), work, done)

    def _undo(self, restore: Callable[[Path], Path], moved: list[Path]) -> None:
        self._change(self.tr("Restoring runs"), partial(_each, restore, moved), _nothing)

    def _empty_trash(self) -> None:
        """Only what is said to be in it goes, and only after a second click."""

        def ask(size: int) -> None:
            if not size:
                self._say(self.tr("The trash is empty."))
                return
            text = self.tr("The trash holds {size:,.1f} MB. What is deleted there is gone.")
            message = Message(
                "warning", text.format(size=size / 1e6), self.tr("Empty the trash"), self._really
            )
            self._session.messages.say(message)

        self._session.tasks.run(self.tr("Looking at the trash"), self._folder.trash_size, ask)

    def _really(self) -> None:
        self._change(self.tr("Emptying the trash"), self._folder.empty_trash, _nothing)

    def _change(
        self, doing: str, work: Callable[[], object], done: Callable[[list[Path]], None]
    ) -> None:
        def tell(result: list[Path]) -> None:
            self.changed.emit()
            done(result)

        self._session.tasks.run(doing, work, tell)

    def _say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        label = self.tr("Undo") if undo else None
        self._session.messages.say(Message("info", text, label, undo))


class _Data:
    """What runs were trained on, each loaded once."""

    def __init__(self) -> None:
        self._loaded: dict[str, DigitData] = {}

    def of(self, row: RunSummary) -> DigitData:
        """Raises DataError when it is not here."""
        if row.source not in self._loaded:
            self._loaded[row.source] = load_data(row.source or None)
        return self._loaded[row.source]


def _each(do: Callable[[Path], Path], chosen: list[Path]) -> list[Path]:
    return [do(path) for path in chosen]


def _nothing(_: object) -> None:
    """What was asked for shows already."""


def _model_of(row: RunSummary) -> Path:
    """What it left to be used, or else its best epoch."""
    file = row.path / MODEL_FILE
    return file if file.is_file() else row.path / BEST


def _file_name(row: RunSummary) -> str:
    title = run_title(row).replace("\u2009", " ")
    return "".join(c if c.isalnum() or c in " -_.,%" else "-" for c in title)
