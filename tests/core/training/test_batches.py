"""What the network is shown, epoch by epoch."""

import pytest
import torch

from dlgui.core.data.datasets import load_embedded
from dlgui.core.training.batches import Batches, ResidentDigits
from dlgui.core.training.settings import TrainingConfig

CONFIG = TrainingConfig(epochs=3, batch_size=32, augment=True)


@pytest.fixture(scope="module")
def digits():
    """One digit, many times: what differs in an epoch's images is what varying did."""
    train = load_embedded().train
    images = torch.tensor(train.images[:1]).repeat(256, 1, 1)
    return ResidentDigits(images, torch.full((256,), int(train.labels[0])))


def shown(digits, config, epoch):
    """The epoch's images and labels, in its order."""
    batches = list(Batches(digits, config).epoch(epoch))
    return torch.cat([b.images for b in batches]), torch.cat([b.labels for b in batches])


def spread(digits, config, epoch):
    """How much the epoch's images differ in their ink, as a share of it."""
    ink = shown(digits, config, epoch)[0].sum((1, 2))
    return (ink.std() / ink.mean()).item()


def test_digits_settle_in_the_last_third_of_the_epochs(digits):
    settles = CONFIG.with_(settle=True)
    for epoch in (1, 2):
        for usual, settled in zip(
            shown(digits, CONFIG, epoch), shown(digits, settles, epoch), strict=True
        ):
            assert torch.equal(usual, settled)
    usual = [spread(digits, CONFIG, epoch) for epoch in (1, 2, 3)]
    assert max(usual) < 1.5 * min(usual)
    assert 0 < spread(digits, settles, 3) < 0.5 * min(usual)


def test_settling_alone_varies_nothing(digits):
    plain = CONFIG.with_(augment=False)
    for usual, settled in zip(
        shown(digits, plain, 3), shown(digits, plain.with_(settle=True), 3), strict=True
    ):
        assert torch.equal(usual, settled)
