"""What holds for every command: exit codes, one-line errors, and no console at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

from dlgui import __version__
from dlgui.commands import COMMANDS, doctor


def test_version(dlgui: Run) -> None:
    assert dlgui("--version").out == f"dlgui {__version__}\n"


def test_help_names_every_command(dlgui: Run) -> None:
    outcome = dlgui("--help")
    assert outcome.code == 0
    assert all(name in outcome.out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(dlgui: Run, command: str) -> None:
    outcome = dlgui(command, "--help")
    assert outcome.code == 0
    assert f"usage: dlgui {command}" in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["predict"], ["train", "--epochs", "0"], ["train", "--lr", "quick"]],
    ids=" ".join,
)
def test_a_wrong_command_line_is_one_line_and_code_2(dlgui: Run, arguments: list[str]) -> None:
    outcome = dlgui(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert "--help" in outcome.err


def test_a_program_without_a_console_does_its_work(
    dlgui: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert dlgui("evaluate", "embedded").code == 0
    assert dlgui("predict", "missing.png").code == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "arguments", [["--help"], ["predict", "--json", "-"], ["evaluate", "embedded"]], ids=" ".join
)
def test_a_full_disk_behind_the_output_is_one_line(arguments: list[str]) -> None:
    line = '{"strokes": [[[50, 0], [50, 100]]]}\n'
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dlgui", *arguments],
            input=line,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        )
    assert done.returncode == 1
    assert done.stderr == (
        "dlgui: The output cannot be written (No space left on device): "
        "free some space or send it elsewhere.\n"
    )


def test_a_closed_input_is_one_line(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    outcome = dlgui("predict", "-")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("dlgui: Standard input is closed")
    assert len(outcome.err.splitlines()) == 1


def test_a_folder_that_exists_is_not_taken_for_a_full_disk(dlgui: Run, tmp_path: Path) -> None:
    outcome = dlgui("train", "--train-digits", "50", "--out", tmp_path)
    assert outcome.code == 1
    assert "exists already" in outcome.err
    assert "space" not in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_ctrl_c_is_one_line_and_code_130(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(doctor, "run", interrupted)
    outcome = dlgui("doctor")
    assert outcome.code == 130
    assert outcome.err == "dlgui: stopped.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a display")
def test_without_a_display_the_window_says_so(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    outcome = dlgui()
    assert outcome.code == 1
    assert "dlgui demo" in outcome.err
    assert len(outcome.err.splitlines()) == 1
