"""Capsules: a run as one file, to be handed in, opened elsewhere and checked.

A `.dlgui-run` is a zip of the run folder's settings, events, environment, notes and model, with a
`manifest.json` that names each file's SHA-256 and the data's. A capsule comes from others: only
files of known names are taken from it, of bounded size, and nothing in it is executed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np

from dlgui import __version__
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import ModelFileError
from dlgui.core.files import fields_of, parse_json, replacing, text, whole_number
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.events import EpochDone
from dlgui.core.training.runs import MODEL_FILE, RunFolder
from dlgui.language import tr

SUFFIX = ".dlgui-run"
KIND = "dlgui run"
VERSION = 1
MANIFEST = "manifest.json"
CURVES = "curves.csv"

# What a run's folder gives to its capsule, and the largest that each may be, in bytes.
FILES = {
    "config.json": 2**20,
    "environment.json": 2**20,
    "notes.json": 2**16,
    "events.jsonl": 200 * 2**20,
    MODEL_FILE: 200 * 2**20,
}
NEEDED = ("config.json", "events.jsonl", MODEL_FILE)
MOST_MANIFEST = 2**20
MOST_CURVES = 50 * 2**20

Record = Mapping[str, Any]


def data_digest(data: DigitData) -> str:
    """SHA-256, in hexadecimal, of the pixels and labels of the training and validation part."""
    found = hashlib.sha256()
    for part in (data.train, data.validation):
        for array in (part.images, part.labels):
            found.update(str((array.shape, array.dtype.str)).encode())
            found.update(np.ascontiguousarray(array).data)
    return found.hexdigest()


def save_capsule(run: RunFolder, target: Path, data: DigitData | None = None) -> None:
    """Writes the run as one file, replacing `target` once it is complete.

    data: what it was trained on, whose digest then goes with it. Raises ModelFileError when the
    run has no model yet, or the file cannot be written.
    """
    for name in NEEDED:
        if not (run.path / name).is_file():
            raise ModelFileError(
                tr(
                    "The run in {path} has no {name}: a run can be handed on once it has ended."
                ).format(path=run.path, name=name)
            )
    contents = {name: run.path / name for name in FILES if (run.path / name).is_file()}
    with (
        _as_model_error(target),
        replacing(target) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        digests = {}
        for name, source in contents.items():
            content = source.read_bytes()
            digests[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(name, content)
        archive.writestr(CURVES, _curves(run.records()))
        archive.writestr(MANIFEST, json.dumps(_manifest(digests, data), indent=2))


def open_capsule(path: Path, parent: Path) -> RunFolder:
    """Unpacks a capsule into a new run folder below `parent`.

    Raises ModelFileError when it is none, is damaged, or too large, and then leaves nothing.
    """
    with _as_model_error(path):
        contents = _checked(path)
        parent.mkdir(parents=True, exist_ok=True)
        folder = _free_folder(parent, path.stem)
        folder.mkdir()
        try:
            for name, content in contents.items():
                (folder / name).write_bytes(content)
            load_model(folder / MODEL_FILE)
            return RunFolder.open(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a run's recorded numbers hold.

    recorded, measured: the validation accuracy from 0 to 1 that the run tells of its model, and
    that the model has now; validation_count: of how many digits
    is_same_data: whether the data is the very one of the run, or None where the run does not say
    largest_difference: between the epochs' recorded and retrained validation accuracies, from 0 to
        1, or None when the run was not trained again
    """

    recorded: float
    measured: float
    validation_count: int
    is_same_data: bool | None
    largest_difference: float | None = None

    @property
    def holds(self) -> bool:
        """Rounding differs between machines: one digit may be read otherwise, and an epoch's
        accuracy may be off by a point when the run is trained again."""
        digit = 1 / self.validation_count
        if self.is_same_data is False or abs(self.recorded - self.measured) > 1.001 * digit:
            return False
        return self.largest_difference is None or self.largest_difference <= max(0.01, 2 * digit)

    def sentences(self) -> list[str]:
        """What was found, for people; whether it holds comes last."""
        again = tr("Recorded {recorded:.2%}, measured again {measured:.2%} of {count:,} digits.")
        found = [
            again.format(
                recorded=self.recorded, measured=self.measured, count=self.validation_count
            )
        ]
        if self.is_same_data is not None:
            same, other = tr("The data is the same."), tr("The data is not the same.")
            found.append(same if self.is_same_data else other)
        if self.largest_difference is not None:
            again = tr("Trained again: an epoch's accuracy differs by {difference:.2%} at most.")
            found.append(again.format(difference=self.largest_difference))
        holds, fails = tr("What the run tells holds."), tr("What the run tells does not hold.")
        found.append(holds if self.holds else fails)
        return found


