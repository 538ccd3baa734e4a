"""Numbers as they are written wherever they are shown."""

from __future__ import annotations

MINUS = "\u2212"
TIMES = "\u00d7"


def number(value: float, decimals: int = 3) -> str:
    """A value with a true minus sign, and never minus zero."""
    text = f"{value:.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if float(text) == 0 else MINUS + text[1:]
    return text


def general(value: float) -> str:
    """A value with as few decimals as it needs, and a true minus sign."""
    return f"{value:g}".replace("-", MINUS)


def decimal(units: int, decimals: int) -> str:
    """A whole number of units of the last decimal, as a decimal fraction."""
    sign = MINUS if units < 0 else ""
    digits = str(abs(units)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits
