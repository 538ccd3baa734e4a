"""What the network on the bench costs before it is trained, or why it is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_process import estimate_in_process
from dlgui.language import tr
from dlgui.ui.kit.theme import CAPTION, M, font, set_look
from dlgui.ui.session.tasks import NewestWork
from dlgui.ui.train.bench_model import BenchModel
from dlgui.ui.train.layer_card import mend_text

if TYPE_CHECKING:
    from dlgui.ui.session.session import Session

SEPARATOR = "  ·  "
SETTLED_MS = 500
"""After the last change, before its time is measured."""
LONG = 120.0
"""Seconds for an epoch from which on one is warned."""


class EpochTime(QObject):
    """Finds out how long an epoch takes here: a moment after the settings last changed, in the
    training's process, and while nothing is trained in it."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[tuple[TrainingConfig, int], float | None] = {}
        self._wanted: tuple[TrainingConfig, int] | None = None
        self._work = NewestWork(session.tasks, tr("Measuring an epoch"))
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self._measure)
        session.training.changed.connect(self._on_training)
        session.closed.connect(self._timer.stop)

    def seconds(self, config: TrainingConfig) -> float | None:
        """As far as it is known; `changed` follows when it becomes so."""
        digits = self._session.data.digits
        if digits is None:
            return None
        count = min(config.train_digits or len(digits.train), len(digits.train))
        # What makes no difference to the time is set aside.
        key = config.with_(epochs=1, seed=0, train_digits=0, learning_rate=1e-3), count
        if key != self._wanted:
            self._wanted = key
            self._timer.start()
        return self._known.get(key)

    def _on_training(self) -> None:
        if self._session.training.is_idle and self._wanted is not None:
            self._timer.start()

    def _measure(self) -> None:
        wanted = self._wanted
        if wanted is None or wanted in self._known or not self._session.training.is_idle:
            return

        def done(seconds: float | None) -> None:
            self._known[wanted] = seconds
            self.changed.emit()

        self._work.run(lambda: estimate_in_process(*wanted), done)


class CostBar(QWidget):
    """One line of figures; or one sentence, and the click that mends the network."""

    def __init__(self, session: Session, model: BenchModel) -> None:
        super().__init__()
        self._model = model
        self._time = EpochTime(session)
        self._config, self._problem = TrainingConfig(), ""
        self._words = QLabel()
        self._words.setObjectName("networkCost")
        self._words.setAccessibleName(tr("What the network costs"))
        self._words.setFont(font(CAPTION))
        self._words.setWordWrap(True)
        self._mend = QPushButton()
        self._mend.setObjectName("mendNetworkButton")
        self._mend.setFont(font(CAPTION))
        self._mend.clicked.connect(model.mend)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._words, 1)
        row.addWidget(self._mend)
        self._time.changed.connect(lambda: self.show_state(self._config, self._problem))

    def show_state(self, config: TrainingConfig, problem: str) -> None:
        """problem: why the bench has no network; `config` has the last one then"""
        self._config, self._problem = config, problem
        if problem:
            self._show_problem(problem)
        else:
            self._show_cost(config)

    def _show_problem(self, problem: str) -> None:
        found = self._model.misfit
        can_mend = found is not None and found.mended is not None
        self._mend.setVisible(can_mend)
        if found is not None and can_mend:
            self._mend.setText(mend_text(self._model.layers, found))
        set_look(self._words, "bad")
        # The whole sentence is on the card and beneath the network's name.
        self._words.setToolTip(problem)
        if found is not None and found.index < len(self._model.layers):
            words = tr("Layer {number} does not fit yet.").format(number=found.index + 1)
        elif self._model.layers:
            words = tr("The end is missing yet.")
        else:
            words = tr("There are no layers yet.")
        self._words.setText(words)

    def _show_cost(self, config: TrainingConfig) -> None:
        network = network_of(config.network)
        parts = [
            tr("{count:,} parameters").format(count=network.parameters()),
            _operations(network.flops()),
            tr("{size} of memory to train").format(
                size=_bytes(network.training_bytes(config.batch_size))
            ),
        ]
        seconds = self._time.seconds(config) if self.isVisible() else None
        if seconds is not None:
            parts.append(_epoch_words(seconds))
        self._mend.hide()
        is_long = seconds is not None and seconds >= LONG
        set_look(self._words, "warning" if is_long else "muted")
        self._words.setToolTip("")
        self._words.setText(SEPARATOR.join(parts))


def _epoch_words(seconds: float) -> str:
    if seconds >= LONG:
        return tr(
            "an epoch will take about {minutes:.0f} minutes here: fewer filters, larger strides or "
            "more pooling make it shorter"
        ).format(minutes=seconds / 60)
    if seconds < 1:
        return tr("less than a second an epoch here")
    return tr("about {seconds:.0f} s an epoch here").format(seconds=seconds)


def _operations(count: int) -> str:
    if count < 1e6:
        return tr("{count:,} operations a digit").format(count=count)
    return tr("{count:,.1f} million operations a digit").format(count=count / 1e6)


def _bytes(count: int) -> str:
    if count < 1e9:
        return tr("{count:,.1f} MB").format(count=count / 1e6)
    return tr("{count:,.1f} GB").format(count=count / 1e9)
