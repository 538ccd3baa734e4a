"""Numbers as they are shown."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from dlgui.ui.kit.formats import decimal, number
from dlgui.ui.kit.heatmap import ZERO, colour_at, colour_of, levels_of, text_on
from dlgui.ui.kit.layer_words import place_words, size

pytestmark = pytest.mark.usefixtures("themed")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1236, "0.124"), (-0.5, "\u22120.500"), (-0.0004, "0.000"), (12345.6, "12345.600")],
)
def test_a_number_has_a_true_minus_sign_and_no_negative_zero(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("units", "decimals", "text"),
    [(-5, 3, "\u22120.005"), (0, 3, "0.000"), (12345, 3, "12.345"), (-7, 0, "\u22127")],
)
def test_units_of_the_last_digit_become_a_fraction(units, decimals, text):
    assert decimal(units, decimals) == text


def test_places_are_counted_from_one():
    assert place_words((3, 0, 9)) == "row 1, column 10"
    assert place_words((3, 0, 9), with_map=True) == "map 4, row 1, column 10"
    assert place_words((1234,)) == "value 1,235"


def test_sizes_are_put_in_words():
    assert size((1, 28, 28)) == "28 × 28"
    assert size((32, 26, 26)) == "32 maps of 26 × 26"
    assert size((128,)) == "128 values"


def test_levels_keep_zero_in_the_middle():
    values = np.array([-2.0, -1.0, 0.0, 0.5, 2.0, 9.0, np.nan])
    assert levels_of(values, 2.0).tolist() == [0, 64, ZERO, 159, 254, 254, ZERO]
    assert levels_of(np.zeros(3), 0.0).tolist() == [ZERO] * 3
    for value in values[:-1]:
        assert colour_of(value, 2.0) == colour_at(int(levels_of(np.array([value]), 2.0)[0]))


def test_text_is_readable_on_every_colour():
    """At least 4.5 to 1, as WCAG 2.2 asks of text."""

    def luminance(colour: QColor) -> float:
        parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    for level in range(255):
        ground = colour_at(level)
        lighter, darker = sorted((luminance(ground), luminance(text_on(ground))), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
