"""Run folders: what every training leaves behind, and how it is taken up again.

20261124-193012-reference/
    config.json        the settings and the data's source
    environment.json   versions and machine
    events.jsonl       what happened, one JSON object a line
    last.safetensors   checkpoint of the last whole epoch
    best.safetensors   checkpoint of the epoch that validated best
    bookmark.safetensors  checkpoint in the middle of the epoch under way
    epoch-0003.safetensors  the network after an epoch, of 20 at most, in half the precision
    model.safetensors  what the training leaves to be used: one calibrated network

`dlgui.core.training.recording` fills them.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, count
from pathlib import Path
from typing import Any

from dlgui import __version__
from dlgui.core.errors import ModelFileError, RunUnderWayError
from dlgui.core.files import fields_of, parse_json, read_text, text, try_lock, write_atomically
from dlgui.core.nets.model import load_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.checkpoints import Checkpoint, load_checkpoint
from dlgui.core.training.events import BEGINNINGS, checked_record
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import tr

LOG = "events.jsonl"
LAST = "last.safetensors"
BEST = "best.safetensors"
BOOKMARK = "bookmark.safetensors"
MODEL_FILE = "model.safetensors"
EPOCH_FILE = "epoch-{epoch:04}.safetensors"

LONGEST_LINE = 100_000
"""Bytes of a line of the event log; the longest that is written, for many layers, has 5,000."""

BLOCK = 2**14
"""Bytes of a log that are read at once, from its end."""

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
        with disk_errors(parent):
            parent.mkdir(parents=True, exist_ok=True)
            path = parent / (name or _free_name(parent, config))
            if name and path.exists():
                raise ModelFileError(
                    tr(
                        "{path} exists already, and a run needs a new folder: choose another name, "
                        'or go on with that run by "--resume {path}".'
                    ).format(path=path)
                    if _is_run(path)
                    else tr(
                        "{path} exists already, and a run needs a new folder: choose another name."
                    ).format(path=path)
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
            raise ModelFileError(
                tr("{path} is no run folder: choose another one.").format(path=path)
            ) from error

    @property
    def can_resume(self) -> bool:
        return any((self.path / name).is_file() for name in (BOOKMARK, LAST))

    @property
    def is_under_way(self) -> bool:
        """Whether a process trains it at this moment."""
        try:
            with (self.path / LOG).open("rb") as log:
                return not try_lock(log)
        except OSError:
            return False

    def under_way(self) -> RunUnderWayError:
        """What to raise when it must not be."""
        return RunUnderWayError(
            tr(
                "{path} is being trained at this moment, in another window or command: wait "
                "until it is done, or stop it there."
            ).format(path=self.path)
        )

    @property
    def has_ended(self) -> bool:
        """Whether its training came to its end, or was stopped: it was not cut off.

        Not so while the network that it leaves is not kept. Raises ModelFileError.
        """
        ends = ("TrainingDone", "TrainingFailed", "RunKept")
        telling = (*ends, *BEGINNINGS, "StepDone")
        newest_first = (record["event"] for record in self._sound_records_back())
        last = next((event for event in newest_first if event in telling), "")
        if last == "TrainingDone":  # as version 0.1 ended, which told of no more
            return self.is_kept
        return last in ends

    @property
    def is_kept(self) -> bool:
        """Whether the network that it leaves is there and calibrated. Raises ModelFileError."""
        model = self.path / MODEL_FILE
        return model.is_file() and bool(load_model(model).calibration)

    def last_checkpoint(self, *, whole_epochs: bool = False) -> Checkpoint:
        """To resume from: the newest one, or that of the last whole epoch.

        Raises ModelFileError, also when there is none.
        """
        bookmark, last = self.path / BOOKMARK, self.path / LAST
        if whole_epochs or not bookmark.is_file():
            return load_checkpoint(last)
        try:
            found = load_checkpoint(bookmark)
        except ModelFileError:  # it is not written as lastingly as the other
            return load_checkpoint(last)
        if not last.is_file():
            return found
        whole = load_checkpoint(last)
        return found if found.step > whole.step else whole

    def epoch_files(self) -> dict[int, Path]:
        """The networks that were kept after epochs, the earliest first; those of many are thinned.

        Raises ModelFileError when the folder cannot be read.
        """
        with disk_errors(self.path):
            found = self.path.glob("epoch-*.safetensors")
            numbers = {file.stem.removeprefix("epoch-"): file for file in found}
        return {int(n): numbers[n] for n in sorted(numbers, key=_number) if _number(n) >= 0}

    def best_checkpoint(self) -> Checkpoint:
        """The epoch that validated best. Raises ModelFileError."""
        return load_checkpoint(self.path / BEST)

    def records(self) -> list[dict[str, Any]]:
        """The events as `event_record` makes them.

        Steps that were trained again after a cut are left out, and so is a damaged
        line, such as a last one that was cut off. Raises ModelFileError when there is no log.
        """
        kept: list[dict[str, Any]] = []
        for record in self._sound_records():
            if record["event"] in BEGINNINGS:
                kept = [r for r in kept if r.get("step", 0) <= record["first_step"]]
            kept.append(record)
        return kept

    def _sound_records_back(self) -> Iterator[dict[str, Any]]:
        """The newest first: the end of a long log is read without its beginning."""
        damaged, after = 0, b""
        with disk_errors(self.path), (self.path / LOG).open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            while end and damaged < MOST_DAMAGED:
                begin = log.seek(max(end - BLOCK, 0))
                before, *lines = (log.read(end - begin) + after).split(b"\n")
                # What the block begins with may have begun in the one before it.
                lines, after = (lines, before[-LONGEST_LINE:]) if begin else ([before, *lines], b"")
                end = begin
                for line in reversed(lines):
                    try:
                        yield checked_record(parse_json(line))
                    except ValueError:
                        damaged += 1

    def _sound_records(self) -> Iterator[dict[str, Any]]:
        damaged = 0
        with disk_errors(self.path), (self.path / LOG).open("rb") as log:
            while damaged < MOST_DAMAGED and (line := log.readline(LONGEST_LINE)):
                try:
                    yield checked_record(parse_json(line))
                except ValueError:
                    damaged += 1


def most_crowded(places: Sequence[int]) -> int:
    """The index of the one whose neighbours are closest, the first and the last left out.

    places: ascending, three at least. Of those whose neighbours are as close, the first.
    """
    gaps = [after - before for before, after in zip(places, places[2:], strict=False)]
    return 1 + gaps.index(min(gaps))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


def _is_run(path: Path) -> bool:
    return (path / LOG).is_file()


def list_runs(parent: Path) -> list[RunFolder]:
    """The runs below `parent`, newest first. What is no run is passed over."""
    runs = []
    with disk_errors(parent):
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
def disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelFileError(
            tr(
                "The run's files in {path} cannot be written or read ({reason}): free some "
                "space or make the folder writable."
            ).format(path=path, reason=error.strerror or error)
        ) from error
