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
AT_ONCE = 20  # digits, whose feature maps stay in the processor's cache


Outputs = dict[int, tuple[torch.Tensor, bool]]
"""What each convolution or dense layer gives, by its index, and whether a ReLU made it."""


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
        images = validation.take(chosen)[0].unsqueeze(1)
        parts = -(-count // AT_ONCE)
        # Every fifth digit and so on, so that each part is evenly spread, too.
        self._parts = [images[part::parts].contiguous() for part in range(parts)]
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
        counted = self._outputs(self._parts[0])
        active = _active_units(counted)
        for part in self._parts[1:]:
            for index, units in _active_units(self._outputs(part)).items():
                active[index] |= units
        for index, (activations, is_rectified) in counted.items():
            name = f"{index}.weight"
            weight = self._module.get_parameter(name)
            zeros = activations.numel() - int(activations.count_nonzero()) if is_rectified else 0
            found.append(
                LayerStatistics(
                    index=index,
                    weights=_histogram(weight),
                    gradients=_histogram(weight.grad),
                    activations=_histogram(activations, zeros=zeros),
                    zero_share=zeros / activations.numel() if is_rectified else None,
                    dead_share=1 - active[index].float().mean().item() if is_rectified else None,
                    update_ratio=float(changes[name].norm() / before[name].norm()),
                )
            )
        return tuple(found)

    def _outputs(self, images: torch.Tensor) -> Outputs:
        outputs: Outputs = {}
        x, latest = images, -1
        self._module.eval()
        for index, (layer, module) in enumerate(zip(self._layers, self._module, strict=True)):
            x = module(x)
            if isinstance(layer, (Conv, Dense)):
                latest = index
            if isinstance(layer, (Conv, Dense, BatchNorm, ReLU)):
                outputs[latest] = x, isinstance(layer, ReLU)
        self._module.train()
        return outputs


def _active_units(outputs: Outputs) -> dict[int, torch.Tensor]:
    """Whether each of a layer's units gives more than 0 for some digit, somewhere: bool [units]."""
    return {
        index: activations.amax([axis for axis in range(activations.ndim) if axis != 1]) > 0
        for index, (activations, _) in outputs.items()
    }


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
