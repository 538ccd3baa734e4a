"""The promises of docs/architecture.md about who imports what, kept in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = ("PySide6", "shiboken6")

TORCH = (
    "dlgui.core.augmentation",
    "dlgui.core.nets.torch_net",
    *(
        f"dlgui.core.training.{room}"
        for room in (
            "backprop",
            "batches",
            "estimate",
            "calibrating",
            "learner",
            "machine",
            "operations",
            "optimizer",
            "pooling",
            "processes",
            "step_trace",
            "train",
        )
    ),
)


def modules_of(package: str) -> list[str]:
    folder = ROOT / package.replace(".", "/")
    files = [path.relative_to(ROOT).with_suffix("") for path in sorted(folder.rglob("*.py"))]
    return [".".join(file.parts) for file in files if file.name != "__init__"]


def loaded_by(*arguments: str, then: str = "") -> set[str]:
    """The modules that a fresh Python has after running `then` with `arguments`."""
    code = f"import sys; {then}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_core_knows_no_qt() -> None:
    loaded = loaded_by(then="import dlgui.core; from dlgui.core import *; import dlgui.commands")
    assert "torch" in loaded  # or nothing much was imported, and the next line proves nothing
    assert loaded.isdisjoint(QT)


def test_all_but_training_works_without_torch() -> None:
    modules = [name for name in modules_of("dlgui.core") if not name.startswith(TORCH)]
    loaded = loaded_by(then=f"import {', '.join(modules)}")
    assert "numpy" in loaded
    assert loaded.isdisjoint((*QT, "torch"))


def test_jobs_know_no_widgets() -> None:
    loaded = loaded_by(then=f"import {', '.join(modules_of('dlgui.jobs'))}")
    assert "PySide6.QtCore" in loaded
    assert loaded.isdisjoint(("PySide6.QtGui", "PySide6.QtWidgets", "torch"))


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
