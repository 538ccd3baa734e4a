"""Optimisers and learning-rate schedules."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi

import numpy as np
import torch
from torch import nn

from dlgui.core.checkpoints import OPTIMIZER_STATE
from dlgui.core.settings import TrainingConfig

WARM_UP = 0.1  # of a run that has a schedule


def make_optimizer(config: TrainingConfig, module: nn.Module) -> torch.optim.Optimizer:
    """The optimiser of `config`, in torch's fused form, which updates all parameters at once."""
    parameters, decay = module.parameters(), config.weight_decay
    if config.optimizer == "sgd":
        return torch.optim.SGD(
            parameters, config.learning_rate, config.momentum, weight_decay=decay, fused=True
        )
    kind = torch.optim.AdamW if config.optimizer == "adamw" else torch.optim.Adam
    return kind(parameters, config.learning_rate, weight_decay=decay, fused=True)


def schedule_factor(schedule: str, step: int, total: int) -> float:
    """What the learning rate is multiplied by at `step` (from 1 to `total`)."""
    if schedule == "constant":
        return 1.0
    warm_up = max(1, round(total * WARM_UP))
    if step <= warm_up:
        return step / warm_up
    left = (total + 1 - step) / (total + 1 - warm_up)
    return left if schedule == "linear" else (1 - cos(pi * left)) / 2


def optimizer_arrays(optimizer: torch.optim.Optimizer, module: nn.Module) -> dict[str, np.ndarray]:
    """Copies of what the optimiser remembers, as `Checkpoint.optimizer` holds them."""
    return {
        f"{key}/{name}": value.to("cpu", copy=True).contiguous().numpy()
        for name, parameter in module.named_parameters()
        for key, value in optimizer.state[parameter].items()
        if key != "step" and value is not None
    }


def restore_optimizer(
    optimizer: torch.optim.Optimizer,
    module: nn.Module,
    kind: str,
    arrays: Mapping[str, np.ndarray],
    step: int,
) -> None:
    """Puts back what `optimizer_arrays` copied after `step` steps."""
    for name, parameter in module.named_parameters():
        remembered = {}
        for key in OPTIMIZER_STATE[kind]:
            if f"{key}/{name}" in arrays:
                values = torch.from_numpy(arrays[f"{key}/{name}"])
                remembered[key] = torch.empty_like(parameter.detach()).copy_(values)
        if remembered and kind != "sgd":
            remembered["step"] = torch.tensor(float(step), device=parameter.device)
        optimizer.state[parameter] = remembered
