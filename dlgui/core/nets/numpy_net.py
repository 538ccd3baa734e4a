"""A network's answers and their gradients in numpy: no waiting for torch's import, nothing shared.

The gradients are the chain rule, layer by layer, from a weighted sum of the scores back to the
pixels (Rumelhart, Hinton and Williams, *Learning representations by back-propagating errors*,
1986). Only values are differentiated here, not weights: those are the business of
`dlgui.core.training`. What each layer does is in `layers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Protocol

import numpy as np

from dlgui.core.nets.layer import Arrays, Shape
from dlgui.core.nets.layers import BatchNorm
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import INPUT_SHAPE, Network

Step = Callable[[np.ndarray], np.ndarray]
CHUNK = 128  # digits computed at once: larger ones are no faster, and take more memory
MOST_AT_ONCE = 2**25  # values that a layer gives or multiplies for them: 128 MB of float32


class Scaling(Protocol):
    @property
    def mean(self) -> float: ...
    @property
    def std(self) -> float: ...


class Trained(Protocol):
    """What is used of a `Model`, whose file is tried out by what is here."""

    @property
    def network(self) -> str: ...
    @property
    def weights(self) -> Mapping[str, np.ndarray]: ...
    @property
    def normalisation(self) -> Scaling: ...


class Forward:
    """Computes what a model's network makes of pictures. To be used from one thread at a time.

    Feature maps are kept as [n, height, width, channels]; what comes out has the registry's order
    (channels first).
    """

    def __init__(self, model: Trained) -> None:
        network = network_of(model.network)
        self.model = model
        self._network = network
        self._origins = network.origins()
        arrays = _arrays(model, network, self._origins)
        self._plain = _steps(network, arrays)
        folded = _steps(network, _folded(network, arrays))
        self._chunk = max(1, min(CHUNK, MOST_AT_ONCE // network.widest()))
        self._features = network.last_weighted
        self._body, self._head = folded[: self._features], folded[self._features :]

    def logits(self, images: np.ndarray) -> np.ndarray:
        """float32 [n, 10]; images: [n, 28, 28], float32 from 0 (paper) to 1 (ink) or uint8."""
        return self._in_chunks(images, (self._body, self._head))

    def features(self, images: np.ndarray) -> np.ndarray:
        """float32 [n, features]: what the layer that makes the scores sees of `images`.

        A flattened feature map has its channels last here, unlike in `activations`.
        """
        return _flat(self._in_chunks(images, (self._body,)))

    def logits_from(self, features: np.ndarray) -> np.ndarray:
        """The logits, float32 [n, 10], of what `features` gave."""
        shape = self._network.shapes()[self._features]
        if len(shape) == 3:
            features = features.reshape(len(features), *shape[1:], shape[0])
        for step in self._head:
            features = step(features)
        return features

    def outputs(self, images: np.ndarray, layers: int) -> np.ndarray:
        """float32 [n, size]: what the first `layers` layers give of `images` (see `logits`).

        Flattened, a feature map with its channels last, as in `features`.
        """
        return _flat(self._in_chunks(images, (self._plain[:layers],)))

    def activations(self, image: np.ndarray) -> list[np.ndarray]:
        """What each layer of the registry's network gives for one [28, 28] image, in its shape."""
        x = self._input(image[np.newaxis])
        found: list[np.ndarray] = []
        for step, origin in zip(self._plain, self._origins[1:], strict=True):
            x = step(x)
            # A copy, because the next step may be one that works in place.
            found.append(np.array(_channels_first(x, origin)[0], order="C"))
        return found

    def _in_chunks(self, images: np.ndarray, parts: Sequence[Sequence[Step]]) -> np.ndarray:
        chunks = []
        for start in range(0, max(len(images), 1), self._chunk):
            x = self._input(images[start : start + self._chunk])
            for part in parts:
                for step in part:
                    x = step(x)
            chunks.append(x)
        return chunks[0] if len(chunks) == 1 else np.concatenate(chunks)

    def _input(self, images: np.ndarray) -> np.ndarray:
        if images.shape[1:] != INPUT_SHAPE[1:]:
            raise ValueError(f"images must be [n, 28, 28], not {list(images.shape)}")
        x = images.astype(np.float32)
        if images.dtype == np.uint8:
            x /= 255
        normalisation = self.model.normalisation
        x -= normalisation.mean
        x /= normalisation.std
        return x[..., np.newaxis]


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Of one score for each of n pictures.

    scores: [n], the weighted sums of logits
    pixels: [n, 28, 28], the score's partial derivative by each pixel, which is from 0 to 1
    values: what a layer gave, channels first: [n, *shape]; and
    layer: [n, *shape], the score's partial derivative by each of them
    """

    scores: np.ndarray
    pixels: np.ndarray
    values: np.ndarray
    layer: np.ndarray


class Backward:
    """Computes `Gradients`, in the precision of the model's weights. One thread at a time."""

    def __init__(self, model: Trained) -> None:
        network = network_of(model.network)
        self.model = model
        self._layers = network.layers
        self._origins = network.origins()
        self._arrays = _arrays(model, network, self._origins)
        self._steps = _steps(network, self._arrays)

    def gradients(self, images: np.ndarray, direction: np.ndarray, layer: int = 0) -> Gradients:
        """Differentiate the sum of `direction` × logits.

        images: [n, 28, 28] from 0 (paper) to 1 (ink); direction: [classes]
        layer: whose output to differentiate by as well, by its index in the network
        """
        normalisation, dtype = self.model.normalisation, self._dtype
        x = ((images.astype(dtype) - normalisation.mean) / normalisation.std)[..., np.newaxis]
        tape = [x.astype(dtype)]
        values = tape[0]
        for index, step in enumerate(self._steps):
            tape.append(step(tape[-1]))
            if index == layer:
                values = tape[-1].copy()  # the next step may be one that works in place
        scores = tape[-1] @ direction.astype(dtype)
        gradient = np.broadcast_to(direction.astype(dtype), tape[-1].shape)
        at_layer = gradient
        for index in range(len(self._layers) - 1, -1, -1):
            if index == layer:
                at_layer = gradient
            before, after = tape[index : index + 2]
            gradient = self._layers[index].backward(gradient, before, after, *self._arrays[index])
        pixels = gradient.reshape(images.shape) / normalisation.std
        origin = self._origins[layer + 1]
        values, at_layer = (_channels_first(x, origin) for x in (values, at_layer))
        return Gradients(scores, pixels, values, at_layer)

    @property
    def _dtype(self) -> np.dtype:
        return next(iter(self.model.weights.values())).dtype


