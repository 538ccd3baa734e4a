import errno
import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from dlgui.core.errors import ModelFileError
from dlgui.core.nets.model import Model, Normalisation, load_model, save_model
from dlgui.core.nets.networks import NETWORKS


@pytest.fixture
def model():
    rng = np.random.default_rng(0)
    weights = {
        name: rng.random(shape, dtype=np.float32)
        for name, shape in NETWORKS["lenet5"].weight_shapes().items()
    }
    return Model(
        "lenet5",
        weights,
        classes=tuple("abcdefghij"),
        normalisation=Normalisation(0.13, 0.31),
        calibration={"temperature": 1.25},
        summary={"epochs": 3, "data": "MNIST"},
    )


@pytest.fixture
def saved(model, tmp_path):
    path = tmp_path / "model.safetensors"
    save_model(path, model)
    return path


def rewritten(path, change):
    """The file with its metadata or tensors changed by hand."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
    tensors = load_file(path)
    change(metadata, tensors)
    save_file(tensors, path, metadata)


def test_everything_comes_back(model, saved):
    found = load_model(saved)
    assert all(np.array_equal(found.weights[name], model.weights[name]) for name in model.weights)
    assert found.weights.keys() == model.weights.keys()
    assert (
        found.network,
        found.classes,
        found.normalisation,
        found.calibration,
        found.summary,
    ) == (
        model.network,
        model.classes,
        model.normalisation,
        model.calibration,
        model.summary,
    )


def test_half_precision_is_half_as_large_and_comes_back_as_float32(model, saved, tmp_path):
    small = tmp_path / "half.safetensors"
    save_model(small, model, half=True)
    assert small.stat().st_size < 0.55 * saved.stat().st_size
    found = load_model(small)
    for name, weight in model.weights.items():
        assert found.weights[name].dtype == np.float32
        np.testing.assert_allclose(found.weights[name], weight, atol=1e-3)


@pytest.mark.parametrize("kept", [0, 4, 100, -1])
def test_truncated_file(saved, kept):
    saved.write_bytes(saved.read_bytes()[:kept])
    with pytest.raises(ModelFileError, match=r"model\.safetensors"):
        load_model(saved)


@pytest.mark.parametrize(
    "content", [b"hello, I am no model", b"\x80\x04\x95pickle" * 10, b"\xff" * 64]
)
def test_other_content(saved, content):
    saved.write_bytes(content)
    with pytest.raises(ModelFileError, match="is no dlgui model"):
        load_model(saved)


def test_safetensors_of_another_program(tmp_path):
    path = tmp_path / "other.safetensors"
    save_file({"a": np.zeros(3, np.float32)}, path)
    with pytest.raises(ModelFileError, match="is no dlgui model"):
        load_model(path)


def test_newer_version(saved):
    rewritten(saved, lambda metadata, tensors: metadata.update(version="2"))
    with pytest.raises(ModelFileError, match=r"newer dlgui .* update dlgui"):
        load_model(saved)


def drop_layer(metadata, tensors):
    del tensors["0.weight"]


def transpose(metadata, tensors):
    tensors["11.weight"] = np.ascontiguousarray(tensors["11.weight"].T)


def integers(metadata, tensors):
    tensors["11.bias"] = np.zeros(10, np.int32)


def infinite(metadata, tensors):
    tensors["11.bias"][3] = np.inf


def unknown_network(metadata, tensors):
    metadata["network"] = "transformer"


def no_classes(metadata, tensors):
    del metadata["classes"]


def few_classes(metadata, tensors):
    metadata["classes"] = '["a"]'


def wrong_json(metadata, tensors):
    metadata["summary"] = "{"


def no_spread(metadata, tensors):
    metadata["normalisation"] = "[0, 0]"


@pytest.mark.parametrize(
    "damage",
    [
        drop_layer,
        transpose,
        integers,
        infinite,
        unknown_network,
        no_classes,
        few_classes,
        wrong_json,
        no_spread,
    ],
)
def test_damage(saved, damage):
    rewritten(saved, damage)
    with pytest.raises(ModelFileError, match="is damaged"):
        load_model(saved)


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(ModelFileError, match="There is no file"):
            load_model(path)


def test_full_disk_keeps_the_old_file(saved, model, monkeypatch):
    before = saved.read_bytes()

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelFileError, match="No space left"):
        save_model(saved, model)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_folder_that_cannot_be_made(saved, model):
    with pytest.raises(ModelFileError, match="could not be written"):
        save_model(saved / "inside a file" / "model", model)


def test_saving_makes_the_folder(model, tmp_path):
    path: Path = tmp_path / "new" / "model.safetensors"
    save_model(path, model)
    assert load_model(path).network == "lenet5"
