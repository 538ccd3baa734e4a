"""The whole main job in the real window: train, draw, be read, judge, and pictures of it all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType

import numpy as np
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel

from dlgui.app import make_application
from dlgui.console import deferred_interrupt
from dlgui.core.training.events import EpochDone, Event
from dlgui.demo.digits import strokes_of
from dlgui.demo.hand import DemoError, Hand
from dlgui.jobs.training_job import TrainingState
from dlgui.language import listed, tr
from dlgui.ui.kit.theme import ThemeChoice, set_theme, theme_choice
from dlgui.ui.session.messages import Message
from dlgui.ui.session.session import Session
from dlgui.ui.window.window import MainWindow

DIGIT_HEIGHT = 0.62
"""Of a drawn digit, as a share of the pad's height."""

USUAL_SECONDS = 30.0
TRAINING_SECONDS = 1800.0

SETTLING_MS = 100
"""Until everything is laid out and painted in other colours."""

ANSWER_SECONDS = 0.15
"""After an answer, in which a newer one would have come."""

QUIET_SECONDS = 0.5
"""Without background work: what is shown next begins when what was asked first has come."""

THEMES: tuple[ThemeChoice, ...] = ("light", "dark")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """preset, epochs and batch_size are set in the form; size: of the window, in pixels.

    pictures: the folder for pictures of the window, or None for none
    """

    preset: str
    epochs: int
    batch_size: int
    size: tuple[int, int]
    pictures: Path | None


def run_demo(plan: Plan, tell: Tell) -> bool:
    """Run the demo in a window of its own, reporting line by line; whether all digits were read.

    Raises DemoError when the window does not do what it should, and KeyboardInterrupt on Ctrl-C.
    """
    application = make_application()
    session = Session()
    window = MainWindow(session)
    window.resize(*plan.size)
    window.show()
    session.start()
    with deferred_interrupt() as interrupt:
        demo = _Demo(plan, tell, session, window, Hand(window, lambda: interrupt.is_pressed))
        try:
            with _noticing_crashes(demo.fail):
                return demo.run()
        finally:
            session.close()
            demo.wait_for_end()
            # A history that dies with strokes in it tells the menu's actions, which the end of the
            # application has taken away before: the process crashed after its last line.
            for stack in window.findChildren(QUndoStack):
                stack.clear()
            window.close()
            application.processEvents()


