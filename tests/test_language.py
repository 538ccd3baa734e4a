"""Languages: the catalogue is read as Qt Linguist writes it, and English is what is left."""

from __future__ import annotations

import pytest

from dlgui import language, paths

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="{code}">
<context>
    <name></name>
    <message><source>There is no file {{path}}.</source>
        <translation>没有文件 {{path}}。</translation></message>
    <message><source>Half done</source><translation type="unfinished">一半</translation></message>
</context>
<context>
    <name></name>
    <message><source>{{before}}, {{next}}</source>
        <translation>{{before}}、{{next}}</translation></message>
    <message><source>{{before}}; {{next}}</source>
        <translation>{{before}}；{{next}}</translation></message>
    <message><source>{{before}} {{next}}</source>
        <translation>{{before}}{{next}}</translation></message>
</context>
<context>
    <name>Pad</name>
    <message><source>Clear</source><translation>清除</translation></message>
    <message numerus="yes"><source>%n digits</source>
        <translation>{forms}</translation></message>
</context>
<context>
    <name>Runs</name>
    <message><source>Clear</source><translation>清空</translation></message>
</context>
</TS>
"""


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    folder = tmp_path / "translations"
    folder.mkdir()
    forms = {
        "zh_CN": "<numerusform>%n 个数字</numerusform>",
        "de": "<numerusform>%n Ziffer</numerusform><numerusform>%n Ziffern</numerusform>",
    }
    for code, text in forms.items():
        (folder / f"dlgui_{code}.ts").write_text(CATALOGUE.format(code=code, forms=text), "utf-8")
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path.joinpath(*parts))
    yield
    language.use(language.ENGLISH)


def test_what_is_translated_is_said_so_and_the_rest_in_english(catalogues):
    language.use("zh_CN")
    assert language.current() == "zh_CN"
    assert language.tr("There is no file {path}.").format(path="a") == "没有文件 a。"
    assert language.tr("Half done") == "Half done"
    assert language.tr("Nobody has seen this") == "Nobody has seen this"
    language.use("en")
    assert language.tr("There is no file {path}.") == "There is no file {path}."


def test_a_text_belongs_to_its_context_first(catalogues):
    language.use("zh_CN")
    assert language.translated("Pad", "Clear") == "清除"
    assert language.translated("Runs", "Clear") == "清空"
    assert language.translated("SubclassOfPad", "%n digits", 3) == "3 个数字"
    assert language.translated("Pad", "Unknown") == ""


def test_numbers_take_the_form_of_their_language(catalogues):
    language.use("de")
    assert language.tr("%n digits", 1) == "1 Ziffer"
    assert language.tr("%n digits", 2) == "2 Ziffern"
    language.use("en")
    assert language.tr("%n digits", 2) == "2 digits"


def test_lists_and_sentences_are_joined_as_the_language_does(catalogues):
    assert language.listed(["auto", "cpu", "{mps}"]) == "auto, cpu, {mps}"
    assert language.facts(["a: 1", "b: 2"]) == "a: 1; b: 2"
    assert language.sentences(["One.", "Two."]) == "One. Two."
    assert language.listed(["cpu"]) == "cpu"
    assert language.listed([]) == ""
    language.use("zh_CN")
    assert language.listed(["auto", "cpu", "{mps}"]) == "auto、cpu、{mps}"
    assert language.facts(["a: 1", "b: 2"]) == "a: 1；b: 2"
    assert language.sentences(["一。", "二。"]) == "一。二。"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh", "zh_CN"),
        ("de_AT", "de"),
        ("en_GB.UTF-8", "en"),
        ("C", "en"),
        ("tlh", "en"),
    ],
)
def test_the_systems_language_is_met_as_nearly_as_possible(catalogues, monkeypatch, wanted, found):
    assert language.nearest(wanted) == found
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", wanted)
    assert language.system_language() == found


def test_a_language_that_is_not_there_is_english(catalogues):
    language.use("tlh")
    assert language.current() == "en"
    assert language.languages() == ["en", "de", "zh_CN"]
