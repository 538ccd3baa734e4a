"""Two processes under torchrun against one: the same run, within rounding."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch

from dlgui.core.data.datasets import DigitData
from dlgui.core.training.events import CheckpointTaken, EpochDone, StepDone
from dlgui.core.training.processes import Processes
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

# 199 digits in batches of 33: the last batch has one digit, which two processes cannot share.
CONFIG = TrainingConfig(network="mlp", epochs=2, batch_size=33, device="cpu")

SCRIPT = """
import json, sys
import numpy as np
from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.training.events import CheckpointTaken, event_record
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

folder, config = sys.argv[1], TrainingConfig(**json.loads(sys.argv[2]))
stored = np.load(folder + "/data.npz")
parts = [DigitSet(stored["images" + n], stored["labels" + n]) for n in "tv"]
for event in train(config, DigitData("Blocks", *parts)):
    print(json.dumps(event_record(event)), flush=True)
    if isinstance(event, CheckpointTaken):
        np.savez(folder + "/weights.npz", **event.checkpoint.model.weights)
"""


@pytest.fixture
def data(easy_data) -> DigitData:
    return DigitData("Blocks", easy_data.train.take(np.arange(199)), easy_data.validation)


def test_two_processes_train_as_one(data, tmp_path):
    import json
    from dataclasses import asdict

    np.savez(
        tmp_path / "data.npz",
        imagest=data.train.images,
        labelst=data.train.labels,
        imagesv=data.validation.images,
        labelsv=data.validation.labels,
    )
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", "2", str(script), str(tmp_path), json.dumps(asdict(CONFIG))]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]

    alone = list(train(CONFIG, data))
    steps = [event for event in alone if isinstance(event, StepDone)]
    told_steps = [record for record in told if record["event"] == "StepDone"]
    assert [record["step"] for record in told_steps] == [step.step for step in steps]
    np.testing.assert_allclose(
        [record["loss"] for record in told_steps], [step.loss for step in steps], rtol=1e-3
    )
    assert [record["accuracy"] for record in told_steps] == pytest.approx(
        [step.accuracy for step in steps]
    )
    last = next(event for event in reversed(alone) if isinstance(event, CheckpointTaken))
    with np.load(tmp_path / "weights.npz") as weights:
        for name, weight in last.checkpoint.model.weights.items():
            np.testing.assert_allclose(weights[name], weight, atol=2e-4, err_msg=name)
    accuracies = [r["validation_accuracy"] for r in told if r["event"] == "EpochDone"]
    assert accuracies == pytest.approx(
        [event.validation_accuracy for event in alone if isinstance(event, EpochDone)]
    )


@pytest.mark.parametrize("length", [1, 2, 7, 8])
def test_parts_of_a_batch_weigh_what_they_hold(length):
    values = torch.rand(length)
    everybody = [Processes(3, index) for index in range(3)]
    mean = sum(p.weight(values) * p.share(values).mean() for p in everybody) / 3
    torch.testing.assert_close(mean, values.mean())
    if length >= 3:
        assert torch.cat([p.share(values) for p in everybody]).sort()[0].equal(values.sort()[0])
