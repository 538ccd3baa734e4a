"""What all kinds of layers have in common; the kinds are in `layers` and `activations`.

`forward` and `backward` stand side by side, in numpy: what a layer makes of its input, and what a
change of each input value would change. Maps are [n, height, width, channels] there, lists
[n, features]; shapes are (channels, height, width) or (features,), as torch has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import ClassVar

import numpy as np

from dlgui.core.nets.array_ops import Window

Shape = tuple[int, ...]
Array = np.ndarray
Weights = Mapping[str, Array]
Arrays = tuple[Array, ...]
Range = tuple[float, float]


class Layer:
    """What all kinds have in common; without anything else, a layer of values one by one.

    keyword: begins the layer in a network's line; kind: groups layers that are numbered together
    arguments: what follows in the line, by the field's name, each with its least and most
    options: what may follow then: its word, the field's name, and its least and most
    is_weighted: whether it has units (filters or neurons) that learn weights
    is_nonlinear: whether it bends its input, as an activation function does
    keeps_units: whether map or value i of its output is made of map or value i of its input
    """

    __slots__ = ()
    keyword: ClassVar[str]
    kind: ClassVar[str]
    arguments: ClassVar[Mapping[str, Range]] = {}
    options: ClassVar[Mapping[str, tuple[str, Range]]] = {}
    is_weighted: ClassVar[bool] = False
    is_nonlinear: ClassVar[bool] = False
    keeps_units: ClassVar[bool] = True

    @property
    def window(self) -> Window | None:
        """None where each value is computed from one value, or from all of a list."""
        return None

    @classmethod
    def usage(cls) -> str:
        """How the layer is written in a network's line."""
        words = [cls.keyword, *(name.upper() for name in cls.arguments)]
        return " ".join([*words, *(f"[{word} N]" for word in cls.options)])

    def problem(self, shape: Shape) -> str:
        """Why it cannot take an input of that shape, and what would fit; empty if it can."""
        return ""

    def fitting(self, shape: Shape) -> tuple[Layer, ...]:
        """What can stand in its place where it has a problem."""
        return ()

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

    def gathered(self, shape: Shape) -> int:
        """The numbers that it gives, or gathers below its window, for one digit."""
        output = self.output_shape(shape)
        below = shape[0] * prod(output[1:]) * self.window.size**2 if self.window else 0
        return max(prod(output), below)

    def gives_signed(self, is_signed: bool) -> bool:
        """Whether a value can be below zero, where those before can be so or not."""
        return is_signed

    def arrays(self, weights: Weights, shape: Shape) -> Arrays:
        """What `forward` and `backward` take of the layer's own weights.

        shape: of its input; where that is a list of flattened maps, the maps' shape
        """
        return ()

    def forward(self, x: Array, *arrays: Array) -> Array:
        """What it gives when it answers. May be `x` itself, changed in place."""
        return x

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        """From a score's gradient by each value of the output `y` to that by each of `x`."""
        return gradient
