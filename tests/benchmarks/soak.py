"""The window at work for long: start, draw, stop, again and again; what is left behind each time.

    python tests/benchmarks/soak.py --cycles 120

In the real window, a training of the compact network on the digits that ship is started, a stroke
is drawn while it runs, and it is stopped and calibrated. Printed are the threads and the processes
after every tenth cycle, and the memory of the window's process and of the training's (Linux only).
Run it with QT_QPA_PLATFORM=offscreen or under an X server.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

# Before numpy, because it sets what numpy reads when it is imported.
import dlgui.__main__  # noqa: F401

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

EVERY = 10
LONGEST_WAIT = 60.0
STEPS_BEFORE_STOPPING = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=120)
    cycles = parser.parse_args().cycles
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["DLGUI_HOME"] = tempfile.mkdtemp()

    from pointer import drag
    from PySide6.QtCore import QPointF
    from PySide6.QtWidgets import QWidget

    from dlgui.app import make_application
    from dlgui.core.training.events import Event, StepDone
    from dlgui.core.training.settings import TrainingConfig
    from dlgui.ui.session.session import Session
    from dlgui.ui.window.window import MainWindow

    app = make_application()
    session = Session()
    window = MainWindow(session)
    window.resize(1280, 800)
    window.show()
    session.start()
    taken = {"steps": 0}

    def count(events: list[Event]) -> None:
        taken["steps"] += sum(isinstance(event, StepDone) for event in events)

    def wait(until) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not until():
            assert time.monotonic() < end, "nothing happens any more"
            app.processEvents()
            time.sleep(0.001)

    session.training.events.connect(count)
    wait(lambda: session.data.digits is not None and not session.tasks.doing)
    pad, clear = (window.findChild(QWidget, name) for name in ("pad", "clearButton"))
    print("| cycles | seconds | threads | processes | window, MB | training, MB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    began = time.monotonic()
    for cycle in range(1, cycles + 1):
        taken["steps"] = 0
        session.training.start(TrainingConfig(network="compact", epochs=100, seed=cycle))
        wait(lambda: taken["steps"] >= STEPS_BEFORE_STOPPING)
        corners = ((0.3, 0.2), (0.7, 0.2), (0.4, 0.8))
        drag(pad, [QPointF(pad.width() * x, pad.height() * y) for x, y in corners])
        wait(lambda: session.pad.reading is not None and session.pad.reading.digits)
        session.training.stop()
        wait(lambda: session.training.is_idle and not session.tasks.doing)
        clear.click()
        if cycle % EVERY == 0 or cycle == 1:
            print(_row(cycle, time.monotonic() - began), flush=True)
    session.close()
    wait(lambda: session.is_closed)
    names = [thread.name for thread in threading.enumerate()]
    print(f"closed: threads {', '.join(names)}")
    window.close()


def _row(cycle: int, seconds: float) -> str:
    children = multiprocessing.active_children()
    memory = [_megabytes("self"), *(_megabytes(str(child.pid)) for child in children)]
    cells = [cycle, f"{seconds:.0f}", threading.active_count(), len(children)]
    return f"| {' | '.join(map(str, (*cells, *memory)))} |"


def _megabytes(process: str) -> int:
    """Resident; 0 where the system does not tell."""
    statm = Path(f"/proc/{process}/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * 4096 // 2**20


if __name__ == "__main__":
    main()
