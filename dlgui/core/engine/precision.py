"""Which of torch's two libraries multiplies float32 matrices, and how memory is kept."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import isclose
from time import perf_counter

import torch

WORTH_IT = 1.25
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


@cache
def _is_medium_better() -> bool:
    """Whether "medium" is quicker and as precise.

    Tried once, with one thread, so that the answer does not depend on what else runs.
    """
    before, threads = torch.get_float32_matmul_precision(), torch.get_num_threads()
    # A third cannot be written in binary: what is rounded further differs at once.
    a, b, out = torch.full((128, 4096), 1 / 3), torch.ones(4096, 128), torch.empty(128, 128)
    torch.set_num_threads(1)
    seconds = {"highest": float("inf"), "medium": float("inf")}
    products = {}
    for precision in list(seconds) * 6:
        torch.set_float32_matmul_precision(precision)
        began = perf_counter()
        torch.mm(a, b, out=out)
        seconds[precision] = min(seconds[precision], perf_counter() - began)
        products[precision] = float(out[0, 0])
    torch.set_num_threads(threads)
    torch.set_float32_matmul_precision(before)
    is_precise = isclose(products["medium"], products["highest"], rel_tol=PRECISE)
    return is_precise and seconds["highest"] > WORTH_IT * seconds["medium"]


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
