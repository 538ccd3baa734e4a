"""How well the reader in use reads: metrics, confusion, calibration and what it misread."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from dlgui.core.data.datasets import DigitSet
from dlgui.core.evaluation.metrics import Evaluation, Example, evaluate_digits
from dlgui.core.nets.model import Model
from dlgui.core.reading.reader import Reader
from dlgui.language import tr
from dlgui.ui.evaluate.confusion import ConfusionMatrix
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.reliability import ReliabilityDiagram
from dlgui.ui.evaluate.rivals import RivalBox
from dlgui.ui.evaluate.tab import Tab
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.page import FoldingRow, card, card_title, hint, keep_room, row
from dlgui.ui.kit.pixel_view import Gallery, Pictured
from dlgui.ui.kit.theme import CAPTION, DISPLAY, TITLE, L, M, S, font, set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

CHUNK = 250
"""Digits read between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What an evaluation was made of: `evaluation.examples[i]` is the digit `digits[i]`."""

    evaluation: Evaluation
    digits: DigitSet
    classes: tuple[str, ...]
    model: Model
    model_name: str


class Overview(Tab):
    def __init__(self, session: Session, parts: PartBox, rivals: RivalBox) -> None:
        super().__init__(session, parts, rivals)
        self._judged: Judged | None = None
        self._shown: list[int] = []
        self._metrics = Metrics()
        self._matrix = ConfusionMatrix()
        self._reliability = ReliabilityDiagram()
        self._gallery = Gallery("misreadGallery", self.tr("Misread digits"))
        self._gallery_title = card_title(self.tr("Misread digits"))
        self._gallery_title.setWordWrap(True)
        self._all_mistakes = QPushButton(self.tr("All mistakes"))
        self._lay_out()
        self._matrix.cell_chosen.connect(self._show_cell)
        self._all_mistakes.clicked.connect(self._show_mistakes)
        self._gallery.chosen.connect(self._put_on_pad)

    @property
    def judged(self) -> Judged | None:
        """What is shown."""
        return self._judged

    @property
    def verb(self) -> str:
        return self.tr("Evaluate")

    @property
    def description(self) -> str:
        judged = self._judged
        if judged is None:
            return self.tr("How well the reader reads digits that it did not learn from.")
        return self._made_of(judged.model, judged.model_name, judged.evaluation.count)

    def _work(self) -> None:
        model, digits = self._session.reader.model, self._parts.digits
        assert model is not None
        assert digits is not None
        classes, name = self._parts.classes, tr(self._session.reader.name)
        self._begin(
            self.tr("Evaluating"),
            lambda: judge(model, digits),
            lambda evaluation: self._show(Judged(evaluation, digits, classes, model, name)),
            self._set_share,
        )

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self._matrix_card())
        right = QVBoxLayout()
        right.setSpacing(M + S)
        right.addWidget(self._gallery_card(), 5)
        right.addWidget(self._reliability_card(), 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M + S)
        layout.addWidget(self._metrics)
        layout.addWidget(FoldingRow(left, right, shares=(4, 3)), 1)

    def _matrix_card(self) -> QFrame:
        shares = QCheckBox(self.tr("Per cent"))
        shares.setObjectName("sharesCheck")
        shares.setToolTip(self.tr("Shows shares of each row instead of counts"))
        shares.toggled.connect(self._matrix.show_shares)
        title = card_title(self.tr("What was read as what"))
        return card(row(title, shares), self._matrix)

    def _gallery_card(self) -> QFrame:
        self._all_mistakes.setObjectName("allMistakesButton")
        keep_room(self._all_mistakes)
        self._all_mistakes.hide()
        set_look(self._all_mistakes, "flat")
        explanation = hint(self.tr("The most confident first. A click puts one on the pad."))
        return card(row(self._gallery_title, self._all_mistakes), explanation, self._gallery)

    def _reliability_card(self) -> QFrame:
        title = card_title(self.tr("Is it as right as it is sure?"))
        title.setToolTip(
            self.tr(
                "Each bar: of the digits read with about this probability, the share that was "
                "right. On the line, the stated probabilities are honest; the bars below count "
                "the digits."
            )
        )
        return card(row(title), self._reliability)

    def _show(self, judged: Judged) -> None:
        self._judged = judged
        self._metrics.show_evaluation(judged.evaluation)
        self._matrix.show_evaluation(judged.evaluation, judged.classes)
        self._reliability.show_bins(judged.evaluation.bins)
        self._show_mistakes()

    def _show_mistakes(self) -> None:
        """All that was misread or refused, the most confident first."""
        if self._judged is None:
            return
        self._matrix.choose(None)
        wrong = self._judged.evaluation.wrong
        self._show_gallery(wrong, self.tr("Misread digits ({count:,})").format(count=len(wrong)))
        self._all_mistakes.hide()

    def _show_cell(self, true: int, read: int) -> None:
        if self._judged is None:
            return
        examples = self._judged.evaluation.examples
        inside = [
            i
            for i, e in enumerate(examples)
            if e.label == str(true) and e.reading.digits and e.reading.digits[0].digit == read
        ]
        names = self._judged.classes
        title = self.tr("{true} read as {read} ({count:,})")
        self._show_gallery(
            inside, title.format(true=names[true], read=names[read], count=len(inside))
        )
        self._all_mistakes.show()

    def _show_gallery(self, indices: Sequence[int], title: str) -> None:
        judged = self._judged
        assert judged is not None
        self._gallery_title.setText(title)
        examples = judged.evaluation.examples
        self._shown = sorted(indices, key=lambda i: -examples[i].confidence)
        self._gallery.show_digits([self._pictured(judged, i) for i in self._shown])

    def _pictured(self, judged: Judged, index: int) -> Pictured:
        example = judged.evaluation.examples[index]
        true, read = judged.classes[int(example.label)], example.reading.digits[0]
        name = self.tr("refused") if read.refused else judged.classes[read.digit]
        sure = in_percent(read.probability, 0)
        words = self.tr("{true}, read as {read}, {sure} sure")
        return Pictured(
            judged.digits.images[index],
            f"{true} → {name}\n{sure}",
            words.format(true=true, read=name, sure=sure),
        )

    def _put_on_pad(self, place: int) -> None:
        if self._judged is not None:
            self._session.pad.set_picture(self._judged.digits.images[self._shown[place]])


def judge(model: Model, digits: DigitSet) -> Generator[float, None, Evaluation]:
    """Evaluate part by part, so that it can be followed and cancelled; yields the share done.

    All metrics are computed here already, which for thousands of digits takes a while.
    """
    reader = Reader(model)
    examples: list[Example] = []
    for start in range(0, len(digits), CHUNK):
        part = digits.take(np.arange(start, min(start + CHUNK, len(digits))))
        examples.extend(evaluate_digits(reader, part).examples)
        yield len(examples) / len(digits)
    evaluation = Evaluation(tuple(examples))
    evaluation.record()
    return evaluation


NONE = "–"


class Metrics(QFrame):
    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(L, M + S, L, M)
        self._grid.setHorizontalSpacing(L)
        self._grid.setVerticalSpacing(0)
        self._accuracy = self._figure(0, "accuracyLabel", self.tr("Accuracy"), "", DISPLAY)
        self._loss = self._figure(
            1,
            "lossLabel",
            self.tr("Loss"),
            self.tr(
                "Cross-entropy in nats: how surprised the reader was by the true digits, on "
                "average. 0 is best; one that knows nothing has 2.30."
            ),
        )
        self._refused = self._figure(
            2,
            "refusedLabel",
            self.tr("Refused"),
            self.tr("The share of digits of which the reader says that they are none."),
        )
        self._error = self._figure(
            3,
            "calibrationLabel",
            self.tr("Calibration error"),
            self.tr("How far, on average, the stated probability is from the share of right ones."),
        )
        self._interval = QLabel(" ")
        self._interval.setObjectName("intervalLabel")
        self._interval.setFont(font(CAPTION - 1))
        self._interval.setWordWrap(True)
        set_look(self._interval, "muted")
        self._grid.addWidget(self._interval, 2, 0, 1, 4)
        self._grid.setColumnStretch(0, 1)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        low, high = (100 * bound for bound in evaluation.interval)
        self._accuracy.setText(in_percent(evaluation.accuracy, 2))
        self._loss.setText(NONE if evaluation.loss is None else f"{evaluation.loss:.4f}")
        self._refused.setText(in_percent(evaluation.refused))
        self._error.setText(in_percent(evaluation.ece))
        self._interval.setText(
            self.tr(
                "{right:,} of {count:,} right; 95\u2009% interval {low:.2f} to {high:.2f}"
            ).format(right=evaluation.right, count=evaluation.count, low=low, high=high)
        )

    def _figure(
        self, column: int, name: str, title: str, explanation: str, size: int = TITLE
    ) -> QLabel:
        caption = QLabel(title)
        caption.setFont(font(CAPTION - 1))
        caption.setWordWrap(True)
        set_look(caption, "muted")
        label = QLabel(NONE)
        label.setObjectName(name)
        label.setAccessibleName(title)
        label.setAccessibleDescription(explanation)
        label.setFont(font(size, QFont.Weight.DemiBold))
        for widget in (caption, label):
            widget.setToolTip(explanation)
        caption.setBuddy(label)
        self._grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(label, 1, column, Qt.AlignmentFlag.AlignBottom)
        return label
