"""Two readers' metrics beside each other, and who of them is right how often."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.evaluation.comparison import Comparison
from dlgui.language import facts, tr
from dlgui.ui.evaluate.overview import NONE
from dlgui.ui.kit.figure_menu import offer_figure
from dlgui.ui.kit.formats import MINUS, in_percent
from dlgui.ui.kit.page import card_title, hint
from dlgui.ui.kit.theme import (
    BODY,
    CAPTION,
    TITLE,
    L,
    M,
    S,
    font,
    keep_lines,
    set_look,
    sized,
    theme,
    theme_notifier,
)

NAME_WIDTH, NARROW = 168, 560
"""Of a reader's name, and of a card without room for it beside its metrics, at the usual text."""
LUCK = 0.05
"""The usual limit: what happens by chance in fewer than one of 20 cases is hardly chance."""

Group = Literal["both", "only_first", "only_second", "neither"]
GROUPS: tuple[Group, ...] = ("both", "only_first", "only_second", "neither")


class SideBySide(QFrame):
    """A row of metrics for each reader, the accuracies' intervals on one scale."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(L, M + S, L, M + S)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(S)
        self._grid.setColumnStretch(2, 4)
        titles = (
            self.tr("Reader"),
            self.tr("Accuracy"),
            self.tr("95\u2009% interval"),
            self.tr("Loss"),
            self.tr("Refused"),
            self.tr("Calibration error"),
        )
        self._titles = [_muted(text) for text in titles]
        for column, title in enumerate(self._titles):
            self._grid.addWidget(title, 0, column)
        self._intervals = IntervalView()
        self._cells = [self._row(index) for index in range(2)]
        self._place(True)  # What is not yet in sight must not need much room.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < sized(NARROW)
        for name, *_ in self._cells:
            name.setMinimumWidth(sized(NAME_WIDTH // 2))
        if is_narrow != self._titles[0].isHidden():
            self._place(is_narrow)

    def _place(self, is_narrow: bool) -> None:
        """A reader's name before its metrics; in a narrow card, above its accuracy."""
        lines = 1 + is_narrow
        self._titles[0].setHidden(is_narrow)
        self._grid.addWidget(self._intervals, 1, 2, 2 * lines, 1)
        for index, (name, accuracy, *others) in enumerate(self._cells):
            row = 1 + index * lines
            self._grid.addWidget(name, row, int(is_narrow))
            self._grid.addWidget(accuracy, row + is_narrow, 1)
            for column, label in enumerate(others, start=3):
                self._grid.addWidget(label, row, column, lines, 1)
        self._grid.setColumnStretch(0, int(not is_narrow))

    def show_comparison(self, comparison: Comparison, names: tuple[str, str]) -> None:
        both = (comparison.first, comparison.second)
        for cells, one, name in zip(self._cells, both, names, strict=True):
            elided = QFontMetrics(cells[0].font()).elidedText(
                name, Qt.TextElideMode.ElideMiddle, sized(NAME_WIDTH)
            )
            texts = (
                elided,
                in_percent(one.accuracy, 2),
                NONE if one.loss is None else f"{one.loss:.4f}",
                in_percent(one.refused),
                in_percent(one.ece),
            )
            for label, text in zip(cells, texts, strict=True):
                label.setText(text)
            cells[0].setToolTip(name)
        self._intervals.show_intervals([(one.accuracy, one.interval) for one in both])

    def _row(self, index: int) -> list[QLabel]:
        names = ("Name", "Accuracy", "Loss", "Refused", "Calibration")
        which = ("first", "second")[index]
        cells = []
        for name in names:
            label = QLabel(NONE)
            label.setObjectName(f"{which}{name}Label")
            strong = name in ("Name", "Accuracy")
            weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
            label.setFont(font(TITLE if name == "Accuracy" else BODY, weight))
            if name == "Name":
                label.setWordWrap(True)
            cells.append(label)
        return cells


