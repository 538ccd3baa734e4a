"""What can be expected of a new writer: the first tables of docs/reading.md.

    for FOLD in 0 1 2 3 4; do
        python packaging/train_reader.py --data FOLDER --fold $FOLD \
            --out FOLDS/fold-$FOLD.safetensors
    done
    python tests/benchmarks/reading_folds.py --data FOLDER --folds FOLDS

Every figure is of writers whom the network that read them had never seen, and its interval comes
from drawing writers, not digits, again and again: five writers are five samples, however much they
wrote. The refusal and the temperature for a fold come from the other folds' left-out writers; what
the shipped reader is to take comes from all of them, and is printed last.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import FOLDS, Fold, folds, load_strokes
from synthetic_ink import scribble

from dlgui.core.data.folders import load_folder
from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.raster import render_many
from dlgui.core.nets.model import load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import energy, fit_temperature, softmax

# Of left-out writers' digits.
REFUSED_SHARE = 0.004
RESAMPLES = 2000
# A writer with fewer digits is not named as the worst.
LEAST = 20
SCRIBBLES = 1000
BINS = 15


@dataclass(frozen=True)
class Read:
    """Drawings of one kind, read by the networks that do not know their writers.

    logits: [n, 10]; labels: ints [n], 10 for no digit; writers: strings [n]; folds: ints [n]
    """

    logits: np.ndarray
    labels: np.ndarray
    writers: np.ndarray
    folds: np.ndarray

    @property
    def right(self) -> np.ndarray:
        return np.asarray(self.logits.argmax(axis=1) == self.labels)


@dataclass(frozen=True)
class Calibrations:
    """By fold, from the digits that the other folds left out."""

    temperatures: np.ndarray
    thresholds: np.ndarray

    def refused(self, part: Read) -> np.ndarray:
        return np.asarray(energy(part.logits) < self.thresholds[part.folds])

    def probabilities(self, part: Read) -> np.ndarray:
        return softmax(part.logits / self.temperatures[part.folds, None])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist, strokes")
    parser.add_argument("--folds", type=Path, required=True, help="the folder with fold-*")
    options = parser.parse_args()
    left_out = folds(load_strokes(options.data / "strokes"))
    networks = [
        Forward(load_model(options.folds / f"fold-{fold}.safetensors")) for fold in range(FOLDS)
    ]
    parts = {
        "UCI pen digits, new writers": [fold.by_writer.pendigits for fold in left_out],
        "UNIPEN 1a, new writers": [fold.by_writer.unipen for fold in left_out],
        "UNIPEN 1a, new donors": [fold.by_donor.unipen for fold in left_out],
    }
    digits = {name: _read(networks, drawings) for name, drawings in parts.items()}
    letters = _read(networks, [_letters(fold) for fold in left_out])
    found = _calibrations(list(digits.values()))
    print("| digits | read | kept and right | refused | calibration error | worst writer |")
    print("| --- | ---: | ---: | ---: | ---: | --- |")
    for name, part in digits.items():
        refused = found.refused(part)
        cells = [
            _share(part.right, part.writers),
            _share(part.right & ~refused, part.writers),
            f"{refused.mean():.2%}",
            f"{_calibration_error(found.probabilities(part), part.right):.2%}",
            _worst(part),
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    _tell_mnist(networks, options.data / "mnist", found)
    _tell_refusal(networks, list(digits.values()), letters, found)
    _tell_calibration(list(digits.values()))


def _letters(fold: Fold) -> list[Drawing]:
    """Of both kinds of left-out writers, each once."""
    return fold.by_writer.letters + fold.by_donor.letters


def _read(networks: list[Forward], drawings: list[list[Drawing]]) -> Read:
    logits = [
        network.logits(render_many(some)) for network, some in zip(networks, drawings, strict=True)
    ]
    every = [drawing for some in drawings for drawing in some]
    labels = [int(d.label) if str(d.label).isdigit() else 10 for d in every]
    return Read(
        np.concatenate(logits),
        np.array(labels),
        np.array([str(drawing.writer) for drawing in every]),
        np.repeat(np.arange(len(drawings)), [len(some) for some in drawings]),
    )


def _calibrations(digits: list[Read]) -> Calibrations:
    logits = np.concatenate([part.logits for part in digits])
    labels = np.concatenate([part.labels for part in digits])
    which = np.concatenate([part.folds for part in digits])
    others = [which != fold for fold in range(FOLDS)]
    return Calibrations(
        np.array([fit_temperature(logits[o], labels[o]) for o in others]),
        np.array([np.quantile(energy(logits[o]), REFUSED_SHARE) for o in others]),
    )


def _tell_mnist(networks: list[Forward], folder: Path, found: Calibrations) -> None:
    digits = load_folder(folder).validation
    right, refused = [], []
    for network, threshold in zip(networks, found.thresholds, strict=True):
        logits = network.logits(digits.images)
        right.append((logits.argmax(axis=1) == digits.labels).mean())
        refused.append((energy(logits) < threshold).mean())
    print(f"\nMNIST's validation part, mean of five: {np.mean(right):.2%}, ", end="")
    print(f"from {min(right):.2%} to {max(right):.2%}; refused {np.mean(refused):.2%}")


def _tell_refusal(
    networks: list[Forward], digits: list[Read], letters: Read, found: Calibrations
) -> None:
    rng = np.random.default_rng(99)
    scribbles = render_many([scribble(rng) for _ in range(SCRIBBLES)])
    made = np.concatenate([network.logits(scribbles) for network in networks])
    which = np.repeat(np.arange(FOLDS), SCRIBBLES)
    others = {
        "letters that look like no digit": letters,
        "scribbles": Read(made, np.full(len(made), 10), np.full(len(made), "chance"), which),
    }
    known = np.concatenate([energy(part.logits) for part in digits])
    print("\n| other ink | refused | AUROC | FPR95 |\n| --- | ---: | ---: | ---: |")
    for name, part in others.items():
        scores = energy(part.logits)
        cells = [
            _share(found.refused(part), part.writers),
            f"{_area(known, scores):.2%}",
            f"{(scores >= np.quantile(known, 0.05)).mean():.2%}",
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _tell_calibration(digits: list[Read]) -> None:
    logits = np.concatenate([part.logits for part in digits])
    labels = np.concatenate([part.labels for part in digits])
    threshold = np.quantile(energy(logits), REFUSED_SHARE)
    print(f"\ntemperature {fit_temperature(logits, labels):.3f}, threshold {threshold:.3f}")


def _share(right: np.ndarray, writers: np.ndarray) -> str:
    low, high = writer_interval(right, writers)
    return f"{100 * right.mean():.2f} ({100 * low:.1f}–{100 * high:.1f})"


def writer_interval(right: np.ndarray, writers: np.ndarray) -> tuple[float, float]:
    """95 % interval of the mean of `right`, writers being drawn anew (percentile bootstrap)."""
    _, which = np.unique(writers, return_inverse=True)
    hits, counts = np.bincount(which, right), np.bincount(which)
    drawn = np.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
    shares = hits[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


def _worst(part: Read) -> str:
    names, which = np.unique(part.writers, return_inverse=True)
    hits, counts = np.bincount(which, part.right), np.bincount(which)
    shares = np.where(counts >= LEAST, hits / counts, 2.0)
    worst = int(shares.argmin())
    # Without the donor, whom UNIPEN asks not to name.
    return f"`{names[worst].split('/')[-1]}` {shares[worst]:.1%} of {counts[worst]}"


def _calibration_error(probabilities: np.ndarray, right: np.ndarray) -> float:
    surest = probabilities.max(axis=1)
    bins = np.minimum((surest * BINS).astype(int), BINS - 1)
    gaps = [abs(surest[bins == i].sum() - right[bins == i].sum()) for i in range(BINS)]
    return float(sum(gaps) / len(right))


def _area(known: np.ndarray, others: np.ndarray) -> float:
    """How often a digit's score is above that of other ink."""
    ranked = np.sort(others)
    below = np.searchsorted(ranked, known, "left") + np.searchsorted(ranked, known, "right")
    return float((below / 2 / len(ranked)).mean())


if __name__ == "__main__":
    main()
