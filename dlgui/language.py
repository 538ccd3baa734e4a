"""The language in which dlgui speaks: one catalogue for window, command line and messages.

English is in the source, and its plurals are in `resources/translations/dlgui_en.ts`. Every other
language is one file of Qt Linguist's beside that, for instance `dlgui_zh_CN.ts`, which
`packaging/translations.py` keeps up to date with the source. It is read as it stands (a few
milliseconds), so that the command line needs no Qt and a third language needs only its file.

In code, `tr("There is no file {path}.").format(path=path)` says a whole sentence in the language in
use at that moment; widgets say it with `self.tr`. What is declared once, at import, is marked with
`QT_TRANSLATE_NOOP` and given to `tr` when it is shown.
"""

from __future__ import annotations

import ctypes
import locale
import os
import sys
from collections.abc import Callable, Iterable
from functools import reduce
from pathlib import Path
from xml.etree import ElementTree

from dlgui import paths

ENGLISH = "en"
SYSTEM = "system"
VARIABLE = "DLGUI_LANGUAGE"
"""The environment's, which wins over what was chosen in the window at its start."""
_FILE = "dlgui_{}.ts"

# Which of a message's forms a number takes, by language; all others have one form, or two as in
# English. The rules are those of the Unicode CLDR.
_FORMS: dict[str, Callable[[int], int]] = {
    "fr": lambda n: int(n > 1),
    "pl": lambda n: 0 if n == 1 else 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2,
    "ru": lambda n: (
        0
        if n % 10 == 1 and n % 100 != 11
        else 1
        if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14
        else 2
    ),
}

Catalogue = dict[tuple[str, str], list[str]]
"""(context, English) to the translation's forms."""


class _Spoken:
    """The language in use. There is one for the whole process, as there is one system language."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self.by_context = catalogue
        self.anywhere = {text: forms for (_, text), forms in catalogue.items()}


_spoken = _Spoken(ENGLISH, {})


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - lupdate knows it by this name
    """`text` as it is: marked to be translated later by `tr`."""
    return text


def languages() -> list[str]:
    """Those that there are, by their codes, English first."""
    folder = paths.resource("translations")
    files = sorted(folder.glob(_FILE.format("*"))) if folder.is_dir() else []
    found = [file.stem.removeprefix("dlgui_") for file in files]
    return [ENGLISH, *(code for code in found if code != ENGLISH)]


def system_language() -> str:
    """The nearest to what the system is set to: "zh_CN" also where it says zh_TW or zh."""
    if sys.platform == "win32":
        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return nearest(locale.windows_locale.get(code, ENGLISH))
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return nearest(next(filter(None, map(os.environ.get, names)), ENGLISH))


def preferred(chosen: str = "") -> str:
    """What to begin with: as the environment says, else as was `chosen`, else as the system is."""
    wanted = os.environ.get(VARIABLE) or chosen
    return nearest(wanted) if wanted not in ("", SYSTEM) else system_language()


def nearest(wanted: str) -> str:
    """The language that is there and nearest to a code such as "zh_CN.UTF-8" or "zh-Hans"."""
    code = wanted.partition(".")[0].replace("-", "_")
    there = languages()
    same = [language for language in there if language.split("_")[0] == code.split("_")[0]]
    return code if code in there else next(iter(same), ENGLISH)


def use(language: str) -> None:
    """Speak this language from now on; one that is not there means English."""
    global _spoken
    code = language if language in languages() else ENGLISH
    file = paths.resource("translations", _FILE.format(code))
    _spoken = _Spoken(code, read_catalogue(file) if file.is_file() else {})


def current() -> str:
    return _spoken.language


def tr(text: str, count: int = -1) -> str:
    """`text` in the language in use. `count` chooses a form and takes the place of "%n"."""
    found = translated("", text, count) or text
    return found.replace("%n", str(count)) if count >= 0 else found


def listed(names: Iterable[str]) -> str:
    """For instance "auto, cpu, mps"."""
    return _chained(tr("{before}, {next}"), names)


def facts(told: Iterable[str]) -> str:
    """For instance "dense 1: 0.3; dense 2: 0.1"."""
    return _chained(tr("{before}; {next}"), told)


def sentences(told: Iterable[str]) -> str:
    """One after the other, with a space where the language has one."""
    return _chained(tr("{before} {next}"), told)


def _chained(pattern: str, texts: Iterable[str]) -> str:
    return reduce(
        lambda before, text: pattern.format(before=before, next=text) if before else text, texts, ""
    )


def translated(context: str, text: str, count: int = -1, *, elsewhere: bool = True) -> str:
    """The translation, or "" where there is none.

    elsewhere: a text that its own context does not have is looked for in all, as a widget's
    subclass asks by its own name for what its base class says
    """
    forms = _spoken.by_context.get((context, text))
    if forms is None and elsewhere:
        forms = _spoken.anywhere.get(text)
    if not forms:
        return ""
    if len(forms) == 1 or count < 0:
        return forms[0].replace("%n", str(count)) if count >= 0 else forms[0]
    rule = _FORMS.get(_spoken.language.split("_")[0], _as_in_english)
    return forms[min(rule(count), len(forms) - 1)].replace("%n", str(count))


def _as_in_english(n: int) -> int:
    return int(n != 1)


def read_catalogue(file: Path) -> Catalogue:
    """The finished messages of a Qt Linguist file. It ships with dlgui, and is trusted."""
    found: Catalogue = {}
    for context in ElementTree.fromstring(file.read_text("utf-8")).iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") is not None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            forms = forms or [translation.text or ""]
            if all(forms):
                found[name, message.findtext("source") or ""] = forms
    return found
