"""The *Evaluate* page: its sides, and the button and the bar that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.evaluation.metrics import Evaluation
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.evaluate.compare import Compare
from dlgui.ui.evaluate.map_tab import MapTab
from dlgui.ui.evaluate.overview import Overview
from dlgui.ui.evaluate.rivals import RivalBox
from dlgui.ui.evaluate.robustness_tab import RobustnessTab
from dlgui.ui.evaluate.tab import PartBox, Tab
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.page import add_side_buttons, keep_room, page_title
from dlgui.ui.kit.theme import L, M, S, set_look

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

STEPS = 1000
"""Of the progress bar."""


class EvaluatePage(QWidget):
    """A side is built when it is first opened, so that opening the window need not wait for it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("pageEvaluate")
        self.setAccessibleName(self.tr("Evaluate"))
        self._session = session
        self._parts = PartBox(session)
        self._rivals = RivalBox(session)
        self._tabs: dict[int, Tab] = {}
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._subtitle = QLabel()
        self._button = QPushButton()
        self._bar = QProgressBar()
        self._lay_out()
        self._button.clicked.connect(self._run_or_cancel)
        self._group.idClicked.connect(self.open_tab)
        self._parts.activated.connect(self._on_part)
        session.training.changed.connect(self._on_training)

    @property
    def evaluation(self) -> Evaluation | None:
        """What the overview shows."""
        overview = self._tabs.get(0)
        judged = overview.judged if isinstance(overview, Overview) else None
        return judged.evaluation if judged else None

    @property
    def tab_count(self) -> int:
        return len(self._group.buttons())

    def open_tab(self, index: int) -> None:
        """Show a side, by its place in the row of buttons."""
        tab = self._tabs.get(index)
        if tab is None:
            tab = self._kinds()[index][2](self._session, self._parts, self._rivals)
            tab.changed.connect(self._describe)
            tab.progressed.connect(self._show_progress)
            self._tabs[index] = tab
            self._stack.addWidget(tab)
        self._group.button(index).setChecked(True)
        self._rivals.setVisible(tab.uses_rival)
        if tab.uses_rival:
            self._rivals.refresh()
        self._stack.setCurrentWidget(tab)
        self._describe()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._tabs:
            self.open_tab(0)

    def _kinds(self) -> tuple[tuple[str, str, type[Tab]], ...]:
        """Name of the button, its text, and what it opens."""
        return (
            ("overviewButton", self.tr("Overview"), Overview),
            ("compareButton", self.tr("Compare"), Compare),
            ("mapButton", self.tr("Map"), MapTab),
            ("robustnessButton", self.tr("Robustness"), RobustnessTab),
        )

    def _current(self) -> Tab | None:
        tab = self._stack.currentWidget()
        return tab if isinstance(tab, Tab) else None

    def _lay_out(self) -> None:
        self._button.setObjectName("evaluateButton")
        self._bar.setObjectName("evaluationBar")
        self._bar.setAccessibleName(self.tr("Progress of the evaluation"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        keep_room(self._bar)
        self._bar.hide()
        self._rivals.hide()
        header = QHBoxLayout()
        header.setSpacing(M)
        header.addLayout(page_title(self.tr("Evaluate"), self._subtitle), 1)
        header.addWidget(self._parts)
        header.addWidget(self._button)
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M)
        page.addLayout(header)
        page.addLayout(self._switch())
        page.addWidget(self._bar)
        page.addWidget(self._stack, 1)

    def _switch(self) -> QHBoxLayout:
        switch = QHBoxLayout()
        switch.setSpacing(S)
        add_side_buttons(switch, self._group, (kind[:2] for kind in self._kinds()))
        switch.addStretch()
        switch.addWidget(self._rivals)
        return switch

    def _run_or_cancel(self) -> None:
        tab = self._current()
        if tab is None:
            return
        if tab.is_running:
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
        running = tab.is_running
        if self._subtitle.text() != tab.description:
            self._subtitle.setText(tab.description)
        self._button.setText(self.tr("Cancel") if running else tab.verb)
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
            self._bar.setValue(round(STEPS * tab.share))
