import pytest

from dlgui.core.training.events import EpochDone, StepDone, TrainingDone, TrainingStarted
from dlgui.ui.train.history import Series, Smoother, TrainingHistory


def started(first_epoch=0, first_step=0, epochs=2):
    return TrainingStarted("mlp", 100, 800, 100, 10, epochs, first_epoch, first_step, "cpu")


def step(number, seconds, loss=1.0):
    return StepDone(number, (number - 1) // 10 + 1, loss, 0.5, 1e-3, seconds)


def epoch_done(epoch, validation_accuracy):
    return EpochDone(epoch, 10 * epoch, 0.5, 0.8, 0.4, validation_accuracy, 1.0, 800.0)


def test_a_series_grows_and_answers_for_any_place():
    series = Series()
    for x in range(1000):
        series.add(x, x * x)
    assert len(series) == 1000
    assert series.x[-1] == 999
    assert series.y_at(-1) is None
    assert series.y_at(10.9) == 100
    assert series.y_at(1e9) == 999**2


def test_smoothing_starts_at_the_first_value_and_follows():
    smoother = Smoother(10)
    assert smoother.add(4.0) == pytest.approx(4.0)
    for _ in range(200):
        last = smoother.add(1.0)
    assert last == pytest.approx(1.0, abs=1e-3)


def test_speed_and_time_left_come_from_the_steps():
    run = TrainingHistory(started())
    assert run.images_per_second is None
    assert run.seconds_left is None
    for number in range(1, 6):
        run.add(step(number, seconds=0.1 * number))
    assert run.images_per_second == pytest.approx(800.0)  # 10 steps of 80 digits a second.
    assert run.seconds_left == pytest.approx(1.5)
    assert run.elapsed == pytest.approx(0.5)
    run.add(TrainingDone(2, 20, 1, 0.9, 2.0))
    assert run.seconds_left == 0.0


def test_speed_follows_the_last_seconds():
    run = TrainingHistory(started(epochs=100))
    for number in range(1, 101):
        run.add(step(number, seconds=float(number)))
    for number in range(101, 200):
        run.add(step(number, seconds=100 + (number - 100) / 10))
    assert run.images_per_second == pytest.approx(800.0, rel=0.01)


def test_the_best_epoch_is_the_first_with_the_highest_accuracy():
    run = TrainingHistory(started(epochs=3))
    for epoch, accuracy in ((1, 0.90), (2, 0.95), (3, 0.95)):
        run.add(epoch_done(epoch, accuracy))
    assert run.best_accuracy == pytest.approx(95.0)
    assert run.best_epoch == 2
    assert run.validation_accuracy.y.tolist() == pytest.approx([90.0, 95.0, 95.0])
    assert run.validation_loss.x.tolist() == [10, 20, 30]


def test_a_mean_over_an_epoch_stands_at_its_middle():
    run = TrainingHistory(started())
    run.add(epoch_done(1, 0.9))
    run.add(epoch_done(2, 0.9))
    assert run.train_loss.x.tolist() == [5, 15]
    assert run.train_accuracy.x.tolist() == [0.5, 1.5]
    assert run.validation_accuracy.x.tolist() == [1, 2]


def test_what_goes_on_where_it_stopped_continues_the_curves():
    run = TrainingHistory(started())
    for number in range(1, 11):
        run.add(step(number, 0.1 * number))
    run.resume(started(first_epoch=1, first_step=10, epochs=3))
    assert run.total_steps == 30
    assert len(run.loss) == 10


def test_a_run_stopped_within_an_epoch_goes_on_after_the_last_whole_one():
    run = TrainingHistory(started(epochs=3))
    for number in range(1, 14):
        run.add(step(number, 0.1 * number))
        if number == 10:
            run.add(epoch_done(1, 0.9))
    run.resume(started(first_epoch=1, first_step=10, epochs=3))
    assert run.loss.x.tolist() == list(range(1, 11))
    assert run.smooth_accuracy.x.tolist()[-1] == 1.0
    assert run.validation_accuracy.x.tolist() == [1]
    run.add(step(11, 1.1))
    assert run.loss.x.tolist() == list(range(1, 12))


def test_a_run_goes_on_within_an_epoch():
    run = TrainingHistory(started(epochs=3))
    for number in range(1, 14):
        run.add(step(number, 0.1 * number))
    run.resume(started(first_epoch=1, first_step=12, epochs=3))
    assert run.loss.x.tolist() == list(range(1, 13))
    assert run.smooth_accuracy.x.tolist()[-1] == 1.2
