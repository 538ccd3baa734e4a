"""What the session remembers between two starts, in the settings file that the window shares."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings

from dlgui import paths

RECENT_MODELS = 8


class SessionMemory:
    """Remembered values, each with a default where nothing or nonsense was stored.

    A settings folder that cannot be written is no error: then nothing is remembered.
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

    def save(self) -> None:
        """Write now; a disk that refuses loses these values and nothing else."""
        self._file.sync()

    def _text(self, key: str) -> str:
        value = self._file.value(key, "")
        return value if isinstance(value, str) else ""