@contextmanager
def _noticing_crashes(notice: Callable[[str], None]) -> Iterator[None]:
    """Qt reports an exception in a slot to `sys.excepthook`, and goes on as if nothing were."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        notice(tr("Something went wrong inside dlgui; what it was is told above."))

    sys.excepthook = hook
    try:
        yield
    finally:
        sys.excepthook = before


class _Demo:
    def __init__(
        self, plan: Plan, tell: Tell, session: Session, window: MainWindow, hand: Hand
    ) -> None:
        self._plan, self._tell = plan, tell
        self._session, self._window, self._hand = session, window, hand
        self._epoch = 0
        self._error = ""
        self._has_closed = False
        self._answered_at = monotonic()
        session.pad.answered.connect(self._on_answered)
        session.training.events.connect(self._on_events)
        session.messages.said.connect(self._on_message)
        session.closed.connect(self._on_closed)

    def run(self) -> bool:
        self._train()
        misread = [digit for digit in range(10) if not self._is_read(digit)]
        self._take_pictures("train")
        self._evaluate()
        self._take_pictures("evaluate")
        self._visit("inside", "goToInside")
        self._visit("why", "whyButton")
        self._visit("layers", "goToSteps", "layersOverTimeButton")
        self._visit("learn", "goToLearn")
        self._visit("runs", "goToRuns")
        self._visit("network", "goToTrain", "benchSideButton")
        self._visit("code", "codeSideButton")
        self._raise_error()
        if misread:
            self._tell(tr("Misread: {digits}.").format(digits=listed(map(str, misread))))
        return not misread

    def fail(self, error: str) -> None:
        """Let the demo end with a DemoError that says `error`."""
        self._error = self._error or error

    def wait_for_end(self) -> None:
        """Until every thread of the session has ended."""
        while not self._has_closed:
            self._hand.pause(10)

    # The parts of the job

    def _train(self) -> None:
        plan, hand, session = self._plan, self._hand, self._session
        self._wait(
            lambda: session.data.digits and session.reader.model,
            tr("digits and reader did not load"),
        )
        hand.choose("presetBox", plan.preset)
        hand.type_number("setting_epochs", plan.epochs)
        hand.type_number("setting_batch_size", plan.batch_size)
        hand.click("startButton")
        # From here on this drawing is seen by a network that knows more and more.
        self._draw(8)
        self._wait(
            lambda: self._epoch >= plan.epochs // 2,
            tr("half of the training was not reached"),
            TRAINING_SECONDS,
        )
        self._take_pictures("training")
        self._wait(
            lambda: session.training.state is TrainingState.IDLE,
            tr("the training did not end"),
            TRAINING_SECONDS,
        )
        self._tell(
            tr("Trained in {time}; best validation accuracy {accuracy}.").format(
                time=self._text("elapsedLabel"), accuracy=self._text("bestAccuracyLabel")
            )
        )

    def _is_read(self, digit: int) -> bool:
        self._hand.click("clearButton")
        self._draw(digit)
        self._wait(self._has_read_everything, tr("the {digit} was not read").format(digit=digit))
        reading = self._session.pad.reading
        assert reading is not None
        sure = min(read.probability for read in reading.digits)
        self._tell(
            tr("Drew {digit}, read {answer} ({sure:.1%}).").format(
                digit=digit, answer=self._text("answerLabel"), sure=sure
            )
        )
        return reading.reading == str(digit) and not reading.refused

    def _evaluate(self) -> None:
        self._hand.click("goToEvaluate")
        self._wait(
            lambda: self._window.evaluate_page.evaluation is not None,
            tr("the evaluation did not end"),
            TRAINING_SECONDS,
        )
        self._tell(
            tr("Evaluated: {accuracy} ({interval}).").format(
                accuracy=self._text("accuracyLabel"), interval=self._text("intervalLabel")
            )
        )

    def _visit(self, name: str, *buttons: str) -> None:
        """Show a page or a side of it, with what it computes in the background."""
        for button in buttons:
            self._hand.click(button)
        quiet_since = monotonic()

        def is_settled() -> bool:
            nonlocal quiet_since
            if self._session.tasks.doing:
                quiet_since = monotonic()
            return monotonic() - quiet_since > QUIET_SECONDS

        self._wait(is_settled, tr("{name} was not shown").format(name=name))
        self._take_pictures(name)

    def _take_pictures(self, name: str) -> None:
        """The window as it is, light and dark."""
        folder = self._plan.pictures
        if folder is None:
            return
        self._hand.dismiss_message()
        before = theme_choice()
        for theme in THEMES:
            set_theme(theme)
            self._hand.pause(SETTLING_MS)
            path = folder / f"{name}-{theme}.png"
            if not self._window.grab().save(str(path)):
                raise DemoError(
                    tr("{path} cannot be written: choose another folder.").format(path=path)
                )
        set_theme(before)

    # Their steps

    def _draw(self, digit: int) -> None:
        pad = self._hand.find("pad")
        height = DIGIT_HEIGHT * pad.height()
        strokes = [height * stroke for stroke in strokes_of(digit)]
        points = np.concatenate(strokes)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        shift = np.array([pad.width() / 2, pad.height() / 2]) - middle
        self._hand.draw("pad", [stroke + shift for stroke in strokes])

    def _has_read_everything(self) -> bool:
        """Whether the newest answer is about all of the ink, not what was there of it before.

        A loop that is not closed yet may fill the same box: so the last answer is waited for.
        """
        reading, drawing = self._session.pad.reading, self._session.pad.drawing
        if reading is None or not reading.digits or drawing.is_empty:
            return False
        if monotonic() - self._answered_at < ANSWER_SECONDS:
            return False
        boxes = np.array([digit.box for digit in reading.digits])
        whole = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
        return np.allclose(whole, drawing.box(), atol=0.01)

    def _text(self, name: str) -> str:
        label = self._hand.find(name)
        assert isinstance(label, QLabel)
        return label.text()

    def _wait(
        self, happened: Callable[[], object], otherwise: str, seconds: float = USUAL_SECONDS
    ) -> None:
        self._hand.wait(lambda: bool(self._error or happened()), otherwise, seconds)
        self._raise_error()

    def _raise_error(self) -> None:
        if self._error:
            raise DemoError(self._error)

    def _on_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self._epoch = event.epoch
                self._tell(
                    tr("Epoch {epoch}: {validation_accuracy:.2%} of the held-out digits").format(
                        epoch=event.epoch, validation_accuracy=event.validation_accuracy
                    )
                )

    def _on_message(self, message: Message) -> None:
        if message.kind == "error":
            self.fail(message.text)

    def _on_answered(self) -> None:
        self._answered_at = monotonic()

    def _on_closed(self) -> None:
        self._has_closed = True
