"""Loads torch's shared libraries without holding the interpreter.

`import torch` in a thread stops every other thread, the window's too, for as long as the dynamic
loader takes to relocate libtorch, a third of a second, because Python's import keeps the
interpreter's lock meanwhile. A foreign function called by ctypes gives it up: so the loader is
called that way first, and the import then finds the libraries in place.
"""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path


def preload_torch() -> None:
    """Does nothing when torch is imported already, and on Windows, where torch comes before Qt.

    A library that is missing or cannot be loaded is left to the import, which says why.
    """
    suffix = {"linux": "so", "darwin": "dylib"}.get(sys.platform)
    if "torch" in sys.modules or suffix is None:
        return
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return
    library = Path(spec.origin).parent / "lib" / f"libtorch_python.{suffix}"
    if library.exists():
        loader = ctypes.CDLL(None).dlopen
        loader.restype = ctypes.c_void_p
        loader.argtypes = (ctypes.c_char_p, ctypes.c_int)
        # All symbols at once: what is left for later would be bound during the import.
        loader(os.fsencode(library), os.RTLD_NOW | os.RTLD_LOCAL)
