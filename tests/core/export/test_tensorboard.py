"""Runs as event files: what TensorBoard itself reads back is what the run tells."""

from __future__ import annotations

import json
import shutil
from datetime import datetime

import numpy as np
import pytest

from dlgui.core.errors import ModelFileError
from dlgui.core.export.event_file import crc32c
from dlgui.core.export.tensorboard import save_event_files
from dlgui.core.nets.model import load_model
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import BEST, LAST, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=50, device="cpu", seed=3)


@pytest.fixture(scope="module")
def trained(tmp_path_factory, easy_data):
    run = RunFolder.create(tmp_path_factory.mktemp("runs"), CONFIG, "a|b", name="one")
    for _ in recorded(train(CONFIG, easy_data), run):
        pass
    return run


@pytest.fixture(scope="module")
def read(trained, tmp_path_factory):
    """What TensorBoard reads of the run: an accumulator for each part."""
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    folder = tmp_path_factory.mktemp("logs") / "new"
    save_event_files(trained, folder)
    parts = {}
    for part in ("train", "validation"):
        parts[part] = accumulator.EventAccumulator(
            str(folder / part), dict.fromkeys(("tensors", "scalars", "histograms"), 0)
        )
        parts[part].Reload()
    return parts


def of(run, kind, key):
    """The steps, epochs and values of the records of that kind."""
    records = [record for record in run.records() if record["event"] == kind]
    return [(record["step"], record["epoch"], record[key]) for record in records]


@pytest.mark.parametrize(
    ("tag", "key"),
    [("loss", "loss"), ("accuracy", "accuracy"), ("learning rate", "learning_rate")],
)
def test_each_step_is_there(trained, read, tag, key):
    scalars = read["train"].Scalars(tag)
    told = of(trained, "StepDone", key)
    assert [scalar.step for scalar in scalars] == [step for step, _, _ in told]
    values = [value for _, _, value in told]
    assert [scalar.value for scalar in scalars] == pytest.approx(values, rel=1e-6)
    times = np.array([scalar.wall_time for scalar in scalars])
    began = json.loads((trained.path / "environment.json").read_text())["time"]
    seconds = [value for _, _, value in of(trained, "StepDone", "seconds")]
    np.testing.assert_allclose(
        times - datetime.fromisoformat(began).timestamp(), seconds, atol=1e-3
    )


@pytest.mark.parametrize("measure", ["loss", "accuracy"])
def test_each_epoch_is_there_by_step_and_by_epoch(trained, read, measure):
    validated = of(trained, "EpochDone", f"validation_{measure}")
    by_step = read["validation"].Scalars(measure)
    assert [scalar.step for scalar in by_step] == [step for step, _, _ in validated]
    for part, key in (("train", f"train_{measure}"), ("validation", f"validation_{measure}")):
        by_epoch = read[part].Scalars(f"epoch {measure}")
        assert [scalar.step for scalar in by_epoch] == [1, 2]
        told = [value for _, _, value in of(trained, "EpochDone", key)]
        assert [scalar.value for scalar in by_epoch] == pytest.approx(told, rel=1e-6)


def test_the_layers_are_named_and_measured(trained, read):
    measured = [r for r in trained.records() if r["event"] == "LayersMeasured"]
    tag = "update ratio/1 dense 256"
    scalars = read["train"].Scalars(tag)
    assert [scalar.step for scalar in scalars] == [record["step"] for record in measured]
    told = [record["layers"][0]["update_ratio"] for record in measured]
    assert [scalar.value for scalar in scalars] == pytest.approx(told, rel=1e-6)
    # The last layer has no ReLU, whose zeros could be counted.
    tags = read["train"].Tags()["scalars"]
    assert "dead share/3 dense 128" in tags
    assert "dead share/5 dense 10" not in tags


def test_the_weights_that_were_kept_are_histograms(trained, read):
    kept = [load_model(trained.path / name) for name in (BEST, LAST)]
    models = {model.summary["step"]: model for model in kept}
    for name, final in kept[-1].weights.items():
        histograms = read["train"].Histograms(f"weights/{name}")
        assert [one.step for one in histograms] == sorted(models)
        last = histograms[-1].histogram_value
        assert last.num == sum(last.bucket) == final.size
        assert (last.min, last.max) == (final.min(), final.max())
        assert last.sum == pytest.approx(final.sum(dtype=np.float64))
        inside = np.sum(final.astype(np.float64) < last.bucket_limit[31])
        assert sum(last.bucket[:32]) == inside


def test_the_settings_are_a_table(read):
    tensor = read["train"].Tensors("settings")[0].tensor_proto
    lines = tensor.string_val[0].decode().splitlines()
    assert "| network | mlp |" in lines
    assert "| data | a\\|b |" in lines


def test_a_second_export_takes_the_first_ones_place(trained, tmp_path):
    first = save_event_files(trained, tmp_path)
    before = [path.read_bytes() for path in first]
    second = save_event_files(trained, tmp_path)
    assert [path.read_bytes() for path in second] == before
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(first)


def test_a_run_without_checkpoints_or_environment_is_written_too(trained, tmp_path):
    shutil.copytree(trained.path, tmp_path / "run")
    for name in (BEST, LAST, "environment.json"):
        (tmp_path / "run" / name).unlink()
    assert all(
        path.stat().st_size for path in save_event_files(RunFolder.open(tmp_path / "run"), tmp_path)
    )


def test_what_cannot_be_written_or_read_is_one_sentence(trained, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelFileError, match="cannot be written"):
        save_event_files(trained, tmp_path / "file")
    empty = RunFolder.create(tmp_path, CONFIG, name="empty")
    with pytest.raises(ModelFileError):
        save_event_files(empty, tmp_path / "logs")
    assert not (tmp_path / "logs").exists()


@pytest.mark.parametrize(
    ("content", "sum_"),
    [
        (b"123456789", 0xE3069283),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (b"", 0),
    ],
)
def test_the_checksum_is_that_of_rfc_3720(content, sum_):
    assert crc32c(content) == sum_
