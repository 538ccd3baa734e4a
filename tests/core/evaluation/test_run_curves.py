"""The curves of kept runs, against the events that the training told."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.evaluation.run_curves import load_curves, smoothed
from dlgui.core.training.events import EpochDone, StepDone
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=50, device="cpu")


def test_curves_are_what_the_training_told(tmp_path, easy_data):
    run = RunFolder.create(tmp_path, CONFIG, "embedded", name="one")
    events = list(recorded(train(CONFIG, easy_data), run))
    steps = [event for event in events if isinstance(event, StepDone)]
    epochs = [event for event in events if isinstance(event, EpochDone)]
    curves = load_curves(run.path)
    loss = curves.measures["training loss"]
    np.testing.assert_array_equal(loss.values, [step.loss for step in steps])
    np.testing.assert_array_equal(loss.seconds, [step.seconds for step in steps])
    accuracy = curves.measures["validation accuracy"]
    np.testing.assert_array_equal(accuracy.values, [epoch.validation_accuracy for epoch in epochs])
    assert curves.x("validation accuracy", "epoch").tolist() == [1, 2]
    assert curves.x("validation accuracy", "step").tolist() == [4, 8]
    assert curves.x("training loss", "digits").tolist() == [50.0 * k for k in range(1, 9)]
    assert curves.x("training loss", "seconds") is loss.seconds


@pytest.mark.parametrize("window", [1, 2, 5, 100])
def test_smoothing_is_the_mean_of_what_came_before(window):
    values = np.random.default_rng(0).normal(size=40)
    expected = [values[max(0, end - window) : end].mean() for end in range(1, 41)]
    np.testing.assert_allclose(smoothed(values, window), expected)
    assert not len(smoothed(np.empty(0), window))
