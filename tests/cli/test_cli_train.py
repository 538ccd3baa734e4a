from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

from dlgui.core.data.datasets import load_embedded
from dlgui.core.data.idx import write_idx
from dlgui.core.nets.model import load_model
from dlgui.core.training.recording import owned
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import SETTINGS

SMALL = ("--network", "mlp", "--train-digits", "200", "--epochs", "1")


def test_a_training_tells_its_epochs_and_keeps_a_model(dlgui: Run, tmp_path: Path) -> None:
    outcome = dlgui("train", *SMALL, "--out", tmp_path / "run")
    assert outcome.code == 0
    assert outcome.err == ""  # no progress bar unless a person looks on
    assert "Epoch 1/1" in outcome.out
    model = load_model(tmp_path / "run/model.safetensors")
    assert model.network == "mlp"
    assert model.calibration


def test_runs_go_to_the_data_folder(dlgui: Run, home: Path) -> None:
    assert dlgui("train", *SMALL).code == 0
    (run,) = (home / "data/runs").iterdir()
    assert RunFolder.open(run).config.train_digits == 200


def test_json_is_one_event_a_line(dlgui: Run, tmp_path: Path) -> None:
    records = dlgui("train", *SMALL, "--json", "--out", tmp_path / "run").records
    kinds = [record["event"] for record in records]
    assert kinds[0] == "TrainingStarted"
    assert kinds[-2:] == ["TrainingDone", "RunKept"]
    steps = [record["step"] for record in records if record["event"] == "StepDone"]
    assert steps == list(range(1, records[0]["steps_per_epoch"] + 1))
    assert Path(records[-1]["model"]).is_file()


def test_every_setting_is_an_option_and_beats_the_preset(dlgui: Run, tmp_path: Path) -> None:
    given = {"network": "mlp", "epochs": 1, "train_digits": 100, "batch_size": 50, "augment": False}
    given |= {"optimizer": "sgd", "learning_rate": 0.5, "momentum": 0.5, "weight_decay": 0.01}
    given |= {"initialisation": "he", "settle": True}
    given |= {"schedule": "cosine", "label_smoothing": 0.1, "seed": 7, "device": "cpu"}
    assert given.keys() == {setting.name for setting in SETTINGS}
    options = [
        part
        for setting in SETTINGS
        if setting.type is not bool
        for part in (setting.flag, given[setting.name])
    ]
    switches = ["--no-augment", "--settle"]
    out = tmp_path / "run"
    assert dlgui("train", "--preset", "robust", *options, *switches, "--out", out).code == 0
    config = RunFolder.open(out).config
    assert {name: getattr(config, name) for name in given} == given


