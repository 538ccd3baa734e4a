"""Kills trainings at random moments and resumes them: nothing older than a second may be lost.

    python tests/benchmarks/kills.py --times 40

Each time, `dlgui train` is killed (SIGKILL) after a random while, also between its last step and
the end of its calibration. Then the run must be free, loadable, without leftovers once it is
resumed, and end with the very weights of a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from dlgui.core.nets.model import Model
from dlgui.core.training.runs import RunFolder

COMMAND = [sys.executable, "-m", "dlgui", "train", "--json"]
# On a busy machine the number of threads follows what else runs, and with it the rounding.
QUIET = {**os.environ, "OMP_NUM_THREADS": "1"}
SETTINGS = ["--network", "compact", "--train-digits", "2000", "--epochs", "3", "--augment"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        began = time.monotonic()
        subprocess.run(
            [*COMMAND, *SETTINGS, "--out", whole], stdout=subprocess.PIPE, check=True, env=QUIET
        )
        seconds = time.monotonic() - began
        expected = RunFolder.open(whole).last_checkpoint().model
        print("| killed after | steps told | resumed at | lost, s | same weights |")
        print("| ---: | ---: | ---: | ---: | --- |")
        for number in range(options.times):
            run = Path(folder) / f"run {number}"
            print(_killed(run, rng.uniform(0, seconds), expected), flush=True)


def _killed(run: Path, after: float, expected: Model) -> str:
    process = subprocess.Popen(
        [*COMMAND, *SETTINGS, "--out", run], stdout=subprocess.PIPE, text=True, env=QUIET
    )
    try:
        told, _ = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        told, _ = process.communicate()
    steps = [r for r in map(_record, told.splitlines()) if r.get("event") == "StepDone"]
    if not run.is_dir() or not RunFolder.open(run).can_resume:
        lost = steps[-1]["seconds"] if steps else 0.0
        return f"| {after:.1f} s | {len(steps)} | nothing | {lost:.2f} | |"
    folder = RunFolder.open(run)
    assert not folder.is_under_way
    at = folder.last_checkpoint()
    lost = max(steps[-1]["seconds"] - at.seconds, 0.0) if steps else 0.0
    if not folder.has_ended:
        subprocess.run([*COMMAND, "--resume", run], stdout=subprocess.PIPE, check=True, env=QUIET)
    assert folder.has_ended
    assert folder.is_kept
    assert not list(run.glob(".*.part"))
    found = folder.last_checkpoint().model.weights
    same = all(np.array_equal(found[name], weight) for name, weight in expected.weights.items())
    return f"| {after:.1f} s | {len(steps)} | {at.step} | {lost:.2f} | {'yes' if same else 'NO'} |"


def _record(line: str) -> dict:
    try:
        return dict(json.loads(line))
    except ValueError:
        return {}


if __name__ == "__main__":
    main()
