"""The parts of `training.py` that measure dlgui alone."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from statistics import median

import numpy as np
import torch
from quiet_machine import undisturbed

from dlgui.core.data.datasets import DigitData
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import INPUT_SHAPE, NETWORKS, Network
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.training.batches import Batches, ResidentDigits
from dlgui.core.training.events import EpochDone, SnapshotTaken, TrainingDone
from dlgui.core.training.learner import Learner
from dlgui.core.training.machine import ready
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train

STEPS = 200
CPU = torch.device("cpu")


def describe_machine() -> float:
    """Prints what computes, and returns the sustained float32 matrix rate in FLOP/s."""
    with ready("cpu") as machine:
        threads = machine.threads.count
        size = 2048
        a, b, out = torch.rand(size, size), torch.rand(size, size), torch.empty(size, size)
        seconds = undisturbed(
            lambda: median(_seconds(lambda: torch.mm(a, b, out=out)) for _ in range(30))
        )
        rate = 2 * size**3 / seconds
        precision = torch.get_float32_matmul_precision()
    print(
        f"torch {torch.__version__}, {threads} threads, matrix products at precision "
        f'"{precision}": {rate / 1e9:.0f} GFLOP/s sustained.'
    )
    return rate


def _seconds(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def training_flops(network: Network) -> int:
    """Operations for one digit: forward, and back to the weights and to each layer's input.

    The first layer's input is the picture, which needs no gradient.
    """
    return 3 * network.flops() - network.layers[0].flops(INPUT_SHAPE)


def shares(data: DigitData, rate: float, batch_sizes: Sequence[int]) -> None:
    """What share of the sustained rate each network's training steps reach."""
    print("| network | operations for a digit | " + _cells(f"batch {b}" for b in batch_sizes))
    print("| --- | ---: |" + " ---: |" * len(batch_sizes))
    for network in NETWORKS.values():
        flops = training_flops(network)
        cells = []
        for batch_size in batch_sizes:
            with ready("cpu"):
                step, _ = _stepper(
                    data, TrainingConfig(network=network.name, batch_size=batch_size)
                )
                each = undisturbed(lambda s=step: median(_seconds(s) for _ in range(STEPS)))
            cells.append(f"{each * 1e3:.2f} ms a step, {flops * batch_size / each / rate:.0%}")
        print(f"| {network.title} | {flops / 1e6:.2f} M | " + _cells(cells), flush=True)


def _cells(texts: Sequence[str]) -> str:
    return " | ".join(texts) + " |"


def _stepper(data: DigitData, config: TrainingConfig) -> tuple[Callable[[], object], Learner]:
    """A function that does one training step, warmed up."""
    batches = Batches(ResidentDigits.put(data.train, CPU), config)
    learner = Learner(config, CPU)
    epochs = chain.from_iterable(batches.epoch(number) for number in count(1))

    def step() -> object:
        batch = next(epochs)
        loss = learner.loss(learner.forward(batch.images), batch)
        learner.backward()
        learner.step(1e-3)
        return loss.tolist()

    for _ in range(20):
        step()
    return step, learner


def profile(data: DigitData, batch_sizes: Sequence[int]) -> None:
    """The operations that take the most time in the reference network's step."""
    for batch_size in batch_sizes:
        with ready("cpu"):
            step, _ = _stepper(data, TrainingConfig(batch_size=batch_size))
            each = undisturbed(lambda s=step: median(_seconds(s) for _ in range(STEPS)))
            with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as seen:
                for _ in range(50):
                    step()
        rows = sorted(seen.key_averages(), key=lambda row: -row.self_cpu_time_total)
        total = sum(row.self_cpu_time_total for row in rows)
        print(f"Batch {batch_size}, {each * 1e3:.2f} ms a step:\n")
        print("| operation | share | calls a step |")
        print("| --- | ---: | ---: |")
        for row in rows[:9]:
            share = row.self_cpu_time_total / total
            print(f"| {row.key} | {share:.0%} | {row.count / 50:.0f} |")
        rest = sum(row.self_cpu_time_total for row in rows[9:]) / total
        print(f"| everything else | {rest:.0%} | |\n", flush=True)


def presets(data: DigitData, *, quick: bool) -> None:
    """What each preset reaches, and the seconds that a person waits for it."""
    assert data.test is not None
    print("| preset | training | with validation and events | validation | test |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for preset in PRESETS.values():
        if quick and preset.name not in ("reference", "quick"):
            continue
        model, accuracy, seconds, waited = undisturbed(partial(_trained, preset.config, data))
        right = Forward(model).logits(data.test.images).argmax(1) == data.test.labels
        print(
            f"| {preset.title} | {seconds:.1f} s | {waited:.1f} s "
            f"| {accuracy:.2%} | {right.mean():.2%} |",
            flush=True,
        )


def _trained(config: TrainingConfig, data: DigitData) -> tuple[Model, float, float, float]:
    """The model, its validation accuracy, the seconds trained, and those that one waits."""
    began = time.perf_counter()
    for event in train(replace(config, device="cpu"), data):
        if isinstance(event, SnapshotTaken):
            model = event.model
        if isinstance(event, EpochDone):
            accuracy = event.validation_accuracy
        if isinstance(event, TrainingDone):
            seconds = event.seconds
    return model, accuracy, seconds, time.perf_counter() - began


def one_digit(data: DigitData) -> None:
    """Microseconds from one digit's pixels to its logits, on one core."""
    print("| network | numpy | torch |")
    print("| --- | ---: | ---: |")
    image = data.train.images[:1].astype(np.float32) / 255
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for network in NETWORKS.values():
        module = build(network).eval()
        forward = Forward(Model(network.name, weights_of(module)))
        x = torch.from_numpy(image).unsqueeze(1)
        with torch.inference_mode():
            cells = [
                median(_seconds(function) for _ in range(500)) * 1e6
                for function in (partial(forward.logits, image), partial(module, x))
            ]
        print(f"| {network.title} | {cells[0]:.0f} µs | {cells[1]:.0f} µs |", flush=True)
    torch.set_num_threads(threads)


def soak(data: DigitData, epochs: int) -> None:
    """The process's memory while the reference network trains for `epochs` epochs."""
    found = []
    for event in train(TrainingConfig(batch_size=128, epochs=epochs, device="cpu"), data):
        if isinstance(event, EpochDone):
            found.append(resident_megabytes())
            if event.epoch in (1, 2) or event.epoch % 10 == 0:
                print(f"epoch {event.epoch}: {found[-1]:.0f} MB", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nGrowth from epoch 2 to {epochs}: {found[-1] - found[1]:.0f} MB; peak {peak:.0f} MB.")


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6
