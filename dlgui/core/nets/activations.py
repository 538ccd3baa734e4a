"""The activation functions: what bends a network's values, each with its slope beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlgui.core.nets.layer import Array, Layer


class Activation(Layer):
    """A function of each value by itself. formula: in mathematics' own signs, of `{x}`."""

    __slots__ = ()
    formula: ClassVar[str]
    is_nonlinear = True


@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """Where it has its bend, its slope is taken as 0, which is torch's choice too."""

    keyword = kind = "relu"
    formula = "max ( 0 , {x} )"

    def gives_signed(self, is_signed: bool) -> bool:
        return False

    def forward(self, x: Array, *arrays: Array) -> Array:
        # In place: where it changes what an earlier `backward` needs, the slope is 0 anyway.
        np.maximum(x, 0, out=x)
        return x

    def backward(self, slope: Array, x: Array, y: Array, *arrays: Array) -> Array:
        back: Array = slope * (y > 0)
        return back
