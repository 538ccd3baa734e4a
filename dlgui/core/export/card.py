"""A model card: Markdown in the language in use, with the head that model hubs read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dlgui import __version__
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_line, network_of
from dlgui.core.reading.calibration import Calibration
from dlgui.language import QT_TRANSLATE_NOOP, listed, sentences, tr

LIBRARIES = {"onnx": "onnx", "keras": "keras", "torch": "pytorch"}
SHIPPED = "packaging/train_reader.py"
"""What the summary of the shipped reader says of its making; its card is a file of its own."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a model reads some digits: shares from 0 to 1, `low` and `high` at 95 % confidence."""

    data: str
    count: int
    accuracy: float
    low: float
    high: float


def model_card(model: Model, title: str, format_name: str, measured: Measured, checked: str) -> str:
    """checked: what another engine said of the export."""
    made = tr(
        "A network of {count:,} weights that reads one handwritten digit in an image of 28×28 "
        "pixels. Exported by dlgui {version}."
    ).format(count=network_of(model.network).parameters(), version=__version__)
    sections = {
        tr("How to use it"): tr(_USE[format_name]),
        tr("What it takes and gives"): _facts(model),
        tr("How well it reads"): _accuracy(measured),
        tr("How it was trained"): _training(model.summary),
        tr("Limits"): "\n".join(f"- {tr(limit)}" for limit in _LIMITS),
        tr("Licence"): _licence(model),
    }
    parts = [
        _head(model, format_name, measured, title),
        f"# {title}",
        sentences((made, checked)),
        *(f"## {heading}\n\n{text}" for heading, text in sections.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _head(model: Model, format_name: str, measured: Measured, title: str) -> str:
    """YAML; every JSON value is also one of YAML."""
    metric = {"type": "accuracy", "value": round(measured.accuracy, 4)}
    result = {
        "task": {"type": "image-classification"},
        "dataset": {"type": "mnist", "name": measured.data},
        "metrics": [metric],
    }
    lines = {
        "license": "mit" if _is_shipped(model) else "unknown",
        "library_name": LIBRARIES[format_name],
        "pipeline_tag": "image-classification",
        "tags": ["handwriting", "digits", "mnist", "dlgui"],
        "model-index": [{"name": title, "results": [result]}],
    }
    head = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in lines.items()]
    return "\n".join(["---", *head, "---"])


def _facts(model: Model) -> str:
    normalisation, calibration = model.normalisation, Calibration.of(model)
    normalised = tr("(pixel − {mean:g}) / {std:g}, built in")
    divided = tr("{temperature:.4g}: logits are divided by it, built in")
    rows = [
        (
            tr("input"),
            tr("28×28 pixels from 0 (paper) to 1 (ink), the digit in the middle 20×20"),
        ),
        (
            tr("normalisation"),
            normalised.format(mean=normalisation.mean, std=normalisation.std),
        ),
        (tr("classes"), listed(model.classes)),
        (tr("temperature"), divided.format(temperature=calibration.temperature)),
        (tr("network"), network_line(network_of(model.network))),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {key} | {value} |" for key, value in rows)])


def _accuracy(measured: Measured) -> str:
    return tr(
        "{accuracy:.2%} of {count:,} digits ({data}; 95 % interval {low:.2%} to {high:.2%}). Where "
        "these digits chose the epoch or the settings, that is a little too favourable."
    ).format(
        accuracy=measured.accuracy,
        count=measured.count,
        data=tr(measured.data),
        low=measured.low,
        high=measured.high,
    )


def _training(summary: Mapping[str, Any]) -> str:
    rows = [*_flat(summary)]
    if not rows:
        return tr("The file does not say.")
    return "\n".join(["| | |", "| --- | --- |", *(f"| {key} | {value} |" for key, value in rows)])


def _flat(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = []
    for key, value in record.items():
        if isinstance(value, Mapping):
            rows += _flat(value)
        else:
            shown = f"{value:.6g}" if isinstance(value, float) else str(value)
            rows.append((key.replace("_", " "), shown.replace("|", "\\|").replace("\n", " ")))
    return rows


def _is_shipped(model: Model) -> bool:
    return model.summary.get("trained_by") == SHIPPED


def _licence(model: Model) -> str:
    if _is_shipped(model):
        return tr("MIT, as dlgui, whose card of the reader names the data that trained it.")
    return tr(
        "Whoever trained it decides: set `license` in the head of this card. MNIST, if it was "
        "trained on it, is by Y. LeCun, C. Cortes and C. J. C. Burges (CC BY-SA 3.0)."
    )


_LIMITS = (
    QT_TRANSLATE_NOOP(
        "",
        "It answers with a digit whatever it sees: dlgui's refusal of other ink is not part of "
        "this file.",
    ),
    QT_TRANSLATE_NOOP(
        "",
        "Ink must be light on dark and laid out as in MNIST: longest side 20 pixels, centre of "
        "mass in the middle. dlgui does this before the network sees a drawing.",
    ),
    QT_TRANSLATE_NOOP("", "It knows no hands but those that it was trained on."),
)

_USE = {
    "onnx": """\
```python
import onnxruntime

session = onnxruntime.InferenceSession("FILE.onnx")
logits, probabilities = session.run(None, {"image": images})  # float32 [n, 1, 28, 28]
```""",
    "keras": """\
```python
import keras

probabilities = keras.models.load_model("FILE.keras").predict(images)  # float32 [n, 28, 28, 1]
```""",
    "torch": QT_TRANSLATE_NOOP(
        "",
        "The script beside the safetensors file builds the network, loads the weights and has a "
        "function `probabilities(images)`, float32 [n, 1, 28, 28]. The `.pt2` file, where there is "
        'one, is the whole program: `torch.export.load("FILE.pt2").module()(images)` gives the '
        "logits.",
    ),
}
