"""Settings that a school fixes in advance, in a file `dlgui.ini` beside the program.

    [window]
    theme = dark
    data = mnist
    single_digit = yes

    [training]
    preset = quick
    epochs = 3

They hold at every start, whatever was remembered: each person finds the window as the last one
did. What is changed while the window is open lasts until it is closed.
"""

from __future__ import annotations

import configparser
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from dlgui.core.errors import SettingError
from dlgui.core.files import read_text
from dlgui.core.training.presets import DEFAULT_PRESET, PRESETS
from dlgui.core.training.settings import SETTINGS, TrainingConfig
from dlgui.language import tr
from dlgui.ui.kit.theme import ThemeChoice

FILE = "dlgui.ini"
WINDOW = ("theme", "language", "data", "single_digit")
SWITCH = configparser.ConfigParser.BOOLEAN_STATES
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class FixedSettings:
    """window: texts as the settings file keeps them; training: None where nothing is fixed."""

    window: dict[str, str] = field(default_factory=dict)
    training: TrainingConfig | None = None


def read_fixed_settings(folder: Path | None) -> FixedSettings:
    """What the file in `folder` fixes, if there is one. Raises SettingError, naming the file."""
    if folder is None or not (path := folder / FILE).is_file():
        return FixedSettings()
    parser = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=";")
    try:
        parser.read_string(read_text(path, MOST_BYTES))
        return _understood(parser)
    except (OSError, ValueError, configparser.Error) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise SettingError(
            tr("{path} fixes nothing: {reason}. Correct it or take it away.").format(
                path=path, reason=reason
            )
        ) from error


def _understood(parser: configparser.ConfigParser) -> FixedSettings:
    for section in parser.sections():
        if section not in ("window", "training"):
            raise SettingError(tr("there is no section [{section}]").format(section=section))
    window = dict(parser["window"]) if parser.has_section("window") else {}
    for name in window:
        if name not in WINDOW:
            raise SettingError(tr("there is no setting named {name}").format(name=name))
    if window.get("theme", "system") not in get_args(ThemeChoice):
        raise SettingError(tr("there is no theme named {theme}").format(theme=window["theme"]))
    if "single_digit" in window:
        window["single_digit"] = "yes" if _switch(window["single_digit"]) else "no"
    training = _training(dict(parser["training"])) if parser.has_section("training") else None
    return FixedSettings(window, training)


def _training(texts: dict[str, str]) -> TrainingConfig:
    preset = texts.pop("preset", DEFAULT_PRESET)
    if preset not in PRESETS:
        raise SettingError(tr("there is no preset named {preset}").format(preset=preset))
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name, text in texts.items():
        kind = known[name].type if name in known else str
        try:
            values[name] = _switch(text) if kind is bool else kind(text)
        except ValueError:
            raise SettingError(
                tr("{label} cannot be {text!r}").format(label=tr(known[name].label), text=text)
            ) from None
    return PRESETS[preset].config.with_(**values)


def _switch(text: str) -> bool:
    """ "yes", "on", "true", "1" and their opposites, as in every ini file."""
    if text.lower() not in SWITCH:
        raise SettingError(tr("{text!r} is neither yes nor no").format(text=text))
    return SWITCH[text.lower()]
