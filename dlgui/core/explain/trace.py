"""What every layer of a network makes of one digit, and what each value looks at.

A network is shown as stages: its input, what each layer gives, and the probabilities that the
softmax makes of the last layer's scores. `dlgui.core.explain.arithmetic` takes a single value
apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import Flatten
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration

Place = tuple[int, ...]
"""(map, row, column) of a value in a stage of maps, (index,) in a list of values."""
Box = tuple[int, int, int, int]
"""Rows and columns of a map: top, left, bottom, right; the last two lie just outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One step from the input to the answer.

    kind: "input", "softmax" or the layer's; number: counts the stages of this kind from 1
    layer: None for the input and the softmax
    values: float32 [maps, height, width] or [features]; the input's are pixels from 0 to 1
    parameters: how many numbers the layer has learned
    is_signed: whether a value can be below zero
    """

    kind: str
    number: int
    layer: Layer | None
    values: np.ndarray
    parameters: int
    is_signed: bool

    @property
    def shape(self) -> Shape:
        return self.values.shape

    @property
    def has_maps(self) -> bool:
        return self.values.ndim == 3

    @property
    def maps(self) -> int:
        """How many maps there are; a list of values counts as one."""
        return len(self.values) if self.has_maps else 1

    def strongest(self, map_index: int) -> Place:
        """Where the value farthest from zero is, in one map or in the list."""
        values = np.abs(self.values[map_index] if self.has_maps else self.values)
        found = tuple(int(i) for i in np.unravel_index(int(values.argmax()), values.shape))
        return (map_index, *found) if self.has_maps else found


@dataclass(frozen=True, slots=True, eq=False)
class Insight:
    """A digit on its way through a network.

    pixels: float32 [28, 28] from 0 (paper) to 1 (ink)
    stages: the input, what each layer of the registry's network gives, and the probabilities
    is_finite: whether every value is a number; a training that diverged leaves others
    """

    model: Model
    pixels: np.ndarray
    stages: tuple[Stage, ...]
    is_finite: bool

    @property
    def network(self) -> Network:
        return network_of(self.model.network)

    @property
    def answer(self) -> int:
        """The likeliest class."""
        return int(self.stages[-1].values.argmax())

    def kernels(self, stage: int, map_index: int) -> np.ndarray:
        """The weights behind one map of a convolution: float32 [maps before, size, size]."""
        kernels: np.ndarray = self.weights(stage, "weight")[map_index]
        return kernels

    def weights(self, stage: int, name: str) -> np.ndarray:
        """An array of the layer behind a stage, by its name in `Network.weight_shapes`."""
        return self.model.weights[f"{stage - 1}.{name}"]

    def has_bias(self, stage: int) -> bool:
        """Whether the layer behind a stage has one."""
        return f"{stage - 1}.bias" in self.model.weights


def look_inside(model: Model, pixels: np.ndarray) -> Insight:
    """Follow one digit, float32 [28, 28] from 0 (paper) to 1 (ink), through `model`."""
    network = network_of(model.network)
    outputs = Forward(model).activations(pixels)
    stages = [Stage("input", 1, None, pixels.astype(np.float32)[np.newaxis], 0, False)]
    parts = zip(network.layers, network.numbers(), network.shapes(), outputs, strict=False)
    for layer, number, before, values in parts:
        is_signed = layer.gives_signed(stages[-1].is_signed)
        parameters = layer.parameters(before)
        stages.append(Stage(layer.kind, number, layer, values, parameters, is_signed))
    probabilities = Calibration.of(model).probabilities(outputs[-1][np.newaxis])[0]
    stages.append(Stage("softmax", 1, None, probabilities, 0, False))
    is_finite = all(bool(np.isfinite(stage.values).all()) for stage in stages)
    return Insight(model, pixels, tuple(stages), is_finite)


def window(network: Network, stage: int, place: Place) -> Box | None:
    """What a value of a stage is computed from, in each map of the stage before.

    It may reach over the edge, where a convolution pads with zeros. None for a value that is
    computed from a whole list, for one of the input, and in lists.
    """
    layer = _layer_behind(network, stage)
    if layer is None:
        return None
    if isinstance(layer, Flatten):
        _, row, column = np.unravel_index(place[0], network.shapes()[stage - 1])
        return int(row), int(column), int(row) + 1, int(column) + 1
    if len(place) != 3:
        before = network.shapes()[stage - 1]
        return (0, 0, *before[1:]) if len(before) == 3 else None
    return _seen_by(layer, _cell(place))


def receptive_field(network: Network, stage: int, place: Place) -> Box:
    """The pixels of the input that a value can depend on.

    Found by going back through the layers, as in Araujo et al., *Computing receptive fields of
    convolutional neural networks*, 2019; padding is left out.
    """
    shapes = network.shapes()
    depth = min(stage, len(network.layers))
    # In lists there is one index, or None for all of them.
    index = place[0] if len(place) == 1 and stage == depth else None
    box = _cell(place) if len(place) == 3 else (0, 0, 0, 0)
    for before in range(depth - 1, -1, -1):
        layer = network.layers[before]
        if len(shapes[before]) == 3 and len(shapes[before + 1]) == 1:
            _, height, width = shapes[before]
            box = (0, 0, height, width)
            if index is not None and isinstance(layer, Flatten):
                box = _cell(tuple(int(i) for i in np.unravel_index(index, shapes[before])))
        elif len(shapes[before]) == 3:
            box = _seen_by(layer, box)
        elif not layer.keeps_units:
            index = None
    _, height, width = shapes[0]
    top, left, bottom, right = box
    return max(top, 0), max(left, 0), min(bottom, height), min(right, width)


def _layer_behind(network: Network, stage: int) -> Layer | None:
    return network.layers[stage - 1] if 0 < stage <= len(network.layers) else None


def _cell(place: Place) -> Box:
    _, row, column = place
    return row, column, row + 1, column + 1


def _seen_by(layer: Layer, box: Box) -> Box:
    """What a layer computes the values in `box` from, in the maps before it."""
    if layer.window is None:
        return box
    size, stride, padding = layer.window
    top, left, bottom, right = box
    return (
        top * stride - padding,
        left * stride - padding,
        (bottom - 1) * stride - padding + size,
        (right - 1) * stride - padding + size,
    )
