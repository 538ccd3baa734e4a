"""The curves of kept runs, to be laid over each other by step, epoch, time or digits seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from dlgui.core.training.runs import RunFolder

Along = Literal["step", "epoch", "seconds", "digits"]
"""What is counted from left to right."""

Measure = Literal["validation accuracy", "validation loss", "training accuracy", "training loss"]


_COLUMNS = {
    "StepDone": ("step", "seconds", "loss", "accuracy"),
    "EpochDone": ("step", "seconds", "validation_loss", "validation_accuracy"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Where a figure was taken, and what it was: float64 [n] each.

    steps, seconds: ascending; values: losses in nats, accuracies from 0 to 1
    """

    steps: np.ndarray
    seconds: np.ndarray
    values: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class RunCurves:
    """Of one run: its measures, and what turns steps into epochs and digits."""

    measures: dict[Measure, Points]
    steps_per_epoch: int
    digits_per_step: int

    def x(self, measure: Measure, along: Along) -> np.ndarray:
        """float64 [n]: where each of the measure's points lies along that axis."""
        points = self.measures[measure]
        if along == "seconds":
            return points.seconds
        factors = {"step": 1.0, "epoch": 1 / self.steps_per_epoch, "digits": self.digits_per_step}
        return points.steps * factors[along]


def load_curves(path: Path) -> RunCurves:
    """The curves of the run in a folder. Raises ModelFileError when it is none.

    Losses and accuracies of single steps are those of the batches, before the step.
    """
    folder = RunFolder.open(path)
    per_epoch = 1
    rows: dict[str, list[list[float]]] = {kind: [] for kind in _COLUMNS}
    for record in folder.records():
        kind = record["event"]
        if kind == "TrainingStarted":
            per_epoch = max(int(record["steps_per_epoch"]), 1)
        elif kind in rows:
            rows[kind].append([record[name] for name in _COLUMNS[kind]])
    steps, epochs = (np.array(rows[kind], np.float64).reshape(-1, 4) for kind in rows)
    measures: dict[Measure, Points] = {
        "validation accuracy": Points(epochs[:, 0], epochs[:, 1], epochs[:, 3]),
        "validation loss": Points(epochs[:, 0], epochs[:, 1], epochs[:, 2]),
        "training accuracy": Points(steps[:, 0], steps[:, 1], steps[:, 3]),
        "training loss": Points(steps[:, 0], steps[:, 1], steps[:, 2]),
    }
    return RunCurves(measures, per_epoch, folder.config.batch_size)


def smoothed(values: np.ndarray, window: int) -> np.ndarray:
    """Each value's mean with the `window` - 1 before it, or with those that there are."""
    if window <= 1 or not len(values):
        return values
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    ends = np.arange(1, len(values) + 1)
    begins = np.maximum(ends - window, 0)
    means: np.ndarray = (sums[ends] - sums[begins]) / (ends - begins)
    return means
