"""Sweeps: one or two settings over a few values, and the runs as cells of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.errors import SettingError
from dlgui.core.evaluation.repeats import apart_from_seed, differing, repeated, swept
from dlgui.core.evaluation.run_table import RunSummary
from dlgui.core.training.settings import SETTINGS, Setting, TrainingConfig, setting_text
from dlgui.language import tr
from dlgui.ui.kit.heatmap import text_on
from dlgui.ui.kit.page import empty_card, hint
from dlgui.ui.kit.theme import XL, L, M, mixed, set_look, theme, theme_notifier

MOST_RUNS = 60
"""More trainings in a row than anybody waits for."""
EXAMPLES = {"learning_rate": "0.0003, 0.001, 0.003", "batch_size": "32, 128", "epochs": "2, 5"}


class SweepDialog(QDialog):
    """Asks which settings to vary, and says how many trainings that makes."""

    accepted_configs = Signal(list)
    """list[TrainingConfig]"""

    def __init__(self, window: QWidget, config: TrainingConfig) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Sweep"))
        self.setObjectName("sweepDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._config = config
        self._boxes = [QComboBox(), QComboBox()]
        self._values = [QLineEdit(), QLineEdit()]
        self._repeats = QSpinBox()
        self._told = QLabel()
        self._told.setObjectName("sweepTold")
        self._told.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self._lay_out()
        self._check()

    def configs(self) -> list[TrainingConfig]:
        """What would be trained. Raises SettingError where a value is not one."""
        wanted: dict[str, list[Any]] = {}
        for box, line in zip(self._boxes, self._values, strict=True):
            setting: Setting | None = box.currentData()
            if setting is not None:
                wanted[setting.name] = [
                    _value(setting, text) for text in line.text().split(",") if text.strip()
                ]
        combined = swept(self._config, {name: v for name, v in wanted.items() if v})
        return [c for one in combined for c in repeated(one, self._repeats.value())]

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(M)
        choices = [s for s in SETTINGS if s.type in (int, float) and s.name != "seed"]
        choices += [s for s in SETTINGS if s.choices and s.name != "device"]
        for place, (box, line) in enumerate(zip(self._boxes, self._values, strict=True)):
            box.setObjectName(f"sweepSetting{place + 1}")
            box.setAccessibleName(tr("Setting to vary"))
            line.setObjectName(f"sweepValues{place + 1}")
            line.setAccessibleName(tr("Its values"))
            if place:
                box.addItem(tr("nothing else"), None)
            for setting in choices:
                box.addItem(tr(setting.label), setting)
            box.currentIndexChanged.connect(lambda _, place=place: self._suggest(place))
            line.textChanged.connect(self._check)
            grid.addWidget(box, place, 0)
            grid.addWidget(line, place, 1)
        self._repeats.setObjectName("sweepRepeats")
        self._repeats.setAccessibleName(tr("Seeds for each"))
        self._repeats.setRange(1, 10)
        self._repeats.valueChanged.connect(self._check)
        grid.addWidget(QLabel(tr("Seeds for each")), 2, 0)
        grid.addWidget(self._repeats, 2, 1)
        start = self._buttons.addButton(tr("Train all"), QDialogButtonBox.ButtonRole.AcceptRole)
        start.setObjectName("sweepStart")
        set_look(start, "primary")
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(XL, XL, XL, L)
        layout.setSpacing(L)
        layout.addWidget(
            hint(tr("Trains once with each combination, one after the other. Separate by commas."))
        )
        layout.addLayout(grid)
        layout.addWidget(self._told)
        layout.addWidget(self._buttons)
        rate = next(i for i, s in enumerate(choices) if s.name == "learning_rate")
        self._boxes[0].setCurrentIndex(rate)
        self._suggest(0)
        self.resize(460, 260)

    def _suggest(self, place: int) -> None:
        setting: Setting | None = self._boxes[place].currentData()
        self._values[place].setEnabled(setting is not None)
        if setting is None:
            self._values[place].clear()
        else:
            own = getattr(self._config, setting.name)
            choices = ", ".join(setting.choices) if setting.choices else str(own)
            self._values[place].setText(EXAMPLES.get(setting.name, choices))
        self._check()

    def _check(self) -> None:
        try:
            count = len(self.configs())
            text = tr("{count} trainings.").format(count=count)
            if count > MOST_RUNS:
                text = tr("{count} trainings are too many: at most {most}.").format(
                    count=count, most=MOST_RUNS
                )
            is_fine = 0 < count <= MOST_RUNS
        except SettingError as error:
            text, is_fine = str(error), False
        self._told.setText(text)
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) == QDialogButtonBox.ButtonRole.AcceptRole:
                button.setEnabled(is_fine)

    def _accept(self) -> None:
        self.accepted_configs.emit(self.configs())
        self.accept()


def _value(setting: Setting, text: str) -> Any:
    """Raises SettingError."""
    try:
        value = setting.type(text.strip())
    except ValueError:
        value = text.strip()
    setting.check(value)
    return value


class SweepGrid(QStackedWidget):
    """Runs that differ in one or two settings, as cells by these settings' values.

    Where they differ in more or in none, it says what would show.
    """

    chosen = Signal(list)
    """list[Path] of the runs in the cell that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[RunSummary] = ()
        self._table = table = QTableWidget()
        table.setObjectName("sweepGrid")
        table.setAccessibleName(tr("Accuracy by two settings"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.cellClicked.connect(self._on_clicked)
        self.addWidget(
            empty_card(
                tr(
                    "Three runs or more that differ in one or two settings show here as a grid of "
                    "accuracies: choose such runs, or make them by “Sweep settings…” under More."
                )
            )
        )
        self.addWidget(table)
        theme_notifier.themeChanged.connect(self._on_theme)

    def show_rows(self, rows: Sequence[RunSummary]) -> None:
        self._rows = rows
        self.setCurrentIndex(int(self._fill(rows)))

    def _on_theme(self) -> None:
        self.show_rows(self._rows)

    def _fill(self, rows: Sequence[RunSummary]) -> bool:
        """Whether the rows can be laid out so: they differ in one or two settings, seeds aside."""
        self._table.clear()
        columns = differing([apart_from_seed(row.config) for row in rows]) if rows else {}
        if not 1 <= len(columns) <= 2 or len(rows) < 3:
            return False
        across, *down = sorted(columns, key=lambda name: -len(set(columns[name])))
        xs = sorted(set(columns[across]))
        ys = sorted(set(columns[down[0]])) if down else [None]
        cells: dict[tuple[int, int], list[RunSummary]] = {}
        for index, row in enumerate(rows):
            y = ys.index(columns[down[0]][index]) if down else 0
            cells.setdefault((y, xs.index(columns[across][index])), []).append(row)
        self._table.setRowCount(len(ys))
        self._table.setColumnCount(len(xs))
        self._table.setHorizontalHeaderLabels([_named(across, x) for x in xs])
        self._table.setVerticalHeaderLabels([_named(down[0], y) if down else "" for y in ys])
        means = {place: _mean(runs) for place, runs in cells.items()}
        known = [mean for mean in means.values() if mean is not None]
        for place, runs in cells.items():
            self._table.setItem(*place, _cell(runs, means[place], known))
        self._table.resizeColumnsToContents()
        return True

    def _on_clicked(self, row: int, column: int) -> None:
        item = self._table.item(row, column)
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _cell(runs: list[RunSummary], mean: float | None, all_means: list[float]) -> QTableWidgetItem:
    text = "–" if mean is None else tr("{accuracy:.2f} %").format(accuracy=100 * mean)
    item = QTableWidgetItem(text if len(runs) == 1 else f"{text} (×{len(runs)})")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setData(Qt.ItemDataRole.UserRole, [run.path for run in runs])
    if mean is not None:
        low, high = min(all_means), max(all_means)
        share = (mean - low) / (high - low) if high > low else 1.0
        ground = QColor(mixed(theme().surface, theme().accent, 0.1 + 0.8 * share))
        item.setBackground(ground)
        item.setForeground(text_on(ground))
    return item


def _mean(runs: list[RunSummary]) -> float | None:
    known = [run.best_accuracy for run in runs if run.best_accuracy is not None]
    return sum(known) / len(known) if known else None


def _named(name: str, value: Any) -> str:
    labels = {setting.name: tr(setting.label) for setting in SETTINGS}
    return f"{labels.get(name, name)} {setting_text(value)}"
