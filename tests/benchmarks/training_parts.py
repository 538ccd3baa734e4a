"""The parts of `training.py` that measure dlgui alone."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import torch
from quiet_machine import undisturbed

from dlgui.core.data.datasets import DigitData, DigitSet
from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import INPUT_SHAPE, NETWORKS, Network
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.training.batches import Batches, ResidentDigits
from dlgui.core.training.events import EpochDone, SnapshotTaken, StepDone, TrainingDone
from dlgui.core.training.learner import Learner
from dlgui.core.training.machine import ready
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.recording import kept, owned, written
from dlgui.core.training.runs import RunFolder
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train
from dlgui.jobs.training_process import calibrate_in_process, train_in_process, warm_up
from dlgui.jobs.training_worker import Controls

STEPS = 200
CPU = torch.device("cpu")


def describe_machine() -> dict[int, float]:
    """Prints what computes; the sustained float32 matrix rate in FLOP/s by number of threads."""
    rates = {}
    size = 2048
    a, b, out = torch.rand(size, size), torch.rand(size, size), torch.empty(size, size)
    with ready("cpu") as machine:
        precision = torch.get_float32_matmul_precision()
        for threads in sorted({1, machine.threads.count}):
            torch.set_num_threads(threads)
            seconds = undisturbed(
                lambda: median(_seconds(lambda: torch.mm(a, b, out=out)) for _ in range(30))
            )
            rates[threads] = 2 * size**3 / seconds
    sustained = ", ".join(f"{rate / 1e9:.0f} on {n} thread(s)" for n, rate in rates.items())
    print(
        f"torch {torch.__version__}, matrix products at precision "
        f'"{precision}": GFLOP/s sustained: {sustained}.'
    )
    return rates


def _seconds(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def training_flops(network: Network) -> int:
    """Operations for one digit: forward, and back to the weights and to each layer's input.

    The first layer's input is the picture, which needs no gradient.
    """
    return 3 * network.flops() - network.layers[0].flops(INPUT_SHAPE)


def shares(data: DigitData, rates: dict[int, float], batch_sizes: Sequence[int]) -> None:
    """What share of the sustained rate each network's training steps reach."""
    columns = [(threads, size) for threads in rates for size in batch_sizes]
    heads = [f"{threads} thread(s), batch {size}" for threads, size in columns]
    print("| network | operations for a digit | " + _cells(heads))
    print("| --- | ---: |" + " ---: |" * len(columns))
    for network in NETWORKS.values():
        flops = training_flops(network)
        cells = []
        for threads, size in columns:
            config = TrainingConfig(network=network.name, batch_size=size)
            each = _step_seconds(data, config, threads)
            share = flops * size / each / rates[threads]
            cells.append(f"{each * 1e3:.2f} ms a step, {share:.0%}")
        print(f"| {network.title} | {flops / 1e6:.2f} M | " + _cells(cells), flush=True)


def _step_seconds(data: DigitData, config: TrainingConfig, threads: int) -> float:
    with ready("cpu"):
        torch.set_num_threads(threads)
        step, _ = _stepper(data, config)
        return undisturbed(partial(_median_seconds, step))


def _median_seconds(step: Callable[[], object]) -> float:
    return median(_seconds(step) for _ in range(STEPS))


def augmentation(data: DigitData, threads: Sequence[int]) -> None:
    """What share of an epoch of the preset Robust goes into varying its digits."""
    print("| threads | digits a second | of the time, batches | the same, digits as they are |")
    print("| ---: | ---: | ---: | ---: |")
    for count_of_threads in threads:
        cells = []
        for augment in (True, False):
            config = replace(PRESETS["robust"].config, augment=augment, device="cpu")
            with ready("cpu"):
                torch.set_num_threads(count_of_threads)
                batches, whole = undisturbed(partial(_parts_of_an_epoch, data, config))
            if augment:
                cells.append(f"{len(data.train) / whole:,.0f}")
            cells.append(f"{batches / whole:.0%}")
        print(f"| {count_of_threads} | " + _cells(cells), flush=True)


def _parts_of_an_epoch(data: DigitData, config: TrainingConfig) -> tuple[float, float]:
    """Seconds that an epoch spends on making its batches, and all of its seconds."""
    digits, learner = ResidentDigits.put(data.train, CPU), Learner(config, CPU)
    batches, spent, began = Batches(digits, config).epoch(1), 0.0, time.perf_counter()
    while True:
        asked = time.perf_counter()
        batch = next(batches, None)
        spent += time.perf_counter() - asked
        if batch is None:
            return spent, time.perf_counter() - began
        loss = learner.loss(learner.forward(batch.images), batch)
        learner.backward()
        learner.step(1e-3)
        loss.tolist()


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
            each = undisturbed(partial(_median_seconds, step))
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


LEVELS = (0.98, 0.99)


@dataclass
class Wait:
    """Seconds from *Start*: to the first point of the chart, to the end, until all is kept."""

    first_point: float = 0.0
    done: float = 0.0
    kept: float = 0.0
    trained: float = 0.0
    """Seconds in steps alone."""
    snapshots: list[tuple[float, Model]] = field(default_factory=list)


def presets(data: DigitData, *, quick: bool) -> None:
    """What each preset reaches, and how long a person waits for it in the window."""
    assert data.test is not None
    waits = " | ".join(f"to {level:.0%}" for level in LEVELS)
    print(f"| preset | first point | {waits} | training | done | kept | validation | test |")
    print("| --- |" + " ---: |" * (6 + len(LEVELS)))
    for preset in PRESETS.values():
        if quick and preset.name not in ("reference", "quick"):
            continue
        config = replace(preset.config, device="cpu")
        wait = _waited(config, data)  # whose process would pass for another program's
        model = wait.snapshots[-1][1]
        reached = [_first_above(level, wait, data.validation) for level in LEVELS]
        seconds = [wait.first_point, *reached, wait.trained, wait.done, wait.kept]
        cells = ["never" if value is None else f"{value:.2f} s" for value in seconds]
        right = [f"{_accuracy(model, part):.2%}" for part in (data.validation, data.test)]
        print(f"| {preset.title} | " + _cells([*cells, *right]), flush=True)


def _waited(config: TrainingConfig, data: DigitData) -> Wait:
    """A training as the window does it, in a process that has imported torch ahead."""
    wait, controls = Wait(), Controls(config)
    warm_up()
    time.sleep(8)
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        with owned(RunFolder.create(Path(folder), config, data.name)) as log:
            events = written(train_in_process(config, data, controls, None), log)
            for event in kept(events, log, lambda m: calibrate_in_process(m, data, controls)):
                now = time.perf_counter() - began
                if isinstance(event, StepDone) and not wait.first_point:
                    wait.first_point = now
                elif isinstance(event, SnapshotTaken):
                    wait.snapshots.append((now, event.model))
                elif isinstance(event, TrainingDone):
                    wait.done, wait.trained = now, event.seconds
        wait.kept = time.perf_counter() - began
    return wait


def _first_above(level: float, wait: Wait, digits: DigitSet) -> float | None:
    """When a snapshot that reads so much of the digits was there; looked for by every fourth."""
    every = [*wait.snapshots[::4], wait.snapshots[-1]]
    return next((when for when, model in every if _accuracy(model, digits) >= level), None)


def _accuracy(model: Model, digits: DigitSet) -> float:
    return float((Forward(model).logits(digits.images).argmax(1) == digits.labels).mean())


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
