"""Run folders: what every training leaves behind, and how it is taken up again.

20261124-193012-reference/
    config.json        the settings and the data's source
    environment.json   versions and machine
    events.jsonl       what happened, one JSON object a line
    last.safetensors   checkpoint of the last whole epoch
    best.safetensors   checkpoint of the epoch that validated best

What a training leaves to be used: one calibrated network.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, count
from pathlib import Path
from typing import Any, TextIO

from dlgui import __version__
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import ModelFileError
from dlgui.core.files import fields_of, parse_json, read_text, text, write_atomically
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.reading.calibration import calibrate
from dlgui.core.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from dlgui.core.training.events import (
    CheckpointTaken,
    Event,
    SnapshotTaken,
    StepDone,
    checked_record,
    event_record,
)
from dlgui.core.training.settings import TrainingConfig

Events = Generator[Event, None, None]

LAST = "last.safetensors"
BEST = "best.safetensors"

LONGEST_LINE = 100_000
"""Bytes of a line of the event log; the longest that is written, for many layers, has 5,000."""

MOST_DAMAGED = 10_000
"""Lines that make no sense, after which the rest of a log is not looked at."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """One run. config: as it was started; source: what its data was loaded from."""

    path: Path
    config: TrainingConfig
    source: str

    @classmethod
    def create(
        cls, parent: Path, config: TrainingConfig, source: str = "", *, name: str = ""
    ) -> RunFolder:
        """A new folder below `parent`, by default named by the time and the network.

        Raises ModelFileError when the folder cannot be made or there is one of that `name`.
        """
        with _disk_errors(parent):
            parent.mkdir(parents=True, exist_ok=True)
            path = parent / (name or _free_name(parent, config))
            if name and path.exists():
                raise ModelFileError(
                    f"{path} exists already, and a run needs a new folder: choose another name"
                    + (f', or go on with that run by "--resume {path}".' if _is_run(path) else ".")
                )
            path.mkdir()
            _write_json(path / "config.json", {**asdict(config), "source": source})
            _write_json(path / "environment.json", _environment())
        return cls(path, config, source)

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Raises ModelFileError when `path` is no run folder."""
        try:
            found = dict(fields_of(parse_json(read_text(path / "config.json", 10**6)), "source"))
            source = text(found.pop("source"), 10_000)
            return cls(path, TrainingConfig(**found), source)
        except (OSError, ValueError, TypeError) as error:
            raise ModelFileError(f"{path} is no run folder: choose another one.") from error

    @property
    def can_resume(self) -> bool:
        return (self.path / LAST).is_file()

    def last_checkpoint(self) -> Checkpoint:
        """To resume from. Raises ModelFileError, also when no epoch was finished."""
        return load_checkpoint(self.path / LAST)

    def best_checkpoint(self) -> Checkpoint:
        """The epoch that validated best. Raises ModelFileError."""
        return load_checkpoint(self.path / BEST)

    def records(self) -> list[dict[str, Any]]:
        """The events as `event_record` makes them.

        Steps of an epoch that was cut off and trained again are left out, and so is a damaged
        line, such as a last one that was cut off. Raises ModelFileError when there is no log.
        """
        kept: list[dict[str, Any]] = []
        for record in self._sound_records():
            if record["event"] == "TrainingStarted":
                kept = [r for r in kept if r.get("step", 0) <= record["first_step"]]
            kept.append(record)
        return kept

    def _sound_records(self) -> Iterator[dict[str, Any]]:
        damaged = 0
        with _disk_errors(self.path), (self.path / "events.jsonl").open("rb") as log:
            while damaged < MOST_DAMAGED and (line := log.readline(LONGEST_LINE)):
                try:
                    yield checked_record(parse_json(line))
                except ValueError:
                    damaged += 1


def recorded(events: Events, run: RunFolder) -> Events:
    """Passes the events on after writing them down; a resumed run's log is continued.

    Steps are buffered, everything else is on the disk before it is passed on: a killed process
    loses at most the epoch under way. Raises ModelFileError when the disk is full.
    """
    with closing(events), _opened_log(run.path) as log:
        for event in events:
            if isinstance(event, CheckpointTaken):
                if event.is_best:
                    save_checkpoint(run.path / BEST, event.checkpoint)
                save_checkpoint(run.path / LAST, event.checkpoint)
            if not isinstance(event, SnapshotTaken):
                with _disk_errors(run.path):
                    log.write(json.dumps(event_record(event)) + "\n")
                    if not isinstance(event, StepDone):
                        log.flush()
            yield event


@contextmanager
def _opened_log(folder: Path) -> Iterator[TextIO]:
    """The log, to be appended to; a line that a killed process left unfinished is ended."""
    with _disk_errors(folder):
        path = folder / "events.jsonl"
        log = path.open("a", encoding="utf-8")
        if not _ends_a_line(path):
            log.write("\n")
    try:
        yield log
    finally:
        with _disk_errors(folder):
            log.close()


def _ends_a_line(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - 1, 0))
        return not size or file.read(1) == b"\n"


def _is_run(path: Path) -> bool:
    return (path / LAST).is_file()


def list_runs(parent: Path) -> list[RunFolder]:
    """The runs below `parent`, newest first. What is no run is passed over."""
    runs = []
    with _disk_errors(parent):
        found = sorted(parent.iterdir() if parent.is_dir() else (), reverse=True)
    for path in found:
        try:
            runs.append(RunFolder.open(path))
        except ModelFileError:
            continue
    return runs


def _free_name(parent: Path, config: TrainingConfig) -> str:
    name = f"{datetime.now():%Y%m%d-%H%M%S}-{network_of(config.network).file_name}"
    numbered = (f"{name}-{number}" for number in count(2))
    return next(free for free in chain([name], numbered) if not (parent / free).exists())


def _environment() -> dict[str, Any]:
    return {
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        "platform": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "dlgui": __version__,
        **{name: _version(name) for name in ("torch", "numpy", "safetensors")},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # a frozen program carries no package metadata
        return "unknown"


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(content, indent=2).encode())


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            f"The run's files in {path} cannot be written or read ({error.strerror or error}): "
            "free some space or make the folder writable."
        ) from error


MODEL_FILE = "model.safetensors"
"""The outcome in its run's folder."""


def outcome(newest: Model, data: DigitData, run: RunFolder | None, *, is_complete: bool) -> Model:
    """The network to keep: of a complete run the one that validated best, otherwise the newest.

    It is calibrated on the validation part, which takes a few seconds. A training that is not
    recorded in a `run` has only its newest network. Raises ModelFileError when the run's best
    checkpoint cannot be read.
    """
    model = run.best_checkpoint().model if run is not None and is_complete else newest
    return model if model.calibration else calibrate(model, data)
