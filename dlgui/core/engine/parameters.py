"""A module's parameters and gradients, each in one piece of memory.

An optimiser then updates all of them with one call.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn


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
