"""Which of torch's two libraries multiplies float32 matrices, and how memory is kept."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from time import perf_counter

import torch

WORTH_IT = 1.25


@contextmanager
def quick_arithmetic(device: torch.device) -> Iterator[None]:
    """While open, float32 products take torch's quicker way on this machine.

    On a processor, precision "medium" leaves products to oneDNN, which on AMD is twice as fast as
    MKL at the same precision. Only where the processor has bfloat16 matrix units (AMX), and on
    graphics cards, it also rounds the factors.
    """
    before = torch.get_float32_matmul_precision()
    if device.type != "cpu":
        torch.set_float32_matmul_precision("high")
    elif _is_medium_quicker():
        torch.set_float32_matmul_precision("medium")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)


@cache
def _is_medium_quicker() -> bool:
    """Tried once, with one thread, so that the answer does not depend on what else runs."""
    before, threads = torch.get_float32_matmul_precision(), torch.get_num_threads()
    a, b, out = torch.ones(128, 4096), torch.ones(4096, 128), torch.empty(128, 128)
    torch.set_num_threads(1)
    seconds = {"highest": float("inf"), "medium": float("inf")}
    for precision in list(seconds) * 6:
        torch.set_float32_matmul_precision(precision)
        began = perf_counter()
        torch.mm(a, b, out=out)
        seconds[precision] = min(seconds[precision], perf_counter() - began)
    torch.set_num_threads(threads)
    torch.set_float32_matmul_precision(before)
    return seconds["highest"] > WORTH_IT * seconds["medium"]


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
