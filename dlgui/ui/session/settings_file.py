"""What is remembered from one start to the next, in the settings file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from PySide6.QtCore import QByteArray, QSettings

from dlgui import paths
from dlgui.core.errors import SettingError
from dlgui.core.files import parse_json, text, whole_number
from dlgui.core.training.presets import DEFAULT_PRESET, PRESETS
from dlgui.core.training.settings import TrainingConfig
from dlgui.language import SYSTEM
from dlgui.ui.kit.theme import ThemeChoice
from dlgui.ui.session.fixed_settings import FixedSettings, read_fixed_settings

RECENT_MODELS = 8


class SettingsFile:
    """Remembered values, each with a default where nothing or nonsense was stored.

    Qt writes them down from time to time and when they are destroyed. A settings folder that cannot
    be written is no error: then nothing is remembered.

    What a school has fixed (see `fixed_settings`) holds at each start instead of what was stored;
    `fault` says what is wrong with its file, or is empty.
    """

    def __init__(self) -> None:
        path = paths.make_config_dir() / "dlgui.ini"
        self._file = QSettings(str(path), QSettings.Format.IniFormat)
        self._changed: set[str] = set()
        self._fixed, self.fault = FixedSettings(), ""
        try:
            self._fixed = read_fixed_settings(paths.program_dir())
        except SettingError as error:
            self.fault = str(error)

    def recent_models(self) -> list[Path]:
        """Model files that still exist, the newest first."""
        try:
            stored = parse_json(self._text("recent_models"))
            known = [Path(text(path, 10_000)) for path in stored]
        except (ValueError, TypeError):
            return []
        return [path for path in known if _is_file(path)]

    def add_recent_model(self, path: Path) -> None:
        path = path.absolute()
        others = [known for known in self.recent_models() if known != path]
        newest = [str(known) for known in [path, *others][:RECENT_MODELS]]
        self._store("recent_models", json.dumps(newest))

    @property
    def own_networks(self) -> list[tuple[str, str]]:
        """Names and lines of the networks that a person built."""
        try:
            stored = parse_json(self._text("networks"))
            return [(text(name, 200), text(line, 10_000)) for name, line in stored]
        except (ValueError, TypeError):
            return []

    @own_networks.setter
    def own_networks(self, networks: list[tuple[str, str]]) -> None:
        self._store("networks", json.dumps(networks))

    @property
    def data_source(self) -> str:
        """As `dlgui.core.data.sources.load_data` takes it; "" for the embedded digits."""
        return self._text("data")

    @data_source.setter
    def data_source(self, source: str) -> None:
        self._store("data", source)

    @property
    def single_digit(self) -> bool:
        return self._text("single_digit") == "yes"

    @single_digit.setter
    def single_digit(self, single: bool) -> None:
        self._store("single_digit", "yes" if single else "no")

    @property
    def settled_run(self) -> str:
        """The folder name of the last run that ended as the person wanted."""
        return self._text("settled_run")

    @settled_run.setter
    def settled_run(self, name: str) -> None:
        self._store("settled_run", name)

    @property
    def theme(self) -> ThemeChoice:
        choice = self._text("theme")
        return cast(ThemeChoice, choice) if choice in get_args(ThemeChoice) else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store("theme", choice)

    @property
    def language(self) -> str:
        """A code, or "system"."""
        return self._text("language") or SYSTEM

    @language.setter
    def language(self, code: str) -> None:
        self._store("language", code)

    @property
    def config(self) -> TrainingConfig:
        """What was trained with last."""
        if self._fixed.training is not None and "config" not in self._changed:
            return self._fixed.training
        try:
            return TrainingConfig(**parse_json(self._text("config")))
        except (ValueError, TypeError, SettingError):
            return PRESETS[DEFAULT_PRESET].config

    @config.setter
    def config(self, config: TrainingConfig) -> None:
        self._store("config", json.dumps(asdict(config)))

    def number(self, name: str, default: int) -> int:
        try:
            return whole_number(int(cast(Any, self._file.value(name, default))), -(2**31), 2**31)
        except (TypeError, ValueError, OverflowError):
            return default

    def set_number(self, name: str, number: int) -> None:
        self._store(name, number)

    def note(self, name: str) -> str:
        """A text that only its owner understands; "" when there is none."""
        return self._text(name)

    def set_note(self, name: str, note: str) -> None:
        self._store(name, note)

    def state(self, name: str) -> QByteArray:
        """A widget's own form of its geometry or state; empty when there is none."""
        state = self._file.value(name)
        return state if isinstance(state, QByteArray) else QByteArray()

    def set_state(self, name: str, state: QByteArray) -> None:
        self._store(name, state)

    def save(self) -> None:
        """Write everything down now; a disk that refuses loses these values and nothing else."""
        self._file.sync()

    def _store(self, key: str, value: Any) -> None:
        self._changed.add(key)
        self._file.setValue(key, value)

    def _text(self, key: str) -> str:
        if key in self._fixed.window and key not in self._changed:
            return self._fixed.window[key]
        value = self._file.value(key, "")
        return value if isinstance(value, str) else ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False
