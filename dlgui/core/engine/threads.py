"""How many threads compute, following what else the machine does.

Torch splits every operation between its threads and waits for the slowest. When another program
takes one of the cores, that wait lasts until the scheduler gives it back, at every operation: two
threads then need ten times as long as one. So both ways are tried on a small product from time to
time, apart from the training, and the quicker one is taken.

On a quiet machine the count never changes, and with it no rounding: networks whose inner
convolutions Torch splits by threads give the same numbers only for the same count.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import torch

FIRST_PAUSE = 1.0  # seconds between trials
LONGEST_PAUSE = 8.0
# A trial is made of short samples with some training between them: a single longer one would tell
# whether the window happened to be painting just then.
SAMPLES = 16
BETWEEN_SAMPLES = 0.02  # seconds
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

    def restore(self) -> None:
        torch.set_num_threads(self._before)

    def _decide(self, count: int) -> None:
        self.count = count
        # On a machine that stays busy, the trials themselves would take a tenth of the time.
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if count == 1 else FIRST_PAUSE
        self._next_sample = self._clock() + self._pause
        self._samples, self._alone, self._together = 0, 0.0, 0.0

    def _seconds(self, count: int) -> float:
        torch.set_num_threads(count)
        began = self._clock()
        torch.mm(self._a, self._b, out=self._out)
        return self._clock() - began
