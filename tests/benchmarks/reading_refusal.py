"""Which score tells digits from other ink: the tables of docs/decisions/refusal.md.

    python tests/benchmarks/reading_refusal.py --data FOLDER --reader FOLDS/fold-0.safetensors

Each score's threshold refuses 1 % of digits that chose nothing else; then ink of writers whom fold
0 left out is shown to it. The networks: the reader without those writers, trained against a
background class, whose threshold is set on new donors' digits; and the compact network as a person
trains it, on MNIST alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.folders import load_folder
from dlgui.core.ink.raster import render_many
from dlgui.core.nets.model import Model, load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import REFUSED_SHARE, energy, softmax
from dlgui.core.reading.ood_probe import other_ink
from dlgui.core.training.calibrating import MOST_EXAMPLES, fit_probe
from dlgui.core.training.events import SnapshotTaken
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import Strokes, folds, load_strokes
from synthetic_ink import scribble

NEIGHBOURS = 10
Score = Callable[[np.ndarray], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist, strokes")
    parser.add_argument("--reader", type=Path, required=True, help="trained with --fold 0")
    options = parser.parse_args()
    fold = folds(load_strokes(options.data / "strokes"))[0]
    mnist = load_folder(options.data / "mnist")
    print("| network | score | digits refused | letters | scribbles |")
    print("| --- | --- | ---: | ---: | ---: |")
    ink = _ink(fold.by_writer)
    written = fold.train.unipen[::3] + fold.train.pendigits[::3]
    known = DigitSet(
        (render_many(written) * 255).astype(np.uint8),
        np.array([int(str(d.label)) for d in written], dtype=np.uint8),
    )
    others = render_many(fold.by_donor.unipen)
    compare("reader", load_model(options.reader), known, others, ink)
    some = mnist.train.take(np.arange(0, len(mnist.train), 8))
    for augment in (False, True):
        config = TrainingConfig(
            network="compact", epochs=4, batch_size=64, schedule="linear", augment=augment
        )
        name = f"compact, MNIST{', augmented' if augment else ''}"
        held_out = mnist.validation.images.astype(np.float32) / 255
        compare(name, _trained(config, mnist), some, held_out, ink)


def compare(
    name: str, model: Model, known: DigitSet, validation: np.ndarray, ink: dict[str, np.ndarray]
) -> None:
    """Print a line for each score. `known` are the digits whose features distances start from."""
    forward = Forward(model)
    for title, score in _scores(forward, known).items():
        threshold = np.quantile(score(validation), REFUSED_SHARE)
        cells = [f"{(score(images) < threshold).mean():.1%}" for images in ink.values()]
        print(f"| {name} | {title} | {' | '.join(cells)} |", flush=True)


def _scores(forward: Forward, known: DigitSet) -> dict[str, Score]:
    """Every score is high for digits."""
    features = forward.features(known.images)
    means = np.stack([features[known.labels == digit].mean(axis=0) for digit in range(10)])
    centred = features - means[known.labels]
    covariance = np.cov(centred.T) + 1e-3 * np.trace(np.cov(centred.T)) / len(means[0]) * np.eye(
        len(means[0])
    )
    precision = np.linalg.inv(covariance)
    bank = _unit(features)
    probe = fit_probe(
        features[:: max(len(features) // MOST_EXAMPLES, 1)], forward.features(other_ink())
    )

    def mahalanobis(images: np.ndarray) -> np.ndarray:
        away = forward.features(images)[:, None] - means
        return -np.einsum("ncf,fg,ncg->nc", away, precision, away, optimize=True).min(axis=1)

    def nearest(images: np.ndarray) -> np.ndarray:
        likeness = _unit(forward.features(images)) @ bank.T
        return np.partition(likeness, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS]

    return {
        "largest softmax": lambda images: softmax(forward.logits(images)).max(axis=1),
        "largest logit": lambda images: forward.logits(images).max(axis=1),
        "energy": lambda images: energy(forward.logits(images)),
        "Mahalanobis distance": mahalanobis,
        f"{NEIGHBOURS}th nearest neighbour": nearest,
        "probe of the features": lambda images: probe.log_odds(forward.features(images)),
    }


def _unit(features: np.ndarray) -> np.ndarray:
    length: np.ndarray = np.linalg.norm(features, axis=1, keepdims=True)
    return np.asarray(features / np.maximum(length, 1e-9))


def _ink(part: Strokes) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    drawings: dict[str, Sequence] = {
        "digits": part.unipen + part.pendigits,
        "letters": part.letters,
        "scribbles": [scribble(rng) for _ in range(1000)],
    }
    return {name: render_many(some) for name, some in drawings.items()}


def _trained(config: TrainingConfig, data) -> Model:
    model = None
    for event in train(config, data, snapshot_every=1e9):
        if isinstance(event, SnapshotTaken):
            model = event.model
    assert model is not None
    return model


if __name__ == "__main__":
    main()
