"""Changing a network by hand: a filter or neuron switched off, a kernel edited.

Every operation gives another model; the arrays that it leaves alone are shared with the first.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.nets.layers import BatchNorm
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network
from dlgui.core.nets.numpy_net import Forward

CHUNK = 250
"""Digits between two looks at whether to stop."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A filter of a convolution, or a neuron of a hidden dense layer.

    layer: by its index in the network; number: from 0
    """

    layer: int
    number: int


def unit_behind(network: Network, layer: int, number: int) -> Unit | None:
    """Whose work the map or value `number` of what a layer gives is.

    ReLU, batch normalisation and pooling keep a map's number; None where a list is no longer in
    that order, before the first unit, and for scores: a score that is 0 can still be the highest,
    so that switching it off would not do what it says.
    """
    for index in range(layer, -1, -1):
        found = network.layers[index] if index < len(network.layers) else None
        if found is None or found.keeps_units:
            continue
        is_hidden = found.is_weighted and index != network.last_weighted
        return Unit(index, number) if is_hidden else None
    return None


def switch_off(model: Model, unit: Unit) -> Model:
    """A model in which `unit` gives 0, whatever it sees.

    Its weights and its bias become 0. A batch normalisation behind would turn that 0 into
    shift - mean × scale, so that its scale and its shift for the unit become 0 too: then the map is
    0 before and after it, and after pooling and activations, most of which keep a 0. A sigmoid
    makes ½ of it, which says as little about the digit.
    """
    changed = {name: model.weights[name].copy() for name in _arrays_of(model, unit)}
    for array in changed.values():
        array[unit.number] = 0.0
    return replace(model, weights={**model.weights, **changed})


def switch_on(model: Model, original: Model, unit: Unit) -> Model:
    """A model in which `unit` is as it is in `original`, a model of the same network."""
    changed = {name: model.weights[name].copy() for name in _arrays_of(model, unit)}
    for name, array in changed.items():
        array[unit.number] = original.weights[name][unit.number]
    return replace(model, weights={**model.weights, **changed})


def is_off(model: Model, unit: Unit) -> bool:
    """Whether `unit` gives 0 whatever it sees."""
    return not any(model.weights[name][unit.number].any() for name in _arrays_of(model, unit))


def units_off(model: Model) -> frozenset[Unit]:
    network = network_of(model.network)
    return frozenset(
        unit
        for layer, shape in enumerate(network.shapes()[1:])
        if network.layers[layer].is_weighted
        for number in range(shape[0])
        if (unit := unit_behind(network, layer, number)) and is_off(model, unit)
    )


def kernel_of(model: Model, unit: Unit, part: int) -> np.ndarray:
    """The weights of a filter for one map before: float32 [size, size]."""
    kernel: np.ndarray = model.weights[f"{unit.layer}.weight"][unit.number, part]
    return kernel


def with_kernel(model: Model, unit: Unit, part: int, kernel: np.ndarray) -> Model:
    """A model whose filter `unit` has `kernel`, [size, size], for the map before `part`.

    Raises ValueError for another size, and for what is no number.
    """
    name = f"{unit.layer}.weight"
    weight = model.weights[name].copy()
    if kernel.shape != weight.shape[2:]:
        raise ValueError(f"the kernel must be {list(weight.shape[2:])}, not {list(kernel.shape)}")
    if not np.isfinite(kernel).all():
        raise ValueError("a kernel's weights must be finite numbers")
    weight[unit.number, part] = kernel
    return replace(model, weights={**model.weights, name: weight})


def read_right(model: Model, digits: DigitSet) -> Generator[np.ndarray, None, np.ndarray]:
    """Which `digits` have their own class as the likeliest: bool [n], in `judging_order`.

    Yields what is known of the first ones, every time a longer array.
    """
    forward = Forward(model)
    order = judging_order(len(digits))
    right = np.zeros(len(digits), bool)
    for start in range(0, len(digits), CHUNK):
        which = order[start : start + CHUNK]
        answers = forward.logits(digits.images[which]).argmax(axis=1)
        right[start : start + CHUNK] = answers == digits.labels[which]
        yield right[: start + CHUNK].copy()
    return right


def judging_order(count: int) -> np.ndarray:
    """Every index below `count` once, int64, always in the same order, of which any first part is
    a fair sample: data sets are often sorted by class."""
    return np.random.default_rng(0).permutation(count)


def _arrays_of(model: Model, unit: Unit) -> list[str]:
    """Those that decide what `unit` gives, each with one entry for every unit of its layer."""
    behind = network_of(model.network).layers[unit.layer + 1 :]
    whose = [unit.layer]
    for index, layer in enumerate(takewhile(lambda layer: layer.keeps_units, behind)):
        if isinstance(layer, BatchNorm):
            whose.append(unit.layer + 1 + index)
    names = [f"{index}.{name}" for index in whose for name in ("weight", "bias")]
    return [name for name in names if name in model.weights]
