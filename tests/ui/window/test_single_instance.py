import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSysInfo

from dlgui import paths
from dlgui.ui.window.single_instance import SingleInstance


@pytest.fixture
def first(qtbot):
    instance = SingleInstance()
    yield instance
    instance.release()


@pytest.fixture
def quick(monkeypatch):
    """Nobody answers here: it need not be waited for."""
    monkeypatch.setattr("dlgui.ui.window.single_instance.ANSWER_MS", 50)


def lock_file():
    (file,) = paths.config_dir().glob("*.lock")
    return file


def test_the_first_is_called_by_the_second(qtbot, first):
    assert first.is_first
    for _ in range(2):
        second = SingleInstance()
        assert not second.is_first
        with qtbot.waitSignal(first.called) as called:
            assert second.call_first()
        assert called.args == [None]
        assert not second.take_over()


def test_the_second_hands_over_the_model_that_it_was_started_with(
    qtbot, first, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with qtbot.waitSignal(first.called) as called:
        assert SingleInstance().call_first(Path("mein Modell 数.safetensors"))
    assert called.args == [tmp_path / "mein Modell 数.safetensors"]


def test_after_the_first_has_ended_another_may_be_it(first):
    first.release()
    second = SingleInstance()
    assert second.is_first
    second.release()


def test_a_killed_instance_is_no_obstacle():
    program = (
        "import os; from dlgui.ui.window.single_instance import SingleInstance\n"
        "assert SingleInstance().is_first\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program], env=os.environ, timeout=60)
    instance = SingleInstance()
    assert instance.is_first
    instance.release()


def test_success_is_claimed_only_after_an_answer(first, quick):
    first._watcher.directoryChanged.disconnect()  # As of a window that hangs.
    second = SingleInstance()
    assert not second.call_first()
    assert not second.take_over()
    assert second.owner == os.getpid()
    assert sorted(path.suffix for path in paths.config_dir().iterdir()) == [".lock"]


def damaged(file):
    file.write_bytes(b"\x00\xff not a lock\n")


def from_elsewhere(file):
    file.write_text("4242\ndlgui\nanother-computer\n\n\n")


def folder(file):
    file.mkdir()


def full_folder(file):
    folder(file)
    (file / "something").write_text("")


@pytest.mark.parametrize(
    "damage", [lambda file: file.write_bytes(b""), damaged, from_elsewhere, folder, full_folder]
)
def test_a_lock_that_nobody_living_has_is_no_obstacle(damage, quick):
    earlier = SingleInstance()
    file = lock_file()
    earlier.release()
    del earlier
    damage(file)
    instance = SingleInstance()
    assert instance.is_first or (not instance.call_first() and instance.take_over())
    assert instance.is_first
    if damage is not full_folder:
        assert not SingleInstance().is_first
    instance.release()


def test_a_window_whose_lock_was_damaged_still_answers(qtbot, first):
    damaged(lock_file())
    second = SingleInstance()
    with qtbot.waitSignal(first.called):
        assert second.is_first or second.call_first()


def test_a_folder_in_the_call_s_place_does_not_stop_the_start(home):
    instance = SingleInstance()
    instance.release()
    for name in ("show-window", f"show-window-{QSysInfo.machineHostName()}"):
        (paths.config_dir() / name / "full").mkdir(parents=True)
    again = SingleInstance()
    assert again.is_first
    again.release()


def test_where_nothing_can_be_written_every_instance_is_the_first(home):
    home.write_text("a file where the folder should be")
    assert SingleInstance().is_first
    assert SingleInstance().is_first
