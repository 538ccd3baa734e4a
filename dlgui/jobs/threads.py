"""Threads: the one way to start one, and the two ways in which they hand data to each other.

A bounded buffer and a one-place slot. Neither polls: a waiting thread sleeps on a condition until
there is something to do.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from threading import Condition
from typing import Generic, TypeVar

STACK_BYTES = 8 * 2**20
"""What Linux gives every thread. macOS gives all but the main one 512 KB, too little for BLAS."""

_starting = threading.Lock()


def start_thread(name: str, target: Callable[[], object]) -> threading.Thread:
    """Run `target` in a new thread, whose `name` shows up in crash reports.

    It is a plain Python thread, so that code without an event loop needs no QThread; results reach
    the GUI thread through queued signals or a channel. Whoever starts a worker has it end and
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


T = TypeVar("T")


class BoundedBuffer(Generic[T]):
    """A queue that keeps everything in order and holds its producer back when it is full.

    So a slow consumer slows the producer down instead of filling the memory.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._items: deque[T] = deque()
        self._changed = Condition()

    def put(self, item: T) -> None:
        """Append `item`, waiting for room."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._items) < self._capacity)
            self._items.append(item)

    def drain(self) -> list[T]:
        """Take everything there is, oldest first, without waiting."""
        with self._changed:
            items = list(self._items)
            self._items.clear()
            self._changed.notify_all()
        return items


class NewestSlot(Generic[T]):
    """One place: what is put replaces what still waits, so the taker always gets the newest."""

    def __init__(self) -> None:
        self._item: T | None = None
        self._changed = Condition()
        self._closed = False

    def put(self, item: T) -> None:
        """Offer `item`; it is forgotten when the slot is closed."""
        with self._changed:
            self._item = item
            self._changed.notify()

    def take(self) -> T | None:
        """Wait for an item and take it; None once the slot is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._item is not None)
            item, self._item = self._item, None
            return None if self._closed else item

    def close(self) -> None:
        """Wake the taker for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
