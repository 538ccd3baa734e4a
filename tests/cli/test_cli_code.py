from __future__ import annotations

import ast
from pathlib import Path

from command_line import Run

from dlgui.core.export.code import code, script
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import TrainingConfig


def test_the_script_of_given_settings(dlgui: Run) -> None:
    assert dlgui("code").out == script(code(TrainingConfig()))
    robust = PRESETS["robust"].config.with_(epochs=3, network="flatten, dense 10")
    given = ("--preset", "robust", "--epochs", "3", "--network", "flatten, dense 10, softmax")
    outcome = dlgui("code", *given, "--framework", "keras", "--data", "digits/of mine.npz")
    assert outcome.out == script(code(robust, "keras", "digits/of mine.npz"))
    ast.parse(outcome.out)


def test_the_script_of_a_models_training(dlgui: Run, tmp_path: Path) -> None:
    line = "conv 4 5 stride 3, elu, flatten, dense 10"
    small = ("--train-digits", "100", "--epochs", "1", "--lr", "0.01")
    dlgui("train", *small, "--network", line, "--out", tmp_path / "run")
    config = TrainingConfig(network=line, train_digits=100, epochs=1, learning_rate=0.01)
    model = tmp_path / "run/model.safetensors"
    assert dlgui("code", model).out == script(code(config))
    assert dlgui("code", model, "--epochs", "9").out == script(code(config.with_(epochs=9)))


def test_a_setting_that_is_none_is_told(dlgui: Run) -> None:
    outcome = dlgui("code", "--network", "dense 10")
    assert outcome.code == 2
    assert "put flatten before it" in outcome.err
