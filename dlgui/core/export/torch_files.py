"""PyTorch: the state dict as safetensors, the short script that loads it, and torch's own `.pt2`.

The safetensors file is a model file of dlgui as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from safetensors.numpy import save

from dlgui import __version__
from dlgui.core.nets.layer import Layer, Shape
from dlgui.core.nets.layers import BatchNorm, Conv, Dense
from dlgui.core.nets.model import KIND, VERSION, Model, model_metadata
from dlgui.core.nets.network_line import network_of
from dlgui.core.reading.calibration import Calibration

COUNTER = "num_batches_tracked"


def torch_weights(model: Model) -> bytes:
    """The state dict as torch's own modules have it, with everything that dlgui knows beside it."""
    tensors: dict[str, np.ndarray] = {
        name: np.ascontiguousarray(array, np.float32) for name, array in model.weights.items()
    }
    for index, layer in enumerate(network_of(model.network).layers):
        if isinstance(layer, BatchNorm):  # a counter that strict loading asks for
            tensors[f"{index}.{COUNTER}"] = np.zeros((), np.int64)
    facts = {"format": "pt", "kind": KIND, "version": str(VERSION)}
    return save(tensors, model_metadata(model) | facts)


def torch_script(model: Model, weights_name: str, title: str) -> str:
    """A Python script that loads the file `weights_name` beside it and reads pictures."""
    network = network_of(model.network)
    pairs = zip(network.layers, network.shapes(), strict=False)
    lines = [f"    nn.{_LAYERS[layer.keyword](layer, shape)}," for layer, shape in pairs]
    return _SCRIPT.substitute(
        title=re.sub(r'["\\\n]', "", title),
        version=__version__,
        weights=repr(weights_name),
        classes=repr(model.classes),
        mean=repr(model.normalisation.mean),
        std=repr(model.normalisation.std),
        temperature=repr(Calibration.of(model).temperature),
        layers="\n".join(lines),
    )


def torch_layer(layer: Layer, shape: Shape) -> str:
    """A layer as torch writes it, from `nn.`; shape: of its input."""
    return _LAYERS[layer.keyword](layer, shape)


def write_program(script: Path, path: Path) -> None:
    """What `torch.export` makes of the network in `script`: from images to logits.

    Raises ImportError where torch, or something that its exporter needs, is missing.
    """
    import runpy

    torch: Any = import_module("torch")
    exporter: Any = import_module("torch.export")
    module = runpy.run_path(str(script))["normalised"].eval()
    several = {0: exporter.Dim("n", min=1, max=65536)}
    with torch.no_grad():
        program = exporter.export(module, (torch.zeros(2, 1, 28, 28),), dynamic_shapes=(several,))
    exporter.save(program, str(path))


_SCRIPT = Template(
    '''"""$title, as PyTorch. Written by dlgui $version.

    python THIS_FILE.py digit.png ...

reads pictures of one digit each, light ink on black, as in MNIST.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

CLASSES = $classes
MEAN, STD = $mean, $std  # of the pixels, which are from 0 (paper) to 1 (ink)
TEMPERATURE = $temperature  # logits are divided by it, which makes the probabilities honest


class Normalise(nn.Module):
    def forward(self, images):
        return (images - MEAN) / STD


network = nn.Sequential(
$layers
)
network.load_state_dict(load_file(Path(__file__).with_name($weights)))
normalised = nn.Sequential(Normalise(), network).eval()


def probabilities(images):
    """[n, classes] from images, float32 [n, 1, 28, 28] from 0 (paper) to 1 (ink)."""
    with torch.no_grad():
        return (normalised(images) / TEMPERATURE).softmax(dim=1)


if __name__ == "__main__":
    from PIL import Image

    for name in sys.argv[1:]:
        picture = Image.open(name).convert("L").resize((28, 28))
        pixels = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
        found = probabilities(pixels.view(1, 1, 28, 28) / 255)[0]
        print(name, CLASSES[int(found.argmax())], f"{float(found.max()):.1%}")
'''
)


def _convolution(layer: Conv, shape: Shape) -> str:
    parts = [str(shape[0]), str(layer.channels), str(layer.kernel)]
    parts += [f"stride={layer.stride}"] if layer.stride != 1 else []
    parts += [f"padding={layer.padding}"] if layer.padding else []
    parts += [] if layer.bias else ["bias=False"]
    return f"Conv2d({', '.join(parts)})"


def _dense(layer: Dense, shape: Shape) -> str:
    return f"Linear({shape[0]}, {layer.features}{'' if layer.bias else ', bias=False'})"


_LAYERS: Mapping[str, Callable[[Any, Shape], str]] = {
    "conv": _convolution,
    "dense": _dense,
    "batchnorm": lambda layer, shape: f"BatchNorm{2 if len(shape) == 3 else 1}d({shape[0]})",
    "relu": lambda layer, shape: "ReLU()",
    "leakyrelu": lambda layer, shape: "LeakyReLU(0.01)",
    "elu": lambda layer, shape: "ELU()",
    "gelu": lambda layer, shape: "GELU()",
    "sigmoid": lambda layer, shape: "Sigmoid()",
    "tanh": lambda layer, shape: "Tanh()",
    "maxpool": lambda layer, shape: f"MaxPool2d({layer.size})",
    "avgpool": lambda layer, shape: f"AvgPool2d({layer.size})",
    # Means over the whole map, and then no sides of length 1.
    "globalavgpool": lambda layer, shape: "Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())",
    "dropout": lambda layer, shape: f"Dropout({layer.rate})",
    "flatten": lambda layer, shape: "Flatten()",
}
"""Each kind as torch writes it, from `nn.`."""
