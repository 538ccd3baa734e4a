"""Every kind of layer, each in one declaration: its line, its shapes and weights, what it computes.

A torch module for each kind is in `torch_net`, its name and explanation in
`dlgui.ui.kit.layer_words`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import ClassVar

import numpy as np

from dlgui.core.nets import array_ops
from dlgui.core.nets.activations import ELU, GELU, LeakyReLU, ReLU, Sigmoid, Tanh
from dlgui.core.nets.array_ops import Window
from dlgui.core.nets.layer import Array, Arrays, Layer, Shape, Weights
from dlgui.language import tr

EPS = 1e-5
"""What torch's batch normalisation adds to the variance."""


class Weighted(Layer):
    """A layer whose values are sums of inputs times weights: its arrays are the matrix, [inputs,
    outputs] with the inputs' channels last, and the bias, [outputs]."""

    __slots__ = ()
    is_weighted = True
    keeps_units = False
    bias: bool

    @property
    def units(self) -> int:
        """Filters or neurons."""
        raise NotImplementedError

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
    arguments: ClassVar = {"channels": (1, 4096), "kernel": (1, 28)}
    options: ClassVar = {"stride": ("stride", (1, 28)), "pad": ("padding", (0, 27))}

    @property
    def units(self) -> int:
        return self.channels

    @property
    def window(self) -> Window:
        return Window(self.kernel, self.stride, self.padding)

    def problem(self, shape: Shape) -> str:
        if len(shape) == 1:
            return _needs_maps(shape)
        if self.padding >= self.kernel:
            return tr("its padding is smaller than its kernel: at most {kernel}.").format(
                kernel=self.kernel - 1
            )
        most = min(shape[1:]) + 2 * self.padding
        if self.kernel > most:
            return tr(
                "its kernel is larger than the {size} values before it: at most {most}."
            ).format(size=_size(shape), most=most)
        return ""

    def fitting(self, shape: Shape) -> tuple[Layer, ...]:
        if len(shape) == 1:
            return ()
        kernel = min(self.kernel, min(shape[1:]) + 2 * min(self.padding, self.kernel - 1))
        return (replace(self, kernel=kernel, padding=min(self.padding, kernel - 1)),)

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

    def forward(self, x: Array, *arrays: Array) -> Array:
        matrix, bias = arrays
        return array_ops.convolve(x, matrix, bias, self.window)

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        matrix, _ = arrays
        return array_ops.convolve_back(gradient, x.shape, matrix, self.window)


@dataclass(frozen=True, slots=True)
class Dense(Weighted):
    """Every value is a weighted sum of all values before."""

    features: int
    bias: bool = True
    keyword = "dense"
    kind = "dense"
    arguments: ClassVar = {"features": (1, 10_000)}

    @property
    def units(self) -> int:
        return self.features

    def problem(self, shape: Shape) -> str:
        return (
            "" if len(shape) == 1 else tr("it needs a list, but gets maps: put flatten before it.")
        )

    def fitting(self, shape: Shape) -> tuple[Layer, ...]:
        return (Flatten(), self)

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

    def forward(self, x: Array, *arrays: Array) -> Array:
        matrix, bias = arrays
        y: Array = x @ matrix
        y += bias
        return y

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        back: Array = gradient @ arrays[0].T
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

    def forward(self, x: Array, *arrays: Array) -> Array:
        scale, shift = arrays
        y: Array = x * scale + shift
        return y

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        back: Array = gradient * arrays[0]
        return back


