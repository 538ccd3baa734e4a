"""A network with its optimiser on its device: one step, one evaluation, what it has learned.

Its gradients are autograd's, or on the processor those of `backprop`, where every layer has one.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.torch_net import SeededDropout, build, load_weights, weights_of
from dlgui.core.training.backprop import HandwrittenGradients, is_written_out
from dlgui.core.training.batches import Batch, ResidentDigits
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.optimizer import FlatParameters, Optimizer
from dlgui.core.training.processes import ALONE, Processes
from dlgui.core.training.settings import TrainingConfig

EVALUATED_AT_ONCE = 100


class Learner:
    """Learns batch by batch: `forward`, `loss`, `backward` and `step`, in this order."""

    def __init__(
        self, config: TrainingConfig, device: torch.device, processes: Processes = ALONE
    ) -> None:
        self._device = device
        network = network_of(config.network)
        self.module = build(network, config.seed, config.initialisation).to(device)
        self._seed = config.seed
        self._dropouts = [part for part in self.module if isinstance(part, SeededDropout)]
        self.parameters = FlatParameters(self.module)
        self._optimizer = Optimizer(config, self.parameters)
        self._gradients: HandwrittenGradients | AutogradGradients
        if device.type == "cpu" and processes.count == 1 and is_written_out(network):
            self._gradients = HandwrittenGradients(network, self.module, config.label_smoothing)
        else:
            self._gradients = AutogradGradients(
                processes.together(self.module), self.parameters, config.label_smoothing
            )

    def resume(self, checkpoint: Checkpoint) -> None:
        """Goes on with the checkpoint's weights, and its optimiser's memory if it is the same."""
        load_weights(self.module, checkpoint.model)
        self._optimizer.restore(checkpoint)

    def forward(self, images: torch.Tensor, step: int = 0) -> torch.Tensor:
        """The logits, [n, classes], of images, float32 [n, 28, 28] from 0 to 1.

        step: of the run; what dropout drops follows from it and the seed, also in a resumed run
        """
        for index, dropout in enumerate(self._dropouts):
            dropout.restart((self._seed * 0x9E3779B1 + step * 64 + index) % 2**32)
        return self._gradients.forward(images.unsqueeze(1))

    def loss(self, logits: torch.Tensor, batch: Batch) -> torch.Tensor:
        """[2], on the device: the mean loss and the share of right answers, times the weight."""
        return self._gradients.loss(logits, batch.labels, batch.weight)

    def backward(self) -> None:
        """Fills in the gradient of the loss by every weight."""
        self._gradients.backward()

    def step(self, rate: float) -> None:
        """Follows the gradient with the learning rate `rate`."""
        self._optimizer.step(rate)

    @property
    def optimizer_step(self) -> int:
        """Adam's t: see `Optimizer.steps_taken`."""
        return self._optimizer.steps_taken

    @torch.inference_mode()
    def evaluate(self, digits: ResidentDigits) -> tuple[float, float]:
        """Mean cross-entropy in nats and share of right answers over all `digits`."""
        self.module.eval()
        everything = torch.arange(len(digits), device=self._device)
        total = torch.zeros(2, device=self._device)
        for indices in torch.split(everything, EVALUATED_AT_ONCE):
            images, labels = digits.take(indices)
            logits = self.module(images.unsqueeze(1))
            loss = functional.cross_entropy(logits, labels, reduction="sum")
            total += torch.stack((loss, (logits.argmax(1) == labels).sum()))
        self.module.train()
        loss, right = (total / len(digits)).tolist()
        return loss, right

    def weights(self) -> dict[str, np.ndarray]:
        return weights_of(self.module)

    def optimizer_state(self) -> dict[str, np.ndarray]:
        return self._optimizer.state()


class AutogradGradients:
    """Fills in the gradients of a module whose parameters are `parameters`."""

    def __init__(
        self, module: nn.Module, parameters: FlatParameters, label_smoothing: float
    ) -> None:
        self._module = module
        self._parameters = parameters
        self._label_smoothing = label_smoothing

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """The logits, [n, classes], of images, float32 [n, 1, 28, 28]."""
        self._parameters.gradients.zero_()
        logits: torch.Tensor = self._module(images)
        return logits

    def loss(self, logits: torch.Tensor, labels: torch.Tensor, weight: float = 1.0) -> torch.Tensor:
        """[2]: mean loss and share of right answers, both times `weight`, as the gradients are."""
        loss = functional.cross_entropy(logits, labels, label_smoothing=self._label_smoothing)
        self._loss = loss * weight
        right = (logits.detach().argmax(1) == labels).mean(dtype=loss.dtype)
        return torch.stack((self._loss.detach(), right * weight))

    def backward(self) -> None:
        """Fills in the gradients of the loss that was taken last."""
        self._loss.backward()  # type: ignore[no-untyped-call]
