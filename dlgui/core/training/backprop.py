"""Back-propagation written out, for the processor.

Autograd allocates, records and dispatches for every operation of every step; on networks this
small that costs as much as the arithmetic. Here each layer has a forward and a backward of its
own that write into buffers made once for each batch size. The parameters are those of the plain
module, and so are the gradients that are filled in.

The layers' forward and backward, each with buffers for batches of one size.

`forward` may overwrite its input and `backward` its gradient; what they return belongs to them
until the next call. `backward` fills in the gradients of the module's parameters.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import nn

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.networks import INPUT_SHAPE, Network
from dlgui.core.training.pooling import FirstConvPool, Four, Tournament


class Operation(Protocol):
    def forward(self, x: torch.Tensor) -> torch.Tensor: ...

    def backward(self, gradient: torch.Tensor) -> torch.Tensor: ...


class HandwrittenGradients:
    """Fills in a module's gradients for batches of any size, with buffers for each size seen."""

    def __init__(self, network: Network, module: nn.Sequential, label_smoothing: float) -> None:
        self._pairs = _pools_first(list(zip(network.layers, module, strict=True)))
        self._plans: dict[int, list[Operation]] = {}
        classes = network.shapes()[-1][0]
        self._targets = (1 - label_smoothing) * torch.eye(classes) + label_smoothing / classes

    @torch.no_grad()
    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The logits, [n, classes], of float32 [n, 1, 28, 28]; valid until the next call."""
        count = len(images)
        if count not in self._plans:
            self._plans[count] = _plan(self._pairs, count)
        self._plan = self._plans[count]
        x = images
        for operation in self._plan:
            x = operation.forward(x)
        return x

    @torch.no_grad()
    def loss(self, logits: torch.Tensor, labels: torch.Tensor, weight: float = 1.0) -> torch.Tensor:
        """[2]: mean loss and share of right answers, both times `weight`, as the gradients are.

        labels: int64 [n]
        """
        right = (logits.argmax(1) == labels).sum()
        log_probabilities = torch.log_softmax(logits, 1)
        targets = self._targets.index_select(0, labels)
        loss = torch.dot(log_probabilities.view(-1), targets.view(-1)).neg_()
        scale = weight / len(labels)
        self._gradient = log_probabilities.exp_().sub_(targets).mul_(scale)
        return torch.stack((loss, right)).mul_(scale)

    @torch.no_grad()
    def backward(self) -> None:
        """Fills in the gradients of the loss that was taken last."""
        gradient = self._gradient
        for operation in reversed(self._plan):
            gradient = operation.backward(gradient)


Pair = tuple[Layer, nn.Module]


def is_written_out(network: Network) -> bool:
    """Whether every layer of the network has a step here; autograd takes the others."""
    return all(map(_is_known, network.layers, network.shapes()))


def _is_known(layer: Layer, shape: Shape) -> bool:
    match layer:
        case BatchNorm():
            return len(shape) == 3 and shape[1:] != (1, 1)
        case MaxPool():
            return layer.size == 2
    return isinstance(layer, (Conv, ReLU, Flatten, Dense))


def _pools_first(pairs: list[Pair]) -> list[Pair]:
    """A pool moved before the ReLU that it follows.

    The largest of four, and the larger of that and zero, can be taken in either order, and after
    pooling there is a quarter left to do.
    """
    pairs = list(pairs)
    for at in range(len(pairs) - 1):
        if isinstance(pairs[at][0], ReLU) and isinstance(pairs[at + 1][0], MaxPool):
            pairs[at], pairs[at + 1] = pairs[at + 1], pairs[at]
    return pairs


def _plan(pairs: list[Pair], count: int) -> list[Operation]:
    plan: list[Operation] = []
    shape: Shape = INPUT_SHAPE
    rest = pairs
    match pairs:
        case [(Conv(stride=1) as conv, nn.Conv2d() as first), (MaxPool(size=2) as pool, _), *rest]:
            shape = pool.output_shape(conv.output_shape(shape))
            plan.append(FirstConvPool(first, count, shape))
    for layer, module in rest:
        plan.append(_operation(layer, module, count, shape, is_first=not plan))
        shape = layer.output_shape(shape)
    return plan


def _operation(
    layer: Layer, module: nn.Module, count: int, shape: Shape, *, is_first: bool
) -> Operation:
    match layer, module:
        case Conv(), nn.Conv2d():
            return ConvOperation(module, is_first=is_first)
        case BatchNorm(), nn.BatchNorm2d():
            return BatchNormOperation(module)
        case ReLU(), _:
            return ReLUOperation()
        case MaxPool(size=2), _:
            return PoolOperation(count, shape)
        case Flatten(), _:
            return FlattenOperation(shape)
        case Dense(), nn.Linear():
            return DenseOperation(module, count, is_first=is_first)
    raise NotImplementedError(f"no operation for {layer}")


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
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._out = x.relu_()
        return x

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        _aten.threshold_backward.grad_input(gradient, self._out, 0, grad_input=gradient)
        return gradient


class FlattenOperation:
    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.flatten(1)

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        return gradient.view(-1, *self._shape)


class PoolOperation:
    """Max pooling of 2 × 2; a rest at the border is dropped."""

    def __init__(self, count: int, shape: Shape) -> None:
        channels, height, width = shape
        form = torch.channels_last
        self._back = torch.zeros(count, *shape).to(memory_format=form)
        self._back_four = _tiles(self._back)
        self._out = torch.empty(count, channels, height // 2, width // 2).to(memory_format=form)
        self._tournament = Tournament(self._out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self._four = _tiles(x)
        self._tournament.play_semifinals(self._four)
        return self._tournament.play_final(self._out)

    def backward(self, gradient: torch.Tensor) -> torch.Tensor:
        self._tournament.play_back(gradient, self._four, self._back_four)
        return self._back


def _tiles(x: torch.Tensor) -> Four:
    height, width = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    top, bottom = x[:, :, 0:height:2, :width], x[:, :, 1:height:2, :width]
    return top[..., 0::2], top[..., 1::2], bottom[..., 0::2], bottom[..., 1::2]


class ConvOperation:
    """Any convolution, by torch's own kernels for the processor (oneDNN)."""

    def __init__(self, module: nn.Conv2d, *, is_first: bool) -> None:
        self._module = module
        self._needed = [not is_first, True, module.bias is not None]
        self._form = [list(module.stride), list(module.padding), [1, 1], False, [0, 0], 1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
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
