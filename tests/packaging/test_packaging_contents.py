"""What the built program leaves out, by name; the build's smoke test says whether it is missed."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("contents")


@pytest.mark.parametrize(
    "path",
    [
        "torch/lib/libtorchbind_test.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "torch-2.13.0+cpu.dist-info/RECORD",
    ],
)
def test_what_nothing_loads_is_left_out(contents: ModuleType, path: str) -> None:
    assert contents.is_left_out_file(path)


@pytest.mark.parametrize(
    "path",
    [
        "torch/lib/libtorch_cpu.so",
        "torch/lib/torch_cpu.dll",
        "torch/bin/torch_shm_manager",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "dlgui/resources/reader.safetensors",
        "torch-2.13.0+cpu.dist-info/METADATA",
    ],
)
def test_what_the_program_loads_stays(contents: ModuleType, path: str) -> None:
    assert not contents.is_left_out_file(path)


def test_no_module_that_the_program_imports_is_left_out(contents: ModuleType) -> None:
    """By what the source says; torch's own imports are for the smoke test."""
    source = PACKAGING.parent / "dlgui"
    imported = {
        name
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _imported_by(node)
    }
    assert "PySide6.QtCore" in imported
    assert [name for name in sorted(imported) if contents.is_left_out_module(name)] == []


def _imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_a_library_stays_as_long_as_something_is_linked_to_it(contents: ModuleType) -> None:
    links = {
        "/qt/QtCore.so": ["libQt6Core.so.6", "libc.so.6"],
        "/qt/libQt6Core.so.6": ["libicu.so"],
        "/lib/libicu.so": [],
        "/py/libpython3.so": ["libz.so"],
        "/lib/libz.so": [],
        "/lib/libgtk.so": ["libpango.so"],
        "/lib/libpango.so": ["libgtk.so"],
    }
    binaries = [
        ("PySide6/QtCore.so", "/qt/QtCore.so", "EXTENSION"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "/qt/libQt6Core.so.6", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libicu.so", "/lib/libicu.so", "BINARY"),
        ("libpython3.so", "/py/libpython3.so", "BINARY"),
        ("libz.so", "/lib/libz.so", "BINARY"),
        ("libgtk.so", "/lib/libgtk.so", "BINARY"),
        ("libpango.so", "/lib/libpango.so", "BINARY"),
        ("libpango.so.1", "libpango.so", "SYMLINK"),
    ]
    assert contents.without_orphans(binaries, links.__getitem__) == binaries[:6]
