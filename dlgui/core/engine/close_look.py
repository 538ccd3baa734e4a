"""The steps that are looked at closely: followed in all their numbers, or measured by layer.

Every other step pays nothing for it. What is copied is what the engine computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from time import monotonic, perf_counter

import numpy as np
import torch

from dlgui.core.engine.batches import ResidentDigits
from dlgui.core.engine.layer_meter import LayerMeter
from dlgui.core.engine.learner import Learner
from dlgui.core.events import LayersMeasured, StepDone, StepFollowed
from dlgui.core.settings import LiveSettings, TrainingConfig

MEASURED_EVERY = 1.0  # seconds at least
SHARE_FOR_MEASURING = 0.01  # of the time, at most


class CloseLook:
    """Decides before each step whether it is looked at, and tells of it afterwards."""

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
        self._is_measured = False

    def begin(self, *, is_last: bool) -> bool:
        """To be called before a step: whether it must be taken alone, because it is looked at.

        is_last: the run's last step, which is measured as every followed one is
        """
        self._before = None
        if self._live.take_follow_request():
            self._before = _read_only(self._learner.weights()), self._memory()
        is_due = is_last or monotonic() >= self._next_measure
        self._is_measured = is_due or self._before is not None
        if self._is_measured:
            self._meter.remember()
        return self._is_measured

    def followed(self, done: StepDone) -> StepFollowed | None:
        """The step that `done` tells of, if it was to be followed."""
        if self._before is None:
            return None
        learner = self._learner
        images, labels = learner.last_batch
        weights_before, state_before = self._before
        return StepFollowed(
            step=done.step,
            epoch=done.epoch,
            config=self._config,
            learning_rate=done.learning_rate,
            optimizer_step=learner.optimizer_step,
            pixels=_copy(images),
            labels=_copy(labels),
            logits=_copy(learner.last_logits),
            loss=done.loss,
            accuracy=done.accuracy,
            weights_before=weights_before,
            gradients=_read_only(learner.parameters.split(learner.parameters.gradients)),
            state_before=state_before,
            state_after=self._memory(),
            weights_after=_read_only(learner.weights()),
        )

    def measured(self, done: StepDone) -> LayersMeasured | None:
        """How the layers are after the step that `done` tells of, if it was to be measured."""
        if not self._is_measured:
            return None
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
