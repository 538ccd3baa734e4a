"""The steps that are looked at closely: followed in all their numbers, or measured by layer.

Every other step pays nothing for it, and what is copied is what the engine computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf, isfinite
from time import monotonic, perf_counter

import numpy as np
import torch
from torch import nn

from dlgui.core.nets.activations import Activation, ReLU
from dlgui.core.nets.layers import BatchNorm
from dlgui.core.nets.network_line import network_of
from dlgui.core.training.batches import Batch, ResidentDigits
from dlgui.core.training.events import (
    Histogram,
    LayersMeasured,
    LayerStatistics,
    StepDone,
    StepFollowed,
)
from dlgui.core.training.learner import Learner
from dlgui.core.training.optimizer import FlatParameters
from dlgui.core.training.settings import LiveSettings, TrainingConfig

MEASURED_EVERY = 1.0  # seconds at least
SHARE_FOR_MEASURING = 0.01  # of the time, at most


@dataclass(slots=True)
class Steps:
    """Steps whose results were read back from the device together.

    batch, logits: the last one's, before it was taken; seen: what a close look saw of it
    """

    done: list[StepDone]
    batch: Batch
    logits: torch.Tensor
    seen: list[StepFollowed | LayersMeasured] = field(default_factory=list)


class CloseLook:
    """Wrapped around the training's steps: some are looked at, and what was seen is yielded."""

    def __init__(
        self,
        config: TrainingConfig,
        live: LiveSettings,
        learner: Learner,
        validation: ResidentDigits,
    ) -> None:
        self._config = config
        self._live = live
        self._learner = learner
        self._meter = LayerMeter(config.network, learner.module, learner.parameters, validation)
        self._next_measure = -inf
        self._before: tuple[Mapping[str, np.ndarray], Mapping[str, np.ndarray]] | None = None
        self.is_open = False

    def around(self, steps: Iterator[Steps], is_last: Callable[[], bool]) -> Iterator[Steps]:
        """Passes the steps on; before those that were looked at comes what was seen.

        `is_open` says, while the next steps are taken, that one is to be taken alone. is_last:
        whether that one is the run's last, which is measured as every followed one is.
        """
        while True:
            self._begin(is_last())
            taken = next(steps, None)
            if taken is None:
                if self._before is not None:  # The epoch is over: the next one's first step is.
                    self._live.follow_next_step()
                return
            if self.is_open:
                (step,) = taken.done
                taken.seen = [
                    *((self._followed(step, taken),) if self._before else ()),
                    self._measured(step),
                ]
            yield taken

    def _begin(self, is_last: bool) -> None:
        self._before = None
        if self._live.take_follow_request():
            self._before = _read_only(self._learner.weights()), self._memory()
        is_due = is_last or monotonic() >= self._next_measure
        self.is_open = is_due or self._before is not None
        if self.is_open:
            self._meter.remember()

    def _followed(self, done: StepDone, taken: Steps) -> StepFollowed:
        assert self._before is not None
        learner = self._learner
        weights_before, state_before = self._before
        return StepFollowed(
            step=done.step,
            epoch=done.epoch,
            config=self._config,
            learning_rate=done.learning_rate,
            optimizer_step=learner.optimizer_step,
            pixels=_copy(taken.batch.images),
            labels=_copy(taken.batch.labels),
            logits=_copy(taken.logits),
            loss=done.loss,
            accuracy=done.accuracy,
            weights_before=weights_before,
            gradients=_read_only(learner.parameters.split(learner.parameters.gradients)),
            state_before=state_before,
            state_after=self._memory(),
            weights_after=_read_only(learner.weights()),
        )

    def _measured(self, done: StepDone) -> LayersMeasured:
        began = perf_counter()
        layers = self._meter.measure()
        pause = max(MEASURED_EVERY, (perf_counter() - began) / SHARE_FOR_MEASURING)
        self._next_measure = monotonic() + pause
        return LayersMeasured(done.step, done.epoch, layers)

    def _memory(self) -> Mapping[str, np.ndarray]:
        return _read_only(self._learner.optimizer_state())


def _read_only(arrays: dict[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def _copy(tensor: torch.Tensor) -> np.ndarray:
    array: np.ndarray = tensor.detach().to("cpu", copy=True).contiguous().numpy()
    array.flags.writeable = False
    return array


BINS = 64
SAMPLE = 100
PASSED = (BatchNorm, Activation)
"""After these, which follow a convolution or dense layer, what it gives is measured."""
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
        self._layers = network_of(network).layers
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
                    update_ratio=_ratio(changes[name], before[name]),
                )
            )
        return tuple(found)

    def _outputs(self, images: torch.Tensor) -> Outputs:
        outputs: Outputs = {}
        x, latest = images, -1
        self._module.eval()
        for index, (layer, module) in enumerate(zip(self._layers, self._module, strict=True)):
            x = module(x)
            if layer.is_weighted:
                latest = index
            if latest >= 0 and (layer.is_weighted or isinstance(layer, PASSED)):
                outputs[latest] = x, isinstance(layer, ReLU)
            if layer.is_nonlinear or not (layer.is_weighted or layer.keeps_units):
                latest = -1
        self._module.train()
        return outputs


def _ratio(change: torch.Tensor, before: torch.Tensor) -> float:
    """Of the norms; 0 where all weights were 0."""
    norm = float(before.norm())
    return float(change.norm()) / norm if norm else 0.0


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
