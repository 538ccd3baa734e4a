"""A trained network as plain data: what a model file holds, and what threads hand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

DIGIT_CLASSES = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Pixels from 0 to 1 (ink is 1) become ``(pixel - mean) / std`` before the first layer."""

    mean: float = 0.0
    std: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """A network of the registry with its weights.

    network: its name in `dlgui.core.networks.NETWORKS`
    weights: parameter and buffer name (as in the torch module's `state_dict`) to a float32 array
    classes: the names of the outputs, in order; ten digits unless the data set says otherwise
    calibration: what `dlgui.core.calibration` learned about the network's confidence, or empty
    summary: how it was trained (configuration, data set, epochs, accuracies), for people to read
    """

    network: str
    weights: Mapping[str, np.ndarray]
    classes: tuple[str, ...] = DIGIT_CLASSES
    normalisation: Normalisation = field(default_factory=Normalisation)
    calibration: Mapping[str, Any] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)
