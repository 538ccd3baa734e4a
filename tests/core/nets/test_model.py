import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from dlgui.core.errors import ModelFileError
from dlgui.core.nets.model import Model, Normalisation, load_model, save_model
from dlgui.core.nets.network_line import network_of
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


def test_a_network_of_ones_own_is_kept_by_its_line(tmp_path):
    network = network_of("conv 3 5 stride 2, batchnorm, relu, flatten, dense 10")
    rng = np.random.default_rng(0)
    weights = {
        name: rng.random(shape, dtype=np.float32) for name, shape in network.weight_shapes().items()
    }
    path = tmp_path / "own.safetensors"
    save_model(path, Model(network.name, weights))
    found = load_model(path)
    assert found.network == "conv 3 5 stride 2, batchnorm, relu, flatten, dense 10"
    assert found.weights.keys() == weights.keys()


@pytest.mark.parametrize(
    "line",
    [
        "conv 3 5 stride 2, batchnorm, relu, flatten, dense 11",
        "flatten, dense 10000, dense 10000, dense 10000, dense 10",
        "conv 3 5, " * 100_000 + "flatten, dense 10",
        "transformer",
    ],
    ids=["eleven classes", "too many weights", "endless", "unknown"],
)
def test_a_line_that_is_no_network(saved, line):
    rewritten(saved, lambda metadata, tensors: metadata.update(network=line))
    with pytest.raises(ModelFileError, match="damaged"):
        load_model(saved)


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


PROBE = {"mean": [0] * 84, "spread": [1] * 84, "hidden": [[0] * 2] * 85, "output": [0] * 3}


def calibrated(**changed):
    return json.dumps({"temperature": 1.2, "threshold": -3.5, "probe": PROBE} | changed)


def test_a_probe_comes_back(saved):
    rewritten(saved, lambda metadata, _: metadata.update(calibration=calibrated()))
    assert load_model(saved).calibration == json.loads(calibrated())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("normalisation", f"[{mean}, {std}]") for mean, std in [("NaN", 1), (0, "Infinity")]),
        *(("normalisation", f"[{mean}, {std}]") for mean, std in [("1e999", 1), (0, -1), (0, 0)]),
        *(("normalisation", text) for text in ["[0]", "[true, 1]", '["0", "1"]', '"0"', "null"]),
        *(("calibration", calibrated(temperature=t)) for t in [0, -1, "1.2", None, True, [1.2]]),
        *(("calibration", f'{{"temperature": {t}}}') for t in ["NaN", "-Infinity", "1e-320"]),
        *(("calibration", calibrated(threshold=t)) for t in ["high", None, 1e30, {}]),
        ("calibration", '{"threshold": Infinity}'),
        ("calibration", "[1]"),
        *(("calibration", calibrated(probe=probe)) for probe in [3, "x", [1], {"mean": []}]),
        ("calibration", calibrated(probe=PROBE | {"mean": [0] * 83})),
        ("calibration", calibrated(probe=PROBE | {"mean": ["a"] * 84})),
        ("calibration", calibrated(probe=PROBE | {"spread": [0] * 84})),
        ("calibration", calibrated(probe=PROBE | {"hidden": [[0] * 2] * 84 + [[0]]})),
        ("calibration", calibrated(probe=PROBE | {"output": [0, 0, [0]]})),
        ("classes", json.dumps([3] * 10)),
        ("classes", json.dumps(["a"] * 10)),
        ("classes", json.dumps(["x" * 1000, *"bcdefghij"])),
        ("classes", json.dumps(["a\nb", *"bcdefghij"])),
        ("classes", '"abcdefghij"'),
        ("summary", "[" * 100_000),
        ("summary", '{"data": ' + "[" * 20 + "]" * 20 + "}"),
        ("summary", '{"accuracy": NaN}'),
        ("summary", '{"epochs": ' + "9" * 5000 + "}"),
    ],
    ids=lambda value: value[:40],
)
def test_values_that_make_no_sense(saved, key, value):
    rewritten(saved, lambda metadata, _: metadata.update({key: value}))
    with pytest.raises(ModelFileError, match="is damaged"):
        load_model(saved)


@pytest.mark.parametrize("version", ["0", "-1", "", "x", "1.5", "9" * 5000, "٣"])
def test_a_version_that_is_none(saved, version):
    rewritten(saved, lambda metadata, _: metadata.update(version=version))
    with pytest.raises(ModelFileError, match="is no dlgui model"):
        load_model(saved)


def test_weights_that_overflow_when_they_are_multiplied(saved):
    def inflate(metadata, tensors):
        for name in ("7.weight", "9.weight", "11.weight"):
            tensors[name] = np.full_like(tensors[name], 1e20)

    rewritten(saved, inflate)
    with pytest.raises(ModelFileError, match="is damaged"):
        load_model(saved)


def test_a_variance_below_zero(tmp_path, lived_in_model):
    path = tmp_path / "compact.safetensors"
    save_model(path, lived_in_model("compact"))
    rewritten(path, lambda _, tensors: tensors["1.running_var"].fill(-1))
    with pytest.raises(ModelFileError, match="is damaged"):
        load_model(path)


def test_a_description_of_gigabytes_is_not_read(saved):
    content = saved.read_bytes()
    saved.write_bytes((2**31).to_bytes(8, "little") + content[8:])
    with pytest.raises(ModelFileError, match="is no dlgui model"):
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
