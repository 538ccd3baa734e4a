"""Checkpoints: what a training needs to go on where it was, as plain arrays.

A checkpoint's file is a model file with more in it, so whatever opens models opens it as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from dlgui.core.errors import ModelFileError, SettingError
from dlgui.core.files import fields_of, number, parse_json, whole_number
from dlgui.core.nets.model import KIND, VERSION, Model, model_metadata, read_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.tensor_files import TensorFile, open_tensors, write_tensors
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import tr

# What each optimiser remembers of every parameter, by torch's names.
OPTIMIZER_STATE = {
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
    "sgd": ("momentum_buffer",),
}

# Adam's constants, as its authors propose them (Kingma and Ba 2015).
BETA1, BETA2 = 0.9, 0.999
EPSILON = 1e-8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A training after `epoch` whole epochs and `step` steps.

    config: its settings, with the learning rate as it was last set by hand
    optimizer: what it remembers, "exp_avg/0.weight" and so on to float32 arrays
    best_epoch, best_validation_accuracy: the best epoch so far
    seconds: time trained so far, pauses and validation left out
    epoch_*: of the epoch under way: its steps, the sums of loss and right answers over its digits,
        and its seconds; all 0 after a whole epoch
    optimizer_steps: Adam's t, where that differs from `step`
    threads: how many took the last step, on which the rounding depends; 0 where that is not known

    No random state is needed: each epoch's order and augmentation follow from the seed and the
    places of epoch and batch alone.
    """

    config: TrainingConfig
    model: Model
    optimizer: Mapping[str, np.ndarray]
    epoch: int
    step: int
    best_epoch: int
    best_validation_accuracy: float
    seconds: float
    epoch_step: int = 0
    epoch_loss: float = 0.0
    epoch_right: float = 0.0
    epoch_seconds: float = 0.0
    optimizer_steps: int | None = None
    threads: int = 0


_POSITION = ("epoch", "step", "best_epoch", "best_validation_accuracy", "seconds")
_EPOCH = ("epoch_step", "epoch_loss", "epoch_right", "epoch_seconds")


def save_checkpoint(path: Path, checkpoint: Checkpoint, *, lasting: bool = True) -> None:
    """Replaces the file at `path` once the new one is complete. Raises ModelFileError.

    lasting: see `dlgui.core.files.replacing`
    """
    position = {
        name: getattr(checkpoint, name)
        for name in (*_POSITION, *_EPOCH, "optimizer_steps", "threads")
    }
    write_tensors(
        path,
        KIND,
        VERSION,
        {**checkpoint.model.weights, **checkpoint.optimizer},
        lasting=lasting,
        **model_metadata(checkpoint.model),
        config=json.dumps(asdict(checkpoint.config)),
        position=json.dumps(position),
    )


def load_checkpoint(path: Path) -> Checkpoint:
    """Raises ModelFileError when the file is no checkpoint, damaged or too new."""
    with open_tensors(path, KIND, VERSION) as file:
        model = read_model(file)
        if "position" not in file.metadata:
            raise ModelFileError(
                tr(
                    "{path} holds a model but not how its training stood: choose a run's "
                    "checkpoint."
                ).format(path=path)
            )
        try:
            config = TrainingConfig(**parse_json(file.metadata["config"]))
            if config.network != model.network:
                raise ValueError("network")
            position = _position(parse_json(file.metadata["position"]))
        except (KeyError, ValueError, TypeError, SettingError) as error:
            raise file.damaged() from error
        return Checkpoint(config, model, _read_optimizer(file, config), **position)


def _position(record: Any) -> dict[str, Any]:
    found = fields_of(record, *_POSITION)
    epoch = whole_number(found["epoch"])
    step = whole_number(found["step"], epoch)
    steps = found.get("optimizer_steps")
    return {
        "epoch": epoch,
        "step": step,
        "best_epoch": whole_number(found["best_epoch"], 0, epoch),
        # Nothing was validated yet in the first epoch, whose best is below 0.
        "best_validation_accuracy": number(found["best_validation_accuracy"], -1, 1),
        "seconds": number(found["seconds"], 0, inf),
        # These were not there before version 0.2, which knew whole epochs only.
        "epoch_step": whole_number(found.get("epoch_step", 0), 0, step),
        **{name: number(found.get(name, 0.0), 0, inf) for name in _EPOCH[1:]},
        "optimizer_steps": None if steps is None else whole_number(steps),
        "threads": whole_number(found.get("threads", 0)),
    }


def _read_optimizer(file: TensorFile, config: TrainingConfig) -> dict[str, np.ndarray]:
    learned = network_of(config.network).weight_shapes()
    state = file.read(
        {
            f"{key}/{name}": shape
            for key in OPTIMIZER_STATE[config.optimizer]
            for name, shape in learned.items()
            if "running" not in name
        }
    )
    # Adam takes the root of the squares' mean.
    if any((array < 0).any() for name, array in state.items() if name.startswith("exp_avg_sq/")):
        raise file.damaged()
    return state
