"""What is on the pad, and what is read of it."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from dlgui.core.ink.drawing import Drawing
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import DigitReading, Reading
from dlgui.jobs.inference_job import InferenceJob
from dlgui.ui.session.messages import Messages
from dlgui.ui.session.reader import SessionReader
from dlgui.ui.session.settings_file import SettingsFile

SHEET = (400.0, 320.0)
"""Width and height of the pad's sheet, in the units in which its ink is kept."""

# Ink on the pad that is smaller than this, a twentieth of its height, is read as small as it is: a
# click that slipped would otherwise become a "1" that fills the picture.
SLIPPED_CLICK = SHEET[1] / 20


class SessionPad(QObject):
    """Ink or a picture, and its newest reading by the session's reader, which it follows."""

    drawing_changed = Signal()
    """What is on the pad, whoever changed it."""
    answered = Signal(object)
    """Reading of what is on the pad; without digits once the pad is empty."""
    digit_changed = Signal()
    """Another digit of the reading is looked at."""
    closed = Signal()
    """After `close`: nothing is read any more."""

    def __init__(
        self,
        reader: SessionReader,
        settings: SettingsFile,
        messages: Messages,
        inference: InferenceJob | None = None,
    ) -> None:
        super().__init__()
        self._reader = reader
        self._settings = settings
        self._drawing = Drawing()
        self._picture: np.ndarray | None = None
        self._reading: Reading | None = None
        self._digit: DigitReading | None = None
        self._single_digit = settings.single_digit
        self._inference = inference or InferenceJob(
            reader_for=partial(Reader, min_size=SLIPPED_CLICK)
        )
        self._inference.answered.connect(self._on_answered)
        self._inference.failed.connect(messages.error)
        self._inference.closed.connect(self.closed)
        reader.changed.connect(self._on_reader_changed)

    @property
    def drawing(self) -> Drawing:
        return self._drawing

    @property
    def picture(self) -> np.ndarray | None:
        """uint8 [height, width], when a picture is on the pad instead of ink."""
        return self._picture

    @property
    def is_empty(self) -> bool:
        return self._picture is None and self._drawing.is_empty

    @property
    def reading(self) -> Reading | None:
        """The newest answer to what is on the pad, or None before there is one."""
        return self._reading

    @property
    def digit(self) -> DigitReading | None:
        """The digit of `reading` that is looked at: the newest until the pad sets another one."""
        return self._digit

    @digit.setter
    def digit(self, digit: DigitReading | None) -> None:
        if digit is not self._digit:
            self._digit = digit
            self.digit_changed.emit()

    @property
    def single_digit(self) -> bool:
        """Whether all ink on the pad is taken for one digit."""
        return self._single_digit

    @single_digit.setter
    def single_digit(self, single: bool) -> None:
        if single != self._single_digit:
            self._single_digit = self._settings.single_digit = single
            self._submit()

    def set_drawing(self, drawing: Drawing) -> None:
        """Put ink on the pad, instead of what is there."""
        continues = self._picture is None and _continues(self._drawing, drawing)
        self._drawing, self._picture = drawing, None
        self._on_ink_changed(continues)

    def set_picture(self, picture: np.ndarray) -> None:
        """Put a picture on the pad, uint8 [height, width], instead of what is there."""
        self._drawing, self._picture = Drawing(), picture
        self._on_ink_changed(continues=False)

    def close(self) -> None:
        """Read no more; `closed` follows."""
        self._inference.close()

    def _on_ink_changed(self, continues: bool) -> None:
        if not continues:
            self._reading = None
        self.drawing_changed.emit()
        self._submit(continues)

    def _on_reader_changed(self) -> None:
        if not self.is_empty:
            self._submit(self._reader.continues)

    def _submit(self, continues: bool = False) -> None:
        """Ask for an answer. continues: the last one is still worth showing until it comes."""
        if self.is_empty:
            self._inference.forget()
            self._on_answered(Reading())
        elif self._reader.model is not None:
            ink = self._drawing if self._picture is None else self._picture
            self._inference.submit(
                self._reader.model, ink, single=self._single_digit, continues=continues
            )

    def _on_answered(self, reading: Reading) -> None:
        self._reading = reading
        self._digit = reading.digits[-1] if reading.digits else None
        self.answered.emit(reading)


def _continues(old: Drawing, new: Drawing) -> bool:
    """Whether `new` is `old` with its last stroke gone on, or with more strokes."""
    finished = old.strokes[:-1]
    return len(new.strokes) >= len(old.strokes) and all(
        a is b for a, b in zip(finished, new.strokes, strict=False)
    )
