"""Optimisers and learning-rate schedules."""

from __future__ import annotations

from math import cos, pi

import numpy as np
import torch
from torch import nn

from dlgui.core.checkpoints import OPTIMIZER_STATE, Checkpoint
from dlgui.core.engine.parameters import FlatParameters
from dlgui.core.settings import TrainingConfig

WARM_UP = 0.1  # of a run that has a schedule


def make_optimizer(config: TrainingConfig, values: nn.Parameter) -> torch.optim.Optimizer:
    """The optimiser of `config` for one flat parameter, in torch's fused form."""
    decay = config.weight_decay
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            [values], config.learning_rate, config.momentum, weight_decay=decay, fused=True
        )
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind([values], config.learning_rate, weight_decay=decay, fused=True)


def schedule_factor(schedule: str, step: int, total: int) -> float:
    """What the learning rate is multiplied by at `step` (from 1 to `total`)."""
    if schedule == "constant":
        return 1.0
    warm_up = max(1, round(total * WARM_UP))
    if step <= warm_up:
        return step / warm_up
    left = (total + 1 - step) / (total + 1 - warm_up)
    return left if schedule == "linear" else (1 - cos(pi * left)) / 2


def optimizer_arrays(
    optimizer: torch.optim.Optimizer, parameters: FlatParameters
) -> dict[str, np.ndarray]:
    """Copies of what the optimiser remembers, as `Checkpoint.optimizer` holds them."""
    return {
        f"{key}/{name}": array
        for key, value in optimizer.state[parameters.values].items()
        if key != "step" and value is not None
        for name, array in parameters.split(value).items()
    }


def restore_optimizer(
    optimizer: torch.optim.Optimizer, parameters: FlatParameters, checkpoint: Checkpoint
) -> None:
    """Puts back what `optimizer_arrays` copied."""
    remembered: dict[str, torch.Tensor] = {}
    for key in OPTIMIZER_STATE[checkpoint.config.optimizer]:
        arrays = {
            name.removeprefix(f"{key}/"): array
            for name, array in checkpoint.optimizer.items()
            if name.startswith(f"{key}/")
        }
        if arrays:
            remembered[key] = parameters.join(arrays)
    if "exp_avg" in remembered:
        device = parameters.values.device
        remembered["step"] = torch.tensor(float(checkpoint.step), device=device)
    optimizer.state[parameters.values] = remembered
