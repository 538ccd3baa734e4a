"""Starts an experiment, and shows what it has found so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from dlgui.core.experiments import Trial, TrialResult, data_size_trials, race_trials
from dlgui.core.networks import NETWORKS
from dlgui.ui.learn.exercises import ExperimentDone
from dlgui.ui.learn.experiment import Experiments
from dlgui.ui.learn.figure import Figure
from dlgui.ui.learn.result_views import LearningCurve, Race
from dlgui.ui.theme import CAPTION, M, font, set_look

if TYPE_CHECKING:
    from dlgui.ui.session import Session

STEPS = 1000


class ExperimentFigure(Figure):
    """name: the experiment's; make_trials: from the number of training digits there are"""

    def __init__(
        self,
        name: str,
        experiments: Experiments,
        session: Session,
        make_trials: Callable[[int], Sequence[Trial]],
        view: LearningCurve | Race,
        choice: QWidget | None = None,
    ) -> None:
        super().__init__(f"{name}Figure", view.accessibleName())
        self._name, self._make_trials = name, make_trials
        self._experiments, self._session = experiments, session
        self._view = view
        self._choice = choice
        self._button = QPushButton()
        self._button.setObjectName(f"{name}ExperimentButton")
        self._status = QLabel()
        self._status.setObjectName(f"{name}StatusLabel")
        self._status.setFont(font(CAPTION))
        self._status.setWordWrap(True)
        set_look(self._status, "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}ProgressBar")
        self._bar.setAccessibleName(self.tr("Progress of the experiment"))
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        top = QHBoxLayout()
        top.setSpacing(M)
        if choice is not None:
            top.addWidget(choice)
        top.addWidget(self._button)
        top.addWidget(self._status, 1)
        self.column.addLayout(top)
        self.column.addWidget(self._bar)
        self.column.addWidget(view)
        self.setFocusProxy(self._button)
        self._button.clicked.connect(self._start_or_stop)
        experiments.changed.connect(self._show)
        experiments.finished.connect(lambda done: self.acted.emit(ExperimentDone(done)))
        session.data_changed.connect(self._show)
        self._show()

    def _start_or_stop(self) -> None:
        data = self._session.data
        if self._experiments.running == self._name:
            self._experiments.cancel()
        elif data is not None:
            self._experiments.start(self._name, self._make_trials(len(data.train)))

    def _show(self) -> None:
        running = self._experiments.running
        mine = running == self._name
        trials, results = (
            self._experiments.trials(self._name),
            self._experiments.results(self._name),
        )
        self._view.show_results(trials, results)
        self._button.setText(self.tr("Stop") if mine else self.tr("Start"))
        self._button.setEnabled(mine or (not running and self._session.data is not None))
        if self._choice is not None:
            self._choice.setEnabled(not mine)
        self._bar.setVisible(mine)
        self._bar.setValue(round(STEPS * self._experiments.progress) if mine else 0)
        self._status.setText(self._words(mine, bool(running), trials, results))

    def _words(
        self, mine: bool, busy: bool, trials: Sequence[Trial], results: Sequence[TrialResult]
    ) -> str:
        if mine and self._experiments.is_waiting:
            return self.tr("Waits until your own training has ended.")
        if mine:
            trial = trials[min(len(results), len(trials) - 1)]
            return self.tr("{number} of {count}: {network}, {digits:,} digits…").format(
                number=min(len(results) + 1, len(trials)),
                count=len(trials),
                network=NETWORKS[trial.config.network].title,
                digits=trial.train_count,
            )
        if busy:
            return self.tr("Another experiment is under way.")
        if trials and len(results) < len(trials):
            return self.tr("Stopped after {done} of {count}.").format(
                done=len(results), count=len(trials)
            )
        if results:
            return self.tr("{count:,} validation digits; bars are 95 % intervals.").format(
                count=results[0].count
            )
        return self.tr("Trains in the background and leaves your own runs alone.")


def data_figure(experiments: Experiments, session: Session) -> ExperimentFigure:
    """How much data is needed."""
    box = QComboBox()
    box.setObjectName("dataNetworkBox")
    box.setAccessibleName(box.tr("Network of the experiment"))
    for network in NETWORKS.values():
        box.addItem(network.title, network.name)
    return ExperimentFigure(
        "data",
        experiments,
        session,
        lambda available: data_size_trials(box.currentData(), available),
        LearningCurve(),
        box,
    )


def race_figure(experiments: Experiments, session: Session) -> ExperimentFigure:
    """How to choose a network."""
    return ExperimentFigure("race", experiments, session, race_trials, Race())
