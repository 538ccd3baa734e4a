"""One step of learning, in the order in which it happens: forward, loss, gradient, update."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.ui.step import step_in_words
from dlgui.ui.step.batch_view import BatchView
from dlgui.ui.step.focus import StepFocus
from dlgui.ui.step.gradient_view import GradientView
from dlgui.ui.step.loss_view import LossView
from dlgui.ui.step.step_in_words import Stage
from dlgui.ui.step.weight_tab import WeightTab
from dlgui.ui.theme import BODY, CAPTION, L, M, S, font, set_look


class StepTab(QWidget):
    def __init__(self, focus: StepFocus) -> None:
        super().__init__()
        self._focus = focus
        self.batch = BatchView(focus)
        self.loss = LossView(focus)
        self.gradient = GradientView(focus)
        self.weight = WeightTab(focus)
        self._group = QButtonGroup(self)
        self._views = QStackedWidget()
        self._explanation = QLabel()
        self._sentence = QLabel()
        self._card = QFrame()
        self._lay_out()
        self._group.idClicked.connect(self._show_stage)
        focus.changed.connect(self._describe)
        self._show_stage(0)

    @property
    def stage(self) -> Stage:
        return step_in_words.STAGES[self._views.currentIndex()]

    def _lay_out(self) -> None:
        stages = QHBoxLayout()
        stages.setSpacing(S)
        for index, (stage, view) in enumerate(
            zip(
                step_in_words.STAGES,
                (self.batch, self.loss, self.gradient, self.weight),
                strict=True,
            )
        ):
            button = QPushButton(f"{index + 1}  {step_in_words.title(stage)}")
            button.setObjectName(f"{stage}StageButton")
            button.setCheckable(True)
            button.setChecked(index == 0)
            self._group.addButton(button, index)
            stages.addWidget(button, 1)
            self._views.addWidget(view)
        set_look(self._card, "card")
        self._explanation.setWordWrap(True)
        self._explanation.setFont(font(CAPTION))
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        # Two lines, whatever it says, or everything would move from stage to stage.
        self._explanation.setFixedHeight(2 * self._explanation.fontMetrics().lineSpacing())
        set_look(self._explanation, "muted")
        self._sentence.setFont(font(BODY, QFont.Weight.DemiBold))
        self._sentence.setWordWrap(True)
        for label in (self._explanation, self._sentence):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(L, M + S, L, L)
        inside.setSpacing(S)
        inside.addWidget(self._sentence)
        inside.addWidget(self._explanation)
        inside.addSpacing(S)
        inside.addWidget(self._views, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(M)
        layout.addLayout(stages)
        layout.addWidget(self._card, 1)

    def _show_stage(self, index: int) -> None:
        self._views.setCurrentIndex(index)
        self._explanation.setText(step_in_words.explanation(self.stage))
        self._describe()

    def _describe(self) -> None:
        self._sentence.setText(step_in_words.sentence(self.stage, self._focus))
