"""What a run's row says: its columns, their words and colours, and what is best in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from dlgui.core.evaluation.run_table import RunSummary, State
from dlgui.core.nets.network_line import network_of
from dlgui.language import tr
from dlgui.ui.kit.heatmap import class_colour
from dlgui.ui.kit.theme import theme
from dlgui.ui.session.runs import network_title

SAME_COLOURS = 10
"""Curves on the same axes before a colour comes again."""
(STAR, NAME, CURVE, ACCURACY, BEGAN, STATE, EPOCHS, TIME, DIFFERS, SIZE, NETWORK, NOTE) = range(12)
WIDTHS = (28, 176, 72, 152, 142, 92, 76, 76, 220, 84, 132, 120)


def duration(seconds: float) -> str:
    """ "12.3 s", "4:05" (minutes and seconds)."""
    if seconds < 60:
        return tr("{seconds:.1f} s").format(seconds=seconds)
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def accuracy_text(row: RunSummary) -> str:
    """The best validation accuracy in per cent, with half of its 95 % interval."""
    if row.best_accuracy is None or row.interval is None:
        return "–"
    low, high = row.interval
    text = tr("{accuracy:.2f} % ± {half:.2f}")
    return text.format(accuracy=100 * row.best_accuracy, half=50 * (high - low))


@dataclass(frozen=True, slots=True)
class Column:
    """How a run shows there, and what it is sorted by."""

    title: str
    text: Callable[[RunSummary], str]
    key: Callable[[RunSummary], Any]


def columns() -> tuple[Column, ...]:
    return (
        Column("", lambda row: "★" if row.notes.is_starred else "☆", _starred),
        Column(tr("Run"), _name, lambda row: (_name(row).casefold(), row.began)),
        Column(tr("Curve"), lambda row: "", _accuracy),
        Column(tr("Accuracy"), accuracy_text, _accuracy),
        Column(tr("Began"), lambda row: f"{row.began:%Y-%m-%d %H:%M}", lambda row: row.began),
        Column(tr("State"), lambda row: _states()[row.state], lambda row: row.state),
        Column(tr("Epochs"), _epochs, lambda row: row.epochs),
        Column(tr("Time"), lambda row: duration(row.seconds), lambda row: row.seconds),
        Column(tr("Differs in"), lambda row: "", lambda row: ""),
        Column(tr("Size"), lambda row: megabytes(row.size), lambda row: row.size),
        Column(tr("Network"), _network, _network),
        Column(tr("Note"), lambda row: row.notes.note, lambda row: row.notes.note.casefold()),
    )


def _network(row: RunSummary) -> str:
    return network_title(row.config)


def _name(row: RunSummary) -> str:
    """Shorter than `run_title`: accuracy and beginning have columns of their own."""
    return row.notes.title or _network(row)


def _states() -> dict[State, str]:
    return {"under way": tr("under way"), "ended": tr("done"), "cut off": tr("cut off")}


def megabytes(size: int) -> str:
    return tr("{size:.1f} MB").format(size=size / 1e6)


def _starred(row: RunSummary) -> bool:
    return row.notes.is_starred


def _accuracy(row: RunSummary) -> float:
    return -1.0 if row.best_accuracy is None else row.best_accuracy


def _epochs(row: RunSummary) -> str:
    return (
        f"{row.epochs} / {row.config.epochs}" if row.epochs < row.config.epochs else str(row.epochs)
    )


def marks(rows: Sequence[RunSummary]) -> dict[int, Path]:
    """Column to the run that is best there, if one alone is, of those that have ended."""
    ended = [row for row in rows if row.state == "ended" and row.best_accuracy is not None]
    keys: dict[int, Callable[[RunSummary], float]] = {
        ACCURACY: lambda row: -(row.best_accuracy or 0),
        TIME: lambda row: row.seconds,
        NETWORK: lambda row: network_of(row.config.network).parameters(),
    }
    found = {}
    for column, key in keys.items() if len(ended) > 1 else ():
        values = [key(row) for row in ended]
        least = min(values)
        if values.count(least) == 1:
            found[column] = ended[values.index(least)].path
    return found


def best_of_all() -> dict[int, str]:
    return {
        ACCURACY: tr("The best of all runs"),
        TIME: tr("The quickest of all runs"),
        NETWORK: tr("The smallest network of all runs"),
    }


def colour_in(row: RunSummary, column: int) -> QColor | None:
    if column == STAR:
        return theme().warning if row.notes.is_starred else theme().text_faint
    if column == STATE and row.state != "ended":
        return theme().accent_line if row.state == "under way" else theme().warning
    muted = (DIFFERS, BEGAN, NOTE, NETWORK, STATE, SIZE)
    return theme().text_muted if column in muted else None


def dot(colour: int | None) -> QIcon:
    """In front of a name, in the curve's colour; empty where none is drawn, so that the names stay
    aligned."""
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    if colour is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(class_colour(colour))
        painter.drawEllipse(4, 4, 8, 8)
        painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)  # Qt would tint it like the row.
    return icon
