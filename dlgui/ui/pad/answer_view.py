"""The answer in large type, with a line below that says how sure it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from dlgui.ui.pad.answer import Answer
from dlgui.ui.theme import BODY, HEADING, font, set_look

DIGITS_SIZE = 56
SENTENCE_SIZE = 28
SMALLEST_SIZE = BODY


class AnswerView(QWidget):
    """Keeps its height whatever it says, so that nothing below it jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = _FittingLabel()
        self._headline.setObjectName("answerLabel")
        self._detail = QLabel()
        self._detail.setObjectName("answerDetail")
        self._detail.setFont(font(BODY))
        self._detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self._detail, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._headline)
        layout.addWidget(self._detail)
        self.set_answer(Answer())

    def set_answer(self, answer: Answer) -> None:
        self._headline.set_text(answer.headline, DIGITS_SIZE if answer.is_short else SENTENCE_SIZE)
        self._detail.setText(answer.detail)
        # A change of name is what makes a screen reader speak.
        said = answer.headline or self.tr("none")
        self._headline.setAccessibleName(self.tr("Answer: {answer}").format(answer=said))
        self._detail.setAccessibleName(self.tr("Confidence: {detail}").format(detail=answer.detail))


class _FittingLabel(QLabel):
    """One line whose type shrinks until it fits."""

    def __init__(self) -> None:
        super().__init__()
        self._size = DIGITS_SIZE
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(QFontMetricsF(font(DIGITS_SIZE)).ascent() * 1.15))

    def set_text(self, text: str, size: int) -> None:
        """Show `text` at most `size` pixels tall."""
        if (text, size) != (self.text(), self._size):
            self._size = size
            self.setText(text)
            self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A new style sheet brings back the font that the label had under the old one.
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        weight = QFont.Weight.DemiBold if self._size > HEADING else QFont.Weight.Normal
        wanted = font(self._size, weight)
        width = QFontMetricsF(wanted).horizontalAdvance(self.text())
        if width > self.width() > 0:
            fitting = int(wanted.pixelSize() * self.width() / width)
            wanted.setPixelSize(max(fitting, SMALLEST_SIZE))
        if wanted != self.font():
            self.setFont(wanted)
