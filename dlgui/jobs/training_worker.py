"""What runs in the training's process: takes orders through a pipe, and replies with events.

It imports neither Qt nor, before it serves, torch. Arrays travel beside the pickle and not inside
it: pickling 60,000 digits as one piece would copy 47 MB while holding the interpreter, and so stop
the window. Protocol 5 leaves arrays out (PEP 574), and writing them gives the interpreter up.
Only dlgui's own processes are at the ends of these pipes, so that unpickling is safe.
"""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from threading import Condition
from time import monotonic
from typing import Any

from dlgui import language
from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import DlguiError
from dlgui.core.nets.model import Model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.events import Event, StepDone, StepFollowed
from dlgui.core.training.recording import Events
from dlgui.core.training.settings import LiveSettings, TrainingConfig

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
    language: str = field(default_factory=language.current)


@dataclass(frozen=True, slots=True)
class Calibrate:
    """A message of its own, no training: to be answered by the model, calibrated for `digits`."""

    model: Model
    digits: DigitData


@dataclass(frozen=True, slots=True)
class Estimate:
    """The same: to be answered by the seconds of an epoch of `count` digits, or None for settings
    that cannot be trained here."""

    config: TrainingConfig
    count: int


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
            message = receive(connection)
            if isinstance(message, Calibrate):
                _calibrate(connection, message)
            elif isinstance(message, Estimate):
                _estimate(connection, message)
            else:
                language.use(message.language)
                _train(connection, train, message)
    except (EOFError, OSError):
        connection.close()


def serve_process(connection: Connection) -> None:
    # Ctrl-C in a terminal reaches every process; the one with the window says what then happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(connection)


def _torch_training() -> Train:
    from dlgui.core.training.train import train

    return lambda config, data, live, resume: train(config, data, live=live, resume=resume)


def _calibrate(connection: Connection, message: Calibrate) -> None:
    from dlgui.core.training.calibrating import calibrate

    send(connection, calibrate(message.model, message.digits))


def _estimate(connection: Connection, message: Estimate) -> None:
    from dlgui.core.training.estimate import seconds_per_epoch

    try:
        send(connection, seconds_per_epoch(message.config, message.count))
    except DlguiError:
        send(connection, None)


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
    collected: list[Event] = []
    try:
        live.learning_rate = order.learning_rate
        if order.is_followed:
            live.follow_next_step()
        is_last = _collect(
            events, collected, _until_followed() if order.is_followed else _for_a_while()
        )
        return Reply(collected, is_last)
    except DlguiError as error:
        return Reply(collected, is_last=True, error=error)
    except Exception:
        return Reply(collected, is_last=True, defect=traceback.format_exc())


def _collect(events: Events, collected: list[Event], is_enough: Callable[[Event], bool]) -> bool:
    """Whether `events` have ended."""
    for event in events:
        collected.append(event)
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


@dataclass(frozen=True, slots=True)
class Order:
    """Train for a moment. is_followed: a single step, recorded in every detail."""

    learning_rate: float
    is_followed: bool = False


class Controls:
    """Set in the GUI thread, followed by the training's worker, which waits here while paused."""

    def __init__(self, config: TrainingConfig) -> None:
        self._live = LiveSettings(config)
        self._changed = Condition()
        self._is_paused = False
        self._is_stopped = False
        self._is_abandoned = False
        self._followed_steps = 0

    def set_learning_rate(self, value: float) -> None:
        """Raises SettingError for a value outside the range."""
        self._live.learning_rate = value

    def pause(self) -> None:
        with self._changed:
            self._is_paused = True

    def go_on(self) -> None:
        with self._changed:
            self._is_paused = False
            self._changed.notify_all()

    def follow_step(self) -> None:
        """While paused, take one step, which is followed."""
        with self._changed:
            self._followed_steps += 1
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def abandon(self) -> None:
        """Stop, and keep no more than is on the disk: somebody waits for the end."""
        self._is_abandoned = True
        self.stop()

    @property
    def is_abandoned(self) -> bool:
        return self._is_abandoned

    def order(self, *, wait: bool) -> Order | None:
        """What to do next, or None once stopped. While paused: None, or wait until there is."""
        with self._changed:
            if wait:
                self._changed.wait_for(
                    lambda: self._is_stopped or not self._is_paused or self._followed_steps
                )
            if self._is_stopped:
                return None
            if self._followed_steps:
                self._followed_steps -= 1
                return Order(self._live.learning_rate, is_followed=True)
            return None if self._is_paused else Order(self._live.learning_rate)


def send(connection: Connection, message: object) -> None:
    """Raises OSError when the other end is closed."""
    arrays: list[pickle.PickleBuffer] = []
    packed = pickle.dumps(message, 5, buffer_callback=arrays.append)
    views = [array.raw() for array in arrays]
    connection.send((packed, [view.nbytes for view in views]))
    for view in views:
        if view.nbytes:
            connection.send_bytes(view)


def receive(connection: Connection) -> Any:
    """Wait for a message; its arrays belong to the receiver.

    Raises EOFError or OSError when the other end is closed.
    """
    packed, sizes = connection.recv()
    arrays = [bytearray(size) for size in sizes]
    for array in arrays:
        if array:
            connection.recv_bytes_into(array)
    return pickle.loads(packed, buffers=arrays)
