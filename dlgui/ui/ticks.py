"""Where an axis has its ticks, and what is written at them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, isfinite, log10

ROUND = (1.0, 2.0, 5.0, 10.0)
"""Steps between ticks, times a power of ten."""

IN_A_DECADE: tuple[tuple[int, ...], ...] = (tuple(range(1, 10)), (1, 2, 5), (1, 3), (1,))
"""Ticks between two powers of ten, the most first."""

LIMITS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Where an axis may end, times a power of ten."""


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Round values from `low` to `high`, with at most `most` steps between them.

    whole: integers only
    """
    least = (high - low) / max(most, 1)
    power = 10.0 ** floor(log10(least))
    step = next(power * r for r in ROUND if power * r >= least * (1 - 1e-9))
    if whole:
        step = max(step, 1.0)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` values for a logarithmic axis from `low` to `high`, both above 0."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    for multiples in IN_A_DECADE:
        values = [m * 10.0**decade for decade in decades for m in multiples]
        inside = [v for v in values if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]
        if len(inside) <= most:
            return inside
    return inside[:: ceil(len(inside) / max(most, 1))]


def tick_texts(values: Sequence[float]) -> list[str]:
    """Evenly spaced `values` with the decimals that tell them apart."""
    step = values[1] - values[0] if len(values) > 1 else 1.0
    decimals = max(0, -floor(log10(step) + 1e-9))
    return [f"{value:,.{decimals}f}".replace("-", "\u2212") for value in values]


def log_tick_texts(values: Sequence[float]) -> list[str]:
    return [
        f"{value:,g}" if value >= 0.001 else f"{value:.0e}".replace("e-0", "e\u2212")
        for value in values
    ]


def round_up(value: float) -> float:
    """The next of `LIMITS` times a power of ten that is not below `value`."""
    if not isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(limit * power for limit in LIMITS if limit * power >= value * (1 - 1e-9))
