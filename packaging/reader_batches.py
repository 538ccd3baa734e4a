"""The shipped reader's recipe, and the endless batches that it is trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from reader_data import Strokes, compose_row, writer_weights
from reader_styles import restyle
from render_ink import pack
from synthetic_ink import letter, scribble
from vary_ink import StrokeVariation, augment_strokes

from dlgui.core.augmentation.images import ImageVariation, augment_images
from dlgui.core.data.datasets import DigitSet
from dlgui.core.ink.drawing import Drawing

# The class of everything that is no digit.
BACKGROUND = 10
POOL_BATCH = 256
# The moving average of the weights follows every so many steps.
AVERAGE_EVERY = 4
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
LESS = ImageVariation(rotation=13.0, shear=10.0, aspect=1.2, smallest=0.88, largest=1.08, shift=1.2)
AS_VECTORS = StrokeVariation(rotation=12.0, slant=15.0, aspect=1.4)
# What is no digit, by its kind: (scribbles, letters from skeletons, rows), pictures of each.
OTHER_INK = (8_000, 6_000, 16_000)
LETTER_VARIATIONS = 3


@dataclass(frozen=True)
class Phase:
    """A part of the training: what makes a batch, and the learning rate's course.

    mnist, strokes, letters, scribbles, rows: how many of each make a batch
    variation: of MNIST's pictures
    cool_down: in how many steps, the last ones, the learning rate falls to zero
    average_half_life: of the moving average of the weights, in steps
    """

    steps: int
    cool_down: int
    learning_rate: float
    mnist: int
    strokes: int
    letters: int
    scribbles: int
    rows: int
    variation: ImageVariation
    warm_up: int = 300
    average_half_life: float = 500.0

    def rate_at(self, step: int) -> float:
        """The learning rate of a step (from 1): linear warm-up, constant, linear fall to zero.

        Unlike a fall from the beginning, this lets a training be ended when time is up: the steps
        before the fall do not depend on how many there will be (Hägele et al., *Scaling laws and
        compute-optimal training beyond fixed training durations*, 2024).
        """
        left = (self.steps - step + 1) / max(self.cool_down, 1)
        return self.learning_rate * min(step / max(self.warm_up, 1), left, 1.0)

    def average_decay(self, step: int) -> float:
        """What the average keeps of itself; little at first, when the weights change fast."""
        steps = min(self.average_half_life, step / 10)
        return float(0.5 ** (AVERAGE_EVERY / steps))


@dataclass(frozen=True)
class Recipe:
    """How the shipped reader is trained; the defaults are how it was.

    pendigits: the share of UCI's drawings among the strokes
    plain, styled: how many times over the pen strokes are drawn before training, each time varied,
        as their writers wrote them and in other styles
    """

    seed: int = 0
    phases: tuple[Phase, ...] = (
        Phase(27_680, 9_000, 3e-3, 44, 56, 16, 5, 7, STRONGLY),
        Phase(5_000, 4_700, 1.5e-3, 64, 44, 11, 4, 5, LESS),
        Phase(1_500, 1_400, 6e-4, 60, 40, 10, 14, 4, LESS, average_half_life=150.0),
    )
    pendigits: float = 0.42
    plain: int = 6
    styled: int = 12
    weight_decay: float = 0.02
    label_smoothing: float = 0.02
    report: int = 2_000

    def shortened(self, share: float) -> Recipe:
        """The same with this share of the steps, and of all that is counted in steps."""
        phases = [
            replace(
                phase,
                steps=round(phase.steps * share),
                cool_down=round(phase.cool_down * share),
                warm_up=round(phase.warm_up * share),
                average_half_life=phase.average_half_life * share,
            )
            for phase in self.phases
        ]
        return replace(self, phases=tuple(phases))


class Batches:
    """Makes (images float32 [n, 1, 28, 28], targets int64 [n]) without end."""

    def __init__(self, mnist: DigitSet, strokes: Strokes, recipe: Recipe) -> None:
        self._generator = torch.Generator().manual_seed(recipe.seed)
        self._mnist = torch.from_numpy(mnist.images), torch.from_numpy(mnist.labels).long()
        self._pools = _pools(strokes, recipe)

    def of(self, phase: Phase) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        counts = (phase.strokes, phase.letters, phase.scribbles, phase.rows)
        images, targets = self._mnist
        while True:
            chosen = torch.randint(len(targets), (phase.mnist,), generator=self._generator)
            pictures = images[chosen].float() / 255
            written = augment_images(pictures, self._generator, phase.variation)
            drawn = [
                pool.draw(count, self._generator)
                for pool, count in zip(self._pools, counts, strict=True)
            ]
            inked = augment_images(
                torch.cat([images for images, _ in drawn]).float() / 255, self._generator, LIGHTLY
            )
            yield (
                torch.cat([written, inked])[:, None],
                torch.cat([targets[chosen], *(targets for _, targets in drawn)]),
            )


class _Pool:
    """Drawings, each varied and drawn several times before training: uint8 [n, 28, 28] each time.

    weights: float64 [n], how often to draw each, or None for the same
    """

    def __init__(
        self, times: Sequence[Sequence[Drawing]], seed: int, weights: np.ndarray | None = None
    ) -> None:
        generator = torch.Generator().manual_seed(seed)
        self._images = torch.stack([_painted(drawings, generator) for drawings in times])
        self._targets = torch.tensor([_target(drawing) for drawing in times[0]])
        self._weights = torch.ones(len(self._targets))
        if weights is not None:
            self._weights = torch.from_numpy(weights).float()

    def draw(self, count: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        chosen = torch.multinomial(self._weights, count, replacement=True, generator=generator)
        time = torch.randint(len(self._images), (count,), generator=generator)
        return self._images[time, chosen], self._targets[chosen]


def _pools(strokes: Strokes, recipe: Recipe) -> list[_Pool]:
    """Digits, letters, scribbles with letters from skeletons, and rows."""
    rng = np.random.default_rng(recipe.seed)
    digits = strokes.pendigits + strokes.unipen
    weights = np.concatenate(
        [
            writer_weights(strokes.pendigits) * recipe.pendigits,
            writer_weights(strokes.unipen) * (1 - recipe.pendigits),
        ]
    )
    styled = [restyle(digits, rng) for _ in range(recipe.styled)]
    scribbles, letters, rows = OTHER_INK
    made = [scribble(rng) for _ in range(scribbles)] + [letter(rng) for _ in range(letters)]
    squeezed = [_row(digits, weights, rng) for _ in range(rows)]
    return [
        _Pool([digits] * recipe.plain + styled, 0, weights),
        _Pool([strokes.letters] * LETTER_VARIATIONS, 1, writer_weights(strokes.letters)),
        _Pool([made], 2),
        _Pool([squeezed], 3),
    ]


def _row(digits: Sequence[Drawing], weights: np.ndarray, rng: np.random.Generator) -> Drawing:
    chosen = rng.choice(len(digits), rng.integers(2, 4), p=weights)
    return compose_row([digits[i] for i in chosen], rng, gap=0.4)


def _painted(drawings: Sequence[Drawing], generator: torch.Generator) -> torch.Tensor:
    parts = []
    for start in range(0, len(drawings), POOL_BATCH):
        batch = pack(drawings[start : start + POOL_BATCH])
        images = augment_strokes(batch, generator, AS_VECTORS)
        parts.append((images * 255).round().to(torch.uint8))
    return torch.cat(parts)


def _target(drawing: Drawing) -> int:
    label = str(drawing.label)
    return int(label) if len(label) == 1 and label.isdigit() else BACKGROUND
