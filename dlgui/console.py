"""What is printed: lines, JSON lines, and a progress bar where a person looks on; and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TextIO
from unicodedata import east_asian_width

BAR_WIDTH = 24


def columns(text: str) -> int:
    """How wide it is in a terminal, where a Chinese sign is as wide as two letters."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


def padded(text: str, width: int) -> str:
    """In so many columns at least; of a negative width, on their right side."""
    gap = " " * (abs(width) - columns(text))
    return text + gap if width > 0 else gap + text


def table_line(cells: Iterable[str], widths: Iterable[int]) -> str:
    """The cells `padded` to their widths, with a space between them."""
    return " ".join(map(padded, cells, widths)).rstrip()


def has_display() -> bool:
    """Whether a window can be shown. Windows and macOS always say yes."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in variables)


def say(line: str) -> None:
    """One line for the person, on standard error; where that is full, there is nobody to tell."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(line, file=sys.stderr, flush=True)


def flush_output() -> None:
    """Have everything that was printed arrive. Raises OSError where it cannot."""
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up_output() -> None:
    """Nobody takes what is printed: let Python not try, and complain, once more when it ends."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError, ValueError):
            stream.flush()
            continue
        with suppress(OSError, AttributeError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(record: Any) -> None:
    """One JSON line on standard output, at once: a program may be waiting for it.

    Raises ValueError for a number that is not finite, which JSON has no word for.
    """
    print(json.dumps(record, allow_nan=False), flush=True)


class Interrupt:
    """Whether Ctrl-C was pressed. `cuts_in`: the next time it raises KeyboardInterrupt at once."""

    is_pressed = False
    cuts_in = False


@contextmanager
def deferred_interrupt() -> Iterator[Interrupt]:
    """Ctrl-C lets the step under way end; a second one cuts in."""
    interrupt = Interrupt()

    def note(number: int, frame: FrameType | None) -> None:
        if interrupt.cuts_in:
            raise KeyboardInterrupt
        interrupt.is_pressed = interrupt.cuts_in = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)


class ProgressBar:
    """A bar that rewrites its line on standard error; silent unless that is a terminal.

    As a context manager it leaves an empty line, for whatever is printed next.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_shown = self._stream is not None and self._stream.isatty()
        self._width = 0

    def show(self, share: float, text: str) -> None:
        """share: how much is done, from 0 to 1; text: what follows the bar."""
        full = round(share * BAR_WIDTH)
        self._rewrite(f"[{'=' * full}{' ' * (BAR_WIDTH - full)}] {share:4.0%}  {text}")

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def clear(self) -> None:
        self._rewrite("")

    def _rewrite(self, line: str) -> None:
        if self._is_shown:
            self._stream.write(f"\r{line.ljust(self._width)}{'' if line else chr(13)}")
            self._stream.flush()
            self._width = len(line)
