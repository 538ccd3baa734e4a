"""The layers' forward and backward on the processor, each with buffers for batches of one size.

`forward` may overwrite its input and `backward` its gradient; what they return belongs to them
until the next call. `backward` fills in the gradients of the module's parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import torch
from torch import nn

from dlgui.core.nets.activations import ELU, GELU, LeakyReLU, ReLU, Sigmoid, Tanh
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import (
    AvgPool,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    MaxPool,
)
from dlgui.core.nets.torch_net import SeededDropout
from dlgui.core.training.pooling import PoolOperation, send_back_positive


class Operation(Protocol):
    def forward(self, x: torch.Tensor) -> torch.Tensor: ...

    def backward(self, gradient: torch.Tensor) -> torch.Tensor: ...


@dataclass(frozen=True, slots=True)
class BatchForm:
    """What an operation gets: so many digits at once, each of the shape; is_first: whether what it
    gets are the pixels, which need no gradient."""

    count: int
    shape: Shape
    is_first: bool


_aten = torch.ops.aten


class DenseOperation:
    def __init__(self, module: nn.Linear, count: int, *, is_first: bool) -> None:
        self._module = module
        self._bias: torch.Tensor | None = module.bias
        self._is_first = is_first
        self._out = torch.empty(count, module.out_features)
        self._back = torch.empty(count, module.in_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._in = x
        weight = self._module.weight.t()
        if self._bias is None:
            return torch.mm(x, weight, out=self._out)
        return torch.addmm(self._bias, x, weight, out=self._out)

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        weight = self._module.weight
        torch.mm(gradient.t(), self._in, out=weight.grad)
        if self._bias is not None:
            torch.sum(gradient, 0, out=self._bias.grad)
        if self._is_first:
            return gradient
        return torch.mm(gradient, weight, out=self._back)


class ReLUOperation:
    """In place, which no operation before it minds: where it changes their output, the gradient is
    0 anyway."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._out = x.relu_()
        return x

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        send_back_positive(gradient, self._out, gradient)
        return gradient


class FlattenOperation:
    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.flatten(1)

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        return gradient.view(-1, *self._shape)


NARROW = 16
"""Channels in one vector: to fewer, oneDNN goes back only half as fast with the channels last."""


