"""All runs on the disk as rows of a table, with an index that may be lost at any time.

The folders are the truth. A SQLite file beside them keeps each run's summary together with a stamp
of the files that it was made from, so that thousands of runs are listed without reading thousands
of logs; what is damaged, missing or older than its folder is made again.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.files import fields_of, parse_json, read_text, write_atomically
from dlgui.core.training.events import checked_record
from dlgui.core.training.runs import BEST, BOOKMARK, LAST, LOG, MODEL_FILE, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import tr

INDEX_FILE = "index.sqlite"
NOTES_FILE = "notes.json"
CHECKPOINTS = (LAST, BEST, BOOKMARK)
"""What a run goes on from; what it leaves to be used needs none of them."""
CURVE_POINTS = 64
MOST_LOG = 200 * 2**20
MOST_NOTES = 2**16

_THINNED = ".checkpoints"
_STAMPED = ("config.json", LOG, MODEL_FILE, NOTES_FILE, *CHECKPOINTS)
# An epoch's record, found without parsing the thousands of steps between two of them.
_MILESTONE = re.compile(rb'^\{"event": "(?:TrainingStarted|TrainingResumed|EpochDone)".*$', re.M)


State = Literal["under way", "ended", "cut off"]
"""Whether a process trains it at this moment; whether it came to its end or was stopped."""


@dataclass(frozen=True, slots=True)
class RunNotes:
    """What a person says about a run.

    title: "" for the name that is made from network and time; question, expectation: what was
    asked and expected before the training, for the report
    """

    title: str = ""
    note: str = ""
    is_starred: bool = False
    question: str = ""
    expectation: str = ""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run as one row.

    config, source: as `RunFolder` has them
    began: local time of the folder's making, or of the folder itself where that is not recorded
    state: as `RunFolder.is_under_way` and `has_ended` have it, at the moment of the question
    epochs, step: how far it came; seconds: trained, pauses and validation left out
    best_accuracy: of the epoch that validated best, from 0 to 1, or None before the first;
    validation_count: of how many digits
    curve: each epoch's validation accuracy, thinned to at most `CURVE_POINTS`
    size: of all its files, bytes; can_resume: whether a checkpoint is there to go on from
    """

    path: Path
    config: TrainingConfig
    source: str
    began: datetime
    state: State
    epochs: int
    step: int
    seconds: float
    best_accuracy: float | None
    validation_count: int
    curve: tuple[float, ...]
    size: int
    can_resume: bool
    notes: RunNotes = RunNotes()

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval (Wilson's) of `best_accuracy`."""
        if self.best_accuracy is None or not self.validation_count:
            return None
        right = round(self.best_accuracy * self.validation_count)
        return wilson_interval(right, self.validation_count)


class RunTable:
    """The runs below one folder. Safe to use from any thread; each call opens the index anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def trash(self) -> Path:
        """Where deleted runs wait to be restored."""
        return self._folder / ".trash"

    def rows(self) -> list[RunSummary]:
        """All runs, newest first; what is no run or cannot be read is passed over."""
        known = dict(self._known())
        rows, fresh = [], []
        for path in self._paths():
            stamp = _stamp(path)
            kept = known.pop(path.name, None)
            row = _row(path, kept[1]) if kept and kept[0] == stamp else None
            if row is None:
                row = _summary_or_none(path)
                if row is not None:
                    fresh.append((path.name, stamp, json.dumps(_record(row))))
            if row is not None:
                rows.append(_now(row))
        if fresh or known:
            self._keep(fresh, gone=known)
        return sorted(rows, key=lambda row: (row.began, row.path.name), reverse=True)

    def annotate(self, path: Path, notes: RunNotes) -> None:
        """Writes down what a person says about the run. Raises ModelFileError."""
        try:
            write_atomically(path / NOTES_FILE, json.dumps(asdict(notes)).encode())
        except OSError as error:
            raise _disk_error(path, error) from error

    def to_trash(self, path: Path) -> Path:
        """Moves a run's folder out of the table, to where `restore` finds it.

        Raises RunUnderWayError while it is trained, and ModelFileError.
        """
        _refuse_under_way(path)
        kept = self.trash / path.name
        try:
            self.trash.mkdir(parents=True, exist_ok=True)
            if kept.exists():
                shutil.rmtree(kept)
            path.rename(kept)
        except OSError as error:
            raise _disk_error(path, error) from error
        return kept

    def restore(self, trashed: Path) -> Path:
        """Takes `to_trash` back. Raises ModelFileError."""
        path = self._folder / trashed.name
        try:
            if path.exists():
                raise FileExistsError(17, tr("there is another run of that name"))
            trashed.rename(path)
        except OSError as error:
            raise _disk_error(trashed, error) from error
        return path

    def thin(self, path: Path) -> Path:
        """Moves the checkpoints of a run that has ended to where `restore_checkpoints` finds them.

        What it left to be used stays; only going on with it is no longer possible. Raises
        RunUnderWayError while it is trained, and ModelFileError when its network is not kept.
        """
        _refuse_under_way(path)
        run = RunFolder.open(path)
        if not run.is_kept:
            raise ModelFileError(
                tr(
                    "The run in {path} has not left its network yet: resume it until it has ended."
                ).format(path=path)
            )
        kept = self.trash / f"{path.name}{_THINNED}"
        try:
            kept.mkdir(parents=True, exist_ok=True)
            epochs = [file.name for file in run.epoch_files().values()]
            for name in (*CHECKPOINTS, *epochs):
                if (path / name).is_file():
                    (path / name).replace(kept / name)
        except OSError as error:
            raise _disk_error(path, error) from error
        return kept

    def restore_checkpoints(self, kept: Path) -> Path:
        """Takes `thin` back. Raises ModelFileError."""
        path = self._folder / kept.name.removesuffix(_THINNED)
        try:
            for file in kept.iterdir():
                file.replace(path / file.name)
            kept.rmdir()
        except OSError as error:
            raise _disk_error(path, error) from error
        return path

    def trash_size(self) -> int:
        """Bytes of what waits in the trash."""
        return sum(file.stat().st_size for file in self.trash.rglob("*") if file.is_file())

    def empty_trash(self) -> None:
        shutil.rmtree(self.trash, ignore_errors=True)

    def _paths(self) -> Iterator[Path]:
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.is_dir() and not path.name.startswith("."):
                    yield path

    def _known(self) -> list[tuple[str, tuple[str, str]]]:
        try:
            with closing(self._open()) as index:
                found = index.execute("SELECT name, stamp, summary FROM runs").fetchall()
            return [(name, (stamp, summary)) for name, stamp, summary in found]
        except (sqlite3.Error, OSError):
            self._drop()
            return []

    def _keep(self, fresh: list[tuple[str, str, str]], gone: Iterable[str]) -> None:
        """An index that cannot be written is done without: it only saves time."""
        try:
            with closing(self._open()) as index, index:
                index.executemany("DELETE FROM runs WHERE name = ?", [(name,) for name in gone])
                index.executemany("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", fresh)
        except (sqlite3.Error, OSError):
            self._drop()

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        index = sqlite3.connect(self._folder / INDEX_FILE, timeout=5.0)
        index.execute(
            "CREATE TABLE IF NOT EXISTS runs (name TEXT PRIMARY KEY, stamp TEXT, summary TEXT)"
        )
        return index

    def _drop(self) -> None:
        with suppress(OSError):
            (self._folder / INDEX_FILE).unlink(missing_ok=True)


def summarise(path: Path) -> RunSummary:
    """What a run's folder says. Raises ModelFileError when it is no run's or cannot be read."""
    folder = RunFolder.open(path)
    row = RunSummary(
        path=path,
        config=folder.config,
        source=folder.source,
        began=_began(path),
        state=_state(folder),
        epochs=0,
        step=0,
        seconds=0.0,
        best_accuracy=None,
        validation_count=0,
        curve=(),
        size=sum(file.stat().st_size for file in path.iterdir() if file.is_file()),
        can_resume=folder.can_resume,
        notes=_notes(path),
    )
    accuracies: list[float] = []
    for record in _milestones(path / LOG):
        match record["event"]:
            case "TrainingStarted" | "TrainingResumed":
                row = replace(row, validation_count=int(record["validation_count"]))
                del accuracies[int(record.get("first_epoch", 0)) :]
            case "EpochDone":
                accuracies.append(float(record["validation_accuracy"]))
                row = replace(row, step=int(record["step"]), seconds=float(record["seconds"]))
    best = max(accuracies, default=None)
    curve = _thinned(accuracies)
    return _now(replace(row, epochs=len(accuracies), best_accuracy=best, curve=curve))


def _state(folder: RunFolder) -> State:
    try:
        return "ended" if folder.has_ended else "cut off"
    except ModelFileError:  # no log yet, or its network is damaged
        return "cut off"


def _now(row: RunSummary) -> RunSummary:
    """With the state that it has at this moment: nothing on the disk says when a process dies."""
    if row.state == "ended":
        return row
    run = RunFolder(row.path, row.config, row.source)
    return replace(row, state="under way" if run.is_under_way else "cut off")


def _milestones(log: Path) -> Iterator[dict[str, Any]]:
    """The records that matter here; a line that is damaged is passed over."""
    if not log.is_file() or log.stat().st_size > MOST_LOG:
        return
    for line in _MILESTONE.findall(log.read_bytes()):
        try:
            record = checked_record(parse_json(line))
            is_epoch = record["event"] == "EpochDone"
            needed = ("validation_accuracy", "seconds") if is_epoch else ("validation_count",)
            yield dict(fields_of(record, *needed))
        except ValueError:
            continue


def _thinned(values: list[float]) -> tuple[float, ...]:
    """At most `CURVE_POINTS` of them, evenly, the last one always."""
    every = -(-len(values) // CURVE_POINTS)
    return tuple(values[::-1][:: max(every, 1)][::-1])


def _began(path: Path) -> datetime:
    try:
        found = fields_of(parse_json(read_text(path / "environment.json", MOST_NOTES)), "time")
        return datetime.fromisoformat(found["time"]).astimezone()
    except (OSError, ValueError, TypeError):
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _notes(path: Path) -> RunNotes:
    """Of a file by others as well: only text and truth values of sensible length."""
    try:
        found = fields_of(parse_json(read_text(path / NOTES_FILE, MOST_NOTES)))
    except (OSError, ValueError):
        return RunNotes()
    kinds = {name: type(value) for name, value in asdict(RunNotes()).items()}
    return RunNotes(**{name: v for name, v in found.items() if type(v) is kinds.get(name)})


def _stamp(path: Path) -> str:
    """Changes whenever one of the files does that a summary is made from."""
    parts = []
    for name in _STAMPED:
        try:
            found = (path / name).stat()
            parts.append(f"{found.st_mtime_ns}:{found.st_size}")
        except OSError:
            parts.append("-")
    return " ".join(parts)


def _summary_or_none(path: Path) -> RunSummary | None:
    try:
        return summarise(path)
    except (ModelFileError, OSError):
        return None


def _record(row: RunSummary) -> dict[str, Any]:
    return {**asdict(row), "path": "", "began": row.began.isoformat()}


def _row(path: Path, text: str) -> RunSummary | None:
    """What the index keeps of a run, or None where another version wrote it."""
    try:
        found = json.loads(text)
        found |= {
            "path": path,
            "config": TrainingConfig(**found["config"]),
            "began": datetime.fromisoformat(found["began"]),
            "curve": tuple(found["curve"]),
            "notes": RunNotes(**found["notes"]),
        }
        return RunSummary(**found)
    except Exception:  # whatever the file says: the folder is asked instead
        return None


def _refuse_under_way(path: Path) -> None:
    run = RunFolder.open(path)
    if run.is_under_way:
        raise run.under_way()


def _disk_error(path: Path, error: OSError) -> ModelFileError:
    return ModelFileError(
        tr(
            "The run in {path} could not be changed ({reason}): make its folder writable, "
            "or free some space."
        ).format(path=path, reason=error.strerror or error)
    )
