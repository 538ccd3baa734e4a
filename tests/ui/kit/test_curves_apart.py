"""Curves of one chart are told apart by people with each of three colour weaknesses as well.

How colours look to them: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", 2009, at full severity; how far apart they are: Oklab.
"""

from itertools import combinations

import numpy as np
import pytest
from colour_sight import WEAKNESSES, seen_with

from dlgui.core.nets.network_line import network_of
from dlgui.ui.kit.curves import Curve
from dlgui.ui.kit.layer_words import weighted_layers
from dlgui.ui.kit.plot import Plot
from dlgui.ui.kit.theme import set_theme
from dlgui.ui.steps.layers_tab import layer_curve
from dlgui.ui.window.window import MainWindow

pytestmark = pytest.mark.usefixtures("themed")

LEAST = 0.08
"""In Oklab: about what one sees at a glance in a thin line."""


def oklab(curve: Curve, weakness: str) -> np.ndarray:
    return seen_with(weakness, curve.pen().color())


def shape_of(curve: Curve) -> tuple[object, ...]:
    """What of its look is no colour."""
    marks = (curve.is_marked, curve.is_marked and curve.has_squares, curve.style == "points")
    return (*curve.pen().dashPattern(), *marks)


def alike(curves: list[Curve]) -> list[tuple[str, str, str]]:
    """Pairs that look the same to some, but for what belongs together by its colour."""
    found = []
    for first, second in combinations(curves, 2):
        if shape_of(first) != shape_of(second):
            continue
        found += [
            (first.key, second.key, weakness)
            for weakness in WEAKNESSES
            if np.linalg.norm(oklab(first, weakness) - oklab(second, weakness)) < LEAST
        ]
    return found


@pytest.fixture(params=["light", "dark"])
def colours(request, themed):
    set_theme(request.param)


def test_the_simulation_knows_what_people_mix_up(colours):
    red, green = Curve("red", "", "bad", "line"), Curve("green", "", "good", "line")
    assert ("red", "green", "tritanopia") not in alike([red, green])
    same = Curve("same", "", "bad", "line")
    assert len(alike([red, same])) == len(WEAKNESSES)


@pytest.mark.parametrize("network", ["reference", "compact", "lenet5", "mlp"])
def test_layers_have_curves_apart(colours, network):
    names = weighted_layers(network_of(network))
    assert not alike([layer_curve(row, name) for row, name in enumerate(names.values())])


def test_thirty_layers_have_curves_of_their_own(colours):
    curves = [layer_curve(row) for row in range(30)]
    assert len({(curve.colour, curve.style) for curve in curves}) == 30
    near = [pair for pair in combinations(curves[:6], 2) if shape_of(pair[0]) == shape_of(pair[1])]
    assert len(near) <= 1


def test_every_chart_of_the_window_has_curves_apart(live_session, qtbot, colours):
    window = MainWindow(live_session)
    for page in range(len(window.page_actions)):
        window.show_page(page)
    for page in (window.evaluate_page, window.inside_page, window.step_page):
        for side in range(page.tab_count):
            page.open_tab(side)
    charts = [plot for plot in window.findChildren(Plot) if len(plot.curves) > 1]
    assert len(charts) >= 7
    assert [(chart.accessibleName(), alike(list(chart.curves))) for chart in charts] == [
        (chart.accessibleName(), []) for chart in charts
    ]
    with qtbot.waitSignal(live_session.closed, timeout=30_000):
        live_session.close()
    window.close()
    window.deleteLater()