class ConvOperation:
    """Any convolution, by torch's own kernels for the processor (oneDNN)."""

    def __init__(self, module: nn.Conv2d, *, is_first: bool) -> None:
        self._module = module
        self._is_apart = not is_first and module.in_channels < NARROW
        self._needed = [not is_first and not self._is_apart, True, module.bias is not None]
        self._form = [list(module.stride), list(module.padding), [1, 1], False, [0, 0], 1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._given = x
        self._in = x.contiguous(memory_format=torch.channels_last)
        module = self._module
        out: torch.Tensor = _aten.convolution(self._in, module.weight, module.bias, *self._form)
        return out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        weight, bias = self._module.weight, self._module.bias
        bias_sizes = None if bias is None else [len(bias)]
        back, of_weight, of_bias = _aten.convolution_backward(
            gradient, self._in, weight, bias_sizes, *self._form, self._needed
        )
        assert weight.grad is not None
        weight.grad.copy_(of_weight)
        if bias is not None and bias.grad is not None:
            bias.grad.copy_(of_bias)
        if self._is_apart:  # of what was given only the shape matters now
            parts = (part.contiguous() for part in (gradient, self._given, weight))
            only_back = [True, False, False]
            back, _, _ = _aten.convolution_backward(*parts, None, *self._form, only_back)
        return gradient if back is None else back


class BatchNormOperation:
    def __init__(self, module: nn.BatchNorm2d) -> None:
        self._module = module

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._in = x
        m = self._module
        out: torch.Tensor
        out, self._mean, self._scale = _aten.native_batch_norm(
            x, m.weight, m.bias, m.running_mean, m.running_var, True, m.momentum, m.eps
        )
        return out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        m = self._module
        back: torch.Tensor
        back, of_weight, of_bias = _aten.native_batch_norm_backward(
            gradient,
            self._in,
            m.weight,
            m.running_mean,
            m.running_var,
            self._mean,
            self._scale,
            True,
            m.eps,
            [True, True, True],
        )
        assert m.weight.grad is not None
        assert m.bias.grad is not None
        m.weight.grad.copy_(of_weight)
        m.bias.grad.copy_(of_bias)
        return back


class AnyMaxPoolOperation:
    """Tiles of any size, by torch's own kernel, which notes where each value came from."""

    def __init__(self, size: int) -> None:
        self._form = [size, size], [size, size], [0, 0], [1, 1], False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._in = x
        out: torch.Tensor
        out, self._where = _aten.max_pool2d_with_indices(x, *self._form)
        return out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        back: torch.Tensor = _aten.max_pool2d_with_indices_backward(
            gradient, self._in, *self._form, self._where
        )
        return back


class AveragePoolOperation:
    def __init__(self, size: int) -> None:
        self._form = [size, size], [size, size], [0, 0], False, True, None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._in = x
        out: torch.Tensor = _aten.avg_pool2d(x, *self._form)
        return out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        back: torch.Tensor = _aten.avg_pool2d_backward(gradient, self._in, *self._form)
        return back


class GlobalAverageOperation:
    def __init__(self, form: BatchForm) -> None:
        self._back = torch.empty(form.count, *form.shape)
        self._share = 1 / (form.shape[1] * form.shape[2])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        return self._back.copy_(gradient.mul_(self._share)[:, :, None, None])


class DropoutOperation:
    def __init__(self, module: SeededDropout) -> None:
        self._module = module

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._mask = self._module.mask(x)
        return x * self._mask

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        return gradient.mul_(self._mask)


class ActivationOperation:
    """forward: from input and output buffer; backward: from gradient, output (or input) and
    gradient buffer, which may be the gradient itself."""

    def __init__(
        self,
        forward: Callable[..., Any],
        backward: Callable[..., Any],
        *,
        by_input: bool = False,
    ) -> None:
        self._forward, self._backward, self._by_input = forward, backward, by_input
        self._out: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self._out is None or self._out.stride() != x.stride():
            self._out = torch.empty_like(x)
        self._forward(x, out=self._out)
        self._kept = x if self._by_input else self._out
        return self._out

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        self._backward(gradient, self._kept, grad_input=gradient)
        return gradient


def _activation(layer: Layer) -> ActivationOperation:
    if isinstance(layer, Sigmoid):
        return ActivationOperation(torch.sigmoid, _aten.sigmoid_backward.grad_input)
    if isinstance(layer, Tanh):
        return ActivationOperation(torch.tanh, _aten.tanh_backward.grad_input)
    if isinstance(layer, GELU):
        back = partial(_aten.gelu_backward.grad_input, approximate="none")
        return ActivationOperation(_aten.gelu.out, back, by_input=True)
    if isinstance(layer, ELU):
        return ActivationOperation(_aten.elu.out, _elu_back)
    assert isinstance(layer, LeakyReLU)
    leak = layer.leak
    forward = partial(_aten.leaky_relu.out, negative_slope=leak)
    return ActivationOperation(forward, partial(_leaky_back, leak))


def _leaky_back(leak: float, gradient: torch.Tensor, out: torch.Tensor, **where: Any) -> None:
    _aten.leaky_relu_backward.grad_input(gradient, out, leak, True, **where)


def _elu_back(gradient: torch.Tensor, out: torch.Tensor, **where: Any) -> None:
    _aten.elu_backward.grad_input(gradient, 1, 1, 1, True, out, **where)


OPERATIONS: dict[type[Layer], Callable[[Any, Any, BatchForm], Operation]] = {
    Conv: lambda layer, module, form: ConvOperation(module, is_first=form.is_first),
    BatchNorm: lambda layer, module, form: BatchNormOperation(module),
    ReLU: lambda layer, module, form: ReLUOperation(),
    **dict.fromkeys(
        (LeakyReLU, ELU, GELU, Sigmoid, Tanh), lambda layer, module, form: _activation(layer)
    ),
    MaxPool: lambda layer, module, form: (
        PoolOperation(form.count, form.shape)
        if layer.size == 2
        else AnyMaxPoolOperation(layer.size)
    ),
    AvgPool: lambda layer, module, form: AveragePoolOperation(layer.size),
    GlobalAvgPool: lambda layer, module, form: GlobalAverageOperation(form),
    Dropout: lambda layer, module, form: DropoutOperation(module),
    Flatten: lambda layer, module, form: FlattenOperation(form.shape),
    Dense: lambda layer, module, form: DenseOperation(module, form.count, is_first=form.is_first),
}
"""How each kind of layer is computed. A kind that is not here is left to autograd."""
