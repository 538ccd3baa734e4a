"""What Windows shows of the program in a file's properties."""

from __future__ import annotations

import re
from pathlib import Path

import dlgui

BRITISH_ENGLISH, UNICODE = 0x0809, 1200


def write_version_resource(path: Path, name: str) -> str:
    """Write the resource of `name`.exe as PyInstaller reads it; the path as text."""
    path.write_text(version_resource(name, dlgui.__version__), "utf-8")
    return str(path)


def version_resource(name: str, version: str) -> str:
    """A VSVersionInfo expression, which PyInstaller evaluates where pefile is at hand."""
    numbers = windows_version(version)
    texts = {
        "CompanyName": "The dlgui authors",
        "FileDescription": "dlgui",
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{name}.exe",
        "ProductName": "dlgui",
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({key!r}, {text!r})" for key, text in texts.items())
    table = f"StringTable('{BRITISH_ENGLISH:04X}{UNICODE:04X}', [{strings}])"
    translation = f"VarStruct('Translation', [{BRITISH_ENGLISH}, {UNICODE}])"
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, "
        "OS=0x40004, fileType=0x1), "
        f"kids=[StringFileInfo([{table}]), VarFileInfo([{translation}])])\n"
    )


def windows_version(version: str) -> tuple[int, int, int, int]:
    """Four numbers, which is how Windows writes a version: 1.2.0rc1 is (1, 2, 0, 0)."""
    numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])]
    major, minor, micro, build = (*numbers, 0, 0, 0, 0)[:4]
    return major, minor, micro, build
