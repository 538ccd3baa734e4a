"""Which ink made the score: attribution by gradients.

Integrated Gradients (Sundararajan, Taly and Yan, *Axiomatic attribution for deep networks*, 2017)
shares the whole difference between a digit's score and empty paper's among the pixels. Grad-CAM
(Selvaraju et al., *Grad-CAM: visual explanations from deep networks via gradient-based
localization*, 2017) shows coarsely where a convolution found what raises the score.
`docs/decisions/attribution.md` says why neither comes from a library.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from dlgui.core.ink.raster import SIZE
from dlgui.core.nets.layers import Conv
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import Network
from dlgui.core.nets.numpy_net import Backward, Forward

QUICK_STEPS, FINE_STEPS = 32, 256
"""Pictures between paper and digit at which the gradient is taken: for a first answer, and for one
that misses some three thousandths of the difference."""
CHUNK = 32
"""Pictures between two looks at whether to stop."""
LEAST_SIDE = 7
"""Of maps that still say where something is; the paper's own networks have 7 × 7 and 14 × 14."""


@dataclass(frozen=True, slots=True)
class Question:
    """Why the answer, or why not another class.

    target: the class whose score is explained
    rival: the class whose score is subtracted from it, or None
    """

    target: int
    rival: int | None = None

    @classmethod
    def about(cls, logits: np.ndarray, target: int | None) -> Question:
        """Why the likeliest class of `logits` [classes]; or why not `target`, instead of it."""
        answer = int(logits.argmax())
        return cls(answer) if target in (None, answer) else cls(int(target), answer)

    def direction(self, classes: int) -> np.ndarray:
        """float32 [classes]: what the logits are multiplied by before they are added up."""
        direction = np.zeros(classes, np.float32)
        direction[self.target] = 1.0
        if self.rival is not None:
            direction[self.rival] = -1.0
        return direction


@dataclass(frozen=True, slots=True, eq=False)
class IntegratedGradients:
    """What each pixel's ink adds to a score.

    score, paper: the score of the digit, and of empty paper
    shares: float32 [28, 28]; they add up to `score` - `paper`, but for what `steps` pictures miss
    """

    question: Question
    score: float
    paper: float
    shares: np.ndarray
    steps: int

    @property
    def difference(self) -> float:
        """What there is to share."""
        return self.score - self.paper

    @property
    def total(self) -> float:
        """What was shared."""
        return float(self.shares.sum(dtype=np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class GradCam:
    """Where the maps that a layer gives raise a score.

    layer: by its index in the network
    coarse: float32 [height, width], zero or above: one value for each place of its maps
    fine: float32 [28, 28], the same between the middles of what those places look at
    """

    question: Question
    layer: int
    coarse: np.ndarray
    fine: np.ndarray


def integrated_gradients(
    model: Model, pixels: np.ndarray, target: int | None = None, steps: int = FINE_STEPS
) -> Generator[float, None, IntegratedGradients]:
    """Share a score's difference to paper among the pixels; yields the part that is done.

    The digit is faded in from paper; the gradients of the score by each pixel are averaged on
    the way (the midpoint rule), and multiplied by the pixel. Where there is no ink, nothing changes
    on the way, so that paper has no share.

    pixels: float32 [28, 28] from 0 (paper) to 1 (ink)
    target: None for the answer's score; or a class, for its score less the answer's
    """
    logits = Forward(model).logits(np.stack([np.zeros_like(pixels), pixels]))
    question = Question.about(logits[1], target)
    direction = question.direction(logits.shape[1])
    backward, total = Backward(model), np.zeros(pixels.shape)
    middles = ((np.arange(steps) + 0.5) / steps).astype(np.float32)
    for start in range(0, steps, CHUNK):
        inkings = middles[start : start + CHUNK, np.newaxis, np.newaxis]
        total += backward.gradients(inkings * pixels, direction).pixels.sum(axis=0)
        yield min(start + CHUNK, steps) / steps
    shares = (pixels * total / steps).astype(np.float32)
    paper, score = (float(value) for value in logits @ direction)
    return IntegratedGradients(question, score, paper, shares, steps)


def grad_cam(model: Model, pixels: np.ndarray, layer: int, target: int | None = None) -> GradCam:
    """Add up a layer's maps, each times its mean gradient, and keep what is above zero.

    Between the places of the map it is interpolated linearly. The paper stretches it over the
    picture; here each place lies in the middle of its receptive field, which is exact also where
    convolutions without padding have trimmed the picture.

    pixels: as in `integrated_gradients`, and so is target; layer: one of `cam_layers`
    """
    backward = Backward(model)
    logits = Forward(model).logits(pixels[np.newaxis])[0]
    question = Question.about(logits, target)
    found = backward.gradients(pixels[np.newaxis], question.direction(len(logits)), layer)
    weights = found.layer[0].mean(axis=(1, 2))
    coarse = np.maximum(np.tensordot(weights, found.values[0], axes=1), 0).astype(np.float32)
    return GradCam(question, layer, coarse, _spread(coarse, network_of(model.network), layer))


def cam_layers(network: Network) -> tuple[int, ...]:
    """The activation that ends each convolution, by its index, or what else stands right before
    the next pooling or convolution; none for a network without any."""
    return tuple(
        _end_of_convolution(network, index)
        for index, layer in enumerate(network.layers)
        if isinstance(layer, Conv)
    )


def _end_of_convolution(network: Network, index: int) -> int:
    for following in range(index + 1, len(network.layers)):
        layer = network.layers[following]
        if not layer.keeps_units or layer.window is not None:
            break
        if network.shapes()[following + 1] != network.shapes()[index + 1]:
            break
        index = following
        if layer.is_nonlinear:
            break
    return index


def usual_cam_layer(network: Network) -> int | None:
    """The last of `cam_layers` whose maps are at least 7 × 7: as deep as places still show.

    The first one, whose maps are largest, where all maps are smaller; None without any.
    """
    layers, shapes = cam_layers(network), network.shapes()
    found = [i for i in layers if min(shapes[i + 1][1:]) >= LEAST_SIDE]
    return found[-1] if found else next(iter(layers), None)


def _spread(coarse: np.ndarray, network: Network, layer: int) -> np.ndarray:
    """Bilinear interpolation between the places' middles; beyond the outermost, their value."""
    first, step = _middles(network, layer)
    every = np.arange(SIZE) + 0.5
    rows, columns = (first + step * np.arange(n) for n in coarse.shape)
    wide = np.stack([np.interp(every, columns, row) for row in coarse])
    fine = np.stack([np.interp(every, rows, column) for column in wide.T], axis=1)
    return fine.astype(np.float32)


def _middles(network: Network, layer: int) -> tuple[float, float]:
    """Of what a layer's places look at, in pixels: the first one's middle, and from one to the next
    (Araujo et al., *Computing receptive fields of convolutional neural networks*, 2019)."""
    first, step = 0.5, 1.0
    for passed in network.layers[: layer + 1]:
        if passed.window is not None:
            first += ((passed.window.size - 1) / 2 - passed.window.padding) * step
            step *= passed.window.stride
    return first, step
