import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlgui.ui.window.single_instance import SingleInstance


@pytest.fixture
def first(qtbot):
    instance = SingleInstance()
    yield instance
    instance.release()


def test_the_first_is_called_by_the_second(qtbot, first):
    assert first.is_first
    for _ in range(2):
        second = SingleInstance()
        assert not second.is_first
        with qtbot.waitSignal(first.called) as called:
            assert second.call_first()
        assert called.args == [None]


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


def test_where_nothing_can_be_written_every_instance_is_the_first(home):
    home.write_text("a file where the folder should be")
    assert SingleInstance().is_first
    assert SingleInstance().is_first
