"""How fast the engine is: the table of docs/benchmarks.md.

    python tests/benchmarks/training.py --data FOLDER [--quick] [--without-keras] [--soak]

FOLDER holds the four MNIST files. Every contender trains the reference network in a process of its
own, in turns; a run that other programs disturbed is done again, and medians are compared. Keras
and TensorFlow are installed into `tests/benchmarks/.envs/keras`, apart from dlgui.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import training_parts as parts
from quiet_machine import undisturbed

from dlgui.core.data.datasets import DigitData
from dlgui.core.data.folders import load_folder

HERE = Path(__file__).parent
CONTENDERS = HERE / "contenders"
KERAS = HERE / ".envs" / "keras"
KERAS_PACKAGES = ("keras==3.15.*", "tensorflow-cpu==2.21.*")
BATCH_SIZES = (32, 128)
AIMS = {32: 0.45, 128: 0.65}


@dataclass
class Contender:
    title: str
    script: str
    python: Path = Path(sys.executable)
    seconds: dict[int, list[float]] = field(default_factory=dict)

    def run(
        self, digits: Path, batch_size: int, epochs: int, seed: int, *, is_timed: bool = True
    ) -> dict[str, Any]:
        command = [self.python, CONTENDERS / self.script, digits, batch_size, epochs, seed]

        def run() -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                list(map(str, command)), check=True, capture_output=True, text=True
            )

        done = undisturbed(run) if is_timed else run()
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def main() -> None:
    options = _options()
    data = load_folder(options.data)
    with tempfile.TemporaryDirectory() as folder:
        digits = Path(folder) / "digits.npz"
        _write_all_digits(digits, data)
        contenders = [
            Contender("dlgui", "dlgui_train.py"),
            Contender("tuned PyTorch, autograd", "torch_tuned.py"),
            Contender("usual PyTorch script", "torch_script.py"),
        ]
        if not options.without_keras:
            contenders.append(Contender("Keras + TensorFlow", "keras_fit.py", _keras_python()))
        _heading("Machine")
        rates = parts.describe_machine()
        _heading("Reference network, seconds for one epoch of 60,000 digits, training only")
        _compare(contenders, digits, rounds=1 if options.quick else 3)
        if not options.quick:
            _heading("Accuracy on the 10,000 test digits after 5 epochs, in percent")
            _accuracies(contenders, digits, seeds=range(3))
    _heading("Distance to the machine")
    parts.shares(data, rates, BATCH_SIZES)
    _heading("Varying the digits")
    parts.augmentation(data, list(rates))
    _heading("Where a step's time goes")
    parts.profile(data, BATCH_SIZES)
    _heading("Presets, on the full MNIST")
    parts.presets(data, quick=options.quick)
    _heading("One digit")
    parts.one_digit(data)
    if options.soak:
        _heading("Memory over 50 epochs")
        parts.soak(data, epochs=50)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="one round, no accuracies")
    parser.add_argument("--without-keras", action="store_true", help="install and run no Keras")
    parser.add_argument("--soak", action="store_true", help="watch the memory over 50 epochs")
    return parser.parse_args()


def _heading(text: str) -> None:
    print(f"\n## {text}\n", flush=True)


def _write_all_digits(path: Path, data: DigitData) -> None:
    """All 60,000 training digits, dlgui's validation part among them, and the test part."""
    assert data.test is not None
    both = (data.train, data.validation)
    np.savez(
        path,
        x_train=np.concatenate([part.images for part in both]),
        y_train=np.concatenate([part.labels for part in both]),
        x_test=data.test.images,
        y_test=data.test.labels,
    )


def _keras_python() -> Path:
    python = KERAS / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"Installing Keras and TensorFlow in {KERAS} ...", flush=True)
        venv.create(KERAS, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *KERAS_PACKAGES], check=True)
    return python


def _compare(contenders: list[Contender], digits: Path, rounds: int) -> None:
    """Prints a row for each contender. Each run's first epoch is a warm-up and is not counted."""
    for batch_size in BATCH_SIZES:
        for _ in range(rounds):
            for contender in contenders:
                found = contender.run(digits, batch_size, epochs=3, seed=0)
                contender.seconds.setdefault(batch_size, []).extend(found["seconds"][1:])
                if contender.title == "dlgui":
                    memory = found["megabytes"]
    print("| what | " + " | ".join(f"batch {size}" for size in BATCH_SIZES) + " |")
    print("| --- |" + " ---: |" * len(BATCH_SIZES))
    for contender in contenders:
        cells = [f"{median(contender.seconds[size]):.2f} s" for size in BATCH_SIZES]
        print(f"| {contender.title} | " + " | ".join(cells) + " |")
    ours, *others = contenders
    for other in others:
        ratios = [median(ours.seconds[s]) / median(other.seconds[s]) for s in BATCH_SIZES]
        cells = [f"{ratio:.2f}" for ratio in ratios]
        if "Keras" in other.title:
            cells = [
                f"{cell} (aim {AIMS[size]})" for cell, size in zip(cells, BATCH_SIZES, strict=True)
            ]
        print(f"| dlgui's share of {other.title} | " + " | ".join(cells) + " |")
    print(f"\ndlgui's process needed {memory:.0f} MB at most (aim: below 1,200 MB).", flush=True)


def _accuracies(contenders: list[Contender], digits: Path, seeds: range) -> None:
    print("| what | " + " | ".join(f"batch {size}" for size in BATCH_SIZES) + " |")
    print("| --- |" + " ---: |" * len(BATCH_SIZES))
    for contender in contenders:
        if contender.title not in ("dlgui", "Keras + TensorFlow"):
            continue
        cells = []
        for size in BATCH_SIZES:
            found = [
                100 * contender.run(digits, size, 5, seed, is_timed=False)["accuracy"]
                for seed in seeds
            ]
            cells.append(f"{mean(found):.2f} ({min(found):.2f}–{max(found):.2f})")
        print(f"| {contender.title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    print(f"dlgui's engine on {platform.platform()}, {time.strftime('%Y-%m-%d')}")
    main()
