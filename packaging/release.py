"""What a release is called on each platform, and what a Linux folder has beside the program."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import dlgui

LINUX = Path(__file__).parent / "linux"
SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}

WORTH_STRIPPING = 1_000_000
"""Bytes. Below, there is nothing to gain."""

THEME_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def platform_tag() -> str:
    """For instance linux-x86_64, windows-x86_64, macos-arm64."""
    machine = platform.machine().lower()
    return f"{SYSTEMS[sys.platform]}-{MACHINES.get(machine, machine)}"


def release_name() -> str:
    return f"dlgui-{dlgui.__version__}-{platform_tag()}"


def strip_libraries(folder: Path) -> None:
    """Remove symbols that only a debugger reads; an eighth of the whole.

    Those of numpy and Pillow are left alone: patchelf has rearranged them, and strip breaks them.
    """
    for path in folder.rglob("*.so*"):
        patched = any(parent.suffix == ".libs" for parent in path.parents)
        if path.is_symlink() or patched or path.stat().st_size < WORTH_STRIPPING:
            continue
        subprocess.check_call(["strip", "--strip-unneeded", path])


def add_desktop_files(folder: Path, icons: Path) -> None:
    """Put the installer and what a desktop wants to know beside the program."""
    shutil.copy(LINUX / "install.sh", folder)
    share = folder / "share"
    for name, place in (
        ("dlgui.desktop", "applications"),
        ("io.github.dlgui.metainfo.xml", "metainfo"),
        ("dlgui.xml", "mime/packages"),
    ):
        (share / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(LINUX / name, share / place)
    for size in THEME_SIZES:
        place = share / f"icons/hicolor/{size}x{size}/apps"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(icons / f"{size}.png", place / "dlgui.png")
