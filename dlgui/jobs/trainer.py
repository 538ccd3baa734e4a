"""What runs in the training's process: trains as ordered through a pipe, and replies with events.

Imports neither Qt nor, before it serves, torch.
"""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import monotonic

from dlgui.core.checkpoints import Checkpoint
from dlgui.core.data.digits import DigitData
from dlgui.core.errors import DlguiError
from dlgui.core.events import Event, StepDone, StepFollowed
from dlgui.core.runs import Events
from dlgui.core.settings import LiveSettings, TrainingConfig
from dlgui.jobs.controls import Order
from dlgui.jobs.pipe import receive, send

REPLY_SECONDS = 1 / 30
"""As often as the window is redrawn."""

REPLY_EVENTS = 256

Train = Callable[[TrainingConfig, DigitData, LiveSettings, Checkpoint | None], Events]


@dataclass(frozen=True, slots=True)
class Begin:
    """The first message of a training; orders follow, and each gets a reply."""

    config: TrainingConfig
    data: DigitData
    resume: Checkpoint | None


@dataclass(frozen=True, slots=True)
class Reply:
    """The events of one order.

    is_last: the training has ended, perhaps by an `error` for the person or a `defect` (traceback)
    """

    events: list[Event] = field(default_factory=list)
    is_last: bool = False
    error: DlguiError | None = None
    defect: str = ""


END = "end"
"""The last message of a training, whether it has ended by itself or not; it is sent back."""


def serve(connection: Connection, train: Train | None = None) -> None:
    """Train, one training after the other, until the other end of the pipe is closed."""
    train = train or _torch_training()
    try:
        while True:
            _train(connection, train, receive(connection))
    except (EOFError, OSError):
        connection.close()


def serve_process(connection: Connection) -> None:
    # Ctrl-C in a terminal reaches every process; the one with the window says what then happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(connection)


def _torch_training() -> Train:
    from dlgui.core.training import train

    return lambda config, data, live, resume: train(config, data, live=live, resume=resume)


def _train(connection: Connection, train: Train, begin: Begin) -> None:
    live = LiveSettings(begin.config)
    with closing(train(begin.config, begin.data, live, begin.resume)) as events:
        is_over = False
        while (order := receive(connection)) != END:
            # Orders that were sent before the other end knew of the end are dropped.
            if not is_over:
                reply = _obey(order, live, events)
                send(connection, reply)
                is_over = reply.is_last
    send(connection, END)


def _obey(order: Order, live: LiveSettings, events: Events) -> Reply:
    told: list[Event] = []
    try:
        live.learning_rate = order.learning_rate
        if order.is_followed:
            live.follow_next_step()
        is_last = _collect(events, told, _until_followed() if order.is_followed else _for_a_while())
        return Reply(told, is_last)
    except DlguiError as error:
        return Reply(told, is_last=True, error=error)
    except Exception:
        return Reply(told, is_last=True, defect=traceback.format_exc())


def _collect(events: Events, told: list[Event], is_enough: Callable[[Event], bool]) -> bool:
    """Whether `events` have ended."""
    for event in events:
        told.append(event)
        if is_enough(event):
            return False
    return True


def _for_a_while() -> Callable[[Event], bool]:
    end = monotonic() + REPLY_SECONDS
    left = REPLY_EVENTS

    def is_enough(event: Event) -> bool:
        nonlocal left
        left -= 1
        return left <= 0 or monotonic() >= end

    return is_enough


def _until_followed() -> Callable[[Event], bool]:
    step = None

    def is_enough(event: Event) -> bool:
        nonlocal step
        if isinstance(event, StepFollowed):
            step = event.step
        return isinstance(event, StepDone) and event.step == step

    return is_enough
