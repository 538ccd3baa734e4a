"""Which digit a folder's or a column's name means: `7`, `07`, `class_7`, `seven`, `七`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dlgui.core.errors import DataError
from dlgui.language import listed, tr

_NAMES = (
    "zero 〇 零 null cero",
    "one 一 壹 eins uno un",
    "two 二 贰 两 zwei dos deux",
    "three 三 叁 drei tres trois",
    "four 四 肆 vier cuatro quatre",
    "five 五 伍 fünf fuenf cinco cinq",
    "six 六 陆 sechs seis",
    "seven 七 柒 sieben siete sept",
    "eight 八 捌 acht ocho huit",
    "nine 九 玖 neun nueve neuf",
)
_WORDS = {name: str(digit) for digit, names in enumerate(_NAMES) for name in names.split()}
# What stands before a digit in the names that programs give.
_PREFIXES = frozenset(
    ("class", "classes", "digit", "digits", "label", "number", "num", "no", "n", "c", "d", "cls")
)
_FOR_NOTHING = (
    *("none", "no", "other", "others", "nothing", "unknown", "reject", "rejected", "noise"),
    *("scribble", "scribbles", "letter", "letters", "background", "nodigit", "not"),
)
NO_DIGIT = frozenset(_FOR_NOTHING)
"""Names of what is no digit at all, which a reader should refuse."""


def digits_of(name: str) -> str | None:
    """The digits that a label means, "" for one that names what is no digit, None if unknown.

    A number stays as it is ("2026", "07"); a single letter, which is no digit, means "".
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    if plain.isascii() and plain.isdigit():
        return plain
    parts = re.findall(r"\d+|[^\W\d_]+", plain)
    if plain in NO_DIGIT or (parts and set(parts) <= NO_DIGIT | {"a", "digit"} and len(parts) > 1):
        return ""
    known = [part for part in parts if part not in _PREFIXES]
    found = {_digit_of(part) for part in known}
    if len(found) == 1 and (digit := found.pop()) is not None:
        return digit
    return "" if plain == "" or (len(plain) == 1 and plain.isalpha()) else None


def _digit_of(part: str) -> str | None:
    if part in _WORDS:
        return _WORDS[part]
    try:
        digits = "".join(str(unicodedata.digit(sign)) for sign in part)
    except ValueError:
        return None
    return digits.lstrip("0") or "0"


def folder_labels(names: Sequence[str]) -> list[str]:
    """What the folders of a set mean, as `digits_of`; `00` to `09` are one digit each.

    They are two where the set has others of two, such as `42`. Raises DataError, which names the
    folders that mean nothing: their pictures could never be read right.
    """
    labels = [digits_of(name) for name in names]
    unknown = [name for name, label in zip(names, labels, strict=True) if label is None]
    if unknown:
        shown = listed([*(f'"{name}"' for name in unknown[:3]), *(["…"] if unknown[3:] else [])])
        raise DataError(
            tr(
                "The name of the folder {shown} says no digit: name it 7, 07, class_7, seven or "
                '七, or "none" for what is no digit.'
            ).format(shown=shown)
            if len(unknown) == 1
            else tr(
                "The names of {count} folders say no digit ({shown}): name them 7, 07, class_7, "
                'seven or 七, or "none" for what is no digit.'
            ).format(count=len(unknown), shown=shown)
        )
    known = [label or "" for label in labels]
    padded = all(int(label or 0) <= 9 for label in known)
    return [str(int(label)) if padded and label else label for label in known]
