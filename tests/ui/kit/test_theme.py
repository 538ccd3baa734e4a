from itertools import combinations

import numpy as np
import pytest
from colour_sight import WEAKNESSES, seen_with
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QPushButton

from dlgui import paths
from dlgui.ui.kit.heatmap import class_colour, colour_of
from dlgui.ui.kit.icons import pixmap, set_icon
from dlgui.ui.kit.theme import (
    BODY,
    DARK,
    DISPLAY,
    LIGHT,
    font,
    mixed,
    set_theme,
    theme,
    theme_choice,
    theme_notifier,
)

LEAST_APART = 0.06
"""In Oklab, where black and white are 1 apart; 0.02 is just noticed side by side."""

pytestmark = pytest.mark.usefixtures("themed")


def luminance(colour: QColor) -> float:
    """WCAG 2's relative luminance."""

    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = colour.getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def inked_colours(picture) -> set[str]:
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_a_choice_changes_colours_palette_and_tells_once(qapp, qtbot):
    with qtbot.waitSignal(theme_notifier.themeChanged):
        set_theme("dark")
    assert theme() is DARK
    assert theme_choice() == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.background
    assert DARK.surface.name() in qapp.styleSheet()
    set_theme("light")
    assert theme() is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.background


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_its_ground(colours):
    for text, ground in (
        ("text", "background"),
        ("text", "surface"),
        ("text_muted", "background"),
        ("text_muted", "surface"),
        ("accent_line", "surface"),
        ("accent_line", "accent_soft"),
        ("warning", "warning_soft"),
        ("bad", "bad_soft"),
        ("text", "accent_soft"),
        ("text", "bad_soft"),
        ("ink", "paper"),
        ("text", "surface_alt"),
        ("text_muted", "surface_alt"),
        ("accent_line", "background"),
        ("accent_text", "accent"),
        ("text", "warning_soft"),
        ("good", "surface"),
        ("bad", "surface"),
        ("warning", "surface"),
    ):
        assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_no_text_is_seen_on_its_ground(colours):
    """WCAG 2.2, 1.4.11: the edges of what is typed or clicked into, and curves."""
    for ground in (colours.surface, colours.background):
        assert contrast(colours.border_input, ground) >= 3.0
        assert contrast(colours.accent_line, ground) >= 3.0
    assert contrast(colours.chart_train, colours.surface) >= 3.0
    assert contrast(colours.chart_validation, colours.surface) >= 3.0


def test_figures_are_equally_wide_and_sizes_differ():
    metrics = QFontMetrics(font(BODY))
    assert metrics.horizontalAdvance("1117") == metrics.horizontalAdvance("8889")
    assert font(DISPLAY).pixelSize() > 2 * font(BODY).pixelSize()


def test_every_icon_can_be_tinted():
    names = [path.stem for path in paths.resource("icons").glob("*.svg")]
    assert {"pen", "eraser", "undo", "redo", "clear", "play", "pause", "stop"} <= set(names)
    for name in names:
        drawn = pixmap(name, QColor("#123456"), scale=2.0)
        assert drawn.width() == 2 * drawn.deviceIndependentSize().width()
        assert inked_colours(drawn), name
    assert inked_colours(pixmap("stop", QColor("#123456"))) == {"#123456"}


def test_an_icon_follows_the_theme_and_can_be_replaced(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    action = QAction()
    for target in (button, action):
        set_icon(target, "play")
        set_icon(target, "stop")
        set_theme("dark")
        assert DARK.text.name() in inked_colours(target.icon().pixmap(18, 18))
        set_theme("light")
        assert LIGHT.text.name() in inked_colours(target.icon().pixmap(18, 18))


def test_mixing_goes_from_one_colour_to_the_other():
    black, white = QColor("#000000"), QColor("#ffffff")
    assert mixed(black, white, 0.0) == black
    assert mixed(black, white, 1.0) == white
    assert 0.49 < mixed(black, white, 0.5).redF() < 0.51


@pytest.mark.parametrize("weakness", WEAKNESSES)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_colours_of_classes_are_told_apart_by_everyone(name, weakness):
    set_theme(name)
    seen = [seen_with(weakness, class_colour(index)) for index in range(10)]
    for one, other in combinations(range(10), 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= LEAST_APART, (one, other)
        assert contrast(class_colour(one), theme().surface) >= 3.0


@pytest.mark.parametrize("weakness", WEAKNESSES)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_two_sides_of_the_scale_are_told_apart_by_everyone(name, weakness):
    set_theme(name)
    for share in (0.15, 0.3, 0.6, 1.0):
        below, above, zero = (
            seen_with(weakness, colour_of(value, 1.0)) for value in (-share, share, 0.0)
        )
        assert np.linalg.norm(below - above) >= LEAST_APART, share
        assert min(np.linalg.norm(below - zero), np.linalg.norm(above - zero)) >= 0.02, share
