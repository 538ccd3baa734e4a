"""dlgui → ONNX, Keras, PyTorch → the same answers, by the engines that are installed."""

from __future__ import annotations

import json
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from dlgui import language
from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.export import verify
from dlgui.core.export.card import Measured, model_card
from dlgui.core.export.export import Exported, export_model
from dlgui.core.export.torch_files import torch_script, torch_weights
from dlgui.core.nets.model import Model, Normalisation, load_model
from dlgui.core.nets.networks import NETWORKS
from dlgui.paths import resource

MEASURED = Measured("a test's digits", 500, 0.97, 0.951, 0.982)
NAMES = [*NETWORKS]


@pytest.fixture(scope="module")
def shipped() -> Model:
    return load_model(resource("reader.safetensors"))


def needs(package: str) -> None:
    if find_spec(package) is None:  # Keras is asked for before it is told which backend to take
        pytest.skip(f"{package} is not installed")


def export(model: Model, format_name: str, path: Path) -> Exported:
    return export_model(model, format_name, path, "A reader", MEASURED)


def assert_same(done: Exported) -> None:
    assert done.check.difference is not None, done.check.sentence()
    assert done.check.difference < 2e-5
    assert all(file.is_file() for file in done.files)


@pytest.fixture
def model(request: pytest.FixtureRequest, lived_in_model) -> Model:
    normalisation = Normalisation(0.13, 0.31)
    return lived_in_model(
        request.param, normalisation=normalisation, calibration={"temperature": 0.7}
    )


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_onnxruntime_gives_the_same_answers(model: Model, tmp_path: Path) -> None:
    needs("onnx")
    needs("onnxruntime")
    done = export(model, "onnx", tmp_path / "model.onnx")
    assert_same(done)
    assert {file.suffix for file in done.files} == {".onnx", ".md"}


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_torch_gives_the_same_answers(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave_out(script: Path, path: Path) -> None:
        raise ImportError("as in the executable")

    # torch.export takes seconds for each network; one test below has it.
    monkeypatch.setattr("dlgui.core.export.export.write_program", leave_out)
    done = export(model, "torch", tmp_path / "model.safetensors")
    assert_same(done)
    assert {file.suffix for file in done.files} == {".safetensors", ".py", ".md"}
    again = load_model(tmp_path / "model.safetensors")
    assert again.network == model.network
    assert again.normalisation == model.normalisation


def test_the_script_reads_pictures(shipped: Model, tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "reader.safetensors").write_bytes(torch_weights(shipped))
    script = tmp_path / "reader.py"
    script.write_text(torch_script(shipped, "reader.safetensors", "A reader"), "utf-8")
    digits = load_embedded().validation
    Image.fromarray(digits.images[0]).save(tmp_path / "digit.png")
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path / "digit.png")])
    runpy.run_path(str(script), run_name="__main__")
    assert capsys.readouterr().out.split()[1] == str(digits.labels[0])


@pytest.mark.parametrize("model", NAMES, indirect=True)
def test_keras_gives_the_same_answers(model: Model, tmp_path: Path) -> None:
    needs("keras")
    assert_same(export(model, "keras", tmp_path / "model.keras"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_program_of_torch_export_gives_the_same_answers(lived_in_model, tmp_path: Path) -> None:
    done = export(lived_in_model("mlp"), "torch", tmp_path / "model.safetensors")
    assert ".pt2" in {file.suffix for file in done.files}
    assert_same(done)


@pytest.mark.parametrize("format_name", ["onnx", "keras"])
def test_the_shipped_reader_stays_itself(shipped: Model, format_name: str, tmp_path: Path) -> None:
    needs({"onnx": "onnxruntime", "keras": "keras"}[format_name])
    assert_same(export(shipped, format_name, tmp_path / "reader"))


def test_a_keras_file_is_laid_out_as_keras_3_does(lived_in_model, tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    model = lived_in_model("compact")
    export(model, "keras", tmp_path / "model.keras")
    with ZipFile(tmp_path / "model.keras") as archive:
        assert {*archive.namelist()} == {"metadata.json", "config.json", "model.weights.h5"}
        config = json.loads(archive.read("config.json"))
        with archive.open("model.weights.h5") as stored, h5py.File(stored) as weights:
            kernel = weights["layers/conv2d/vars/0"][()]
            assert "layers/conv2d_2/vars/0" in weights
            assert "layers/batch_normalization_2/vars/3" in weights
    assert config["class_name"] == "Sequential"
    assert kernel.shape == (5, 5, 1, 16)
    assert np.array_equal(kernel, model.weights["0.weight"].transpose(2, 3, 1, 0))


def test_what_answers_otherwise_is_not_written(
    lived_in_model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("onnxruntime")
    path = tmp_path / "model.onnx"
    path.write_bytes(b"an older export")
    monkeypatch.setattr(verify, "TOLERANCE", -1.0)
    with pytest.raises(ModelFileError, match="nothing was written"):
        export(lived_in_model("mlp"), "onnx", path)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["model.onnx"]
    assert path.read_bytes() == b"an older export"


def test_differences_are_told_as_people_write_them() -> None:
    assert "differs by 3·10⁻⁷ at most on 100 digits" in verify.Check("Engine", 3e-7).sentence()


def test_a_missing_engine_is_told_and_nothing_is_pretended(
    lived_in_model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("onnx")
    monkeypatch.setattr(verify, "find_spec", lambda name: None)
    done = export(lived_in_model("mlp"), "onnx", tmp_path / "model.onnx")
    assert done.check.difference is None
    assert "dlgui[export]" in done.check.sentence()
    assert "Not checked" in (tmp_path / "model.md").read_text("utf-8")


def test_the_card_has_the_head_that_hubs_read(lived_in_model, tmp_path: Path) -> None:
    needs("onnx")
    model = lived_in_model("lenet5", summary={"data": "MNIST", "config": {"epochs": 5}})
    export(model, "onnx", tmp_path / "model.onnx")
    card = (tmp_path / "model.md").read_text("utf-8")
    _, head, body = card.split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    assert facts["library_name"] == '"onnx"'
    assert facts["license"] == '"unknown"'
    result = json.loads(facts["model-index"])[0]["results"][0]
    assert result["metrics"] == [{"type": "accuracy", "value": 0.97}]
    assert "95.10% to 98.20%" in body
    assert "| epochs | 5 |" in body
    assert 'InferenceSession("model.onnx")' in body


def test_the_card_speaks_the_language_in_use(lived_in_model) -> None:
    model = lived_in_model("lenet5")
    try:
        language.use("zh_CN")
        card = model_card(model, "Mine", "onnx", MEASURED, "")
    finally:
        language.use("en")
    assert '"type": "accuracy"' in card
    assert "## 局限" in card
    assert "## Limits" not in card
