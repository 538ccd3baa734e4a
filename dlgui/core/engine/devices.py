"""Which device computes."""

from __future__ import annotations

import torch

from dlgui.core.errors import SettingError


def choose_device(name: str) -> torch.device:
    """The device for a setting of `TrainingConfig.device`; "auto" takes the fastest present.

    Raises SettingError when the device that was asked for is not there.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next((kind for kind, there in present.items() if there), "cpu")
    if not present.get(name, True):
        card = {"cuda": "an NVIDIA", "mps": "an Apple"}[name]
        raise SettingError(
            f"The device {name} needs {card} graphics card, and torch finds none: choose auto."
        )
    return torch.device(name)