class IntervalView(QWidget):
    """Each share as a dot in its interval, one below the other on one scale."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("intervalView")
        self.setAccessibleName(self.tr("Accuracies with their intervals"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rows: list[tuple[float, tuple[float, float]]] = []
        theme_notifier.themeChanged.connect(self.update)
        offer_figure(self, self.numbers, is_walked=True)

    def show_intervals(self, rows: list[tuple[float, tuple[float, float]]]) -> None:
        """rows: each a share and its interval, from 0 to 1"""
        self._rows = rows
        texts = [f"{100 * low:.2f} to {100 * high:.2f}" for _, (low, high) in rows]
        self.setAccessibleDescription(facts(texts))
        self.update()

    def numbers(self) -> list[list[object]]:
        """Per cent of each reader, in their order."""
        rows: list[list[object]] = [
            [self.tr("Reader"), self.tr("Accuracy"), self.tr("from"), self.tr("to")]
        ]
        for place, (share, (low, high)) in enumerate(self._rows, start=1):
            rows.append([place, *(round(100 * value, 2) for value in (share, low, high))])
        return rows

    def sizeHint(self) -> QSize:
        return QSize(170, 56)

    def minimumSizeHint(self) -> QSize:
        return QSize(sized(70), sized(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION - 2))
        ends = [end for _, interval in self._rows for end in interval]
        low, width = min(ends), max(max(ends) - min(ends), 1e-6)
        room, height = self.width() - 2 * M, self.height() / len(self._rows)
        for index, (share, interval) in enumerate(self._rows):
            left, dot, right = (
                M + (value - low) / width * room for value in (interval[0], share, interval[1])
            )
            y = (index + 0.36) * height
            colour = theme().chart_train if index == 0 else theme().chart_validation
            painter.setPen(QPen(colour, 2.0))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            for end in (left, right):
                painter.drawLine(QPointF(end, y - 3), QPointF(end, y + 3))
            painter.setPen(QPen(theme().surface, 1.5))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(dot, y), 5, 5)
            self._paint_numbers(painter, interval, (left, right), y)
        painter.end()

    def _paint_numbers(
        self,
        painter: QPainter,
        interval: tuple[float, float],
        ends: tuple[float, float],
        y: float,
    ) -> None:
        """Below the line's ends, kept apart where the line is short."""
        metrics = painter.fontMetrics()
        texts = [f"{100 * value:.2f}" for value in interval]
        widths = [metrics.horizontalAdvance(text) for text in texts]
        left = min(max(ends[0] - widths[0] / 2, 0), self.width() - sum(widths) - M)
        right = min(max(ends[1] - widths[1] / 2, left + widths[0] + M), self.width() - widths[1])
        painter.setPen(theme().text_muted)
        for x, text in zip((left, right), texts, strict=True):
            painter.drawText(QPointF(x, y + metrics.ascent() + S), text)


class WhoIsRight(QFrame):
    """The four groups of digits as buttons, and whether the difference may be luck."""

    chosen = Signal(object)
    """Group, or None for all digits that one of both is right about."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._buttons: dict[Group, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        grid = QGridLayout()
        grid.setSpacing(M)
        for index, group in enumerate(GROUPS):
            button = QToolButton()
            button.setObjectName(f"{_camel(group)}Button")
            button.setCheckable(True)
            button.setFont(font(BODY))
            keep_lines(button, 3)  # Two, and the room around them.
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda on, group=group: self.choose(group if on else None))
            self._buttons[group] = button
            grid.addWidget(button, index // 2, index % 2)
        self._difference = QLabel()
        self._difference.setObjectName("differenceLabel")
        self._difference.setFont(font(BODY, QFont.Weight.DemiBold))
        self._difference.setWordWrap(True)
        keep_lines(self._difference, 2)
        self._verdict = hint("")
        self._verdict.setObjectName("verdictLabel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M + S, L, L)
        layout.setSpacing(M)
        layout.addWidget(card_title(self.tr("Who is right")))
        layout.addLayout(grid)
        layout.addSpacing(S)
        layout.addWidget(self._difference)
        layout.addWidget(self._verdict)
        layout.addStretch(1)

    def show_comparison(self, comparison: Comparison, names: tuple[str, str]) -> None:
        texts: dict[Group, str] = {
            "both": self.tr("Both"),
            "only_first": self.tr("Only {name}").format(name=names[0]),
            "only_second": self.tr("Only {name}").format(name=names[1]),
            "neither": self.tr("Neither"),
        }
        for group, button in self._buttons.items():
            count = len(getattr(comparison, group))
            metrics = QFontMetrics(button.font())
            name = metrics.elidedText(texts[group], Qt.TextElideMode.ElideMiddle, 130)
            button.setText(f"{count:,}\n{name}")
            button.setToolTip(self.tr("Shows these digits"))
            button.setAccessibleName(f"{texts[group]}: {count:,}")
        low, high = (signed(100 * bound) for bound in comparison.interval)
        self._difference.setText(
            self.tr("Difference {points} points, 95\u2009% interval {low} to {high}").format(
                points=signed(100 * comparison.difference), low=low, high=high
            )
        )
        self._verdict.setText(self._words(comparison))

    def choose(self, group: Group | None) -> None:
        """Show the digits of one group, or those that one of both is right about."""
        for other, button in self._buttons.items():
            button.setChecked(other == group)
        self.chosen.emit(group)

    def _words(self, comparison: Comparison) -> str:
        first, second = len(comparison.only_first), len(comparison.only_second)
        if first + second == 0:
            return self.tr("Both are right about the very same digits.")
        words = self.tr(
            "One alone is right about {count:,} digits: {first:,} to {second:,}. If both read "
            "equally well, a split at least so uneven would have a probability of {p} "
            "(McNemar's exact test): {verdict}."
        )
        is_luck = comparison.p_value >= LUCK
        return words.format(
            count=first + second,
            first=first,
            second=second,
            p=_probability(comparison.p_value),
            verdict=self.tr("it may be luck") if is_luck else self.tr("it is hardly luck"),
        )


def signed(value: float) -> str:
    """With two decimals and its sign; the minus is a true one, and zero has none."""
    text = f"{abs(value):.2f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text


def _probability(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else tr("less than 0.001")


def _camel(group: str) -> str:
    first, *rest = group.split("_")
    return first + "".join(part.title() for part in rest)


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(CAPTION - 1))
    label.setWordWrap(True)
    set_look(label, "muted")
    return label
