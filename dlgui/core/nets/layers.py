"""Every kind of layer, each in one declaration: its line, its shapes and weights, what it computes.

`forward` and `backward` stand side by side, in numpy: what a layer makes of its input, and what a
change of each input value would change. Maps are [n, height, width, channels] there, lists
[n, features]; shapes are (channels, height, width) or (features,), as torch has them. A torch
module for each kind is in `torch_net`, its name and explanation in `dlgui.ui.kit.layer_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import ClassVar

import numpy as np

from dlgui.core.nets import array_ops
from dlgui.core.nets.array_ops import Window

Shape = tuple[int, ...]
Weights = Mapping[str, np.ndarray]
Arrays = tuple[np.ndarray, ...]

EPS = 1e-5
"""What torch's batch normalisation adds to the variance."""


class Layer:
    """What all kinds have in common; without anything else, a layer of values one by one.

    keyword: begins the layer in a network's line; kind: groups layers that are numbered together
    is_weighted: whether it has units (filters or neurons) that learn weights
    is_nonlinear: whether it bends its input, as an activation function does
    keeps_units: whether map or value i of its output is made of map or value i of its input
    """

    __slots__ = ()
    keyword: ClassVar[str]
    kind: ClassVar[str]
    is_weighted: ClassVar[bool] = False
    is_nonlinear: ClassVar[bool] = False
    keeps_units: ClassVar[bool] = True

    @property
    def window(self) -> Window | None:
        """None where each value is computed from one value, or from all of a list."""
        return None

    def output_shape(self, shape: Shape) -> Shape:
        return shape

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        """The arrays that it keeps, by their names in torch's `state_dict`."""
        return {}

    def parameters(self, shape: Shape) -> int:
        """How many numbers it learns (batch normalisation's running statistics are not)."""
        arrays = self.weight_shapes(shape).items()
        return sum(prod(array) for name, array in arrays if not name.startswith("running"))

    def flops(self, shape: Shape) -> int:
        """Floating-point operations for one digit."""
        return prod(shape)

    def gives_signed(self, is_signed: bool) -> bool:
        """Whether a value can be below zero, where those before can be so or not."""
        return is_signed

    def arrays(self, weights: Weights, shape: Shape) -> Arrays:
        """What `forward` and `backward` take of the layer's own weights.

        shape: of its input; where that is a list of flattened maps, the maps' shape
        """
        return ()

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        """What it gives when it answers. May be `x` itself, changed in place."""
        return x

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        """From a score's slope by each value of the output `y` to that by each of the input `x`."""
        return slope


