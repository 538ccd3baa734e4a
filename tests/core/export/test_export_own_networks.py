"""Networks that nobody has thought of are the same elsewhere, whatever layers they have."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from own_networks import networks

from dlgui.core.export.html import page
from dlgui.core.export.keras import keras_file
from dlgui.core.export.keras_in import read_keras
from dlgui.core.export.onnx import onnx_file
from dlgui.core.export.torch_files import torch_script, torch_weights
from dlgui.core.export.torch_in import read_torch
from dlgui.core.export.verify import check
from dlgui.core.nets.layers import KINDS
from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.network_line import parse_network
from dlgui.core.nets.networks import Network

# Every kind, each where its order or its place may be taken wrongly.
ALL_KINDS = parse_network(
    "conv 4 5 stride 2 pad 2, batchnorm, leakyrelu, conv 6 3 pad 1, elu, avgpool 2, gelu, "
    "conv 5 4 pad 1, maxpool 2, flatten, batchnorm, dropout 0.3, dense 12, sigmoid, dense 9, tanh, "
    "relu, dense 10"
)
MEANS = parse_network("conv 8 3, relu, globalavgpool, tanh, dense 10")
# No dense layer at all: the maps' means are the logits.
WITHOUT_DENSE = parse_network("conv 10 5 stride 3, batchnorm, globalavgpool")

some_networks = [
    settings(
        max_examples=10,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    ),
    given(networks()),
    example(ALL_KINDS),
    example(MEANS),
    example(WITHOUT_DENSE),
]


def of_some_networks(test: Callable) -> Callable:
    for decorator in reversed(some_networks):
        test = decorator(test)
    return test


def model_of(network: Network) -> Model:
    """With weights, biases and statistics that are all different."""
    rng = np.random.default_rng(0)
    weights = {
        name: (
            rng.uniform(0.5, 1.5, shape)
            if name.endswith("running_var")
            else rng.normal(0, 1 / max(1, np.prod(shape[1:])) ** 0.5, shape)
        ).astype(np.float32)
        for name, shape in network.weight_shapes().items()
    }
    normalisation = Normalisation(0.13, 0.31)
    return Model(network.name, weights, normalisation=normalisation, calibration={"temperature": 2})


def test_every_kind_is_among_them() -> None:
    used = {layer.keyword for layer in (*ALL_KINDS.layers, *MEANS.layers)}
    assert used == KINDS.keys()


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="needs onnxruntime")
@of_some_networks
def test_onnxruntime_agrees(tmp_path: Path, network: Network) -> None:
    model, path = model_of(network), tmp_path / "model.onnx"
    path.write_bytes(onnx_file(model, "Own"))
    assert check("onnx", model, {".onnx": path}).difference < 2e-5


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(find_spec("keras") is None, reason="needs Keras")
@of_some_networks
def test_keras_agrees(tmp_path: Path, network: Network) -> None:
    model, path = model_of(network), tmp_path / "model.keras"
    path.write_bytes(keras_file(model, "Own"))
    assert check("keras", model, {".keras": path}).difference < 2e-5


@of_some_networks
def test_torch_agrees(tmp_path: Path, network: Network) -> None:
    model, script = model_of(network), tmp_path / "model.py"
    (tmp_path / "model.safetensors").write_bytes(torch_weights(model))
    script.write_text(torch_script(model, "model.safetensors", "Own"), "utf-8")
    assert check("torch", model, {".py": script}).difference < 2e-5


@pytest.mark.skipif(which("node") is None, reason="needs Node.js")
@of_some_networks
def test_javascript_agrees(tmp_path: Path, network: Network) -> None:
    model, path = model_of(network), tmp_path / "model.html"
    path.write_bytes(page(model, "Own"))
    assert check("html", model, {".html": path}).difference < 2e-5


@pytest.mark.skipif(find_spec("h5py") is None, reason="needs h5py")
@of_some_networks
def test_they_come_back_from_keras(tmp_path: Path, network: Network) -> None:
    model, path = model_of(network), tmp_path / "model.keras"
    path.write_bytes(keras_file(model, "Own"))
    found = read_keras(path)
    assert found.network.layers == network.layers
    assert found.temperature == pytest.approx(2)
    assert_same(found.variants[0].weights, model)


@of_some_networks
def test_they_come_back_from_torch(tmp_path: Path, network: Network) -> None:
    model, path = model_of(network), tmp_path / "model.safetensors"
    path.write_bytes(torch_weights(model))
    assert_same(read_torch(path, network).variants[0].weights, model)


def assert_same(weights: dict[str, np.ndarray], model: Model) -> None:
    assert weights.keys() == model.weights.keys()
    assert all(np.allclose(weights[name], model.weights[name], atol=1e-6) for name in weights)
