"""How the page names layers and writes numbers."""

from __future__ import annotations

from math import isfinite

from dlgui.core.nets.networks import Network
from dlgui.language import tr
from dlgui.ui.kit import layer_words
from dlgui.ui.kit.formats import MINUS, TIMES, decimal, number

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LEAST_DECIMALS = 8
"""Of the smallest unit that is still written without a power of ten."""


def weighted_layers(network: Network) -> dict[int, str]:
    """The names of the convolutions and dense layers, by their place in `Network.layers`."""
    names = {
        index: layer_words.layer_title(network, index)
        for index, layer in enumerate(network.layers)
        if layer.is_weighted
    }
    names[network.last_weighted] = tr("Scores")
    return names


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


__all__ = [
    "MINUS",
    "TIMES",
    "decimal",
    "in_units",
    "number",
    "power",
    "raised",
    "significant",
    "tr",
    "weighted_layers",
]
