"""The *Evaluate* page: how well the reader in use reads digits that it did not learn from."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.data.digits import DigitSet
from dlgui.core.evaluation import Evaluation, Example, evaluate_digits
from dlgui.core.model import Model
from dlgui.core.recognition import Reader
from dlgui.jobs.task import Task
from dlgui.ui.evaluate.confusion import ConfusionMatrix
from dlgui.ui.evaluate.gallery import Gallery, Pictured
from dlgui.ui.icons import set_icon
from dlgui.ui.page_title import page_title
from dlgui.ui.theme import BODY, CAPTION, DISPLAY, TITLE, L, M, S, font, set_look

if TYPE_CHECKING:
    from dlgui.ui.session import Session

CHUNK = 500
"""Digits read between two looks at whether to stop."""
NONE = "–"


@dataclass(frozen=True, slots=True)
class Judged:
    """What an evaluation was made of: `evaluation.examples[i]` is the digit `digits[i]`."""

    evaluation: Evaluation
    digits: DigitSet
    classes: tuple[str, ...]
    model: Model
    model_name: str


class EvaluatePage(QWidget):
    """Evaluates when asked, and by itself when it is opened for the first time."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("pageEvaluate")
        self.setAccessibleName(self.tr("Evaluate"))
        self._session = session
        self._task: Task | None = None
        self._judged: Judged | None = None
        self._shown: list[int] = []
        self._subtitle = QLabel()
        self._part = QComboBox()
        self._button = QPushButton()
        self._figures = _Figures()
        self._bar = self._figures.bar
        self._matrix = ConfusionMatrix()
        self._gallery = Gallery()
        self._gallery_title = QLabel()
        self._all_mistakes = QPushButton(self.tr("All mistakes"))
        self._lay_out()
        self._button.clicked.connect(self._evaluate_or_cancel)
        self._matrix.cell_chosen.connect(self._show_cell)
        self._all_mistakes.clicked.connect(self._show_mistakes)
        self._gallery.chosen.connect(self._put_on_pad)
        session.data_changed.connect(self._on_data)
        session.model_changed.connect(self._describe)
        self._on_data()
        self._show_running(False)
        self._show_gallery([], self.tr("Misread digits"))

    @property
    def evaluation(self) -> Evaluation | None:
        """What is shown."""
        return self._judged.evaluation if self._judged else None

    def evaluate(self) -> None:
        """Begin to judge the reader in use on the chosen part, unless that is under way."""
        model, digits = self._session.model, self._digits()
        if model is None or digits is None or self._task is not None:
            return
        classes = self._session.data.classes if self._session.data else model.classes
        name = self._session.model_name
        self._bar.setRange(0, len(digits))
        self._bar.setValue(0)
        task = self._session.tasks.run(
            self.tr("Evaluating"),
            lambda: _evaluated(model, digits),
            lambda evaluation: self._show(Judged(evaluation, digits, classes, model, name)),
        )
        task.progress.connect(self._bar.setValue)
        for outcome in (task.done, task.failed, task.cancelled):
            outcome.connect(self._on_ended)
        self._task = task
        self._show_running(True)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._judged is None:
            self.evaluate()

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M + S)
        page.addLayout(self._header())
        body = QHBoxLayout()
        body.setSpacing(M + S)
        left = QVBoxLayout()
        left.setSpacing(M + S)
        left.addWidget(self._figures)
        left.addWidget(self._matrix_card(), 1)
        body.addLayout(left, 5)
        body.addWidget(self._gallery_card(), 4)
        page.addLayout(body, 1)

    def _header(self) -> QHBoxLayout:
        self._part.setObjectName("partBox")
        self._part.setAccessibleName(self.tr("Digits to judge by"))
        self._part.setToolTip(
            self.tr(
                "Validation digits were used to choose; test digits, if the data set has some, "
                "were never looked at and judge best."
            )
        )
        self._button.setObjectName("evaluateButton")
        header = QHBoxLayout()
        header.setSpacing(M)
        header.addLayout(page_title(self.tr("Evaluate"), self._subtitle), 1)
        header.addWidget(self._part)
        header.addWidget(self._button)
        return header

    def _matrix_card(self) -> QFrame:
        shares = QCheckBox(self.tr("Per cent"))
        shares.setObjectName("sharesCheck")
        shares.setToolTip(self.tr("Shows shares of each row instead of counts"))
        shares.toggled.connect(self._matrix.show_shares)
        top = QHBoxLayout()
        top.addWidget(_title(self.tr("What was read as what")))
        top.addStretch()
        top.addWidget(shares)
        return _card(top, self._matrix)

    def _gallery_card(self) -> QFrame:
        self._gallery_title.setFont(font(BODY, QFont.Weight.DemiBold))
        hint = QLabel(self.tr("The most confident first. A click puts one on the pad."))
        hint.setFont(font(CAPTION))
        hint.setWordWrap(True)
        set_look(hint, "muted")
        self._all_mistakes.setObjectName("allMistakesButton")
        set_look(self._all_mistakes, "flat")
        top = QHBoxLayout()
        top.addWidget(self._gallery_title, 1)
        top.addWidget(self._all_mistakes)
        return _card(top, hint, self._gallery)

    def _digits(self) -> DigitSet | None:
        data = self._session.data
        if data is None:
            return None
        return data.test if self._part.currentData() == "test" else data.validation

    def _on_data(self) -> None:
        data = self._session.data
        self._part.clear()
        if data is not None:
            if data.test is not None:
                text = self.tr("Test digits ({count:,})").format(count=len(data.test))
                self._part.addItem(text, "test")
            text = self.tr("Validation digits ({count:,})").format(count=len(data.validation))
            self._part.addItem(text, "validation")
        self._describe()
        if self._judged is None and self.isVisible():
            self.evaluate()

    def _describe(self) -> None:
        judged, model = self._judged, self._session.model
        if judged is None:
            text = self.tr("How well the reader reads digits that it did not learn from.")
        else:
            text = self.tr("{model}, {count:,} digits").format(
                model=judged.model_name, count=judged.evaluation.count
            )
            if judged.model is not model:
                text += self.tr("; the reader has changed since")
        if self._subtitle.text() != text:
            self._subtitle.setText(text)
        can = model is not None and self._digits() is not None
        self._button.setEnabled(can or self._task is not None)
        if can and judged is None and self._task is None and self.isVisible():
            self.evaluate()

    def _evaluate_or_cancel(self) -> None:
        if self._task is None:
            self.evaluate()
        else:
            self.cancel()

    def _show_running(self, running: bool) -> None:
        self._button.setText(self.tr("Cancel") if running else self.tr("Evaluate"))
        set_look(self._button, "" if running else "primary")
        set_icon(self._button, "stop" if running else "play", "text" if running else "accent_text")
        self._part.setEnabled(not running)
        self._bar.setVisible(running)

    def _on_ended(self) -> None:
        self._task = None
        self._show_running(False)
        self._describe()

    def _show(self, judged: Judged) -> None:
        self._judged = judged
        self._figures.show_evaluation(judged.evaluation)
        self._matrix.show_counts(judged.evaluation.confusion, judged.classes)
        self._show_mistakes()
        self._describe()

    def _show_mistakes(self) -> None:
        """All that was misread or refused, the most confident first."""
        if self._judged is None:
            return
        self._matrix.choose(None)
        examples = self._judged.evaluation.examples
        wrong = [i for i, example in enumerate(examples) if not example.is_right]
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

    def _show_gallery(self, indices: Sequence[int], title: str) -> None:
        judged = self._judged
        self._gallery_title.setText(title)
        self._shown = []
        if judged is not None:
            examples = judged.evaluation.examples
            self._shown = sorted(indices, key=lambda i: -examples[i].confidence)
            self._gallery.show_digits([self._pictured(judged, i) for i in self._shown])
        self._all_mistakes.setVisible(judged is not None)

    def _pictured(self, judged: Judged, index: int) -> Pictured:
        example = judged.evaluation.examples[index]
        true, read = judged.classes[int(example.label)], example.reading.digits[0]
        name = self.tr("refused") if read.refused else judged.classes[read.digit]
        sure = f"{100 * read.probability:.0f}\u2009%"
        words = self.tr("{true}, read as {read}, {sure} sure")
        return Pictured(
            judged.digits.images[index],
            f"{true} → {name}\n{sure}",
            words.format(true=true, read=name, sure=sure),
        )

    def _put_on_pad(self, place: int) -> None:
        if self._judged is not None:
            self._session.set_picture(self._judged.digits.images[self._shown[place]])


