from itertools import pairwise

import numpy as np
import pytest

from dlgui.core.explain.steps import CAPACITY, Timeline, answer_of
from dlgui.core.explain.trace import look_inside
from dlgui.core.nets.model import Model
from dlgui.core.training.events import SnapshotTaken


def snapshot(step):
    return SnapshotTaken(step, 1, Model("mlp", {}))


def filled(steps, capacity=CAPACITY):
    timeline = Timeline(capacity)
    for step in steps:
        timeline.add(snapshot(step))
    return timeline


def steps_of(timeline):
    return [kept.step for kept in timeline.snapshots]


def test_everything_is_kept_while_there_is_room():
    assert steps_of(filled(range(0, 600, 10))) == list(range(0, 600, 10))


@pytest.mark.parametrize("count", [61, 100, 1000, 5000])
@pytest.mark.parametrize("spacing", [1, 37])
def test_many_are_thinned_evenly(count, spacing):
    steps = steps_of(filled(range(0, count * spacing, spacing)))
    assert len(steps) == CAPACITY
    assert (steps[0], steps[-1]) == (0, (count - 1) * spacing)
    gaps = [after - before for before, after in pairwise(steps)]
    even = steps[-1] / (CAPACITY - 1)
    assert max(gaps) <= 2.5 * even + spacing


def test_it_is_even_by_steps_when_snapshots_come_unevenly():
    """Slow first, then ten times as often."""
    steps = steps_of(filled([*range(0, 1000, 10), *range(1000, 2000)]))
    early = sum(step < 1000 for step in steps)
    assert 20 <= early <= 40


def test_a_run_taken_up_earlier_forgets_what_came_after():
    timeline = filled([0, 10, 20, 30])
    timeline.cut(20)
    assert steps_of(timeline) == [0, 10, 20]
    timeline.add(snapshot(5))
    assert steps_of(timeline) == [0, 5]


def test_the_outcome_replaces_the_last_snapshot_of_the_same_step():
    timeline = filled([0, 10])
    outcome = snapshot(10)
    timeline.add(outcome)
    assert timeline.snapshots[-1] is outcome
    assert steps_of(timeline) == [0, 10]


def test_the_closest_one_is_found():
    timeline = filled([0, 10, 20])
    assert timeline.at(14).step == 10
    assert timeline.at(99).step == 20
    assert Timeline().at(3) is None


def test_too_small_a_timeline_is_refused():
    with pytest.raises(ValueError, match="first and the newest"):
        Timeline(1)


@pytest.mark.parametrize("calibration", [{}, {"temperature": 1.7}])
def test_the_answer_is_that_of_the_inside_page(lived_in_model, calibration):
    model = lived_in_model("compact", calibration=calibration)
    pixels = np.random.default_rng(0).random((28, 28), np.float32)
    expected = look_inside(model, pixels).stages[-1].values
    assert answer_of(model, pixels) == pytest.approx(expected, rel=1e-4, abs=1e-7)
