"""How smooth the real window is while it trains at full speed.

    python tests/benchmarks/smoothness.py --data FOLDER [--seconds 30] [--batch-size 32] [--profile]

FOLDER holds the four MNIST files; without it the embedded digits are trained on. In turns, the
reference network is trained without a window, in the window, and in the window while a pen draws
125 points a second without pause; a timer ticks there 60 times a second. Printed are the ticks'
lateness, the time from a pen event to the painting of bars that know of it, what being watched and
being drawn on costs the training, and how much of a core each thread takes. With --profile, where
the window's thread spends its processor time is printed instead, function by function.
Run it on a quiet machine, with QT_QPA_PLATFORM=offscreen or under an X server.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import os
import pstats
import subprocess
import sys
import tempfile
import threading
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

# Before numpy, because it sets what numpy reads when it is imported.
import dlgui.__main__  # noqa: F401
from dlgui.core.training.events import StepDone

SETTLING_SECONDS = 1.0
PEN_MS = 8
TICK_MS = 16
POINTS_IN_A_STROKE = 250
LEAST_SHARE = 0.002
"""Of a core, for a line in the profile."""


@dataclass
class Watch:
    """What is measured in the window, in milliseconds."""

    lateness: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    first: StepDone | None = None
    last: StepDone | None = None
    cpu: dict[str, float] = field(default_factory=dict)
    """Seconds of processor time by thread, up to now from the first step that counts."""

    def images_per_second(self, batch_size: int) -> float:
        steps = self.last.step - self.first.step
        return steps * batch_size / (self.last.seconds - self.first.seconds)

    def shares(self) -> dict[str, float]:
        """Of one core."""
        seconds = self.last.seconds - self.first.seconds
        return {name: used / seconds for name, used in self.cpu.items()}


def cpu_seconds() -> dict[str, float]:
    """Processor time of this process's named threads; Linux only, elsewhere empty."""
    used = {}
    for thread in threading.enumerate():
        stat = Path(f"/proc/self/task/{thread.native_id}/schedstat")
        if stat.exists():
            used[thread.name] = int(stat.read_text().split()[0]) / 1e9
    return used


