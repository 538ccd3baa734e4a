"""Predict, run, explain: the card on which a person says what they expect of an experiment.

The experiment waits until they have, or do not want to. What comes of it is painted over their
curve, or marked beside their sentence; then one question is asked, and its answer explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.language import tr
from dlgui.ui.kit.page import card_title
from dlgui.ui.kit.theme import M, S, set_look
from dlgui.ui.learn.chapters import Asked
from dlgui.ui.learn.drawn_plot import DrawnAxes, DrawnPlot
from dlgui.ui.learn.figure import Figure
from dlgui.ui.learn.progress import Expected, Truth


class Choices(QWidget):
    """Whole sentences, one of which is chosen; each may get a word on how it fared."""

    chosen = Signal(int)

    def __init__(self, prefix: str, options: Sequence[str]) -> None:
        """prefix: of the buttons' objectNames"""
        super().__init__()
        self._group = QButtonGroup(self)
        self._marks: list[QLabel] = []
        self._texts = dict[QObject, QRadioButton]()
        self._options = options
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        for index, option in enumerate(options):
            button, text, mark = QRadioButton(), QLabel(option), QLabel()
            button.setObjectName(f"{prefix}Option{index + 1}")
            button.setAccessibleName(option)
            text.setWordWrap(True)
            text.setBuddy(button)
            text.installEventFilter(self)
            self._texts[text] = button
            self._marks.append(mark)
            self._group.addButton(button, index)
            row = QHBoxLayout()
            row.setSpacing(M)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(text, 1)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self._group.idClicked.connect(self.chosen)

    @property
    def choice(self) -> int | None:
        checked = self._group.checkedId()
        return checked if checked >= 0 else None

    def show_choice(self, choice: int | None, marks: dict[int, tuple[str, str]]) -> None:
        """marks: a word and its look, by the sentence. A choice that was made stays."""
        for index, mark in enumerate(self._marks):
            button = self._group.button(index)
            word, look = marks.get(index, ("", ""))
            button.setChecked(index == choice)
            button.setAccessibleDescription(word)
            mark.setText(word)
            set_look(mark, look)

    def set_open(self, is_open: bool) -> None:
        for button in self._group.buttons():
            button.setEnabled(is_open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on a sentence is one on its button."""
        button = self._texts.get(watched)
        if event.type() == QEvent.Type.MouseButtonPress and button is not None:
            button.click()
            return True
        return super().eventFilter(watched, event)


class PredictionCard(Figure):
    """Of one chapter. It keeps nothing: `changed` hands on what is to be kept."""

    changed = Signal(object)
    """Expected"""

    def __init__(
        self, before: Asked, after: Asked, axes: DrawnAxes | None, expected: Expected
    ) -> None:
        super().__init__("predictionCard", "")
        self.setAccessibleName(self.tr("What do you expect?"))
        self._before, self._after, self._expected = before, after, expected
        self._is_over = False
        self._state = card_title("")
        self._state.setObjectName("predictionStateLabel")
        self._text = _wrapped(before.text)
        self._plot = None if axes is None else DrawnPlot(_spoken(axes))
        self._choices = Choices("prediction", before.options)
        self._sure = QPushButton(self.tr("That is what I expect"))
        self._sure.setObjectName("predictButton")
        self._skip = QPushButton()
        self._skip.setObjectName("skipPredictionButton")
        set_look(self._skip, "flat")
        self._question = card_title(self.tr("One question after"))
        self._asked = _wrapped(after.text)
        self._answers = Choices("answer", after.options)
        self._why = _wrapped(after.why)
        self._why.setObjectName("answerWhyLabel")
        self._lay_out()
        self._sure.clicked.connect(self._settle)
        self._skip.clicked.connect(self._skip_or_not)
        self._choices.chosen.connect(self._show_buttons)
        self._answers.chosen.connect(self._answer)
        if self._plot is not None:
            self._plot.drawn.connect(self._show_buttons)
        self._show()

    @property
    def expected(self) -> Expected:
        return self._expected

    def show_truth(self, truth: Truth) -> None:
        """What has come of the experiment so far."""
        self._keep(replace(self._expected, truth=truth))

    def show_over(self, is_over: bool) -> None:
        """Whether the chapter's task was done: then the question is asked in any case."""
        self._is_over = is_over
        self._show()

    def begin(self) -> None:
        """Take the keyboard."""
        target = self._plot or self.findChild(QRadioButton)
        assert target is not None
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        if self._plot is not None:
            self._keep(replace(self._expected, curve=self._plot.curve))
        else:
            self._keep(replace(self._expected, choice=self._choices.choice))

    def _skip_or_not(self) -> None:
        if self._expected.is_settled:
            self._keep(Expected())
        else:
            self._keep(replace(self._expected, was_skipped=True))

    def _answer(self, answer: int) -> None:
        self._keep(replace(self._expected, answer=answer))

    def _keep(self, expected: Expected) -> None:
        if expected != self._expected:
            self._expected = expected
            self._show()
            self.changed.emit(expected)

    def _show(self) -> None:
        expected, truth = self._expected, self._expected.truth
        has_truth = truth.choice is not None or bool(truth.x)
        settled = expected.is_settled
        if not settled:
            state, look = self.tr("What do you expect?"), "accent"
        elif not has_truth:
            waits, skipped = self.tr("Now try it."), self.tr("Skipped. Now try it.")
            state, look = (skipped if expected.was_skipped else waits), "muted"
        elif truth.is_whole:
            state, look = self.tr("What came of it"), "good"
        else:
            state, look = self.tr("What has come of it so far"), "accent"
        self._state.setText(state)
        set_look(self._state, look)
        if self._plot is not None:
            self._plot.show_expected(expected.curve if settled else (), is_open=not settled)
            self._plot.show_truth(*((truth.x, truth.y) if settled else ((), ())))
        marks = {}
        if settled and truth.choice is not None:
            marks[truth.choice] = (self.tr("came true"), "good")
        if settled and expected.choice is not None and expected.choice != truth.choice:
            marks[expected.choice] = (self.tr("expected"), "muted")
        self._choices.show_choice(expected.choice, marks)
        self._choices.set_open(not settled)
        is_asked = settled and (truth.is_whole or self._is_over)
        for widget in (self._question, self._asked, self._answers):
            widget.setVisible(is_asked)
        self._why.setVisible(is_asked and expected.answer is not None)
        self._show_answer()
        self._show_buttons()

    def _show_answer(self) -> None:
        answer, right = self._expected.answer, self._after.right
        marks = {}
        if answer is not None and right is not None:
            marks[right] = (self.tr("right"), "good")
            if answer != right:
                marks[answer] = (self.tr("not so"), "muted")
        self._answers.show_choice(answer, marks)
        self._answers.set_open(answer is None)

    def _show_buttons(self) -> None:
        settled = self._expected.is_settled
        said = self._plot.is_enough if self._plot is not None else self._choices.choice is not None
        self._sure.setVisible(not settled)
        self._sure.setEnabled(said)
        set_look(self._sure, "primary" if said else "")
        again, skip = self.tr("Say it again"), self.tr("Skip")
        self._skip.setText(again if settled else skip)

    def _lay_out(self) -> None:
        self.column.addWidget(self._state)
        self.column.addWidget(self._text)
        if self._plot is None:
            self.column.addWidget(self._choices)
        else:
            self.column.addWidget(self._plot.legend())
            self.column.addWidget(self._plot)
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addWidget(self._sure)
        buttons.addWidget(self._skip)
        buttons.addStretch()
        self.column.addLayout(buttons)
        for widget in (self._question, self._asked, self._answers, self._why):
            self.column.addWidget(widget)


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.MarkdownText)
    label.setWordWrap(True)
    return label


def _spoken(axes: DrawnAxes) -> DrawnAxes:
    """In the language in use."""
    return replace(axes, x_label=tr(axes.x_label), y_label=tr(axes.y_label))
