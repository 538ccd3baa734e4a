"""The activation functions: what bends a network's values, each with its derivative beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dlgui.core.nets.array_ops import normal_share
from dlgui.core.nets.layer import Array, Layer


class Activation(Layer):
    """A function of each value by itself. formula: in mathematics' own signs, of `{x}`.

    Where it has a bend, its derivative there is taken as the one on the left, as torch does.
    """

    __slots__ = ()
    formula: ClassVar[str]
    is_nonlinear = True

    def of(self, x: Array) -> Array:
        """The function's values. May be `x` itself, changed in place."""
        raise NotImplementedError

    def derivative(self, x: Array, y: Array) -> Array:
        """Its derivative at `x`, where its value is `y`."""
        raise NotImplementedError

    def forward(self, x: Array, *arrays: Array) -> Array:
        return self.of(x)

    def backward(self, gradient: Array, x: Array, y: Array, *arrays: Array) -> Array:
        back: Array = gradient * self.derivative(x, y)
        return back


@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """The rectified linear unit (Nair and Hinton 2010)."""

    keyword = kind = "relu"
    formula = "max ( 0 , {x} )"

    def gives_signed(self, is_signed: bool) -> bool:
        return False

    def of(self, x: Array) -> Array:
        # In place: where it changes what an earlier `backward` needs, the derivative is 0 anyway.
        np.maximum(x, 0, out=x)
        return x

    def derivative(self, x: Array, y: Array) -> Array:
        derivative: Array = y > 0
        return derivative


@dataclass(frozen=True, slots=True)
class LeakyReLU(Activation):
    """Lets a hundredth of what is below zero through (Maas, Hannun and Ng 2013)."""

    keyword = kind = "leakyrelu"
    formula = "max ( {x} , 0.01 × {x} )"
    leak: ClassVar[float] = 0.01

    def of(self, x: Array) -> Array:
        y: Array = np.maximum(x, x * x.dtype.type(self.leak))
        return y

    def derivative(self, x: Array, y: Array) -> Array:
        return np.where(y > 0, 1, self.leak).astype(y.dtype)


@dataclass(frozen=True, slots=True)
class ELU(Activation):
    """Exponential below zero, towards -1 (Clevert, Unterthiner and Hochreiter 2016)."""

    keyword = kind = "elu"
    formula = "{x} , or below zero exp ( {x} ) − 1"

    def of(self, x: Array) -> Array:
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    def derivative(self, x: Array, y: Array) -> Array:
        return np.where(y > 0, 1, y + 1)


@dataclass(frozen=True, slots=True)
class GELU(Activation):
    """x times the share of a normal distribution that lies below x (Hendrycks and Gimpel 2016)."""

    keyword = kind = "gelu"
    formula = "{x} × Φ ( {x} )"

    def of(self, x: Array) -> Array:
        y: Array = x * normal_share(x)
        return y

    def derivative(self, x: Array, y: Array) -> Array:
        density = np.exp(-np.square(x) / 2) / x.dtype.type(np.sqrt(2 * np.pi))
        derivative: Array = normal_share(x) + x * density
        return derivative


@dataclass(frozen=True, slots=True)
class Sigmoid(Activation):
    """From 0 to 1; almost level, and so without a gradient, where it is near either."""

    keyword = kind = "sigmoid"
    formula = "1 ÷ ( 1 + exp ( − {x} ) )"

    def gives_signed(self, is_signed: bool) -> bool:
        return False

    def of(self, x: Array) -> Array:
        y: Array = np.tanh(x / 2) / 2 + x.dtype.type(0.5)  # which overflows for no x
        return y

    def derivative(self, x: Array, y: Array) -> Array:
        derivative: Array = y * (1 - y)
        return derivative


@dataclass(frozen=True, slots=True)
class Tanh(Activation):
    """The hyperbolic tangent, from -1 to 1: a sigmoid around zero."""

    keyword = kind = "tanh"
    formula = "tanh ( {x} )"

    def of(self, x: Array) -> Array:
        y: Array = np.tanh(x)
        return y

    def derivative(self, x: Array, y: Array) -> Array:
        derivative: Array = 1 - np.square(y)
        return derivative
