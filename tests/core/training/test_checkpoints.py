import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from dlgui.core.errors import ModelFileError
from dlgui.core.nets.model import load_model, save_model
from dlgui.core.training.checkpoints import load_checkpoint, save_checkpoint
from dlgui.core.training.events import CheckpointTaken
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train


@pytest.fixture(scope="module", params=["adam", "sgd"])
def checkpoint(request, easy_data):
    config = TrainingConfig(
        network="lenet5", epochs=1, batch_size=50, optimizer=request.param, device="cpu"
    )
    return next(
        event.checkpoint for event in train(config, easy_data) if isinstance(event, CheckpointTaken)
    )


def test_everything_comes_back(checkpoint, tmp_path):
    path = tmp_path / "last.safetensors"
    save_checkpoint(path, checkpoint)
    found = load_checkpoint(path)
    for theirs, mine in (
        (checkpoint.model.weights, found.model.weights),
        (checkpoint.optimizer, found.optimizer),
    ):
        assert theirs.keys() == mine.keys()
        assert theirs
        assert all(np.array_equal(theirs[name], mine[name]) for name in theirs)
    assert found.model.summary == checkpoint.model.summary
    bare = replace(found, model=checkpoint.model, optimizer=checkpoint.optimizer)
    assert bare == checkpoint


def test_a_checkpoint_opens_as_a_model_but_not_the_other_way_round(checkpoint, tmp_path):
    save_checkpoint(tmp_path / "checkpoint", checkpoint)
    assert load_model(tmp_path / "checkpoint").network == "lenet5"
    save_model(tmp_path / "model", checkpoint.model)
    with pytest.raises(ModelFileError, match="not how its training stood"):
        load_checkpoint(tmp_path / "model")


def test_truncated(checkpoint, tmp_path):
    path = tmp_path / "last.safetensors"
    save_checkpoint(path, checkpoint)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ModelFileError, match="damaged"):
        load_checkpoint(path)


@pytest.mark.parametrize(
    ("key", "changed"),
    [
        ("position", {"epoch": -1}),
        ("position", {"epoch": 1.5}),
        ("position", {"epoch": "1"}),
        ("position", {"step": True}),
        ("position", {"best_epoch": 2}),
        ("position", {"best_validation_accuracy": 1.01}),
        ("position", {"best_validation_accuracy": None}),
        ("position", {"seconds": -1}),
        ("config", {"network": "mlp"}),
        ("config", {"learning_rate": "fast"}),
        ("config", {"optimizer": "sgd", "epochs": 0}),
        ("config", {"no_such_setting": 1}),
    ],
    ids=str,
)
def test_a_position_that_makes_no_sense(checkpoint, tmp_path, key, changed):
    path = tmp_path / "last.safetensors"
    save_checkpoint(path, checkpoint)
    with safe_open(path, framework="numpy") as file:
        metadata = file.metadata()
    metadata[key] = json.dumps(json.loads(metadata[key]) | changed)
    save_file(load_file(path), path, metadata)
    with pytest.raises(ModelFileError, match="damaged"):
        load_checkpoint(path)
    load_model(path)  # what it says of the training is not needed to read


def test_squares_below_zero(checkpoint, tmp_path):
    squares = {name: -array for name, array in checkpoint.optimizer.items() if "_sq/" in name}
    if not squares:
        pytest.skip("only Adam remembers squares")
    path = tmp_path / "last.safetensors"
    save_checkpoint(path, replace(checkpoint, optimizer=checkpoint.optimizer | squares))
    with pytest.raises(ModelFileError, match="damaged"):
        load_checkpoint(path)
