"""What can be expected of a new writer: the first tables of docs/reading.md.

    for FOLD in 0 1 2 3 4; do
        python packaging/train_reader.py --data FOLDER --fold $FOLD \
            --out FOLDS/fold-$FOLD.safetensors
    done
    python tests/benchmarks/reading_folds.py --data FOLDER --folds FOLDS [--before OTHERS]

With `--before`, the folds of another recipe are read too, and both are compared writer by writer.
Every figure is of writers whom the network that read them had never seen, and its interval comes
from drawing writers, not digits, again and again: five writers are five samples, however much they
wrote. The refusal and the temperature for a fold come from the other folds' left-out writers; what
the shipped reader is to take comes from all of them, and is printed last.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

from reader_data import FOLDS, Fold, folds, load_strokes, rows
from synthetic_ink import scribble
from unknown_signs import sign

from dlgui.core.data.datasets import DigitSet
from dlgui.core.data.folders import load_folder
from dlgui.core.evaluation.metrics import evaluate_drawings
from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.raster import render_many
from dlgui.core.nets.model import load_model
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.reading.calibration import Calibration, energy, fit_temperature, softmax
from dlgui.core.reading.reader import Reader

# Of left-out writers' digits: what the reader refuses, and what other ink is shown for.
REFUSED_SHARE = 0.003
REFUSED_SHARES = (0.003, 0.005, 0.01)
RESAMPLES = 2000
# A writer with fewer digits is not named as the worst.
LEAST = 20
# Scribbles and signs, and whole numbers from each fold's writers.
DRAWN, NUMBERS = 1000, 150
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
    """By fold (in the order of the networks), from the digits that the other folds left out."""

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
    parser.add_argument("--before", type=Path, help="such a folder, for comparison")
    parser.add_argument("--only", type=int, nargs="+", default=range(FOLDS), help="two or more")
    parser.add_argument("--test", action="store_true", help="MNIST's test part too, at the end")
    options = parser.parse_args()
    left_out = [folds(load_strokes(options.data / "strokes"))[fold] for fold in options.only]
    networks = _networks(options.folds, options.only)
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
            share_by_writer(part.right, part.writers),
            share_by_writer(part.right & ~refused, part.writers),
            f"{refused.mean():.2%}",
            f"{_calibration_error(found.probabilities(part), part.right):.2%}",
            _worst(part),
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    data = load_folder(options.data / "mnist")
    _tell_mnist("validation", networks, data.validation, found)
    if options.test:
        _tell_mnist("test", networks, data.test, found)
    _tell_refusal(networks, list(digits.values()), letters)
    _tell_calibration(list(digits.values()))
    if options.before is not None:
        others = _networks(options.before, options.only)
        before = {name: _read(others, drawings) for name, drawings in parts.items()}
        _tell_difference(digits, before)
    _tell_numbers(options.folds, options.only, parts, found)


def _networks(folder: Path, which: Sequence[int]) -> list[Forward]:
    return [Forward(load_model(folder / f"fold-{fold}.safetensors")) for fold in which]


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
    others = [which != fold for fold in np.unique(which)]
    return Calibrations(
        np.array([fit_temperature(logits[o], labels[o]) for o in others]),
        np.array([np.quantile(energy(logits[o]), REFUSED_SHARE) for o in others]),
    )


def _tell_mnist(part: str, networks: list[Forward], digits: DigitSet, found: Calibrations) -> None:
    right, refused = [], []
    for network, threshold in zip(networks, found.thresholds, strict=True):
        logits = network.logits(digits.images)
        right.append((logits.argmax(axis=1) == digits.labels).mean())
        refused.append((energy(logits) < threshold).mean())
    print(f"\nMNIST's {part} part, mean of the folds: {np.mean(right):.2%}, ", end="")
    print(f"from {min(right):.2%} to {max(right):.2%}; refused {np.mean(refused):.2%}", flush=True)


def _tell_refusal(networks: list[Forward], digits: list[Read], letters: Read) -> None:
    """Of each kind of other ink: what is refused where so many of the left-out digits are."""
    known = np.concatenate([energy(part.logits) for part in digits])
    scores = {"letters that look like no digit": energy(letters.logits)}
    for name, make in (("scribbles", scribble), ("synthetic signs", sign)):
        rng = np.random.default_rng(99)
        made = render_many([make(rng) for _ in range(DRAWN)])
        scores[name] = np.concatenate([energy(network.logits(made)) for network in networks])
    shares = " | ".join(f"at {share:.1%}" for share in REFUSED_SHARES)
    print(f"\n| other ink refused | {shares} | AUROC | FPR95 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, found in scores.items():
        cells = [f"{(found < np.quantile(known, share)).mean():.1%}" for share in REFUSED_SHARES]
        cells.append(f"{_area(known, found):.2%}")
        cells.append(f"{(found >= np.quantile(known, 0.05)).mean():.2%}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _tell_difference(now: dict[str, Read], before: dict[str, Read]) -> None:
    """By writer, refusing nothing."""
    print("\n| digits | read | before | writers better, worse, same | sign test |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, part in now.items():
        other = before[name]
        _, which = np.unique(part.writers, return_inverse=True)
        gained = np.bincount(which, part.right.astype(int) - other.right.astype(int))
        better, worse = int((gained > 0).sum()), int((gained < 0).sum())
        cells = [
            share_by_writer(part.right, part.writers),
            share_by_writer(other.right, other.writers),
            f"{better}, {worse}, {len(gained) - better - worse}",
            f"p = {sign_test(better, worse):.2g}",
        ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _tell_numbers(
    folder: Path, which: Sequence[int], parts: dict[str, list[list[Drawing]]], found: Calibrations
) -> None:
    """Rows of two to six digits of one left-out writer, refusals counted as wrong."""
    print("\n| numbers of two to six digits | right |\n| --- | ---: |")
    for name, drawings in parts.items():
        right, writers = [], []
        for i, (fold, digits) in enumerate(zip(which, drawings, strict=True)):
            model = load_model(folder / f"fold-{fold}.safetensors")
            calibration = Calibration(float(found.temperatures[i]), float(found.thresholds[i]))
            reader = Reader(replace(model, calibration=calibration.record()))
            made = rows(digits, NUMBERS, seed=fold)
            right += [example.is_right for example in evaluate_drawings(reader, made).examples]
            writers += [str(row.writer) for row in made]
        print(f"| {name} | {share_by_writer(np.array(right), np.array(writers))} |", flush=True)


def _tell_calibration(digits: list[Read]) -> None:
    logits = np.concatenate([part.logits for part in digits])
    labels = np.concatenate([part.labels for part in digits])
    threshold = np.quantile(energy(logits), REFUSED_SHARE)
    print(f"\ntemperature {fit_temperature(logits, labels):.3f}, threshold {threshold:.3f}")


def sign_test(better: int, worse: int) -> float:
    """How likely so uneven a count is, were both equally likely: the two-sided sign test."""
    count = better + worse
    tail = sum(comb(count, i) for i in range(min(better, worse) + 1)) / 2**count
    return min(2 * tail, 1.0)


def share_by_writer(right: np.ndarray, writers: np.ndarray) -> str:
    """In per cent, with its interval."""
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
