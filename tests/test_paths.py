"""Where files are kept: for one person, for a class room, and on a stick."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from dlgui import paths


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an executable that somebody has unpacked, as the program sees itself there."""
    program = tmp_path / "stick" / "dlgui-1.0" / "dlgui"
    program.parent.mkdir(parents=True)
    monkeypatch.delenv("DLGUI_HOME")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    return program.parent


def folders() -> set[Path]:
    return {paths.data_dir(), paths.config_dir(), paths.log_dir(), paths.runs_dir()}


def test_a_variable_puts_everything_below_one_folder(home: Path) -> None:
    assert folders() == {home / name for name in ("data", "config", "log", "data/runs")}


def test_a_folder_beside_the_executable_keeps_everything(built: Path) -> None:
    assert not any(folder.is_relative_to(built) for folder in folders())
    (built / "data").mkdir()
    assert all(folder.is_relative_to(built / "data") for folder in folders())


def test_the_variable_wins_over_the_folder(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built / "data").mkdir()
    monkeypatch.setenv("DLGUI_HOME", str(built.parent))
    assert paths.config_dir() == built.parent / "config"


def test_beside_an_application_of_macos(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = built / "dlgui.app" / "Contents" / "MacOS" / "dlgui"
    monkeypatch.setattr(sys, "executable", str(program))
    assert paths.program_dir() == built


def test_a_data_set_in_a_checkout_is_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DLGUI_HOME")
    checkout = Path(paths.__file__).parent.parent
    assert paths.program_dir() == checkout
    assert not any(folder.is_relative_to(checkout) for folder in folders())


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="everything can be written here"
)
def test_a_folder_that_cannot_be_written_is_passed_over(built: Path) -> None:
    (built / "data").mkdir(mode=0o500)
    assert not any(folder.is_relative_to(built) for folder in folders())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_settings_are_private(home: Path) -> None:
    (home / "config").mkdir(parents=True, mode=0o755)
    assert stat.S_IMODE(paths.make_config_dir().stat().st_mode) == 0o700


def test_a_settings_folder_that_cannot_be_made_is_no_error(home: Path) -> None:
    home.write_text("in the way")
    assert not paths.make_config_dir().exists()
