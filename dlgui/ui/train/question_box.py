"""What a person wants to find out by the next training, and expects: asked for, never demanded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.theme import CAPTION, M, S, font, keep_lines, set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

LINES = 3
"""Of a field; more can be written."""
LONGEST = 1000
"""Characters that are kept of what is written."""


class QuestionBox(QWidget):
    """Two fields, folded away until somebody opens them; what is in them is kept with each run
    that is started, until it is changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._training = session.training
        self._toggle = QToolButton()
        self._toggle.setObjectName("questionToggle")
        self._toggle.setCheckable(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.setIconSize(QSize(14, 14))
        self._toggle.setToolTip(
            self.tr("Kept with the run, to be compared with what happened; its report shows it")
        )
        set_look(self._toggle, "disclosure")
        self._fields = QWidget()
        self._question = _field(
            "trainQuestion", self.tr("Question"), self.tr("What do you want to find out?")
        )
        self._expectation = _field(
            "trainExpectation", self.tr("Expectation"), self.tr("What do you expect?")
        )
        asked = self._training.asked
        self._question.setPlainText(asked.question)
        self._expectation.setPlainText(asked.expectation)
        inside = QVBoxLayout(self._fields)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(M)
        inside.addWidget(self._question)
        inside.addWidget(self._expectation)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(self._toggle)
        layout.addWidget(self._fields)
        self._toggle.toggled.connect(self._fold)
        for field in (self._question, self._expectation):
            field.textChanged.connect(self._keep)
        self._fold(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._describe()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._describe()

    def _fold(self, shown: bool) -> None:
        set_icon(self._toggle, "chevron-down" if shown else "chevron-right", "text_muted")
        self._fields.setVisible(shown)
        self._describe()
        if shown:
            self._question.setFocus()

    def _describe(self) -> None:
        """Folded, the button says the question, so that nobody forgets that there is one."""
        text = self.tr("Question and expectation")
        question = self._training.asked.question
        if question and not self._toggle.isChecked():
            text = self.tr("Question: {question}").format(question=" ".join(question.split()))
        room = max(self.width() - 40, 60)
        metrics = self._toggle.fontMetrics()
        self._toggle.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self._toggle.setAccessibleName(text)

    def _keep(self) -> None:
        self._training.asked = replace(
            self._training.asked,
            question=self._question.toPlainText().strip()[:LONGEST],
            expectation=self._expectation.toPlainText().strip()[:LONGEST],
        )


def _field(name: str, title: str, placeholder: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName(name)
    field.setAccessibleName(title)
    field.setPlaceholderText(placeholder)
    field.setTabChangesFocus(True)
    field.setFont(font(CAPTION))
    keep_lines(field, LINES, fixed=True)
    return field
