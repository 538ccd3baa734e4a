"""The command line speaks the language that it is told to, its help included."""

import pytest

from dlgui import language
from dlgui.cli import main
from dlgui.console import columns, table_line


@pytest.fixture(autouse=True)
def english_afterwards(monkeypatch):
    monkeypatch.setenv(language.VARIABLE, "en")
    yield
    language.use("en")


def test_the_help_is_in_the_language(capsys):
    with pytest.raises(SystemExit):
        main(["--language", "zh_CN", "--help"])
    text = capsys.readouterr().out
    for words in ("用法", "选项", "不开窗口训练网络", "显示这条帮助信息并退出"):
        assert words in text
    assert "Train a network" not in text


def test_no_line_of_the_help_is_wider_than_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for command in ("train", "evaluate"):
        with pytest.raises(SystemExit):
            main(["--language", "zh_CN", command, "--help"])
        for line in capsys.readouterr().out.splitlines():
            assert columns(line) <= 80, line
            assert not line.strip().startswith(("，", "。", "：", "；", "、", "）"))


def test_the_option_may_stand_behind_the_command(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help", "--language", "zh_CN"])
    assert "网络把全部训练数字看多少遍。（默认：5）" in capsys.readouterr().out.replace("\n", "")


def test_errors_are_in_the_language(capsys):
    assert main(["--language", "zh_CN", "runs", "show", "nowhere"]) == 1
    assert "没有训练记录 nowhere" in capsys.readouterr().err


def test_the_environment_says_it_too(capsys, monkeypatch):
    monkeypatch.setenv(language.VARIABLE, "zh_CN")
    assert main(["runs", "show", "nowhere"]) == 1
    assert "没有训练记录 nowhere" in capsys.readouterr().err


def test_a_language_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--language", "tlh"])
    assert ended.value.code == 2
    assert "zh_CN" in capsys.readouterr().err


def test_columns_of_a_table_stand_under_each_other():
    lines = [table_line(cells, (8, -6)) for cells in (("run", "12.0"), ("训练", "秒"), ("a", "–"))]
    assert lines == ["run        12.0", "训练         秒", "a             –"]
    assert {columns(line) for line in lines} == {15}
