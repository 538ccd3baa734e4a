"""The form of a training's settings, made from their declarations.

One input for one declared setting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.nets.network_line import network_of
from dlgui.core.training.settings import PRESETS, SETTINGS, Setting, TrainingConfig
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.theme import CAPTION, M, S, font, set_look
from dlgui.ui.train.augment_examples import ExamplesButton

FIELD_WIDTH = 112


class SettingsForm(QWidget):
    """Presets and one field for each setting, the advanced ones folded away.

    changed: any setting has another value; live_changed: one that may change while training runs
    """

    changed = Signal()
    live_changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._fields = {setting.name: SettingField(setting) for setting in SETTINGS}
        self._training = False
        self._filling = False
        self._preset_box = self._presets()
        self._network_facts = QLabel()
        self._more = QToolButton()
        self._advanced = QWidget()
        self._lay_out()
        for name, field in self._fields.items():
            field.set_value(field.setting.default)
            field.changed.connect(lambda name=name: self._on_field(name))
        self._refresh()

    def config(self) -> TrainingConfig:
        """The settings as they stand; the fields allow no others."""
        return TrainingConfig(**{name: field.value() for name, field in self._fields.items()})

    def set_config(self, config: TrainingConfig) -> None:
        """Show `config` without telling it as a change of live settings."""
        self._filling = True
        for name, field in self._fields.items():
            field.set_value(getattr(config, name))
        self._filling = False
        self._refresh()
        self.changed.emit()

    def set_training(self, training: bool) -> None:
        """While a training runs, only what may be changed on the way stays enabled."""
        self._training = training
        self._preset_box.setEnabled(not training)
        self._enable_fields()

    def show_advanced(self, shown: bool) -> None:
        self._more.setChecked(shown)

    @property
    def shows_advanced(self) -> bool:
        return self._more.isChecked()

    def _lay_out(self) -> None:
        self._network_facts.setFont(font(CAPTION))
        self._network_facts.setWordWrap(True)
        set_look(self._network_facts, "muted")
        self._more.setObjectName("moreSettings")
        self._more.setText(self.tr("More settings"))
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setIconSize(QSize(14, 14))
        set_look(self._more, "disclosure")
        self._more.toggled.connect(self._fold)
        self._fold(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        layout.addWidget(_caption(self.tr("Preset")))
        layout.addWidget(self._preset_box)
        layout.addSpacing(M)
        layout.addWidget(_caption(self._fields["network"].setting.label))
        layout.addWidget(self._fields["network"])
        layout.addWidget(self._network_facts)
        layout.addSpacing(M)
        layout.addLayout(self._grid(advanced=False))
        layout.addSpacing(S)
        layout.addWidget(self._more)
        self._advanced.setLayout(self._grid(advanced=True))
        layout.addWidget(self._advanced)

    def _grid(self, advanced: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(M)
        grid.setColumnStretch(0, 1)
        shown = [f for f in self._fields.values() if f.setting.advanced == advanced]
        for row, field in enumerate(f for f in shown if f.setting.name != "network"):
            label = QLabel(field.setting.label)
            label.setToolTip(field.toolTip())
            label.setBuddy(field.input)
            field.setFixedWidth(FIELD_WIDTH)
            if field.setting.name == "augment":
                field.add_beside(ExamplesButton())
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        return grid

    def _presets(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("presetBox")
        box.setAccessibleName(self.tr("Preset"))
        for index, preset in enumerate(PRESETS.values()):
            box.addItem(preset.title, preset.name)
            box.setItemData(index, preset.summary, Qt.ItemDataRole.ToolTipRole)
        # Shown when the fields match no preset; it cannot be chosen, because it would do nothing.
        box.setPlaceholderText(self.tr("Custom"))
        box.activated.connect(lambda: self.set_config(PRESETS[box.currentData()].config))
        WheelGuard(box)
        return box

    def _fold(self, shown: bool) -> None:
        set_icon(self._more, "chevron-down" if shown else "chevron-right", "text_muted")
        self._advanced.setVisible(shown)

    def _on_field(self, name: str) -> None:
        if self._filling:
            return
        self._refresh()
        self.changed.emit()
        field = self._fields[name]
        if field.setting.live:
            self.live_changed.emit(name, field.value())

    def _refresh(self) -> None:
        config = self.config()
        network = network_of(config.network)
        parameters = self.tr("{count:,} parameters").format(count=network.parameters())
        self._network_facts.setText(f"{network.summary} {parameters}.")
        fitting = [preset.name for preset in PRESETS.values() if preset.config == config]
        self._preset_box.setCurrentIndex(self._preset_box.findData(fitting[0]) if fitting else -1)
        preset = PRESETS.get(self._preset_box.currentData())
        self._preset_box.setToolTip(preset.summary if preset else self.tr("Settings of your own."))
        self._enable_fields()

    def _enable_fields(self) -> None:
        uses_momentum = self._fields["optimizer"].value() == "sgd"
        for name, field in self._fields.items():
            allowed = not self._training or field.setting.live
            field.setEnabled(allowed and (name != "momentum" or uses_momentum))


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(CAPTION))
    set_look(label, "muted")
    return label


_CHOICE_TITLES = {
    "auto": "Automatic",
    "cpu": "Processor",
    "cuda": "NVIDIA graphics",
    "mps": "Apple graphics",
    "adam": "Adam",
    "adamw": "AdamW",
    "sgd": "SGD",
    "glorot": "Glorot",
    "he": "He",
    "lecun": "LeCun",
    "small": "Too small",
    "large": "Too large",
    "zero": "All zero",
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
            if self.setting.parse is not None and self.input.findData(value) < 0:
                self._add_network(self.input, value)
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
        for name in self.setting.choices:
            if self.setting.parse is not None:
                self._add_network(box, name)
            else:
                box.addItem(_CHOICE_TITLES.get(name, name), name)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _add_network(self, box: QComboBox, name: str) -> None:
        network = network_of(name)
        box.addItem(network.title, name)
        box.setItemData(box.count() - 1, network.summary, Qt.ItemDataRole.ToolTipRole)

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
