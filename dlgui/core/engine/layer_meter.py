"""How each layer of a network under training is: what `LayerStatistics` holds."""

from __future__ import annotations

from math import isfinite

import torch
from torch import nn

from dlgui.core.engine.batches import ResidentDigits
from dlgui.core.engine.parameters import FlatParameters
from dlgui.core.events import Histogram, LayerStatistics
from dlgui.core.networks import NETWORKS, BatchNorm, Conv, Dense, ReLU

BINS = 64
SAMPLE = 100


class LayerMeter:
    """Measures on the same digits every time: evenly spread over `validation`, 100 at most."""

    def __init__(
        self,
        network: str,
        module: nn.Sequential,
        parameters: FlatParameters,
        validation: ResidentDigits,
    ) -> None:
        self._layers = NETWORKS[network].layers
        self._module = module
        self._parameters = parameters
        count = min(SAMPLE, len(validation))
        device = validation.labels.device
        chosen = torch.arange(count, device=device) * len(validation) // count
        self._images = validation.take(chosen)[0].unsqueeze(1)
        self._values_before = parameters.values

    def remember(self) -> None:
        """To be called before the step that is measured."""
        self._values_before = self._parameters.values.clone()

    @torch.inference_mode()
    def measure(self) -> tuple[LayerStatistics, ...]:
        """To be called after the step: one of each convolution and dense layer, in order."""
        changes = self._parameters.parts(self._parameters.values - self._values_before)
        before = self._parameters.parts(self._values_before)
        found = []
        for index, (activations, is_rectified) in self._outputs().items():
            name = f"{index}.weight"
            weight = self._module.get_parameter(name)
            zero_share, dead_share = _silence(activations) if is_rectified else (None, None)
            found.append(
                LayerStatistics(
                    index=index,
                    weights=_histogram(weight),
                    gradients=_histogram(weight.grad),
                    activations=_histogram(
                        activations[activations > 0] if is_rectified else activations
                    ),
                    zero_share=zero_share,
                    dead_share=dead_share,
                    update_ratio=float(changes[name].norm() / before[name].norm()),
                )
            )
        return tuple(found)

    def _outputs(self) -> dict[int, tuple[torch.Tensor, bool]]:
        """What each layer gives on the sample, by its index, and whether a ReLU made it."""
        outputs: dict[int, tuple[torch.Tensor, bool]] = {}
        x, latest = self._images, -1
        self._module.eval()
        for index, (layer, module) in enumerate(zip(self._layers, self._module, strict=True)):
            x = module(x)
            if isinstance(layer, (Conv, Dense)):
                latest = index
            if isinstance(layer, (Conv, Dense, BatchNorm, ReLU)):
                outputs[latest] = x, isinstance(layer, ReLU)
        self._module.train()
        return outputs


def _silence(activations: torch.Tensor) -> tuple[float, float]:
    """The share of zeros, and the share of units that give nothing else."""
    is_active = activations > 0
    everywhere = [axis for axis in range(activations.ndim) if axis != 1]
    dead = ~is_active.any(dim=tuple(everywhere))
    return 1 - float(is_active.float().mean()), float(dead.float().mean())


def _histogram(values: torch.Tensor | None) -> Histogram:
    assert values is not None
    low, high = _range(values)
    if not isfinite(low) or not isfinite(high):
        values = values[values.isfinite()]
        low, high = _range(values)
    if low == high:
        counts = torch.zeros(BINS)
        counts[BINS // 2] = values.numel()
    else:
        counts = torch.histc(values, BINS, low, high)
    return Histogram(low, high, counts.to("cpu", torch.int64).numpy())


def _range(values: torch.Tensor) -> tuple[float, float]:
    if not values.numel():
        return 0.0, 0.0
    low, high = torch.aminmax(values)
    return low.item(), high.item()
