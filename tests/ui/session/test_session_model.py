"""Which model answers, when trainings, choices and variants follow each other."""

import pytest

from dlgui.core.nets.model import Model
from dlgui.core.training.events import StepDone, StepFollowed
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.session.reader import SHIPPED_READER, SessionModel

SHIPPED, FIRST, SECOND, CHANGED = (Model("mlp", {}) for _ in range(4))


@pytest.fixture
def answering(qapp):
    answering = SessionModel()
    answering.set_shipped(SHIPPED)
    return answering


def shown(answering):
    return answering.model, answering.name


def test_a_variant_answers_for_a_while(answering):
    told = []
    answering.changed.connect(told.append)
    answering.try_out(CHANGED, "Without filter 3")
    assert shown(answering) == (CHANGED, "Without filter 3")
    assert answering.is_variant
    answering.try_out(FIRST, "Without filter 4")
    answering.end_trial()
    assert shown(answering) == (SHIPPED, SHIPPED_READER)
    assert not answering.is_variant
    answering.end_trial()
    assert told == [True, True, True]


def test_after_a_trial_the_training_s_newest_network_answers(answering):
    answering.follow_training()
    answering.learn(FIRST, "Run")
    answering.try_out(CHANGED, "Run, step 1")
    answering.learn(SECOND, "Run")
    assert shown(answering) == (CHANGED, "Run, step 1")
    answering.end_trial()
    assert shown(answering) == (SECOND, "Run")


def test_a_chosen_model_ends_trial_and_following(answering):
    answering.follow_training()
    answering.try_out(CHANGED, "Run, step 1")
    answering.choose(FIRST, "mine")
    answering.learn(SECOND, "Run")
    answering.end_trial()
    assert shown(answering) == (FIRST, "mine")


def test_a_training_that_fails_gives_back_what_answered_before(answering):
    answering.try_out(CHANGED, "Without filter 3")
    answering.follow_training()
    answering.learn(FIRST, "Run")
    answering.training_failed(None, "Run")
    assert shown(answering) == (SHIPPED, SHIPPED_READER)
    answering.learn(FIRST, "Run")
    answering.training_failed(SECOND, "Run")
    assert shown(answering) == (SECOND, "Run")


def last_step(told):
    return max(event.step for event in told if isinstance(event, StepDone))


def test_one_step_is_followed_while_paused(qtbot, live_session):
    told = []
    live_session.events_arrived.connect(told.extend)
    live_session.follow_step()  # nothing to follow yet
    live_session.start_training(TrainingConfig(network="lenet5", epochs=200, device="cpu"))
    qtbot.waitUntil(lambda: any(isinstance(e, StepDone) for e in told), timeout=60_000)
    live_session.pause_training()
    live_session.follow_step()
    qtbot.waitUntil(lambda: any(isinstance(e, StepFollowed) for e in told), timeout=20_000)
    followed = next(event for event in told if isinstance(event, StepFollowed))
    qtbot.waitUntil(lambda: last_step(told) == followed.step, timeout=20_000)
    assert live_session.state is TrainingState.PAUSED
    live_session.try_out(CHANGED, "Without filter 3")
    assert live_session.is_variant
    live_session.end_trial()
    assert live_session.model.summary["step"] == followed.step
