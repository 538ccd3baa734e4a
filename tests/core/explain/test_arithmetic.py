"""A value taken apart: an independent computation finds the same, and the shown numbers add up."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from dlgui.core.explain.arithmetic import (
    Activated,
    Copied,
    Normalised,
    Pixel,
    Pooled,
    Share,
    WeightedSum,
    calculation,
    rounded_to_total,
)
from dlgui.core.explain.trace import look_inside
from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, MaxPool
from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.networks import NETWORKS

DIGIT = np.random.default_rng(1).random((28, 28), dtype=np.float32)


@pytest.fixture(scope="module", params=NETWORKS)
def insight(request, lived_in_model):
    return look_inside(lived_in_model(request.param), DIGIT)


def stages_with(insight, kind):
    for index, stage in enumerate(insight.stages):
        if isinstance(stage.layer, kind):
            yield index, stage, insight.stages[index - 1].values


def corners_and_middle(stage):
    """Places at the edges, where padding is, and one inside."""
    last = [n - 1 for n in stage.shape]
    return [
        tuple(0 for _ in last),
        tuple(last),
        tuple(n // 2 for n in last),
        (last[0], *(0 for _ in last[1:])),
    ]


def test_a_convolution_is_window_times_kernel_plus_bias(insight):
    for index, stage, before in stages_with(insight, Conv):
        layer = stage.layer
        weight = insight.model.weights[f"{index - 1}.weight"]
        bias = insight.model.weights.get(f"{index - 1}.bias", np.zeros(layer.channels))
        patches = functional.unfold(
            torch.from_numpy(before)[None], layer.kernel, 1, layer.padding, layer.stride
        ).reshape(len(before), layer.kernel, layer.kernel, *stage.shape[1:])
        for place in corners_and_middle(stage):
            channel, row, column = place
            found = calculation(insight, index, place)
            assert isinstance(found, WeightedSum)
            np.testing.assert_array_equal(found.window, patches[:, :, :, row, column])
            np.testing.assert_array_equal(found.kernel, weight[channel])
            assert found.bias == pytest.approx(bias[channel])
            by_hand = sum(
                float(x) * float(w)
                for x, w in zip(found.window.ravel(), weight[channel].ravel(), strict=True)
            )
            assert found.value == pytest.approx(by_hand + bias[channel], rel=1e-4, abs=1e-5)
            assert found.value == pytest.approx(stage.values[place])


def test_a_dense_layer_is_all_inputs_times_weights_plus_bias(insight):
    for index, stage, before in stages_with(insight, Dense):
        weight = insight.model.weights[f"{index - 1}.weight"].astype(np.float64)
        bias = insight.model.weights[f"{index - 1}.bias"]
        for place in corners_and_middle(stage):
            found = calculation(insight, index, place)
            expected = before.astype(np.float64) @ weight[place[0]] + bias[place[0]]
            assert found.parts.sum() + found.bias == pytest.approx(expected)
            assert found.value == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_what_is_shown_of_a_sum_adds_up_to_the_last_digit(insight):
    for index, stage, _ in stages_with(insight, (Conv, Dense)):
        for place in corners_and_middle(stage):
            found = calculation(insight, index, place)
            unit = 10**found.decimals
            parts, bias, total = found.shown
            assert parts.sum() + bias == total
            assert total == round(found.value * unit)
            assert abs(bias - found.bias * unit) < 1.01
            # The value itself is float32, so the whole may differ in what is far behind.
            assert np.abs(parts - found.parts * unit).max() < 1.01
            strongest = int(found.largest_parts(1)[0])
            if found.window.ndim == 3:
                products = found.shown_products(strongest)
                assert products.sum() == parts[strongest]
                assert np.abs(products - found.products[strongest] * unit).max() <= 2


def test_batch_normalisation_shifts_and_scales(insight):
    for index, stage, before in stages_with(insight, BatchNorm):
        names = ("running_mean", "running_var", "weight", "bias")
        mean, variance, weight, bias = (
            torch.from_numpy(insight.model.weights[f"{index - 1}.{name}"]).double()
            for name in names
        )
        expected = functional.batch_norm(
            torch.from_numpy(before[None]).double(), mean, variance, weight, bias
        )[0]
        for place in corners_and_middle(stage):
            found = calculation(insight, index, place)
            assert isinstance(found, Normalised)
            assert found.x == before[place]
            assert found.value == pytest.approx(float(expected[place]), rel=1e-4, abs=1e-5)
            by_hand = (found.x - found.mean) / found.spread * found.scale + found.shift
            assert by_hand == pytest.approx(found.value, rel=1e-4, abs=1e-5)
            x, mean_shown, centred, scaled, shift, value = found.shown
            assert x - mean_shown == centred
            assert scaled + shift == value
            assert value == round(found.value * 1000)
            assert scaled == pytest.approx((found.value - found.shift) * 1000, abs=1.01)


def test_pooling_takes_the_largest_of_its_tile(insight):
    for index, stage, before in stages_with(insight, MaxPool):
        size = stage.layer.size
        for place in corners_and_middle(stage):
            channel, row, column = place
            tile = [
                [float(before[channel, row * size + dy, column * size + dx]) for dx in range(size)]
                for dy in range(size)
            ]
            found = calculation(insight, index, place)
            assert isinstance(found, Pooled)
            np.testing.assert_array_equal(found.window, tile)
            assert found.value == max(map(max, tile))
            assert tile[found.where[0]][found.where[1]] == found.value


def test_relu_and_flatten_pass_values_on(insight):
    for index, stage, before in stages_with(insight, ReLU):
        for place in corners_and_middle(stage):
            found = calculation(insight, index, place)
            assert isinstance(found, Activated)
            assert found.x == before[place]
            assert found.value == max(found.x, 0)
    index = [stage.kind for stage in insight.stages].index("flatten")
    before = insight.stages[index - 1].values
    for position in (0, before.size // 3, before.size - 1):
        found = calculation(insight, index, (position,))
        assert isinstance(found, Copied)
        assert before[found.source] == found.value == before.ravel()[position]


@pytest.mark.parametrize("temperature", [1.0, 0.4, 7.0])
def test_a_probability_is_a_share_of_exponentials(lived_in_model, temperature):
    insight = look_inside(lived_in_model("mlp", calibration={"temperature": temperature}), DIGIT)
    scores = insight.stages[-2].values.astype(np.float64)
    for digit in range(10):
        found = calculation(insight, len(insight.stages) - 1, (digit,))
        assert isinstance(found, Share)
        expected = 1 / sum(np.exp((score - scores[digit]) / temperature) for score in scores)
        assert found.value == pytest.approx(expected, rel=1e-4, abs=1e-7)
        share = found.exponentials[digit] / found.exponentials.sum()
        assert share == pytest.approx(expected, rel=1e-6)


def test_the_first_layer_multiplies_normalised_pixels(lived_in_model):
    normalisation = Normalisation(0.25, 0.5)
    model = Model("reference", lived_in_model("reference").weights, normalisation=normalisation)
    insight = look_inside(model, DIGIT)
    pixel = calculation(insight, 0, (0, 3, 4))
    assert pixel == Pixel(float(DIGIT[3, 4]), 0.25, 0.5)
    found = calculation(insight, 1, (2, 1, 1))
    np.testing.assert_allclose(found.window[0], (DIGIT[1:4, 1:4] - 0.25) / 0.5, rtol=1e-6)
    assert found.value == pytest.approx(float(found.parts.sum()) + found.bias, rel=1e-4, abs=1e-5)


def test_there_is_no_value_outside(lived_in_model):
    insight = look_inside(lived_in_model("lenet5"), DIGIT)
    with pytest.raises(IndexError):
        calculation(insight, 1, (6, 0, 0))


def test_large_numbers_show_fewer_decimals():
    window = np.array([1234.5678, 1.0], np.float32)
    found = WeightedSum(window, np.array([1.0, 2.0], np.float32), 0.5, 1237.0678)
    assert found.decimals == 1
    parts, bias, total = found.shown
    assert [*parts, bias, total] == [12346, 20, 5, 12371]


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=50))
def test_rounding_keeps_the_sum_and_moves_nothing_by_a_unit(parts):
    total = round(sum(parts))
    units = rounded_to_total(parts, total)
    assert units.sum() == total
    assert np.abs(units - np.array(parts)).max() < 1 + 1e-6


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=20), st.floats(-1e-9, 1e-9))
def test_whole_numbers_stay_as_they_are(parts, error):
    exact = [part + error for part in parts]
    assert list(rounded_to_total(exact, sum(parts))) == parts
