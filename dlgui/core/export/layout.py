"""Where other frameworks keep a layer's weights, and what its layers are called there.

Keras and the HTML page keep feature maps as [height, width, channels], PyTorch and dlgui as
[channels, height, width]. So a flattened map has its values in another order, and whatever sees
them one by one, up to and including the next dense layer, has its weights in that order too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from dlgui.core.nets.layers import Conv, Dense
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network

Arrays = dict[str, np.ndarray]


def layer_names(network: Network) -> list[str]:
    """conv1, relu1, maxpool1, flatten1, dense1, ...: counted by kind, for people to read."""
    seen: Counter[str] = Counter()
    names = []
    for layer in network.layers:
        seen[layer.keyword] += 1
        names.append(f"{layer.keyword}{seen[layer.keyword]}")
    return names


def feature_orders(network: Network) -> list[np.ndarray | None]:
    """For each layer, how its flattened inputs are to be taken so that channels come last.

    `features[order]` has them last; None where a layer's inputs are the same in both layouts.
    """
    return [
        np.arange(prod(origin)).reshape(origin).transpose(1, 2, 0).ravel()
        if len(shape) == 1 and len(origin) == 3 and origin[0] > 1 and prod(origin[1:]) > 1
        else None
        for shape, origin in zip(network.shapes()[:-1], network.origins()[:-1], strict=True)
    ]


def layer_arrays(model: Model, index: int) -> Arrays:
    """The arrays of the layer at `index` by their own names: weight, bias, running_mean, ..."""
    network = network_of(model.network)
    names = network.layers[index].weight_shapes(network.shapes()[index])
    return {name: model.weights[f"{index}.{name}"] for name in names}


def channels_last(model: Model) -> list[Arrays]:
    """Each layer's arrays as Keras keeps them.

    Convolutions [height, width, inputs, outputs], dense layers [inputs, outputs]; a batch
    normalisation of flattened values in the order of those values.
    """
    network = network_of(model.network)
    found = []
    for index, order in enumerate(feature_orders(network)):
        arrays = layer_arrays(model, index)
        layer = network.layers[index]
        if isinstance(layer, Conv):
            arrays["weight"] = arrays["weight"].transpose(2, 3, 1, 0)
        elif isinstance(layer, Dense):
            arrays["weight"] = _taken(arrays["weight"].T, order)
        else:
            arrays = {name: _taken(array, order) for name, array in arrays.items()}
        found.append({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    return found


def channels_first(network: Network, layers: Sequence[Mapping[str, np.ndarray]]) -> Arrays:
    """The way back: a model's weights, by their names in `Model.weights`."""
    weights = {}
    for index, order in enumerate(feature_orders(network)):
        back = None if order is None else np.argsort(order)
        arrays = dict(layers[index])
        layer = network.layers[index]
        if isinstance(layer, Conv):
            arrays["weight"] = arrays["weight"].transpose(3, 2, 0, 1)
        elif isinstance(layer, Dense):
            arrays["weight"] = _taken(arrays["weight"], back).T
        else:
            arrays = {name: _taken(array, back) for name, array in arrays.items()}
        for name, array in arrays.items():
            weights[f"{index}.{name}"] = np.ascontiguousarray(array, np.float32)
    return weights


def _taken(array: np.ndarray, order: np.ndarray | None) -> np.ndarray:
    """The rows of `array` in `order`."""
    return array if order is None else array[order]
