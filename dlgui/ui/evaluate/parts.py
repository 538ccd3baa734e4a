"""Which digits a reader is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from dlgui.core.data.digits import DigitSet
from dlgui.core.model import DIGIT_CLASSES

if TYPE_CHECKING:
    from dlgui.ui.session import Session


class PartBox(QComboBox):
    """The parts of the session's data that nothing was learned from."""

    changed = Signal()
    """`digits` or `classes`, by the person or with the data."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("partBox")
        self.setAccessibleName(self.tr("Digits to judge by"))
        self.setToolTip(
            self.tr(
                "Validation digits were used to choose; test digits, if the data set has some, "
                "were never looked at and judge best."
            )
        )
        self.activated.connect(self.changed)
        session.data_changed.connect(self._fill)
        self._fill()

    @property
    def digits(self) -> DigitSet | None:
        data = self._session.data
        if data is None:
            return None
        return data.test if self.currentData() == "test" else data.validation

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the digits' ten labels."""
        return self._session.data.classes if self._session.data else DIGIT_CLASSES

    def _fill(self) -> None:
        data = self._session.data
        self.clear()
        if data is not None:
            if data.test is not None:
                text = self.tr("Test digits ({count:,})").format(count=len(data.test))
                self.addItem(text, "test")
            text = self.tr("Validation digits ({count:,})").format(count=len(data.validation))
            self.addItem(text, "validation")
        self.changed.emit()
