"""Runs that nothing else on the machine disturbed. Linux only; elsewhere every run counts."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

DISTURBED = 0.06  # of the processors' time, taken by other programs
ATTEMPTS = 6

T = TypeVar("T")


def undisturbed(run: Callable[[], T]) -> T:
    """What `run` gives, run again while other programs took more than their share.

    After `ATTEMPTS` the last run counts, and says so.
    """
    for _ in range(ATTEMPTS):
        _wait_for_quiet()
        before, began = _others_seconds(), time.perf_counter()
        found = run()
        taken = _others_seconds() - before
        share = taken / (time.perf_counter() - began) / (os.cpu_count() or 1)
        if share < DISTURBED:
            return found
        print(f"(run again: other programs took {share:.0%} of the processors)", flush=True)
    print("(the machine never was quiet: the last run counts)", flush=True)
    return found


def _wait_for_quiet() -> None:
    for _ in range(ATTEMPTS):
        before = _others_seconds()
        time.sleep(3)
        if _others_seconds() - before < 3 * DISTURBED * (os.cpu_count() or 1):
            return


def _others_seconds() -> float:
    """Processor time that programs other than this one and its finished children used so far."""
    try:
        fields = Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, irq, softirq, _steal = map(int, fields)
    used = (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        used -= usage.ru_utime + usage.ru_stime
    return used
