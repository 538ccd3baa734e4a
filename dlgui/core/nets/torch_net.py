"""Networks as plain torch modules, and the way between their state and models."""

from __future__ import annotations

from collections.abc import Callable
from math import prod, sqrt

import numpy as np
import torch
from torch import nn

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import AvgPool, BatchNorm, Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import Network

_MAKERS: dict[type[Layer], Callable[..., nn.Module]] = {
    Conv: lambda layer, shape: nn.Conv2d(
        shape[0], layer.channels, layer.kernel, layer.stride, layer.padding, bias=layer.bias
    ),
    BatchNorm: lambda layer, shape: (nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d)(
        shape[0]
    ),
    ReLU: lambda layer, shape: nn.ReLU(),
    MaxPool: lambda layer, shape: nn.MaxPool2d(layer.size),
    AvgPool: lambda layer, shape: nn.AvgPool2d(layer.size),
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
