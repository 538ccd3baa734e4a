"""What a training leaves to be used: one calibrated network."""

from __future__ import annotations

from dlgui.core.calibration import calibrate
from dlgui.core.data.digits import DigitData
from dlgui.core.model import Model
from dlgui.core.runs import RunFolder

MODEL_FILE = "model.safetensors"
"""The outcome in its run's folder."""


def outcome(newest: Model, data: DigitData, run: RunFolder | None, *, is_complete: bool) -> Model:
    """The network to keep: of a complete run the one that validated best, otherwise the newest.

    It is calibrated on the validation part, which takes a few seconds. A training that is not
    recorded in a `run` has only its newest network. Raises ModelFileError when the run's best
    checkpoint cannot be read.
    """
    model = run.best_checkpoint().model if run is not None and is_complete else newest
    return model if model.calibration else calibrate(model, data)
