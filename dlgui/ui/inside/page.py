"""The *Inside* page: follows the digit on the pad through the network that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from dlgui.core.explain.trace import Insight, look_inside
from dlgui.core.ink.raster import SIZE
from dlgui.language import tr
from dlgui.ui.inside.ablation_tab import AblationTab
from dlgui.ui.inside.layers_tab import LayersTab
from dlgui.ui.inside.shift_tab import ShiftTab
from dlgui.ui.inside.why_tab import WhyTab
from dlgui.ui.kit.page import Side, TabbedPage
from dlgui.ui.session.focus import Focus

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session


BREATH_MS = 50
"""Between two looks: often enough to seem live, and the pen has the rest of the time."""


class InsidePage(TabbedPage):
    """While it is shown, each answer to the pad, also by a network under training, is looked into
    in the background. Hidden, it does nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._looking = session.tasks.newest(tr("Looking inside"))
        self._focus = focus = Focus()
        sides = (
            Side("layersButton", tr("Layers"), lambda: LayersTab(focus)),
            Side("whyButton", tr("Why this answer"), lambda: WhyTab(focus, session.tasks)),
            Side("shiftButton", tr("Shift map"), lambda: ShiftTab(focus, session.tasks)),
            Side("ablationButton", tr("Ablation"), lambda: AblationTab(session, focus)),
        )
        super().__init__("pageInside", tr("Inside"), sides)
        focus.setParent(self)
        self.open_tab(0)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.setInterval(BREATH_MS)
        self._breath.timeout.connect(self._on_breath)
        self._has_more = False
        self._focus.insight_changed.connect(self._describe)
        session.pad.answered.connect(self._follow)
        session.pad.digit_changed.connect(self._follow)
        session.reader.changed.connect(self._on_model)

    @property
    def insight(self) -> Insight | None:
        """What is shown."""
        return self._focus.insight

    @property
    def focus(self) -> Focus:
        return self._focus

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._breath.stop()
        self._looking.cancel()

    def _follow(self) -> None:
        """Look inside now, or when there was time to paint what was found before."""
        if self._breath.isActive():
            self._has_more = True
        else:
            self._look()

    def _on_breath(self) -> None:
        if self._has_more:
            self._look()

    def _look(self) -> None:
        self._has_more = False
        model = self._session.reader.model
        if model is None or not self.isVisible() or self._session.is_closed:
            return
        pixels = self._pixels()
        shown = self._focus.insight
        if shown is not None and shown.model is model and np.array_equal(shown.pixels, pixels):
            return
        self._breath.start()
        self._looking.run(lambda: look_inside(model, pixels), self._focus.set_insight)

    def _on_model(self) -> None:
        # With ink on the pad an answer follows.
        if self._session.pad.reading is None or not self._session.pad.reading.digits:
            self._follow()

    def _pixels(self) -> np.ndarray:
        """Of the digit that the pad shows, or empty paper."""
        digit = self._session.pad.digit
        return np.zeros((SIZE, SIZE), np.float32) if digit is None else digit.pixels

    def _describe(self) -> None:
        insight = self._focus.insight
        assert insight is not None
        network = insight.network
        text = tr("{network}, {count:,} parameters")
        if not insight.pixels.any():
            text = tr(
                "{network}, {count:,} parameters. Draw a digit on the pad to see it pass through."
            )
        text = text.format(network=tr(network.title), count=network.parameters())
        if self._subtitle.text() != text:
            self._subtitle.setText(text)
