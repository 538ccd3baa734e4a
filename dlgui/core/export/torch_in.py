"""Weights of PyTorch: a state dict in a safetensors file, put onto a network.

The names of a state dict are its author's own: a layer's arrays are found by their shapes, in the
order of the names. A dense layer behind a flattened map may expect its values with the channels
first, which is torch's way, or last, as after a `permute`: both are offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from dlgui.core.export.foreign import (
    MOST_BYTES,
    Foreign,
    Variant,
    finite,
    fitted,
    layer_place,
    refused,
)
from dlgui.core.export.layout import Arrays, feature_orders
from dlgui.core.export.torch_files import COUNTER
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import Conv, Dense
from dlgui.core.nets.networks import Network
from dlgui.language import QT_TRANSLATE_NOOP, tr

WRAPPERS = re.compile(r"^(module\.|_orig_mod\.)+")
"""What torch's DataParallel and `torch.compile` put before each name."""
LEAVES = ("weight", "bias", "running_mean", "running_var")
FLOATS = ("F16", "F32", "F64")
MOST_ARRAYS = 1000

Group = dict[str, tuple[str, Shape]]
"""An author's layer: each array's name in the file and its shape, by what the array is."""


def read_torch(path: Path, network: Network) -> Foreign:
    """Raises ModelFileError when the file is none, too large, or of another network."""
    if path.stat().st_size > MOST_BYTES:
        raise refused(path, tr("{name} is larger than any network here."))
    try:
        with safe_open(path, framework="numpy") as file:
            groups = _groups(path, file)
            places = _places(path, network, groups)
            found = [_read(path, file, place) for place in places]
    except SafetensorError as error:
        raise refused(
            path, tr("{name} is no safetensors file, or damaged: choose another file.")
        ) from error
    layers = fitted(path, network, found)
    first = finite(path, _named(layers))
    orders = feature_orders(network)
    if not any(order is not None and arrays for order, arrays in zip(orders, layers, strict=True)):
        return Foreign(network, (Variant(first),))
    parts = zip(network.layers, layers, orders, strict=True)
    last = _named([_reordered(*part) for part in parts])
    both = (
        Variant(first, QT_TRANSLATE_NOOP("", "flattened maps with their channels first")),
        Variant(last, QT_TRANSLATE_NOOP("", "flattened maps with their channels last")),
    )
    return Foreign(network, both)


def _groups(path: Path, file: Any) -> dict[str, Group]:
    """The file's arrays by their layer, as far as shapes go: nothing is read yet."""
    names = list(file.keys())
    if len(names) > MOST_ARRAYS:
        raise refused(
            path,
            tr("{name} holds more than {most:,} arrays: no network here has so many."),
            most=MOST_ARRAYS,
        )
    groups: dict[str, Group] = {}
    for name in names:
        layer, _, leaf = WRAPPERS.sub("", name).rpartition(".")
        if leaf == COUNTER:
            continue
        part = file.get_slice(name)
        if leaf not in LEAVES:
            raise refused(
                path,
                tr('{name} has an array "{array}", which no layer here keeps.'),
                array=name[:80],
            )
        if part.get_dtype() not in FLOATS:
            raise refused(
                path,
                tr("{name} holds {dtype} numbers: save it as float32, by model.float()."),
                dtype=part.get_dtype(),
            )
        groups.setdefault(layer, {})[leaf] = name, tuple(part.get_shape())
    return groups


def _places(path: Path, network: Network, groups: dict[str, Group]) -> list[Group]:
    """For each layer of the network, the author's layer that it is; empty where it keeps none."""
    left = dict(sorted(groups.items(), key=lambda item: _natural(item[0])))
    places: list[Group] = []
    for index, (layer, shape) in enumerate(zip(network.layers, network.shapes(), strict=False)):
        wanted = layer.weight_shapes(shape)
        if not wanted:
            places.append({})
            continue
        # torch's own numbers first: they say more than the order
        names = [str(index), *left] if str(index) in left else list(left)
        fit = next((name for name in names if _fits(layer, wanted, left[name])), None)
        if fit is None:
            size = "×".join(map(str, wanted["weight"]))
            raise refused(
                path,
                tr("{name} has no weights of {size} for {layer}: check the network."),
                size=size,
                layer=layer_place(index, layer),
            )
        places.append(left.pop(fit))
    if left:
        raise refused(
            path,
            tr('{name} also holds "{array}", which this network has no layer for.'),
            array=next(iter(left))[:80],
        )
    return places


def _fits(layer: Layer, wanted: Mapping[str, Shape], group: Group) -> bool:
    shapes = {leaf: shape for leaf, (_, shape) in group.items()}
    if isinstance(layer, (Conv, Dense)):  # with or without a bias: see `fitted`
        bias = shapes.pop("bias", wanted["weight"][:1])
        return shapes == {"weight": wanted["weight"]} and bias == wanted["weight"][:1]
    return shapes == wanted


def _natural(name: str) -> list[tuple[int, str]]:
    """conv2 before conv10."""
    parts = re.split(r"(\d+)", name)
    return [(int(part[:9]), "") if part.isdecimal() else (-1, part) for part in parts]


def _read(path: Path, file: Any, group: Group) -> Arrays:
    arrays = {leaf: file.get_tensor(name) for leaf, (name, _) in group.items()}
    if "running_var" in arrays and (arrays["running_var"] < 0).any():
        raise refused(path, tr("{name} holds a variance below 0: it is damaged."))
    return {leaf: np.asarray(array, np.float32) for leaf, array in arrays.items()}


def _reordered(layer: Layer, arrays: Arrays, order: np.ndarray | None) -> Arrays:
    """Of a layer whose inputs the file has with the channels last: with the channels first."""
    if order is None:
        return arrays
    back = np.argsort(order)
    if isinstance(layer, Dense):
        return {**arrays, "weight": arrays["weight"][:, back]}
    return {leaf: array[back] for leaf, array in arrays.items()}


def _named(layers: list[Arrays]) -> Arrays:
    return {
        f"{index}.{leaf}": np.ascontiguousarray(array)
        for index, arrays in enumerate(layers)
        for leaf, array in arrays.items()
    }
