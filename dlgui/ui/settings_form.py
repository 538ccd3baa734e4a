"""The form of a training's settings, made from their declarations."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from dlgui.core.networks import NETWORKS
from dlgui.core.presets import PRESETS
from dlgui.core.settings import SETTINGS, TrainingConfig
from dlgui.ui.augment_examples import ExamplesButton
from dlgui.ui.fields import SettingField, WheelGuard
from dlgui.ui.icons import set_icon
from dlgui.ui.theme import CAPTION, M, S, font, set_look

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
        network = NETWORKS[config.network]
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
