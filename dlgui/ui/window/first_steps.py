"""The first minute: one quiet line that says what to do, and is gone when it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from dlgui.core.training.events import Event, SnapshotTaken, TrainingStarted
from dlgui.ui.kit.theme import CAPTION, font

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

DONE = "first_steps_done"


class FirstSteps(QLabel):
    """The step to do next is bold. Whoever has done all of them once never sees it again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._has_drawn = self._has_started = False
        self.setObjectName("firstSteps")
        self.setFont(font(CAPTION))
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setVisible(not session.settings.number(DONE, 0))
        if not self.isHidden():
            session.pad.drawing_changed.connect(self._on_drawing)
            session.training.events.connect(self._on_events)
        self._show()

    def _on_drawing(self) -> None:
        if not self._session.pad.drawing.is_empty and not self._has_drawn:
            self._has_drawn = True
            self._show()

    def _on_events(self, events: list[Event]) -> None:
        if any(isinstance(event, TrainingStarted) for event in events):
            self._has_started = True
            self._show()
        is_seen = self._has_drawn and not self._session.pad.drawing.is_empty
        if is_seen and any(isinstance(event, SnapshotTaken) for event in events):
            self._session.settings.set_number(DONE, 1)
            self.hide()

    def _show(self) -> None:
        steps = (
            (self.tr("Draw a digit."), self._has_drawn),
            (self.tr("Start."), self._has_started),
            (self.tr("Watch it change."), False),
        )
        next_one = next(number for number, (_, done) in enumerate(steps) if not done)
        self.setText(
            "&nbsp;&nbsp;".join(
                f"<b>{number + 1}&nbsp;{words}</b>"
                if number == next_one
                else f"{number + 1} {words}"
                for number, (words, _) in enumerate(steps)
            )
        )
        self.setAccessibleName(steps[next_one][0])
