"""Curves of one chart are told apart by people with each of three colour weaknesses as well.

How colours look to them: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", 2009, at full severity; how far apart they are: Oklab.
"""

from itertools import combinations

import numpy as np
import pytest

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

SEEN_WITH = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(curve: Curve, eyes: np.ndarray) -> np.ndarray:
    red, green, blue, _ = curve.pen().color().getRgbF()
    rgb = np.array([red, green, blue])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(eyes @ linear, 0, 1))


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
        for eyes, matrix in SEEN_WITH.items():
            if np.linalg.norm(oklab(first, matrix) - oklab(second, matrix)) < LEAST:
                found.append((first.key, second.key, eyes))
    return found


@pytest.fixture(params=["light", "dark"])
def colours(request, themed):
    set_theme(request.param)


def test_the_simulation_knows_what_people_mix_up(colours):
    red, green = Curve("red", "", "bad", "line"), Curve("green", "", "good", "line")
    assert ("red", "green", "tritanopia") not in alike([red, green])
    same = Curve("same", "", "bad", "line")
    assert len(alike([red, same])) == len(SEEN_WITH)


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
