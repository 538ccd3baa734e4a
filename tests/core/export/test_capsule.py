"""Capsules: what is handed on is the same run, and what comes from others can do no harm."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlgui.core.data.datasets import DigitSet
from dlgui.core.errors import ModelFileError
from dlgui.core.export.capsule import data_digest, open_capsule, save_capsule, verify
from dlgui.core.nets.model import load_model, save_model
from dlgui.core.training.events import CheckpointTaken
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import MODEL_FILE, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=50, device="cpu")


@pytest.fixture(scope="module")
def trained(tmp_path_factory, easy_data):
    run = RunFolder.create(tmp_path_factory.mktemp("runs"), CONFIG, "embedded", name="one")
    events = list(recorded(train(CONFIG, easy_data), run))
    best = [event for event in events if isinstance(event, CheckpointTaken) and event.is_best][-1]
    save_model(run.path / MODEL_FILE, best.checkpoint.model)
    return run


@pytest.fixture(scope="module")
def capsule(trained, easy_data, tmp_path_factory):
    path = tmp_path_factory.mktemp("capsules") / "mine.dlgui-run"
    save_capsule(trained, path, easy_data)
    return path


def repacked(capsule, changes, drop=()):
    """The capsule's bytes with some of its files replaced, its manifest kept true."""
    with zipfile.ZipFile(capsule) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name not in drop}
    files |= changes
    if "manifest.json" not in changes:
        manifest = json.loads(files["manifest.json"])
        known = [name for name in manifest["files"] if name in files]
        manifest["files"] = {n: hashlib.sha256(files[n]).hexdigest() for n in known}
        files["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_capsule_opens_elsewhere_as_the_same_run(trained, capsule, tmp_path):
    opened = open_capsule(capsule, tmp_path)
    assert (opened.config, opened.source) == (trained.config, trained.source)
    assert opened.records() == trained.records()
    first, second = (load_model(run.path / MODEL_FILE) for run in (trained, opened))
    for name, weight in first.weights.items():
        np.testing.assert_array_equal(weight, second.weights[name])
    assert open_capsule(capsule, tmp_path).path != opened.path


def test_its_curves_are_a_table(trained, capsule):
    with zipfile.ZipFile(capsule) as archive:
        lines = archive.read("curves.csv").decode().split()
    assert lines[0].startswith("epoch,step,seconds,train_loss")
    told = [r["validation_accuracy"] for r in trained.records() if r["event"] == "EpochDone"]
    assert [float(line.split(",")[-1]) for line in lines[1:]] == told


def test_what_a_run_tells_is_verified(trained, capsule, easy_data, tmp_path):
    opened = open_capsule(capsule, tmp_path)
    found = verify(opened, easy_data, retrain=True)
    assert found.holds
    assert found.is_same_data
    assert found.recorded == pytest.approx(found.measured)
    assert found.largest_difference == 0
    assert verify(trained, easy_data).is_same_data is None


def test_other_data_and_other_numbers_do_not_hold(trained, capsule, easy_data, tmp_path):
    opened = open_capsule(capsule, tmp_path)
    images = easy_data.validation.images[::-1].copy()
    other = replace(easy_data, validation=DigitSet(images, easy_data.validation.labels))
    assert data_digest(other) != data_digest(easy_data)
    found = verify(opened, other)
    assert found.is_same_data is False
    assert not found.holds
    model = load_model(opened.path / MODEL_FILE)
    claimed = {**model.summary, "validation_accuracy": 0.5}
    save_model(opened.path / MODEL_FILE, replace(model, summary=claimed))
    assert not verify(opened, easy_data).holds


def test_a_run_without_a_model_is_not_handed_on(tmp_path):
    run = RunFolder.create(tmp_path, CONFIG, name="young")
    with pytest.raises(ModelFileError, match="once it has ended"):
        save_capsule(run, tmp_path / "young.dlgui-run")
    assert not list(tmp_path.glob("*.dlgui-run*"))


@pytest.mark.parametrize(
    "changes",
    [
        {"../../evil.py": b"boom"},
        {"config.json": b"{}"},
        {"config.json": b"[" * 100_000},
        {MODEL_FILE: b"no model"},
        {"manifest.json": b"null"},
        {"manifest.json": b'{"kind": "dlgui run", "version": 1, "files": {}}'},
        {"manifest.json": b'{"kind": "dlgui run", "version": NaN, "files": {}}'},
        {"notes.json": b"x" * 70_000},
    ],
    ids=["path", "settings", "nesting", "model", "null", "nothing", "nan", "large"],
)
def test_what_is_no_capsule_is_refused_and_leaves_nothing(capsule, tmp_path, changes):
    bad = tmp_path / "bad.dlgui-run"
    bad.write_bytes(repacked(capsule, changes))
    with pytest.raises(ModelFileError):
        open_capsule(bad, tmp_path / "runs")
    assert not list((tmp_path / "runs").glob("*"))
    assert not list(tmp_path.parent.glob("evil.py"))


def test_a_changed_file_is_noticed_by_its_digest(capsule, tmp_path):
    with zipfile.ZipFile(capsule) as archive:
        manifest = archive.read("manifest.json")
    bad = tmp_path / "bad.dlgui-run"
    bad.write_bytes(repacked(capsule, {"events.jsonl": b"", "manifest.json": manifest}))
    with pytest.raises(ModelFileError, match="damaged"):
        open_capsule(bad, tmp_path / "runs")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_damaged_bytes_end_in_one_sentence(capsule, tmp_path, data):
    content = bytearray(capsule.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    bad = tmp_path / "bad.dlgui-run"
    bad.write_bytes(content[: cut or len(content)])
    try:
        opened = open_capsule(bad, tmp_path / "runs")
    except ModelFileError:
        return
    assert opened.config == CONFIG
