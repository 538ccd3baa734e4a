"""Train the reader that ships with dlgui: the one command that makes `reader.safetensors`.

    python packaging/train_reader.py --data FOLDER

FOLDER holds `mnist/` (the four IDX files) and `strokes/` (`docs/reading.md` says what and from
where). The network never sees the validation and test writers. The former choose its temperature
and its refusal; the latter are for `tests/benchmarks/reading.py` alone.

Digits are told from everything else by an eleventh class whose logit is fixed at 0: a softmax does
not change when a number is added to all its logits, so this is a background class without weights
of its own, and the network keeps ten outputs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from reader_batches import BACKGROUND, Batches, Recipe
from reader_data import Strokes, load_strokes, without
from torch.nn import functional

from dlgui.core.data.datasets import DigitSet, load_embedded
from dlgui.core.data.folders import load_folder
from dlgui.core.ink.drawing import Drawing
from dlgui.core.ink.raster import render_many
from dlgui.core.nets.model import Model, save_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.reading.calibration import Calibration, calibrate_by_energy, energy
from dlgui.paths import resource

NETWORK = "reader"
# Of the validation digits. Less than a person's own network refuses: this one knows letters well
# enough, and a digit that is refused is as bad as one that is misread.
REFUSED_SHARE = 0.003


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    torch.set_float32_matmul_precision("medium")
    strokes = load_strokes(options.data / "strokes")
    mnist = load_folder(options.data / "mnist")
    recipe = Recipe(steps=options.steps, seed=options.seed)
    # Held out from the digits that ship, so that the window can judge this reader by them.
    digits = without(mnist.train, load_embedded().validation)
    batches = iter(Batches(digits, strokes["train"], recipe))
    judge = _Judge(strokes["validation"], mnist.validation)
    for step, model in train(batches, recipe):
        model = judge.calibrated(model)
        model = replace(model, summary=_summary(recipe, step))
        save_model(options.out, model, half=True)
        print(f"step {step:6}: {judge.figures(model)}", flush=True)


def train(
    batches: Iterator[tuple[torch.Tensor, torch.Tensor]], recipe: Recipe
) -> Iterator[tuple[int, Model]]:
    """The averaged weights every `recipe.report` steps and at the end, with the step's number."""
    module = build(network_of(NETWORK), recipe.seed).to(memory_format=torch.channels_last)
    average = build(network_of(NETWORK), recipe.seed)
    optimizer = torch.optim.AdamW(
        module.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay, fused=True
    )
    module.train()
    for step in range(1, recipe.steps + 1):
        images, targets = next(batches)
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate_at(step)
        with torch.autocast("cpu", torch.bfloat16):
            logits = module(images.to(memory_format=torch.channels_last))
        loss = background_loss(logits.float(), targets, recipe.label_smoothing)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % recipe.average_every == 0:
            _follow(average, module, recipe.average_decay(step))
        if step % recipe.report == 0 or step == recipe.steps:
            yield step, Model(NETWORK, weights_of(average))


def background_loss(logits: torch.Tensor, targets: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Cross-entropy over the ten logits and the background's, which is 0; targets 0 to 10."""
    background = logits.new_zeros(len(logits), 1)
    return functional.cross_entropy(
        torch.cat([logits, background], dim=1), targets, label_smoothing=smoothing
    )


@torch.no_grad()
def _follow(average: torch.nn.Module, module: torch.nn.Module, decay: float) -> None:
    """Exponential moving average of weights and running statistics alike."""
    state = module.state_dict()
    for name, tensor in average.state_dict().items():
        if tensor.is_floating_point():
            tensor.lerp_(state[name], 1 - decay)


class _Judge:
    """Calibrates and measures models on the validation writers' digits and letters.

    As many of MNIST's validation digits count as of either kind of pen strokes.
    """

    def __init__(self, part: Strokes, mnist: DigitSet) -> None:
        some = mnist.take(np.arange(0, len(mnist), 5))
        self._sets = {
            "pendigits": _rendered(part.pendigits),
            "unipen": _rendered(part.unipen),
            "mnist": (some.images.astype(np.float32) / 255, some.labels.astype(np.intp)),
        }
        self._letters, _ = _rendered(part.letters)

    def calibrated(self, model: Model) -> Model:
        images = np.concatenate([images for images, _ in self._sets.values()])
        labels = np.concatenate([labels for _, labels in self._sets.values()])
        return calibrate_by_energy(model, images, labels, REFUSED_SHARE)

    def figures(self, model: Model) -> str:
        forward = Forward(model)
        told = []
        for name, (images, labels) in self._sets.items():
            right = (forward.logits(images).argmax(axis=1) == labels).mean()
            told.append(f"{name} {right:.2%}")
        scores = energy(forward.logits(self._letters))
        refused = (scores < Calibration.of(model).threshold).mean()
        return ", ".join([*told, f"letters refused {refused:.1%}"])


def _rendered(drawings: list[Drawing]) -> tuple[np.ndarray, np.ndarray]:
    labels = [int(d.label) if str(d.label).isdigit() else BACKGROUND for d in drawings]
    return render_many(drawings), np.array(labels)


def _summary(recipe: Recipe, step: int) -> dict[str, object]:
    return {
        "title": "The reader that ships with dlgui",
        "trained_by": "packaging/train_reader.py",
        "date": time.strftime("%Y-%m-%d"),
        "step": step,
        **asdict(recipe),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder with mnist, strokes")
    parser.add_argument("--out", type=Path, default=resource("reader.safetensors"))
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
