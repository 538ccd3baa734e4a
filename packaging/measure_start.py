"""How long dlgui takes to open: from the start of the process to the window, and to an answer.

    python3 packaging/measure_start.py COMMAND...

for instance `build/pyinstaller/dist/dlgui/dlgui`, or `.venv/bin/python -m dlgui`. Prints the
medians of ten starts, after one that warms the file cache.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

STARTS = 10


def main(command: list[str]) -> None:
    shown, answered = [], []
    with tempfile.TemporaryDirectory() as home:
        for number in range(STARTS + 1):
            started = time.monotonic()
            done = subprocess.run(
                [*command, "doctor", "--probe", "window"],
                env=dict(os.environ, DLGUI_HOME=home),
                capture_output=True,
                text=True,
                check=True,
            )
            opening = json.loads(done.stdout)
            if opening["torch_shown"]:
                sys.exit("torch was imported before the window was shown.")
            if number:
                shown.append(opening["shown"] - started)
                answered.append(opening["answered"] - started)
    print(f"window {median(shown):.2f} s, first answer {median(answered):.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
