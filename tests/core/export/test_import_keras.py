"""Keras → dlgui → Keras: the same logits. Files by dlgui's own writer, and by Keras where it is."""

from __future__ import annotations

import io
import json
import os
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.export.keras import keras_file
from dlgui.core.export.keras_in import read_keras
from dlgui.core.export.weights_in import import_model
from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.network_line import parse_network
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward

h5py = pytest.importorskip("h5py")


@pytest.fixture(autouse=True)
def quickly_calibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlgui.core.training.calibrating.FEWEST_EXAMPLES", 100)
    monkeypatch.setattr("dlgui.core.training.calibrating.MOST_EXAMPLES", 100)


def digits() -> np.ndarray:
    return load_embedded().validation.images[:50]


def written(path: Path, model: Model) -> Path:
    path.write_bytes(keras_file(model, "A reader"))
    return path


def changed(path: Path, change: Any) -> Path:
    """The file with its config changed by the function `change`."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(parts["config.json"])
    change(config["config"]["layers"])
    parts["config.json"] = json.dumps(config).encode()
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", NETWORKS)
def test_what_was_exported_comes_back(name: str, tmp_path: Path, lived_in_model) -> None:
    model = lived_in_model(
        name, normalisation=Normalisation(0.13, 0.31), calibration={"temperature": 1.7}
    )
    found = import_model(written(tmp_path / "model.keras", model)).model
    assert found.network == name
    assert found.normalisation.mean == pytest.approx(0.13)
    assert found.normalisation.std == pytest.approx(0.31)
    assert found.calibration["temperature"] == pytest.approx(1.7)
    assert found.weights.keys() == model.weights.keys()
    for key, array in model.weights.items():
        assert np.allclose(found.weights[key], array, atol=1e-6)


def test_weights_alone_go_onto_the_network_that_is_named(tmp_path: Path, lived_in_model) -> None:
    model = lived_in_model("reference")
    with ZipFile(written(tmp_path / "model.keras", model)) as archive:
        (tmp_path / "a.weights.h5").write_bytes(archive.read("model.weights.h5"))
    found = import_model(tmp_path / "a.weights.h5", "reference").model
    assert all(np.array_equal(found.weights[k], model.weights[k]) for k in model.weights)
    with pytest.raises(ModelFileError, match="check the network"):
        import_model(tmp_path / "a.weights.h5", "lenet5")


def test_another_epsilon_goes_into_the_variance(tmp_path: Path, lived_in_model) -> None:
    model = lived_in_model("compact")

    def usual(layers: list[dict[str, Any]]) -> None:
        for layer in layers:
            if layer["class_name"] == "BatchNormalization":
                layer["config"]["epsilon"] = 1e-3

    path = changed(written(tmp_path / "model.keras", model), usual)
    found = import_model(path).model
    wanted = model.weights["1.running_var"] + (1e-3 - 1e-5)
    assert np.allclose(found.weights["1.running_var"], wanted, atol=1e-7)


REFUSED = {
    "Lambda": "code and is not run",
    "LSTM": "a layer LSTM",
    "Conv2DTranspose": "a layer Conv2DTranspose",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_layers_that_no_network_here_has_are_named(
    kind: str, tmp_path: Path, lived_in_model
) -> None:
    def put(layers: list[dict[str, Any]]) -> None:
        layers[2]["class_name"] = kind

    path = changed(written(tmp_path / "model.keras", lived_in_model("mlp")), put)
    with pytest.raises(ModelFileError, match=REFUSED[kind]):
        import_model(path)


def test_settings_that_no_network_here_has_are_named(tmp_path: Path, lived_in_model) -> None:
    def dilate(layers: list[dict[str, Any]]) -> None:
        layers[1]["config"]["dilation_rate"] = [2, 2]

    path = changed(written(tmp_path / "model.keras", lived_in_model("reference")), dilate)
    with pytest.raises(ModelFileError, match="dilation"):
        import_model(path)


def test_links_out_of_the_file_are_not_followed(tmp_path: Path, lived_in_model) -> None:
    with ZipFile(written(tmp_path / "model.keras", lived_in_model("mlp"))) as archive:
        content = io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(content, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars/0"] = h5py.ExternalLink(str(tmp_path / "other.h5"), "/secret")
    (tmp_path / "a.weights.h5").write_bytes(content.getvalue())
    with pytest.raises(ModelFileError, match="links"):
        import_model(tmp_path / "a.weights.h5", "mlp")


def test_sizes_are_checked_before_memory_is_taken(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.weights.h5", "w") as file:  # a few bytes that claim a terabyte
        file.create_dataset("layers/dense/vars/0", (2**19, 2**19), "f4", chunks=(1024, 1024))
    with pytest.raises(ModelFileError, match="524288×524288"):
        import_model(tmp_path / "a.weights.h5", "mlp")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 5), st.integers(0, 30), JSON)
def test_any_config_ends_in_one_sentence_or_in_a_network(layer: int, key: int, value: Any) -> None:
    def change(layers: list[dict[str, Any]]) -> None:
        record = layers[layer]
        spots = [(record["config"], name) for name in record["config"]]
        spots += [(record, name) for name in record] + [(layers, layer)]
        holder, name = spots[key % len(spots)]
        holder[name] = value

    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(_small_file())
        with suppress(ModelFileError):
            assert read_keras(changed(path, change)).network.shapes()[-1] == (10,)


@cache
def _small_file() -> bytes:
    network = parse_network("conv 2 9 stride 9, batchnorm, relu, flatten, dense 10")
    shapes = network.weight_shapes().items()
    weights = {name: np.full(shape, 0.5, np.float32) for name, shape in shapes}
    return keras_file(Model(network.name, weights), "Small")


def textbook(keras: Any) -> Any:
    """The listing of most introductions, and one with what else people use."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def elaborate(keras: Any) -> Any:
    layers = keras.layers
    image = keras.Input((28, 28, 1))
    x = layers.Rescaling(1 / 255)(image)
    x = layers.Conv2D(6, 5, padding="same")(x)  # with a bias that the normalisation takes off
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(8, 3, strides=2, use_bias=False, activation="relu")(x)
    x = layers.Flatten()(x)
    x = layers.BatchNormalization()(x)
    return keras.Model(image, layers.Dense(10)(x))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("make", [textbook, elaborate])
