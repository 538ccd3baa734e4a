"""What is left out of ICU's data is nothing that Qt asks for."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from struct import pack
from types import ModuleType

import PySide6
import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
LIBRARIES = Path(PySide6.__file__).parent / "Qt/lib"

ASK_QT = """
from PySide6.QtCore import QCollator, QLocale, QStringConverter, QStringEncoder, QTimeZone
words = "zebra Äpfel apfel Öl ol éclair eclair ñandú nandu 北京 上海 ёж еж あ ア ß ss İ I ı".split()
any_of = QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
for locale in QLocale.matchingLocales(*any_of)[::5]:
    print(locale.name(), sorted(words, key=QCollator(locale).sortKey))
    print(locale.toUpper(" ".join(words)), locale.toLower("İSTANBUL ΣΊΣΥΦΟΣ"))
    for kind in QTimeZone.TimeType:
        print(QTimeZone(b"Asia/Tokyo").displayName(kind, QTimeZone.NameType.LongName, locale))
for codec in QStringConverter.availableCodecs():
    print(codec, QStringEncoder(codec).isValid())
"""


@pytest.fixture
def icu_data(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("icu_data")


def package(items: dict[str, bytes]) -> bytes:
    """A data package as ICU describes it, with a header of 32 bytes."""
    table, names, bodies = 4 + 8 * len(items), b"", b""
    begin = table + sum(len(name) + 1 for name in items)
    padding = b"\xaa" * (-begin % 16)
    toc = pack("<I", len(items))
    for name, body in items.items():
        toc += pack("<II", table + len(names), begin + len(padding) + len(bodies))
        names += name.encode() + b"\0"
        bodies += body
    return (
        b"\x20\0\xda\x27".ljust(12, b"\0")
        + b"CmnD".ljust(20, b"\0")
        + toc
        + names
        + padding
        + bodies
    )


def test_items_are_found_and_left_out_by_their_folder(icu_data: ModuleType) -> None:
    whole = {
        "icudt73l/coll/de.res": b"how Germans sort".ljust(32, b"."),
        "icudt73l/lang/de.res": b"German names of languages".ljust(48, b"."),
        "icudt73l/root.res": b"all others".ljust(16, b"."),
    }
    assert icu_data.items(package(whole)) == whole
    left = icu_data.without(package(whole), ("lang/",))
    del whole["icudt73l/lang/de.res"]
    assert icu_data.items(left) == whole
    assert left[:32] == package({})[:32]


def said_by_qt(libraries: Path, name: str) -> str:
    """What Qt says when it loads the library of this name from `libraries`."""
    script = f"{ASK_QT}\nassert {str(libraries / name)!r} in open('/proc/self/maps').read()"
    environment = os.environ | {"LD_LIBRARY_PATH": str(libraries)}
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("as") and shutil.which("ld")),
    reason="Linux alone has ICU as a library of Qt's; binutils make the smaller one",
)
def test_qt_says_the_same_with_the_smaller_library(icu_data: ModuleType, tmp_path: Path) -> None:
    (library,) = LIBRARIES.glob("libicudata.so.*")
    smaller = Path(shutil.copy(library, tmp_path))
    icu_data.trim_icu(tmp_path)
    assert smaller.stat().st_size < 0.6 * library.stat().st_size
    said = said_by_qt(LIBRARIES, library.name)
    assert "GB18030 True" in said
    assert said_by_qt(tmp_path, library.name) == said
