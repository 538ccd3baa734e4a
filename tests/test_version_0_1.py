"""What version 0.1 has written still opens, and means what it meant.

`data/version_0_1` was made by that version's own code: a calibrated LeNet-5 in half precision, a
run that was stopped after the first of two epochs, a settings file, and what the version itself
read and computed with the two networks.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dlgui import paths
from dlgui.core.data.datasets import load_embedded
from dlgui.core.ink.drawing import Drawing, Stroke
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.reader import Reader
from dlgui.core.training.checkpoints import load_checkpoint
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig

FILES = Path(__file__).parent / "data" / "version_0_1"
RUN = "20261127-203000-compact"
EXPECTED: dict[str, Any] = json.loads((FILES / "expected.json").read_text("utf-8"))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return shutil.copytree(FILES / RUN, tmp_path / RUN)


def computes_as_before(model: Model, expected: dict[str, Any]) -> None:
    logits = Forward(model).logits(load_embedded().validation.images[:5])
    np.testing.assert_allclose(logits, expected["logits"], atol=2e-3)
    stroke = Stroke(np.array([[300, 100], [301, 180]], np.float32))
    reading = Reader(model).read(Drawing((stroke,)))
    assert reading.reading == expected["reading"]
    assert reading.refused == expected["refused"]
    assert reading.digits[0].probability == pytest.approx(expected["probability"], abs=2e-3)


def test_a_model_reads_as_before() -> None:
    model = load_model(FILES / "model.safetensors")
    assert model.network == "lenet5"
    assert model.calibration["probe"]
    computes_as_before(model, EXPECTED["model"])


def test_a_run_and_its_checkpoint_open(run: Path) -> None:
    expected = EXPECTED["run"]
    found = RunFolder.open(run)
    assert (found.config.network, found.config.optimizer, found.source) == (
        "compact",
        "sgd",
        "embedded",
    )
    checkpoint = found.last_checkpoint()
    assert (checkpoint.epoch, checkpoint.step) == (expected["epoch"], expected["step"])
    assert checkpoint.best_validation_accuracy == expected["accuracy"]
    assert len(found.records()) == expected["records"]
    computes_as_before(checkpoint.model, expected)
    computes_as_before(load_model(run / "last.safetensors"), expected)


def test_a_run_is_offered_and_shown(run: Path) -> None:
    from dlgui.ui.session.runs import load_run

    loaded = load_run(run)
    assert not loaded.is_finished
    assert [type(event).__name__ for event in loaded.events].count("EpochDone") == 1


def test_a_run_goes_on(run: Path) -> None:
    from dlgui.core.training.train import train

    folder = RunFolder.open(run)
    checkpoint = folder.last_checkpoint()
    list(recorded(train(checkpoint.config, load_embedded(), resume=checkpoint), folder))
    assert load_checkpoint(run / "last.safetensors").epoch == 2
    steps = [r["step"] for r in folder.records() if r["event"] == "StepDone"]
    assert steps == list(range(1, 2 * EXPECTED["run"]["step"] + 1))


def test_settings_are_those_that_were_chosen() -> None:
    from dlgui.ui.session.settings_file import SettingsFile

    shutil.copy(FILES / "dlgui.ini", paths.make_config_dir() / "dlgui.ini")
    settings = SettingsFile()
    assert settings.config == TrainingConfig(
        network="lenet5", epochs=7, learning_rate=0.02, optimizer="adamw", augment=True
    )
    assert (settings.theme, settings.data_source, settings.single_digit) == ("dark", "mnist", True)
    assert (settings.settled_run, settings.number("width", 0)) == (RUN, 812)
