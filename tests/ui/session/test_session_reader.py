"""Which model answers, when trainings, choices and variants follow each other."""

import pytest

from dlgui.core.nets.model import Model
from dlgui.core.training.events import StepDone, StepFollowed
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingState
from dlgui.ui.session.messages import Messages
from dlgui.ui.session.reader import SHIPPED_READER, SessionReader
from dlgui.ui.session.settings_file import SettingsFile
from dlgui.ui.session.tasks import BackgroundTasks

SHIPPED, FIRST, SECOND, CHANGED = (Model("mlp", {}) for _ in range(4))


@pytest.fixture
def messages(qapp):
    return Messages()


@pytest.fixture
def reader(messages):
    reader = SessionReader(BackgroundTasks(), SettingsFile(), messages)
    reader.choose(SHIPPED, SHIPPED_READER)
    return reader


def shown(reader):
    return reader.model, reader.name


def test_a_variant_answers_for_a_while(reader):
    told = []
    reader.changed.connect(lambda: told.append(reader.continues))
    reader.try_out(CHANGED, "Without filter 3")
    assert shown(reader) == (CHANGED, "Without filter 3")
    assert reader.is_variant
    reader.try_out(FIRST, "Without filter 4")
    reader.end_trial()
    assert shown(reader) == (SHIPPED, SHIPPED_READER)
    assert not reader.is_variant
    reader.end_trial()
    assert told == [True, True, True]


def test_after_a_trial_the_training_s_newest_network_answers(reader):
    reader.follow_training()
    reader.learn(FIRST, "Run")
    reader.try_out(CHANGED, "Run, step 1")
    reader.learn(SECOND, "Run")
    assert shown(reader) == (CHANGED, "Run, step 1")
    reader.end_trial()
    assert shown(reader) == (SECOND, "Run")


def test_after_a_training_has_ended_no_choice_is_about_it(reader, messages):
    said = []
    messages.said.connect(said.append)
    reader.follow_training()
    reader.learn(FIRST, "Run")
    reader.choose(SECOND, "mine")
    assert said[-1].action_label == "Switch back"
    reader.training_ended()
    said[-1].action()
    reader.choose(SHIPPED, SHIPPED_READER)
    assert len(said) == 1


def test_a_chosen_model_ends_trial_and_following(reader):
    reader.follow_training()
    reader.try_out(CHANGED, "Run, step 1")
    reader.choose(FIRST, "mine")
    reader.learn(SECOND, "Run")
    reader.end_trial()
    assert shown(reader) == (FIRST, "mine")


def test_a_training_that_fails_gives_back_what_answered_before(reader):
    reader.try_out(CHANGED, "Without filter 3")
    reader.follow_training()
    reader.learn(FIRST, "Run")
    reader.training_failed(None, "Run")
    assert shown(reader) == (SHIPPED, SHIPPED_READER)
    reader.learn(FIRST, "Run")
    reader.training_failed(SECOND, "Run")
    assert shown(reader) == (SECOND, "Run")


def last_step(told):
    return max(event.step for event in told if isinstance(event, StepDone))


def test_one_step_is_followed_while_paused(qtbot, live_session):
    told = []
    live_session.training.events.connect(told.extend)
    live_session.training.follow_step()  # nothing to follow yet
    live_session.training.start(TrainingConfig(network="lenet5", epochs=200, device="cpu"))
    qtbot.waitUntil(lambda: any(isinstance(e, StepDone) for e in told), timeout=60_000)
    live_session.training.pause()
    live_session.training.follow_step()
    qtbot.waitUntil(lambda: any(isinstance(e, StepFollowed) for e in told), timeout=20_000)
    followed = next(event for event in told if isinstance(event, StepFollowed))
    qtbot.waitUntil(lambda: last_step(told) == followed.step, timeout=20_000)
    assert live_session.training.state is TrainingState.PAUSED
    live_session.reader.try_out(CHANGED, "Without filter 3")
    assert live_session.reader.is_variant
    live_session.reader.end_trial()
    assert live_session.reader.model.summary["step"] == followed.step
