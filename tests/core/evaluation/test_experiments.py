import numpy as np
import pytest

from dlgui.core.data.datasets import load_embedded
from dlgui.core.evaluation.experiments import Trial, TrialWatch, data_size_trials, race_trials
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.training.events import SnapshotTaken
from dlgui.core.training.settings import TrainingConfig
from dlgui.core.training.train import train


@pytest.fixture(scope="module")
def digits():
    return load_embedded()


@pytest.mark.parametrize(
    ("available", "sizes"),
    [
        (30, [30]),
        (4500, [50, 500, 4500]),
        (5000, [50, 500, 5000]),
        (55_000, [50, 500, 5000, 55_000]),
    ],
)
def test_the_sizes_are_as_many_as_there_are_digits(available, sizes):
    assert [trial.train_count for trial in data_size_trials("compact", available)] == sizes


def test_few_digits_are_shown_more_often():
    trials = data_size_trials("mlp", 55_000)
    assert [trial.times for trial in trials] == [256, 26, 3, 1]
    assert len({trial.config for trial in trials}) == 1


def test_in_the_race_only_the_networks_differ():
    trials = race_trials(55_000)
    assert sorted(trial.config.network for trial in trials) == sorted(NETWORKS)
    assert {(trial.train_count, trial.times) for trial in trials} == {(5000, 3)}
    assert len({trial.config.with_(network="mlp") for trial in trials}) == 1


def test_networks_of_ones_own_join_the_race_once_each():
    own = ["flatten, dense 10", "flatten, dense 256, relu, dense 128, relu, dense 10"]
    trials = race_trials(55_000, own)  # the second one is the registry's
    assert sorted(trial.config.network for trial in trials) == sorted([*NETWORKS, own[0]])
    assert trials[0].config.network == own[0]  # the quickest


def test_each_chosen_digit_is_shown_as_often_and_every_class_has_its_share(digits):
    trial = data_size_trials("mlp", 4500)[0]
    data = trial.data(digits)
    pictures, times = np.unique(data.train.images.reshape(-1, 784), axis=0, return_counts=True)
    assert (len(pictures), set(times)) == (50, {256})
    assert set(np.bincount(data.train.labels) / 256) <= {4, 5, 6}
    assert data.validation is digits.validation
    known = {picture.tobytes() for picture in digits.train.images}
    assert {picture.tobytes() for picture in pictures} <= known
    assert np.array_equal(trial.data(digits).train.images, data.train.images)


def test_all_digits_once_are_the_data_themselves(digits):
    assert Trial(TrainingConfig(), 4500, 1).data(digits) is digits
    assert len(Trial(TrainingConfig(), 4500, 3).data(digits).train) == 13_500


def test_a_result_is_what_the_trained_network_reads(digits):
    trial = data_size_trials("mlp", 50)[0]
    watch = TrialWatch(trial)
    events = list(train(trial.config, trial.data(digits), snapshot_every=1e9))
    (result,) = [result for event in events if (result := watch.add(event)) is not None]
    trained = [event.model for event in events if isinstance(event, SnapshotTaken)][-1]
    read = Forward(trained).logits(digits.validation.images).argmax(axis=1)
    assert result.right == int((read == digits.validation.labels).sum())
    assert result.count == 500
    assert result.accuracy == result.right / 500
    assert result.interval == wilson_interval(result.right, 500)
    assert result.parameters == NETWORKS["mlp"].parameters()
    assert result.seconds > 0
    assert watch.progress == 1.0
