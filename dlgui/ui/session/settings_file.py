"""What is remembered from one start to the next, in the settings file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from dlgui import paths
from dlgui.core.errors import SettingError
from dlgui.core.training.settings import DEFAULT_PRESET, PRESETS, TrainingConfig
from dlgui.ui.kit.theme import ThemeChoice

RECENT_MODELS = 8


class SettingsFile:
    """Remembered values, each with a default where nothing or nonsense was stored.

    Qt writes them down from time to time and when they are destroyed. A settings folder that cannot
    be written is no error: then nothing is remembered.
    """

    def __init__(self) -> None:
        path = paths.config_dir() / "dlgui.ini"
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def recent_models(self) -> list[Path]:
        """Model files that still exist, the newest first."""
        try:
            stored = json.loads(self._text("recent_models"))
            known = [Path(path) for path in stored]
        except (ValueError, TypeError):
            return []
        return [path for path in known if path.is_file()]

    def add_recent_model(self, path: Path) -> None:
        path = path.absolute()
        others = [known for known in self.recent_models() if known != path]
        newest = [str(known) for known in [path, *others][:RECENT_MODELS]]
        self._file.setValue("recent_models", json.dumps(newest))

    @property
    def data_source(self) -> str:
        """As `dlgui.core.data.sources.load_data` takes it; "" for the embedded digits."""
        return self._text("data")

    @data_source.setter
    def data_source(self, source: str) -> None:
        self._file.setValue("data", source)

    @property
    def single_digit(self) -> bool:
        return self._text("single_digit") == "yes"

    @single_digit.setter
    def single_digit(self, single: bool) -> None:
        self._file.setValue("single_digit", "yes" if single else "no")

    @property
    def settled_run(self) -> str:
        """The folder name of the last run that ended as the person wanted."""
        return self._text("settled_run")

    @settled_run.setter
    def settled_run(self, name: str) -> None:
        self._file.setValue("settled_run", name)

    @property
    def theme(self) -> ThemeChoice:
        choice = self._file.value("theme")
        return cast(ThemeChoice, choice) if choice in get_args(ThemeChoice) else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._file.setValue("theme", choice)

    @property
    def config(self) -> TrainingConfig:
        """What was trained with last."""
        try:
            return TrainingConfig(**json.loads(self._text("config")))
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
        """Write everything down now; a disk that refuses loses these values and nothing else."""
        self._file.sync()

    def _text(self, key: str) -> str:
        value = self._file.value(key, "")
        return value if isinstance(value, str) else ""
