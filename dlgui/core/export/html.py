"""One HTML file that reads handwriting in any browser, without a connection.

The page is `resources/export`: its scripts compute what `ink.raster`, `reading.segmentation`,
`nets.numpy_net` and `reading.calibration` do. Every constant of theirs is handed over in the file,
so that a number that is changed there is changed here as well.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from html import escape
from string import Template
from typing import Any

import numpy as np

from dlgui import __version__, paths
from dlgui.core.data.datasets import load_embedded
from dlgui.core.export.layout import Arrays, channels_last
from dlgui.core.ink import raster
from dlgui.core.nets.activations import Activation
from dlgui.core.nets.layer import Layer
from dlgui.core.nets.layers import EPS, BatchNorm, Conv, Dense, Pool
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of
from dlgui.core.reading import segmentation
from dlgui.core.reading.calibration import Calibration
from dlgui.core.reading.reader import Reader

CHECKED = 10
"""Digits that the page carries, one of each class, to check itself when it is opened."""

SCRIPTS = ("network.js", "ink.js", "reading.js")


def page(model: Model, title: str) -> bytes:
    """The whole page as UTF-8. `title` heads it."""
    return (
        Template(_resource("page.html"))
        .substitute(
            generator=f"dlgui {__version__}",
            title=escape(title),
            style=_resource("page.css"),
            model=json.dumps(_record(model), separators=(",", ":")).replace("</", "<\\/"),
            reader="\n".join(_resource(name) for name in SCRIPTS),
            page=_resource("page.js"),
        )
        .encode()
    )


def _resource(name: str) -> str:
    return paths.resource("export", name).read_text("utf-8")


def _record(model: Model) -> dict[str, Any]:
    """What the scripts need to know of the model."""
    calibration = Calibration.of(model)
    probe = calibration.probe
    network = network_of(model.network)
    return {
        "layers": [
            _layer(*pair) for pair in zip(network.layers, channels_last(model), strict=True)
        ],
        "weights": network.parameters(),
        "normalisation": [model.normalisation.mean, model.normalisation.std],
        "classes": list(model.classes),
        "temperature": calibration.temperature,
        "threshold": calibration.threshold if np.isfinite(calibration.threshold) else None,
        "probe": {name: _packed(array) for name, array in asdict(probe).items()} if probe else None,
        "ink": _INK,
        "costs": asdict(segmentation.COSTS),
        "cutting": _CUTTING,
        "check": _check(model),
    }


def _check(model: Model) -> dict[str, Any]:
    digits = load_embedded().validation
    chosen = [int(np.flatnonzero(digits.labels == label)[0]) for label in range(CHECKED)]
    images = digits.images[chosen]
    probabilities = Reader(model).read_images(images.astype(np.float32) / 255)
    return {
        "images": base64.b64encode(images.tobytes()).decode(),
        "probabilities": [[round(float(p), 7) for p in row] for row in probabilities],
    }


_INK = {
    "size": raster.SIZE,
    "box": raster.BOX,
    "centre": raster.CENTRE,
    "penWidth": raster.PEN_WIDTH,
    "edge": raster.EDGE,
    "minPiece": raster.MIN_PIECE,
    "maxPiece": raster.MAX_PIECE,
    "maxPieces": raster.MAX_PIECES,
    "tremble": raster.TREMBLE,
    "stray": raster.STRAY,
}
_CUTTING = {
    "maxPieces": segmentation.MAX_PIECES,
    "maxRow": segmentation.MAX_ROW,
    "maxGap": segmentation.MAX_GAP,
    "wideStroke": segmentation.WIDE_STROKE,
    "leastHeight": segmentation.LEAST_HEIGHT,
    "places": segmentation.PLACES,
}


def _packed(array: np.ndarray) -> dict[str, str]:
    """In half the space where that loses nothing, as with the weights of the shipped reader."""
    half = np.clip(array, -65504, 65504).astype(np.float16)
    exact = bool((half.astype(np.float32) == array).all())
    content = half.astype("<f2") if exact else array.astype("<f4")
    return {
        "type": "f16" if exact else "f32",
        "data": base64.b64encode(np.ascontiguousarray(content).tobytes()).decode(),
    }


def _weighted(kind: str, arrays: Arrays, **facts: int) -> dict[str, Any]:
    weight = arrays["weight"].reshape(-1, arrays["weight"].shape[-1])
    bias = arrays.get("bias", np.zeros(weight.shape[1], np.float32))
    return {"kind": kind, **facts, "weight": _packed(weight), "bias": _packed(bias)}


def _convolution(layer: Conv, arrays: Arrays) -> dict[str, Any]:
    facts = {"kernel": layer.kernel, "stride": layer.stride, "padding": layer.padding}
    return _weighted("conv", arrays, **facts)


def _batch_norm(layer: BatchNorm, arrays: Arrays) -> dict[str, Any]:
    scale = arrays["weight"] / np.sqrt(arrays["running_var"] + EPS)
    shift = arrays["bias"] - arrays["running_mean"] * scale
    return {"kind": "batchnorm", "scale": _packed(scale), "shift": _packed(shift)}


def _layer(layer: Layer, arrays: Arrays) -> dict[str, Any]:
    if isinstance(layer, Conv):
        return _convolution(layer, arrays)
    if isinstance(layer, Dense):
        return _weighted("dense", arrays)
    if isinstance(layer, BatchNorm):
        return _batch_norm(layer, arrays)
    if isinstance(layer, Activation):
        return {"kind": "activation", "name": layer.keyword}
    if isinstance(layer, Pool):
        return {"kind": layer.keyword, "size": layer.size}
    return {"kind": layer.keyword}
