"""Several processes training one network: `torchrun --nproc-per-node N -m dlgui train`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

Led = TypeVar("Led")


@dataclass(frozen=True, slots=True)
class Processes:
    """How many train together, and which one this is. The leader, 0, alone yields events."""

    count: int = 1
    index: int = 0

    @property
    def is_leader(self) -> bool:
        return self.index == 0

    def share(self, batch: torch.Tensor) -> torch.Tensor:
        """This process's part of a mini-batch's indices.

        Where there are not enough for everybody, everybody takes all and finds the same gradient.
        """
        return batch[self.index :: self.count] if len(batch) >= self.count else batch

    def weight(self, batch: torch.Tensor) -> float:
        """What this process's mean must be multiplied by, so that the mean over the processes is
        the mean over the batch, also when the parts differ in size."""
        if len(batch) < self.count:
            return 1.0
        return len(self.share(batch)) * self.count / len(batch)

    def together(self, module: nn.Module) -> nn.Module:
        """The module, its gradients averaged over the processes on the way back."""
        return module if self.count == 1 else DistributedDataParallel(module)

    def led(self, events: Iterator[Led]) -> Iterator[Led]:
        """The events: the leader yields them while the others train in silence."""
        for event in events:
            if self.is_leader:
                yield event

    def mean(self, figures: torch.Tensor) -> torch.Tensor:
        if self.count > 1:
            distributed.all_reduce(figures)
            figures /= self.count
        return figures


ALONE = Processes()


def is_follower() -> bool:
    """Whether torchrun started this process beside a leader, which alone has events."""
    return "TORCHELASTIC_RUN_ID" in os.environ and os.environ.get("RANK") != "0"


@contextmanager
def joined(device: torch.device) -> Iterator[tuple[Processes, torch.device]]:
    """torchrun's processes and this one's device; without torchrun, this process alone."""
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        yield ALONE, device
        return
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Processes(distributed.get_world_size(), distributed.get_rank()), device
        distributed.barrier()  # who leaves while another still listens aborts it
    finally:
        distributed.destroy_process_group()
