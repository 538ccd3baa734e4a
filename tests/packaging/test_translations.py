"""Every language is whole: nothing is missing, unfinished or out of date, and values stay in."""

import ast
import importlib.util
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dlgui import language, paths

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
VALUES = re.compile(r"\{[^{}]*\}|%\(\w+\)\w|%[ns1-9]")


def messages(file):
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name"), message


def forms(message):
    translation = message.find("translation")
    return [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]


def script():
    file = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_message_is_translated_with_its_values(file):
    wrong = []
    for _, message in messages(file):
        source, translation = message.findtext("source"), message.find("translation")
        for form in forms(message):
            same = sorted(VALUES.findall(form)) == sorted(VALUES.findall(source))
            if translation.get("type") is not None or not form.strip() or not same:
                wrong.append(source)
    assert not wrong


# What is written otherwise than docs/glossary.md says. A mnemonic, "(&F)", keeps its brackets.
HAN = "[\u4e00-\u9fff]"
UNCHINESE = re.compile(
    rf"您|……|[\d}}][ \u2009\u00a0]%|{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}|{HAN}[,;:!?]|[,;!?]{HAN}"
    rf"|{HAN}\((?!&\w\))|[^\n] [，。；：！？、]|[，。；：！？、] (?! )"
)


def test_chinese_is_written_as_the_glossary_says():
    file = ROOT / "resources" / "translations" / "dlgui_zh_CN.ts"
    texts = [form for _, message in messages(file) for form in forms(message)]
    assert [text for text in texts if UNCHINESE.search(text)] == []
    for wrong in (
        "打开MNIST",
        "95 % 区间",
        "好,再来",
        "您好",
        "读对 5个",
        "正在载入……",
        "撤销(Ctrl+Z)",
    ):
        assert UNCHINESE.search(wrong)


def test_chinese_prose_is_written_so_too():
    files = [*paths.resource("learn", "zh_CN").glob("*.md"), ROOT / "docs" / "README.zh-CN.md"]
    for file in [*files, paths.resource("reader_card.zh_CN.md")]:
        text = re.sub(
            r"```.*?```|`[^`]*`|\]\([^)]*\)", "", file.read_text("utf-8"), flags=re.DOTALL
        )
        wrong = re.findall(
            rf".*(?:您|……|\d %|{HAN}[A-Za-z0-9]|[A-Za-z0-9%]{HAN}|{HAN}[,;!?]).*", text
        )
        assert wrong == [], file.name


def test_every_text_stands_where_it_is_found():
    """lupdate looks into no f-string."""
    hidden = []
    for file in (ROOT / "dlgui").rglob("*.py"):
        for string in ast.walk(ast.parse(file.read_text("utf-8"))):
            calls = ast.walk(string) if isinstance(string, ast.JoinedStr) else ()
            for call in calls:
                if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "tr":
                    hidden += [
                        f"{file}: {a.value}" for a in call.args if isinstance(a, ast.Constant)
                    ]
    assert hidden == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_was_added_or_changed_since(file, tmp_path):
    if not Path(sys.executable).with_name("pyside6-lupdate").exists():
        pytest.skip("pyside6-lupdate is not here")
    copy = tmp_path / file.name
    shutil.copy(file, copy)
    script().update(copy)
    known = {(context, message.findtext("source")) for context, message in messages(file)}
    now = {(context, message.findtext("source")) for context, message in messages(copy)}
    assert now == known, "run packaging/translations.py and translate what is new"


def test_what_a_catalogue_holds_is_found(monkeypatch):
    monkeypatch.setattr(language, "_spoken", language._spoken)
    for code in language.languages():
        language.use(code)
        assert language.current() == code
    assert {"en", "zh_CN"} <= set(language.languages())


def test_the_readers_card_tells_the_same_numbers_in_every_language():
    fractions = [
        sorted(re.findall(r"\d+[.,]\d+", file.read_text("utf-8")))
        for file in (ROOT / "resources").glob("reader_card*.md")
    ]
    assert len(fractions) >= 2
    assert all(found == fractions[0] for found in fractions)


def test_chapters_are_there_in_every_language():
    english = {file.name for file in paths.resource("learn", "en").glob("*.md")}
    for code in language.languages():
        assert {file.name for file in paths.resource("learn", code).glob("*.md")} == english
