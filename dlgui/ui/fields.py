"""One input for one declared setting."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from dlgui.core.networks import NETWORKS
from dlgui.core.settings import Setting
from dlgui.ui.theme import S

_CHOICE_TITLES = {
    "auto": "Automatic",
    "cpu": "Processor",
    "cuda": "NVIDIA graphics",
    "mps": "Apple graphics",
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "constant": "Constant",
    "linear": "Linear",
    "cosine": "Cosine",
}

_ZERO_TITLES = {"train_digits": "All"}


class SettingField(QWidget):
    """The input for `setting`, with its explanation as tooltip and for screen readers."""

    changed = Signal()

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.input = self._made()
        self.input.setObjectName(f"setting_{setting.name}")
        self.input.setAccessibleName(setting.label)
        self.input.setAccessibleDescription(f"{setting.help} {setting.why}")
        self.setToolTip(f"<p><b>{setting.label}</b></p><p>{setting.help}</p><p>{setting.why}</p>")
        WheelGuard(self.input)
        self.setFocusProxy(self.input)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.input)

    def add_beside(self, widget: QWidget) -> None:
        """Show `widget` to the right of the input, within the field's width."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)

    def value(self) -> Any:
        if isinstance(self.input, QCheckBox):
            return self.input.isChecked()
        if isinstance(self.input, QComboBox):
            return self.input.currentData()
        return self.input.value()

    def set_value(self, value: Any) -> None:
        """Show `value`, which the setting allows; `changed` follows if it is another one."""
        if isinstance(self.input, QCheckBox):
            self.input.setChecked(value)
        elif isinstance(self.input, QComboBox):
            self.input.setCurrentIndex(self.input.findData(value))
        else:
            self.input.setValue(value)

    def _made(self) -> QCheckBox | QComboBox | QSpinBox | QDoubleSpinBox:
        if self.setting.choices:
            return self._choice()
        if self.setting.type is bool:
            check = QCheckBox()
            check.toggled.connect(self.changed)
            return check
        return self._number()

    def _choice(self) -> QComboBox:
        box = QComboBox()
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for index, name in enumerate(self.setting.choices):
            network = NETWORKS.get(name) if self.setting.name == "network" else None
            box.addItem(network.title if network else _CHOICE_TITLES.get(name, name), name)
            if network:
                box.setItemData(index, network.summary, Qt.ItemDataRole.ToolTipRole)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _number(self) -> QSpinBox | QDoubleSpinBox:
        setting = self.setting
        box: QSpinBox | QDoubleSpinBox
        if setting.type is int:
            box = _DoublingSpinBox() if setting.logarithmic else QSpinBox()
            box.setRange(int(setting.minimum or 0), int(setting.maximum or 2**31 - 1))
        else:
            box = _DecadeSpinBox() if setting.logarithmic else QDoubleSpinBox()
            box.setDecimals(6 if setting.logarithmic else 3)
            box.setRange(setting.minimum or 0.0, setting.maximum or 1e9)
            box.setSingleStep(0.01)
        # A half-typed number is not yet a wish.
        box.setKeyboardTracking(False)
        box.setLocale(QLocale.c())
        box.lineEdit().setTextMargins(S + 2, 0, 0, 0)
        if setting.name in _ZERO_TITLES:
            box.setSpecialValueText(_ZERO_TITLES[setting.name])
        box.valueChanged.connect(self.changed)
        return box


class WheelGuard(QObject):
    """Lets the wheel scroll the page past a field that the person has not chosen."""

    def __init__(self, guarded: QWidget) -> None:
        super().__init__(guarded)
        guarded.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        guarded.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_wheel = event.type() == QEvent.Type.Wheel
        if is_wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class _DoublingSpinBox(QSpinBox):
    """Steps through the powers of two, as batch sizes are chosen."""

    def stepBy(self, steps: int) -> None:
        value = self.value()
        for _ in range(abs(steps)):
            power = 1 << (value.bit_length() - 1)
            value = 2 * power if steps > 0 else power if power < value else power // 2
        self.setValue(value)


class _DecadeSpinBox(QDoubleSpinBox):
    """Steps through 1, 2, 5 and 10 times each power of ten, as learning rates are chosen."""

    def stepBy(self, steps: int) -> None:
        decades = range(-self.decimals(), 3)
        ladder = np.array([step * 10.0**power for power in decades for step in (1, 2, 5)])
        value = self.value()
        for _ in range(abs(steps)):
            # Rounding must not make a step of the ladder look like a place between two.
            higher, lower = ladder[ladder > value * 1.001], ladder[ladder < value * 0.999]
            left = higher[:1] if steps > 0 else lower[-1:]
            value = float(left[0]) if len(left) else value
        self.setValue(value)

    def textFromValue(self, value: float) -> str:
        return np.format_float_positional(value, precision=self.decimals(), trim="-")
