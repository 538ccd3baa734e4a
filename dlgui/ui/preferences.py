"""What the window remembers from one start to the next, beside what the session does."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from dlgui import paths
from dlgui.core.errors import SettingError
from dlgui.core.presets import DEFAULT_PRESET, PRESETS
from dlgui.core.settings import TrainingConfig
from dlgui.ui.theme import ThemeChoice


class Preferences:
    """Reads and writes single values. Whatever is missing or damaged counts as never chosen.

    Qt writes them down from time to time and when they are destroyed; a disk that refuses loses
    the preferences and nothing else.
    """

    def __init__(self) -> None:
        path = paths.config_dir() / "dlgui.ini"
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        choice = self._file.value("theme")
        return cast(ThemeChoice, choice) if choice in get_args(ThemeChoice) else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._file.setValue("theme", choice)

    @property
    def config(self) -> TrainingConfig:
        try:
            return TrainingConfig(**json.loads(str(self._file.value("config"))))
        except (ValueError, TypeError, SettingError):
            return PRESETS[DEFAULT_PRESET].config

    @config.setter
    def config(self, config: TrainingConfig) -> None:
        self._file.setValue("config", json.dumps(asdict(config)))

    def number(self, name: str, default: int) -> int:
        try:
            return int(cast(Any, self._file.value(name, default)))
        except (TypeError, ValueError):
            return default

    def set_number(self, name: str, number: int) -> None:
        self._file.setValue(name, number)

    def state(self, name: str) -> QByteArray:
        """A widget's own form of its geometry or state; empty when there is none."""
        state = self._file.value(name)
        return state if isinstance(state, QByteArray) else QByteArray()

    def set_state(self, name: str, state: QByteArray) -> None:
        self._file.setValue(name, state)

    def save(self) -> None:
        """Write everything down now."""
        self._file.sync()
