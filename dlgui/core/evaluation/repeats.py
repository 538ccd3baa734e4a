"""Runs beside each other: what differs between their settings, the same setting with other seeds,
and two settings compared seed by seed.

A single pair of runs says little: the seed alone moves the accuracy by some tenths of a point. The
same setting is therefore repeated, and two settings are compared by Student's t-test for paired
samples (*The probable error of a mean*, Biometrika 1908), whose pairs have the same seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from math import atan, cos, isclose, pi, sin, sqrt
from typing import Any

import numpy as np

from dlgui.core.training.settings import TrainingConfig


def differing(configs: Sequence[TrainingConfig]) -> dict[str, list[Any]]:
    """The settings that are not the same for all `configs`: name to each one's value."""
    columns = {name: [getattr(c, name) for c in configs] for name in asdict(TrainingConfig())}
    return {name: values for name, values in columns.items() if len(set(values)) > 1}


def apart_from_seed(config: TrainingConfig) -> TrainingConfig:
    """What repeats of one setting have in common."""
    return config.with_(seed=0)


def repeated(config: TrainingConfig, count: int) -> list[TrainingConfig]:
    """The setting with `count` seeds, its own first. Raises SettingError past the largest seed."""
    return [config.with_(seed=config.seed + index) for index in range(count)]


def swept(config: TrainingConfig, values: Mapping[str, Sequence[Any]]) -> list[TrainingConfig]:
    """The setting with each combination of the `values` of some of its settings.

    The last one varies quickest. Raises SettingError for a value outside its range.
    """
    combinations = product(*values.values())
    return [
        config.with_(**dict(zip(values, combination, strict=True))) for combination in combinations
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The mean of several curves and how far they spread, at each place that all of them reach.

    mean, spread: float64 [n]; the spread is the sample's standard deviation, 0 for a single curve
    count: how many curves
    """

    mean: np.ndarray
    spread: np.ndarray
    count: int


def band(curves: Iterable[Sequence[float] | np.ndarray]) -> Band:
    """Raises ValueError without a curve."""
    kept = [np.asarray(curve, np.float64) for curve in curves]
    shortest = min(map(len, kept))
    table = np.stack([curve[:shortest] for curve in kept])
    spread = table.std(axis=0, ddof=1) if len(kept) > 1 else np.zeros(shortest)
    return Band(table.mean(axis=0), spread, len(kept))


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Two settings on the same seeds; differences are second minus first.

    mean: of the differences; margin: half of its 95 % interval (inf for a single pair)
    p_value: of Student's paired t-test, two-sided, from 0 to 1 (1 for a single pair)
    wins: in how many of `count` pairs the second is better
    """

    mean: float
    margin: float
    p_value: float
    wins: int
    count: int


def paired_difference(first: Sequence[float], second: Sequence[float]) -> PairedDifference:
    """first, second: one figure a seed, in the same order. Raises ValueError without a pair."""
    differences = np.subtract(second, first).astype(np.float64)
    count = len(differences)
    if count == 0:
        raise ValueError("there is no pair to compare")
    mean, wins = float(differences.mean()), int((differences > 0).sum())
    if count == 1:
        return PairedDifference(mean, float("inf"), 1.0, wins, 1)
    error = float(differences.std(ddof=1)) / sqrt(count)
    if isclose(error, 0.0, abs_tol=1e-15):
        return PairedDifference(mean, 0.0, 1.0 if mean == 0 else 0.0, wins, count)
    freedom = count - 1
    p_value = 1 - t_within(abs(mean) / error, freedom)
    return PairedDifference(mean, t_quantile(0.95, freedom) * error, p_value, wins, count)


def t_within(t: float, freedom: int) -> float:
    """The probability that |T| < `t` for Student's distribution with whole degrees of freedom.

    The finite sums of Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.7.3 and
    26.7.4. t: 0 or more; freedom: 1 or more
    """
    angle = atan(t / sqrt(freedom))
    square = cos(angle) ** 2
    term = total = 1.0
    if freedom % 2 == 0:
        for k in range(1, freedom // 2):
            term *= square * (2 * k - 1) / (2 * k)
            total += term
        return sin(angle) * total
    if freedom == 1:
        return 2 * angle / pi
    for k in range(1, (freedom - 1) // 2):
        term *= square * 2 * k / (2 * k + 1)
        total += term
    return 2 / pi * (angle + sin(angle) * cos(angle) * total)


def t_quantile(probability: float, freedom: int) -> float:
    """The t within which |T| lies with that probability, by bisection."""
    low, high = 0.0, 1e6
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if t_within(middle, freedom) < probability else (low, middle)
    return (low + high) / 2
