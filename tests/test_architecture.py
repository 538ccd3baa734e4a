"""The promises of docs/architecture.md about who imports what, kept in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = ("PySide6", "pyqtgraph", "shiboken6")

WITHOUT_TORCH = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for path in sorted((ROOT / "dlgui/core").rglob("*.py"))
    if path.name != "__init__.py"
    and path.parent.name not in ("engine", "augmentation")
    and path.stem not in ("modules", "training")
]


def loaded_by(*arguments: str, then: str = "") -> set[str]:
    """The top-level modules that a fresh Python has after running `arguments`."""
    code = f"import sys; {then}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_core_knows_no_qt() -> None:
    loaded = loaded_by(then="import dlgui.core; from dlgui.core import *; import dlgui.commands")
    assert "torch" in loaded  # or nothing much was imported, and the next line proves nothing
    assert loaded.isdisjoint(QT)


def test_all_but_training_works_without_torch() -> None:
    loaded = loaded_by(then=f"import {', '.join(WITHOUT_TORCH)}")
    assert "numpy" in loaded
    assert loaded.isdisjoint((*QT, "torch"))


RUN = "from dlgui.cli import main; assert main(sys.argv[1:]) == 0"


def test_training_without_a_window_imports_no_qt(tmp_path: Path) -> None:
    arguments = ("train", "--network", "mlp", "--epochs", "1", "--train-digits", "100")
    loaded = loaded_by(*arguments, then=RUN)
    assert "torch" in loaded
    assert loaded.isdisjoint(QT)


@pytest.mark.parametrize("command", ["predict", "evaluate"])
def test_reading_imports_neither_qt_nor_torch(command: str, tmp_path: Path) -> None:
    strokes = tmp_path / "one.jsonl"
    strokes.write_text('{"label": "1", "strokes": [[[0, 0], [0, 40]]]}\n')
    loaded = loaded_by(command, str(strokes), then=RUN)
    assert "numpy" in loaded
    assert loaded.isdisjoint((*QT, "torch"))


def test_imports_run_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout
