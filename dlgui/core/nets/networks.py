"""The networks that can be trained, described as data.

A network is a tuple of layers. From this one description `torch_net` builds the plain
`torch.nn.Sequential` that is trained, `numpy_net` computes answers in numpy, and the window draws
the layers. Convolutions use "valid" padding unless they say otherwise.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import prod

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, Flatten, MaxPool
from dlgui.language import QT_TRANSLATE_NOOP

INPUT_SHAPE = (1, 28, 28)


@dataclass(frozen=True, slots=True)
class Network:
    """name: what settings and files store: its key here, or the line of a network of one's own
    title and summary: what people read
    """

    name: str
    title: str
    summary: str
    layers: tuple[Layer, ...]

    @property
    def file_name(self) -> str:
        """What a file or folder is called after it."""
        return self.name if self.name.isidentifier() else "own"

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

    def training_bytes(self, batch_size: int) -> int:
        """What a training keeps in memory, as float32: of each weight itself, its gradient and
        Adam's two means; of each digit of a mini-batch each layer's values and their gradients.

        The digits, and torch itself with what its convolutions gather, come on top.
        """
        values = sum(prod(shape) for shape in self.shapes())
        return 4 * (4 * self.parameters() + 2 * batch_size * values)

    def widest(self) -> int:
        """The most numbers that one layer gives, or gathers below its window, for one digit."""
        pairs = zip(self.layers, self.shapes(), strict=False)
        return max(layer.gathered(shape) for layer, shape in pairs)

    def weight_shapes(self) -> dict[str, Shape]:
        """Every array of a model by its name in torch's `state_dict`: "0.weight", "0.bias", ..."""
        return {
            f"{index}.{name}": weight_shape
            for index, (layer, shape) in enumerate(zip(self.layers, self.shapes(), strict=False))
            for name, weight_shape in layer.weight_shapes(shape).items()
        }

    def origins(self) -> tuple[Shape, ...]:
        """The same as `shapes`, but where a list's values are those of maps, written out one after
        the other, the shape of those maps."""
        found: list[Shape] = [INPUT_SHAPE]
        for layer, shape in zip(self.layers, self.shapes()[1:], strict=True):
            keeps_order = layer.keeps_units or isinstance(layer, Flatten)
            is_list = len(shape) == 1 and shape[0] == prod(found[-1])
            found.append(found[-1] if keeps_order and is_list else shape)
        return tuple(found)

    @property
    def last_weighted(self) -> int:
        """The index of the layer that makes the scores: what comes before are features."""
        return max(index for index, layer in enumerate(self.layers) if layer.is_weighted)

    def numbers(self) -> tuple[int, ...]:
        """Each layer's number among those of its kind, from 1."""
        counts: Counter[str] = Counter()
        found = []
        for layer in self.layers:
            counts[layer.kind] += 1
            found.append(counts[layer.kind])
        return tuple(found)


def _convolution(
    channels: int, kernel: int, stride: int = 1, padding: int = 0
) -> tuple[Layer, ...]:
    return (Conv(channels, kernel, stride, padding, bias=False), BatchNorm(), ReLU())


_ALL = (
    Network(
        "reference",
        QT_TRANSLATE_NOOP("", "Reference CNN"),
        QT_TRANSLATE_NOOP(
            "", "One convolution, one pooling, two dense layers: the network of most introductions."
        ),
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
        QT_TRANSLATE_NOOP("", "Compact CNN"),
        QT_TRANSLATE_NOOP(
            "",
            "Three small convolutions with batch normalisation: few weights, quick, and "
            "more accurate.",
        ),
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
        QT_TRANSLATE_NOOP("", "Reader CNN"),
        QT_TRANSLATE_NOOP(
            "",
            "Five convolutions, as in the first readers that shipped: slower to train than the "
            "compact one.",
        ),
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
        QT_TRANSLATE_NOOP("", "LeNet-5"),
        QT_TRANSLATE_NOOP(
            "",
            "The classic of 1998 (LeCun et al.), with ReLU and max pooling as it is taught today.",
        ),
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
        QT_TRANSLATE_NOOP("", "Plain network (MLP)"),
        QT_TRANSLATE_NOOP(
            "",
            "Two dense hidden layers and no convolution: it has to learn every position by itself.",
        ),
        (Flatten(), Dense(256), ReLU(), Dense(128), ReLU(), Dense(10)),
    ),
)

NETWORKS: dict[str, Network] = {network.name: network for network in _ALL}
