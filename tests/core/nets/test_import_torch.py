"""Answering must not wait for torch, which takes a second to import."""

import subprocess
import sys

import pytest

import dlgui.core


def modules_after(statement):
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stdout.split())


def test_reading_keeping_and_describing_need_no_torch():
    loaded = modules_after(
        "import dlgui.core\n"
        "for name in dlgui.core.__all__:\n"
        "    if name != 'train': getattr(dlgui.core, name)\n"
        "from dlgui.core.training import checkpoints, events\n"
        "from dlgui.core.nets import numpy_net"
    )
    assert "dlgui.core.nets.numpy_net" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("torch", "PySide6")}


def test_training_needs_torch_and_no_qt():
    loaded = modules_after("from dlgui.core import train")
    assert "torch" in loaded
    assert "PySide6" not in loaded


def test_every_promised_name_is_there():
    for name in dlgui.core.__all__:
        assert getattr(dlgui.core, name) is not None
    assert set(dlgui.core.__all__) == set(dlgui.core._HOMES)
    with pytest.raises(AttributeError, match="no attribute 'trian'"):
        _ = dlgui.core.trian
