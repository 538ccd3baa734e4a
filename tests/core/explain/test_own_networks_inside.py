"""Any network that a line can express, opened up: its numbers are torch's, and they add up."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from own_networks import networks
from torch.nn import functional

from dlgui.core.explain.ablation import is_off, switch_off, switch_on, unit_behind
from dlgui.core.explain.arithmetic import Activated, Copied, Pooled, WeightedSum, calculation
from dlgui.core.explain.attribution import cam_layers, grad_cam, integrated_gradients
from dlgui.core.explain.trace import look_inside, receptive_field, window
from dlgui.core.nets.model import Model
from dlgui.core.nets.network_line import network_of

DIGIT = np.random.default_rng(1).random((28, 28), dtype=np.float32)
FUNCTIONS = {
    "relu": torch.relu,
    "leakyrelu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


def model_of(network):
    rng = np.random.default_rng(7)
    weights = {
        name: rng.uniform(0.5, 1.5, shape).astype(np.float32)
        if len(shape) == 1
        else (rng.normal(size=shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)
        for name, shape in network.weight_shapes().items()
    }
    return Model(network.name, weights)


def places_of(stage):
    """The strongest of the last map, and two corners."""
    last = tuple(n - 1 for n in stage.shape)
    return {stage.strongest(stage.maps - 1), last, tuple(0 for _ in last)}


def judge(found, stage, place, before):
    """Whether the parts of a calculation give its value, by other means than the network's."""
    if isinstance(found, WeightedSum):
        parts, bias, total = found.shown
        assert parts.sum() + bias == total
        return found.parts.sum() + found.bias
    if isinstance(found, Activated):
        assert found.x == before[place]
        return float(FUNCTIONS[stage.kind](torch.tensor(found.x, dtype=torch.float64)))
    if isinstance(found, Pooled):
        units, total = found.shown
        assert found.where is not None or units.sum() == total
        return found.window.max() if found.where is not None else found.window.mean()
    if isinstance(found, Copied):
        return before[found.source]
    return found.value


@settings(max_examples=40, deadline=None)
@given(networks())
def test_every_value_comes_apart_into_numbers_that_give_it(network):
    insight = look_inside(model_of(network), DIGIT)
    for index, stage in enumerate(insight.stages):
        for place in places_of(stage):
            found = calculation(insight, index, place)
            assert found.value == pytest.approx(float(stage.values[place]))
            if index:
                expected = judge(found, stage, place, insight.stages[index - 1].values)
                assert found.value == pytest.approx(expected, rel=1e-3, abs=1e-4), stage.kind
        assert stage.is_signed or stage.values.min() >= 0


@settings(max_examples=25, deadline=None)
@given(networks())
def test_nothing_outside_of_window_and_receptive_field_matters(network):
    model = model_of(network)
    insight = look_inside(model, DIGIT)
    for index, stage in enumerate(insight.stages[:-1]):
        for place in places_of(stage):
            box = window(network, index, place)
            assert box is None or (box[0] < box[2] and box[1] < box[3])
            top, left, bottom, right = receptive_field(network, index, place)
            other = np.random.default_rng(2).random((28, 28), dtype=np.float32)
            other[top:bottom, left:right] = DIGIT[top:bottom, left:right]
            there = look_inside(model, other).stages[index].values[place]
            assert there == pytest.approx(stage.values[place], rel=1e-4, abs=1e-5), stage.kind


@settings(max_examples=25, deadline=None)
@given(networks())
def test_units_are_switched_off_and_on_and_maps_added_up(network):
    model = model_of(network)
    for layer in range(len(network.layers) + 1):
        unit = unit_behind(network, layer, 0)
        if unit is None:
            continue
        off = switch_off(model, unit)
        assert is_off(off, unit)
        assert not is_off(switch_on(off, model, unit), unit)
        first, second = (
            look_inside(off, pixels).stages[unit.layer + 1].values[0]
            for pixels in (DIGIT, np.zeros_like(DIGIT))
        )
        assert not first.any()
        assert not second.any()
    for layer in cam_layers(network):
        found = grad_cam(model, DIGIT, layer)
        assert found.coarse.shape == network.shapes()[layer + 1][1:]
    assert list(integrated_gradients(model, DIGIT, steps=2)) == [1.0]


def test_a_sigmoid_makes_a_half_of_a_unit_that_is_off():
    network = network_of("flatten, dense 4, sigmoid, dense 10")
    off = switch_off(model_of(network), unit_behind(network, 2, 1))
    assert look_inside(off, DIGIT).stages[3].values[1] == 0.5


def test_a_global_average_looks_at_one_whole_map():
    network = network_of("conv 4 3, globalavgpool, dense 10")
    insight = look_inside(model_of(network), DIGIT)
    assert window(network, 2, (3,)) == (0, 0, 26, 26)
    assert receptive_field(network, 2, (3,)) == (0, 0, 28, 28)
    found = calculation(insight, 2, (3,))
    assert isinstance(found, Pooled)
    np.testing.assert_array_equal(found.window, insight.stages[1].values[3])
