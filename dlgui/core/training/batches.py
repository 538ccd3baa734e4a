"""The training digits on their device, and each epoch's mini-batches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from dlgui.core.augmentation.images import augment_images
from dlgui.core.data.datasets import DigitSet
from dlgui.core.training.settings import TrainingConfig


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


class Batches:
    """What the network sees in an epoch, which follows from the seed and the epoch alone."""

    def __init__(
        self, digits: ResidentDigits, config: TrainingConfig, *, are_digits: bool = True
    ) -> None:
        """are_digits: whether the classes are the ten digits, whose other forms are known."""
        self._digits = digits
        self._batch_size = config.batch_size
        self._seed = config.seed
        self._augment = config.augment
        self._are_digits = are_digits
        self._generator = torch.Generator()

    def __len__(self) -> int:
        return -(-len(self._digits) // self._batch_size)

    def shuffle(self, epoch: int) -> list[torch.Tensor]:
        """The epoch's mini-batches as indices, the last one perhaps smaller."""
        state = np.random.SeedSequence([self._seed, epoch]).generate_state(1, np.uint64)
        self._generator.manual_seed(int(state[0] >> 1))
        order = torch.randperm(len(self._digits), generator=self._generator)
        return list(torch.split(order.to(self._digits.labels.device), self._batch_size))

    def take(self, indices: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Images, varied where that is asked for: float32 [n, 28, 28], and labels: int64 [n]."""
        images, labels = self._digits.take(indices)
        if self._augment:
            images = augment_images(
                images, self._generator, labels=labels if self._are_digits else None
            )
        return images, labels


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
