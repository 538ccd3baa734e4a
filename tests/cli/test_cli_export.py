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
