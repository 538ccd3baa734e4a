"""Gradients by torch's autograd: for graphics cards, several processes, and as the measure."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from dlgui.core.engine.parameters import FlatParameters


class AutogradGradients:
    """Fills in the gradients of a module whose parameters are `parameters`."""

    def __init__(
        self, module: nn.Module, parameters: FlatParameters, label_smoothing: float
    ) -> None:
        self._module = module
        self._parameters = parameters
        self._label_smoothing = label_smoothing

    def __call__(
        self, images: torch.Tensor, labels: torch.Tensor, weight: float = 1.0
    ) -> torch.Tensor:
        """[2]: mean loss and share of right answers, both times `weight`, as the gradients are.

        images: float32 [n, 1, 28, 28]; labels: int64 [n]
        """
        self._parameters.gradients.zero_()
        logits = self._module(images)
        self.logits = logits.detach()
        loss = functional.cross_entropy(logits, labels, label_smoothing=self._label_smoothing)
        loss = loss * weight
        loss.backward()  # type: ignore[no-untyped-call]
        right = (self.logits.argmax(1) == labels).mean(dtype=loss.dtype)
        return torch.stack((loss.detach(), right * weight))
