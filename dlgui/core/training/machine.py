"""The machine made ready for a training: device, matrix library, threads; and as it was afterwards.

Torch splits every operation between its threads and waits for the slowest. When another program
takes one of the cores, that wait lasts until the scheduler gives it back, at every operation: two
threads then need ten times as long as one. So both ways are tried on a small product from time to
time, apart from the training, and the quicker one is taken.

On a quiet machine the count never changes, and with it no rounding: torch splits sums by threads,
so that a network gives the same numbers only for the same count.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import isclose
from time import perf_counter

import torch

from dlgui.core.errors import SettingError
from dlgui.core.training.processes import Processes, joined
from dlgui.language import tr


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


def choose_device(name: str) -> torch.device:
    """The device for a setting of `TrainingConfig.device`; "auto" takes the fastest present.

    Raises SettingError when the device that was asked for is not there.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next((kind for kind, there in present.items() if there), "cpu")
    if not present.get(name, True):
        text = {
            "cuda": tr(
                "The device cuda needs an NVIDIA graphics card, and torch finds none: choose auto."
            ),
            "mps": tr(
                "The device mps needs an Apple graphics card, and torch finds none: choose auto."
            ),
        }
        raise SettingError(text[name])
    return torch.device(name)


QUICKER_BY = 1.25
PRECISE = 1e-4  # bfloat16 rounds by up to 4e-3, sums in another order by some 1e-6


@contextmanager
def quick_arithmetic(device: torch.device) -> Iterator[None]:
    """While open, float32 products take torch's quicker way on this machine.

    On a processor, precision "medium" leaves products to oneDNN, which on AMD is twice as fast as
    MKL. It is not taken where it also rounds the factors, as on processors with bfloat16 matrix
    units (AMX): gradients would be wrong by several percent, and the window shows them.
    """
    before = torch.get_float32_matmul_precision()
    if device.type != "cpu":
        torch.set_float32_matmul_precision("high")
    elif _is_medium_better():
        torch.set_float32_matmul_precision("medium")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


@contextmanager
def one_thread() -> Iterator[None]:
    """While open, the calling thread computes alone: the same numbers and time, whatever runs."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@cache
def _is_medium_better() -> bool:
    """Whether "medium" is quicker and as precise, tried once."""
    before = torch.get_float32_matmul_precision()
    # A third cannot be written in binary: what is rounded further differs at once.
    a, b, out = torch.full((128, 4096), 1 / 3), torch.ones(4096, 128), torch.empty(128, 128)
    seconds = {"highest": float("inf"), "medium": float("inf")}
    products = {}
    with one_thread():
        for precision in list(seconds) * 6:
            torch.set_float32_matmul_precision(precision)
            began = perf_counter()
            torch.mm(a, b, out=out)
            seconds[precision] = min(seconds[precision], perf_counter() - began)
            products[precision] = float(out[0, 0])
    torch.set_float32_matmul_precision(before)
    is_precise = isclose(products["medium"], products["highest"], rel_tol=PRECISE)
    return is_precise and seconds["highest"] > QUICKER_BY * seconds["medium"]


@cache
def keep_memory() -> None:
    """Tells glibc to keep large freed blocks for the next step.

    By default it returns them to the system at once, and each step pays for fetching (and
    clearing) them again. Does nothing where the C library is another.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        trim_threshold, mmap_threshold = -1, -3  # malloc.h
        libc.mallopt(mmap_threshold, 32 * 1024**2)  # the largest it takes
        libc.mallopt(trim_threshold, 256 * 1024**2)


FIRST_PAUSE = 1.0  # seconds between trials
LONGEST_PAUSE = 4.0
# A trial is made of short samples with some training between them: a single longer one would say
# whether the window happened to be painting just then.
SAMPLES = 16
BETWEEN_SAMPLES = 0.02  # seconds
# A sample is several products in a row, as a step is: the window's painting makes two threads wait
# once, not at each product, and a sample of one would take every such wait for the rule.
PRODUCTS = 12
# All threads must save this share of the time before they are taken again, so that the count does
# not change back and forth.
WORTH_IT = 0.8


class Threads:
    """Sets torch's thread count for the calling thread; `restore` puts it back as it was."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self._before = torch.get_num_threads()
        self._most = self._before if self._before <= 2 else self._before - 1  # one for the window
        self._a, self._b = torch.ones(64, 2048), torch.ones(2048, 128)
        self._out = torch.empty(64, 128)
        self.count = self._most
        torch.set_num_threads(self.count)
        self._pause = FIRST_PAUSE
        self._next_sample = self._clock()
        self._samples, self._alone, self._together = 0, 0.0, 0.0

    def follow(self) -> None:
        """To be called between steps: now and then, samples whether one thread is quicker."""
        if self._most == 1 or self._clock() < self._next_sample:
            return
        self._samples += 1
        self._alone += self._seconds(1)
        self._together += self._seconds(self._most)
        worth = 1.0 if self.count == self._most else WORTH_IT
        # One bad stall can decide already.
        is_lost = self._together >= self._alone / self._samples * SAMPLES * worth
        if is_lost or self._samples == SAMPLES:
            self._decide(1 if is_lost else self._most)
        else:
            self._next_sample = self._clock() + BETWEEN_SAMPLES
        torch.set_num_threads(self.count)

    def go_on_with(self, count: int) -> None:
        """Begin with the `count` of before, where this machine has one or the other of both."""
        if count in (1, self._most):
            self.count = count
            torch.set_num_threads(count)

    def restore(self) -> None:
        torch.set_num_threads(self._before)

    def _decide(self, count: int) -> None:
        # While all stays as it is, the trials themselves shall take little of the time.
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if count == self.count else FIRST_PAUSE
        self.count = count
        self._next_sample = self._clock() + self._pause
        self._samples, self._alone, self._together = 0, 0.0, 0.0

    def _seconds(self, count: int) -> float:
        torch.set_num_threads(count)
        began = self._clock()
        for _ in range(PRODUCTS):
            torch.mm(self._a, self._b, out=self._out)
        return self._clock() - began
