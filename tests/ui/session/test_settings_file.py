"""Nonsense in the settings file counts as never chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlgui.core.training.presets import DEFAULT_PRESET, PRESETS
from dlgui.ui.session.settings_file import SettingsFile


@pytest.mark.parametrize("junk", ["NaN", "[" * 5000, '"a"', "1e999", "null", "[1]", '["\\u0000"]'])
def test_nonsense_was_never_chosen(home: Path, junk: str) -> None:
    quoted = '"' + junk.replace("\\", "\\\\").replace('"', '\\"') + '"'
    names = ("recent_models", "config", "theme", "data_width", "geometry")
    (home / "config").mkdir(parents=True)
    lines = ["[General]", *(f"{name}={quoted}" for name in names)]
    (home / "config" / "dlgui.ini").write_text("\n".join(lines))
    settings = SettingsFile()
    assert settings.recent_models() == []
    assert settings.config == PRESETS[DEFAULT_PRESET].config
    assert settings.theme == "system"
    assert settings.number("data_width", 7) == 7
    assert settings.state("geometry").isEmpty()


@pytest.mark.parametrize(
    "content", [b"\xff" * 1000, b"[", b"\0" * 1000, b"config=@Variant(\0\0\0)"]
)
def test_a_damaged_file_is_survived(home: Path, content: bytes) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "dlgui.ini").write_bytes(content)
    settings = SettingsFile()
    assert settings.config == PRESETS[DEFAULT_PRESET].config
    settings.theme = "dark"
    settings.save()
    assert SettingsFile().theme == "dark"


def test_a_name_that_is_too_long_is_no_model(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    names = '"[\\"' + "x" * 5000 + '\\"]"'
    (home / "config" / "dlgui.ini").write_text(f"[General]\nrecent_models={names}\n")
    assert SettingsFile().recent_models() == []


def test_a_number_beyond_all_windows_was_never_chosen(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "dlgui.ini").write_text("[General]\nwidth=99999999999999\n")
    assert SettingsFile().number("width", 7) == 7
