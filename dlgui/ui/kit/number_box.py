"""Fields for numbers that understand what people type, in every locale, and never guess.

Qt's own drop each character that they do not know while it is typed, so that 5e-4 becomes 5.
"""

from __future__ import annotations

import re

import numpy as np
from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

from dlgui.ui.kit.theme import S, set_look

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")


def number_in(text: str, *, whole: bool) -> float | None:
    """The number that `text` means, or None where it means none, or could mean two.

    A comma is a decimal point as well, as in 0,01; 1,000 is a thousand to some and one to others.
    """
    plain = re.sub(r"[\s_'’]", "", text).replace("−", "-").replace("٫", ".")
    if _THOUSANDS.fullmatch(plain) and ("," in plain or whole):
        return None
    try:
        number = float(plain.replace(",", "."))
    except ValueError:
        return None
    return number if np.isfinite(number) and (not whole or number == round(number)) else None


class NumberBox(QDoubleSpinBox):
    """All can be typed; what is no number in the range is marked meanwhile, and when it is entered,
    `refused` follows and the number before comes back.
    """

    refused = Signal(str)
    """What was typed. `understood` follows when a number is typed next."""
    understood = Signal()

    def __init__(
        self, low: float, high: float, *, whole: bool = False, logarithmic: bool = False
    ) -> None:
        """logarithmic: steps through the powers of two, as batch sizes are chosen, or through 1, 2,
        5 and 10 times each power of ten, as learning rates are
        """
        super().__init__()
        self._whole = whole
        self._logarithmic = logarithmic
        self.setDecimals(0 if whole else 6 if logarithmic else 3)
        self.setRange(low, high)
        self.setSingleStep(1 if whole else 0.01)
        # A half-typed number is not yet a wish.
        self.setKeyboardTracking(False)
        self.setLocale(QLocale.c())
        self.lineEdit().setTextMargins(S + 2, 0, 0, 0)
        self.lineEdit().textEdited.connect(self._mark)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State
        return state.Acceptable if self._means_one(text) else state.Intermediate, text, position

    def fixup(self, text: str) -> str:
        """Qt asks for it when `text`, which is not acceptable, is entered."""
        set_look(self, "")
        self.refused.emit(text)
        return text

    def valueFromText(self, text: str) -> float:
        is_special = text == self.specialValueText() != ""
        return self.minimum() if is_special else number_in(text, whole=self._whole) or 0.0

    def textFromValue(self, value: float) -> str:
        return np.format_float_positional(value, precision=self.decimals(), trim="-")

    def stepBy(self, steps: int) -> None:
        if not self._logarithmic:
            super().stepBy(steps)
            return
        value = self.value()
        if self._whole:
            ladder = 2.0 ** np.arange(31)
        else:
            decades = range(-self.decimals(), 3)
            ladder = np.array([step * 10.0**power for power in decades for step in (1, 2, 5)])
        for _ in range(abs(steps)):
            # Rounding must not make a step of the ladder look like a place between two.
            higher, lower = ladder[ladder > value * 1.001], ladder[ladder < value * 0.999]
            left = higher[:1] if steps > 0 else lower[-1:]
            value = float(left[0]) if len(left) else value
        self.setValue(value)

    def _means_one(self, text: str) -> bool:
        """Whether `text` means a number in the range."""
        if text == self.specialValueText() != "":
            return True
        number = number_in(text, whole=self._whole)
        if number is None or not self.minimum() <= number <= self.maximum():
            return False
        # A number that is too small for the field's decimals would be shown, and taken, as 0.
        return number == 0 or round(number, self.decimals()) != 0

    def _mark(self, text: str) -> None:
        is_number = self._means_one(text)
        set_look(self, "" if is_number else "wrong")
        if is_number:
            self.understood.emit()
