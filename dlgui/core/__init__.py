"""The library behind the window: data, networks, training, ink, recognition. No Qt.

The names below are loaded when they are first used, so that `from dlgui.core import Reader` does
not import torch, and `from dlgui.core import train` does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlgui.core.data.digits import DigitData, DigitSet
    from dlgui.core.data.embedded import load_embedded
    from dlgui.core.data.sources import load_data
    from dlgui.core.drawing import Drawing, Stroke
    from dlgui.core.model import Model
    from dlgui.core.model_files import load_model, save_model
    from dlgui.core.networks import NETWORKS
    from dlgui.core.presets import PRESETS
    from dlgui.core.recognition import Reader
    from dlgui.core.runs import RunFolder, recorded
    from dlgui.core.settings import LiveSettings, TrainingConfig
    from dlgui.core.training import train

_HOMES = {
    "DigitData": "data.digits",
    "DigitSet": "data.digits",
    "Drawing": "drawing",
    "LiveSettings": "settings",
    "Model": "model",
    "NETWORKS": "networks",
    "PRESETS": "presets",
    "Reader": "recognition",
    "RunFolder": "runs",
    "Stroke": "drawing",
    "TrainingConfig": "settings",
    "load_data": "data.sources",
    "load_embedded": "data.embedded",
    "load_model": "model_files",
    "recorded": "runs",
    "save_model": "model_files",
    "train": "training",
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
