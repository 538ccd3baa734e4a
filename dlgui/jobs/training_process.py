"""A training in a process of its own, which looks as if it ran here.

Training and painting in one process share the interpreter's lock: a pen that draws without pause
took three quarters of the training's speed. docs/decisions/training-process.md has the figures.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Lock

from dlgui.core.data.datasets import DigitData
from dlgui.core.errors import CutOffError
from dlgui.core.nets.model import Model
from dlgui.core.training.checkpoints import Checkpoint
from dlgui.core.training.recording import Events
from dlgui.core.training.settings import TrainingConfig
from dlgui.jobs.training_worker import (
    END,
    Begin,
    Calibrate,
    Controls,
    Estimate,
    Reply,
    receive,
    send,
    serve_process,
)
from dlgui.language import tr

ORDERS_AHEAD = 2
"""The process goes on with the next order while the replies to the last one are handled here."""

LOOKS_EVERY = 0.1
"""Seconds between two looks at whether somebody still waits for a calibration."""

log = logging.getLogger(__name__)

_spare: list[Connection] = []
"""At most one process that has imported torch and waits for a training."""
_lent = 0
"""How many trainings are under way; the process of one serves the next."""
_lock = Lock()


class TrainingDefectError(Exception):
    """A fault in the training's code; its traceback is the message."""


def warm_up() -> None:
    """Have a process ready, so that the next training need not wait for torch's import."""
    with _lock:
        if not _spare and not _lent:
            _spare.append(_spawn())


def train_in_process(
    config: TrainingConfig, data: DigitData, controls: Controls, resume: Checkpoint | None
) -> Events:
    """As `dlgui.core.training.train.train`, obeying `controls`. Closing it ends the training.

    Raises CutOffError when the process has died, and TrainingDefectError.
    """
    connection = _take()
    try:
        yield from train_through(connection, config, data, controls, resume)
    finally:
        _give_back(connection)


def train_through(
    connection: Connection,
    config: TrainingConfig,
    data: DigitData,
    controls: Controls,
    resume: Checkpoint | None,
) -> Events:
    """The same with a `dlgui.jobs.training_worker.serve` at the other end of the pipe.

    The pipe is closed at the end unless another training can follow.
    """
    try:
        send(connection, Begin(config, data, resume))
        yield from _replies(connection, controls)
    except (EOFError, OSError) as error:
        connection.close()
        raise CutOffError(
            tr(
                "The training's process has died, perhaps for want of memory: close other "
                "programs and resume the run. What was learned until a second ago is kept."
            )
        ) from error
    finally:
        _come_to_rest(connection, controls)


def calibrate_in_process(model: Model, data: DigitData, controls: Controls) -> Model:
    """As `dlgui.core.training.calibrating.calibrate`; the model as it is when `controls` abandon it
    or the process dies."""
    with closing(calibrating_in_process(model, data)) as looks:
        while not controls.is_abandoned:
            try:
                next(looks)
            except StopIteration as end:
                calibrated: Model = end.value
                return calibrated
    return model


def calibrating_in_process(model: Model, data: DigitData) -> Generator[None, None, Model]:
    """The same, cancelled by being closed."""
    connection = _take()
    try:
        send(connection, Calibrate(model, replace(data, test=None)))
        while not connection.poll(LOOKS_EVERY):
            yield
        calibrated: Model = receive(connection)
    except (EOFError, OSError):
        log.warning("The process that calibrated a model has died")
        connection.close()
        return model
    except GeneratorExit:
        connection.close()
        raise
    finally:
        _give_back(connection)
    return calibrated


def estimate_in_process(config: TrainingConfig, count: int) -> float | None:
    """As `dlgui.core.training.estimate.seconds_per_epoch`; None where the process cannot tell."""
    connection = _take()
    try:
        send(connection, Estimate(config, count))
        seconds: float | None = receive(connection)
    except (EOFError, OSError):
        log.warning("The process that estimated an epoch has died")
        connection.close()
        return None
    finally:
        _give_back(connection)
    return seconds


def _replies(connection: Connection, controls: Controls) -> Events:
    under_way = 0
    while True:
        while under_way < ORDERS_AHEAD and (order := controls.order(wait=not under_way)):
            send(connection, order)
            under_way += 1
        if controls.is_abandoned or not under_way:
            return
        reply: Reply = receive(connection)
        under_way -= 1
        yield from reply.events
        if reply.error:
            raise reply.error
        if reply.defect:
            raise TrainingDefectError(reply.defect)
        if reply.is_last:
            return


def _come_to_rest(connection: Connection, controls: Controls) -> None:
    if controls.is_abandoned:
        connection.close()
    if connection.closed:
        return
    try:
        send(connection, END)
        while receive(connection) != END:
            pass
    except (EOFError, OSError):
        connection.close()


def _spawn() -> Connection:
    # Spawned, not forked, everywhere: a copy of a process with a window and threads is not sound.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    # A daemon, so that it cannot keep the program from ending.
    process = context.Process(target=serve_process, args=(theirs,), name="training", daemon=True)
    with _without_interrupts():
        process.start()
    # So that its end is noticed here.
    theirs.close()
    return ours


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started inside never gets the terminal's Ctrl-C, which is for the window."""
    if not hasattr(signal, "pthread_sigmask"):  # On Windows.
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _take() -> Connection:
    global _lent
    with _lock:
        _lent += 1
        if _spare:
            connection = _spare.pop()
            # It has nothing to say: what can be read is its end.
            if not connection.poll():
                return connection
            connection.close()
        return _spawn()


def _give_back(connection: Connection) -> None:
    global _lent
    with _lock:
        _lent -= 1
        if connection.closed:
            return
        if _spare:
            connection.close()
        else:
            _spare.append(connection)
