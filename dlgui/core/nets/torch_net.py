"""Networks as plain torch modules, and the way between their state and models."""

from __future__ import annotations

from collections.abc import Callable
from math import prod, sqrt

import numpy as np
import torch
from torch import nn
from torch.nn import functional

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
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import Network


class _Norm(nn.modules.batchnorm._BatchNorm):
    """Torch's batch normalisation, but for a batch of one value a channel, which has no variance
    and which torch refuses: the running statistics normalise it then."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training and x.numel() == x.shape[1]:
            statistics = self.running_mean, self.running_var
            return functional.batch_norm(x, *statistics, self.weight, self.bias, eps=self.eps)
        return super().forward(x)


class MapNorm(_Norm, nn.BatchNorm2d):
    pass


class ListNorm(_Norm, nn.BatchNorm1d):
    pass


class GlobalAverage(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.mean((2, 3))


class SeededDropout(nn.Module):
    """Torch's dropout, but for its own random numbers, so that a seed gives the same run again."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate
        self._seed = 0
        self._generator: torch.Generator | None = None

    def restart(self, seed: int) -> None:
        """What is drawn from here on follows from `seed`."""
        self._seed = seed
        if self._generator is not None:
            self._generator.manual_seed(seed)

    def mask(self, x: torch.Tensor) -> torch.Tensor:
        """What the values of `x` are multiplied by this time: 0, or what makes up for those."""
        if self._generator is None:
            self._generator = torch.Generator(x.device)
            self._generator.manual_seed(self._seed)
        kept = torch.empty_like(x).bernoulli_(1 - self.rate, generator=self._generator)
        return kept.div_(1 - self.rate)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.mask(x) if self.training and self.rate else x


_MAKERS: dict[type[Layer], Callable[..., nn.Module]] = {
    Conv: lambda layer, shape: nn.Conv2d(
        shape[0], layer.channels, layer.kernel, layer.stride, layer.padding, bias=layer.bias
    ),
    BatchNorm: lambda layer, shape: (MapNorm if len(shape) == 3 else ListNorm)(shape[0]),
    ReLU: lambda layer, shape: nn.ReLU(),
    LeakyReLU: lambda layer, shape: nn.LeakyReLU(layer.leak),
    ELU: lambda layer, shape: nn.ELU(),
    GELU: lambda layer, shape: nn.GELU(),
    Sigmoid: lambda layer, shape: nn.Sigmoid(),
    Tanh: lambda layer, shape: nn.Tanh(),
    MaxPool: lambda layer, shape: nn.MaxPool2d(layer.size),
    AvgPool: lambda layer, shape: nn.AvgPool2d(layer.size),
    GlobalAvgPool: lambda layer, shape: GlobalAverage(),
    Dropout: lambda layer, shape: SeededDropout(layer.rate),
    Flatten: lambda layer, shape: nn.Flatten(),
    Dense: lambda layer, shape: nn.Linear(prod(shape), layer.features, bias=layer.bias),
}


def _make(layer: Layer, shape: Shape) -> nn.Module:
    return _MAKERS[type(layer)](layer, shape)


INITIALISATIONS: dict[str, Callable[[int, int], float]] = {
    "glorot": lambda inputs, outputs: sqrt(6 / (inputs + outputs)),
    "he": lambda inputs, outputs: sqrt(6 / inputs),
    "lecun": lambda inputs, outputs: sqrt(3 / inputs),
    "small": lambda inputs, outputs: 0.01 * sqrt(6 / (inputs + outputs)),
    "large": lambda inputs, outputs: 10 * sqrt(6 / (inputs + outputs)),
    "zero": lambda inputs, outputs: 0.0,
}
"""How far from 0 the first weights reach, where each is computed from so many inputs, and each
input goes to so many outputs (Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998)."""


def build(network: Network, seed: int = 0, initialisation: str = "glorot") -> nn.Sequential:
    """The network with fresh float32 weights on the CPU; it takes and gives [n, 1, 28, 28].

    Weights are drawn evenly from a range of `INITIALISATIONS` and biases are zero, as in Keras, not
    by torch's own rule, so that the reference network starts as the textbook's does. The same
    `seed` gives the same weights; torch's global random state is left as it was.
    """
    with torch.random.fork_rng(devices=[]):  # torch's constructors draw weights of their own
        shapes = network.shapes()
        module = nn.Sequential(
            *(_make(layer, shape) for layer, shape in zip(network.layers, shapes, strict=False))
        )
    generator = torch.Generator().manual_seed(seed)
    for part in module:
        if isinstance(part, (nn.Conv2d, nn.Linear)):
            outputs, inputs, *kernel = part.weight.shape
            size = prod(kernel)
            reach = INITIALISATIONS[initialisation](inputs * size, outputs * size)
            nn.init.uniform_(part.weight, -reach, reach, generator=generator)
            if part.bias is not None:
                nn.init.zeros_(part.bias)
    return module


def load_weights(module: nn.Module, model: Model) -> None:
    """Copies the model's weights into a module that `build` made for the same network."""
    state = module.state_dict()
    with torch.no_grad():
        for name, weight in model.weights.items():
            state[name].copy_(torch.from_numpy(weight))


def weights_of(module: nn.Module) -> dict[str, np.ndarray]:
    """Copies of the module's weights and running statistics, as `Model.weights` holds them."""
    return {
        name: tensor.detach().to("cpu", torch.float32, copy=True).contiguous().numpy()
        for name, tensor in module.state_dict().items()
        # A counter that only matters to a momentum that torch's default does not use.
        if not name.endswith("num_batches_tracked")
    }
