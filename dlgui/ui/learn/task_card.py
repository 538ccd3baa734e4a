"""The one thing to do in a chapter, whether it was done, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from dlgui.ui.icons import pixmap
from dlgui.ui.learn.chapters import Chapter
from dlgui.ui.learn.exercises import Exercise
from dlgui.ui.theme import CAPTION, L, M, S, font, set_look, theme, theme_notifier


class TaskCard(QFrame):
    """Stays in sight below the chapter."""

    go_wanted = Signal()
    next_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._is_done = False
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._state = QLabel()
        self._state.setObjectName("taskStateLabel")
        self._state.setFont(font(CAPTION, font().Weight.DemiBold))
        self._text = QLabel()
        self._text.setObjectName("taskLabel")
        self._text.setTextFormat(Qt.TextFormat.MarkdownText)
        self._text.setWordWrap(True)
        self._go = QPushButton()
        self._go.setObjectName("goToTaskButton")
        self._go.clicked.connect(self.go_wanted)
        self._next = QPushButton(self.tr("Next chapter"))
        self._next.setObjectName("nextChapterButton")
        self._next.clicked.connect(self.next_wanted)
        self._lay_out()
        theme_notifier.themeChanged.connect(self._show_state)

    def show_task(self, chapter: Chapter, exercise: Exercise, is_last: bool) -> None:
        text = chapter.task.replace("\n", " ")
        self._text.setText(text)
        self._text.setAccessibleName(self.tr("Task: {text}").format(text=text.replace("*", "")))
        self._go.setText(
            {
                "pad": self.tr("Go to the pad"),
                "figure": self.tr("Go to the figure"),
                "train": self.tr("Set up the training") if exercise.config else self.tr("Train"),
                "inside": self.tr("Go to Inside"),
                "step": self.tr("Go to Steps"),
            }[exercise.place]
        )
        self._next.setVisible(not is_last)

    def show_done(self, is_done: bool) -> None:
        self._is_done = is_done
        self._show_state()

    def block(self, reason: str) -> None:
        """Say why one cannot go there now; "" when one can."""
        self._go.setEnabled(not reason)
        self._go.setToolTip(reason)

    def _show_state(self) -> None:
        name, colour = ("done", theme().good) if self._is_done else ("circle", theme().accent_line)
        self._sign.setPixmap(pixmap(name, colour, self.devicePixelRatioF()))
        self._state.setText(self.tr("Done") if self._is_done else self.tr("Try it"))
        set_look(self._state, "good" if self._is_done else "accent")
        set_look(self._next, "primary" if self._is_done else "")
        set_look(self._go, "" if self._is_done else "primary")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(S)
        words.addWidget(self._state)
        words.addWidget(self._text)
        top = QHBoxLayout()
        top.setSpacing(M)
        top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addStretch()
        buttons.addWidget(self._go)
        buttons.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M + S, L, M + S)
        column.setSpacing(M)
        column.addLayout(top)
        column.addLayout(buttons)