def test_a_run_is_resumed_where_it_ended(dlgui: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    dlgui("train", *SMALL, "--out", run)
    started, *_ = dlgui("train", "--resume", run, "--epochs", "2", "--json").records
    assert (started["first_epoch"], started["network"]) == (1, "mlp")
    finished = dlgui("train", "--resume", run)
    assert finished.code == 1
    assert "--epochs" in finished.err


def test_a_run_is_never_overwritten(dlgui: Run, tmp_path: Path) -> None:
    precious = tmp_path / "run/precious.txt"
    precious.parent.mkdir()
    precious.write_text("mine")
    outcome = dlgui("train", *SMALL, "--out", precious.parent)
    assert outcome.code == 1
    assert len(outcome.err.splitlines()) == 1
    assert [path.name for path in precious.parent.iterdir()] == ["precious.txt"]


def test_data_that_cannot_be_read_leaves_no_run(dlgui: Run, tmp_path: Path) -> None:
    outcome = dlgui("train", "--data", tmp_path / "nowhere", "--out", tmp_path / "run")
    assert outcome.code == 1
    assert "nowhere" in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the whole console")
def test_ctrl_c_while_it_calibrates_ends_at_once_and_the_run_is_finished_later(
    dlgui: Run, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    code = (
        "import sys, time, dlgui.core.training.calibrating as c\n"
        "from dlgui.cli import main\n"
        "c.calibrate = lambda *_: time.sleep(60)\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, "train", *SMALL, "--json", "--out", run]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        for line in process.stdout:
            if json.loads(line)["event"] == "TrainingDone":
                process.send_signal(signal.SIGINT)
                break
        assert process.wait(30) == 130
        assert process.stderr.read().startswith("dlgui: stopped.")
    assert load_model(run / "model.safetensors").network == "mlp"
    assert not RunFolder.open(run).is_kept
    records = dlgui("train", "--resume", run, "--json").records
    assert [record["event"] for record in records if "Snapshot" not in record["event"]] == [
        "TrainingResumed",
        "TrainingDone",
        "RunKept",
    ]
    assert load_model(run / "model.safetensors").calibration


def test_a_run_under_way_cannot_be_resumed(dlgui: Run, tmp_path: Path) -> None:
    dlgui("train", *SMALL, "--out", tmp_path / "run")
    with owned(RunFolder.open(tmp_path / "run")):
        refused = dlgui("train", "--resume", tmp_path / "run", "--epochs", "2")
    assert refused.code == 1
    assert "being trained" in refused.err
    assert len(refused.err.splitlines()) == 1


def test_a_run_whose_digits_have_moved_goes_on_with_data(dlgui: Run, tmp_path: Path) -> None:
    run, digits = tmp_path / "run", tmp_path / "digits"
    digits.mkdir()
    some = load_embedded().validation
    write_idx(digits / "train-images-idx3-ubyte", some.images)
    write_idx(digits / "train-labels-idx1-ubyte", some.labels)
    dlgui("train", *SMALL, "--data", digits, "--out", run)
    digits.rename(tmp_path / "moved")
    lost = dlgui("train", "--resume", run, "--epochs", "2")
    assert lost.code == 1
    assert "--data" in lost.err
    found = dlgui("train", "--resume", run, "--epochs", "2", "--data", tmp_path / "moved")
    assert found.code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to the whole console")
def test_ctrl_c_keeps_the_finished_epochs(dlgui: Run, tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [sys.executable, "-m", "dlgui", "train", *SMALL, "--epochs", "200"]
    with subprocess.Popen(
        [*command, "--json", "--out", run],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        for line in process.stdout:
            if json.loads(line)["event"] == "CheckpointTaken":
                process.send_signal(signal.SIGINT)
                break
        last = [json.loads(line) for line in process.stdout][-1]
        errors = process.stderr.read()
    assert process.returncode == 130
    assert errors.splitlines() == [f"dlgui: stopped. To go on: dlgui train --resume {run}"]
    assert last["event"] == "RunKept"
    assert load_model(Path(last["model"])).network == "mlp"
    assert RunFolder.open(run).can_resume


def test_a_network_is_given_as_a_line_and_goes_on(dlgui: Run, tmp_path: Path) -> None:
    run, line = tmp_path / "run", "conv 4 5 stride 2, relu, flatten, dense 10"
    small = ("--train-digits", "200", "--epochs", "1")
    assert dlgui("train", *small, "--network", line + ", softmax", "--out", run).code == 0
    assert load_model(run / "model.safetensors").network == line
    started, *_ = dlgui("train", "--resume", run, "--epochs", "2", "--json").records
    assert (started["first_epoch"], started["network"]) == (1, line)


def test_runs_of_ones_own_networks_have_a_folder_name(dlgui: Run, home: Path) -> None:
    small = ("--train-digits", "100", "--epochs", "1")
    assert dlgui("train", *small, "--network", "flatten, dense 10").code == 0
    (run,) = (home / "data/runs").iterdir()
    assert run.name.endswith("-own")


def test_an_impossible_line_is_told_before_anything_is_made(dlgui: Run, home: Path) -> None:
    outcome = dlgui("train", "--network", "maxpool 14, conv 8 5, flatten, dense 10")
    assert outcome.code == 2
    assert 'Layer 2, "conv 8 5"' in outcome.err
    assert "at most 2" in outcome.err
