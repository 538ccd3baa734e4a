"""Ctrl-C in the terminal, which reaches the window's process and all that it started."""

import os
import signal
import subprocess
import sys

import pytest

from dlgui.core.training.runs import list_runs

PROGRAM = """
import sys
from dlgui.app import run_window
from dlgui.core.training.settings import TrainingConfig

ENDLESS = TrainingConfig(network="mlp", epochs=200, batch_size=1)

def on_open(session, window):
    def tell(*_):
        print("ready", flush=True)
    if sys.argv[1] == "training":
        session.data.changed.connect(lambda: session.training.start(ENDLESS))
        session.training.events.connect(tell)
    else:
        session.data.changed.connect(tell)

if __name__ == "__main__":
    sys.exit(run_window(on_open=on_open))
"""


@pytest.mark.skipif(os.name == "nt", reason="has no process groups to send signals to")
@pytest.mark.parametrize(
    ("doing", "number"),
    [("nothing", signal.SIGINT), ("training", signal.SIGINT), ("training", signal.SIGTERM)],
)
def test_it_closes_the_window_and_all_that_belongs_to_it(doing, number, tmp_path, home):
    script = tmp_path / "window.py"
    script.write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, str(script), doing],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout.readline() == "ready\n"
        os.killpg(process.pid, number)
        # Returns when nobody has the pipes any more: the training's process has ended too.
        _, said = process.communicate(timeout=30)
        assert process.returncode == 128 + number
        assert [line for line in said.splitlines() if "propagateSizeHints" not in line] == []
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert len(list_runs(home / "data" / "runs")) == (doing == "training")
