"""Does the built program work? Runs it as a stranger's machine would, once, and stops at a fault.

    python3 packaging/smoke.py FOLDER

The home is empty, no Python is on the path, and the folder is a read-only copy whose path has
spaces and letters beyond ASCII. Off screen and, on Linux, under Xvfb: the version, the report, ten
known drawings, the window, the demo. A line on standard error that nobody expects is a fault.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

DRAWINGS = Path(__file__).with_name("smoke_digits.jsonl")
SECONDS = 300
SCREEN = "1600x1000x24"

NOBODY = 65534
"""Root may write everywhere; as this user, a read-only folder is one."""


class SmokeError(Exception):
    """The program did not do what it should."""


@dataclass(frozen=True)
class Machine:
    """Runs `program` with an empty home. display: of an X server, or None for none."""

    program: Path
    home: Path
    display: str | None = None

    def run(self, *arguments: str, input_text: str | None = None) -> str:
        """Standard output. Raises SmokeError for an exit code or a word on standard error."""
        started = time.monotonic()
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        done = subprocess.run(
            [self.program, *arguments],
            env=self._environment(),
            cwd=self.home,
            input=input_text,
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
            **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root else {}),
        )
        where = f"under X {self.display}" if self.display else "off screen"
        what = " ".join(("dlgui", *arguments))
        print(f"  {time.monotonic() - started:6.1f} s  {what}  ({where})", flush=True)
        if done.returncode or done.stderr:
            raise SmokeError(
                f"{what} ended with {done.returncode} and said\n{done.stdout}\n{done.stderr}"
            )
        return done.stdout

    def _environment(self) -> dict[str, str]:
        empty = self.home / "no programs"
        made = {"PATH": str(empty), "HOME": str(self.home), "LANG": "C.UTF-8"}
        if sys.platform == "win32":
            for name in ("SYSTEMROOT", "TEMP", "TMP"):
                made[name] = os.environ[name]
            made |= {"USERPROFILE": str(self.home), "APPDATA": str(self.home)}
            made["LOCALAPPDATA"] = str(self.home)
        if self.display:
            made["DISPLAY"] = self.display
        elif sys.platform == "linux":
            made["QT_QPA_PLATFORM"] = "offscreen"
        return made


def smoke_test(built: Path) -> None:
    """Raises SmokeError."""
    with tempfile.TemporaryDirectory(prefix="dlgui-smoke-", ignore_cleanup_errors=True) as folder:
        place = Path(folder).resolve() / "Ein Ort für 数字"
        copy = place / built.name
        shutil.copytree(built, copy, symlinks=True)
        place.parent.chmod(0o755)
        files = sorted(copy.rglob("*"))
        with _read_only(copy), _xvfb() if sys.platform == "linux" else nullcontext() as display:
            check_off_screen(_machine(copy, place / "home"))
            if display:
                check_on_screen(_machine(copy, place / "second home", display))
        if sorted(copy.rglob("*")) != files:
            raise SmokeError("The program has written into its own folder.")


def check_off_screen(machine: Machine) -> None:
    _expect(r"dlgui \d+\.\d+\.\d+", machine.run("--version"))
    _expect(r"Everything is in order\.", machine.run("doctor"))
    drawings = DRAWINGS.read_text("utf-8")
    labels = [json.loads(line)["label"] for line in drawings.splitlines()]
    answers = machine.run("predict", "--json", "-", input_text=drawings).splitlines()
    readings = [json.loads(line)["reading"] for line in answers]
    if readings != labels:
        raise SmokeError(f"predict read {readings} instead of {labels}.")
    check_demo(machine)


def check_on_screen(machine: Machine) -> None:
    _expect(r"Display +xcb", machine.run("doctor"))
    machine.run("doctor", "--probe", "window")
    check_demo(machine)


def check_demo(machine: Machine) -> None:
    """The whole main job: train, draw, predict, evaluate, screenshots."""
    pictures = machine.home / "pictures"
    told = machine.run("demo", "--preset", "quick", "--epochs", "3", "--screenshots", str(pictures))
    for digit in range(10):
        _expect(rf"Drew {digit}, read {digit}\b", told)
    taken = [path.name for path in pictures.glob("*.png") if path.stat().st_size > 10_000]
    for name in ("train-light.png", "train-dark.png", "evaluate-light.png"):
        if name not in taken:
            raise SmokeError(f"The demo took no picture {name}, only {taken}.")


def _machine(folder: Path, home: Path, display: str | None = None) -> Machine:
    home.mkdir(parents=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
    name = "dlgui-console.exe" if sys.platform == "win32" else "dlgui"
    inside = "Contents/MacOS" if folder.suffix == ".app" else "."
    return Machine(folder / inside / name, home, display)


def _expect(pattern: str, text: str) -> None:
    if not re.search(pattern, text):
        raise SmokeError(f"{pattern!r} is not in what was printed:\n{text}")


@contextmanager
def _read_only(folder: Path) -> Iterator[None]:
    """No file in `folder` can be written, and none made, until the end."""
    paths = [path for path in (folder, *folder.rglob("*")) if not path.is_symlink()]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@contextmanager
def _xvfb() -> Iterator[str]:
    """An X server of its own; the display's name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SmokeError("Xvfb does not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    try:
        smoke_test(Path(sys.argv[1]))
    except SmokeError as error:
        sys.exit(f"smoke test: {error}")
