"""A network's answers in numpy: no torch, no waiting for its import, nothing shared.

How a network's scores would change with each of its values: back-propagation in numpy.

The chain rule, layer by layer, from a weighted sum of the scores back to the pixels (Rumelhart,
Hinton and Williams, *Learning representations by back-propagating errors*, 1986). Only values are
differentiated here, not weights: those are the business of `dlgui.core.training`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from dlgui.core.nets.networks import (
    INPUT_SHAPE,
    NETWORKS,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Layer,
    MaxPool,
    ReLU,
    Shape,
)

if TYPE_CHECKING:  # a model's file is tried out by what is here
    from dlgui.core.nets.model import Model

Step = Callable[[np.ndarray], np.ndarray]
EPS = 1e-5  # what torch's batch normalisation adds to the variance
CHUNK = 128  # digits computed at once: larger ones are no faster, and take more memory


class Forward:
    """Computes what a model's network makes of pictures. To be used from one thread at a time.

    Feature maps are kept as [n, height, width, channels], so that a convolution is one matrix
    product over its patches; what comes out has the registry's order (channels first).
    """

    def __init__(self, model: Model) -> None:
        network = NETWORKS[model.network]
        self.model = model
        self._layers = network.layers
        self._shapes = network.shapes()
        self._plain = plain_steps(model)
        folded = _steps(model, fold=True)
        last_dense = max(i for i, layer in enumerate(self._layers) if isinstance(layer, Dense))
        self._body, self._head = folded[:last_dense], folded[last_dense:]

    def logits(self, images: np.ndarray) -> np.ndarray:
        """float32 [n, 10]; images: [n, 28, 28], float32 from 0 (paper) to 1 (ink) or uint8."""
        return self._in_chunks(images, (self._body, self._head))

    def features(self, images: np.ndarray) -> np.ndarray:
        """float32 [n, features]: what the last dense layer sees of `images` (see `logits`).

        A flattened feature map has its channels last here, unlike in `activations`.
        """
        return self._in_chunks(images, (self._body,))

    def logits_from(self, features: np.ndarray) -> np.ndarray:
        """The logits, float32 [n, 10], of what `features` gave."""
        for step in self._head:
            features = step(features)
        return features

    def outputs(self, images: np.ndarray, layers: int) -> np.ndarray:
        """float32 [n, size]: what the first `layers` layers give of `images` (see `logits`).

        Flattened, a feature map with its channels last, as in `features`.
        """
        return _flatten(self._in_chunks(images, (self._plain[:layers],)))

    def activations(self, image: np.ndarray) -> list[np.ndarray]:
        """What each layer of the registry's network gives for one [28, 28] image, in its shape."""
        x = self._input(image[np.newaxis])
        found: list[np.ndarray] = []
        for layer, step in zip(self._layers, self._plain, strict=True):
            x = step(x)
            if isinstance(layer, Flatten):  # steps flatten with the channels last
                found.append((found[-1] if found else x[0]).reshape(-1))
            else:  # a copy, because the next step may be one that works in place
                found.append(np.array(np.moveaxis(x[0], -1, 0), order="C"))
        return found

    def _in_chunks(self, images: np.ndarray, parts: Sequence[Sequence[Step]]) -> np.ndarray:
        chunks = []
        for start in range(0, max(len(images), 1), CHUNK):
            x = self._input(images[start : start + CHUNK])
            for part in parts:
                for step in part:
                    x = step(x)
            chunks.append(x)
        return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)

    def _input(self, images: np.ndarray) -> np.ndarray:
        if images.shape[1:] != INPUT_SHAPE[1:]:
            raise ValueError(f"images must be [n, 28, 28], not {list(images.shape)}")
        x = images.astype(np.float32)
        if images.dtype == np.uint8:
            x /= 255
        normalisation = self.model.normalisation
        x -= normalisation.mean
        x /= normalisation.std
        return x[..., np.newaxis]


def plain_steps(model: Model) -> list[Step]:
    """One step for each layer; maps are [n, height, width, channels] and a ReLU works in place."""
    return _steps(model, fold=False)


