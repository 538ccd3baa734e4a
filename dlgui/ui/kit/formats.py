"""Numbers as they are written wherever they are shown."""

from __future__ import annotations

from math import isfinite

from dlgui.language import tr

MINUS = "\u2212"
TIMES = "\u00d7"
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LEAST_DECIMALS = 8
"""Of the smallest unit that is still written without a power of ten."""


def number(value: float, decimals: int = 3) -> str:
    """A value with a true minus sign, and never minus zero."""
    text = f"{value:.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if float(text) == 0 else MINUS + text[1:]
    return text


def general(value: float) -> str:
    """A value with as few decimals as it needs, and a true minus sign."""
    return f"{value:g}".replace("-", MINUS)


def in_percent(share: float, decimals: int = 1) -> str:
    """A share from 0 to 1 as the language in use writes it: "96.2 %"."""
    return tr("{percent}\u2009%").format(percent=number(100 * share, decimals))


def decimal(units: int, decimals: int) -> str:
    """A whole number of units of the last decimal, as a decimal fraction."""
    sign = MINUS if units < 0 else ""
    digits = str(abs(units)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


def raised(base: float, exponent: int) -> str:
    """For instance "0.9³"."""
    return f"{base:g}{str(exponent).translate(_SUPERSCRIPTS)}"


def power(exponent: int) -> str:
    return raised(10, exponent)


def significant(value: float, digits: int = 3) -> str:
    """A number of any size with so many digits: "0.0123", "1.23 × 10⁻⁶"."""
    if not isfinite(value):
        return tr("no number")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    leading = int(exponent)
    if -4 <= leading < 5:
        return number(value, max(0, digits - 1 - leading))
    return f"{number(float(mantissa), digits - 1)} {TIMES} {power(leading)}"


def in_units(units: int, exponent: int, digits: int) -> str:
    """`units` of 10**exponent; with a power of ten that leaves `digits` where it is very small.

    Terms of one sum are given the same `digits`, and so the same power: they can be added up.
    """
    if -LEAST_DECIMALS <= exponent <= 0:
        return decimal(units, -exponent)
    shift = digits - 1
    if exponent + shift == 0:
        return decimal(units, shift)
    return f"{decimal(units, shift)} {TIMES} {power(exponent + shift)}"
