from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from command_line import Run
from safetensors.numpy import save_file

from dlgui.core.nets.model import load_model


@pytest.fixture(autouse=True)
def quickly_calibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dlgui.core.training.calibrating.FEWEST_EXAMPLES", 100)
    monkeypatch.setattr("dlgui.core.training.calibrating.MOST_EXAMPLES", 100)


@pytest.fixture
def untrained(tmp_path: Path) -> Path:
    """A state dict of the line "flatten, dense 10" that has learned nothing."""
    rng = np.random.default_rng(0)
    weights = {"fc.weight": rng.normal(0, 0.05, (10, 784)), "fc.bias": np.zeros(10)}
    path = tmp_path / "theirs.safetensors"
    save_file({name: array.astype(np.float32) for name, array in weights.items()}, path)
    return path


def test_weights_of_pytorch_become_a_model(dlgui: Run, untrained: Path, tmp_path: Path) -> None:
    out = tmp_path / "ours.safetensors"
    line = "flatten, dense 10"
    done = dlgui("import", untrained, "--network", line, "--out", out, "--json")
    assert done.code == 0
    assert done.records[0]["network"] == line
    assert load_model(out).network == line
    assert "hardly reads digits" in done.err


def test_a_pickle_is_refused_in_one_line(dlgui: Run, tmp_path: Path) -> None:
    (tmp_path / "model.pt").write_bytes(b"\x80\x02")
    done = dlgui("import", tmp_path / "model.pt", "--out", tmp_path / "ours.safetensors")
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "save_file(" in done.err


def test_an_impossible_network_is_refused(dlgui: Run, untrained: Path, tmp_path: Path) -> None:
    done = dlgui("import", untrained, "--network", "dense 10", "--out", tmp_path / "x.safetensors")
    assert done.code == 1
    assert "flatten" in done.err
    assert not (tmp_path / "x.safetensors").exists()
