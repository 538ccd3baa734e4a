"""Hints as the window tells them, and what a click on them does."""

from __future__ import annotations

import pytest

from dlgui.core.errors import NOT_A_NUMBER, TrainingError
from dlgui.core.training.events import EpochDone, StepDone, TrainingStarted
from dlgui.core.training.hints import HintKind
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_job import TrainingJob, TrainingState
from dlgui.ui.session.session import Session
from dlgui.ui.train.page import TrainPage
from dlgui.ui.window.message_bar import MessageBar

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 30_000


class Run:
    """A training that tells the events that a test gives it, and then the error, if any."""

    def __init__(self) -> None:
        self.events = []
        self.error = None
        self.is_endless = False
        self.rates = []

    def __call__(self, config, data, controls, resume):
        yield TrainingStarted("mlp", 100, 100, 500, 500, config.epochs, 0, 0, "cpu")
        yield from self.events
        if self.error:
            raise self.error
        while self.is_endless and (order := controls.order(wait=True)) is not None:
            self.rates.append(order.learning_rate)
            yield StepDone(1000, 1, 0.5, 0.9, order.learning_rate, 1.0)


@pytest.fixture
def run():
    return Run()


@pytest.fixture
def session(qtbot, run):
    session = Session(training=TrainingJob(train=run))
    session.start()
    qtbot.waitUntil(lambda: not session.tasks.doing, timeout=TIMEOUT)
    yield session
    with qtbot.waitSignal(session.closed, timeout=TIMEOUT):
        session.close()


@pytest.fixture
def page(session, qtbot):
    page = TrainPage(session)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def said(session):
    said = []
    session.messages.said.connect(said.append)
    return said


def steps(count, loss, accuracy, rate):
    return [StepDone(step, 1, loss, accuracy, rate, 0.01 * step) for step in range(1, count + 1)]


def start(page, session, **changes):
    page.form.set_config(TrainingConfig(network="mlp", epochs=1, **changes))
    session.training.start(page.form.config())


def test_a_rate_that_is_too_high_is_told_once_and_its_fix_ends_the_run(
    page, session, run, said, qtbot
):
    run.events, run.is_endless = steps(60, 900.0, 0.1, 0.5), True
    start(page, session, learning_rate=0.5)
    qtbot.waitUntil(lambda: len(said) == 1, timeout=TIMEOUT)
    assert said[0].kind == "warning"
    assert said[0].action_label == "Stop, then: Use a learning rate of 0.001"
    said[0].action()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)
    assert page.form.config().learning_rate == 0.001
    assert [message.kind for message in said] == ["warning", "info"]
    assert "press Start" in said[1].text


def test_a_hint_of_a_run_that_is_over_is_withdrawn_and_stops_no_other(
    page, session, run, said, qtbot
):
    bar = MessageBar()
    qtbot.addWidget(bar)
    session.messages.said.connect(bar.show_message)
    session.messages.withdrawn.connect(bar.withdraw)
    run.events = steps(60, 900.0, 0.1, 0.5)
    start(page, session, learning_rate=0.5)
    qtbot.waitUntil(lambda: len(said) == 1 and session.training.is_idle, timeout=TIMEOUT)
    assert bar.messages() == said
    run.events, run.is_endless = [], True
    start(page, session, learning_rate=0.01)
    assert bar.messages() == []
    said[0].action()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.RUNNING, timeout=TIMEOUT)
    told = []
    session.training.events.connect(told.extend)
    qtbot.waitUntil(lambda: len(told) > 5, timeout=TIMEOUT)
    assert session.training.state is TrainingState.RUNNING
    assert page.form.config().learning_rate == 0.01
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.is_idle, timeout=TIMEOUT)


def test_a_rate_that_is_too_low_is_raised_while_the_training_runs(page, session, run, said, qtbot):
    run.events, run.is_endless = steps(200, 2.2, 0.2, 1e-5), True
    start(page, session, learning_rate=1e-5)
    qtbot.waitUntil(lambda: len(said) == 1, timeout=TIMEOUT)
    assert said[0].action_label == "Raise it to 0.001"
    said[0].action()
    qtbot.waitUntil(lambda: 0.001 in run.rates, timeout=TIMEOUT)
    assert session.training.state is TrainingState.RUNNING
    assert page.form.config().learning_rate == 0.001
    session.training.stop()
    qtbot.waitUntil(lambda: session.training.state is TrainingState.IDLE, timeout=TIMEOUT)


def test_a_failures_message_gets_a_fix_and_takes_the_first_ones_place(
    page, session, run, said, qtbot
):
    run.error = TrainingError(f"{NOT_A_NUMBER} at step 3.")
    told = []
    session.hints.found.connect(told.append)
    start(page, session, learning_rate=10.0)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT)
    assert [message.text for message in said] == [f"{NOT_A_NUMBER} at step 3."] * 2
    assert [message.action_label for message in said] == [None, "Use a learning rate of 0.001"]
    assert [hint.kind for hint in told] == [HintKind.NOT_A_NUMBER]


def test_another_failure_keeps_its_plain_message(page, session, run, said, qtbot):
    run.error = TrainingError("The training's process has died.")
    start(page, session)
    qtbot.waitUntil(lambda: bool(said), timeout=TIMEOUT)
    qtbot.wait(0)
    assert [message.action for message in said] == [None]


def test_the_past_of_a_run_that_is_taken_up_again_gives_no_hint(page, session, said):
    session.training.events.emit(
        [
            TrainingStarted("mlp", 100, 100, 500, 500, 1, 0, 0, "cpu"),
            *steps(60, 900.0, 0.1, 0.5),
        ]
    )
    assert said == []


def test_each_run_is_watched_anew(page, session, run, said, qtbot):
    by_heart = EpochDone(1, 100, 0.001, 1.0, 1.0, 0.7, 1.0, 100.0)
    run.events = [by_heart, by_heart]
    for number in (1, 2):
        start(page, session, train_digits=100)
        qtbot.waitUntil(
            lambda number=number: (
                len(said) == number and session.training.state is TrainingState.IDLE
            ),
            timeout=TIMEOUT,
        )
    assert {message.action_label for message in said} <= {
        "Use all digits",
        "Stop, then: Use all digits",
    }
    said[1].action()
    assert page.form.config().train_digits == 0
