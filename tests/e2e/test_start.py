"""start.py, the newcomer's two commands; what it would install is tested without installing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """start.py as a module, whose environment is an empty folder."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "set-up")
    venv.mkdir()
    return module


class Calls:
    """Stands for start.py's functions that would change the machine, and notes their order."""

    def __init__(self, start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[str] = []
        self.missing: list[str] = []
        for name in ("make_environment", "install_package"):
            monkeypatch.setattr(start, name, lambda name=name: self.made.append(name))
        monkeypatch.setattr(start, "missing_system_packages", lambda: self.missing)


def test_set_up_is_done_once_and_again_when_the_project_changes(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = Calls(start, monkeypatch)
    monkeypatch.setattr(start, "ROOT", tmp_path)
    project = tmp_path / "pyproject.toml"
    project.write_text("one")
    start.set_up()
    start.set_up()
    assert calls.made == ["make_environment", "install_package"]
    project.write_text("two")
    start.set_up()
    assert calls.made == ["make_environment", "install_package"] * 2


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11.so.6", "libx11-6"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libbrotlidec.so.1", "libbrotli1"),
        ("libzstd.so.1", "libzstd1"),
    ],
)
def test_libraries_are_found_in_debians_packages(
    start: ModuleType, soname: str, package: str
) -> None:
    assert start.debian_package(soname) == package


@pytest.mark.skipif(sys.platform != "linux", reason="asks ldd")
def test_missing_libraries_and_fonts_are_seen(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".venv/lib/python3.11/site-packages/PySide6/Qt").mkdir(parents=True)
    answer = "\tlibEGL.so.1 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x7f)\n"
    ldd = subprocess.CompletedProcess([], 0, answer + answer, "")
    monkeypatch.setattr(start.subprocess, "run", lambda *_, **__: ldd)
    monkeypatch.setattr(start, "FONT_FOLDERS", [tmp_path / "fonts"])
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert start.missing_system_packages() == ["libegl1", "fonts-dejavu-core", "fonts-inter"]
    (tmp_path / "fonts/some").mkdir(parents=True)
    (tmp_path / "fonts/some/font.ttf").touch()
    assert start.missing_system_packages() == ["libegl1"]
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert start.missing_system_packages() == ["libegl1", "fonts-noto-cjk"]
    (tmp_path / "fonts/some/NotoSansCJK-Regular.ttc").touch()
    assert start.missing_system_packages() == ["libegl1"]


def test_without_the_right_to_install_the_exact_command_is_named(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(start.shutil, "which", lambda name: name == "apt-get")
    with pytest.raises(SystemExit) as end:
        start.install_system_packages(["libegl1", "libgl1"])
    assert "sudo apt-get install libegl1 libgl1" in str(end.value)
    start.install_system_packages([])  # nothing to do needs no right
