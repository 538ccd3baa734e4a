import pytest
import torch

from dlgui.core.training.machine import (
    BETWEEN_SAMPLES,
    LONGEST_PAUSE,
    SAMPLES,
    Threads,
    quick_arithmetic,
)


class Machine:
    """A clock that each matrix product moves by what it takes with the present thread count."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        self.seconds = {1: 1e-3, 2: 0.6e-3}
        self.threads = 2
        monkeypatch.setattr(torch, "get_num_threads", lambda: self.threads)
        monkeypatch.setattr(torch, "set_num_threads", lambda count: setattr(self, "threads", count))
        monkeypatch.setattr(torch, "mm", self.multiply)

    def multiply(self, a, b, out):
        self.now += self.seconds[self.threads]

    def clock(self):
        return self.now


@pytest.fixture
def machine(monkeypatch):
    return Machine(monkeypatch)


def try_once(machine, threads):
    """A whole trial, with training between its samples."""
    machine.now += LONGEST_PAUSE
    for _ in range(SAMPLES):
        threads.follow()
        machine.now += BETWEEN_SAMPLES


def test_a_quiet_machine_keeps_all_threads(machine):
    threads = Threads(machine.clock)
    for _ in range(5):
        try_once(machine, threads)
        assert machine.threads == 2


def test_a_busy_machine_drops_to_one_and_comes_back(machine):
    threads = Threads(machine.clock)
    machine.seconds[2] = 1.2e-3
    try_once(machine, threads)
    assert (machine.threads, threads.count) == (1, 1)
    machine.seconds[2] = 0.9e-3  # not enough to change again
    try_once(machine, threads)
    assert machine.threads == 1
    machine.seconds[2] = 0.6e-3
    try_once(machine, threads)
    assert machine.threads == 2


def test_a_short_stall_decides_nothing_and_a_long_one_at_once(machine):
    threads = Threads(machine.clock)
    machine.seconds[2] = 4e-3
    threads.follow()
    assert machine.threads == 2
    machine.seconds[2] = 0.6e-3
    for _ in range(SAMPLES):
        machine.now += BETWEEN_SAMPLES
        threads.follow()
    assert machine.threads == 2
    machine.seconds[2] = 20e-3
    machine.now += LONGEST_PAUSE
    threads.follow()
    assert machine.threads == 1


def test_trials_are_rare(machine):
    threads = Threads(machine.clock)
    try_once(machine, threads)
    machine.seconds[2] = 20e-3
    before = machine.now
    for _ in range(100):
        threads.follow()
    assert machine.now == before
    assert machine.threads == 2


def test_one_thread_is_left_alone_and_the_count_is_put_back(machine):
    machine.threads = 1
    threads = Threads(machine.clock)
    threads.follow()
    assert (machine.now, machine.threads) == (0.0, 1)
    machine.threads = 8
    threads = Threads(machine.clock)
    assert machine.threads == 7  # one stays for the window
    threads.restore()
    assert machine.threads == 8


def test_a_resumed_training_goes_on_with_the_threads_of_before(machine):
    threads = Threads(machine.clock)
    threads.go_on_with(1)
    assert (machine.threads, threads.count) == (1, 1)
    threads.go_on_with(7)  # those of another machine
    assert (machine.threads, threads.count) == (1, 1)


def test_arithmetic_is_put_back_as_it_was():
    before = torch.get_float32_matmul_precision()
    with quick_arithmetic(torch.device("cpu")):
        chosen = torch.get_float32_matmul_precision()
        a, b = torch.rand(20, 300), torch.rand(300, 20)
        torch.testing.assert_close(a @ b, (a.double() @ b.double()).float(), rtol=1e-2, atol=0)
    assert chosen in ("highest", "medium")
    assert torch.get_float32_matmul_precision() == before
