"""How a network's scores would change with each of its values: back-propagation in numpy.

The chain rule, layer by layer, from a weighted sum of the scores back to the pixels (Rumelhart,
Hinton and Williams, *Learning representations by back-propagating errors*, 1986). Only values are
differentiated here, not weights: those are the business of `dlgui.core.engine`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlgui.core.forward import layer_matrix, plain_steps, scale_and_shift
from dlgui.core.model import Model
from dlgui.core.networks import NETWORKS, BatchNorm, Conv, Dense, Layer, MaxPool, ReLU, Shape

Back = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""The slope by a layer's output, its input and its output, to the slope by its input."""


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Of one score for each of n pictures.

    scores: [n], the weighted sums of logits
    pixels: [n, 28, 28], the score's partial derivative by each pixel, which is from 0 to 1
    values: what a layer gave, channels first: [n, *shape]; and
    layer: [n, *shape], the score's partial derivative by each of them
    """

    scores: np.ndarray
    pixels: np.ndarray
    values: np.ndarray
    layer: np.ndarray


class Backward:
    """Computes `Slopes`, in the precision of the model's weights. One thread at a time.

    Where a ReLU has its bend, the slope is taken as 0; where several values of a pooled tile are
    the largest, the first one gets it. Both are torch's choices too.
    """

    def __init__(self, model: Model) -> None:
        network = NETWORKS[model.network]
        self.model = model
        self._layers = network.layers
        self._steps = plain_steps(model)
        shapes = network.shapes()
        self._backs = [_back(model, i, layer) for i, layer in enumerate(network.layers)]
        self._shapes = shapes

    def slopes(self, images: np.ndarray, direction: np.ndarray, layer: int = 0) -> Slopes:
        """Differentiate the sum of `direction` × logits.

        images: [n, 28, 28] from 0 (paper) to 1 (ink); direction: [classes]
        layer: whose output to differentiate by as well, by its index in the network
        """
        normalisation, dtype = self.model.normalisation, self._dtype
        x = ((images.astype(dtype) - normalisation.mean) / normalisation.std)[..., np.newaxis]
        tape = [x.astype(dtype)]
        for step in self._steps:
            # A ReLU works in place, and what was before it is not needed again.
            tape.append(step(tape[-1]))
        scores = tape[-1] @ direction.astype(dtype)
        slope = np.broadcast_to(direction.astype(dtype), tape[-1].shape)
        at_layer = slope
        for index in range(len(self._backs) - 1, -1, -1):
            if index == layer:
                at_layer = slope
            slope = self._backs[index](slope, tape[index], tape[index + 1])
        pixels = slope.reshape(images.shape) / normalisation.std
        return Slopes(
            scores, pixels, self._outward(tape[layer + 1], layer), self._outward(at_layer, layer)
        )

    @property
    def _dtype(self) -> np.dtype:
        return next(iter(self.model.weights.values())).dtype

    def _outward(self, x: np.ndarray, layer: int) -> np.ndarray:
        """Channels first, also where a feature map has been flattened."""
        shape = self._shapes[layer + 1]
        if len(shape) == 3:
            return np.moveaxis(x, -1, 1)
        if len(self._shapes[layer]) == 3:  # flattened here, with the channels last
            channels, height, width = self._shapes[layer]
            return np.moveaxis(x.reshape(-1, height, width, channels), -1, 1).reshape(len(x), -1)
        return x


def _back(model: Model, index: int, layer: Layer) -> Back:
    if isinstance(layer, (Conv, Dense)):
        matrix, _ = layer_matrix(model, index)
        if isinstance(layer, Dense):
            return lambda slope, x, y: slope @ matrix.T
        return lambda slope, x, y: _back_through_conv(layer, matrix, slope, x.shape)
    if isinstance(layer, BatchNorm):
        scale, _ = scale_and_shift(model, index)
        return lambda slope, x, y: slope * scale
    if isinstance(layer, ReLU):
        return lambda slope, x, y: slope * (y > 0)
    if isinstance(layer, MaxPool):
        return lambda slope, x, y: _back_through_pool(layer.size, slope, x, y)
    return lambda slope, x, y: slope.reshape(x.shape)


def _back_through_conv(
    layer: Conv, matrix: np.ndarray, slope: np.ndarray, shape: Shape
) -> np.ndarray:
    """Each output hands its slope, times the kernel, to the window it was computed from."""
    n, rows, columns, channels = shape
    _, height, width, outputs = slope.shape
    p, k, s = layer.padding, layer.kernel, layer.stride
    windows = (slope.reshape(-1, outputs) @ matrix.T).reshape(n, height, width, k, k, channels)
    padded = np.zeros((n, rows + 2 * p, columns + 2 * p, channels), windows.dtype)
    for dy in range(k):
        for dx in range(k):
            padded[:, dy : dy + s * height : s, dx : dx + s * width : s] += windows[:, :, :, dy, dx]
    return padded[:, p : p + rows, p : p + columns]


def _back_through_pool(size: int, slope: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Only the largest value of a tile has a slope: the others could change without effect."""
    found = np.zeros_like(x)
    height, width = size * y.shape[1], size * y.shape[2]
    is_free = np.ones(y.shape, bool)
    for dy in range(size):
        for dx in range(size):
            tile = np.s_[:, dy:height:size, dx:width:size]
            wins = (x[tile] == y) & is_free
            found[tile] = slope * wins
            is_free &= ~wins
    return found
