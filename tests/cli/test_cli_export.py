from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run


def test_a_model_is_exported_and_the_difference_is_told(dlgui: Run, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    done = dlgui("export", "--to", "onnx", "--out", tmp_path / "reader.onnx", "--json")
    assert done.code == 0
    record = done.records[0]
    assert [Path(file).name for file in record["files"]] == ["reader.onnx", "reader.md"]
    assert record["engine"].startswith("onnxruntime")
    assert record["difference"] < 1e-5
    assert record["digits"] == 100


def test_people_are_told_in_a_sentence(dlgui: Run, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    done = dlgui("export", "--to", "onnx", "--out", tmp_path / "reader")
    assert done.code == 0
    assert str(tmp_path / "reader.onnx") in done.out
    assert "The same network: onnxruntime" in done.out


def test_a_folder_that_cannot_be_is_one_line(dlgui: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = dlgui("export", "--to", "html", "--out", tmp_path / "file" / "page.html")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "could not be written" in done.err


def test_a_run_is_exported_for_tensorboard(dlgui: Run, tmp_path: Path) -> None:
    options = ("--network", "mlp", "--epochs", 1, "--train-digits", 100)
    assert dlgui("train", *options, "--out", tmp_path / "run").code == 0
    done = dlgui("export", tmp_path / "run", "--to", "tensorboard", "--out", tmp_path / "logs")
    assert done.code == 0
    assert f"tensorboard --logdir {tmp_path / 'logs'}" in done.out
    again = dlgui(
        "export", tmp_path / "run", "--to", "tensorboard", "--out", tmp_path / "logs", "--json"
    )
    files = [Path(file) for file in again.records[0]["files"]]
    assert [file.parent.name for file in files] == ["train", "validation"]
    assert all("tfevents" in file.name and file.is_file() for file in files)


def test_tensorboard_needs_a_run(dlgui: Run, tmp_path: Path) -> None:
    for given in ((), (tmp_path / "none",)):
        done = dlgui("export", *given, "--to", "tensorboard", "--out", tmp_path / "logs")
        assert done.code == 1
        assert '"dlgui runs" lists' in done.err
