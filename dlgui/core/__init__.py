"""The library behind the window: data, networks, training, ink, recognition. No Qt.

The names below are loaded when they are first used, so that `from dlgui.core import Reader` does
not import torch, and `from dlgui.core import train` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlgui.core.data.datasets import DigitData, DigitSet, load_embedded
    from dlgui.core.data.sources import load_data
    from dlgui.core.ink.drawing import Drawing, Stroke
    from dlgui.core.nets.model import Model, load_model, save_model
    from dlgui.core.nets.networks import NETWORKS
    from dlgui.core.reading.reader import Reader
    from dlgui.core.training.presets import PRESETS
    from dlgui.core.training.recording import recorded
    from dlgui.core.training.runs import RunFolder
    from dlgui.core.training.settings import LiveSettings, TrainingConfig
    from dlgui.core.training.train import train

_HOMES = {
    "DigitData": "data.datasets",
    "DigitSet": "data.datasets",
    "Drawing": "ink.drawing",
    "LiveSettings": "training.settings",
    "Model": "nets.model",
    "NETWORKS": "nets.networks",
    "PRESETS": "training.presets",
    "Reader": "reading.reader",
    "RunFolder": "training.runs",
    "Stroke": "ink.drawing",
    "TrainingConfig": "training.settings",
    "load_data": "data.sources",
    "load_embedded": "data.datasets",
    "load_model": "nets.model",
    "recorded": "training.recording",
    "save_model": "nets.model",
    "train": "training.train",
}

__all__ = [
    "NETWORKS",
    "PRESETS",
    "DigitData",
    "DigitSet",
    "Drawing",
    "LiveSettings",
    "Model",
    "Reader",
    "RunFolder",
    "Stroke",
    "TrainingConfig",
    "load_data",
    "load_embedded",
    "load_model",
    "recorded",
    "save_model",
    "train",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"dlgui.core.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
