"""Models leave the window by its File menu, and come in by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog
from safetensors.numpy import save_file

from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

TIMEOUT = 60_000


@pytest.fixture
def window(live_session, qtbot):
    window = MainWindow(live_session)
    window.show()
    yield window
    window.message_bar.dismiss_newest()
    with qtbot.waitSignal(live_session.closed, timeout=TIMEOUT):
        window.close()


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    chosen = (str(path or ""), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def texts(window: MainWindow) -> list[str]:
    return [message.text for message in window.message_bar.messages()]


def test_the_reader_leaves_as_a_page(window, qtbot, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "mine.html")
    trigger(window, "export_html")
    qtbot.waitUntil(lambda: window.message_bar.messages() != [], timeout=TIMEOUT)
    [text] = texts(window)
    assert "mine.html is written" in text
    assert "The same network" in text
    assert window.message_bar.messages()[0].action_label == "Open the page"
    assert b"Shipped reader" in (tmp_path / "mine.html").read_bytes()


def test_nothing_happens_when_no_file_is_chosen(window, monkeypatch):
    choose(monkeypatch, None)
    for name in ("export_html", "export_onnx", "export_keras", "export_torch", "importModel"):
        trigger(window, name)
    assert window.session.tasks.doing == ""


def test_weights_of_pytorch_answer_the_pad(window, qtbot, tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    weights = {"fc.weight": rng.normal(0, 0.05, (10, 784)).astype(np.float32)}
    save_file(weights, tmp_path / "theirs.safetensors")
    choose(monkeypatch, tmp_path / "theirs.safetensors")
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("flatten, dense 10", True))
    trigger(window, "importModel")
    qtbot.waitUntil(lambda: window.session.reader.name == "theirs", timeout=TIMEOUT)
    assert window.session.reader.model.network == "flatten, dense 10"
    assert "theirs.safetensors answers the pad" in texts(window)[-1]


def test_an_impossible_network_is_told_at_once(window, qtbot, tmp_path, monkeypatch):
    save_file({"fc.weight": np.zeros((10, 784), np.float32)}, tmp_path / "theirs.safetensors")
    choose(monkeypatch, tmp_path / "theirs.safetensors")
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("dense 10", True))
    trigger(window, "importModel")
    assert "flatten" in texts(window)[-1]
    assert window.session.tasks.doing == ""
