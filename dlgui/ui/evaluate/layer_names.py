"""What the layers whose outputs can be mapped are called."""

from __future__ import annotations

from collections import Counter

import numpy as np

from dlgui.core.insight import Kind, Stage
from dlgui.core.networks import Conv, Dense, Layer, MaxPool, Network, ReLU
from dlgui.ui.inside import wording

_KINDS: dict[type[Layer], Kind] = {
    Conv: "convolution",
    ReLU: "relu",
    MaxPool: "pooling",
    Dense: "dense",
}


def mapped_layers(network: Network) -> list[tuple[str, int]]:
    """(name, how many layers are computed), the pixels first; those that only reshape or rescale
    are left out."""
    found = [(wording.tr("Pixels"), 0)]
    counts: Counter[Kind] = Counter()
    for index, layer in enumerate(network.layers):
        kind = _KINDS.get(type(layer))
        if kind is None:
            continue
        counts[kind] += 1
        stage = Stage(kind, counts[kind], layer, np.empty(0), 0, True)
        is_last = index == len(network.layers) - 1
        found.append((wording.title(stage, is_last), index + 1))
    return found


def usual_layer(network: Network) -> int:
    """The place in `mapped_layers` of what the last dense layer sees, where classes are apart."""
    return max(len(mapped_layers(network)) - 2, 0)
