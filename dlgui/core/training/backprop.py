"""Back-propagation written out, for the processor.

Autograd allocates, records and dispatches for every operation of every step; on networks this
small that costs as much as the arithmetic. Here each layer has a forward and a backward of its
own that write into buffers made once for each batch size. The parameters are those of the plain
module, and so are the gradients that are filled in.
"""

from __future__ import annotations

from math import prod

import torch
from torch import nn

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import BatchNorm, Conv, MaxPool
from dlgui.core.nets.networks import INPUT_SHAPE, Network
from dlgui.core.training.operations import OPERATIONS, BatchForm, Operation
from dlgui.core.training.pooling import FirstConvPool


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
    return all(
        type(layer) in OPERATIONS and not (isinstance(layer, BatchNorm) and prod(shape[1:]) == 1)
        for layer, shape in zip(network.layers, network.shapes(), strict=False)
    )


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
            is_rectified = isinstance(rest[0][0], ReLU)
            plan.append(FirstConvPool(first, count, shape, is_rectified=is_rectified))
            rest = rest[is_rectified:]
    for layer, module in rest:
        make = OPERATIONS[type(layer)]
        plan.append(make(layer, module, BatchForm(count, shape, is_first=not plan)))
        shape = layer.output_shape(shape)
    return plan
