"""The *Train* page: settings, start and stop, and how the training goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.training.events import (
    EpochDone,
    Event,
    TrainingDone,
    TrainingResumed,
    TrainingStarted,
)
from dlgui.jobs.training_job import TrainingState
from dlgui.language import tr
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.kit.page import TITLE_WIDTH, FoldingRow, page_title
from dlgui.ui.kit.theme import (
    CAPTION,
    DISPLAY,
    TITLE,
    L,
    M,
    S,
    font,
    keep_width_for,
    set_look,
)
from dlgui.ui.train.charts import Chart, loss_limits
from dlgui.ui.train.data_box import DataBox
from dlgui.ui.train.hints import Hints
from dlgui.ui.train.history import TrainingHistory
from dlgui.ui.train.question_box import QuestionBox
from dlgui.ui.train.run_actions import ActionButton, RunActions
from dlgui.ui.train.settings_card import Beside, SettingsCard
from dlgui.ui.train.settings_form import SettingsForm
from dlgui.ui.train.workbench import Workbench

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

BEST_WIDTH = 148
NONE = "–"
SEPARATOR = "  ·  "
CHART_MS, CHART_MS_DRAWING = 80, 200
"""Between two redraws of the loss; the second while the pad is drawn on, where the eyes are."""
SLOWLY_MS = 400
"""What changes little is redrawn less often; numbers that change faster could not be read."""
DRAWING_MS = 600
"""After the last change of the ink, the pad counts as drawn on for so long."""


class TrainPage(QWidget):
    """Shows one run at a time: the one under way, or the last one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("pageTrain")
        self.setAccessibleName(self.tr("Train"))
        self._session = session
        self._history: TrainingHistory | None = None
        self._since_slow = QElapsedTimer()
        self._since_ink = QElapsedTimer()
        self._redraw_timer = QTimer(self)
        self._redraw_timer.setSingleShot(True)
        self._redraw_timer.timeout.connect(self._redraw)
        self.form = SettingsForm()
        Hints(session, self.form)
        self.data_box = DataBox(session)
        self.run_actions = RunActions(session, self.form.entered, self)
        self.loss_chart = _loss_chart(self)
        self.accuracy_chart = _accuracy_chart(self)
        self._metrics = _Metrics()
        self.workbench = Workbench(session, self.form, self.run_actions, self._curves())
        self._subtitle = QLabel()
        self._lay_out()
        self.form.live_changed.connect(lambda _name, rate: session.training.set_learning_rate(rate))
        self.form.changed.connect(self._on_config)
        session.training.changed.connect(self._on_state)
        session.data.changed.connect(self._on_config)
        session.training.events.connect(self._on_events)
        session.pad.drawing_changed.connect(self._since_ink.start)
        self._on_config()
        self._on_state()

    aside: list[QWidget]
    """All but the chart of the loss, which is what a room looks at."""

    @property
    def learning_rate(self) -> float | None:
        """Of the newest step that is shown, or None before the first."""
        return self._history.learning_rate if self._history else None

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(L, L, M, L)
        page.setSpacing(M + S)
        header = self._header()
        page.addWidget(header)
        settings = SettingsCard(self.data_box, self.form, QuestionBox(self._session))
        sides = self.workbench.side_buttons
        self.aside = [header, settings, *sides, self._metrics, self.accuracy_chart]
        page.addWidget(Beside(settings, self.workbench), 1)

    def _curves(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M + S)
        column.addWidget(self._metrics)
        column.addWidget(self.loss_chart, 1)
        column.addWidget(self.accuracy_chart, 1)
        return side

    def _header(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(M)
        buttons.addStretch()
        actions = self.run_actions
        for action, name in (
            (actions.start, "startButton"),
            (actions.pause, "pauseButton"),
            (actions.stop, "stopButton"),
            (actions.add_epoch, "addEpochButton"),
        ):
            buttons.addWidget(ActionButton(action, name, primary=action is actions.start))
        title = page_title(self.tr("Train"), self._subtitle)
        return FoldingRow(title, buttons, TITLE_WIDTH)

    def _on_config(self) -> None:
        config, data = self.form.config(), self._session.data.digits
        parts = [self._session.networks.title(config.network)]
        if data is not None:
            parts.append(tr(data.name))
        self._subtitle.setText(SEPARATOR.join(parts))
        if self._history is None and data is not None:
            self._show_expected_axes()

    def _show_expected_axes(self) -> None:
        """Before the first run, the axes are those that the settings would give."""
        config, data = self.form.config(), self._session.data.digits
        assert data is not None
        digits = min(config.train_digits or len(data.train), len(data.train))
        steps = -(-digits // config.batch_size)
        self.loss_chart.redraw(steps * config.epochs)
        self.accuracy_chart.redraw(config.epochs)

    def _on_state(self) -> None:
        state = self._session.training.state
        if state is TrainingState.STARTING:
            self._show_config_of_run()
        self.form.set_training(state is not TrainingState.IDLE)
        self._metrics.show_run(self._history, state)

    def _show_config_of_run(self) -> None:
        """A run that is taken up again brings its own settings; an added epoch is no wish."""
        ours, theirs = self.form.config(), self._session.training.config
        if theirs.with_(epochs=ours.epochs) != ours:
            self.form.set_config(theirs)

    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, TrainingStarted):
                self._begin(event)
            elif self._history is not None:
                self._history.add(event)
        if self._history is None:
            return
        if any(isinstance(event, EpochDone | TrainingDone) for event in events):
            self._since_slow.invalidate()
        if any(isinstance(event, TrainingStarted | TrainingDone) for event in events):
            self._redraw()
        elif not self._redraw_timer.isActive():
            draws = self._since_ink.isValid() and not self._since_ink.hasExpired(DRAWING_MS)
            self._redraw_timer.start(CHART_MS_DRAWING if draws else CHART_MS)

    def _redraw(self) -> None:
        """What the events changed, at most as often as a person can follow."""
        history = self._history
        if history is None:
            return
        self.loss_chart.redraw(history.total_steps)
        if not self._since_slow.isValid() or self._since_slow.hasExpired(SLOWLY_MS):
            self._since_slow.start()
            self.accuracy_chart.redraw(history.epochs)
            self._metrics.show_run(history, self._session.training.state)

    def _begin(self, event: TrainingStarted) -> None:
        if self._history is not None and isinstance(event, TrainingResumed):
            self._history.resume(event)
            self.show_history(self._history)
        else:
            self.show_history(TrainingHistory(event))

    @property
    def history(self) -> TrainingHistory | None:
        """Of the training that is shown; None before the first."""
        return self._history

    def show_history(self, run: TrainingHistory) -> None:
        """Draw it, and go on with it."""
        self._history = run
        self._metrics.show_run(run, self._session.training.state)
        self.loss_chart.show_series(
            {
                "raw": run.loss,
                "train": run.smooth_loss,
                "epoch train": run.train_loss,
                "validation": run.validation_loss,
            },
            run.total_steps,
        )
        self.accuracy_chart.show_series(
            {
                "train": run.smooth_accuracy,
                "epoch train": run.train_accuracy,
                "epoch validation": run.validation_accuracy,
            },
            run.epochs,
        )


class _Metrics(QFrame):
    """Best accuracy in large type, speed and times, and how far the run is."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._best = _figure("bestAccuracyLabel", self.tr("Best validation accuracy"), DISPLAY)
        self._speed = _figure("throughputLabel", self.tr("Images/s"), TITLE)
        self._elapsed = _figure("elapsedLabel", self.tr("Elapsed"), TITLE)
        self._left = _figure("timeLeftLabel", self.tr("Time left"), TITLE)
        self._progress_text = QLabel()
        self._progress_text.setObjectName("progressLabel")
        self._progress_text.setFont(font(CAPTION - 1))
        self._progress_text.setWordWrap(True)
        set_look(self._progress_text, "muted")
        self._bar = QProgressBar()
        self._bar.setObjectName("progressBar")
        self._bar.setAccessibleName(self.tr("Progress of the training"))
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, M + S, L, M + S)
        column.setSpacing(S)
        times = _captioned(self._speed, self._elapsed, self._left)
        column.addWidget(FoldingRow(_captioned(self._best), times, BEST_WIDTH))
        column.addSpacing(S)
        column.addWidget(self._bar)
        column.addWidget(self._progress_text)
        self.show_run(None, TrainingState.IDLE)

    def show_run(self, run: TrainingHistory | None, state: TrainingState) -> None:
        best = run.best_accuracy if run else None
        speed = run.images_per_second if run else None
        left = run.seconds_left if run and state is not TrainingState.IDLE else None
        self._best.setText(NONE if best is None else in_percent(best / 100, 2))
        self._speed.setText(NONE if speed is None else f"{speed:,.0f}")
        self._elapsed.setText(NONE if run is None else clock(run.elapsed))
        self._left.setText(NONE if left is None else clock(left))
        self._bar.setRange(0, max(run.total_steps, 1) if run else 1)
        self._bar.setValue(run.step if run else 0)
        self._progress_text.setText(self._words(run, state))

    def _words(self, run: TrainingHistory | None, state: TrainingState) -> str:
        if state is TrainingState.STARTING:
            return self.tr("Getting ready…")
        if state is TrainingState.STOPPING and not (run and run.finished):
            return self.tr("Stopping…")
        if run is None:
            return self.tr("Nothing has been trained yet.")
        parts = [
            self.tr("Epoch {epoch} of {epochs}").format(epoch=run.epoch, epochs=run.epochs),
            self.tr("step {step:,} of {steps:,}").format(step=run.step, steps=run.total_steps),
        ]
        if run.best_epoch:
            parts.append(self.tr("best: epoch {epoch}").format(epoch=run.best_epoch))
        if state is TrainingState.PAUSED:
            parts.append(self.tr("paused"))
        elif state is TrainingState.IDLE:
            parts.append(self.tr("finished") if run.finished else self.tr("stopped"))
        return SEPARATOR.join(parts)


def clock(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _captioned(*labels: QLabel) -> QGridLayout:
    """Each below its name, all on one line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(M + S)
    grid.setVerticalSpacing(0)
    for column, label in enumerate(labels):
        caption = QLabel(label.accessibleName())
        caption.setFont(font(CAPTION - 1))
        set_look(caption, "muted")
        caption.setBuddy(label)
        grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(label, 1, column, Qt.AlignmentFlag.AlignBottom)
    return grid


def _figure(name: str, title: str, size: int) -> QLabel:
    label = QLabel(NONE)
    label.setObjectName(name)
    label.setAccessibleName(title)
    label.setFont(font(size, QFont.Weight.DemiBold))
    # A text that is likely, so that the numbers beside it stay where they are.
    keep_width_for(label, in_percent(1, 2) if size > TITLE else "00,000")
    return label


def _loss_chart(page: QWidget) -> Chart:
    return Chart(
        "lossChart",
        page.tr("Loss"),
        (page.tr("Step"), page.tr("nats")),
        (
            Curve("raw", "", "chart_train", "points"),
            Curve("train", page.tr("Training"), "chart_train", "line"),
            Curve("epoch train", "", "chart_train", "marks"),
            Curve("validation", page.tr("Validation"), "chart_validation", "joined marks"),
        ),
        fit=loss_limits,
        value_text=lambda value: f"{value:.4f}",
        empty_text=page.tr("Press Start: the loss of every step appears here."),
        can_be_logarithmic=True,
    )


def _accuracy_chart(page: QWidget) -> Chart:
    return Chart(
        "accuracyChart",
        page.tr("Accuracy"),
        (page.tr("Epoch"), "%"),
        (
            Curve("train", "", "chart_train", "faint line"),
            Curve("epoch train", page.tr("Training"), "chart_train", "joined marks"),
            Curve("epoch validation", page.tr("Validation"), "chart_validation", "joined marks"),
        ),
        fit=lambda _series: (0.0, 100.0),
        scale="nines",
        value_text=lambda value: in_percent(value / 100, 2),
        empty_text=page.tr("After each epoch its accuracy appears here."),
    )
