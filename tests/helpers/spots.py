"""A network whose logits are ten pixels, and images for it: tests know what it answers."""

from __future__ import annotations

import numpy as np

from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS


def linear_model(scale: float) -> Model:
    """A plain network that passes ten pixels through as logits, times `scale`."""
    shapes = NETWORKS["mlp"].weight_shapes()
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    for layer in ("1", "3", "5"):
        for i in range(10):
            weights[f"{layer}.weight"][i, i] = scale if layer == "5" else 1.0
    return Model("mlp", weights)


def spots(labels: np.ndarray) -> np.ndarray:
    """uint8 [n, 28, 28]: the pixel of the class is bright, the other nine are dim."""
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[:, 0, :10] = 40
    images[np.arange(len(labels)), 0, labels] = 200
    return images