def test_what_keras_saved_gives_the_same_logits_there_and_back(make: Any, tmp_path: Path) -> None:
    if find_spec("keras") is None:
        pytest.skip("keras is not installed")
    if "KERAS_BACKEND" not in os.environ:
        os.environ["KERAS_BACKEND"] = "jax" if find_spec("jax") else "torch"
    import keras

    keras.utils.set_random_seed(0)
    theirs = make(keras)
    rng = np.random.default_rng(0)
    theirs.set_weights([w + rng.normal(0, 0.02, w.shape) for w in theirs.get_weights()])
    theirs.save(tmp_path / "theirs.keras")
    theirs.save_weights(tmp_path / "theirs.weights.h5")
    factor = 255 if make is elaborate else 1
    images = digits().astype(np.float32)[..., np.newaxis] / 255
    expected = np.asarray(theirs(images * factor))
    model = import_model(tmp_path / "theirs.keras").model
    ours = Forward(model).logits(digits())
    given = _softmax(ours) if make is textbook else ours
    assert np.abs(given - expected).max() < 1e-5
    (tmp_path / "again.keras").write_bytes(keras_file(model, "again"))
    again = keras.models.load_model(tmp_path / "again.keras", compile=False)
    assert np.abs(np.asarray(again(images)) - _calibrated(model, ours)).max() < 1e-5
    weights = import_model(tmp_path / "theirs.weights.h5", model.network).model.weights
    assert all(np.allclose(weights[key], model.weights[key]) for key in weights)


def _calibrated(model: Model, logits: np.ndarray) -> np.ndarray:
    return _softmax(logits / model.calibration["temperature"])


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
