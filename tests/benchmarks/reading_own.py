"""What a person's own networks read and refuse of people whom no network has seen.

    python tests/benchmarks/reading_own.py --data FOLDER [--networks compact] [--seeds 0 1 2]

Each is trained with the program's own engine and calibrated, on one thread: on the 4,500 digits
that ship, or with `--mnist` on MNIST's training part. All writers of FOLDER's strokes are new to
it. Intervals come from drawing writers.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import load_strokes
from reading_folds import share_by_writer
from synthetic_ink import scribble

from dlgui.core.data.datasets import DigitData, DigitSet, load_embedded
from dlgui.core.data.folders import load_folder
from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.raster import render_many
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration
from dlgui.core.training.calibrating import calibrate
from dlgui.core.training.events import SnapshotTaken
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

NETWORKS = {
    "reference": TrainingConfig(),
    "lenet5": TrainingConfig(network="lenet5"),
    "mlp": TrainingConfig(network="mlp"),
    "compact": PRESETS["robust"].config,
    "reader": PRESETS["robust"].config.with_(network="reader", epochs=4),
}
SCRIBBLES = 1000
# At most so many letters: every so manieth.
LETTERS = 3000
# Of the new writers' digits: the share at which all networks are compared.
REFUSED = 0.01


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist, strokes")
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--mnist", action="store_true", help="train on MNIST's training part")
    options = parser.parse_args()
    torch.set_num_threads(1)
    mnist = load_folder(options.data / "mnist")
    data = mnist if options.mnist else load_embedded()
    strokes = load_strokes(options.data / "strokes")
    letters = strokes.letters[:: max(len(strokes.letters) // LETTERS, 1)]
    rng = np.random.default_rng(1)
    others = {
        "letters": render_many(letters),
        "scribbles": render_many([scribble(rng) for _ in range(SCRIBBLES)]),
    }
    digits = {"UCI": strokes.pendigits, "UNIPEN": strokes.unipen}
    ink = {name: render_many(drawings) for name, drawings in digits.items()}
    print("| network, seed | UCI | UNIPEN | MNIST's validation part | ", end="")
    print("refused: digits, letters, scribbles | where 1 % of digits are | calibrated in |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in options.networks:
        for seed in options.seeds:
            model = _trained(NETWORKS[name].with_(seed=seed), data)
            cells = [_read(model, digits[kind], images) for kind, images in ink.items()]
            cells.append(f"{_right(model, mnist.validation):.2%}")
            cells += _refused(model, data, ink, others)
            print(f"| {name}, {seed} | {' | '.join(cells)} |", flush=True)


def _trained(config: TrainingConfig, data: DigitData) -> Model:
    model = None
    for event in train(config, data, snapshot_every=1e9):
        if isinstance(event, SnapshotTaken):
            model = event.model
    assert model is not None
    return model


def _read(model: Model, drawings: list[Drawing], images: np.ndarray) -> str:
    labels = np.array([int(str(drawing.label)) for drawing in drawings])
    right = Forward(model).logits(images).argmax(axis=1) == labels
    return share_by_writer(right, np.array([str(drawing.writer) for drawing in drawings]))


def _right(model: Model, digits: DigitSet) -> float:
    return float((Forward(model).logits(digits.images).argmax(axis=1) == digits.labels).mean())


def _refused(
    model: Model, data: DigitData, ink: dict[str, np.ndarray], others: dict[str, np.ndarray]
) -> list[str]:
    """Of digits, letters and scribbles: by its own threshold; by another; and processor time."""
    began = time.process_time()
    model = calibrate(model, data)
    seconds = time.process_time() - began
    found, forward = Calibration.of(model), Forward(model)
    assert found.probe is not None
    digits = np.concatenate([found.probe.log_odds(forward.features(some)) for some in ink.values()])
    odds = [digits, *(found.probe.log_odds(forward.features(some)) for some in others.values())]
    own = ", ".join(f"{(some < found.threshold).mean():.1%}" for some in odds)
    equal = ", ".join(f"{(some < np.quantile(digits, REFUSED)).mean():.1%}" for some in odds[1:])
    return [own, equal, f"{seconds:.2f} s"]


if __name__ == "__main__":
    main()
