"""Errors that a person can do something about.

The message of each is one sentence (or two short ones) in plain words that names what went wrong
and the way out; the window and the command line show it as it stands, without a traceback.
Anything else that is raised is a defect of the program.
"""

from dlgui.language import QT_TRANSLATE_NOOP

NOT_A_NUMBER = QT_TRANSLATE_NOOP("", "The loss is no longer a number")
"""How the message of a training that has diverged begins: nothing else of it reaches the window."""


class DlguiError(Exception):
    """The base of every error whose message is written for the person at the window."""


class SettingError(DlguiError, ValueError):
    """A setting is unknown or outside its range."""


class NetworkError(SettingError):
    """A network's line is impossible. layer: the index of the one that does not fit, or None."""

    def __init__(self, message: str, layer: int | None = None) -> None:
        super().__init__(message)
        self.layer = layer


class DataError(DlguiError):
    """A data set is missing, damaged or not what it should be."""


class ModelFileError(DlguiError):
    """A model file or checkpoint cannot be read or written."""


class TrainingError(DlguiError):
    """Training cannot go on, for instance because the loss is no longer a number."""


class CutOffError(TrainingError):
    """A training ended in its middle through no fault of its settings: its run can go on."""


class RunUnderWayError(DlguiError):
    """Another process trains the run at this moment."""


class DrawingError(DlguiError):
    """A stroke file or picture cannot be read."""