def _arrays(model: Trained, network: Network, origins: Sequence[Shape]) -> list[Arrays]:
    found = []
    for index, (layer, origin) in enumerate(zip(network.layers, origins, strict=False)):
        names = layer.weight_shapes(network.shapes()[index])
        weights = {name: model.weights[f"{index}.{name}"] for name in names}
        found.append(layer.arrays(weights, origin))
    return found


def _folded(network: Network, arrays: Sequence[Arrays]) -> list[Arrays | None]:
    """With batch normalisation worked into the weighted layer right before it, and then left out:
    None."""
    found: list[Arrays | None] = list(arrays)
    for index, layer in enumerate(network.layers[:-1]):
        if layer.is_weighted and isinstance(network.layers[index + 1], BatchNorm):
            (matrix, bias), (scale, shift) = arrays[index : index + 2]
            found[index] = matrix * scale, bias * scale + shift
            found[index + 1] = None
    return found


def _steps(network: Network, arrays: Sequence[Arrays | None]) -> list[Step]:
    """One step a layer; a ReLU works in place."""
    steps: list[Step] = []
    for layer, own in zip(network.layers, arrays, strict=True):
        steps.append(_keep if own is None else _bound(layer.forward, own))
    return steps


def _bound(forward: Callable[..., np.ndarray], arrays: Arrays) -> Step:
    return lambda x: forward(x, *arrays)


def _keep(x: np.ndarray) -> np.ndarray:
    return x


def _flat(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), prod(x.shape[1:]))


def _channels_first(x: np.ndarray, origin: Shape) -> np.ndarray:
    """Also where a list is flattened maps, of the shape `origin`: see `Network.origins`."""
    if len(origin) == 1:
        return x
    channels, height, width = origin
    maps = np.moveaxis(x.reshape(len(x), height, width, channels), -1, 1)
    return maps if x.ndim == 4 else maps.reshape(len(x), -1)
