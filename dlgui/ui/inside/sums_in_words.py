"""A calculation as words and numbers, for the eye and for screen readers."""

from __future__ import annotations

import numpy as np

from dlgui.core.explain.arithmetic import (
    DECIMALS,
    Activated,
    Calculation,
    Copied,
    Normalised,
    Pixel,
    Pooled,
    Share,
    WeightedSum,
)
from dlgui.core.nets.activations import ReLU
from dlgui.language import tr
from dlgui.ui.kit import layer_words
from dlgui.ui.kit.formats import MINUS, TIMES, decimal, number
from dlgui.ui.kit.heatmap import Term
from dlgui.ui.session.focus import Focus

LISTED = 6
"""Inputs of a dense layer that are shown one by one."""
DIVIDED = "÷"


def addition(found: WeightedSum, focus: Focus) -> list[tuple[str, str]]:
    """The written addition, line by line; the last one is the value."""
    parts, bias, total = found.shown
    count = len(parts)
    lines: list[tuple[str, int]] = []
    if found.window.ndim == 3:
        lines.append((tr("products added up"), int(parts[focus.part])))
        others = int(parts.sum() - parts[focus.part])
        if count > 1:
            lines.append((tr("{count} other maps").format(count=count - 1), others))
    else:
        listed = found.largest_parts(LISTED)
        lines.append((tr("these products"), int(parts[listed].sum())))
        if count > len(listed):
            text = tr("{count:,} other inputs").format(count=count - len(listed))
            lines.append((text, int(parts.sum() - parts[listed].sum())))
    if bias or _has_bias(focus):
        lines.append((tr("bias"), bias))
    lines.append((tr("value"), total))
    return [(text, decimal(units, found.decimals)) for text, units in lines]


def input_name(focus: Focus, index: int) -> str:
    """One of a dense layer's inputs; after a flattening, where it is on the maps."""
    insight, stage = focus.insight, focus.stage
    maps = insight.network.origins()[stage - 1] if insight is not None else ()
    if len(maps) != 3:
        return layer_words.place_words((index,))
    place = tuple(int(i) for i in np.unravel_index(index, maps))
    return layer_words.place_words(place, with_map=maps[0] > 1)


def terms_of(found: Calculation, focus: Focus) -> list[list[Term]]:
    """The calculation of a value that is no weighted sum, in lines."""
    if isinstance(found, Normalised):
        return _normalised(found)
    if isinstance(found, Activated):
        return [_activated(found)]
    if isinstance(found, Pooled):
        return [_mean(found)] if found.where is None else []
    if isinstance(found, Share):
        return _share(found, focus)
    if isinstance(found, Copied):
        before = focus.before()
        name = layer_words.title(before) if before else ""
        has_many = before is not None and before.maps > 1
        where = layer_words.place_words(found.source, with_map=has_many)
        return [[Term(number(found.value), f"{name}, {where}", found.value)]]
    if isinstance(found, Pixel):
        return _pixel(found)
    return []


def _activated(found: Activated) -> list[Term]:
    """The formula with the value in the place of its x."""
    terms: list[Term] = []
    for index, part in enumerate(found.formula.split("{x}")):
        if index:
            terms.append(Term(number(found.x), tr("before") if index == 1 else "", found.x))
        if part.strip():
            terms.append(Term(part.strip()))
    caption = tr("value")
    if found.formula == ReLU.formula:
        stays = tr("not below zero: it stays")
        caption = stays if found.x >= 0 else tr("below zero: it becomes 0")
    return [*terms, Term("="), Term(number(found.value), caption, found.value)]


def _mean(found: Pooled) -> list[Term]:
    _, units = found.shown
    total = units / 10**DECIMALS
    return [
        Term(decimal(units, DECIMALS), tr("all added up"), total),
        Term(DIVIDED),
        Term(str(found.window.size)),
        Term("="),
        Term(number(found.value), tr("their mean"), found.value),
    ]


def _normalised(found: Normalised) -> list[list[Term]]:
    x, mean, centred, scaled, shift, value = (decimal(u, DECIMALS) for u in found.shown)
    difference, spread = found.x - found.mean, found.spread
    product = difference / spread * found.scale
    return [
        [
            Term(x, tr("before"), found.x),
            Term(MINUS),
            Term(mean, tr("usual mean"), found.mean),
            Term("="),
            Term(centred, "", difference),
        ],
        [
            Term(centred, "", difference),
            Term(DIVIDED),
            Term(number(spread), tr("usual spread"), spread),
            Term(TIMES),
            Term(number(found.scale), tr("learned scale"), found.scale),
            Term("="),
            Term(scaled, "", product),
        ],
        [
            Term(scaled, "", product),
            Term("+"),
            Term(shift, tr("learned shift"), found.shift),
            Term("="),
            Term(value, tr("value"), found.value),
        ],
    ]


def _share(found: Share, focus: Focus) -> list[list[Term]]:
    own, highest = float(found.scores[found.index]), float(found.scores.max())
    units = round(own * 10**DECIMALS) - round(highest * 10**DECIMALS)
    power, total = float(found.exponentials[found.index]), float(found.exponentials.sum())
    insight = focus.insight
    name = insight.model.classes[found.index] if insight else ""
    first = [
        Term(number(own), tr("score of {name}").format(name=name), own),
        Term(MINUS),
        Term(number(highest), tr("highest score"), highest),
        Term("="),
        Term(decimal(units, DECIMALS), "", own - highest),
    ]
    second = [Term("exp ("), Term(decimal(units, DECIMALS), "", own - highest)]
    if found.temperature != 1.0:
        second += [
            Term(DIVIDED),
            Term(number(found.temperature), tr("temperature"), found.temperature),
        ]
    second += [Term(") ="), Term(number(power, 4), "", power)]
    third = [
        Term(number(power, 4), "", power),
        Term(DIVIDED),
        Term(number(total, 4), tr("all ten added up"), total),
        Term("="),
        Term(number(found.value, 4), tr("probability"), found.value),
    ]
    return [first, second, third]


def _pixel(found: Pixel) -> list[list[Term]]:
    lines = [[Term(number(found.value), tr("0 is paper, 1 is ink"), found.value)]]
    if (found.mean, found.std) != (0.0, 1.0):
        scaled = (found.value - found.mean) / found.std
        lines.append(
            [
                Term("("),
                Term(number(found.value), "", found.value),
                Term(MINUS),
                Term(number(found.mean), tr("mean of the data"), found.mean),
                Term(")"),
                Term(DIVIDED),
                Term(number(found.std), tr("spread of the data"), found.std),
                Term("="),
                Term(number(scaled), tr("given to the first layer"), scaled),
            ]
        )
    return lines


def _has_bias(focus: Focus) -> bool:
    return focus.insight is not None and focus.insight.has_bias(focus.stage)