class Pool(Layer):
    """One value for each `size` × `size` tile of a map; a rest at the border is dropped."""

    __slots__ = ()
    size: int
    arguments: ClassVar = {"size": (1, 28)}

    def problem(self, shape: Shape) -> str:
        if len(shape) == 1:
            return _needs_maps(shape)
        most = min(shape[1:])
        if self.size > most:
            return tr(
                "its tiles are larger than the {size} values before it: at most {most}."
            ).format(size=_size(shape), most=most)
        return ""

    def fitting(self, shape: Shape) -> tuple[Layer, ...]:
        return () if len(shape) == 1 else (type(self)(min(shape[1:])),)  # type: ignore[call-arg]

    @property
    def window(self) -> Window:
        return Window(self.size, self.size)

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = shape
        return (channels, height // self.size, width // self.size)

    def chosen(self, tile: Array) -> int | None:
        """The place of the value that is kept of a flattened tile; None where all count."""
        return None


@dataclass(frozen=True, slots=True)
class MaxPool(Pool):
    """The largest value of each tile. Where several are, the first one has the gradient, as in
    torch.

    In `dlgui.core.training`, the later of two that are the same may have it.
    """

    size: int = 2
    keyword = "maxpool"
    kind = "pooling"

    def chosen(self, tile: Array) -> int:
        return int(tile.argmax())

    def forward(self, x: Array, *arrays: Array) -> Array:
        return array_ops.max_pool(x, self.size)

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        return array_ops.max_pool_back(gradient, x, y, self.size)


@dataclass(frozen=True, slots=True)
class AvgPool(Pool):
    """The mean of each tile."""

    size: int = 2
    keyword = "avgpool"
    kind = "average"

    def forward(self, x: Array, *arrays: Array) -> Array:
        return array_ops.average_pool(x, self.size)

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        return array_ops.average_pool_back(gradient, x.shape, self.size)


@dataclass(frozen=True, slots=True)
class GlobalAvgPool(Layer):
    """The mean of each map (Lin, Chen and Yan, *Network in network*, 2014)."""

    keyword = "globalavgpool"
    kind = "globalaverage"

    def problem(self, shape: Shape) -> str:
        return _needs_maps(shape) if len(shape) == 1 else ""

    def output_shape(self, shape: Shape) -> Shape:
        return shape[:1]

    def forward(self, x: Array, *arrays: Array) -> Array:
        y: Array = x.mean(axis=(1, 2))
        return y

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        share = gradient / (x.shape[1] * x.shape[2])
        return np.broadcast_to(share[:, np.newaxis, np.newaxis], x.shape)


@dataclass(frozen=True, slots=True)
class Dropout(Layer):
    """While it learns, drops this share of the values at random and stretches the others to make up
    for it (Srivastava et al. 2014). When it answers, nothing happens."""

    rate: float
    keyword = kind = "dropout"
    arguments: ClassVar = {"rate": (0.0, 0.99)}

    def flops(self, shape: Shape) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Flatten(Layer):
    """Maps as one list; in numpy, where it stays a view, with the channels last."""

    keyword = kind = "flatten"
    keeps_units = False

    def problem(self, shape: Shape) -> str:
        return tr("what it gets is a list already: leave it out.") if len(shape) == 1 else ""

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)

    def flops(self, shape: Shape) -> int:
        return 0

    def forward(self, x: Array, *arrays: Array) -> Array:
        return x.reshape(len(x), prod(x.shape[1:]))

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        return gradient.reshape(x.shape)


def _needs_maps(shape: Shape) -> str:
    return tr("it needs maps, but gets a list of {shape:,} values: put it before flatten.").format(
        shape=shape[0]
    )


def _size(shape: Shape) -> str:
    return f"{shape[1]} × {shape[2]}"


def _bias(weights: Weights) -> Array:
    weight = weights["weight"]
    bias: Array = weights["bias"] if "bias" in weights else np.zeros(len(weight), weight.dtype)
    return bias


def _channels_last(values: Array, shape: Shape) -> Array:
    """The last axis in the order of maps that are flattened with their channels last."""
    if len(shape) == 1 or values.shape[-1] != prod(shape):
        return values
    maps = values.reshape(*values.shape[:-1], *shape)
    return np.moveaxis(maps, -3, -1).reshape(values.shape)


KINDS: dict[str, type[Layer]] = {
    kind.keyword: kind
    for kind in (
        *(Conv, BatchNorm, ReLU, LeakyReLU, ELU, GELU, Sigmoid, Tanh),
        *(MaxPool, AvgPool, GlobalAvgPool, Dropout, Flatten, Dense),
    )
}
"""By their keywords in a network's line."""
