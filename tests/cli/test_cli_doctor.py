from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run

from dlgui.commands import doctor


def test_a_sound_installation_is_in_order(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    records = dlgui("doctor", "--json").records
    found = {record["name"]: record["value"] for record in records}
    assert {"dlgui", "Python", "torch", "Training", "Display", "Digits", "Model"} <= found.keys()
    assert "torch works" in found["Training"]
    assert found["Display"].startswith("offscreen, ")
    assert "5,000" in found["Digits"]
    assert [record for record in records if record["advice"]] == []


def test_a_fault_is_named_with_its_way_out(
    dlgui: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DLGUI_HOME", str(tmp_path / "file"))
    outcome = dlgui("doctor")
    assert outcome.code == 1
    assert "not writable" in outcome.out
    assert "set DLGUI_HOME" in outcome.out
    assert outcome.out.endswith("Faults: 3.\n")


def test_a_display_that_does_not_open_is_survived(
    dlgui: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    outcome = dlgui("doctor", "--json")
    assert outcome.code == 1
    (fault,) = [record for record in outcome.records if record["advice"]]
    assert fault["name"] == "Display"
    assert "start.py" in fault["advice"]


def test_the_executable_is_not_told_to_use_pip(dlgui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "IS_BUILT", True)
    # No probe starts, as if everything were damaged.
    monkeypatch.setattr("sys.executable", "/no/such/program")
    monkeypatch.setenv("DISPLAY", ":0")
    outcome = dlgui("doctor")
    assert outcome.code == 1
    assert "Unpack the downloaded archive again" in outcome.out
    assert "apt install libegl1" in outcome.out
    assert "pip" not in outcome.out
