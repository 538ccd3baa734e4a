"""Two readers side by side on the same digits, and the digits that they read differently."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.comparison import Comparison
from dlgui.core.evaluation.metrics import Evaluation, Example
from dlgui.core.nets.model import Model, load_model
from dlgui.language import tr
from dlgui.ui.evaluate.overview import judge
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.rivals import RivalBox
from dlgui.ui.evaluate.side_by_side import Group, SideBySide, WhoIsRight
from dlgui.ui.evaluate.tab import Tab
from dlgui.ui.kit.page import FoldingRow, card, card_title, hint, keep_room, row
from dlgui.ui.kit.pixel_view import Gallery, Pictured
from dlgui.ui.kit.theme import M, S, set_look, sized

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

REFUSED = "?"
LEAST_GALLERY = 280
"""Pixels at the usual size of text; a narrower one lies below the card beside it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """names: of the reader in use and of the other one, as the comparison has them"""

    comparison: Comparison
    digits: DigitSet
    classes: tuple[str, ...]
    model: Model
    names: tuple[str, str]


class Compare(Tab):
    uses_rival = True

    def __init__(self, session: Session, parts: PartBox, rivals: RivalBox) -> None:
        super().__init__(session, parts, rivals)
        self._compared: Compared | None = None
        self._shown: Sequence[int] = ()
        self._side_by_side = SideBySide()
        self._who = WhoIsRight()
        self._gallery = Gallery("differencesGallery", self.tr("Digits where the readers differ"))
        self._gallery_title = card_title("")
        self._all = QPushButton(self.tr("All that differ"))
        self._lay_out()
        rivals.changed.connect(self._on_rival)
        self._who.chosen.connect(self._show_group)
        self._all.clicked.connect(lambda: self._who.choose(None))
        self._gallery.chosen.connect(self._put_on_pad)
        self._on_rival()

    @property
    def compared(self) -> Compared | None:
        """What is shown."""
        return self._compared

    @property
    def verb(self) -> str:
        return self.tr("Compare")

    @property
    def can_run(self) -> bool:
        return super().can_run and self._rivals.rival is not None

    @property
    def description(self) -> str:
        compared = self._compared
        if compared is None:
            return self.tr("Two readers on the same digits.")
        names = self.tr("{first} and {second}").format(
            first=compared.names[0], second=compared.names[1]
        )
        return self._made_of(compared.model, names, compared.comparison.first.count)

    def _work(self) -> None:
        model, digits, rival = self._session.reader.model, self._parts.digits, self._rivals.rival
        assert model is not None
        assert digits is not None
        assert rival is not None
        names = (tr(self._session.reader.name), rival.title)
        classes = self._parts.classes
        self._begin(
            self.tr("Comparing"),
            lambda: compare(model, rival.path, digits),
            lambda found: self._show(Compared(found, digits, classes, model, names)),
            self._set_share,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._gallery_card.setMinimumWidth(sized(LEAST_GALLERY))

    def _lay_out(self) -> None:
        self._all.setObjectName("allDifferencesButton")
        keep_room(self._all)
        self._all.hide()
        set_look(self._all, "flat")
        explanation = hint(
            self.tr(
                "The true digit, then how each reader read it; “?” is refused. A click puts one "
                "on the pad."
            )
        )
        self._gallery_card = card(row(self._gallery_title, self._all), explanation, self._gallery)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._who)
        right.addWidget(self._gallery_card)
        self._found = QWidget()
        found = QVBoxLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(M + S)
        found.addWidget(self._side_by_side)
        found.addWidget(FoldingRow(left, right, shares=(4, 5)), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty_card())
        self._stack.addWidget(self._found)

    def _empty_card(self) -> QFrame:
        text = hint(
            self.tr(
                "Choose a reader above to compare with: the shipped one, an earlier run, or a "
                "model file."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = QFrame()
        set_look(empty, "card")
        QVBoxLayout(empty).addWidget(text)
        return empty

    def _on_rival(self) -> None:
        """Another reader was chosen, and a person waits for what it says."""
        if self.isVisible():
            self.run()
        self.changed.emit()

    def _show(self, compared: Compared) -> None:
        self._compared = compared
        self._side_by_side.show_comparison(compared.comparison, compared.names)
        self._who.show_comparison(compared.comparison, compared.names)
        self._who.choose(None)
        self._stack.setCurrentWidget(self._found)

    def _show_group(self, group: Group | None) -> None:
        compared = self._compared
        if compared is None:
            return
        found = compared.comparison
        titles: dict[Group | None, str] = {
            None: self.tr("Where one alone is right ({count:,})"),
            "both": self.tr("Both are right ({count:,})"),
            "only_first": self.tr("Only {first} is right ({count:,})"),
            "only_second": self.tr("Only {second} is right ({count:,})"),
            "neither": self.tr("Neither is right ({count:,})"),
        }
        self._shown = (
            np.sort(np.concatenate([found.only_first, found.only_second]))
            if group is None
            else getattr(found, group)
        ).tolist()
        first, second = compared.names
        title = titles[group].format(count=len(self._shown), first=first, second=second)
        self._gallery_title.setText(title)
        self._gallery.show_digits([self._pictured(compared, i) for i in self._shown])
        self._all.setVisible(group is not None)

    def _pictured(self, compared: Compared, index: int) -> Pictured:
        found = compared.comparison
        first, second = found.first.examples[index], found.second.examples[index]
        true = compared.classes[int(first.label)]
        words = self.tr("{true}: {first} by {one}, {second} by {other}")
        read = [self._read(compared, example, self.tr("refused")) for example in (first, second)]
        short = [self._read(compared, example, REFUSED) for example in (first, second)]
        return Pictured(
            compared.digits.images[index],
            f"{true}: {short[0]} | {short[1]}",
            words.format(
                true=true,
                first=read[0],
                one=compared.names[0],
                second=read[1],
                other=compared.names[1],
            ),
        )

    def _read(self, compared: Compared, example: Example, refused: str) -> str:
        read = example.reading.digits[0]
        return refused if read.refused else compared.classes[read.digit]

    def _put_on_pad(self, place: int) -> None:
        if self._compared is not None:
            self._session.pad.set_picture(self._compared.digits.images[self._shown[place]])


def compare(model: Model, rival: Path, digits: DigitSet) -> Generator[float, None, Comparison]:
    """Let both read the same digits; yields the share done. Raises ModelFileError."""
    other = load_model(rival)
    first = yield from _half(judge(model, digits), 0.0)
    second = yield from _half(judge(other, digits), 0.5)
    return Comparison(first, second)


def _half(
    steps: Generator[float, None, Evaluation], begin: float
) -> Generator[float, None, Evaluation]:
    """The same steps as half of a longer way."""
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            evaluation: Evaluation = end.value
            return evaluation
        yield begin + share / 2
