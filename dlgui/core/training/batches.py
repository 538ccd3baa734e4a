"""The training digits on their device, and each epoch's mini-batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np
import torch

from dlgui.core.augmentation.images import DEFAULT, SETTLED, augment_images
from dlgui.core.data.datasets import DigitSet
from dlgui.core.training.processes import ALONE, Processes
from dlgui.core.training.settings import TrainingConfig

# How many digits are fetched, and varied, at once: the operations' overhead is then a small part of
# the work, and the piece stays in the processor's cache.
PIECE = 512
# Where the setting says so, which share of the epochs is varied as usual, the rest a little.
SETTLES_AFTER = 2 / 3


@dataclass(frozen=True, slots=True)
class ResidentDigits:
    """images: uint8 [n, 28, 28]; labels: int64 [n]. As bytes, 60,000 digits are 47 MB."""

    images: torch.Tensor
    labels: torch.Tensor

    def __len__(self) -> int:
        return len(self.labels)

    @classmethod
    def put(cls, digits: DigitSet, device: torch.device) -> ResidentDigits:
        return cls(
            torch.tensor(digits.images, device=device),
            torch.tensor(digits.labels, dtype=torch.int64, device=device),
        )

    def take(self, indices: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Images as float32 [n, 28, 28] from 0 to 1, and their labels."""
        images = self.images.index_select(0, indices).to(torch.float32).mul_(1 / 255)
        return images, self.labels.index_select(0, indices)


class Batch(NamedTuple):
    """One step's digits: images, float32 [n, 28, 28] from 0 to 1, and labels, int64 [n].

    size: of the whole mini-batch, of which several processes take a part each
    weight: what this part's mean is multiplied by, see `Processes.weight`
    """

    images: torch.Tensor
    labels: torch.Tensor
    size: int
    weight: float


class Batches:
    """What the network sees in an epoch, which follows from the seed and the epoch alone.

    Digits are fetched and varied in pieces of several mini-batches, each piece from random numbers
    of its own: so an epoch can be taken up again in its middle.
    """

    def __init__(
        self,
        digits: ResidentDigits,
        config: TrainingConfig,
        processes: Processes = ALONE,
        *,
        are_digits: bool = True,
    ) -> None:
        """are_digits: whether the classes are the ten digits, whose other forms are known."""
        self._digits = digits
        self._batch_size = config.batch_size
        self._seed = config.seed
        self._augment = config.augment
        self._settles_after = config.epochs * SETTLES_AFTER if config.settle else inf
        self._processes = processes
        self._are_digits = are_digits
        self._generator = torch.Generator()
        self._piece = max(1, PIECE // config.batch_size)

    def __len__(self) -> int:
        return -(-len(self._digits) // self._batch_size)

    def epoch(self, epoch: int, after: int = 0) -> Iterator[Batch]:
        """The mini-batches of an epoch, the last one perhaps smaller, without the first `after`."""
        self._seed_by(epoch)
        order = torch.randperm(len(self._digits), generator=self._generator)
        parts = torch.split(order.to(self._digits.labels.device), self._batch_size)
        for start in range(after - after % self._piece, len(parts), self._piece):
            piece = self._take(parts[start : start + self._piece], epoch, start)
            yield from piece[max(after - start, 0) :]

    def _take(self, parts: Sequence[torch.Tensor], epoch: int, start: int) -> list[Batch]:
        shares = [self._processes.share(part) for part in parts]
        images, labels = self._digits.take(torch.cat(shares))
        if self._augment:
            self._seed_by(epoch, start + 1)
            is_settled = epoch > self._settles_after
            has_other_forms = self._are_digits and not is_settled
            images = augment_images(
                images,
                self._generator,
                SETTLED if is_settled else DEFAULT,
                labels if has_other_forms else None,
            )
        sizes = [len(share) for share in shares]
        return [
            Batch(own_images, own_labels, len(part), self._processes.weight(part))
            for own_images, own_labels, part in zip(
                torch.split(images, sizes), torch.split(labels, sizes), parts, strict=True
            )
        ]

    def _seed_by(self, *place: int) -> None:
        state = np.random.SeedSequence([self._seed, *place]).generate_state(1, np.uint64)
        self._generator.manual_seed(int(state[0] >> 1))


def stratified_subset(digits: DigitSet, count: int, seed: int) -> DigitSet:
    """`count` of the digits, every class in its share; all of them when `count` is 0 or more."""
    if not 0 < count < len(digits):
        return digits
    rng = np.random.default_rng(seed)
    place = np.empty(len(digits))
    for label in np.unique(digits.labels):
        members = np.flatnonzero(digits.labels == label)
        place[rng.permutation(members)] = (np.arange(len(members)) + rng.random()) / len(members)
    return digits.take(np.sort(np.argsort(place)[:count]))
