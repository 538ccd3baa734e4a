"""How smooth the real window is while it trains at full speed.

    python tests/benchmarks/smoothness.py --data FOLDER [--seconds 30] [--batch-size 32]

FOLDER holds the four MNIST files; without it the embedded digits are trained on. In turns, the
reference network is trained without a window and in the window, where a timer ticks 60 times a
second and a pen draws 125 points a second. Printed are the ticks' lateness, the time from a pen
event to the painting of bars that know of it, and what being watched costs the training.
Run it on a quiet machine, with QT_QPA_PLATFORM=offscreen or under an X server.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

# Before numpy, because it sets what numpy reads when it is imported.
import dlgui.__main__  # noqa: F401

PEN_MS = 8
TICK_MS = 16
POINTS_IN_A_STROKE = 250


@dataclass
class Watch:
    """What is measured in the window, in milliseconds."""

    lateness: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    images_per_second: float = 0.0


def train_unwatched(data: str, batch_size: int, seconds: float) -> float:
    """Images a second of the steps alone, in a process of its own that shows nothing."""
    code = (
        "import sys; from dlgui.core import *; from dlgui.core.events import StepDone\n"
        f"data = load_data({data!r} or 'embedded')\n"
        f"config = TrainingConfig(batch_size={batch_size}, epochs=100)\n"
        "for event in train(config, data):\n"
        f"    if isinstance(event, StepDone) and event.seconds > {seconds}:\n"
        f"        print(event.step * {batch_size} / event.seconds); break\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def train_watched(data: str, batch_size: int, seconds: float) -> Watch:
    """The same in the window, with its charts, while somebody draws."""
    from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from dlgui.app import make_application
    from dlgui.core.events import Event, StepDone
    from dlgui.core.settings import TrainingConfig
    from dlgui.ui.session import Session
    from dlgui.ui.window import MainWindow

    app = make_application()
    session = Session()
    window = MainWindow(session)
    window.resize(1280, 800)
    window.show()
    session.single_digit = True
    pad = window.findChild(QWidget, "pad")
    bars = window.findChild(QWidget, "probabilityBars")
    clear = window.findChild(QWidget, "clearButton")
    watch = Watch()
    # Every point lies to the right of the one before, so the box of the ink that an answer is
    # about tells which pen events it knows of.
    waiting: deque[tuple[float, float]] = deque()
    known = -math.inf
    state = {"at": 0, "begun": 0.0, "tick": 0.0}

    def send(kind: QEvent.Type, position: QPointF, held: Qt.MouseButton) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else held
        still = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else held
        where = pad.mapToGlobal(position)
        event = QMouseEvent(kind, position, where, button, still, Qt.KeyboardModifier.NoModifier)
        app.sendEvent(pad, event)

    def move_pen() -> None:
        at = state["at"] % (POINTS_IN_A_STROKE + 1)
        state["at"] += 1
        share = at / POINTS_IN_A_STROKE
        x = pad.width() * (0.1 + 0.8 * share)
        position = QPointF(x, pad.height() * (0.5 + 0.3 * math.sin(12 * share)))
        left = Qt.MouseButton.LeftButton
        sent = perf_counter()
        if at == POINTS_IN_A_STROKE:
            send(QEvent.Type.MouseButtonRelease, position, left)
            waiting.clear()
            clear.click()
        elif at == 0:
            send(QEvent.Type.MouseButtonPress, position, left)
        else:
            send(QEvent.Type.MouseMove, position, left)
            if not session.drawing.is_empty and state["begun"]:
                waiting.append((session.drawing.box()[2], sent))

    def tick() -> None:
        now = perf_counter()
        if state["begun"] and state["tick"]:
            watch.lateness.append(max(0.0, (now - state["tick"]) * 1000 - TICK_MS))
        state["tick"] = now

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                now = perf_counter()
                while waiting and waiting[0][0] <= known + 1e-3:
                    watch.answers.append((now - waiting.popleft()[1]) * 1000)
            return False

    def on_answered(reading) -> None:
        nonlocal known
        known = reading.digits[0].box[2] if reading.digits else -math.inf

    def on_events(events: list[Event]) -> None:
        for event in events:
            if isinstance(event, StepDone):
                # The first second is torch's import and the machine's settling.
                if event.seconds > 1.0 and not state["begun"]:
                    state["begun"] = perf_counter()
                watch.images_per_second = event.step * batch_size / event.seconds
                if event.seconds > seconds and not session.is_closed:
                    session.close()

    painted = Painted()
    bars.installEventFilter(painted)
    session.answered.connect(on_answered)
    session.events_arrived.connect(on_events)
    session.closed.connect(app.quit)
    timers = []
    for milliseconds, slot in ((TICK_MS, tick), (PEN_MS, move_pen)):
        timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=milliseconds)
        timer.timeout.connect(slot)
        timer.start()
        timers.append(timer)

    def on_data() -> None:
        if session.data is None:
            return
        if data and session.data.name == "Embedded digits":
            session.open_data(Path(data))
        else:
            session.data_changed.disconnect(on_data)
            session.start_training(TrainingConfig(batch_size=batch_size, epochs=100))

    session.data_changed.connect(on_data)
    session.start()
    app.exec()
    for timer in timers:
        timer.stop()
    window.close()
    return watch


def report(name: str, values: list[float]) -> str:
    import numpy as np

    low, p99 = np.percentile(values, [50, 99])
    return f"{name:40} p50 {low:6.1f}   p99 {p99:6.1f}   worst {max(values):6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--batch-size", type=int, default=32)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["DLGUI_HOME"] = tempfile.mkdtemp()
    alone = [train_unwatched(options.data, options.batch_size, options.seconds / 2)]
    watch = train_watched(options.data, options.batch_size, options.seconds)
    alone.append(train_unwatched(options.data, options.batch_size, options.seconds / 2))
    print(report("60 Hz timer in the window, lateness", watch.lateness))
    print(report("pen event to painted probabilities", watch.answers))
    speed = median(alone)
    print(
        f"trained alone {speed:,.0f} images/s, watched {watch.images_per_second:,.0f}: "
        f"{1 - watch.images_per_second / speed:.1%} lost"
    )


if __name__ == "__main__":
    main()
