"""Reads what is on the pad, in a thread of its own, so that the pen is never held up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot

from dlgui.core.errors import DlguiError
from dlgui.core.ink.drawing import Drawing
from dlgui.core.nets.model import Model
from dlgui.core.reading.reader import Reader
from dlgui.core.reading.result import Reading
from dlgui.jobs.threads import NewestSlot, start_thread
from dlgui.language import QT_TRANSLATE_NOOP, tr

log = logging.getLogger(__name__)

Ink = Drawing | np.ndarray
"""A drawing, or the pixels of a picture: uint8 [height, width]."""


UNEXPECTED = QT_TRANSLATE_NOOP(
    "", "This could not be read because of a defect in dlgui. The details are in its crash log."
)


class ReadsInk(Protocol):
    """What the job needs of `dlgui.core.reading.reader.Reader`."""

    def read(self, drawing: Drawing, single: bool = False) -> Reading: ...

    def read_picture(self, pixels: np.ndarray, single: bool = False) -> Reading: ...


@dataclass(frozen=True, slots=True)
class _Request:
    id: int
    model: Model
    ink: Ink
    single: bool


class InferenceJob(QObject):
    """One worker and a one-place slot, in which the newest ink replaces the waiting one.

    An answer that has become stale is dropped. While someone draws, the ink changes with every
    movement of the pen; such a change `continues` the ink before, whose answer is then still worth
    showing, or a slow machine would show none until the pen rests.
    """

    answered = Signal(object)
    """Reading, in the order of the requests."""
    failed = Signal(str)
    """Why the ink could not be read; not repeated until something was read again."""
    closed = Signal()
    """After `close()`: the worker reads no more."""

    _read = Signal(int, object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        reader_for: Callable[[Model], ReadsInk] = Reader,
    ) -> None:
        super().__init__(parent)
        self._reader_for = reader_for
        self._slot: NewestSlot[_Request] = NewestSlot()
        self._newest = 0
        self._oldest_wanted = 0
        self._last_failure = ""
        self._read.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        start_thread("inference", self._work)

    def submit(
        self, model: Model, ink: Ink, *, single: bool = False, continues: bool = False
    ) -> None:
        """Ask for an answer. single: all ink is one digit; continues: see the class."""
        self._newest += 1
        if not continues:
            self._oldest_wanted = self._newest
        self._slot.put(_Request(self._newest, model, ink, single))

    def forget(self) -> None:
        """Want no answer to anything that was submitted so far."""
        self._newest += 1
        self._oldest_wanted = self._newest

    def close(self) -> None:
        """End the worker after the reading under way, if any; `closed` follows."""
        self.forget()
        self._slot.close()

    def _work(self) -> None:
        model: Model | None = None
        reader: ReadsInk | None = None
        while (request := self._slot.take()) is not None:
            try:
                if reader is None or request.model is not model:
                    reader, model = self._reader_for(request.model), request.model
                self._read.emit(request.id, _read(reader, request))
            except DlguiError as error:
                self._read.emit(request.id, error)
            except Exception as error:
                log.exception("Reading the pad failed")
                self._read.emit(request.id, error)
        self._read.emit(-1, None)

    @Slot(int, object)
    def _deliver(self, id: int, outcome: Reading | Exception | None) -> None:
        if outcome is None:
            self.closed.emit()
        elif id < self._oldest_wanted:
            return
        elif isinstance(outcome, Reading):
            self._last_failure = ""
            self.answered.emit(outcome)
        else:
            self._tell(str(outcome) if isinstance(outcome, DlguiError) else tr(UNEXPECTED))

    def _tell(self, failure: str) -> None:
        if failure != self._last_failure:
            self._last_failure = failure
            self.failed.emit(failure)


def _read(reader: ReadsInk, request: _Request) -> Reading:
    if isinstance(request.ink, Drawing):
        return reader.read(request.ink, request.single)
    return reader.read_picture(request.ink, request.single)
