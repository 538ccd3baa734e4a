"""All runs as a table that can be sorted, filtered and edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from dlgui.core.evaluation.repeats import differing
from dlgui.core.evaluation.run_table import RunNotes, RunSummary
from dlgui.core.training.settings import SETTINGS, setting_text
from dlgui.language import listed, tr
from dlgui.ui.kit.theme import BODY, font, sized, theme, theme_notifier
from dlgui.ui.runs.columns import (
    ACCURACY,
    BEGAN,
    CURVE,
    DIFFERS,
    EPOCHS,
    NAME,
    NOTE,
    SIZE,
    STAR,
    STATE,
    TIME,
    WIDTHS,
    best_of_all,
    colour_in,
    columns,
    dot,
    duration,
    marks,
)
from dlgui.ui.session.runs import run_title

RIGHT = (ACCURACY, EPOCHS, TIME, SIZE)
"""Columns of numbers."""
TITLE_ROOM = 40
"""Pixels beside a column's title, for the arrow that says how the rows are sorted."""
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1


class RunModel(QAbstractTableModel):
    """Rows of runs. Editing a name or note, or clicking a star, asks for other notes."""

    annotated = Signal(object, object)
    """RunSummary, RunNotes"""

    def __init__(self) -> None:
        super().__init__()
        self._columns = columns()
        self._rows: list[RunSummary] = []
        self._differs: dict[Path, str] = {}
        self._words: dict[Path, str] = {}
        self._colours: dict[Path, int] = {}
        self._marks: dict[int, Path] = {}
        self._live: tuple[Path, int, float] | None = None

    @property
    def rows(self) -> list[RunSummary]:
        return self._rows

    def show_rows(self, rows: list[RunSummary]) -> None:
        """The new rows; what is the same stays, so that selections do."""
        known = {row.path: row for row in self._rows}
        if [row.path for row in rows] == [row.path for row in self._rows]:
            self._rows = rows
            changed = [i for i, row in enumerate(rows) if known[row.path] != row]
            if changed:
                self._find_differences()
                first, last = self.index(changed[0], 0), self.index(changed[-1], NOTE)
                self.dataChanged.emit(first, last)
            return
        self.beginResetModel()
        self._rows = rows
        self._find_differences()
        self.endResetModel()

    def show_colours(self, colours: dict[Path, int]) -> None:
        """A dot for each run whose curve is drawn, in that curve's colour."""
        if colours != self._colours:
            self._colours = colours
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._rows) - 1, NAME))

    def show_live(self, path: Path | None, step: int = 0, seconds: float = 0.0) -> None:
        """How far the run that is trained now has come, between two looks at its folder; or None
        when no run is."""
        self._live = None if path is None else (path, step, seconds)
        for index, row in enumerate(self._rows):
            if row.path == path:
                self.dataChanged.emit(self.index(index, STATE), self.index(index, TIME))

    def words(self, row: int) -> str:
        """All that the row says, in lower case, as a person looks for it."""
        run = self._rows[row]
        if run.path not in self._words:
            cells = (self._text(run, column) for column in range(len(self._columns)))
            self._words[run.path] = " ".join(cells).casefold()
        return self._words[run.path]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.AccessibleTextRole and section == STAR:
            return tr("Starred")
        if role == Qt.ItemDataRole.TextAlignmentRole and section in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.TextAlignmentRole and column == STAR:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return colour_in(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME and self._colours:
            return dot(self._colours.get(row.path))
        if role == Qt.ItemDataRole.FontRole and self._marks.get(column) == row.path:
            return font(BODY, QFont.Weight.DemiBold)
        if role == ROW:
            return row
        if role == SORT:
            return self._columns[column].key(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in (NAME, NOTE) else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, text = self._rows[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self._text(row, index.column()):
            return False
        change: dict[str, Any] = {"title": text} if index.column() == NAME else {"note": text}
        self.annotate(row, replace(row.notes, **change))
        return True

    def toggle_star(self, index: Index) -> None:
        row = self._rows[index.row()]
        self.annotate(row, replace(row.notes, is_starred=not row.notes.is_starred))

    def annotate(self, row: RunSummary, notes: RunNotes) -> None:
        """Show other notes at once; whoever listens writes them down."""
        self.show_rows([replace(row, notes=notes) if one is row else one for one in self._rows])
        self.annotated.emit(row, notes)

    def _text(self, row: RunSummary, column: int) -> str:
        if column == DIFFERS:
            return self._differs.get(row.path, "")
        if self._live is not None and self._live[0] == row.path:
            if column == STATE:
                return tr("step {step:,}").format(step=self._live[1])
            if column == TIME:
                return duration(self._live[2])
        return self._columns[column].text(row)

    def _tip(self, row: RunSummary, column: int) -> str | None:
        if column == STAR:
            return tr("A star marks a run that is worth finding again")
        if self._marks.get(column) == row.path:
            return best_of_all()[column]
        if column == ACCURACY and row.interval is not None:
            text = tr("Best validation accuracy of {count:,} digits, ± half of its 95 % interval")
            return text.format(count=row.validation_count)
        return (run_title(row) if column == NAME else self._text(row, column)) or None

    def _find_differences(self) -> None:
        """What each run's settings have that not all runs share, in the settings' order; and the
        best, the quickest and the smallest of all."""
        self._marks, self._words = marks(self._rows), {}
        columns = differing([row.config for row in self._rows]) if self._rows else {}
        labels = {setting.name: tr(setting.label) for setting in SETTINGS}
        columns.pop("network", None)  # has a column of its own
        self._differs = {
            row.path: listed(
                f"{labels.get(name, name)} {setting_text(values[i])}"
                for name, values in columns.items()
            )
            for i, row in enumerate(self._rows)
        }


class RunFilter(QSortFilterProxyModel):
    """Keeps the runs in which all words that were typed occur, wherever."""

    def __init__(self, model: RunModel) -> None:
        super().__init__()
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(SORT)
        self.setDynamicSortFilter(True)

    def look_for(self, text: str) -> None:
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        text = self._model.words(row) if self._words else ""
        return all(word in text for word in self._words)


class _TextDelegate(QStyledItemDelegate):
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Not over what is being typed, when the row is read again meanwhile."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)


class _CurveDelegate(QStyledItemDelegate):
    """The validation accuracy over the epochs, in a line as tall as the row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        curve = index.data(ROW).curve
        if not curve:
            return
        area = QRectF(option.rect).adjusted(6, 6, -6, -6)
        low, high = min(curve), max(curve)
        span = max(high - low, 1e-9)
        across = area.width() / max(len(curve) - 1, 1)
        points = [
            QPointF(area.left() + i * across, area.bottom() - (v - low) / span * area.height())
            for i, v in enumerate(curve)
        ]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().chart_validation, 1.5))
        if len(points) == 1:
            painter.drawEllipse(area.center(), 1.5, 1.5)
        else:
            painter.drawPolyline(QPolygonF(points))
        painter.restore()


class RunTableView(QTableView):
    """Rows can be chosen together; a double click or F2 edits names and notes."""

    chosen = Signal()
    """Another selection."""

    def __init__(self, model: RunModel) -> None:
        super().__init__()
        self._model = model
        self.filter = RunFilter(model)
        self.setModel(self.filter)
        self.setObjectName("runTable")
        self.setAccessibleName(tr("Runs"))
        self.setItemDelegate(_TextDelegate(self))
        self.setItemDelegateForColumn(CURVE, _CurveDelegate(self))
        self.setSortingEnabled(True)
        self.sortByColumn(BEGAN, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._size_columns()
        theme_notifier.textResized.connect(self._size_columns)
        header.setSectionResizeMode(STAR, QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())

    def sizeHint(self) -> QSize:
        return QSize(640, 260)

    def _size_columns(self) -> None:
        """For the size of text in use: as wide as usual, and at least as the title needs."""
        header, titles = self.horizontalHeader(), columns()
        self.verticalHeader().setDefaultSectionSize(sized(30))
        for column, width in enumerate(WIDTHS):
            title = header.fontMetrics().horizontalAdvance(titles[column].title)
            self.setColumnWidth(column, max(sized(width), title + TITLE_ROOM * (column != STAR)))

    @property
    def selected(self) -> list[RunSummary]:
        """The chosen runs, from the top down."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.filter.index(row, 0).data(ROW) for row in rows]

    def select(self, paths: Sequence[Path]) -> None:
        """Choose the runs in these folders, of those that are shown."""
        wanted, chosen = set(paths), QItemSelection()
        for row in range(self.filter.rowCount()):
            index = self.filter.index(row, 0)
            if index.data(ROW).path in wanted:
                chosen.select(index, index)
        mode = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, mode.ClearAndSelect | mode.Rows)
        if chosen.indexes() and not self.currentIndex().isValid():  # where the keys go on from
            first = chosen.indexes()[0].siblingAtColumn(NAME)
            self.selectionModel().setCurrentIndex(first, mode.NoUpdate)

    def copy_selected(self) -> None:
        """The chosen rows, with the columns' names, as a table for a spreadsheet."""
        columns = [column for column in range(self.filter.columnCount()) if column != CURVE]
        horizontal = Qt.Orientation.Horizontal
        lines = [[str(self.filter.headerData(c, horizontal) or "★") for c in columns]]
        lines += (
            [str(index.siblingAtColumn(c).data() or "") for c in columns]
            for index in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        )
        text = "\n".join("\t".join(cells) for cells in lines)
        QGuiApplication.clipboard().setText(text)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == STAR:
            self._model.toggle_star(self.filter.mapToSource(index))
