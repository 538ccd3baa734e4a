"""The *Runs* page: all runs in a table, the chosen ones laid over each other, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui import paths
from dlgui.core.data.sources import load_data
from dlgui.core.evaluation.repeats import repeated
from dlgui.core.evaluation.run_curves import RunCurves, load_curves
from dlgui.core.evaluation.run_table import RunNotes, RunSummary, RunTable
from dlgui.core.export.capsule import SUFFIX, open_capsule, save_capsule
from dlgui.core.training.events import EpochDone, Event, TrainingStarted
from dlgui.core.training.runs import BEST, MODEL_FILE, RunFolder
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import add_side_buttons, page_title
from dlgui.ui.kit.theme import L, M
from dlgui.ui.runs.details import Differences, NotesForm
from dlgui.ui.runs.overlay import MOST, Overlay, Shown
from dlgui.ui.runs.sweep import SweepDialog, SweepGrid
from dlgui.ui.runs.table import RunModel, RunTableView
from dlgui.ui.session.messages import Message
from dlgui.ui.session.runs import run_title

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

REPEATS = 5


class RunsPage(QWidget):
    """Reads the folders when it is shown, and while a training is under way after each epoch."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("pageRuns")
        self.setAccessibleName(self.tr("Runs"))
        self._session = session
        self._folder = RunTable(paths.runs_dir())
        self._reading = session.tasks.newest(self.tr("Reading the runs"))
        self._drawing = session.tasks.newest(self.tr("Reading curves"))
        self._curves: dict[tuple[Path, int], RunCurves] = {}
        self._to_choose: list[Path] = []
        self._model = RunModel()
        self._table = RunTableView(self._model)
        self._filter = QLineEdit()
        self._subtitle = QLabel()
        self._overlay, self._differences = Overlay(), Differences()
        self._grid, self._notes = SweepGrid(), NotesForm()
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._actions: dict[str, QAction] = {}
        self._make_actions()
        self._lay_out()
        self._table.chosen.connect(self._on_chosen)
        self._table.customContextMenuRequested.connect(self._open_menu)
        self._table.doubleClicked.connect(self._on_double_clicked)
        self._filter.textChanged.connect(self._on_filter)
        self._model.annotated.connect(self._annotate)
        self._notes.edited.connect(self._model.annotate)
        self._grid.chosen.connect(self._table.select)
        session.training.events.connect(self._on_events)
        session.training.changed.connect(self._allow)
        session.training.ended.connect(self._refresh_if_seen)
        session.queue.changed.connect(self._describe)
        self._describe()
        self._on_chosen()

    def refresh(self) -> None:
        """Read the folders again, in the background."""
        self._reading.run(self._folder.rows, self._show_rows)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._notes.keep()

    def _make_actions(self) -> None:
        """Name: text, what it does, key."""
        for name, text, do, key in (
            ("openRun", self.tr("Use on the pad"), self._open, ""),
            ("resumeRun", self.tr("Resume"), self._resume, ""),
            ("repeatRun", self.tr("Repeat with other seeds"), self._repeat, ""),
            ("sweepRun", self.tr("Sweep settings…"), self._sweep, ""),
            ("exportRun", self.tr("Hand on as a file…"), self._export, ""),
            ("importRun", self.tr("Open a handed-on run…"), self._import, ""),
            ("copyRuns", self.tr("Copy as a table"), self._copy, QKeySequence.StandardKey.Copy),
            ("deleteRuns", self.tr("Delete"), self._delete, QKeySequence.StandardKey.Delete),
        ):
            action = QAction(text, self._table)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(do)
            self._table.addAction(action)
            self._actions[name] = action

    def _lay_out(self) -> None:
        self._filter.setObjectName("runFilter")
        self._filter.setAccessibleName(self.tr("Filter the runs"))
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setMinimumWidth(80)
        self._filter.setMaximumWidth(200)
        header = QHBoxLayout()
        header.setSpacing(M)
        header.addLayout(page_title(self.tr("Runs"), self._subtitle), 1)
        header.addWidget(self._filter)
        for name, icon in (("openRun", "pen"), ("resumeRun", "play")):
            header.addWidget(self._button(name, icon))
        header.addWidget(self._more_button())
        sides = QHBoxLayout()
        add_side_buttons(
            sides,
            self._group,
            (
                ("runCurvesButton", self.tr("Curves")),
                ("runDifferencesButton", self.tr("Differences")),
                ("runGridButton", self.tr("Grid")),
                ("runNotesButton", self.tr("Notes")),
            ),
        )
        sides.addStretch()
        for widget in (self._overlay, self._differences, self._grid, self._notes):
            self._stack.addWidget(widget)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._stack.setCurrentIndex)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, M, 0, 0)
        below.setSpacing(M)
        below.addLayout(sides)
        below.addWidget(self._stack, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._table)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([260, 320])
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M)
        page.addLayout(header)
        page.addWidget(splitter, 1)

    def _button(self, name: str, icon: str) -> QPushButton:
        action = self._actions[name]
        button = QPushButton(action.text())
        button.setObjectName(f"{name}Button")
        set_icon(button, icon)
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

    def _more_button(self) -> QToolButton:
        """What else can be done, for those who do not think of a menu on the right button."""
        menu = QMenu(self)
        menu.addActions(list(self._actions.values()))
        button = QToolButton()
        button.setObjectName("moreRunsButton")
        button.setText(self.tr("More"))
        button.setAccessibleName(self.tr("More to do with runs"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _show_rows(self, rows: list[RunSummary]) -> None:
        chosen = self._to_choose or [row.path for row in self._table.selected]
        self._to_choose = []
        self._model.show_rows(rows)
        self._table.select(chosen)
        self._describe()
        self._on_chosen()

    def _describe(self) -> None:
        rows = self._model.rows
        if not rows:
            self._subtitle.setText(self.tr("None yet: start one on Train."))
            return
        size = sum(row.size for row in rows) / 1e6
        text = self.tr("{count:,} runs, {size:,.0f} MB").format(count=len(rows), size=size)
        if self._session.queue.count:
            waiting = self.tr("%n trainings wait for their turn", "", self._session.queue.count)
            text = f"{text} · {waiting}"
        self._subtitle.setText(text)

    def _on_filter(self, text: str) -> None:
        self._table.filter.look_for(text)

    def _on_chosen(self) -> None:
        rows = self._table.selected
        self._differences.show_rows(rows)
        self._group.button(2).setEnabled(self._grid.show_rows(rows or self._model.rows))
        self._notes.show_row(rows[0] if len(rows) == 1 else None)
        self._allow()
        wanted = rows[:MOST]
        known = dict(self._curves)
        self._drawing.run(lambda: _curves_of(wanted, known), self._show_curves)

    def _show_curves(self, found: dict[tuple[Path, int], RunCurves]) -> None:
        self._curves = found
        rows = self._table.selected
        self._overlay.show_runs([Shown(r, found[_key(r)]) for r in rows if _key(r) in found])

    def _allow(self) -> None:
        rows = self._table.selected
        is_idle = self._session.training.is_idle
        for name, action in self._actions.items():
            is_single = name in ("openRun", "resumeRun", "repeatRun", "exportRun")
            action.setEnabled(name in ("importRun", "sweepRun") or bool(rows))
            if is_single:
                action.setEnabled(len(rows) == 1)
        self._actions["resumeRun"].setEnabled(len(rows) == 1 and is_idle)

    def _on_events(self, events: list[Event]) -> None:
        if self.isVisible() and any(isinstance(e, (EpochDone, TrainingStarted)) for e in events):
            self.refresh()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _annotate(self, row: RunSummary, notes: RunNotes) -> None:
        self._session.tasks.run(
            self.tr("Keeping a note"),
            lambda: self._folder.annotate(row.path, notes),
            _nothing,
        )

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(list(self._actions.values()))
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _on_double_clicked(self) -> None:
        """On a cell that is not edited."""
        if not self._table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self._open()

    def _open(self) -> None:
        (row,) = self._table.selected
        file = row.path / MODEL_FILE
        self._session.reader.open(file if file.is_file() else row.path / BEST)

    def _resume(self) -> None:
        (row,) = self._table.selected
        self._session.runs.resume(row.path)

    def _repeat(self) -> None:
        (row,) = self._table.selected
        self._session.queue.start(repeated(row.config, REPEATS)[1:])

    def _sweep(self) -> None:
        rows = self._table.selected
        config = rows[0].config if rows else self._session.training.config
        dialog = SweepDialog(self.window(), config)
        dialog.accepted_configs.connect(self._session.queue.start)
        dialog.open()

    def _export(self) -> None:
        (row,) = self._table.selected
        kinds = self.tr("Runs of dlgui (*{suffix})").format(suffix=SUFFIX)
        start = f"{run_title(row)}{SUFFIX}".replace(":", ".").replace("/", "-")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Hand on a run"), start, kinds)
        if name:
            target = Path(name)

            def write() -> None:
                folder = RunFolder.open(row.path)
                save_capsule(folder, target, load_data(folder.source or None))

            said = self.tr("{file} holds the run.").format(file=target.name)
            self._session.tasks.run(
                self.tr("Writing the run"),
                write,
                lambda _: self._session.messages.say(Message("info", said)),
            )

    def _import(self) -> None:
        kinds = self.tr("Runs of dlgui (*{suffix})").format(suffix=SUFFIX)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a run"), "", kinds)
        if name:
            self.take_in(Path(name))

    def take_in(self, capsule: Path) -> None:
        """Make a handed-on run one of the runs here, and choose it."""

        def show(folder: RunFolder) -> None:
            self._to_choose = [folder.path]
            self.refresh()

        self._session.tasks.run(
            self.tr("Opening the run"), lambda: open_capsule(capsule, paths.runs_dir()), show
        )

    def _copy(self) -> None:
        self._table.copy_selected()

    def _delete(self) -> None:
        under_way = self._session.training.run if not self._session.training.is_idle else None
        rows = [r for r in self._table.selected if under_way is None or r.path != under_way.path]
        if not rows:
            return

        def work() -> list[Path]:
            return [self._folder.to_trash(row.path) for row in rows]

        def done(trashed: list[Path]) -> None:
            self.refresh()
            text = self.tr("%n runs were deleted.", "", len(trashed))
            undo = self.tr("Undo")
            message = Message("info", text, undo, lambda: self._restore(trashed))
            self._session.messages.say(message)

        self._session.tasks.run(self.tr("Deleting runs"), work, done)

    def _restore(self, trashed: list[Path]) -> None:
        def work() -> list[Path]:
            return [self._folder.restore(path) for path in trashed]

        self._session.tasks.run(self.tr("Restoring runs"), work, lambda _: self.refresh())


def _nothing(_: object) -> None:
    """What was asked for shows already."""


def _key(row: RunSummary) -> tuple[Path, int]:
    """Another one when there is more of the run."""
    return row.path, row.step


def _curves_of(
    rows: list[RunSummary], known: dict[tuple[Path, int], RunCurves]
) -> dict[tuple[Path, int], RunCurves]:
    return {_key(row): known.get(_key(row)) or load_curves(row.path) for row in rows}
