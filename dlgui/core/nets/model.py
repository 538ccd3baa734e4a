"""A trained network as plain data: what a model file holds, and what threads hand to each other.

Model files: a network's weights and everything a reader must know about them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.tensor_files import TensorFile, open_tensors, write_tensors

DIGIT_CLASSES = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Pixels from 0 to 1 (ink is 1) become ``(pixel - mean) / std`` before the first layer."""

    mean: float = 0.0
    std: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """A network of the registry with its weights.

    network: its name in `dlgui.core.nets.networks.NETWORKS`
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


KIND = "dlgui model"
VERSION = 1


def model_metadata(model: Model) -> dict[str, str]:
    """What a file says about a model beside its weights; values are JSON."""
    return {
        "network": model.network,
        "classes": json.dumps(model.classes),
        "normalisation": json.dumps([model.normalisation.mean, model.normalisation.std]),
        "calibration": json.dumps(dict(model.calibration)),
        "summary": json.dumps(dict(model.summary)),
    }


def save_model(path: Path, model: Model, *, half: bool = False) -> None:
    """Writes the model; `half` stores float16, in half the space, which costs no accuracy.

    A file that was there before is replaced only once the new one is complete. Raises
    ModelFileError when the disk is full or the folder cannot be written.
    """
    weights = {
        name: weight.astype(np.float16 if half else np.float32)
        for name, weight in model.weights.items()
    }
    write_tensors(path, KIND, VERSION, weights, **model_metadata(model))


def load_model(path: Path) -> Model:
    """Reads a model. Raises ModelFileError when the file is no model, damaged or too new."""
    with open_tensors(path, KIND, VERSION) as file:
        return read_model(file)


def read_model(file: TensorFile) -> Model:
    """The model in an open file, which may hold more. Raises ModelFileError."""
    try:
        name = file.metadata["network"]
        shapes = NETWORKS[name].weight_shapes()
        classes = _parsed(file, "classes", list)
        mean, std = map(float, _parsed(file, "normalisation", list))
        calibration = _parsed(file, "calibration", dict)
        summary = _parsed(file, "summary", dict)
    except (KeyError, ValueError, TypeError) as error:
        raise file.damaged() from error
    outputs = NETWORKS[name].shapes()[-1][0]
    if len(classes) != outputs or not std > 0:
        raise file.damaged()
    return Model(
        name,
        file.read(shapes),
        tuple(map(str, classes)),
        Normalisation(mean, std),
        calibration,
        summary,
    )


def _parsed(file: TensorFile, key: str, kind: type) -> Any:
    value = json.loads(file.metadata[key])
    if not isinstance(value, kind):
        raise ValueError(key)
    return value
