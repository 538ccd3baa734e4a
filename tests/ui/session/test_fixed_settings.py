"""What a school fixes beside the program holds at every start, and a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dlgui import paths
from dlgui.core.errors import SettingError
from dlgui.core.training.presets import PRESETS
from dlgui.ui.session.fixed_settings import FixedSettings, read_fixed_settings
from dlgui.ui.session.settings_file import SettingsFile

FIXED = """
[window]
theme = dark
data = mnist
single_digit = on

[training]
preset = quick
epochs = 3
learning_rate = 0.02
augment = yes
"""


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder, in which the file lies."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.setattr(paths, "program_dir", lambda: folder)
    return folder / "dlgui.ini"


def test_without_a_file_nothing_is_fixed(tmp_path: Path) -> None:
    assert read_fixed_settings(tmp_path) == read_fixed_settings(None) == FixedSettings()


def test_what_is_fixed_wins_at_each_start(school: Path) -> None:
    pupil = SettingsFile()
    pupil.theme, pupil.data_source, pupil.single_digit = "light", "embedded", False
    pupil.config = PRESETS["best"].config
    pupil.save()
    school.write_text(FIXED)
    for _ in range(2):
        settings = SettingsFile()
        assert (settings.theme, settings.data_source, settings.single_digit) == (
            "dark",
            "mnist",
            True,
        )
        quick = PRESETS["quick"].config
        assert settings.config == quick.with_(epochs=3, learning_rate=0.02, augment=True)
        assert settings.fault == ""
        # What is changed lasts until the end.
        settings.theme, settings.config = "light", quick
        assert (settings.theme, settings.config) == ("light", quick)
        settings.save()


def test_what_is_not_fixed_is_remembered(school: Path) -> None:
    school.write_text("[window]\nsingle_digit = no\n")
    settings = SettingsFile()
    settings.theme, settings.config = "dark", PRESETS["best"].config
    settings.save()
    again = SettingsFile()
    assert (again.theme, again.config) == ("dark", PRESETS["best"].config)


@pytest.mark.parametrize(
    "content",
    [
        "theme = dark",
        "[door]\nopen = yes",
        "[window]\ntheme = purple",
        "[window]\ncolour = red",
        "[window]\nsingle_digit = perhaps",
        "[window]\ntheme = dark\ntheme = light",
        "[training]\npreset = fastest",
        "[training]\nepochs = many",
        "[training]\nepochs = 0",
        "[training]\nlearning_rate = nan",
        "[training]\nspeed = 1",
        "[training]\naugment = 7",
        "\0",
        "[window]\n" + "#" * 200_000,
    ],
    ids=lambda content: content[:40],
)
def test_a_mistake_is_one_sentence_that_names_the_file(school: Path, content: str) -> None:
    school.write_text(content)
    with pytest.raises(SettingError, match=r"dlgui\.ini") as error:
        read_fixed_settings(school.parent)
    assert "\n" not in str(error.value)
    settings = SettingsFile()
    assert settings.fault == str(error.value)
    assert settings.theme == "system"


def test_bytes_that_are_no_text(school: Path) -> None:
    school.write_bytes(b"[window]\ntheme = \xff\n")
    with pytest.raises(SettingError, match=r"dlgui\.ini"):
        read_fixed_settings(school.parent)
