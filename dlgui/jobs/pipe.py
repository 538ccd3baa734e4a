"""Messages between processes, whose arrays travel beside the pickle and not inside it.

Pickling 60,000 digits as one piece would copy 47 MB while holding the interpreter, and so stop the
window. Protocol 5 leaves arrays out (PEP 574), and writing them gives the interpreter up.
Only dlgui's own processes are at the ends of these pipes, so that unpickling is safe.
"""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection
from typing import Any


def send(connection: Connection, message: object) -> None:
    """Raises OSError when the other end is closed."""
    arrays: list[pickle.PickleBuffer] = []
    packed = pickle.dumps(message, 5, buffer_callback=arrays.append)
    views = [array.raw() for array in arrays]
    connection.send((packed, [view.nbytes for view in views]))
    for view in views:
        if view.nbytes:
            connection.send_bytes(view)


def receive(connection: Connection) -> Any:
    """Wait for a message; its arrays belong to the receiver.

    Raises EOFError or OSError when the other end is closed.
    """
    packed, sizes = connection.recv()
    arrays = [bytearray(size) for size in sizes]
    for array in arrays:
        if array:
            connection.recv_bytes_into(array)
    return pickle.loads(packed, buffers=arrays)
