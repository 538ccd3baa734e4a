import pytest

from dlgui.core.data.embedded import load_embedded
from dlgui.core.evaluation import wilson_interval
from dlgui.core.events import SnapshotTaken
from dlgui.core.experiments import TrialWatch, data_size_trials, race_trials
from dlgui.core.forward import Forward
from dlgui.core.networks import NETWORKS
from dlgui.core.training import train


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
    trials = data_size_trials("compact", available)
    assert [trial.train_count for trial in trials] == sizes
    assert [trial.config.train_digits for trial in trials] == sizes


def test_few_digits_are_shown_more_often():
    epochs = [trial.config.epochs for trial in data_size_trials("mlp", 55_000)]
    assert epochs == [60, 25, 3, 1]
    configs = {trial.config.with_(epochs=1, train_digits=0) for trial in data_size_trials("mlp", 9)}
    assert len(configs) == 1


def test_in_the_race_only_the_networks_differ():
    trials = race_trials(55_000)
    assert sorted(trial.config.network for trial in trials) == sorted(NETWORKS)
    assert {trial.train_count for trial in trials} == {5000}
    assert len({trial.config.with_(network="mlp") for trial in trials}) == 1


def test_a_result_is_what_the_trained_network_reads():
    digits = load_embedded()
    trial = data_size_trials("mlp", 50)[0]
    watch = TrialWatch(trial)
    events = list(train(trial.config, digits, snapshot_every=1e9))
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
