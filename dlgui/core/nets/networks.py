"""The networks that can be trained, described as data.

A network is a tuple of layers. From this one description `torch_net` builds the plain
`torch.nn.Sequential` that is trained, `numpy_net` computes answers in numpy, and the window draws
the layers. Shapes are (channels, height, width) or (features,); convolutions use "valid" padding
unless they say otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

INPUT_SHAPE = (1, 28, 28)
Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conv:
    """Cross-correlation with square kernels, stride and zero padding, as torch's `Conv2d`."""

    channels: int
    kernel: int
    stride: int = 1
    padding: int = 0
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        _, height, width = shape
        size = [(n + 2 * self.padding - self.kernel) // self.stride + 1 for n in (height, width)]
        return (self.channels, *size)

    def parameters(self, shape: Shape) -> int:
        return self.channels * (shape[0] * self.kernel**2 + self.bias)

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        weight = (self.channels, shape[0], self.kernel, self.kernel)
        return {"weight": weight, **({"bias": (self.channels,)} if self.bias else {})}

    def flops(self, shape: Shape) -> int:
        return 2 * prod(self.output_shape(shape)) * shape[0] * self.kernel**2


@dataclass(frozen=True, slots=True)
class BatchNorm:
    """Batch normalisation over channels or features (Ioffe and Szegedy 2015), eps 1e-5."""

    def output_shape(self, shape: Shape) -> Shape:
        return shape

    def parameters(self, shape: Shape) -> int:
        return 2 * shape[0]

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        return dict.fromkeys(("weight", "bias", "running_mean", "running_var"), shape[:1])

    def flops(self, shape: Shape) -> int:
        return 2 * prod(shape)


@dataclass(frozen=True, slots=True)
class ReLU:
    def output_shape(self, shape: Shape) -> Shape:
        return shape

    def parameters(self, shape: Shape) -> int:
        return 0

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        return {}

    def flops(self, shape: Shape) -> int:
        return prod(shape)


@dataclass(frozen=True, slots=True)
class MaxPool:
    """The largest value of each `size` × `size` tile; a rest at the border is dropped."""

    size: int = 2

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = shape
        return (channels, height // self.size, width // self.size)

    def parameters(self, shape: Shape) -> int:
        return 0

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        return {}

    def flops(self, shape: Shape) -> int:
        return prod(shape)


@dataclass(frozen=True, slots=True)
class Flatten:
    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)

    def parameters(self, shape: Shape) -> int:
        return 0

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        return {}

    def flops(self, shape: Shape) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Dense:
    features: int
    bias: bool = True

    def output_shape(self, shape: Shape) -> Shape:
        return (self.features,)

    def parameters(self, shape: Shape) -> int:
        return self.features * (shape[0] + self.bias)

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        weight = (self.features, shape[0])
        return {"weight": weight, **({"bias": (self.features,)} if self.bias else {})}

    def flops(self, shape: Shape) -> int:
        return 2 * shape[0] * self.features


Layer = Conv | BatchNorm | ReLU | MaxPool | Flatten | Dense


@dataclass(frozen=True, slots=True)
class Network:
    """name: its key and what files store; title and summary: what people read."""

    name: str
    title: str
    summary: str
    layers: tuple[Layer, ...]

    def shapes(self) -> tuple[Shape, ...]:
        """The input's shape and then each layer's output shape: one more than there are layers."""
        shapes: list[Shape] = [INPUT_SHAPE]
        for layer in self.layers:
            shapes.append(layer.output_shape(shapes[-1]))
        return tuple(shapes)

    def parameters(self) -> int:
        """How many numbers are learned (batch normalisation's running statistics are not)."""
        pairs = zip(self.layers, self.shapes(), strict=False)
        return sum(layer.parameters(shape) for layer, shape in pairs)

    def flops(self) -> int:
        """Floating-point operations of one forward pass over one digit."""
        pairs = zip(self.layers, self.shapes(), strict=False)
        return sum(layer.flops(shape) for layer, shape in pairs)

    def weight_shapes(self) -> dict[str, Shape]:
        """Every array of a model by its name in torch's `state_dict`: "0.weight", "0.bias", ..."""
        return {
            f"{index}.{name}": weight_shape
            for index, (layer, shape) in enumerate(zip(self.layers, self.shapes(), strict=False))
            for name, weight_shape in layer.weight_shapes(shape).items()
        }


def _convolution(
    channels: int, kernel: int, stride: int = 1, padding: int = 0
) -> tuple[Layer, ...]:
    return (Conv(channels, kernel, stride, padding, bias=False), BatchNorm(), ReLU())


_ALL = (
    Network(
        "reference",
        "Reference CNN",
        "One convolution, one pooling, two dense layers: the network of most introductions.",
        (
            Conv(32, 3),
            ReLU(),
            MaxPool(2),
            Flatten(),
            Dense(128),
            ReLU(),
            Dense(10),
        ),
    ),
    Network(
        "compact",
        "Compact CNN",
        "Three small convolutions with batch normalisation: few weights, quick, and more accurate.",
        (
            *_convolution(16, 5, stride=2, padding=2),
            *_convolution(32, 3),
            MaxPool(2),
            *_convolution(64, 3),
            MaxPool(2),
            Flatten(),
            Dense(10),
        ),
    ),
    Network(
        "reader",
        "Reader CNN",
        "The network that ships trained: five convolutions, slower to train than the compact one.",
        (
            *_convolution(32, 5),
            MaxPool(2),
            *_convolution(64, 3, padding=1),
            *_convolution(96, 3, padding=1),
            MaxPool(2),
            *_convolution(128, 3, padding=1),
            *_convolution(192, 3),
            MaxPool(2),
            Flatten(),
            Dense(10),
        ),
    ),
    Network(
        "lenet5",
        "LeNet-5",
        "The classic of 1998 (LeCun et al.), with ReLU and max pooling as it is taught today.",
        (
            Conv(6, 5, padding=2),
            ReLU(),
            MaxPool(2),
            Conv(16, 5),
            ReLU(),
            MaxPool(2),
            Flatten(),
            Dense(120),
            ReLU(),
            Dense(84),
            ReLU(),
            Dense(10),
        ),
    ),
    Network(
        "mlp",
        "Plain network (MLP)",
        "Two dense hidden layers and no convolution: it has to learn every position by itself.",
        (Flatten(), Dense(256), ReLU(), Dense(128), ReLU(), Dense(10)),
    ),
)

NETWORKS: dict[str, Network] = {network.name: network for network in _ALL}