class _Figures(QFrame):
    """Accuracy in large type, what it may really be, and how honest the reader is."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(L, M + S, L, M)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(0)
        self._accuracy = self._figure(grid, 0, "accuracyLabel", self.tr("Accuracy"), DISPLAY)
        self._refused = self._figure(grid, 1, "refusedLabel", self.tr("Refused"), TITLE)
        self._error = self._figure(grid, 2, "calibrationLabel", self.tr("Calibration error"), TITLE)
        self._interval = QLabel(" ")
        self._interval.setObjectName("intervalLabel")
        self._interval.setFont(font(CAPTION - 1))
        set_look(self._interval, "muted")
        grid.addWidget(self._interval, 2, 0, 1, 3)
        self.bar = QProgressBar()
        self.bar.setObjectName("evaluationBar")
        self.bar.setAccessibleName(self.tr("Progress of the evaluation"))
        self.bar.setTextVisible(False)
        kept = self.bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(kept)
        grid.setRowMinimumHeight(3, S)
        grid.addWidget(self.bar, 4, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        self._refused.setToolTip(
            self.tr("The share of digits of which the reader says that they are none.")
        )
        self._error.setToolTip(
            self.tr("How far, on average, the stated probability is from the share of right ones.")
        )

    def show_evaluation(self, evaluation: Evaluation) -> None:
        low, high = (100 * bound for bound in evaluation.interval)
        self._accuracy.setText(f"{100 * evaluation.accuracy:.2f}\u2009%")
        self._refused.setText(f"{100 * evaluation.refused:.1f}\u2009%")
        self._error.setText(f"{100 * evaluation.ece:.1f}\u2009%")
        self._interval.setText(
            self.tr(
                "{right:,} of {count:,} right; 95\u2009% interval {low:.2f} to {high:.2f}"
            ).format(right=evaluation.right, count=evaluation.count, low=low, high=high)
        )

    def _figure(self, grid: QGridLayout, column: int, name: str, title: str, size: int) -> QLabel:
        caption = QLabel(title)
        caption.setFont(font(CAPTION - 1))
        set_look(caption, "muted")
        label = QLabel(NONE)
        label.setObjectName(name)
        label.setAccessibleName(title)
        label.setFont(font(size, QFont.Weight.DemiBold))
        caption.setBuddy(label)
        grid.addWidget(caption, 0, column)
        grid.addWidget(label, 1, column, Qt.AlignmentFlag.AlignBottom)
        return label


def _evaluated(model: Model, digits: DigitSet) -> Generator[int, None, Evaluation]:
    """Judge part by part, so that it can be followed and cancelled."""
    reader = Reader(model)
    examples: list[Example] = []
    for start in range(0, len(digits), CHUNK):
        part = digits.take(np.arange(start, min(start + CHUNK, len(digits))))
        examples.extend(evaluate_digits(reader, part).examples)
        yield len(examples)
    return Evaluation(tuple(examples))


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(BODY, QFont.Weight.DemiBold))
    return label


def _card(top: QHBoxLayout, *contents: QWidget) -> QFrame:
    """`top` above `contents`, the last of which takes the room."""
    card = QFrame()
    set_look(card, "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(L, M + S, L, L)
    layout.setSpacing(M)
    layout.addLayout(top)
    for content in contents:
        layout.addWidget(content, int(content is contents[-1]))
    return card
