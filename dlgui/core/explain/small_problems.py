"""Problems small enough to be seen whole: two weights, a curve through ten points, one neuron.

The chapters show them as they are computed here, so that nothing in a figure is drawn by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlgui.core.data.datasets import DigitSet

MIDDLE = slice(11, 17)
"""The columns of an image in which a 1 has nearly all of its ink, and a 0 has little."""


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """One neuron without an activation, `z = w·x + b`, that is to give t.

    x, t: float64 [n]. The loss is the mean of ½·(z − t)²; a point is (w, b).
    """

    x: np.ndarray
    t: np.ndarray

    @property
    def curvature(self) -> np.ndarray:
        """The loss's second derivatives by w and b: float64 [2, 2], the same everywhere."""
        return np.array([[np.mean(self.x**2), self.x.mean()], [self.x.mean(), 1.0]])

    @property
    def lowest(self) -> tuple[float, float]:
        """Where the loss is least (the normal equations)."""
        right = np.array([np.mean(self.x * self.t), self.t.mean()])
        w, b = np.linalg.solve(self.curvature, right)
        return float(w), float(b)

    @property
    def largest_rate(self) -> float:
        """The learning rate from which on gradient descent diverges: 2 / the largest curvature."""
        return float(2 / np.linalg.eigvalsh(self.curvature)[-1])

    def loss(self, w: float, b: float) -> float:
        return float(np.mean((w * self.x + b - self.t) ** 2) / 2)

    def gradient(self, w: float, b: float) -> tuple[float, float]:
        """The loss's partial derivatives by w and b."""
        error = w * self.x + b - self.t
        return float(np.mean(error * self.x)), float(error.mean())

    def step(self, w: float, b: float, rate: float) -> tuple[float, float]:
        """Where one step of gradient descent leads."""
        by_w, by_b = self.gradient(w, b)
        return w - rate * by_w, b - rate * by_b

    def contour(self, above: float, count: int = 96) -> np.ndarray:
        """Points (w, b) around the lowest one whose loss is higher by `above`: [count, 2].

        The loss is a quadratic form there, so that this is an ellipse.
        """
        curvatures, axes = np.linalg.eigh(self.curvature)
        angle = np.linspace(0, 2 * np.pi, count)
        round_ = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        around = (round_ * np.sqrt(2 * above / curvatures)) @ axes.T
        points: np.ndarray = around + np.array(self.lowest)
        return points


def is_it_a_one(digits: DigitSet) -> LeastSquares:
    """The share of ink in the middle columns against 1 for each digit 1, and 0 for each 0.

    Raises ValueError when there is none of either.
    """
    images = digits.images.astype(np.float64)
    ink = images.sum(axis=(1, 2))
    chosen = (digits.labels <= 1) & (ink > 0)
    labels = digits.labels[chosen]
    if len(np.unique(labels)) < 2:
        raise ValueError("there must be digits 0 and digits 1")
    middle = images[chosen][:, :, MIDDLE].sum(axis=(1, 2))
    return LeastSquares(middle / ink[chosen], (labels == 1).astype(np.float64))


HIGHEST_DEGREE = 9
"""Of a polynomial through ten points: from here on it can pass through every one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CurveFit:
    """Points of a sine with noise, and polynomials fitted to the first of them.

    x, y: float64, the ten that are fitted; new_x, new_y: those that were kept aside
    """

    x: np.ndarray
    y: np.ndarray
    new_x: np.ndarray
    new_y: np.ndarray

    def polynomial(self, degree: int) -> np.polynomial.Polynomial:
        """The one of that degree with the least squares, from 0 to `HIGHEST_DEGREE`."""
        return np.polynomial.Polynomial.fit(self.x, self.y, degree, domain=[0.0, 1.0])

    def errors(self, degree: int) -> tuple[float, float]:
        """The mean squared errors of that polynomial: on what was fitted, and on what was not."""
        fitted = self.polynomial(degree)
        old, new = fitted(self.x) - self.y, fitted(self.new_x) - self.new_y
        return float(np.mean(old**2)), float(np.mean(new**2))


def noisy_sine(seed: int = 5) -> CurveFit:
    """Ten points to fit and twenty that are kept aside, of sin(2πx) with noise of deviation 0.2."""
    rng = np.random.default_rng(seed)
    x, new_x = np.linspace(0.0, 1.0, HIGHEST_DEGREE + 1), np.sort(rng.uniform(0.0, 1.0, 20))
    sine = np.sin(2 * np.pi * x), np.sin(2 * np.pi * new_x)
    y, new_y = (values + rng.normal(0.0, 0.2, len(values)) for values in sine)
    return CurveFit(x, y, new_x, new_y)


@dataclass(frozen=True, slots=True)
class OneNeuron:
    """A neuron with one weight and a ReLU, and the chain rule back to its weight.

    It gets x and should give target; the loss is ½·(a − target)².
    """

    w: float
    x: float = 2.0
    target: float = 3.0

    @property
    def z(self) -> float:
        return self.w * self.x

    @property
    def a(self) -> float:
        return max(self.z, 0.0)

    @property
    def loss(self) -> float:
        return (self.a - self.target) ** 2 / 2

    @property
    def loss_by_a(self) -> float:
        return self.a - self.target

    @property
    def a_by_z(self) -> float:
        return 1.0 if self.z > 0 else 0.0

    @property
    def loss_by_z(self) -> float:
        return self.loss_by_a * self.a_by_z

    @property
    def loss_by_w(self) -> float:
        return self.loss_by_z * self.x

    def after_step(self, rate: float) -> OneNeuron:
        """With its weight moved against the gradient."""
        return OneNeuron(self.w - rate * self.loss_by_w, self.x, self.target)


def moved(pixels: np.ndarray, columns: int) -> np.ndarray:
    """A digit, float32 [28, 28], that many columns to the right; paper comes in from the left."""
    shifted = np.zeros_like(pixels)
    shifted[:, columns:] = pixels[:, :-columns]
    return shifted


def map_differences(before: np.ndarray, after: np.ndarray, places: int) -> tuple[float, float]:
    """How far the maps of a digit differ from those of the same digit, `moved`.

    before, after: [maps, rows, columns]. First when the maps are moved along by so many places,
    then as they are; as shares of the largest value. Edges, where padding is seen, are left out.
    """
    margin = 3 + places
    inside = slice(margin, before.shape[2] - margin)
    along = np.roll(before, places, axis=2)
    largest = max(float(np.abs(before).max()), 1e-12)
    differences = (np.abs(after - other)[:, 3:-3, inside].max() for other in (along, before))
    moved_along, stayed = (float(value) / largest for value in differences)
    return moved_along, stayed
