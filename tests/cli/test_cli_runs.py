from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run

from dlgui import paths

TRAINING = ("--network", "mlp", "--epochs", "1", "--train-digits", "200", "--device", "cpu")


@pytest.fixture
def run(dlgui: Run) -> Path:
    """A run that was trained on some of the digits that ship."""
    assert dlgui("train", *TRAINING).code == 0
    (path,) = (path for path in paths.runs_dir().iterdir() if path.is_dir())
    return path


def test_no_runs_yet(dlgui: Run) -> None:
    done = dlgui("runs")
    assert done.code == 0
    assert "dlgui train" in done.out
    assert dlgui("runs", "--json").out == ""
    missing = dlgui("runs", "show", "nobody")
    assert missing.code == 1
    assert missing.err.count("\n") == 1


def test_runs_are_listed_and_shown(dlgui: Run, run: Path) -> None:
    assert run.name in dlgui("runs").out
    (row,) = dlgui("runs", "--json").records
    assert row["path"] == str(run)
    assert row["state"] == "ended"
    assert row["epochs"] == 1
    low, high = row["interval"]
    assert low < row["best_accuracy"] < high
    (shown,) = dlgui("runs", "show", run.name, "--json").records
    assert shown["config"]["train_digits"] == 200
    assert shown["epochs_done"][0]["validation_accuracy"] == row["best_accuracy"]
    assert f"{row['best_accuracy']:.2%}" in dlgui("runs", "show", run.name).out


def test_a_run_is_handed_on_and_verified(dlgui: Run, run: Path, tmp_path: Path) -> None:
    capsule = tmp_path / "mine.dlgui-run"
    assert dlgui("runs", "export", run.name, "--out", capsule).code == 0
    (found,) = dlgui("runs", "verify", capsule, "--json").records
    assert found["holds"]
    assert found["is_same_data"]
    assert found["recorded"] == pytest.approx(found["measured"])
    retrained = dlgui("runs", "verify", capsule, "--retrain")
    assert retrained.code == 0
    assert "Trained again" in retrained.out
    (opened,) = dlgui("runs", "import", capsule, "--json").records
    assert Path(opened["run"]).parent == paths.runs_dir()
    assert len(dlgui("runs", "--json").records) == 2


def test_a_run_is_reported_as_a_page(dlgui: Run, run: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert dlgui("runs", "report", run.name, "--out", page, "--author", "Ada <L>").code == 0
    text = page.read_text("utf-8")
    (row,) = dlgui("runs", "--json").records
    assert f"{100 * row['best_accuracy']:.2f} %" in text
    assert "Ada &lt;L&gt;" in text
    refused = dlgui("runs", "report", run.name, "--out", page / "page.html")
    assert refused.code == 1
    assert refused.err.count("\n") == 1


def test_a_deleted_run_is_restored(dlgui: Run, run: Path) -> None:
    assert dlgui("runs", "delete", run.name).code == 0
    assert not dlgui("runs", "--json").records
    assert dlgui("runs", "restore", run.name).code == 0
    assert dlgui("runs", "--json").records[0]["path"] == str(run)


def test_a_setting_is_repeated_with_other_seeds(dlgui: Run, tmp_path: Path) -> None:
    done = dlgui("train", *TRAINING, "--repeat", 2, "--out", tmp_path / "twice", "--json")
    assert done.code == 0
    last = done.records[-1]
    rows = [
        row
        for seed in (0, 1)
        for row in dlgui("runs", "show", tmp_path / f"twice-seed-{seed}", "--json").records
    ]
    assert [row["config"]["seed"] for row in rows] == [0, 1]
    assert last["mean"] == pytest.approx(sum(row["best_accuracy"] for row in rows) / 2)
    assert dlgui("train", "--repeat", 0).code == 1
