"""All runs as a table: what their folders say, whatever becomes of the index."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, replace

import pytest

from dlgui.core.errors import ModelFileError, RunUnderWayError
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.evaluation.run_table import CURVE_POINTS, INDEX_FILE, RunNotes, RunTable, summarise
from dlgui.core.training.recording import kept, owned, recorded
from dlgui.core.training.recording import written as written_down
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=50, device="cpu")


def written(parent, name, accuracies, *, has_ended=True, config=CONFIG):
    """A run's folder as a training of so many epochs leaves it, without the training."""
    run = RunFolder.create(parent, config, "embedded", name=name)
    lines = [
        {"event": "TrainingStarted", "validation_count": 500, "first_epoch": 0, "first_step": 0}
    ]
    for epoch, accuracy in enumerate(accuracies, 1):
        lines.append({"event": "StepDone", "step": epoch * 10})
        done = {"epoch": epoch, "step": epoch * 10, "seconds": epoch / 2}
        lines.append({"event": "EpochDone", **done, "validation_accuracy": accuracy})
    if has_ended:
        lines.append({"event": "RunKept", "step": 1, "epoch": 1, "folder": "", "model": ""})
    log = "".join(json.dumps(line) + "\n" for line in lines)
    (run.path / "events.jsonl").write_text(log, "utf-8")
    return run


def test_a_row_says_what_the_training_told(tmp_path, easy_data):
    run = RunFolder.create(tmp_path, CONFIG, "embedded", name="first")
    events = list(recorded(train(CONFIG, easy_data), run))
    (row,) = RunTable(tmp_path).rows()
    done = events[-1]
    assert (row.config, row.source, row.state) == (CONFIG, "embedded", "cut off")
    assert (row.epochs, row.step) == (done.epoch, done.step)
    assert row.best_accuracy == done.best_validation_accuracy
    assert row.seconds == pytest.approx(done.seconds)
    assert row.interval == wilson_interval(round(row.best_accuracy * 50), 50)
    assert row.size == sum(file.stat().st_size for file in run.path.iterdir())


def test_a_run_that_was_cut_off_and_taken_up_again_is_one_curve(tmp_path):
    run = written(tmp_path, "one", [0.5, 0.6], has_ended=False)
    with (run.path / "events.jsonl").open("a") as log:
        for record in (
            {
                "event": "TrainingStarted",
                "validation_count": 500,
                "first_epoch": 1,
                "first_step": 10,
            },
            {"event": "EpochDone", "step": 20, "seconds": 1.0, "validation_accuracy": 0.7},
        ):
            log.write(json.dumps(record) + "\n")
    (row,) = RunTable(tmp_path).rows()
    assert row.curve == (0.5, 0.7)
    assert row.state == "cut off"


def test_long_curves_are_thinned_and_keep_their_end(tmp_path):
    accuracies = [index / 1000 for index in range(1000)]
    written(tmp_path, "long", accuracies)
    (row,) = RunTable(tmp_path).rows()
    assert len(row.curve) <= CURVE_POINTS
    assert row.curve[-1] == accuracies[-1]
    assert row.epochs == 1000


def test_the_index_is_made_again_when_it_is_damaged_and_follows_the_folders(tmp_path):
    for name in ("a", "b"):
        written(tmp_path, name, [0.5])
    table = RunTable(tmp_path)
    before = table.rows()
    assert {row.path.name for row in before} == {"a", "b"}
    (tmp_path / INDEX_FILE).write_bytes(b"no database at all" * 1000)
    assert table.rows() == before
    assert table.rows() == before
    written(tmp_path, "c", [0.9])
    assert {row.path.name for row in table.rows()} == {"a", "b", "c"}
    with sqlite3.connect(tmp_path / INDEX_FILE) as index:
        index.execute("UPDATE runs SET summary = '{\"epochs\": 1e999}'")
    assert {row.path.name for row in table.rows()} == {"a", "b", "c"}
    log = tmp_path / "a" / "events.jsonl"
    log.write_text(log.read_text().replace("0.5", "0.75"))
    assert {row.path.name: row.best_accuracy for row in table.rows()}["a"] == 0.75


