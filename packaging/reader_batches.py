"""The shipped reader's recipe, and the endless batches that it is trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from reader_data import Strokes, compose_row, writer_weights
from render_ink import pack
from synthetic_ink import scribble
from vary_ink import StrokeVariation, augment_strokes

from dlgui.core.augmentation.images import ImageVariation, augment_images
from dlgui.core.data.datasets import DigitSet
from dlgui.core.ink.drawing import Drawing

# The class of everything that is no digit.
BACKGROUND = 10
POOL_BATCH = 256
# Pen strokes were varied as vectors already: these change place, width and grain only.
LIGHTLY = ImageVariation(
    rotation=5.0,
    shear=4.0,
    aspect=1.06,
    smallest=0.92,
    largest=1.05,
    shift=1.0,
    elastic=0.4,
    noise=0.05,
)
STRONGLY = ImageVariation(rotation=19.0, shear=15.0, aspect=1.25, shift=2.0, noise=0.05)
AS_VECTORS = StrokeVariation(rotation=20.0)


@dataclass(frozen=True)
class Recipe:
    """How the shipped reader is trained; the defaults are how it was.

    mnist, strokes, letters, scribbles, rows: how many of each make a batch
    variations: how many times over the pen strokes are varied and drawn before training
    cool_down: in how many steps, the last ones, the learning rate falls to zero
    average_half_life: of the moving average of the weights, in steps
    """

    steps: int = 32_899
    cool_down: int = 14_000
    seed: int = 0
    mnist: int = 60
    strokes: int = 42
    letters: int = 10
    scribbles: int = 8
    rows: int = 8
    variations: int = 6
    learning_rate: float = 3e-3
    warm_up: int = 300
    weight_decay: float = 0.02
    label_smoothing: float = 0.02
    average_every: int = 4
    average_half_life: float = 500.0
    report: int = 2_000

    def rate_at(self, step: int) -> float:
        """The learning rate of a step (from 1): linear warm-up, constant, linear fall to zero.

        Unlike a fall from the beginning, this lets a training be ended when time is up: the steps
        before the fall do not depend on how many there will be (Hägele et al., *Scaling laws and
        compute-optimal training beyond fixed training durations*, 2024).
        """
        left = (self.steps - step + 1) / self.cool_down
        return self.learning_rate * min(step / self.warm_up, left, 1.0)

    def average_decay(self, step: int) -> float:
        """What the average keeps of itself; little at first, when the weights change fast."""
        steps = min(self.average_half_life, step / 10)
        return float(0.5 ** (self.average_every / steps))


class Batches:
    """Iterates over (images float32 [n, 1, 28, 28], targets int64 [n]) without end."""

    def __init__(self, mnist: DigitSet, strokes: Strokes, recipe: Recipe) -> None:
        rng = np.random.default_rng(recipe.seed)
        self._generator = torch.Generator().manual_seed(recipe.seed)
        self._counts = (recipe.strokes, recipe.letters, recipe.scribbles, recipe.rows)
        self._mnist_count = recipe.mnist
        self._mnist = torch.from_numpy(mnist.images), torch.from_numpy(mnist.labels).long()
        self._pools = [
            _Pool(drawings, seed)
            for seed, drawings in enumerate(_sources(strokes, recipe.variations, rng))
        ]

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        while True:
            images, targets = self._draw(self._mnist, self._mnist_count)
            written = augment_images(images, self._generator, STRONGLY)
            drawn = [
                self._draw((pool.images, pool.targets), count)
                for pool, count in zip(self._pools, self._counts, strict=True)
            ]
            inked = augment_images(
                torch.cat([images for images, _ in drawn]), self._generator, LIGHTLY
            )
            yield (
                torch.cat([written, inked])[:, None],
                torch.cat([targets, *(targets for _, targets in drawn)]),
            )

    def _draw(
        self, pool: tuple[torch.Tensor, torch.Tensor], count: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        images, targets = pool
        chosen = torch.randint(len(targets), (count,), generator=self._generator)
        return images[chosen].float() / 255, targets[chosen]


class _Pool:
    """Drawings, each varied and drawn once: images uint8 [n, 28, 28], targets int64 [n]."""

    def __init__(self, drawings: Sequence[Drawing], seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        parts = []
        for start in range(0, len(drawings), POOL_BATCH):
            batch = pack(drawings[start : start + POOL_BATCH])
            images = augment_strokes(batch, generator, AS_VECTORS)
            parts.append((images * 255).round().to(torch.uint8))
        self.images = torch.cat(parts)
        self.targets = torch.tensor([_target(drawing) for drawing in drawings])


def _sources(strokes: Strokes, variations: int, rng: np.random.Generator) -> list[list[Drawing]]:
    """Digits, letters, scribbles and rows, as often as they will be varied.

    UNIPEN's writers, being many more and from everywhere, give two of three digits.
    """
    digits = strokes.pendigits + strokes.unipen
    weights = np.concatenate(
        [writer_weights(strokes.pendigits) / 3, writer_weights(strokes.unipen) * 2 / 3]
    )
    count = variations * len(digits)
    neighbours = rng.choice(len(digits), (count // 6, 3), p=weights)
    return [
        [digits[i] for i in rng.choice(len(digits), count, p=weights)],
        strokes.letters * variations,
        [scribble(rng) for _ in range(count // 6)],
        [
            compose_row([digits[i] for i in some[: rng.integers(2, 4)]], rng, gap=0.4)
            for some in neighbours
        ],
    ]


def _target(drawing: Drawing) -> int:
    label = str(drawing.label)
    return int(label) if len(label) == 1 and label.isdigit() else BACKGROUND
