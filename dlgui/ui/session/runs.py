"""The runs on the disk, as the session takes them up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from dlgui import paths
from dlgui.core.data.datasets import DigitData
from dlgui.core.data.sources import load_data
from dlgui.core.errors import DataError
from dlgui.core.evaluation.run_table import RunSummary, summarise
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import (
    EpochDone,
    Event,
    StepDone,
    TrainingDone,
    TrainingResumed,
    TrainingStarted,
)
from dlgui.core.training.runs import MODEL_FILE, RunFolder, list_runs
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import tr
from dlgui.ui.kit.formats import in_percent
from dlgui.ui.session.messages import Message, Messages
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.session.tasks import BackgroundTasks

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (TrainingStarted, TrainingResumed, StepDone, EpochDone, TrainingDone)
}


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """A run that can go on.

    model: what answers the pad
    events: what happened up to the checkpoint, for the charts
    extra_epochs: to be trained once it has ended
    """

    summary: RunSummary
    folder: RunFolder
    checkpoint: Checkpoint
    model: Model
    data: DigitData
    events: list[Event]
    extra_epochs: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be done, the keeping of its network included."""
        return self.checkpoint.epoch >= self.checkpoint.config.epochs and self.folder.has_ended


class SessionRuns(QObject):
    """Loads runs, so that they can go on."""

    loaded = Signal(object)
    """LoadedRun: it was asked for."""

    def __init__(self, tasks: BackgroundTasks, settings: SettingsFile, messages: Messages) -> None:
        super().__init__()
        self._tasks = tasks
        self._settings = settings
        self._messages = messages

    def resume(self, path: Path, extra_epochs: int = 0) -> None:
        """Go on with the run in the folder `path`, on its own data, where it was cut off.

        extra_epochs: to be trained beyond those that it was to have
        """
        work = partial(load_run, path, extra_epochs)
        self._tasks.run(tr("Loading the run"), work, self.loaded.emit)

    def look_for_cut_off(self) -> None:
        """Offer the newest run if it was cut off, and not stopped by the person."""
        self._tasks.run(tr("Looking for runs"), newest_unfinished_run, self._offer)

    def _offer(self, run: RunSummary | None) -> None:
        if run is not None and run.path.name != self._settings.settled_run:
            self._messages.say(
                Message(
                    "info",
                    tr("{run} was cut off. It can go on from where it was.").format(
                        run=run_title(run)
                    ),
                    tr("Resume"),
                    lambda: self.resume(run.path),
                )
            )


def load_run(path: Path, extra_epochs: int = 0) -> LoadedRun:
    """All that is needed to go on with the run in `path`. Raises a DlguiError."""
    folder = RunFolder.open(path)
    if folder.is_under_way:
        raise folder.under_way()
    checkpoint = folder.last_checkpoint()
    outcome = folder.path / MODEL_FILE
    model = load_model(outcome) if outcome.is_file() else checkpoint.model
    events = _events(folder.records(), checkpoint.step)
    try:
        data = load_data(folder.source or None)
    except DataError as error:
        raise DataError(
            tr(
                "{error} If this run's digits are elsewhere now, go on with them from the "
                "command line: dlgui train --resume {path} --data FOLDER"
            ).format(error=error, path=path)
        ) from error
    return LoadedRun(summarise(path), folder, checkpoint, model, data, events, extra_epochs)


def newest_unfinished_run() -> RunSummary | None:
    """The newest run, if it was cut off and can go on."""
    for run in list_runs(paths.runs_dir()):
        if run.is_under_way:
            continue
        return summarise(run.path) if run.can_resume and not run.has_ended else None
    return None


def run_title(row: RunSummary) -> str:
    """What a person called it, or else what it is: "Reference CNN, 98.20 %, 2026-11-27 22:17"."""
    if row.notes.title:
        return row.notes.title
    return title_of(row.config, row.began, row.best_accuracy)


def title_of(config: TrainingConfig, began: datetime, accuracy: float | None = None) -> str:
    """Network, best validation accuracy (from 0 to 1) where there is one yet, and beginning."""
    when = f"{began:%Y-%m-%d %H:%M}"
    if accuracy is None:
        return tr("{network}, {began}").format(network=network_title(config), began=when)
    return tr("{network}, {accuracy}, {began}").format(
        network=network_title(config), accuracy=in_percent(accuracy, 2), began=when
    )


def network_title(config: TrainingConfig) -> str:
    return tr(network_of(config.network).title) or tr("Own network")


def _events(records: list[dict[str, Any]], last_step: int) -> list[Event]:
    """The events again, up to `last_step`; what another version wrote differently is left out."""
    events = []
    for record in records:
        kind = _KINDS.get(record.get("event", ""))
        if kind is None or record.get("step", 0) > last_step:
            continue
        if record.get("first_step"):  # version 0.1 had one kind for both
            kind = TrainingResumed
        try:
            events.append(kind(**{key: value for key, value in record.items() if key != "event"}))
        except TypeError:
            continue
    return events
