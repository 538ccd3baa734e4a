"""Networks of one's own, trained: dropout by the seed, batches of one, files and followed steps."""

from __future__ import annotations

import numpy as np
import pytest

from dlgui.core.data.datasets import DigitData
from dlgui.core.training.checkpoints import load_checkpoint, save_checkpoint
from dlgui.core.training.events import CheckpointTaken, LayersMeasured, StepDone, StepFollowed
from dlgui.core.training.settings import LiveSettings, TrainingConfig
from dlgui.core.training.train import train

DROPPING = TrainingConfig(
    network="flatten, dropout 0.2, dense 16, tanh, dropout 0.5, dense 10",
    epochs=2,
    batch_size=16,
    device="cpu",
)
EVERY_KIND = TrainingConfig(
    network="conv 4 5 pad 2, batchnorm, leakyrelu, maxpool 3, dropout 0.3, conv 12 3 stride 2, "
    "elu, avgpool 2, conv 11 1, gelu, globalavgpool, sigmoid, dense 11, tanh, batchnorm, dense 10",
    epochs=1,
    batch_size=9,
    device="cpu",
)


def losses(events):
    return [event.loss for event in events if isinstance(event, StepDone)]


def test_what_is_dropped_follows_from_the_seed(easy_data):
    first, again = (losses(train(DROPPING, easy_data)) for _ in range(2))
    assert first == again
    assert first != losses(train(DROPPING.with_(seed=1), easy_data))
    without = DROPPING.with_(network="flatten, dense 16, tanh, dense 10")
    assert first[0] != losses(train(without, easy_data))[0]


def test_a_resumed_run_drops_what_it_would_have_dropped(easy_data):
    whole = list(train(DROPPING, easy_data))
    checkpoint = next(event.checkpoint for event in whole if isinstance(event, CheckpointTaken))
    assert checkpoint.epoch == 1
    rest = losses(train(DROPPING, easy_data, resume=checkpoint))
    assert rest == pytest.approx(losses(whole)[-len(rest) :], rel=1e-5)


@pytest.mark.parametrize("count", [190, 191])
def test_every_kind_is_trained_measured_followed_and_kept(easy_data, tmp_path, count):
    """190 digits leave a last batch of one, which has no variance."""
    data = DigitData("few", easy_data.train.take(np.arange(count)), easy_data.validation)
    live = LiveSettings(EVERY_KIND)
    live.follow_next_step()
    events = list(train(EVERY_KIND, data, live=live))
    assert np.isfinite(losses(events)).all()
    (followed,) = [event for event in events if isinstance(event, StepFollowed)]
    assert {name for name in followed.gradients if name.endswith("weight")} == {
        f"{index}.weight" for index in (0, 1, 5, 8, 12, 14, 15)
    }
    measured = [event for event in events if isinstance(event, LayersMeasured)][-1]
    assert [layer.index for layer in measured.layers] == [0, 5, 8, 12, 15]
    assert all(layer.zero_share is None for layer in measured.layers)  # nothing rectifies
    last = [event.checkpoint for event in events if isinstance(event, CheckpointTaken)][-1]
    save_checkpoint(tmp_path / "checkpoint", last)
    found = load_checkpoint(tmp_path / "checkpoint")
    assert found.config == EVERY_KIND
    assert found.model.network == EVERY_KIND.network
