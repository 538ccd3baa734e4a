"""Writing a training down in its run's folder, which is one process's own meanwhile."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from dlgui.core.errors import CutOffError, TrainingError
from dlgui.core.files import try_lock
from dlgui.core.nets.model import Model, save_model
from dlgui.core.training.checkpoints import Checkpoint, save_checkpoint
from dlgui.core.training.events import (
    BookmarkTaken,
    CheckpointTaken,
    Event,
    RunKept,
    SnapshotTaken,
    StepDone,
    TrainingDone,
    TrainingFailed,
    event_record,
)
from dlgui.core.training.runs import (
    BEST,
    BOOKMARK,
    EPOCH_FILE,
    LAST,
    LOG,
    MODEL_FILE,
    RunFolder,
    disk_errors,
    most_crowded,
)

Events = Generator[Event, None, None]

MOST_EPOCHS = 20
"""Of how many epochs the network is kept: 28 MB of the reference network, 1 MB of the compact."""


class RunLog:
    """A run's log, opened to be continued: whoever holds it owns the run."""

    def __init__(self, run: RunFolder, file: TextIO) -> None:
        self.run = run
        self.is_lost = False
        """Whether the folder can no longer be written, so that nothing more is kept there."""
        self._file = file

    def write(self, event: Event) -> None:
        """Steps are buffered; everything else is handed to the system at once.

        Raises ModelFileError when the disk is full.
        """
        with disk_errors(self.run.path):
            self._file.write(json.dumps(event_record(event)) + "\n")
            if not isinstance(event, StepDone):
                self._file.flush()

    def keep(self, checkpoint: Checkpoint, *, is_best: bool) -> None:
        """As the one after the last whole epoch. Raises ModelFileError."""
        if is_best:
            save_checkpoint(self.run.path / BEST, checkpoint)
        save_checkpoint(self.run.path / LAST, checkpoint)
        self._keep_epoch(checkpoint)
        self.forget_bookmark()

    def _keep_epoch(self, checkpoint: Checkpoint) -> None:
        """The network alone, to be looked at later. Of many epochs those farthest apart stay."""
        epoch = checkpoint.epoch
        path = self.run.path / EPOCH_FILE.format(epoch=epoch)
        save_model(path, checkpoint.model, half=True, lasting=False)
        files = self.run.epoch_files()
        superseded = [files.pop(other) for other in list(files) if other > epoch]
        if len(files) > MOST_EPOCHS:
            superseded.append(list(files.values())[most_crowded(list(files))])
        with disk_errors(self.run.path):
            for file in superseded:
                file.unlink(missing_ok=True)

    def keep_bookmark(self, checkpoint: Checkpoint) -> None:
        """As the place in an epoch's middle where the run can go on. Raises ModelFileError."""
        with disk_errors(self.run.path):
            self._file.flush()
        save_checkpoint(self.run.path / BOOKMARK, checkpoint, lasting=False)

    def forget_bookmark(self) -> None:
        with disk_errors(self.run.path):
            (self.run.path / BOOKMARK).unlink(missing_ok=True)


@contextmanager
def owned(run: RunFolder) -> Iterator[RunLog]:
    """The run, for this process alone until the block ends or the process dies.

    Raises RunUnderWayError, and ModelFileError when its folder cannot be written.
    """
    path = run.path / LOG
    with disk_errors(run.path):
        file = path.open("a", encoding="utf-8")
    try:
        if not try_lock(file):
            raise run.under_way()
        with disk_errors(run.path):
            for part in run.path.glob(".*.part"):  # of a process that was killed while it wrote
                part.unlink(missing_ok=True)
            if path.stat().st_size and _last_byte(path) != b"\n":
                file.write("\n")
        yield RunLog(run, file)
    finally:
        with disk_errors(run.path):
            file.close()


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as log:
        log.seek(-1, os.SEEK_END)
        return log.read()


def recorded(events: Events, run: RunFolder) -> Events:
    """As `written`, in a run that is this process's own meanwhile. Raises RunUnderWayError."""
    with closing(events), owned(run) as log:
        yield from written(events, log)


def written(events: Events, log: RunLog) -> Events:
    """Passes the events on after writing them down; a resumed run's log is continued.

    A process that is killed loses at most what came after the last bookmark. Raises ModelFileError
    when the disk is full.
    """
    step = epoch = 0
    with closing(events):
        try:
            for event in events:
                if isinstance(event, StepDone):
                    step, epoch = event.step, event.epoch
                if isinstance(event, CheckpointTaken):
                    log.keep(event.checkpoint, is_best=event.is_best)
                if isinstance(event, BookmarkTaken):
                    log.keep_bookmark(event.checkpoint)
                elif not isinstance(event, SnapshotTaken):
                    log.write(event)
                yield event
        except CutOffError:
            raise
        except TrainingError as error:
            # Going on from just before would fail again; after the last whole epoch there is hope.
            log.forget_bookmark()
            log.write(TrainingFailed(step, epoch, str(error)))
            raise


def kept(events: Events, log: RunLog | None, calibrate: Callable[[Model], Model]) -> Events:
    """Passes a training's events on, and keeps what it leaves to be used: one calibrated network.

    Of a complete run that is the one that validated best, otherwise the newest. Its file is
    written, and it is yielded, at once and again when `calibrate` has answered; `RunKept` comes
    last. Without a log nothing is written. Raises ModelFileError.
    """
    newest: SnapshotTaken | None = None
    best: Model | None = None
    is_complete = False
    with closing(events):
        for event in events:
            if isinstance(event, SnapshotTaken):
                newest = event
            elif isinstance(event, CheckpointTaken) and event.is_best:
                best = event.checkpoint.model
            is_complete = isinstance(event, TrainingDone)
            yield event
    if newest is None:
        return
    if log is not None and log.is_lost:
        log = None
    model = newest.model
    if is_complete and best is not None:
        model = best
    elif is_complete and log is not None:
        model = log.run.best_checkpoint().model
    if log is not None:
        save_model(log.run.path / MODEL_FILE, model)
    yield replace(newest, model=model)
    if not model.calibration:
        model = calibrate(model)
        if log is not None:
            save_model(log.run.path / MODEL_FILE, model)
        yield replace(newest, model=model)
    if log is not None:
        path = log.run.path
        done = RunKept(newest.step, newest.epoch, str(path), str(path / MODEL_FILE))
        log.write(done)
        yield done
