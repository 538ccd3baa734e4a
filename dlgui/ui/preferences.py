"""What is remembered from one start to the next, in an INI file of the person's own."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from dlgui import paths
from dlgui.core.errors import SettingError
from dlgui.core.settings import TrainingConfig
from dlgui.ui.theme import ThemeChoice

RECENT_MODELS = 8


class Preferences:
    """Reads and writes single values. Whatever is missing or damaged counts as never chosen.

    Qt writes them down from time to time and when they are destroyed; a disk that refuses loses
    the preferences and nothing else.
    """

    def __init__(self) -> None:
        path = paths.config_dir() / "window.ini"
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
        found = self._json("config")
        try:
            return TrainingConfig(**found) if isinstance(found, dict) else TrainingConfig()
        except (TypeError, SettingError):
            return TrainingConfig()

    @config.setter
    def config(self, config: TrainingConfig) -> None:
        self._file.setValue("config", json.dumps(asdict(config)))

    @property
    def data_source(self) -> str:
        """As `Session.open_data` takes it; "" for the embedded digits."""
        return str(self._file.value("data_source", ""))

    @data_source.setter
    def data_source(self, source: str) -> None:
        self._file.setValue("data_source", source)

    @property
    def single_digit(self) -> bool:
        return self.number("single_digit", 0) == 1

    @single_digit.setter
    def single_digit(self, single: bool) -> None:
        self.set_number("single_digit", int(single))

    @property
    def recent_models(self) -> list[Path]:
        """The newest first; those that are gone are left out."""
        found = self._json("recent_models")
        paths_ = [Path(entry) for entry in found] if isinstance(found, list) else []
        return [path for path in paths_ if path.is_file()]

    def add_recent_model(self, path: Path) -> None:
        path = path.absolute()
        newest = [path, *(known for known in self.recent_models if known != path)]
        kept = [str(known) for known in newest[:RECENT_MODELS]]
        self._file.setValue("recent_models", json.dumps(kept))

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

    def _json(self, name: str) -> object:
        try:
            return json.loads(str(self._file.value(name)))
        except ValueError:
            return None