class Weighted(Layer):
    """A layer whose values are sums of inputs times weights: its arrays are the matrix, [inputs,
    outputs] with the inputs' channels last, and the bias, [outputs]."""

    __slots__ = ()
    is_weighted = True
    keeps_units = False

    def gives_signed(self, is_signed: bool) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Conv(Weighted):
    """Cross-correlation with square kernels, stride and zero padding, as torch's `Conv2d`."""

    channels: int
    kernel: int
    stride: int = 1
    padding: int = 0
    bias: bool = True
    keyword = "conv"
    kind = "convolution"

    @property
    def window(self) -> Window:
        return Window(self.kernel, self.stride, self.padding)

    def output_shape(self, shape: Shape) -> Shape:
        _, height, width = shape
        size = [(n + 2 * self.padding - self.kernel) // self.stride + 1 for n in (height, width)]
        return (self.channels, *size)

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        weight = (self.channels, shape[0], self.kernel, self.kernel)
        return {"weight": weight, **({"bias": (self.channels,)} if self.bias else {})}

    def flops(self, shape: Shape) -> int:
        return 2 * prod(self.output_shape(shape)) * shape[0] * self.kernel**2

    def arrays(self, weights: Weights, shape: Shape) -> Arrays:
        weight = weights["weight"].transpose(2, 3, 1, 0).reshape(-1, self.channels)
        return np.ascontiguousarray(weight), _bias(weights)

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        matrix, bias = arrays
        return array_ops.convolve(x, matrix, bias, self.window)

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        matrix, _ = arrays
        return array_ops.convolve_back(slope, x.shape, matrix, self.window)


@dataclass(frozen=True, slots=True)
class Dense(Weighted):
    """Every value is a weighted sum of all values before."""

    features: int
    bias: bool = True
    keyword = "dense"
    kind = "dense"

    def output_shape(self, shape: Shape) -> Shape:
        return (self.features,)

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        weight = (self.features, shape[0])
        return {"weight": weight, **({"bias": (self.features,)} if self.bias else {})}

    def flops(self, shape: Shape) -> int:
        return 2 * shape[0] * self.features

    def arrays(self, weights: Weights, shape: Shape) -> Arrays:
        weight = _channels_last(weights["weight"], shape)
        return np.ascontiguousarray(weight.T), _bias(weights)

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        matrix, bias = arrays
        y: np.ndarray = x @ matrix
        y += bias
        return y

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        back: np.ndarray = slope @ arrays[0].T
        return back


@dataclass(frozen=True, slots=True)
class BatchNorm(Layer):
    """Batch normalisation over channels or features (Ioffe and Szegedy 2015), eps 1e-5.

    Its arrays are what each channel or feature is multiplied by, and what is added then.
    """

    keyword = "batchnorm"
    kind = "normalisation"

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(("weight", "bias", "running_mean", "running_var"), shape[:1])

    def flops(self, shape: Shape) -> int:
        return 2 * prod(shape)

    def gives_signed(self, is_signed: bool) -> bool:
        return True

    def arrays(self, weights: Weights, shape: Shape) -> Arrays:
        scale = weights["weight"] / np.sqrt(weights["running_var"] + EPS)
        shift = weights["bias"] - weights["running_mean"] * scale
        return _channels_last(scale, shape), _channels_last(shift, shape)

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        scale, shift = arrays
        y: np.ndarray = x * scale + shift
        return y

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        back: np.ndarray = slope * arrays[0]
        return back


class Activation(Layer):
    """A function of each value by itself. formula: in mathematics' own signs, of `{x}`."""

    __slots__ = ()
    formula: ClassVar[str]
    is_nonlinear = True


@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """Where it has its bend, its slope is taken as 0, which is torch's choice too."""

    keyword = kind = "relu"
    formula = "max ( 0 , {x} )"

    def gives_signed(self, is_signed: bool) -> bool:
        return False

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        # In place: where it changes what an earlier `backward` needs, the slope is 0 anyway.
        np.maximum(x, 0, out=x)
        return x

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        back: np.ndarray = slope * (y > 0)
        return back


class Pool(Layer):
    """One value for each `size` × `size` tile of a map; a rest at the border is dropped."""

    __slots__ = ()
    size: int

    @property
    def window(self) -> Window:
        return Window(self.size, self.size)

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = shape
        return (channels, height // self.size, width // self.size)

    def chosen(self, tile: np.ndarray) -> int | None:
        """The place of the value that is kept of a flattened tile; None where all count."""
        return None


@dataclass(frozen=True, slots=True)
class MaxPool(Pool):
    """The largest value of each tile. Where several are, the first one has the slope, as torch's.

    In `dlgui.core.training`, the later of two that are the same may have it.
    """

    size: int = 2
    keyword = "maxpool"
    kind = "pooling"

    def chosen(self, tile: np.ndarray) -> int:
        return int(tile.argmax())

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        return array_ops.max_pool(x, self.size)

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        return array_ops.max_pool_back(slope, x, y, self.size)


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Maps as one list; in numpy, where it stays a view, with the channels last."""

    keyword = kind = "flatten"
    keeps_units = False

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)

    def flops(self, shape: Shape) -> int:
        return 0

    def forward(self, x: np.ndarray, *arrays: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), prod(x.shape[1:]))

    def backward(
        self, slope: np.ndarray, x: np.ndarray, y: np.ndarray, *arrays: np.ndarray
    ) -> np.ndarray:
        return slope.reshape(x.shape)


def _bias(weights: Weights) -> np.ndarray:
    weight = weights["weight"]
    bias: np.ndarray = weights["bias"] if "bias" in weights else np.zeros(len(weight), weight.dtype)
    return bias


def _channels_last(values: np.ndarray, shape: Shape) -> np.ndarray:
    """The last axis in the order of maps that are flattened with their channels last."""
    if len(shape) == 1 or values.shape[-1] != prod(shape):
        return values
    maps = values.reshape(*values.shape[:-1], *shape)
    return np.moveaxis(maps, -3, -1).reshape(values.shape)
