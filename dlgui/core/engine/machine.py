"""The machine made ready for a training, and left as it was afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from dlgui.core.engine.devices import choose_device
from dlgui.core.engine.precision import keep_memory, quick_arithmetic
from dlgui.core.engine.processes import Processes, joined
from dlgui.core.engine.threads import Threads


@dataclass(frozen=True, slots=True)
class Machine:
    device: torch.device
    processes: Processes
    threads: Threads


@contextmanager
def ready(device_name: str) -> Iterator[Machine]:
    """Raises SettingError when the device that was asked for is not there."""
    keep_memory()
    threads = Threads()
    device = choose_device(device_name)
    try:
        with joined(device) as (processes, own_device), quick_arithmetic(own_device):
            yield Machine(own_device, processes, threads)
    finally:
        threads.restore()
