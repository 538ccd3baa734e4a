"""The chapters: Markdown files that a web page shows as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dlgui import paths

LANGUAGE = "en"
"""The language that every chapter has."""

_NAME = re.compile(r"(\d+)-(.+)\.md")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file, "04-cost.md": its number and key, and its parts in Markdown.

    title: the first heading; text: with that heading, up to the last one; task: what follows it
    """

    number: int
    key: str
    title: str
    text: str
    task: str


def load_chapters(language: str = LANGUAGE) -> tuple[Chapter, ...]:
    """In their order. language: as "de"; what is not translated comes in English."""
    files = sorted(paths.resource("learn", LANGUAGE).glob("*.md"))
    return tuple(_chapter(_translated(file, language)) for file in files)


def key_of(link: str) -> str | None:
    """The key of the chapter that a link leads to, or None for any other link."""
    found = _NAME.fullmatch(link)
    return found[2] if found else None


def _translated(file: Path, language: str) -> Path:
    translated = paths.resource("learn", language, file.name)
    return translated if translated.is_file() else file


def _chapter(file: Path) -> Chapter:
    found = _NAME.fullmatch(file.name)
    assert found is not None, file
    text, _, last = file.read_text("utf-8").rpartition("\n## ")
    title = text.partition("\n")[0].removeprefix("# ")
    return Chapter(int(found[1]), found[2], title, text, last.partition("\n")[2].strip())
