"""How a step is computed fast: data on the device, batches, optimisers, threads, precision."""

from dlgui.core.engine.preload import preload_torch

preload_torch()  # before any module below imports torch
