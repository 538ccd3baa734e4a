"""A trained network as plain data, which threads hand to each other, and its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.files import array, fields_of, number, parse_json, plain, text
from dlgui.core.nets.network_line import network_line, network_of
from dlgui.core.nets.networks import INPUT_SHAPE, Network
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.tensor_files import TensorFile, open_tensors, write_tensors
from dlgui.language import QT_TRANSLATE_NOOP

DIGIT_CLASSES = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Pixels from 0 to 1 (ink is 1) become ``(pixel - mean) / std`` before the first layer."""

    mean: float = 0.0
    std: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """A network with its weights.

    network: its name in the registry, or its line: see `dlgui.core.nets.network_line`
    weights: parameter and buffer name (as in the torch module's `state_dict`) to a float32 array
    classes: the names of the outputs, in order; ten digits unless the data set says otherwise
    calibration: what `dlgui.core.reading.calibration` learned about its confidence, or empty
    summary: how it was trained (configuration, data set, epochs, accuracies), for people to read
    """

    network: str
    weights: Mapping[str, np.ndarray]
    classes: tuple[str, ...] = DIGIT_CLASSES
    normalisation: Normalisation = field(default_factory=Normalisation)
    calibration: Mapping[str, Any] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)


KIND = QT_TRANSLATE_NOOP("", "dlgui model")
VERSION = 1


def model_metadata(model: Model) -> dict[str, str]:
    """What a file says about a model beside its weights; values are JSON."""
    return {
        "network": model.network,
        "line": network_line(network_of(model.network)),
        "classes": json.dumps(model.classes),
        "normalisation": json.dumps([model.normalisation.mean, model.normalisation.std]),
        "calibration": json.dumps(dict(model.calibration)),
        "summary": json.dumps(dict(model.summary)),
    }


def save_model(path: Path, model: Model, *, half: bool = False, lasting: bool = True) -> None:
    """Writes the model; `half` stores float16, in half the space, which costs no accuracy;
    `lasting`: see `dlgui.core.files.replacing`.

    A file that was there before is replaced only once the new one is complete. Raises
    ModelFileError when the disk is full or the folder cannot be written.
    """
    weights = {
        name: weight.astype(np.float16 if half else np.float32)
        for name, weight in model.weights.items()
    }
    write_tensors(path, KIND, VERSION, weights, lasting=lasting, **model_metadata(model))


def load_model(path: Path) -> Model:
    """Reads a model. Raises ModelFileError when the file is no model, damaged or too new."""
    with open_tensors(path, KIND, VERSION) as file:
        return read_model(file)


def read_model(file: TensorFile) -> Model:
    """The model in an open file, which may hold more. Raises ModelFileError.

    Values are checked, not only their presence: what this returns can be read with, shown and
    trained on. Nobody asks again.
    """
    try:
        network = network_of(file.metadata["network"])
        classes = _classes(file, network)
        mean, std = _parsed(file, "normalisation")
        normalisation = Normalisation(number(mean, -1000, 1000), number(std, 1e-6, 1e6))
        calibration = _calibration(file, network)
        summary = plain(fields_of(_parsed(file, "summary")))
    except (KeyError, ValueError, TypeError) as error:
        raise file.damaged() from error
    weights = file.read(network.weight_shapes())
    model = Model(network.name, weights, classes, normalisation, calibration, summary)
    if not _gives_numbers(model):
        raise file.damaged()
    return model


def _parsed(file: TensorFile, key: str) -> Any:
    return parse_json(file.metadata[key])


def _classes(file: TensorFile, network: Network) -> tuple[str, ...]:
    """One name for each output, no two alike."""
    found = _parsed(file, "classes")
    if not isinstance(found, list):
        raise ValueError("classes")
    classes = tuple(text(name, 100) for name in found)
    if len(classes) != network.shapes()[-1][0] or len(set(classes)) < len(classes):
        raise ValueError("classes")
    return classes


def _calibration(file: TensorFile, network: Network) -> dict[str, Any]:
    """As `dlgui.core.reading.calibration.Calibration` writes it, or empty."""
    found = dict(fields_of(_parsed(file, "calibration")))
    if "temperature" in found:
        number(found["temperature"], 1e-3, 1e3)
    if "threshold" in found:
        number(found["threshold"], -1e6, 1e6)
    if found.get("probe"):
        probe = fields_of(found["probe"], "mean", "spread", "hidden", "output")
        features = prod(network.shapes()[network.last_weighted])
        array(probe["mean"], (features,))
        hidden = array(probe["hidden"], (features + 1, None))
        array(probe["output"], (hidden.shape[1] + 1,))
        if not (array(probe["spread"], (features,)) > 0).all():
            raise ValueError("spread")
    return found


def _gives_numbers(model: Model) -> bool:
    """Whether the weights, finite each, stay so when they are multiplied: on paper and on ink."""
    pixels = np.zeros((2, *INPUT_SHAPE[1:]), np.float32)
    pixels[1] = 1
    with np.errstate(all="ignore"):
        return bool(np.isfinite(Forward(model).logits(pixels)).all())
