"""The *Evaluate* page: its sides, and the button and the bar that they share."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton

from dlgui.core.evaluation.metrics import Evaluation
from dlgui.jobs.training_job import TrainingState
from dlgui.language import tr
from dlgui.ui.evaluate.compare import Compare
from dlgui.ui.evaluate.map_tab import MapTab
from dlgui.ui.evaluate.overview import Overview
from dlgui.ui.evaluate.parts import PartBox
from dlgui.ui.evaluate.rivals import Rival, RivalBox
from dlgui.ui.evaluate.robustness_tab import RobustnessTab
from dlgui.ui.evaluate.tab import Tab
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import FoldingRow, Side, TabbedPage, keep_room
from dlgui.ui.kit.theme import M, set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

COMPARE = 1
"""The place of that side."""
STEPS = 1000
"""Of the progress bar."""


class EvaluatePage(TabbedPage):
    """Sides that judge the reader, each by its own work."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._parts = PartBox(session)
        self._rivals = RivalBox(session)
        super().__init__("pageEvaluate", tr("Evaluate"), self._kinds(), row=True)
        self._button = QPushButton()
        self._bar = QProgressBar()
        self._lay_out()
        self._button.clicked.connect(self._run_or_cancel)
        self._parts.chosen.connect(self._on_part)
        self._parts.fetching.connect(self._describe)
        session.training.changed.connect(self._on_training)

    @property
    def evaluation(self) -> Evaluation | None:
        """What the overview shows."""
        overview = self._made.get(0)
        judged = overview.judged if isinstance(overview, Overview) else None
        return judged.evaluation if judged else None

    def open_tab(self, index: int) -> None:
        super().open_tab(index)
        tab = self._current()
        assert tab is not None
        self._rivals.setVisible(tab.uses_rival)
        if tab.uses_rival:
            self._rivals.refresh()
        self._describe()

    def compare_with(self, title: str, model: Path) -> None:
        """Judge the reader in use and the one in the file `model` by the same digits."""
        self.open_tab(COMPARE)
        self._rivals.choose(Rival(title, model))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._made:
            self.open_tab(0)

    def _kinds(self) -> tuple[Side, ...]:
        return (
            Side("overviewButton", tr("Overview"), partial(self._new, Overview)),
            Side("compareButton", tr("Compare"), partial(self._new, Compare)),
            Side("mapButton", tr("Map"), partial(self._new, MapTab)),
            Side("robustnessButton", tr("Robustness"), partial(self._new, RobustnessTab)),
        )

    def _new(self, kind: type[Tab]) -> Tab:
        tab = kind(self._session, self._parts, self._rivals)
        tab.changed.connect(self._describe)
        tab.progressed.connect(self._show_progress)
        return tab

    def _current(self) -> Tab | None:
        tab = self._stack.currentWidget()
        return tab if isinstance(tab, Tab) else None

    def _lay_out(self) -> None:
        self._button.setObjectName("evaluateButton")
        self._bar.setObjectName("evaluationBar")
        self._bar.setAccessibleName(tr("Progress of the evaluation"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        keep_room(self._bar)
        self._bar.hide()
        self._rivals.hide()
        self._header.setSpacing(M)
        self._header.addWidget(self._parts)
        self._header.addWidget(self._button)
        place = self._column.indexOf(self._switch)
        self._column.removeItem(self._switch)
        self._switch.setParent(None)
        rivals = QHBoxLayout()
        rivals.addStretch()
        rivals.addWidget(self._rivals)
        self._column.insertWidget(place, FoldingRow(self._switch, rivals))
        self._column.setSpacing(M)
        self._column.insertWidget(self._column.indexOf(self._stack), self._bar)

    def _run_or_cancel(self) -> None:
        tab = self._current()
        if tab is None:
            return
        if self._parts.is_fetching:
            self._parts.cancel()
        elif tab.is_running:
            tab.cancel()
        else:
            tab.run()

    def _on_part(self) -> None:
        """Other digits are to be judged by, and a person waits for what they say."""
        tab = self._current()
        if tab is not None and tab.is_quick:
            tab.run()

    def _on_training(self) -> None:
        """A run that has ended is one more reader to compare with."""
        if self._rivals.isVisible() and self._session.training.state is TrainingState.IDLE:
            self._rivals.refresh()

    def _describe(self) -> None:
        tab = self._current()
        if tab is None:
            return
        fetching = self._parts.is_fetching
        running = tab.is_running or fetching
        text = self._parts.progress_text if fetching else tab.description
        if self._subtitle.text() != text:
            self._subtitle.setText(text)
        self._button.setText(tr("Cancel") if running else tab.verb)
        self._button.setEnabled(running or tab.can_run)
        set_look(self._button, "" if running else "primary")
        # Asked for again and again while a network is in training.
        if self._button.property("running") is not running:
            self._button.setProperty("running", running)
            icon, colour = ("stop", "text") if running else ("play", "accent_text")
            set_icon(self._button, icon, colour)
        self._parts.setEnabled(not running)
        self._rivals.setEnabled(not running)
        self._bar.setVisible(running)
        self._show_progress()

    def _show_progress(self) -> None:
        tab = self._current()
        if tab is not None:
            share = self._parts.share if self._parts.is_fetching else tab.share
            self._bar.setValue(round(STEPS * share))
