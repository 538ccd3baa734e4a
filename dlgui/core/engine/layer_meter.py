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
EACH = 5  # digit of the sample has its activations counted, which takes most of the time


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
            counted = activations[::EACH]
            zeros = counted.numel() - int(counted.count_nonzero()) if is_rectified else 0
            found.append(
                LayerStatistics(
                    index=index,
                    weights=_histogram(weight),
                    gradients=_histogram(weight.grad),
                    activations=_histogram(counted, zeros=zeros),
                    zero_share=zeros / counted.numel() if is_rectified else None,
                    dead_share=_dead_share(activations) if is_rectified else None,
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


def _dead_share(activations: torch.Tensor) -> float:
    """The share of units that give 0 for every digit, and at every place."""
    everywhere = [axis for axis in range(activations.ndim) if axis != 1]
    return float((activations.amax(everywhere) <= 0).float().mean())


def _histogram(values: torch.Tensor | None, zeros: int = 0) -> Histogram:
    """zeros: how many values are 0 and not to be counted, while none is below 0."""
    assert values is not None
    low, high = _range(values)
    if not isfinite(low) or not isfinite(high):
        values = values[values.isfinite()]
        low, high = _range(values)
    if low == high:
        counts = torch.zeros(BINS)
        counts[BINS // 2] = values.numel() - zeros
    else:
        counts = torch.histc(values, BINS, low, high)
        counts[0] -= zeros
    return Histogram(low, high, counts.to("cpu", torch.int64).numpy())


def _range(values: torch.Tensor) -> tuple[float, float]:
    if not values.numel():
        return 0.0, 0.0
    low, high = torch.aminmax(values)
    return low.item(), high.item()
