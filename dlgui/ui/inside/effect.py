"""What the edits of the network did: the pad's answer and the validation accuracy, twice."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dlgui.core.data.datasets import DigitSet
from dlgui.core.explain.ablation import read_right
from dlgui.core.explain.trace import Insight
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.jobs.training_job import TrainingState
from dlgui.language import sentences, tr
from dlgui.ui.inside.ablation import Ablation
from dlgui.ui.kit.formats import MINUS, in_percent
from dlgui.ui.kit.theme import BODY, CAPTION, TITLE, L, S, font, keep_lines, set_look
from dlgui.ui.pad.answer import percent
from dlgui.ui.session.focus import Focus

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

FIRST_DIGITS = 1000
"""So many validation digits give a first accuracy, and then all of them a better one."""


class EffectView(QWidget):
    """Before and after, side by side. Counts only while it is shown."""

    def __init__(self, session: Session, ablation: Ablation, focus: Focus) -> None:
        super().__init__()
        self.setObjectName("effectView")
        self.setAccessibleName(tr("What the edits did"))
        self._session, self._ablation, self._focus = session, ablation, focus
        self._answering = session.tasks.newest(tr("Reading with the network as it was"))
        self._counting = session.tasks.newest(tr("Counting what is read right"))
        self._right: dict[int, tuple[Model, DigitSet, np.ndarray]] = {}
        self._answers = (_figure(), _figure())
        self._accuracies = (_figure(), _figure())
        self._counted = QLabel(" ")
        self._lay_out()
        ablation.changed.connect(self._on_model)
        session.data.changed.connect(self._on_model)
        session.training.changed.connect(self._on_model)
        focus.insight_changed.connect(self._read)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_model()
        self._read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._counting.cancel()
        self._answering.cancel()

    # The pad's answer

    def _read(self) -> None:
        insight, original = self._focus.insight, self._ablation.original
        if insight is None or original is None or not self.isVisible():
            return
        if not insight.pixels.any():
            self._tell_answers("", "")
        elif self._ablation.is_edited and insight.model is self._ablation.current:
            pixels = insight.pixels
            self._answering.run(
                lambda: _answer(original, pixels), lambda before: self._compare(insight, before)
            )
        else:
            self._tell_answers(_answer_of(insight), "")

    def _compare(self, insight: Insight, before: str) -> None:
        self._tell_answers(before, _answer_of(insight))

    def _tell_answers(self, before: str, after: str) -> None:
        for label, text in zip(self._answers, (before, after), strict=True):
            label.setText(text or MINUS)
        self._describe()

    # The accuracy

    def _on_model(self) -> None:
        """Count anew, the edited network after the one that it was."""
        self._counting.cancel()
        data = self._session.data.digits
        original, current = self._ablation.original, self._ablation.current
        if original is None or current is None or data is None or not self.isVisible():
            return
        self._right = {
            place: found
            for place, found in self._right.items()
            if found[0].weights is (original, current)[place].weights
            and found[1] is data.validation
        }
        self._show_accuracies()
        if self._can_count() and not self._is_training_alone():
            self._count(data.validation)

    def _count(self, digits: DigitSet) -> None:
        """A thousand digits for both networks at first, and then all of them for both."""
        models = (self._ablation.original, self._ablation.current)
        places = (0, 1) if self._ablation.is_edited else (0,)
        counts = [len(self._right[place][2]) if place in self._right else 0 for place in places]
        place = places[counts.index(min(counts))]
        model = models[place]
        if model is None or min(counts) == len(digits):
            return
        wanted = len(digits) if min(counts) else min(FIRST_DIGITS, len(digits))

        def work() -> Generator[float, None, np.ndarray]:
            for right in read_right(model, digits):
                yield len(right) / wanted
                if len(right) >= wanted:
                    break
            return right

        self._counting.run(work, lambda right: self._on_counted(place, model, digits, right))

    def _on_counted(self, place: int, model: Model, digits: DigitSet, right: np.ndarray) -> None:
        """place: 0 for the network as it was, 1 for the edited one"""
        self._right[place] = model, digits, right
        self._show_accuracies()
        self._count(digits)

    def _show_accuracies(self) -> None:
        found = [self._right[place][2] for place in (0, 1) if place in self._right]
        count = min((len(right) for right in found), default=0)
        for place, label in enumerate(self._accuracies):
            known = self._right.get(place)
            waits = (place == 0 or self._ablation.is_edited) and not self._is_training_alone()
            if known is not None and count:
                label.setText(accuracy(known[2][:count]))
            else:
                label.setText("…" if waits and self._can_count() else MINUS)
        self._counted.setText(self._words(found, count))
        self._describe()

    def _is_training_alone(self) -> bool:
        """Whether each moment brings another network, of which no count would be finished."""
        is_training = self._session.training.state is not TrainingState.IDLE
        return is_training and not self._ablation.is_edited

    def _can_count(self) -> bool:
        data, original = self._session.data.digits, self._ablation.original
        if data is None or original is None:
            return False
        return original.classes == data.classes and len(data.validation) > 0

    def _words(self, found: list[np.ndarray], count: int) -> str:
        data = self._session.data.digits
        if data is None:
            return tr("There are no digits to judge by yet.")
        if not self._can_count():
            return tr("The data at hand has other classes than this network.")
        if self._is_training_alone():
            return tr("While a training is under way, it is counted from the first edit on.")
        if not count:
            return tr("Counting…")
        total = len(data.validation)
        text = (
            tr("Of {count:,} of {total:,} validation digits.")
            if count < total
            else tr("Of {total:,} validation digits.")
        )
        text = text.format(count=count, total=total)
        if len(found) == 2:
            before, after = (right[:count] for right in found)
            lost, won = int((before & ~after).sum()), int((after & ~before).sum())
            changed = tr("{lost:,} are no longer read right, {won:,} newly are.")
            text = sentences((text, changed.format(lost=lost, won=won)))
        return text

    def _describe(self) -> None:
        answers, accuracies = (
            tuple(label.text() for label in labels) for labels in (self._answers, self._accuracies)
        )
        self.setAccessibleDescription(
            tr("Answer: {a}, then {b}. Validation accuracy: {c}, then {d}. {words}").format(
                a=answers[0],
                b=answers[1],
                c=accuracies[0],
                d=accuracies[1],
                words=self._counted.text(),
            )
        )

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        for column, text in enumerate(("", tr("Before"), tr("After"))):
            grid.addWidget(_caption(text), 0, column)
            grid.setColumnStretch(column, 1)
        rows = (
            (tr("Answer to the pad"), self._answers),
            (tr("Validation accuracy"), self._accuracies),
        )
        for row, (name, labels) in enumerate(rows, start=1):
            grid.addWidget(_caption(name), row, 0)
            for column, label in enumerate(labels, start=1):
                grid.addWidget(label, row, column)
        self._counted.setFont(font(CAPTION))
        self._counted.setWordWrap(True)
        keep_lines(self._counted, 2)
        self._counted.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_look(self._counted, "muted")
        grid.addWidget(self._counted, 3, 0, 1, 3)


def accuracy(right: np.ndarray) -> str:
    return in_percent(right.mean(), 2)


def _answer(model: Model, pixels: np.ndarray) -> str:
    logits = Forward(model).logits(pixels[np.newaxis])
    return _words_of(model, Calibration.of(model).probabilities(logits)[0])


def _answer_of(insight: Insight) -> str:
    return _words_of(insight.model, insight.stages[-1].values)


def _words_of(model: Model, probabilities: np.ndarray) -> str:
    answer = int(probabilities.argmax())
    return f"{model.classes[answer]}, {percent(float(probabilities[answer]))}"


def _figure() -> QLabel:
    label = QLabel(MINUS)
    label.setFont(font(TITLE, QFont.Weight.DemiBold))
    return label


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(BODY if text else CAPTION))
    set_look(label, "muted")
    return label
