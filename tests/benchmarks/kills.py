"""Kills trainings at random moments and resumes them: nothing older than a second may be lost.

    python tests/benchmarks/kills.py --times 40

Each time, `dlgui train` is killed (SIGKILL) a random while after its first step, also between its
last step and the end of its calibration. Then the run must be free, loadable, without leftovers
once it is resumed, and end with the very weights of a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from dlgui.core.nets.model import Model
from dlgui.core.training.runs import RunFolder

COMMAND = [sys.executable, "-m", "dlgui", "train", "--json"]
# On a busy machine the number of threads follows what else runs, and with it the rounding.
QUIET = {**os.environ, "OMP_NUM_THREADS": "1"}
SETTINGS = ["--network", "compact", "--train-digits", "2000", "--epochs", "8", "--augment"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        _, seconds = _train(whole)
        expected = RunFolder.open(whole).last_checkpoint().model
        print("| killed after | steps told | resumed at | lost, s | same weights |")
        print("| ---: | ---: | ---: | ---: | --- |")
        for number in range(options.times):
            run = Path(folder) / f"run {number}"
            print(_killed(run, rng.uniform(0, seconds), expected), flush=True)


def _train(run: Path, killed_after: float | None = None) -> tuple[list[dict], float]:
    """The steps that a training tells, killed so many seconds after its first one, and the seconds
    from that one to its end."""
    process = subprocess.Popen(
        [*COMMAND, *SETTINGS, "--out", run], stdout=subprocess.PIPE, text=True, env=QUIET
    )
    assert process.stdout is not None
    steps, began, killer = [], time.monotonic(), None
    for line in process.stdout:
        record = _record(line)
        if record.get("event") != "StepDone":
            continue
        if not steps:
            began = time.monotonic()
        if not steps and killed_after is not None:
            killer = threading.Timer(killed_after, process.kill)
            killer.start()
        steps.append(record)
    process.wait()
    if killer is not None:
        killer.cancel()
    return steps, time.monotonic() - began


def _killed(run: Path, after: float, expected: Model) -> str:
    steps, _ = _train(run, after)
    folder = RunFolder.open(run)
    assert not folder.is_under_way
    if not folder.can_resume:
        return f"| {after:.1f} s | {len(steps)} | nothing | {steps[-1]['seconds']:.2f} | |"
    at = folder.last_checkpoint()
    lost = max(steps[-1]["seconds"] - at.seconds, 0.0)
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
