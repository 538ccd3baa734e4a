"""What a file of another framework gives, before it is known whether it reads digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlgui.core.errors import ModelFileError
from dlgui.core.export.layout import Arrays
from dlgui.core.nets.layer import Layer
from dlgui.core.nets.layers import BatchNorm
from dlgui.core.nets.model import Normalisation
from dlgui.core.nets.networks import Network
from dlgui.language import tr

MOST_BYTES = 400 * 2**20
"""A larger file holds no network that dlgui could train."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to understand a file. order: how it keeps flattened maps, in words, where it
    may be so or otherwise."""

    weights: Arrays
    order: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """variants: at least one; normalisation and temperature: None where the file does not say."""

    network: Network
    variants: tuple[Variant, ...]
    normalisation: Normalisation | None = None
    temperature: float | None = None


def refused(path: Path, text: str, **values: object) -> ModelFileError:
    """text: a sentence in the language in use, in which the file is {name}"""
    return ModelFileError(text.format(name=path.name, **values))


def layer_place(index: int, layer: Layer) -> str:
    return tr("layer {number} ({kind})").format(number=index + 1, kind=layer.keyword)


def fitted(path: Path, network: Network, found: Sequence[Mapping[str, np.ndarray]]) -> list[Arrays]:
    """Each layer's arrays with those that it keeps here and no others.

    A bias in front of a batch normalisation goes into that one's mean, which takes it off again
    there; a layer without a bias gets one of zeros. Raises ModelFileError for what is left.
    """
    fit: list[Arrays] = [dict(arrays) for arrays in found]
    for index, (layer, shape) in enumerate(zip(network.layers, network.shapes(), strict=False)):
        wanted = layer.weight_shapes(shape)
        arrays = fit[index]
        if "bias" in wanted and layer.is_weighted:
            arrays.setdefault("bias", np.zeros(wanted["bias"], np.float32))
        elif "bias" in arrays and "bias" not in wanted and _is_normalised(network.layers, index):
            after = fit[index + 1]
            after["running_mean"] = after["running_mean"] - arrays.pop("bias")
        if arrays.keys() != wanted.keys():
            text = tr("{name} does not have the weights that {layer} keeps: check the network.")
            raise refused(path, text, layer=layer_place(index, layer))
    return fit


def _is_normalised(layers: Sequence[Layer], index: int) -> bool:
    return index + 1 < len(layers) and isinstance(layers[index + 1], BatchNorm)


def finite(path: Path, weights: Arrays) -> Arrays:
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise refused(
            path, tr("{name} holds weights that are no numbers: its training has diverged.")
        )
    return weights
