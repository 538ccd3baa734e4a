import json
from dataclasses import replace

import pytest

from dlgui.core.errors import ModelFileError
from dlgui.core.training.events import CheckpointTaken, StepDone
from dlgui.core.training.runs import RunFolder, list_runs, recorded
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=50, device="cpu", seed=3)


@pytest.fixture
def run(tmp_path):
    return RunFolder.create(tmp_path / "runs", CONFIG, source="embedded")


def test_a_run_leaves_everything(run, easy_data):
    events = list(recorded(train(CONFIG, easy_data), run))
    assert {path.name for path in run.path.iterdir()} == {
        "config.json",
        "environment.json",
        "events.jsonl",
        "best.safetensors",
        "last.safetensors",
    }
    found = RunFolder.open(run.path)
    assert (found.config, found.source) == (CONFIG, "embedded")
    assert found.last_checkpoint().epoch == 2
    assert found.best_checkpoint().epoch == events[-1].best_epoch
    environment = json.loads((run.path / "environment.json").read_text())
    assert environment["torch"].startswith("2.")
    records = [r for r in found.records() if r["event"] != "LayersMeasured"]  # by the clock
    kinds = [record["event"] for record in records]
    epoch = [*["StepDone"] * 4, "EpochDone", "CheckpointTaken"]
    assert kinds == ["TrainingStarted", *epoch, *epoch, "TrainingDone"]
    assert records[1]["loss"] == next(e for e in events if isinstance(e, StepDone)).loss


def test_killed_in_the_second_epoch_and_resumed(run, easy_data):
    """The events are left hanging, as a killed process leaves them: no finally, no close."""
    hanging = recorded(train(CONFIG, easy_data), run)
    seen_epoch = False
    for event in hanging:
        seen_epoch = seen_epoch or isinstance(event, CheckpointTaken)
        if seen_epoch and isinstance(event, StepDone):
            break
    on_disk = [record["event"] for record in RunFolder.open(run.path).records()]
    assert "EpochDone" in on_disk
    hanging.close()
    with (run.path / "events.jsonl").open("a") as log:
        log.write('{"event": "StepDo')  # and a line cut in two

    found = RunFolder.open(run.path)
    checkpoint = found.last_checkpoint()
    assert (checkpoint.epoch, checkpoint.step) == (1, 4)
    list(recorded(train(CONFIG, easy_data, resume=checkpoint), found))
    steps = [r["step"] for r in found.records() if r["event"] == "StepDone"]
    assert steps == list(range(1, 9))
    assert found.last_checkpoint().epoch == 2


def test_closing_closes_the_training(run, easy_data):
    events = train(CONFIG, easy_data)
    outer = recorded(events, run)
    next(outer)
    outer.close()
    assert list(events) == []


def test_no_epoch_no_resume(run):
    assert not run.can_resume
    with pytest.raises(ModelFileError, match="There is no file"):
        run.last_checkpoint()


def test_runs_are_listed_newest_first(tmp_path):
    runs = [RunFolder.create(tmp_path, replace(CONFIG, seed=seed)) for seed in range(3)]
    (tmp_path / "something else").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{")
    assert len({run.path for run in runs}) == 3
    assert [run.config.seed for run in list_runs(tmp_path)] == [2, 1, 0]
    assert list_runs(tmp_path / "missing") == []


def test_no_run_folder(tmp_path):
    with pytest.raises(ModelFileError, match="no run folder"):
        RunFolder.open(tmp_path)


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelFileError, match="cannot be written"):
        RunFolder.create(tmp_path / "file" / "runs", CONFIG)


def test_full_disk_stops_with_a_sentence_and_keeps_the_last_checkpoint(run, easy_data, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    events = recorded(train(CONFIG, easy_data), run)
    for event in events:
        if isinstance(event, CheckpointTaken):
            break
    monkeypatch.setattr("dlgui.core.nets.tensor_files.write_atomically", full)
    with pytest.raises(ModelFileError, match="No space left"):
        list(events)
    assert run.last_checkpoint().epoch == 1


def test_a_name_of_ones_own_is_used_once(tmp_path):
    assert RunFolder.create(tmp_path, CONFIG, name="mine").path == tmp_path / "mine"
    with pytest.raises(ModelFileError, match="exists"):
        RunFolder.create(tmp_path, CONFIG, name="mine")