def _steps(model: Model, *, fold: bool) -> list[Step]:
    """One step a layer. With `fold`, batch normalisation is worked into the layer before it."""
    network = NETWORKS[model.network]
    steps: list[Step] = []
    for index, layer in enumerate(network.layers):
        following = network.layers[index + 1 : index + 2]
        if isinstance(layer, (Conv, Dense)):
            matrix, bias = layer_matrix(model, index)
            if fold and isinstance(following[0] if following else None, BatchNorm):
                scale, shift = scale_and_shift(model, index + 1)
                matrix, bias = matrix * scale, bias * scale + shift
            steps.append(_product(layer, matrix, bias))
        elif isinstance(layer, BatchNorm):
            steps.append(_keep if fold else _scaling(*scale_and_shift(model, index)))
        elif isinstance(layer, MaxPool):
            steps.append(_pooling(layer.size))
        elif isinstance(layer, Flatten):
            steps.append(_flatten)
        elif isinstance(layer, ReLU):
            steps.append(_relu)
    return steps


def layer_matrix(model: Model, index: int) -> tuple[np.ndarray, np.ndarray]:
    """A convolution's or dense layer's weights as [inputs, outputs], and its bias [outputs].

    Inputs have their channels last, also when a dense layer sees them flattened.
    """
    layer = NETWORKS[model.network].layers[index]
    assert isinstance(layer, (Conv, Dense))
    weight = model.weights[f"{index}.weight"]
    bias = model.weights[f"{index}.bias"] if layer.bias else np.zeros(len(weight), np.float32)
    if isinstance(layer, Conv):
        weight = weight.transpose(2, 3, 1, 0)
    else:
        before = _shape_before_flatten(model, index)
        weight = weight.reshape(-1, *before)
        weight = np.moveaxis(weight, (0, 1), (-1, -2)) if len(before) == 3 else weight.T
    return np.ascontiguousarray(weight.reshape(-1, len(bias))), bias


def _shape_before_flatten(model: Model, index: int) -> Shape:
    """The shape of the feature map that the dense layer at `index` sees flattened."""
    network = NETWORKS[model.network]
    while index and isinstance(network.layers[index - 1], Flatten):
        index -= 1
    return network.shapes()[index]


def scale_and_shift(model: Model, index: int) -> tuple[np.ndarray, np.ndarray]:
    """What a batch normalisation multiplies each channel by and then adds: [channels] each."""
    names = ("weight", "bias", "running_mean", "running_var")
    weight, bias, mean, variance = (model.weights[f"{index}.{name}"] for name in names)
    scale = weight / np.sqrt(variance + EPS)
    return scale, bias - mean * scale


def _product(layer: Conv | Dense, matrix: np.ndarray, bias: np.ndarray) -> Step:
    if isinstance(layer, Dense):
        return lambda x: x @ matrix + bias

    def convolve(x: np.ndarray) -> np.ndarray:
        k, s = layer.kernel, layer.stride
        x = _padded(x, layer.padding)
        n, height, width, channels = x.shape
        height, width = (height - k) // s + 1, (width - k) // s + 1
        along_n, along_y, along_x, along_channels = x.strides
        # As sliding_window_view makes them, which for a single digit takes as long as the product.
        patches = np.lib.stride_tricks.as_strided(
            x,
            (n, height, width, k, k, channels),
            (along_n, along_y * s, along_x * s, along_y, along_x, along_channels),
            writeable=False,
        )
        y: np.ndarray = patches.reshape(n * height * width, len(matrix)) @ matrix
        y += bias
        return y.reshape(n, height, width, len(bias))

    return convolve


def _padded(x: np.ndarray, padding: int) -> np.ndarray:
    """Zeros around the maps [n, height, width, channels]; np.pad takes ten times as long."""
    if not padding:
        return x
    n, height, width, channels = x.shape
    padded = np.zeros((n, height + 2 * padding, width + 2 * padding, channels), x.dtype)
    padded[:, padding:-padding, padding:-padding] = x
    return padded


def _scaling(scale: np.ndarray, shift: np.ndarray) -> Step:
    return lambda x: x * scale + shift


def _pooling(size: int) -> Step:
    def pool(x: np.ndarray) -> np.ndarray:
        height, width = x.shape[1] // size * size, x.shape[2] // size * size
        tiles = [x[:, dy:height:size, dx:width:size] for dy in range(size) for dx in range(size)]
        y: np.ndarray = np.maximum(tiles[0], tiles[1])
        for tile in tiles[2:]:
            np.maximum(y, tile, out=y)
        return y

    return pool


def _relu(x: np.ndarray) -> np.ndarray:
    np.maximum(x, 0, out=x)
    return x


def _flatten(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), prod(x.shape[1:]))


def _keep(x: np.ndarray) -> np.ndarray:
    return x


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
