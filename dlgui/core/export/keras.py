"""Keras: a `.keras` file as Keras 3 writes it, a zip of two JSON files and an HDF5 file.

The model takes [n, 28, 28, 1] from 0 (paper) to 1 (ink) and gives calibrated probabilities, as the
models of most introductions do; the logits are the output of the layer before the calibration.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import numpy as np

from dlgui.core.export.layout import Arrays, channels_last, layer_names
from dlgui.core.nets.layers import EPS, Conv
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.reading.calibration import Calibration

KERAS_VERSION = "3.0.0"
"""Whose format this is; every Keras 3 reads it."""

VARIABLES = {
    "Conv2D": ("weight", "bias"),
    "Dense": ("weight", "bias"),
    "BatchNormalization": ("weight", "bias", "running_mean", "running_var"),
}
"""What Keras numbers from 0 in each layer's folder of weights, by our names."""

Piece = tuple[str, str, dict[str, Any], Arrays]
"""A Keras layer: class, name, settings, and its arrays by our names."""


def keras_file(model: Model, title: str) -> bytes:
    """The model as `.keras`. Raises ImportError where the package `h5py` is missing."""
    pieces = _pieces(model)
    metadata = {"keras_version": KERAS_VERSION, "date_saved": f"{datetime.now():%Y-%m-%d@%H:%M:%S}"}
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_STORED) as archive:
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(_config(pieces, title)))
        archive.writestr("model.weights.h5", _weights(pieces))
    return content.getvalue()


def logits_layer(model: Model) -> str:
    """The name of the Keras layer that gives the logits."""
    return layer_names(network_of(model.network))[-1]


def _pieces(model: Model) -> list[Piece]:
    network = network_of(model.network)
    mean, std = model.normalisation.mean, model.normalisation.std
    pieces: list[Piece] = []
    if mean or std != 1:
        facts = {"scale": 1 / std, "offset": -mean / std}
        pieces.append(("Rescaling", "normalisation", facts, {}))
    named = zip(network.layers, layer_names(network), channels_last(model), strict=True)
    for layer, name, arrays in named:
        for kind, suffix, facts in _LAYERS[layer.keyword](layer):
            pieces.append((kind, name + suffix, facts, arrays if kind in VARIABLES else {}))
    temperature = Calibration.of(model).temperature
    if temperature != 1:
        scale = {"scale": 1 / temperature, "offset": 0.0}
        pieces.append(("Rescaling", "temperature", scale, {}))
    pieces.append(("Softmax", "probabilities", {"axis": -1}, {}))
    return pieces


def _config(pieces: Sequence[Piece], title: str) -> dict[str, Any]:
    shape = [None, 28, 28, 1]
    layers = [_layer("InputLayer", "image", {"batch_shape": shape, "dtype": "float32"})]
    layers += [_layer(kind, name, facts | _ALWAYS) for kind, name, facts, _ in pieces]
    name = re.sub(r"\W+", "_", title).strip("_") or "digits"
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {
            "name": name,
            "trainable": True,
            "dtype": "float32",
            "layers": layers,
            "build_input_shape": shape,
        },
        "registered_name": "Sequential",
        "build_config": {"input_shape": shape},
    }


_ALWAYS = {"trainable": True, "dtype": "float32"}


def _layer(kind: str, name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras.layers",
        "class_name": kind,
        "config": {"name": name, **facts},
        "registered_name": None,
    }


def _weights(pieces: Sequence[Piece]) -> bytes:
    """`layers/<class>_<number>/vars/<number>`, in the order of the layers."""
    h5py: Any = import_module("h5py")
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.create_group("vars")
        for place, (kind, name, _, arrays) in zip(places(p[0] for p in pieces), pieces):  # noqa: B905
            group = file.create_group(f"layers/{place}/vars")
            group.attrs["name"] = name
            present = [key for key in VARIABLES.get(kind, ()) if key in arrays]
            for number, key in enumerate(present):
                group.create_dataset(str(number), data=arrays[key].astype(np.float32))
    return content.getvalue()


def places(kinds: Any) -> list[str]:
    """Where Keras keeps the weights of layers of these classes: conv2d, conv2d_1, dense, ..."""
    seen: Counter[str] = Counter()
    found = []
    for kind in kinds:
        snake = re.sub(r"\W+", "", kind)
        snake = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", snake)
        snake = re.sub("([a-z])([A-Z])", r"\1_\2", snake).lower()
        found.append(f"{snake}_{seen[snake]}" if seen[snake] else snake)
        seen[snake] += 1
    return found


Parts = Sequence[tuple[str, str, dict[str, Any]]]


def _convolution(layer: Conv) -> Parts:
    """Keras' "same" is torch's padding only without stride and with an odd kernel."""
    p, k = layer.padding, layer.kernel
    is_same = p and layer.stride == 1 and 2 * p == k - 1
    facts = {
        "filters": layer.channels,
        "kernel_size": [k, k],
        "strides": [layer.stride] * 2,
        "padding": "same" if is_same else "valid",
        "use_bias": layer.bias,
    }
    around: Parts = [("ZeroPadding2D", "_padding", {"padding": [[p, p], [p, p]]})]
    return [*(around if p and not is_same else ()), ("Conv2D", "", facts)]


def _one(kind: str, **facts: Any) -> Parts:
    return [(kind, "", facts)]


_LAYERS: Mapping[str, Callable[[Any], Parts]] = {
    "conv": _convolution,
    "dense": lambda layer: _one("Dense", units=layer.features, use_bias=layer.bias),
    # Keras' momentum is what is kept, torch's what is taken.
    "batchnorm": lambda layer: _one("BatchNormalization", axis=-1, momentum=0.9, epsilon=EPS),
    "relu": lambda layer: _one("Activation", activation="relu"),
    "leakyrelu": lambda layer: _one("LeakyReLU", negative_slope=0.01),
    "elu": lambda layer: _one("Activation", activation="elu"),
    "gelu": lambda layer: _one("Activation", activation="gelu"),
    "sigmoid": lambda layer: _one("Activation", activation="sigmoid"),
    "tanh": lambda layer: _one("Activation", activation="tanh"),
    "maxpool": lambda layer: _one("MaxPooling2D", pool_size=[layer.size] * 2),
    "avgpool": lambda layer: _one("AveragePooling2D", pool_size=[layer.size] * 2),
    "globalavgpool": lambda layer: _one("GlobalAveragePooling2D"),
    "dropout": lambda layer: _one("Dropout", rate=layer.rate),
    "flatten": lambda layer: _one("Flatten"),
}
"""The Keras layers that do what each kind does: class, what is added to its name, settings."""
