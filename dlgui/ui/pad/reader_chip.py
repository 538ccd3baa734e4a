"""Who reads, above the answer: a person's own network, or the reader that came with dlgui."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from dlgui.core.nets.model import Model
from dlgui.core.training.events import Event, SnapshotTaken
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.kit.theme import CAPTION, font, set_look
from dlgui.ui.session.reader import SHIPPED_READER

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


class ReaderChip(QPushButton):
    """A click lets the other one read the same drawing, and the next click the first again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._own: tuple[Model, str] | None = None
        self._step = 0
        self.setObjectName("readerChip")
        self.setFont(font(CAPTION))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A long name of a model must not push the border of the pad.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        set_look(self, "chip")
        self.clicked.connect(self._switch)
        session.reader.changed.connect(self._show)
        session.training.events.connect(self._on_events)
        session.training.changed.connect(self._show)
        self._show()

    def _switch(self) -> None:
        reader = self._session.reader
        if reader.name != SHIPPED_READER:
            reader.use_shipped()
        elif self._trains:
            reader.follow_training()
        elif self._own is not None:
            reader.choose(*self._own)
        self._show()

    @property
    def _trains(self) -> bool:
        return self._session.training.state is not TrainingState.IDLE

    def _on_events(self, events: list[Event]) -> None:
        snapshots = [event for event in events if isinstance(event, SnapshotTaken)]
        if snapshots:
            self._step = snapshots[-1].step
            self._own = snapshots[-1].model, self._session.training.title
            self._show()

    def _show(self) -> None:
        reader = self._session.reader
        is_shipped = reader.name == SHIPPED_READER
        if not is_shipped and reader.model is not None and not reader.is_variant:
            self._own = reader.model, reader.name
        if is_shipped:
            text = self.tr("the reader that came with dlgui")
        elif self._trains and reader.follows_training:
            text = self.tr("your network, step {step:,}").format(step=self._step)
        else:
            text = reader.name
        can_switch = not is_shipped or self._trains or self._own is not None
        if can_switch:
            tip = self.tr("Who reads. A click lets the other one read: yours, or the one supplied.")
        else:
            tip = self.tr("Who reads. Once you have trained a network, a click lets that one read.")
        if (text, tip) != (self.text(), self.toolTip()):
            self.setText(text)
            self.setToolTip(tip)
            self.setAccessibleName(self.tr("Read by {name}").format(name=text))
            self.setEnabled(can_switch)
