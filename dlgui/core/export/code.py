"""A training as code: the complete PyTorch or Keras script of given settings.

The scripts are plain, as a teacher would hand them out; they need the framework, numpy and the
digits, and say in a comment what they leave out or do otherwise. Each line knows the settings and
the layer that it comes from.
"""

from __future__ import annotations

from dlgui.core.errors import SettingError
from dlgui.core.export.code_keras import keras_training
from dlgui.core.export.code_lines import Line, script
from dlgui.core.export.code_torch import torch_training
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import tr

FRAMEWORKS = ("torch", "keras")
NPZ = "mnist.npz"


def code(config: TrainingConfig, framework: str = "torch", data: str = NPZ) -> tuple[Line, ...]:
    """The script's lines, without their line ends.

    data: an `.npz` with x_train, y_train, x_test and y_test, or a folder with MNIST's four IDX
    files. Raises SettingError for another framework.
    """
    if framework == "torch":
        return tuple(torch_training(config, data))
    if framework == "keras":
        return tuple(keras_training(config, data))
    raise SettingError(
        tr("Framework cannot be {framework!r}: choose {first} or {second}.").format(
            framework=framework, first=FRAMEWORKS[0], second=FRAMEWORKS[1]
        )
    )


__all__ = ["FRAMEWORKS", "NPZ", "Line", "code", "script"]
