"""The reference network by dlgui's `train`, with all its events and snapshots for the window.

    python dlgui_train.py DIGITS.npz BATCH_SIZE EPOCHS SEED

Prints one JSON object: the seconds of each epoch (training, events and snapshots; the first
also the start), the test accuracy, and the largest memory in use in megabytes.
"""

import json
import resource
import sys
import time

import numpy as np

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.events import EpochDone, SnapshotTaken
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train


def main():
    path, batch_size, epochs, seed = sys.argv[1], *map(int, sys.argv[2:5])
    with np.load(path) as digits:
        parts = {n: DigitSet(digits[f"x_{n}"], digits[f"y_{n}"]) for n in ("train", "test")}
    # A validation part of one digit, since its time is not asked for.
    data = DigitData("MNIST", parts["train"], parts["test"].take(np.arange(1)))
    config = TrainingConfig(batch_size=batch_size, epochs=epochs, seed=seed, device="cpu")
    seconds, began, events = [], time.perf_counter(), 0
    for event in train(config, data):
        events += 1
        if isinstance(event, SnapshotTaken):
            model = event.model
        if isinstance(event, EpochDone):
            seconds.append(time.perf_counter() - began)
            began = time.perf_counter()
    accuracy = (
        Forward(model).logits(parts["test"].images).argmax(1) == parts["test"].labels
    ).mean()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": seconds,
                "accuracy": float(accuracy),
                "events": events,
                "megabytes": memory,
            }
        )
    )


main()
