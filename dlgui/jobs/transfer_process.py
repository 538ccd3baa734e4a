"""Models taken elsewhere and brought in, in a process of its own.

What checks an export and calibrates an import is not loaded by the window, and no crash of an
engine is the window's.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from dlgui import language
from dlgui.core.data.datasets import load_embedded
from dlgui.core.errors import ModelFileError
from dlgui.core.evaluation.metrics import wilson_interval
from dlgui.core.export.card import Measured
from dlgui.core.export.export import Exported, export_model
from dlgui.core.export.weights_in import Imported, import_model
from dlgui.core.nets.model import Model
from dlgui.core.nets.numpy_net import Forward
from dlgui.language import QT_TRANSLATE_NOOP, tr

Outcome = TypeVar("Outcome")


def export(model: Model, format_name: str, path: Path, title: str) -> Exported:
    """As `export_model`, with the accuracy measured for the card. Raises ModelFileError."""
    return export_model(model, format_name, path, title, measured(model))


def measured(model: Model) -> Measured:
    """How the network reads the digits that are held out from those that ship with dlgui."""
    digits = load_embedded().validation
    right = int((Forward(model).logits(digits.images).argmax(axis=1) == digits.labels).sum())
    low, high = wilson_interval(right, len(digits))
    data = QT_TRANSLATE_NOOP("", "MNIST digits held out from those that ship with dlgui")
    return Measured(data, len(digits), right / len(digits), low, high)


def export_in_process(model: Model, format_name: str, path: Path, title: str) -> Exported:
    """As `export`. Raises ModelFileError also when the process has died."""
    plain = replace(
        model,
        weights=dict(model.weights),
        calibration=dict(model.calibration),
        summary=dict(model.summary),
    )
    return _in_process(export, plain, format_name, path, title)


def import_in_process(path: Path, network: str | None) -> Imported:
    """As `import_model`. Raises ModelFileError also when the process has died."""
    return _in_process(import_model, path, network)


def _in_process(work: Callable[..., Outcome], *arguments: Any) -> Outcome:
    # Spawned, not forked: a copy of a process with a window and threads is not sound.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(
            1, mp_context=context, initializer=language.use, initargs=(language.current(),)
        ) as pool:
            return pool.submit(work, *arguments).result()
    except BrokenProcessPool as error:
        raise ModelFileError(
            tr(
                "The process that worked on the model has died, perhaps for want of memory: "
                "close other programs and try again."
            )
        ) from error
