"""Data and trainings that are small enough for a test."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitData, DigitSet


def _blocks(count: int, seed: int) -> DigitSet:
    """Pictures whose class can be seen at once: a noisy bright block, elsewhere for each class."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(count) % 10).astype(np.uint8)
    images = rng.integers(0, 60, (count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        row, column = divmod(int(label), 5)
        image[4 + 12 * row : 12 + 12 * row, 1 + 5 * column : 7 + 5 * column] += 180
    return DigitSet(images, labels)


@pytest.fixture(scope="session")
def easy_data() -> DigitData:
    """200 + 50 pictures that every network learns within a few steps."""
    return DigitData("Blocks", _blocks(200, 0), _blocks(50, 1))


@pytest.fixture(scope="session")
def lived_in_model():
    """A maker of models whose biases and running statistics are not the trivial first ones."""
    from dlgui.core.nets.model import Model
    from dlgui.core.nets.networks import NETWORKS
    from dlgui.core.nets.torch_net import build, weights_of

    def make(name: str, **parts: object) -> Model:
        rng = np.random.default_rng(0)
        weights = {
            key: rng.uniform(0.5, 1.5, array.shape).astype(np.float32) if array.ndim == 1 else array
            for key, array in weights_of(build(NETWORKS[name], 0)).items()
        }
        return Model(name, weights, **parts)

    return make
