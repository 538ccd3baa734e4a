"""Back-propagation written out, for the processor.

Autograd allocates, records and dispatches for every operation of every step; on networks this
small that costs as much as the arithmetic. Here each layer has a forward and a backward of its
own that write into buffers made once for each batch size. The parameters are those of the plain
module, and so are the gradients that are filled in.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import nn

from dlgui.core.engine.conv_pool import FirstConvPool
from dlgui.core.engine.operations import (
    BatchNormOperation,
    ConvOperation,
    DenseOperation,
    FlattenOperation,
    PoolOperation,
    ReLUOperation,
)
from dlgui.core.networks import (
    INPUT_SHAPE,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Layer,
    MaxPool,
    Network,
    ReLU,
    Shape,
)


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
    def __call__(
        self, images: torch.Tensor, labels: torch.Tensor, weight: float = 1.0
    ) -> torch.Tensor:
        """[2]: mean loss and share of right answers, both times `weight`, as the gradients are.

        images: float32 [n, 1, 28, 28]; labels: int64 [n]
        """
        count = len(images)
        if count not in self._plans:
            self._plans[count] = _plan(self._pairs, count)
        plan = self._plans[count]
        x = images
        for operation in plan:
            x = operation.forward(x)
        self.logits = x
        right = (x.argmax(1) == labels).sum()
        log_probabilities = torch.log_softmax(x, 1)
        targets = self._targets.index_select(0, labels)
        loss = torch.dot(log_probabilities.view(-1), targets.view(-1)).neg_()
        gradient = log_probabilities.exp_().sub_(targets).mul_(weight / count)
        for operation in reversed(plan):
            gradient = operation.backward(gradient)
        return torch.stack((loss, right)).mul_(weight / count)


Pair = tuple[Layer, nn.Module]


def is_written_out(network: Network) -> bool:
    """Whether every layer of the network has a step here; autograd takes the others."""
    return all(map(_is_known, network.layers, network.shapes()))


def _is_known(layer: Layer, shape: Shape) -> bool:
    match layer:
        case BatchNorm():
            return len(shape) == 3
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
