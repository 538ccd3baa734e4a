import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dlgui.core.errors import CutOffError, ModelFileError, RunUnderWayError, TrainingError
from dlgui.core.nets.model import load_model
from dlgui.core.training import recording
from dlgui.core.training.events import (
    BookmarkTaken,
    CheckpointTaken,
    RunKept,
    StepDone,
    TrainingDone,
)
from dlgui.core.training.recording import kept, owned, recorded, written
from dlgui.core.training.runs import MODEL_FILE, RunFolder, list_runs
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
        "epoch-0001.safetensors",
        "epoch-0002.safetensors",
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


def test_networks_after_epochs_are_kept_and_those_of_many_are_thinned(run, easy_data, monkeypatch):
    monkeypatch.setattr(recording, "MOST_EPOCHS", 4)
    config = CONFIG.with_(epochs=7)
    events = list(recorded(train(config, easy_data), run))
    taken = {e.epoch: e.checkpoint.model for e in events if isinstance(e, CheckpointTaken)}
    files = run.epoch_files()
    assert list(files) == [1, 3, 5, 7]
    for epoch, file in files.items():
        for name, weights in load_model(file).weights.items():
            np.testing.assert_allclose(weights, taken[epoch].weights[name], rtol=1e-3, atol=1e-6)
    with owned(run) as log:
        log.keep(next(e.checkpoint for e in events if isinstance(e, CheckpointTaken)), is_best=True)
    assert list(run.epoch_files()) == [1]  # what came after it would be trained again


def test_whether_a_run_has_ended_is_read_from_the_end_of_its_log(run):
    """Lines that a block cuts apart, damaged ones, and records that say nothing of it."""
    steps = [json.dumps(STEP | {"note": "x" * (7 * k % 500)}) for k in range(400)]
    end = json.dumps({"event": "RunKept", "step": 1, "epoch": 1, "folder": "", "model": ""})
    after = ["", "{", json.dumps({"event": "Else", "note": "y" * 40_000})]
    log = run.path / "events.jsonl"
    for lines, ended in (
        ([], False),
        (steps, False),
        ([*steps, end], True),
        ([*steps, end, *after], True),
        ([end, *steps, *after], False),
        (["z" * 300_000, end, "z" * 300_000], True),
    ):
        log.write_text("\n".join(lines), "utf-8")
        assert run.has_ended is ended


def test_killed_in_the_first_epoch_and_resumed(run, easy_data):
    hanging = recorded(train(CONFIG, easy_data, bookmark_every=0.0), run)
    for event in hanging:
        if isinstance(event, BookmarkTaken) and event.step == 3:
            break
    found = RunFolder.open(run.path)
    assert found.can_resume
    assert not found.has_ended
    checkpoint = found.last_checkpoint()
    assert (checkpoint.epoch, checkpoint.step) == (0, 3)
    with pytest.raises(ModelFileError, match="There is no file"):
        found.last_checkpoint(whole_epochs=True)
    hanging.close()
    list(recorded(train(CONFIG, easy_data, resume=checkpoint), found))
    steps = [r["step"] for r in found.records() if r["event"] == "StepDone"]
    assert steps == list(range(1, 9))
    assert found.last_checkpoint().epoch == 2
    assert not (run.path / "bookmark.safetensors").exists()


def test_a_bookmark_that_is_damaged_gives_way_to_the_last_epoch(run, easy_data):
    for event in recorded(train(CONFIG, easy_data, bookmark_every=0.0), run):
        if isinstance(event, BookmarkTaken) and event.step == 6:
            break
    assert run.last_checkpoint().step == 6
    (run.path / "bookmark.safetensors").write_bytes(b"torn")
    assert run.last_checkpoint().step == 4


def test_a_run_under_way_has_an_owner(run, easy_data):
    assert not run.is_under_way
    events = recorded(train(CONFIG, easy_data), run)
    next(events)
    assert run.is_under_way
    with pytest.raises(RunUnderWayError, match="being trained"):
        next(recorded(train(CONFIG, easy_data), RunFolder.open(run.path)))
    events.close()
    assert not run.is_under_way


def test_a_run_has_ended_when_its_network_is_kept(run, easy_data):
    calibrated = {"temperature": 2.0}

    def calibrate(model):
        assert load_model(run.path / MODEL_FILE).weights.keys() == model.weights.keys()
        assert not run.has_ended
        return replace(model, calibration=calibrated)

    with owned(run) as log:
        events = list(kept(written(train(CONFIG, easy_data), log), log, calibrate))
    assert isinstance(events[-1], RunKept)
    assert events[-1].model == str(run.path / MODEL_FILE)
    assert run.has_ended
    best = run.best_checkpoint().model
    found = load_model(run.path / MODEL_FILE)
    assert found.calibration == calibrated
    assert all(np.array_equal(found.weights[name], w) for name, w in best.weights.items())


