"""Models and weights of Keras 3: `.keras` with its architecture, `.weights.h5` onto a network.

Nothing of a file is run. Of HDF5 only plain arrays of the expected sizes are read: no links to
other files, no other types.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from importlib import import_module
from math import prod
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from dlgui.core.errors import ModelFileError
from dlgui.core.export.foreign import (
    MOST_BYTES,
    Foreign,
    Variant,
    finite,
    fitted,
    layer_place,
    refused,
)
from dlgui.core.export.keras import VARIABLES, places
from dlgui.core.export.keras_layers import NotHereError, keras_model
from dlgui.core.export.layout import Arrays, channels_first
from dlgui.core.files import parse_json
from dlgui.core.nets.layers import EPS, BatchNorm, Conv, Dense
from dlgui.core.nets.networks import Network
from dlgui.language import tr

# What a zip of other compression or with a password raises, and JSON of other types.
_DEFECTS = (NotImplementedError, RuntimeError, TypeError, AttributeError, OSError)

MOST_CONFIG = 4 * 2**20
CONFIG, WEIGHTS = "config.json", "model.weights.h5"
FOLDERS = ("layers", "_layer_checkpoint_dependencies")
"""Where Keras keeps layers; the second is what its first releases wrote."""
CLASSES: Mapping[type, str] = {Conv: "Conv2D", Dense: "Dense", BatchNorm: "BatchNormalization"}
KERAS_EPSILON = 1e-3


def read_keras(path: Path) -> Foreign:
    """The model of a `.keras` file. Raises ModelFileError."""
    try:
        with ZipFile(path) as archive:
            config = parse_json(_member(path, archive, CONFIG, MOST_CONFIG))
            model = keras_model(config)
            content = _member(path, archive, WEIGHTS, MOST_BYTES)
    except NotHereError as error:
        raise refused(path, error.text, **error.values) from error
    except (BadZipFile, zlib.error, EOFError, ValueError, LookupError, *_DEFECTS) as error:
        raise refused(path, tr("{name} is no .keras file of Keras 3, or damaged.")) from error
    network = model.network
    stored = places(model.kinds)
    sources = {index: stored[source] for index, source in model.sources.items()}
    weights = _weights(path, io.BytesIO(content), network, sources, model.epsilons)
    return Foreign(network, (Variant(weights),), model.normalisation, model.temperature)


def read_keras_weights(path: Path, network: Network) -> Foreign:
    """The weights of a `.weights.h5` file, which go by the order of each class of layers.

    It does not say which epsilon its batch normalisations have: Keras' own is assumed.
    Raises ModelFileError.
    """
    if path.stat().st_size > MOST_BYTES:
        raise refused(path, tr("{name} is larger than any network here."))
    kept = {i: CLASSES[type(layer)] for i, layer in enumerate(network.layers) if _keeps(layer)}
    sources = dict(zip(kept, places(kept.values()), strict=True))
    epsilons = {i: KERAS_EPSILON for i, kind in kept.items() if kind == "BatchNormalization"}
    return Foreign(network, (Variant(_weights(path, path, network, sources, epsilons)),))


def _keeps(layer: Any) -> bool:
    return type(layer) in CLASSES


def _member(path: Path, archive: ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise refused(
            path, tr("{name} has a {member} that is larger than any network's here."), member=name
        )
    with archive.open(name) as file:
        return file.read(most)


def _weights(
    path: Path,
    source: Any,
    network: Network,
    sources: Mapping[int, str],
    epsilons: Mapping[int, float],
) -> Arrays:
    try:
        h5py: Any = import_module("h5py")
    except ImportError as error:
        raise ModelFileError(
            tr("Reading {name} needs the package h5py: pip install 'dlgui[export]'.").format(
                name=path.name
            )
        ) from error
    layers: list[Arrays] = [{} for _ in network.layers]
    try:
        with h5py.File(source, "r") as file:
            folder = next((file[name] for name in FOLDERS if _is_group(h5py, file, name)), None)
            if folder is None:
                raise refused(
                    path, tr("{name} has no layers as Keras 3 keeps them: save it with Keras 3.")
                )
            for index, place in sources.items():
                layers[index] = _layer(path, h5py, folder, place, network, index)
    except (OSError, LookupError, RuntimeError, ValueError, TypeError) as error:
        raise refused(
            path, tr("{name} has no weights that can be read, or it is damaged.")
        ) from error
    for index, epsilon in epsilons.items():
        # Normalisations here add EPS to the variance; what another adds more goes into it.
        layers[index]["running_var"] = layers[index]["running_var"] + (epsilon - EPS)
    fit = fitted(path, network, layers)
    return finite(path, channels_first(network, fit))


def _layer(path: Path, h5py: Any, folder: Any, place: str, network: Network, index: int) -> Arrays:
    kind, layer = CLASSES[type(network.layers[index])], network.layers[index]
    where = layer_place(index, layer)
    if not _is_group(h5py, folder, place) or not _is_group(h5py, folder[place], "vars"):
        raise refused(
            path, tr("{name} has no weights for {layer}: check the network."), layer=where
        )
    group = folder[place]["vars"]
    names = VARIABLES[kind]
    shape = network.shapes()[index]
    sizes = layer.weight_shapes(shape)
    found: Arrays = {}
    for number, leaf in enumerate(names):
        wanted = sizes.get(leaf, sizes["weight"][:1])
        if isinstance(layer, Conv) and leaf == "weight":
            wanted = tuple(wanted[i] for i in (2, 3, 1, 0))
        elif isinstance(layer, Dense) and leaf == "weight":
            wanted = wanted[::-1]
        if str(number) in group:
            found[leaf] = _array(path, h5py, group, str(number), wanted, where)
    if kind == "BatchNormalization" and len(found) != len(names):
        raise refused(
            path, tr("{name} has a batch normalisation without scale or shift: it must have both.")
        )
    return found


def _array(
    path: Path, h5py: Any, group: Any, name: str, wanted: tuple[int, ...], where: str
) -> np.ndarray:
    """Only a plain array of floats that lies in the file itself and has the size it should."""
    is_hard = isinstance(group.get(name, getlink=True), h5py.HardLink)
    data = group[name] if is_hard else None
    if not isinstance(data, h5py.Dataset) or data.external or data.is_virtual:
        raise refused(path, tr("{name} has links to other files, which are not followed."))
    if data.dtype.kind != "f" or data.shape != wanted or prod(wanted) * 8 > MOST_BYTES:
        has, takes = ("×".join(map(str, shape)) for shape in (data.shape or (), wanted))
        raise refused(
            path,
            tr("{name} has {shape} weights for {layer}, which takes {takes}: check the network."),
            shape=has or "?",
            layer=where,
            takes=takes,
        )
    return np.asarray(data[()], np.float32)


def _is_group(h5py: Any, parent: Any, name: str) -> bool:
    link = parent.get(name, getlink=True)
    return isinstance(link, h5py.HardLink) and isinstance(parent[name], h5py.Group)
