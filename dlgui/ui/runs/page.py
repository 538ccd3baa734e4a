"""The *Runs* page: all runs in a table, the chosen ones laid over each other, and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui import paths
from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.run_curves import RunCurves, load_curves
from dlgui.core.evaluation.run_table import RunNotes, RunSummary, RunTable
from dlgui.core.training.events import EpochDone, Event, StepDone, TrainingStarted
from dlgui.language import QT_TRANSLATE_NOOP
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.menu import Menu
from dlgui.ui.kit.page import TITLE_WIDTH, FoldingRow, add_side_buttons, empty_card, page_title
from dlgui.ui.kit.theme import L, M
from dlgui.ui.runs.actions import RunActions
from dlgui.ui.runs.columns import megabytes
from dlgui.ui.runs.details import Differences, NotesForm
from dlgui.ui.runs.overlay import MOST, Overlay, Shown
from dlgui.ui.runs.sweep import SweepGrid
from dlgui.ui.runs.table import RunModel, RunTableView

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

MOST_KEPT = 2 * MOST
"""Runs whose curves are kept; 20,000 steps are 1.3 MB."""
AT_ONCE = 4
"""Logs that are read before their curves are shown; 20,000 steps take 0.2 s."""
LIVE_MS = 500
"""Between two looks at the training under way."""

NONE_YET = QT_TRANSLATE_NOOP(
    "RunsPage",
    "Every training is kept here, with its curves, settings and network: start one on Train, "
    "or drop a run that was handed on (.dlgui-run).",
)


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
        self._curves: dict[Path, tuple[int, RunCurves | None]] = {}
        """With the step up to which they were read."""
        self._noted: dict[Path, RunNotes] = {}
        self._one_writes = Lock()
        self._to_choose: list[Path] = []
        self._since_live = QElapsedTimer()
        self._model = RunModel()
        self._table = RunTableView(self._model)
        self._filter = QLineEdit()
        self._subtitle = QLabel()
        self._overlay, self._differences = Overlay(), Differences()
        self._grid, self._notes = SweepGrid(), NotesForm()
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._actions = RunActions(session, self._folder, self._table)
        self._actions.changed.connect(self.refresh)
        self._actions.brought.connect(self._show_brought)
        self.compare_wanted = self._actions.compare_wanted
        self.past_wanted = self._actions.past_wanted
        self._empty = empty_card(self.tr(NONE_YET))
        self._lay_out()
        self._table.chosen.connect(self._on_chosen)
        self._table.customContextMenuRequested.connect(self._open_menu)
        self._table.doubleClicked.connect(self._on_double_clicked)
        self._filter.textChanged.connect(self._on_filter)
        self._overlay.coloured.connect(self._model.show_colours)
        self._model.annotated.connect(self._annotate)
        self._notes.edited.connect(self._model.annotate)
        self._grid.chosen.connect(self._table.select)
        session.training.events.connect(self._on_events)
        session.training.changed.connect(self._actions.allow)
        session.training.ended.connect(self._refresh_if_seen)
        session.queue.changed.connect(self._describe)
        session.queue.changed.connect(self._actions.allow)
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

    def _lay_out(self) -> None:
        self._filter.setObjectName("runFilter")
        self._filter.setAccessibleName(self.tr("Filter the runs"))
        self._filter.setPlaceholderText(self.tr("Filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setMinimumWidth(80)
        self._filter.setMaximumWidth(200)
        header = QHBoxLayout()
        header.setSpacing(M)
        header.addStretch()
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
        splitter = self._splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self._table)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([240, 340])
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M)
        titles = page_title(self.tr("Runs"), self._subtitle)
        page.addWidget(FoldingRow(titles, header, TITLE_WIDTH))
        page.addWidget(splitter, 1)
        page.addWidget(self._empty, 1)
        self._empty.hide()

    def _button(self, name: str, icon: str) -> QPushButton:
        action = self._actions.all[name]
        button = QPushButton(action.text())
        button.setObjectName(f"{name}Button")
        set_icon(button, icon)
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        return button

    def _more_button(self) -> QToolButton:
        """What else can be done, for those who do not think of a menu on the right button."""
        menu = Menu(parent=self)
        menu.addActions(list(self._actions.all.values()))
        button = QToolButton()
        button.setObjectName("moreRunsButton")
        button.setText(self.tr("More"))
        button.setAccessibleName(self.tr("More to do with runs"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _show_rows(self, rows: list[RunSummary]) -> None:
        # Read before a note was written down, perhaps.
        rows = [replace(r, notes=self._noted[r.path]) if r.path in self._noted else r for r in rows]
        chosen = self._to_choose or [row.path for row in self._table.selected]
        if not self._model.rows and not chosen:  # the newest, so that there is something to see
            chosen = [row.path for row in rows[:1]]
        self._to_choose = []
        self._model.show_rows(rows)
        self._table.select(chosen)
        self._splitter.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._describe()
        self._on_chosen()

    def _describe(self) -> None:
        rows = self._model.rows
        if not rows:
            self._subtitle.setText(self.tr("None yet"))
            return
        size = megabytes(sum(row.size for row in rows))
        one, many = self.tr("One run, {size}"), self.tr("{count:,} runs, {size}")
        text = (one if len(rows) == 1 else many).format(count=len(rows), size=size)
        if self._session.queue.count:
            queue = self._session.queue
            turn = self.tr("%n trainings wait for their turn", "", queue.count)
            held = self.tr("%n trainings wait until you go on", "", queue.count)
            waiting = held if queue.is_held else turn
            text = f"{text} · {waiting}"
        self._subtitle.setText(text)

    def _on_filter(self, text: str) -> None:
        self._table.filter.look_for(text)

    def _on_chosen(self) -> None:
        rows = self._table.selected
        self._differences.show_rows(rows)
        self._grid.show_rows(rows if len(rows) > 1 else self._model.rows)
        self._notes.show_row(rows[0] if len(rows) == 1 else None)
        self._actions.allow()
        self._draw_chosen()

    def _draw_chosen(self) -> None:
        """With the curves that are known; new ones follow, those of a few runs at a time."""
        rows = self._table.selected[:MOST]
        known = [(row, *self._curves.get(row.path, (-1, None))) for row in rows]
        self._overlay.show_runs([Shown(row, curves) for row, _, curves in known if curves])
        missing = [row for row, step, _ in known if step != row.step][:AT_ONCE]
        if missing:
            self._drawing.run(
                lambda: {row.path: (row.step, _curves_of(row)) for row in missing}, self._keep
            )

    def _keep(self, found: dict[Path, tuple[int, RunCurves | None]]) -> None:
        # What was chosen before is likely to be chosen again.
        self._curves = dict([*(self._curves | found).items()][-MOST_KEPT:])
        self._draw_chosen()

    def _on_events(self, events: list[Event]) -> None:
        if not self.isVisible():
            return
        if any(isinstance(event, EpochDone | TrainingStarted) for event in events):
            self.refresh()
        last = next((event for event in reversed(events) if isinstance(event, StepDone)), None)
        run = self._session.training.run
        waited = not self._since_live.isValid() or self._since_live.hasExpired(LIVE_MS)
        if last is not None and run is not None and waited:
            self._since_live.start()
            self._model.show_live(run.path, last.step, last.seconds)

    def _refresh_if_seen(self) -> None:
        self._model.show_live(None)
        if self.isVisible():
            self.refresh()

    def _annotate(self, row: RunSummary, notes: RunNotes) -> None:
        """The newest notes are what stays, in whatever order the threads come to write."""
        self._noted[row.path] = notes

        def write() -> None:
            with self._one_writes:
                self._folder.annotate(row.path, self._noted[row.path])

        self._session.tasks.run(
            self.tr("Keeping a note"), write, lambda _: None
        )  # it shows already

    def _open_menu(self, at: QPoint) -> None:
        menu = Menu(parent=self)
        menu.addActions(list(self._actions.all.values()))
        menu.popup(self._table.viewport().mapToGlobal(at))

    def _on_double_clicked(self) -> None:
        """On a cell that is not edited."""
        if not self._table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self._actions.open()

    def take_in(self, capsule: Path) -> None:
        """Make a handed-on run one of the runs here, and choose it."""
        self._actions.take_in([capsule])

    def _show_brought(self, runs: list[Path]) -> None:
        self._to_choose = runs
        self.refresh()


def _curves_of(row: RunSummary) -> RunCurves | None:
    """None of a run that has no log yet."""
    try:
        return load_curves(row.path)
    except ModelFileError:
        return None
