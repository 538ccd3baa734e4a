"""A kept run as TensorBoard's event files: its curves, its layers, its weights and its settings.

PATH/train has what the steps and epochs say of the training digits, PATH/validation of those held
back, under the same tags, so that TensorBoard draws both into one chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from dlgui.core.errors import ModelFileError
from dlgui.core.export.event_file import event, event_file, histogram, scalar, text
from dlgui.core.files import fields_of, parse_json, read_text, write_atomically
from dlgui.core.nets.model import load_model
from dlgui.core.nets.network_line import network_line, network_of
from dlgui.core.training.runs import BEST, LAST, MODEL_FILE, RunFolder
from dlgui.language import tr

TRAIN, VALIDATION = "train", "validation"

# By the kind of a record: where a value goes, its tag, and which of the record's keys it is.
_STEP = (
    (TRAIN, "loss", "loss"),
    (TRAIN, "accuracy", "accuracy"),
    (TRAIN, "learning rate", "learning_rate"),
)
_EPOCH_BY_STEP = (
    (VALIDATION, "loss", "validation_loss"),
    (VALIDATION, "accuracy", "validation_accuracy"),
)
_EPOCH = (
    (TRAIN, "epoch loss", "train_loss"),
    (TRAIN, "epoch accuracy", "train_accuracy"),
    (TRAIN, "images per second", "images_per_second"),
    (VALIDATION, "epoch loss", "validation_loss"),
    (VALIDATION, "epoch accuracy", "validation_accuracy"),
)
_LAYER = {"update_ratio": "update ratio", "zero_share": "zero share", "dead_share": "dead share"}


def save_event_files(run: RunFolder, folder: Path) -> tuple[Path, ...]:
    """Writes the run to `folder`, which may be there, and gives the files that were written.

    A second export of the run takes the first one's place. Raises ModelFileError when the run has
    no log or the folder cannot be written.
    """
    began = _began(run.path)
    name = f"events.out.tfevents.{int(began)}.{run.path.name}"
    written = []
    for part, events in _events(run, began).items():
        path = folder / part / name
        try:
            write_atomically(path, event_file(began, events))
        except OSError as error:
            raise ModelFileError(
                tr("{path} cannot be written ({reason}): choose another place.").format(
                    path=path, reason=error.strerror or error
                )
            ) from error
        written.append(path)
    return tuple(written)


def _events(run: RunFolder, began: float) -> dict[str, list[bytes]]:
    """Of each part, in the order of their steps."""
    found: dict[str, list[bytes]] = {TRAIN: [_settings(run, began)], VALIDATION: []}
    layers = network_line(network_of(run.config.network)).split(", ")
    time, times = began, {0: began}
    for record in run.records():
        step = record.get("step", 0)
        time = times[step] = began + record.get("seconds", time - began)
        match record["event"]:
            case "StepDone":
                _add(found, time, step, record, _STEP)
            case "EpochDone":
                _add(found, time, step, record, _EPOCH_BY_STEP)
                _add(found, time, record.get("epoch", 0), record, _EPOCH)
            case "LayersMeasured":
                summaries = list(_layers(record, layers))
                found[TRAIN].append(event(time, step, summaries))
    for step, summaries in _weights(run.path):
        found[TRAIN].append(event(times.get(step, time), step, summaries))
    return found


def _add(
    found: Mapping[str, list[bytes]],
    time: float,
    step: int,
    record: Mapping[str, Any],
    values: tuple[tuple[str, str, str], ...],
) -> None:
    for part, events in found.items():
        summaries = [
            scalar(tag, record[key])
            for place, tag, key in values
            if place == part and key in record
        ]
        if summaries:
            events.append(event(time, step, summaries))


def _layers(record: Mapping[str, Any], names: list[str]) -> Iterator[bytes]:
    """The shares and ratios of the layers that were measured, a chart for each."""
    for layer in record.get("layers", ()):
        index = layer.get("index", len(names))
        for key, title in _LAYER.items():
            if index < len(names) and layer.get(key) is not None:
                yield scalar(f"{title}/{index} {names[index]}", layer[key])


def _weights(path: Path) -> list[tuple[int, list[bytes]]]:
    """(step, histograms) of each network that the run has kept, by step."""
    found = {}
    for name in (MODEL_FILE, LAST, BEST):
        # A run that was handed on or thinned out has fewer, and one that was cut off none.
        with suppress(ModelFileError):
            model = load_model(path / name)
            if isinstance(step := model.summary.get("step"), int):
                found[step] = [
                    histogram(f"weights/{name}", values) for name, values in model.weights.items()
                ]
    return sorted(found.items())


def _settings(run: RunFolder, began: float) -> bytes:
    """The run's settings as a table of Markdown."""
    rows = {**asdict(run.config), "data": run.source or "embedded"}
    lines = ["| setting | value |", "| --- | --- |"]
    for name, value in rows.items():
        shown = str(value).replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {name} | {shown} |")
    return event(began, 0, [text("settings", "\n".join(lines))])


def _began(path: Path) -> float:
    """Seconds since 1970 when the run began, as far as its folder knows."""
    try:
        found = fields_of(parse_json(read_text(path / "environment.json", 10**6)), "time")
        return datetime.fromisoformat(found["time"]).timestamp()
    except (OSError, ValueError, TypeError):
        return path.stat().st_mtime
