"""Optimisers and learning-rate schedules.

A module's parameters and their gradients lie in one piece of memory each, so that an optimiser
updates all of them with one call.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi

import numpy as np
import torch
from torch import nn

from dlgui.core.training.checkpoints import BETA1, BETA2, EPSILON, OPTIMIZER_STATE, Checkpoint
from dlgui.core.training.settings import TrainingConfig

WARM_UP = 0.1  # of a run that has a schedule


class Optimizer:
    """Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or SGD with momentum.

    Calls the fused kernels of `torch.optim` without its classes, whose Python takes a tenth of a
    small network's step. All parameters are one flat tensor, so a step is one call.
    """

    def __init__(self, config: TrainingConfig, parameters: FlatParameters) -> None:
        self._config = config
        self._parameters = parameters
        values = parameters.values
        self._memory = {key: torch.zeros_like(values) for key in OPTIMIZER_STATE[config.optimizer]}
        self._steps = torch.zeros((), device=values.device)

    def step(self, learning_rate: float) -> None:
        """Changes the values by their gradients."""
        values, gradients = [self._parameters.values], [self._parameters.gradients]
        memory = [[tensor] for tensor in self._memory.values()]
        if self._config.optimizer == "sgd":
            torch._fused_sgd_(
                values,
                gradients,
                *memory,
                weight_decay=self._config.weight_decay,
                momentum=self._config.momentum,
                lr=learning_rate,
                dampening=0.0,
                nesterov=False,
                maximize=False,
                is_first_step=False,
            )
            return
        self._steps += 1
        kernel = torch._fused_adamw_ if self._config.optimizer == "adamw" else torch._fused_adam_
        mean, square = memory
        kernel(
            values,
            gradients,
            mean,
            square,
            [],
            [self._steps],
            lr=learning_rate,
            beta1=BETA1,
            beta2=BETA2,
            weight_decay=self._config.weight_decay,
            eps=EPSILON,
            amsgrad=False,
            maximize=False,
        )

    @property
    def steps_taken(self) -> int:
        """Adam's t: less than the run's steps where another optimiser began it; SGD's is 0."""
        return 0 if self._config.optimizer == "sgd" else int(self._steps)

    def state(self) -> dict[str, np.ndarray]:
        """Copies of what it remembers, as `Checkpoint.optimizer` holds them."""
        return {
            f"{key}/{name}": array
            for key, tensor in self._memory.items()
            for name, array in self._parameters.split(tensor).items()
        }

    def restore(self, checkpoint: Checkpoint) -> None:
        """Puts back what `state` copied, when it was the same kind of optimiser."""
        if checkpoint.config.optimizer != self._config.optimizer:
            return
        steps = checkpoint.optimizer_steps
        self._steps.fill_(checkpoint.step if steps is None else steps)
        for key, tensor in self._memory.items():
            arrays = {
                name.removeprefix(f"{key}/"): array
                for name, array in checkpoint.optimizer.items()
                if name.startswith(f"{key}/")
            }
            tensor.copy_(self._parameters.join(arrays))


def schedule_factor(schedule: str, step: int, total: int) -> float:
    """What the learning rate is multiplied by at `step` (from 1 to `total`)."""
    if schedule == "constant":
        return 1.0
    warm_up = max(1, round(total * WARM_UP))
    if step <= warm_up:
        return step / warm_up
    left = (total + 1 - step) / (total + 1 - warm_up)
    return left if schedule == "linear" else (1 - cos(pi * left)) / 2


class FlatParameters:
    """values, and their `gradients`, of which the module's own are views."""

    def __init__(self, module: nn.Module) -> None:
        self._module = module
        count = sum(parameter.numel() for parameter in module.parameters())
        device = next(module.parameters()).device
        self.values = torch.empty(count, device=device)
        self.gradients = torch.zeros(count, device=device)
        for name, part in self.parts(self.values).items():
            parameter = module.get_parameter(name)
            part.copy_(parameter.data)
            parameter.data = part
        for name, part in self.parts(self.gradients).items():
            module.get_parameter(name).grad = part

    def split(self, flat: torch.Tensor) -> dict[str, np.ndarray]:
        """Copies of a tensor that is laid out as `values`, by the parameters' names."""
        return {
            name: part.to("cpu", copy=True).contiguous().numpy()
            for name, part in self.parts(flat).items()
        }

    def join(self, arrays: Mapping[str, np.ndarray]) -> torch.Tensor:
        """The inverse of `split`."""
        flat = torch.empty_like(self.values)
        for name, part in self.parts(flat).items():
            part.copy_(torch.from_numpy(arrays[name]))
        return flat

    def parts(self, flat: torch.Tensor) -> dict[str, torch.Tensor]:
        """Views shaped as the parameters; convolutions' channels are last in memory."""
        parts, at = {}, 0
        for name, parameter in self._module.named_parameters():
            piece = flat[at : at + parameter.numel()]
            at += parameter.numel()
            if parameter.ndim == 4:
                outputs, inputs, height, width = parameter.shape
                parts[name] = piece.view(outputs, height, width, inputs).permute(0, 3, 1, 2)
            else:
                parts[name] = piece.view(parameter.shape)
        return parts
