"""Kept runs at their epochs, against what the training told of its networks."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.run_epochs import MOST_JUDGED, confusion, load_pasts
from dlgui.core.evaluation.run_table import RunTable
from dlgui.core.nets.model import save_model
from dlgui.core.training.events import CheckpointTaken, EpochDone
from dlgui.core.training.recording import recorded
from dlgui.core.training.runs import MODEL_FILE, RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

CONFIG = TrainingConfig(network="mlp", epochs=3, batch_size=50, device="cpu")


@pytest.fixture
def told(tmp_path, easy_data):
    """A run and the events of its training."""
    run = RunFolder.create(tmp_path, CONFIG, "blocks", name="one")
    return run, list(recorded(train(CONFIG, easy_data), run))


def test_a_run_can_be_seen_at_each_epoch(told, easy_data):
    run, events = told
    (past,) = load_pasts([run.path], {"blocks": easy_data})
    assert list(past.networks) == [1, 2, 3]
    accuracies = [e.validation_accuracy for e in events if isinstance(e, EpochDone)]
    for model, accuracy in zip(past.networks.values(), accuracies, strict=True):
        counts = confusion(model, past.digits)
        assert np.array_equal(counts.sum(axis=1), np.bincount(easy_data.validation.labels))
        assert np.trace(counts) == pytest.approx(50 * accuracy)
        assert model.summary["validation_accuracy"] == accuracy


def test_what_is_left_of_a_thinned_run_is_its_network(told, easy_data):
    run, events = told
    best = max(
        (e.checkpoint for e in events if isinstance(e, CheckpointTaken)),
        key=lambda checkpoint: checkpoint.best_validation_accuracy,
    )
    for file in run.path.glob("*.safetensors"):
        file.unlink()
    with pytest.raises(ModelFileError, match="no network to go back to"):
        load_pasts([run.path], {})
    save_model(run.path / MODEL_FILE, best.model)
    (past,) = load_pasts([run.path], {"blocks": easy_data})
    assert list(past.networks) == [best.epoch]


def test_damaged_epochs_are_passed_over_and_the_closest_is_named(told, easy_data):
    run, _ = told
    for name in ("epoch-0002.safetensors", "epoch-x.safetensors", "epoch-.safetensors"):
        (run.path / name).write_bytes(b"no network")
    (run.path / "best.safetensors").unlink()
    (past,) = load_pasts([run.path], {"blocks": easy_data})
    assert list(past.networks) == [1, 3]
    assert [past.kept_at(epoch) for epoch in (1, 2, 3, 9)] == [1, 1, 3, 3]


def test_digits_that_are_gone_or_others_are_not_judged_by(told, tmp_path):
    run, _ = told
    (past,) = load_pasts([run.path], {})
    assert past.digits is None  # there is no data set of that name
    other = RunFolder.create(tmp_path, CONFIG, "embedded", name="two")
    (run.path / "last.safetensors").rename(other.path / "last.safetensors")
    (past,) = load_pasts([other.path], {})
    assert len(past.digits) == min(len(load_embedded().validation), MOST_JUDGED)
    assert [row.path.name for row in RunTable(tmp_path).rows()]