def train_unwatched(data: str, batch_size: int, seconds: float) -> float:
    """Images a second of the steps alone, in a process of its own that shows nothing."""
    code = (
        "from dlgui.core import *; from dlgui.core.training.events import StepDone\n"
        f"data = load_data({data!r} or 'embedded')\n"
        f"config = TrainingConfig(batch_size={batch_size}, epochs=100)\n"
        "steps = (event for event in train(config, data) if isinstance(event, StepDone))\n"
        f"first = next(step for step in steps if step.seconds > {SETTLING_SECONDS})\n"
        f"last = next(step for step in steps if step.seconds > {SETTLING_SECONDS + seconds})\n"
        f"print((last.step - first.step) * {batch_size} / (last.seconds - first.seconds))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def train_watched(
    data: str,
    batch_size: int,
    seconds: float,
    *,
    draws: bool,
    profile: cProfile.Profile | None = None,
) -> Watch:
    """The same in the window, with its charts. draws: while somebody draws without pause."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))
    from pointer import MOVE, PRESS, RELEASE, mouse
    from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
    from PySide6.QtWidgets import QWidget

    from dlgui.app import make_application
    from dlgui.core.training.events import Event
    from dlgui.core.training.settings import TrainingConfig
    from dlgui.ui.session.session import Session
    from dlgui.ui.window.window import MainWindow

    app = make_application()
    session = Session()
    window = MainWindow(session)
    window.resize(1280, 800)
    window.show()
    session.pad.single_digit = True
    pad = window.findChild(QWidget, "pad")
    seen = window.findChild(QWidget, "networkView")  # painted with the bars, but each time
    clear = window.findChild(QWidget, "clearButton")
    watch = Watch()
    # Every point lies to the right of the one before, so the box of the ink that an answer is
    # about tells which pen events it knows of.
    waiting: deque[tuple[float, float]] = deque()
    known = -math.inf
    state = {"at": 0, "tick": 0.0}

    def on_sheet(x: float) -> float:
        left, right = (pad.to_widget(place, 0.0).x() for place in (0.0, 1.0))
        return (x - left) / (right - left)

    def move_pen() -> None:
        at = state["at"] % (POINTS_IN_A_STROKE + 1)
        state["at"] += 1
        share = at / POINTS_IN_A_STROKE
        x = pad.width() * (0.1 + 0.8 * share)
        position = QPointF(x, pad.height() * (0.5 + 0.3 * math.sin(12 * share)))
        sent = perf_counter()
        if at == POINTS_IN_A_STROKE:
            mouse(pad, RELEASE, position)
            waiting.clear()
            clear.click()
        elif at == 0:
            mouse(pad, PRESS, position)
        else:
            mouse(pad, MOVE, position)
            if watch.first:
                waiting.append((on_sheet(x), sent))

    def tick() -> None:
        now = perf_counter()
        if watch.first and state["tick"]:
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
            if not isinstance(event, StepDone):
                continue
            if not watch.first and event.seconds > SETTLING_SECONDS:
                watch.first = event
                watch.cpu = cpu_seconds()
                if profile:
                    profile.enable()
            if event.seconds > SETTLING_SECONDS + seconds and not watch.last:
                if profile:
                    profile.disable()
                watch.last = event
                begun = watch.cpu
                watch.cpu = {name: s - begun.get(name, 0.0) for name, s in cpu_seconds().items()}
                session.close()

    painted = Painted()
    seen.installEventFilter(painted)
    session.pad.answered.connect(on_answered)
    session.training.events.connect(on_events)
    session.closed.connect(app.quit)
    timers = []
    for milliseconds, slot in ((TICK_MS, tick), (PEN_MS, move_pen))[: 2 if draws else 1]:
        timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=milliseconds)
        timer.timeout.connect(slot)
        timer.start()
        timers.append(timer)

    def on_data() -> None:
        if session.data.digits is None:
            return
        if data and session.data.digits.name == "Embedded digits":
            session.data.open(Path(data))
        else:
            session.data.changed.disconnect(on_data)
            session.training.start(TrainingConfig(batch_size=batch_size, epochs=100))

    session.data.changed.connect(on_data)
    session.start()
    app.exec()
    for timer in timers:
        timer.stop()
    window.close()
    return watch


def report_profile(profile: cProfile.Profile, watch: Watch) -> None:
    """The functions of dlgui below which most of the window's thread's time is spent."""
    seconds = watch.last.seconds - watch.first.seconds
    rows = []
    for (file, _, name), (_, calls, _, below, _) in pstats.Stats(profile).stats.items():
        _, _, module = file.partition("/dlgui/")
        if module and below / seconds >= LEAST_SHARE:
            rows.append((below / seconds, calls / seconds, f"{module} {name}"))
    print(f"  {'of one core':>12} {'calls/s':>9}  function, with what it calls")
    for share, rate, name in sorted(rows, reverse=True):
        print(f"  {share:12.2%} {rate:9.1f}  {name}")


def report(name: str, values: list[float]) -> str:
    import numpy as np

    middle, p99 = np.percentile(values, [50, 99])
    return f"  {name:38} p50 {middle:6.1f}   p99 {p99:6.1f}   worst {max(values):6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["DLGUI_HOME"] = tempfile.mkdtemp()
    batch_size = options.batch_size

    if options.profile:
        for name, draws in (("watched", False), ("drawn on without pause", True)):
            profile = cProfile.Profile(thread_time)
            watch = train_watched(
                options.data, batch_size, options.seconds, draws=draws, profile=profile
            )
            shares = [f"{thread} {share:.1%}" for thread, share in watch.shares().items()]
            print(f"{name}: of one core, {', '.join(shares)}")
            report_profile(profile, watch)
        return

    def alone() -> float:
        return train_unwatched(options.data, batch_size, options.seconds / 4)

    speeds = [alone()]
    watches = {}
    for name, draws in (("watched", False), ("drawn on without pause", True)):
        watches[name] = train_watched(options.data, batch_size, options.seconds, draws=draws)
        speeds.append(alone())
    speed = median(speeds)
    print(f"alone: {speed:,.0f} images/s, median of {', '.join(f'{s:,.0f}' for s in speeds)}")
    for name, watch in watches.items():
        reached = watch.images_per_second(batch_size)
        print(f"{name}: {reached:,.0f} images/s, {1 - reached / speed:.1%} lost")
        print(report("60 Hz timer in the window, lateness", watch.lateness))
        if watch.answers:
            print(report("pen event to painted probabilities", watch.answers))
        shares = [f"{name} {share:.1%}" for name, share in watch.shares().items()]
        print(f"  of one core, in the window's process: {', '.join(shares)}")


if __name__ == "__main__":
    main()
