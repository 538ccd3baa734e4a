"""Train the reader that ships with dlgui: the one command that makes `reader.safetensors`.

    python packaging/train_reader.py --data FOLDER
    python packaging/train_reader.py --data FOLDER --fold 0 --out FOLDS/fold-0.safetensors

FOLDER holds `mnist/` (the four IDX files) and `strokes/` (`docs/reading.md` says what and from
where). The shipped reader learns from all writers. What can be expected of a new one, and its
temperature and refusal, come from five others, each of which never saw some of the writers
(`--fold 0` to `--fold 4`): `tests/benchmarks/reading_folds.py` measures those.

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

import torch
from reader_batches import AVERAGE_EVERY, Batches, Recipe
from reader_data import FOLDS, folds, load_strokes, without
from torch.nn import functional

from dlgui.core.data.datasets import load_embedded
from dlgui.core.data.folders import load_folder
from dlgui.core.nets.model import Model, save_model
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, weights_of
from dlgui.core.reading.calibration import Calibration
from dlgui.paths import resource

# 249,834 weights, as float16 0.5 MB; the registry's "reader" has 415,018.
NETWORK = (
    "conv 32 5 stride 2 pad 2, batchnorm, relu, conv 64 3, batchnorm, relu, "
    "conv 64 3, batchnorm, relu, maxpool 2, conv 128 3 pad 1, batchnorm, relu, "
    "conv 96 3, batchnorm, relu, flatten, dense 10"
)
# As tests/benchmarks/reading_folds.py found them on writers who were left out.
TEMPERATURE = 0.70
THRESHOLD = -0.1


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    torch.set_float32_matmul_precision("medium")
    strokes = load_strokes(options.data / "strokes")
    if options.fold is not None:
        strokes = folds(strokes)[options.fold].train
    mnist = load_folder(options.data / "mnist")
    recipe = Recipe(seed=options.seed).shortened(options.share)
    # Held out from the digits that ship, so that the window can judge this reader by them.
    digits = without(mnist.train, load_embedded().validation)
    found = Calibration(options.temperature, options.threshold).record()
    for step, model in train(Batches(digits, strokes, recipe), recipe):
        model = replace(model, calibration=found, summary=_summary(recipe, step))
        save_model(options.out, model, half=True)
        right = Forward(model).logits(mnist.validation.images).argmax(axis=1)
        share = (right == mnist.validation.labels).mean()
        print(f"step {step:6}: MNIST's validation part {share:.2%}", flush=True)


def train(batches: Batches, recipe: Recipe) -> Iterator[tuple[int, Model]]:
    """The averaged weights every `recipe.report` steps and after each phase, with the step."""
    network = network_of(NETWORK)
    module = build(network, recipe.seed).to(memory_format=torch.channels_last)
    average = build(network, recipe.seed)
    optimizer = torch.optim.AdamW(
        module.parameters(), lr=0.0, weight_decay=recipe.weight_decay, fused=True
    )
    module.train()
    total = 0
    for phase in recipe.phases:
        drawn = batches.of(phase)
        for step in range(1, phase.steps + 1):
            images, targets = next(drawn)
            for group in optimizer.param_groups:
                group["lr"] = phase.rate_at(step)
            with torch.autocast("cpu", torch.bfloat16):
                logits = module(images.to(memory_format=torch.channels_last))
            loss = background_loss(logits.float(), targets, recipe.label_smoothing)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += 1
            if step % AVERAGE_EVERY == 0:
                _follow(average, module, phase.average_decay(step))
            if step % recipe.report == 0 or step == phase.steps:
                yield total, Model(NETWORK, weights_of(average))


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
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="leave this fold's out")
    parser.add_argument("--share", type=float, default=1.0, help="of the recipe's steps")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--temperature", type=float, default=TEMPERATURE)
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    return parser.parse_args()


if __name__ == "__main__":
    main()
