"""The status bar: the data, what computes, and whose answers the pad shows."""

from __future__ import annotations

import os

from PySide6.QtWidgets import QLabel, QStatusBar

from dlgui.core.training.events import Event, TrainingStarted
from dlgui.language import tr
from dlgui.ui.kit.theme import CAPTION, M, S, font
from dlgui.ui.session.session import Session
from dlgui.ui.window.first_steps import FirstSteps


class StatusBar(QStatusBar):
    """Follows the session by itself."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._model = self._label("modelLabel", self.tr("Reader that answers"))
        self._data = self._label("dataLabel", self.tr("Data set"))
        self._device = self._label("deviceLabel", self.tr("What computes"))
        cores = self.tr("{count} processor cores").format(count=os.cpu_count() or 1)
        self._device.setText(cores)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(S, 0, M, 0)
        self.addWidget(self._data)
        self.addWidget(self._device)
        self.addWidget(FirstSteps(session))
        self.addPermanentWidget(self._model)
        session.reader.changed.connect(self._show_model)
        session.data.changed.connect(self._show_data)
        session.training.events.connect(self._show_device)
        self._show_model()
        self._show_data()

    def _label(self, object_name: str, accessible_name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(object_name)
        label.setAccessibleName(accessible_name)
        label.setFont(font(CAPTION))
        return label

    def _show_model(self) -> None:
        text = self.tr("Read by {model}").format(model=tr(self._session.reader.name))
        if self._model.text() != text:
            self._model.setText(text)

    def _show_data(self) -> None:
        data = self._session.data.digits
        self._data.setText(tr(data.name) if data else self.tr("No data yet"))

    def _show_device(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, TrainingStarted):
                device = {
                    "cpu": self.tr("the processor"),
                    "cuda": self.tr("an NVIDIA graphics card"),
                    "mps": self.tr("an Apple graphics card"),
                }.get(event.device, event.device)
                self._device.setText(self.tr("Trained on {device}").format(device=device))
