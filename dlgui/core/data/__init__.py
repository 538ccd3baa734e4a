"""Data sets: the embedded digits, files in the usual formats, and the download."""

from dlgui.core.data.digits import DigitData, DigitSet
from dlgui.core.data.embedded import load_embedded

__all__ = ["DigitData", "DigitSet", "load_embedded"]
