"""Leaves out of ICU's data what Qt has no call for, on Linux: 14 of 32 MB.

Qt brings ICU whole. It asks ICU to compare and sort texts, to change their case, to convert them
between encodings, and to name time zones (the functions that libQt6Core imports); that data stays.
The format is ICU's common data package: https://unicode-org.github.io/icu/userguide/icu_data
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from struct import pack, unpack_from

NOT_ASKED_FOR = ("brkitr/", "curr/", "lang/", "rbnf/", "translit/", "unit/")
"""Where words and lines break, how currencies and languages are called, numbers in words,
transliteration, units. Qt has tables of its own for what it does of this."""

TYPE_OFFSET, TYPE = 12, b"CmnD"
ALIGNMENT = 16


def trim_icu(folder: Path) -> None:
    """Replace each ICU data library below `folder` by one with less in it, under the same name."""
    for library in folder.rglob("libicudata.so.*"):
        if not library.is_symlink():
            trim_library(library)


def trim_library(library: Path) -> None:
    data, symbol = library.read_bytes(), _symbol(library)
    start = data.index(TYPE) - TYPE_OFFSET
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kept.dat").write_bytes(without(data[start:], NOT_ASKED_FOR))
        (folder / "data.s").write_text(
            f".section .rodata\n.balign {ALIGNMENT}\n.globl {symbol}\n.type {symbol}, @object\n"
            f'{symbol}:\n.incbin "{folder / "kept.dat"}"\n.size {symbol}, .-{symbol}\n'
            '.section .note.GNU-stack,"",@progbits\n'
        )
        subprocess.check_call(["as", "-o", folder / "data.o", folder / "data.s"])
        made = folder / library.name
        subprocess.check_call(
            ["ld", "-shared", "-soname", library.name, "-o", made, folder / "data.o"]
        )
        library.write_bytes(made.read_bytes())


def without(package: bytes, folders: tuple[str, ...]) -> bytes:
    """A data package with the items that lie in none of `folders`.

    package: may be followed by other bytes, which are taken for its last item's
    """
    (header,) = unpack_from("<H", package)
    kept = {
        name: item
        for name, item in items(package).items()
        if not name.partition("/")[2].startswith(folders)
    }
    table = 4 + 8 * len(kept)
    names = b"".join(name.encode() + b"\0" for name in kept)
    names_end = _aligned(table + len(names))
    entries, bodies = bytearray(), bytearray()
    name_at = table
    for name, item in kept.items():
        entries += pack("<II", name_at, names_end + len(bodies))
        name_at += len(name.encode()) + 1
        bodies += item.ljust(_aligned(len(item)), b"\xaa")
    toc = pack("<I", len(kept)) + entries + names
    return package[:header] + toc.ljust(names_end, b"\xaa") + bytes(bodies)


def items(package: bytes) -> dict[str, bytes]:
    """What is in a data package, by names like "icudt73l/coll/de.res", in the package's order."""
    (header,) = unpack_from("<H", package)
    (count,) = unpack_from("<I", package, header)
    entries = [unpack_from("<II", package, header + 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(package) - header]
    return {
        package[header + name : package.index(b"\0", header + name)].decode(): package[
            header + begin : header + end
        ]
        for (name, begin), end in zip(entries, ends, strict=True)
    }


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def _symbol(library: Path) -> str:
    """For instance icudt73_dat, which is all that the library defines."""
    listed = subprocess.check_output(["nm", "--dynamic", "--defined-only", library], text=True)
    return next(line.split()[-1] for line in listed.splitlines() if line.endswith("_dat"))
