"""The form of a training's settings, made from their declarations: an input for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.presets import PRESETS
from dlgui.core.training.settings import SETTINGS, Setting, TrainingConfig, setting_text
from dlgui.language import QT_TRANSLATE_NOOP, sentences, tr
from dlgui.ui.kit.icons import set_icon
from dlgui.ui.kit.number_box import NumberBox
from dlgui.ui.kit.theme import CAPTION, M, S, fix_width, font, set_look
from dlgui.ui.train.augment_examples import ExamplesButton
from dlgui.ui.train.network_box import NetworkBox

FIELD_WIDTH = 112

Box = TypeVar("Box", bound=QComboBox)


class SettingsForm(QWidget):
    """Presets and one field for each setting, the advanced ones folded away.

    changed: any setting has another value; live_changed: one that may change while training runs;
    network_wanted: the name or line of a network was chosen here, and not on the bench
    """

    changed = Signal()
    live_changed = Signal(str, object)
    network_wanted = Signal(str)
    shown = Signal(QWidget)
    """The input that should be in sight."""

    def __init__(self) -> None:
        super().__init__()
        self._fields = {setting.name: SettingField(setting) for setting in SETTINGS}
        self._training = False
        self._filling = False
        self._problem = ""
        self._preset_box = self._presets()
        self._network_facts = QLabel()
        self._more = QToolButton()
        self._advanced = QWidget()
        self._lay_out()
        for name, field in self._fields.items():
            field.set_value(field.setting.default)
            field.changed.connect(lambda name=name: self._on_field(name))
        box = self._fields["network"].input
        assert isinstance(box, NetworkBox)
        self._network_box = box
        box.activated.connect(lambda: self.network_wanted.emit(box.network))
        self._refresh()

    def config(self) -> TrainingConfig:
        """The settings as they stand; the fields allow no others."""
        return TrainingConfig(**{name: field.value() for name, field in self._fields.items()})

    def entered(self) -> TrainingConfig:
        """The same, after what is being typed into a field was taken for entered."""
        for field in self._fields.values():
            if isinstance(field.input, NumberBox) and field.input.hasFocus():
                field.input.interpretText()
        return self.config()

    def set_config(self, config: TrainingConfig) -> None:
        """Show `config` without announcing a change of live settings."""
        self._filling = True
        for name, field in self._fields.items():
            field.set_value(getattr(config, name))
        self._filling = False
        self._refresh()
        self.changed.emit()
        self.network_wanted.emit(config.network)

    def set_network(self, name: str, problem: str = "") -> None:
        """Show what was built on the bench; or the last network, and why there is none now."""
        self._problem = problem
        self._filling = True
        self._fields["network"].set_value(name)
        self._filling = False
        self._refresh()
        self.changed.emit()

    def set_own_networks(self, own: Iterable[tuple[str, str]]) -> None:
        """Offer them, names and lines, beside those of the registry."""
        self._network_box.set_own(own)

    def show_setting(self, name: str) -> None:
        """Bring a setting's input into sight, and the keys to it."""
        field = self._fields[name]
        if field.setting.advanced:
            self.show_advanced(True)
        field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(field)

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
        self._network_facts.setObjectName("networkFacts")
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
        layout.addWidget(_caption(tr(self._fields["network"].setting.label)))
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
            label = QLabel(tr(field.setting.label))
            label.setToolTip(field.toolTip())
            label.setBuddy(field.input)
            fix_width(field, FIELD_WIDTH)
            if field.setting.name == "augment":
                field.add_beside(ExamplesButton())
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            if isinstance(field.input, NumberBox):
                grid.addWidget(field.refusal, 2 * row + 1, 0, 1, 2)
        return grid

    def _presets(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("presetBox")
        box.setAccessibleName(self.tr("Preset"))
        for index, preset in enumerate(PRESETS.values()):
            box.addItem(tr(preset.title), preset.name)
            box.setItemData(index, tr(preset.summary), Qt.ItemDataRole.ToolTipRole)
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
        if name == "network":
            self.network_wanted.emit(field.value())
        if field.setting.live:
            self.live_changed.emit(name, field.value())

    def _refresh(self) -> None:
        config = self.config()
        network = network_of(config.network)
        is_own = network.name not in NETWORKS
        summary = self.tr("A network of your own.") if is_own else tr(network.summary)
        facts = self.tr("{summary} {count:,} parameters.")
        facts = facts.format(summary=summary, count=network.parameters())
        set_look(self._network_facts, "bad" if self._problem else "muted")
        self._network_facts.setText(self._problem or facts)
        self._network_box.set_unfinished(bool(self._problem))
        fitting = [preset.name for preset in PRESETS.values() if preset.config == config]
        self._preset_box.setCurrentIndex(self._preset_box.findData(fitting[0]) if fitting else -1)
        preset = PRESETS.get(self._preset_box.currentData())
        self._preset_box.setToolTip(
            tr(preset.summary) if preset else self.tr("Settings of your own.")
        )
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


_ZERO_TITLES = {"train_digits": QT_TRANSLATE_NOOP("", "All")}


class SettingField(QWidget):
    """The input for `setting`, with its explanation as tooltip and for screen readers."""

    changed = Signal()

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self.refusal = _caption("")
        """Beneath the field, where what was typed is no value."""
        self.refusal.setObjectName(f"refusal_{setting.name}")
        self.refusal.setWordWrap(True)
        set_look(self.refusal, "bad")
        self.refusal.hide()
        self.input = self._made()
        self.input.setObjectName(f"setting_{setting.name}")
        self.input.setAccessibleName(tr(setting.label))
        self.input.setAccessibleDescription(sentences((tr(setting.help), tr(setting.why))))
        self.setToolTip(
            f"<p><b>{tr(setting.label)}</b></p><p>{tr(setting.help)}</p><p>{tr(setting.why)}</p>"
        )
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
        if isinstance(self.input, NetworkBox):
            return self.input.network
        if isinstance(self.input, QComboBox):
            return self.input.currentData()
        return self.setting.type(self.input.value())

    def set_value(self, value: Any) -> None:
        """Show `value`, which the setting allows; `changed` follows if it is another one."""
        if isinstance(self.input, QCheckBox):
            self.input.setChecked(value)
        elif isinstance(self.input, NetworkBox):
            self.input.show_network(value)
        elif isinstance(self.input, QComboBox):
            self.input.setCurrentIndex(self.input.findData(value))
        else:
            self.refusal.hide()
            self.input.setValue(value)

    def _made(self) -> QCheckBox | QComboBox | NumberBox:
        if self.setting.parse is not None:
            networks = _narrow(NetworkBox())
            networks.chosen.connect(self.changed)
            return networks
        if self.setting.choices:
            return self._choice()
        if self.setting.type is bool:
            check = QCheckBox()
            check.toggled.connect(self.changed)
            return check
        return self._number()

    def _choice(self) -> QComboBox:
        box = _narrow(QComboBox())
        for name in self.setting.choices:
            box.addItem(setting_text(name), name)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _number(self) -> NumberBox:
        setting = self.setting
        low, high = setting.minimum or 0, setting.maximum or 2**31 - 1
        box = NumberBox(low, high, whole=setting.type is int, logarithmic=setting.logarithmic)
        if setting.name in _ZERO_TITLES:
            box.setSpecialValueText(tr(_ZERO_TITLES[setting.name]))
        box.valueChanged.connect(self.changed)
        box.refused.connect(self._on_refused)
        box.understood.connect(self.refusal.hide)
        return box

    def _on_refused(self, typed: str) -> None:
        """Say that `typed` is no value, where it can be read: beneath the field."""
        assert isinstance(self.input, NumberBox)
        sentence = (
            self.tr("“{typed}” is no whole number from {low} to {high}: {value} stays.")
            if self.setting.type is int
            else self.tr("“{typed}” is no number from {low} to {high}: {value} stays.")
        )
        box = self.input
        low, high = (box.textFromValue(limit) for limit in (box.minimum(), box.maximum()))
        value = box.textFromValue(box.value())
        self.refusal.setText(sentence.format(typed=typed, low=low, high=high, value=value))
        self.refusal.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.refusal, QAccessible.Event.Alert))


def _narrow(box: Box) -> Box:
    """No wider than its place, whatever its texts."""
    box.setMinimumContentsLength(6)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
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
