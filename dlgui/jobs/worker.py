"""The one way in which dlgui starts a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

STACK_BYTES = 8 * 2**20
"""What Linux gives every thread. macOS gives all but the main one 512 KB, too little for BLAS."""

_starting = threading.Lock()


def start_thread(name: str, target: Callable[[], object]) -> threading.Thread:
    """Run `target` in a new thread, whose `name` shows up in crash reports.

    It is a plain Python thread, so that code without an event loop needs no QThread; results reach
    the GUI thread through queued signals or a channel. Whoever starts a worker tells it to end and
    waits for its outcome. It is a daemon only for the day on which nobody does, because the GUI
    thread crashed: the process then ends instead of hanging invisibly.
    """
    thread = threading.Thread(target=target, name=name, daemon=True)
    # The stack size is a setting of the whole process, read when a thread starts.
    with _starting:
        before = threading.stack_size(STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    return thread