def verify(run: RunFolder, data: DigitData, *, retrain: bool = False) -> Verification:
    """Evaluates the run's model again on `data`, and with `retrain` trains the whole run again.

    Raises ModelFileError when the run has no model, or one that does not tell its accuracy.
    """
    model = load_model(run.path / MODEL_FILE)
    recorded = model.summary.get("validation_accuracy")
    if not isinstance(recorded, float):
        raise ModelFileError(
            tr(
                "The model in {path} does not tell its accuracy: there is nothing to verify."
            ).format(path=run.path)
        )
    return Verification(
        recorded,
        _accuracy(model, data),
        len(data.validation),
        _is_same_data(run, data),
        _retrained(run, data) if retrain else None,
    )


def _accuracy(model: Model, data: DigitData) -> float:
    answers = Forward(model).logits(data.validation.images).argmax(1)
    return float((answers == data.validation.labels).mean())


def _is_same_data(run: RunFolder, data: DigitData) -> bool | None:
    try:
        manifest = parse_json((run.path / MANIFEST).read_bytes())
        return bool(manifest["data"]["sha256"] == data_digest(data))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _retrained(run: RunFolder, data: DigitData) -> float:
    from dlgui.core.training.train import train  # torch, for this alone

    told = [r["validation_accuracy"] for r in run.records() if r["event"] == "EpochDone"]
    again = [
        event.validation_accuracy
        for event in train(run.config, data)
        if isinstance(event, EpochDone)
    ]
    return max((abs(one - other) for one, other in zip(told, again, strict=False)), default=0.0)


def _manifest(digests: Mapping[str, str], data: DigitData | None) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "dlgui": __version__,
        "files": dict(digests),
    }
    if data is not None:
        counts = {"train": len(data.train), "validation": len(data.validation)}
        manifest["data"] = {"name": data.name, "sha256": data_digest(data), **counts}
    return manifest


def _curves(records: list[dict[str, Any]]) -> str:
    """The epochs as CSV, for a spreadsheet."""
    names = (
        "epoch",
        "step",
        "seconds",
        "train_loss",
        "train_accuracy",
        "validation_loss",
        "validation_accuracy",
    )
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(names)
    for record in records:
        if record["event"] == "EpochDone":
            table.writerow([record.get(name, "") for name in names])
    return out.getvalue()


def _checked(path: Path) -> dict[str, bytes]:
    """What a capsule holds, by name: sizes are checked before anything is unpacked."""
    with zipfile.ZipFile(path) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        limits = FILES | {MANIFEST: MOST_MANIFEST, CURVES: MOST_CURVES}
        if len(sizes) != len(archive.infolist()) or any(
            size > limits.get(name, -1) for name, size in sizes.items()
        ):
            raise ValueError("it holds what no capsule has")
        manifest = fields_of(parse_json(_taken(archive, MANIFEST, MOST_MANIFEST)), "files")
        if text(manifest.get("kind")) != KIND:
            raise ValueError("it is no capsule")
        if whole_number(manifest.get("version"), 1) > VERSION:
            raise ModelFileError(
                tr("{path} is from a newer dlgui: update dlgui to open it.").format(path=path)
            )
        contents = {}
        for name, digest in fields_of(manifest["files"], *NEEDED).items():
            contents[name] = _taken(archive, name, FILES[name])
            if hashlib.sha256(contents[name]).hexdigest() != digest:
                raise ValueError(f"{name} is not as it was")
        contents[MANIFEST] = _taken(archive, MANIFEST, MOST_MANIFEST)
        return contents


def _taken(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A file of the archive, whatever size it claims."""
    with archive.open(name) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(f"{name} is too large")
    return content


def _free_folder(parent: Path, stem: str) -> Path:
    name = "".join(c if c.isalnum() or c in " -_." else "-" for c in stem).strip(" .")[:80] or "run"
    numbered = (f"{name}-{number}" for number in count(2))
    return next(parent / free for free in chain([name], numbered) if not (parent / free).exists())


@contextmanager
def _as_model_error(path: Path) -> Iterator[None]:
    try:
        yield
    except ModelFileError:
        raise
    except OSError as error:
        raise ModelFileError(
            tr(
                "The capsule {path} could not be used ({reason}): check its folder's permissions "
                "and free space."
            ).format(path=path, reason=error.strerror or error)
        ) from error
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,  # a way of packing that Python does not know
        RuntimeError,  # encrypted
        EOFError,
        zlib.error,
        struct.error,
        OverflowError,
        KeyError,
        ValueError,
        TypeError,
    ) as error:
        raise ModelFileError(
            tr("{path} is no capsule of a run, or it is damaged: ask for another copy.").format(
                path=path
            )
        ) from error