def test_killed_while_it_calibrates_a_run_is_finished_by_resuming(run, easy_data):
    def killed(model):
        raise KeyboardInterrupt

    with owned(run) as log, pytest.raises(KeyboardInterrupt):
        list(kept(written(train(CONFIG, easy_data), log), log, killed))
    assert load_model(run.path / MODEL_FILE).network == CONFIG.network
    assert not run.has_ended
    rest = train(CONFIG, easy_data, resume=run.last_checkpoint())
    with owned(run) as log:
        events = list(kept(written(rest, log), log, lambda model: model))
    assert not [event for event in events if isinstance(event, StepDone)]
    assert run.has_ended


def test_a_training_that_was_led_astray_is_not_offered_again(run, easy_data):
    def astray():
        yield from train(CONFIG, easy_data, bookmark_every=0.0)
        raise TrainingError("The loss is no longer a number.")

    def cut_off():
        yield from (e for e in train(CONFIG, easy_data) if not isinstance(e, TrainingDone))
        raise CutOffError("The process has died.")

    with pytest.raises(CutOffError):
        list(recorded(cut_off(), run))
    assert not run.has_ended
    with pytest.raises(TrainingError):
        list(recorded(astray(), run))
    assert run.has_ended
    assert run.records()[-1]["reason"] == "The loss is no longer a number."


def test_what_a_killed_process_left_half_written_is_cleared_away(run, easy_data):
    (run.path / ".last.safetensors.0badcafe.part").write_bytes(b"half")
    with owned(run):
        assert not list(run.path.glob(".*.part"))


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
    def full(path, content, **_):
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
    with pytest.raises(ModelFileError, match=r"exists already.* choose another name") as error:
        RunFolder.create(tmp_path, CONFIG, name="mine")
    assert "space" not in str(error.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_disk_that_is_full_when_the_log_is_closed(run, easy_data):
    (run.path / "events.jsonl").symlink_to("/dev/full")
    with pytest.raises(ModelFileError, match="No space left"):
        list(recorded(train(CONFIG, easy_data), run))


START = {"event": "TrainingStarted", "first_step": 0, "epochs": 2, "steps_per_epoch": 4}
STEP = {"event": "StepDone", "step": 1, "epoch": 1, "loss": 2.3, "accuracy": 0.1}


@pytest.mark.parametrize(
    "damaged",
    [
        b"\xff\xfe\x00",
        b'{"event": "StepDone", "step": 2, "loss": "\xff"}',
        b"[" * 50_000,
        b"7",
        b"{}",
        b'{"event": 5, "step": 1}',
        b'{"event": "StepDone"}',
        *(
            json.dumps(STEP | wrong).encode()
            for wrong in (
                {"loss": None},
                {"loss": "2.3"},
                {"loss": float("nan")},
                {"loss": -1},
                {"accuracy": 3},
                {"step": -2},
                {"step": 1.5},
                {"step": None},
            )
        ),
        json.dumps(STEP).replace('"epoch": 1', '"epoch": 1e999').encode(),
        json.dumps(STEP).replace('"epoch": 1', '"epoch": ' + "1" * 5000).encode(),
        json.dumps(START | {"steps_per_epoch": 0}).encode(),
        json.dumps(START | {"first_step": None}).encode(),
        json.dumps(
            {"event": "LayersMeasured", "step": 1, "layers": [{"update_ratio": "x"}]}
        ).encode(),
        json.dumps({"event": "LayersMeasured", "step": 1, "layers": 3}).encode(),
    ],
    ids=lambda line: str(line[:60]),
)
def test_a_damaged_record_is_passed_over(run, damaged):
    lines = [json.dumps(START).encode(), damaged, json.dumps(STEP).encode()]
    (run.path / "events.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    assert run.records() == [START, STEP]


def test_what_another_version_wrote_is_kept(run):
    other = {"event": "WeightsAveraged", "step": 1, "share": "some"}
    (run.path / "events.jsonl").write_text(json.dumps(START) + "\n" + json.dumps(other) + "\n")
    assert run.records() == [START, other]


def test_a_log_of_nonsense_ends_soon(run):
    (run.path / "events.jsonl").write_bytes(b"\n" * 1_000_000 + json.dumps(STEP).encode())
    assert run.records() == []


@pytest.mark.parametrize(
    "content", [b"\xff", b"[" * 100_000, b"[]", b"{}", b'{"source": 3}', b" " * 2_000_000]
)
def test_settings_that_make_no_sense_are_no_run(run, content):
    (run.path / "config.json").write_bytes(content)
    with pytest.raises(ModelFileError, match="no run folder"):
        RunFolder.open(run.path)
    assert list_runs(run.path.parent) == []
