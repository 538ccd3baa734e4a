"""An export in a process of its own, so that no engine that checks it is loaded by the window."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np

from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.export.card import Measured
from dlgui.core.export.export import Exported, export_model
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward


def export(model: Model, format_name: str, path: Path, title: str) -> Exported:
    """As `export_model`, with the accuracy measured for the card. Raises ModelFileError."""
    return export_model(model, format_name, path, title, measured(model))


def measured(model: Model) -> Measured:
    """How the network reads the digits that are held out from those that ship with dlgui."""
    digits = load_embedded().validation
    right = int((Forward(model).logits(digits.images).argmax(axis=1) == digits.labels).sum())
    low, high = wilson_interval(right, len(digits))
    data = "MNIST digits held out from those that ship with dlgui"
    return Measured(data, len(digits), right / len(digits), low, high)


def export_in_process(model: Model, format_name: str, path: Path, title: str) -> Exported:
    """As `export`. Raises ModelFileError also when the process has died."""
    plain = Model(
        model.network,
        {name: np.asarray(array) for name, array in model.weights.items()},
        model.classes,
        model.normalisation,
        dict(model.calibration),
        dict(model.summary),
    )
    # Spawned, not forked: a copy of a process with a window and threads is not sound.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(export, plain, format_name, path, title).result()
    except BrokenProcessPool as error:
        raise ModelFileError(
            "The export's process has died, perhaps for want of memory: close other programs and "
            "export again."
        ) from error