def test_the_index_spares_reading_the_logs(tmp_path, monkeypatch):
    written(tmp_path, "a", [0.5])
    table = RunTable(tmp_path)
    rows = table.rows()
    monkeypatch.setattr(
        "dlgui.core.evaluation.run_table.summarise", lambda path: pytest.fail(f"read {path}")
    )
    assert table.rows() == rows


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\x00",
        b'{"event": "EpochDone", "validation_accuracy": null, "step": 1, "seconds": 1}',
        b'{"event": "EpochDone", "validation_accuracy": 1e999, "step": 1, "seconds": 1}',
        b'{"event": "EpochDone"',
        b'{"event": "TrainingStarted"}',
    ],
)
def test_damaged_lines_are_passed_over(tmp_path, line):
    run = written(tmp_path, "a", [0.5], has_ended=False)
    with (run.path / "events.jsonl").open("ab") as log:
        log.write(line + b"\n")
    (row,) = RunTable(tmp_path).rows()
    assert row.curve == (0.5,)


def test_notes_are_kept_and_others_files_are_distrusted(tmp_path):
    run = written(tmp_path, "a", [0.5])
    table = RunTable(tmp_path)
    notes = RunNotes("Wide kernels", "Is it worth it?", is_starred=True)
    table.annotate(run.path, notes)
    assert table.rows()[0].notes == notes
    (run.path / "notes.json").write_text('{"title": 3, "note": "kept", "evil": [1]}')
    assert table.rows()[0].notes == replace(RunNotes(), note="kept")
    (run.path / "notes.json").write_text("[" * 10_000)
    assert table.rows()[0].notes == RunNotes()


def test_a_run_under_way_is_not_deleted(tmp_path):
    run = written(tmp_path, "one", [0.5], has_ended=False)
    with owned(run), pytest.raises(RunUnderWayError):
        RunTable(tmp_path).to_trash(run.path)
    assert RunTable(tmp_path).rows()


def test_a_run_is_under_way_as_long_as_a_process_trains_it(tmp_path):
    run = written(tmp_path, "one", [0.5], has_ended=False)
    table = RunTable(tmp_path)
    assert table.rows()[0].state == "cut off"
    with owned(run):
        assert table.rows()[0].state == "under way"
        assert summarise(run.path).state == "under way"
    assert table.rows()[0].state == "cut off"
    written(tmp_path, "two", [0.5])
    assert {row.path.name: row.state for row in table.rows()} == {"one": "cut off", "two": "ended"}


def test_a_folder_without_a_log_yet_is_a_row(tmp_path):
    RunFolder.create(tmp_path, CONFIG, "embedded", name="young")
    (row,) = RunTable(tmp_path).rows()
    assert (row.state, row.epochs, row.can_resume) == ("cut off", 0, False)


def test_checkpoints_of_an_ended_run_are_thinned_and_come_back(tmp_path, easy_data):
    run = RunFolder.create(tmp_path, CONFIG, "embedded", name="first")
    with owned(run) as log:
        for _ in kept(written_down(train(CONFIG, easy_data), log), log, _calibrated):
            pass
    table = RunTable(tmp_path)
    (before,) = table.rows()
    kept_at = table.thin(run.path)
    (thin,) = table.rows()
    assert (before.can_resume, thin.can_resume) == (True, False)
    assert (before.state, thin.state) == ("ended", "ended")
    assert before.size == thin.size + table.trash_size()
    assert thin.size < before.size
    assert not run.epoch_files()
    assert table.restore_checkpoints(kept_at) == run.path
    assert table.rows() == [before]
    assert table.trash_size() == 0


def test_checkpoints_of_a_run_without_its_network_are_not_thinned(tmp_path):
    run = written(tmp_path, "one", [0.5], has_ended=False)
    (run.path / "last.safetensors").write_bytes(b"all that is left of it")
    with pytest.raises(ModelFileError, match="not left its network"):
        RunTable(tmp_path).thin(run.path)
    assert (run.path / "last.safetensors").is_file()


def _calibrated(model):
    return replace(model, calibration={"temperature": 1.0})


def test_a_deleted_run_comes_back(tmp_path):
    run = written(tmp_path, "a", [0.5])
    table = RunTable(tmp_path)
    (row,) = table.rows()
    trashed = table.to_trash(run.path)
    assert table.rows() == []
    assert table.restore(trashed) == run.path
    assert table.rows() == [row]
    table.to_trash(run.path)
    table.empty_trash()
    assert [path.name for path in tmp_path.iterdir()] == [INDEX_FILE]


def test_settings_of_own_networks_survive_the_index(tmp_path):
    config = CONFIG.with_(learning_rate=0.03)
    written(tmp_path, "a", [0.5], config=config)
    table = RunTable(tmp_path)
    assert [asdict(row.config) for row in (table.rows() + table.rows())] == [asdict(config)] * 2
