"""What the chosen runs have in common and not, and what a person notes about one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.evaluation.repeats import (
    PairedDifference,
    apart_from_seed,
    differing,
    paired_difference,
)
from dlgui.core.evaluation.run_table import RunSummary
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import SETTINGS, setting_text
from dlgui.language import listed, tr
from dlgui.ui.kit.page import hint
from dlgui.ui.kit.theme import M
from dlgui.ui.runs.columns import accuracy_text, duration
from dlgui.ui.session.runs import run_title

LUCK = 0.05
"""Below this p-value a difference is called hardly luck (Fisher 1925, by convention)."""


class NotesForm(QWidget):
    """A run's name, what was asked and expected, and what was found."""

    edited = Signal(object, object)
    """RunSummary, RunNotes"""

    def __init__(self) -> None:
        super().__init__()
        self._row: RunSummary | None = None
        self._title = QLineEdit()
        self._question, self._expectation = QLineEdit(), QLineEdit()
        self._note = QPlainTextEdit()
        layout = QFormLayout(self)
        layout.setVerticalSpacing(M)
        for name, label, widget, placeholder in (
            ("runTitle", tr("Name"), self._title, ""),
            ("runQuestion", tr("Question"), self._question, tr("What do you want to find out?")),
            (
                "runExpectation",
                tr("Expectation"),
                self._expectation,
                tr("What will happen?"),
            ),
            ("runNote", tr("Note"), self._note, tr("What happened?")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(label)
            widget.setPlaceholderText(placeholder)
            layout.addRow(label, widget)
        for line in (self._title, self._question, self._expectation):
            line.editingFinished.connect(self.keep)

    def show_row(self, row: RunSummary | None) -> None:
        """Keep what was typed about the run before, and show this one's notes."""
        if row is not None and self._row is not None and row.path == self._row.path:
            self._row = row
            return
        self.keep()
        self._row = row
        self.setEnabled(row is not None)
        notes = row.notes if row else None
        self._title.setText(notes.title if notes else "")
        self._title.setPlaceholderText(run_title(row) if row else "")
        self._question.setText(notes.question if notes else "")
        self._expectation.setText(notes.expectation if notes else "")
        self._note.setPlainText(notes.note if notes else "")

    def keep(self) -> None:
        """Pass on what was typed, if anything was."""
        if self._row is None:
            return
        notes = replace(
            self._row.notes,
            title=self._title.text().strip(),
            question=self._question.text().strip(),
            expectation=self._expectation.text().strip(),
            note=self._note.toPlainText().strip(),
        )
        if notes != self._row.notes:
            row, self._row = self._row, replace(self._row, notes=notes)
            self.edited.emit(row, notes)


class Differences(QWidget):
    """The chosen runs beside each other: their figures, and the settings that differ."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = QLabel()
        self._sentence.setObjectName("runVerdict")
        self._sentence.setWordWrap(True)
        self._table = QTableWidget()
        self._table.setObjectName("runDifferences")
        self._table.setAccessibleName(tr("What differs between the chosen runs"))
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._empty = hint(tr("Choose two runs or more in the table to see what differs."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addWidget(self._sentence)
        layout.addWidget(self._empty)
        layout.addWidget(self._table, 1)

    def show_rows(self, rows: Sequence[RunSummary]) -> None:
        self._empty.setVisible(len(rows) < 2)
        self._table.setVisible(len(rows) > 1)
        sentence = verdict(rows)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        lines = _lines(rows) if len(rows) > 1 else []
        self._table.setRowCount(len(lines))
        self._table.setColumnCount(len(rows))
        self._table.setHorizontalHeaderLabels(
            [re.sub(", |，", "\n", run_title(row), count=1) for row in rows]
        )
        self._table.setVerticalHeaderLabels([title for title, _, _ in lines])
        for y, (_, texts, best) in enumerate(lines):
            for x, text in enumerate(texts):
                item = QTableWidgetItem(f"✓ {text}" if x == best else text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if x == best:
                    item.setToolTip(tr("The best of the chosen runs"))
                self._table.setItem(y, x, item)
        self._table.resizeColumnsToContents()


def _lines(rows: Sequence[RunSummary]) -> list[tuple[str, list[str], int]]:
    """Title, each run's text, and the place of the best one or -1."""
    accuracies = [-1.0 if row.best_accuracy is None else row.best_accuracy for row in rows]
    weights = [network_of(row.config.network).parameters() for row in rows]
    seconds = [row.seconds for row in rows]
    lines = [
        (tr("Accuracy"), [accuracy_text(row) for row in rows], _only(accuracies, max)),
        (tr("Time"), [duration(row.seconds) for row in rows], _only(seconds, min)),
        (tr("Parameters"), [f"{count:,}" for count in weights], _only(weights, min)),
        (tr("Epochs trained"), [str(row.epochs) for row in rows], -1),
    ]
    labels = {setting.name: tr(setting.label) for setting in SETTINGS}
    for name, values in differing([row.config for row in rows]).items():
        lines.append((labels.get(name, name), [setting_text(value) for value in values], -1))
    return lines


def _only(values: Sequence[float], choose: object) -> int:
    best = choose(values)  # type: ignore[operator]
    return values.index(best) if list(values).count(best) == 1 else -1


def verdict(rows: Sequence[RunSummary]) -> str:
    """Two settings on the same seeds, compared in one sentence; "" where there are none."""
    groups: dict[str, list[RunSummary]] = {}
    for row in rows:
        if row.best_accuracy is not None:
            groups.setdefault(repr((apart_from_seed(row.config), row.source)), []).append(row)
    if len(groups) != 2:
        return ""
    first, second = ({r.config.seed: r for r in members} for members in groups.values())
    seeds = sorted(first.keys() & second.keys())
    if len(seeds) < 2:
        return ""
    one, other = first[seeds[0]], second[seeds[0]]
    found = paired_difference(
        [100 * (first[seed].best_accuracy or 0) for seed in seeds],
        [100 * (second[seed].best_accuracy or 0) for seed in seeds],
    )
    return _sentence(found, one, other)


def _sentence(found: PairedDifference, one: RunSummary, other: RunSummary) -> str:
    changed = differing([apart_from_seed(one.config), apart_from_seed(other.config)])
    labels = {setting.name: tr(setting.label) for setting in SETTINGS}

    def named(place: int) -> str:
        return listed(
            f"{labels.get(name, name)} {setting_text(v[place])}" for name, v in changed.items()
        )

    is_better = found.mean >= 0
    better, worse = (named(1), named(0)) if is_better else (named(0), named(1))
    wins = found.wins if is_better else found.count - found.wins
    text = (
        tr(
            "{better} is better than {worse} by {mean:.2f} ± {margin:.2f} points, in {wins} of "
            "{count} pairs with the same seed: hardly luck (Student's paired t-test, p = {p:.3f})."
        )
        if found.p_value < LUCK
        else tr(
            "{better} reads {mean:.2f} ± {margin:.2f} points more than {worse}, in {wins} of "
            "{count} pairs with the same seed: that may be luck (Student's paired t-test, "
            "p = {p:.3f})."
        )
    )
    return text.format(
        better=better,
        worse=worse,
        mean=abs(found.mean),
        margin=found.margin,
        wins=wins,
        count=found.count,
        p=found.p_value,
    )
