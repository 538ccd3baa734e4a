"""How much corruption the reader bears, beside another one: curves, and the shift map."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.robustness import (
    CORRUPTIONS,
    MOST,
    Point,
    count_of_points,
    robustness,
    sample,
)
from dlgui.core.nets.model import Model, load_model
from dlgui.language import listed, tr
from dlgui.ui.evaluate.corruption_cards import CURVES, CorruptionCard, examples_of
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.rivals import Rival, RivalBox
from dlgui.ui.evaluate.shift_maps import ShiftMaps
from dlgui.ui.evaluate.tab import Tab
from dlgui.ui.kit.page import Sides, add_side_buttons, hint
from dlgui.ui.kit.theme import BODY, L, M, S, font, set_look, sized, theme, theme_notifier

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

COLUMNS, LEAST_CARD = 3, 184
"""Of the cards; narrower than that, at the usual size of text, two are enough in a row."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Curves, and whose they are; the reader in use comes first."""

    points: tuple[Point, ...]
    model: Model
    names: tuple[str, ...]


class RobustnessTab(Tab):
    """Measures only when it is asked to, because that takes long."""

    uses_rival = True
    is_quick = False

    def __init__(self, session: Session, parts: PartBox, rivals: RivalBox) -> None:
        super().__init__(session, parts, rivals)
        self._measured: Measured | None = None
        self._corrupted: np.ndarray | None = None
        self._corrupting = session.tasks.newest(self.tr("Making examples"))
        self._cards = {name: CorruptionCard(name) for name in CORRUPTIONS}
        self._key = ReaderKey()
        self._explanation = hint(
            self.tr(
                "“Measure” corrupts up to {most} digits more and more, always in the same way, and "
                "lets them be read, which takes a minute or so. A refused digit counts as not "
                "right. Point at a curve for its numbers; a click on a picture puts it on the pad."
            ).format(most=MOST)
        )
        self._stack = Sides()
        self._lay_out()
        for card in self._cards.values():
            card.chosen.connect(session.pad.set_picture)
        session.pad.answered.connect(self._show_examples)
        session.pad.digit_changed.connect(self._show_examples)
        rivals.changed.connect(self.changed)

    @property
    def measured(self) -> Measured | None:
        """The newest finished curves."""
        return self._measured

    @property
    def verb(self) -> str:
        return self.tr("Measure")

    @property
    def description(self) -> str:
        measured = self._measured
        if measured is None:
            return self.tr("How much corruption a reader bears.")
        names = measured.names[0]
        for rival in measured.names[1:]:
            names = self.tr("{first} and {second}").format(first=names, second=rival)
        return self._made_of(measured.model, names, measured.points[0].count)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_examples()

    def _work(self) -> None:
        model, digits, rival = self._session.reader.model, self._parts.digits, self._rivals.rival
        assert model is not None
        assert digits is not None
        name = tr(self._session.reader.name)
        names = (name,) if rival is None else (name, rival.title)
        self._stack.setCurrentIndex(0)
        self._group.button(0).setChecked(True)
        self._key.show_names(names)
        self._begin(
            self.tr("Measuring robustness"),
            lambda: measure(model, rival, digits),
            lambda points: self._show(Measured(points, model, names)),
            self._show_progress,
        )

    def _lay_out(self) -> None:
        self._group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(S)
        sides = ("curvesButton", self.tr("Curves")), ("shiftMapsButton", self.tr("Shift map"))
        add_side_buttons(top, self._group, sides)
        self._group.button(0).setChecked(True)
        top.addStretch()
        self._group.idClicked.connect(self._stack.setCurrentIndex)
        self._stack.addWidget(Cards((*self._cards.values(), self._key_card())))
        self._stack.addWidget(ShiftMaps(self._session, self._rivals))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _key_card(self) -> QFrame:
        card = QFrame()
        set_look(card, "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(L, M + S, L, M + S)
        layout.setSpacing(M)
        layout.addWidget(self._key)
        layout.addWidget(self._explanation)
        layout.addStretch(1)
        return card

    def _show_progress(self, points: tuple[Point, ...]) -> None:
        self._set_share(len(points) / count_of_points())
        self._show_points(points)

    def _show_points(self, points: tuple[Point, ...]) -> None:
        for card in self._cards.values():
            card.show_points(points)

    def _show(self, measured: Measured) -> None:
        self._measured = measured
        self._key.show_names(measured.names)
        self._show_points(measured.points)

    def _on_ended(self) -> None:
        super()._on_ended()
        if self._measured is not None:  # What is shown may have been given up.
            self._show(self._measured)

    def _show_examples(self) -> None:
        """The digit looked at on the pad, corrupted; the data's first one while there is none."""
        digit, digits = self._session.pad.digit, self._parts.digits
        if not self.isVisible():
            return
        if digit is not None:
            pixels = digit.pixels
        elif digits is not None and len(digits):
            pixels = digits.images[0].astype(np.float32) / 255
        else:
            return
        # A network in training answers again and again, always about the same digit.
        if self._corrupted is not None and np.array_equal(self._corrupted, pixels):
            return
        self._corrupted = pixels
        self._corrupting.run(lambda: examples_of(pixels), self._fill_examples)

    def _fill_examples(self, examples: dict[str, np.ndarray]) -> None:
        for name, images in examples.items():
            self._cards[name].show_examples(images)


def measure(
    model: Model, rival: Rival | None, digits: DigitSet
) -> Generator[tuple[Point, ...], None, tuple[Point, ...]]:
    """As `robustness`. Raises ModelFileError."""
    models = [model] if rival is None else [model, load_model(rival.path)]
    return (yield from robustness(models, sample(digits, MOST)))


class Cards(QWidget):
    """Cards in three columns, or in two where there is no room for three."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = cards
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(M + S)
        self._place(COLUMNS)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(COLUMNS - 1), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._needed(COLUMNS, sized(LEAST_CARD))
        self._place(COLUMNS if self.width() >= needed else COLUMNS - 1)

    def _needed(self, columns: int, least: int = 0) -> int:
        widest = max(least, *(card.minimumSizeHint().width() for card in self._cards))
        return columns * widest + (columns - 1) * (M + S)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-len(self._cards) // columns)
        for index, card in enumerate(self._cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for place in range(len(self._cards)):
            self._grid.setColumnStretch(place, int(place < columns))
            self._grid.setRowStretch(place, int(place < rows))


SAMPLE = 22


class ReaderKey(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("readerKey")
        self.setAccessibleName(self.tr("Readers"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names: Sequence[str] = ()
        theme_notifier.themeChanged.connect(self.update)

    def show_names(self, names: Sequence[str]) -> None:
        """The reader in use, and the one it is compared with, if any."""
        self._names = names
        self.setAccessibleDescription(listed(names))
        self.setToolTip("\n".join(names))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, round(len(self._names) * self._line()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(BODY))
        metrics, line = QFontMetricsF(font(BODY)), self._line()
        for index, (name, curve) in enumerate(zip(self._names, reversed(CURVES), strict=False)):
            y = (index + 0.5) * line
            painter.setPen(curve.pen())
            painter.drawLine(QPointF(1, y), QPointF(SAMPLE - 1, y))
            curve.paint_mark(painter, QPointF(SAMPLE / 2, y))
            painter.setPen(theme().text)
            room = QRectF(SAMPLE + M, y - line / 2, self.width() - SAMPLE - M, line)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _line(self) -> float:
        return QFontMetricsF(font(BODY)).height() + 4
