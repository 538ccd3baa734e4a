"""What the tabs that measure changed copies of the digit have in common: when they do so."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from dlgui.core.explain.trace import Insight
from dlgui.language import tr
from dlgui.ui.kit.theme import CAPTION, font, set_look
from dlgui.ui.session.focus import Focus
from dlgui.ui.session.tasks import BackgroundTasks, NewestWork

REST_MS = 200
"""How long the pen must have rested before hundreds of copies are measured."""


class ProbeTab(QWidget):
    """While it is shown, measures another digit once the pen rests, and the same digit with another
    model at once. Subclasses say what; they call `finished` with the insight that is done."""

    def __init__(self, focus: Focus, tasks: BackgroundTasks) -> None:
        super().__init__()
        self._focus = focus
        self._tasks = tasks
        self._works: list[NewestWork] = []
        self._pixels: np.ndarray | None = None
        self._finished: Insight | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)
        focus.insight_changed.connect(self._follow)

    def glance(self, insight: Insight) -> None:
        """What is quick enough for every moment of a stroke."""

    def measure(self, insight: Insight) -> None:
        """What takes a while."""
        raise NotImplementedError

    def clear(self, insight: Insight) -> None:
        """Show a digit, or none, of which nothing is known yet."""
        raise NotImplementedError

    def finished(self, insight: Insight) -> None:
        self._finished = insight

    def cancel(self) -> None:
        """Stop measuring, without a result."""
        self._rest.stop()
        self._cancel_works()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.cancel()

    def measure_again(self) -> None:
        """Something else is asked about the same digit."""
        insight = self._focus.insight
        if insight is not None and self.isVisible() and can_be_measured(insight):
            self._cancel_works()
            self._finished = None
            self.glance(insight)
            if not self._rest.isActive():
                self.measure(insight)

    def _follow(self) -> None:
        insight = self._focus.insight
        if insight is None or not self.isVisible():
            return
        if not can_be_measured(insight):
            self.cancel()
            self._pixels = self._finished = None
            self.clear(insight)
        elif self._pixels is None or not np.array_equal(self._pixels, insight.pixels):
            self.cancel()
            self._pixels, self._finished = insight.pixels, None
            self.clear(insight)
            self.glance(insight)
            self._rest.start()
        elif self._finished is not insight:
            self.glance(insight)
            if not self._rest.isActive():
                self.measure(insight)

    def _on_rest(self) -> None:
        insight = self._focus.insight
        if insight is not None and can_be_measured(insight):
            self.measure(insight)

    def _newest(self, doing: str) -> NewestWork:
        work = self._tasks.newest(doing)
        self._works.append(work)
        return work

    def _cancel_works(self) -> None:
        for work in self._works:
            work.cancel()

    # Words

    def nothing_yet(self) -> str:
        insight = self._focus.insight
        if insight is None or not insight.pixels.any():
            return tr("Draw a digit on the pad.")
        if not insight.is_finite:
            return tr("The network's numbers are no longer numbers: the training has diverged.")
        return tr("Measuring…")

    def name(self, index: int) -> str:
        """Of a class."""
        insight = self._focus.insight
        return insight.model.classes[index] if insight else str(index)


def can_be_measured(insight: Insight) -> bool:
    return bool(insight.pixels.any()) and insight.is_finite


def caption(*, muted: bool = False) -> QLabel:
    label = QLabel(" ")
    label.setFont(font(CAPTION))
    label.setWordWrap(True)
    if muted:
        set_look(label, "muted")
    return label
