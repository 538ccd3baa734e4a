"""What every layer makes of a digit; torch and plain loops recompute it."""

import numpy as np
import pytest
import torch
from torch import nn

from dlgui.core.explain.trace import look_inside, receptive_field, window
from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.networks import NETWORKS, Network
from dlgui.core.nets.torch_net import build

NETWORKS_BY_NAME = pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
DIGIT = np.random.default_rng(1).random((28, 28), dtype=np.float32)


def places_of(stage, count=4):
    rng = np.random.default_rng(len(stage.shape))
    return [tuple(int(rng.integers(n)) for n in stage.shape) for _ in range(count)]


@NETWORKS_BY_NAME
def test_the_stages_are_the_layers_between_input_and_probabilities(network, lived_in_model):
    model = lived_in_model(network.name, calibration={"temperature": 2.0})
    insight = look_inside(model, DIGIT)
    assert [stage.layer for stage in insight.stages] == [None, *network.layers, None]
    assert [stage.shape for stage in insight.stages[:-1]] == list(network.shapes())
    assert sum(stage.parameters for stage in insight.stages) == network.parameters()
    np.testing.assert_array_equal(insight.stages[0].values[0], DIGIT)
    scores = torch.from_numpy(insight.stages[-2].values)
    expected = torch.softmax(scores / 2.0, 0)
    np.testing.assert_allclose(insight.stages[-1].values, expected, rtol=1e-5)
    assert insight.answer == int(scores.argmax())
    for stage in insight.stages:
        assert stage.is_signed or stage.values.min() >= 0


def test_a_kind_is_counted_from_one(lived_in_model):
    insight = look_inside(lived_in_model("lenet5"), DIGIT)
    numbers = [(stage.kind, stage.number) for stage in insight.stages]
    assert ("convolution", 1) in numbers
    assert ("convolution", 2) in numbers
    assert ("dense", 3) in numbers
    assert len(set(numbers)) == len(numbers)


def test_kernels_are_those_behind_a_map(lived_in_model):
    model = lived_in_model("lenet5")
    insight = look_inside(model, DIGIT)
    second = [stage.kind for stage in insight.stages].index("convolution", 2)
    kernels = insight.kernels(second, 7)
    assert kernels.shape == (6, 5, 5)
    np.testing.assert_array_equal(kernels, model.weights["3.weight"][7])


def test_the_strongest_value_is_found(lived_in_model):
    insight = look_inside(lived_in_model("compact"), DIGIT)
    for stage in insight.stages:
        place = stage.strongest(0)
        of_map = stage.values[0] if stage.has_maps else stage.values
        assert abs(stage.values[place]) == np.abs(of_map).max()
        assert not stage.has_maps or place[0] == 0


def test_a_training_that_diverged_is_noticed(lived_in_model):
    model = lived_in_model("mlp")
    assert look_inside(model, DIGIT).is_finite
    weights = {**model.weights, "1.bias": np.full(256, np.nan, np.float32)}
    with np.errstate(invalid="ignore"):
        assert not look_inside(Model("mlp", weights), DIGIT).is_finite


@NETWORKS_BY_NAME
def test_nothing_outside_the_receptive_field_matters(network, lived_in_model):
    model = lived_in_model(network.name)
    insight = look_inside(model, DIGIT)
    for index, stage in enumerate(insight.stages):
        for place in places_of(stage, 3):
            top, left, bottom, right = receptive_field(network, index, place)
            other = np.random.default_rng(2).random((28, 28), dtype=np.float32)
            other[top:bottom, left:right] = DIGIT[top:bottom, left:right]
            there = look_inside(model, other).stages[index].values[place]
            assert there == pytest.approx(stage.values[place], rel=1e-4, abs=1e-5), stage.kind


@NETWORKS_BY_NAME
def test_all_of_the_receptive_field_matters(network):
    """With averages for maxima, positive weights and no bends, each pixel's gradient shows it."""
    layers = []
    for layer in build(network, 0):
        if isinstance(layer, nn.MaxPool2d):
            layers.append(nn.AvgPool2d(layer.kernel_size))
        elif isinstance(layer, (nn.Conv2d, nn.Linear)):
            layer.weight.data.fill_(0.1)
            layers.append(layer)
        elif isinstance(layer, nn.Flatten):
            layers.append(layer)
        else:
            layers.append(nn.Identity())
    shapes = network.shapes()
    for depth in range(len(layers) + 1):
        pixels = torch.zeros(1, 1, 28, 28, requires_grad=True)
        maps = nn.Sequential(*layers[:depth])(pixels)[0]
        for part in ((0.0, 0.0), (0.5, 0.5), (0.99, 0.3)):
            where = [int(share * n) for share, n in zip(part, shapes[depth][-2:], strict=False)]
            place = (0, *where) if len(shapes[depth]) == 3 else (where[0],)
            (gradient,) = torch.autograd.grad(maps[place], pixels, retain_graph=True)
            rows, columns = np.nonzero(gradient[0, 0].numpy())
            touched = rows.min(), columns.min(), rows.max() + 1, columns.max() + 1
            assert receptive_field(network, depth, place) == touched


def test_windows_with_stride_padding_and_pooling():
    layers = (Conv(4, 5, stride=2, padding=1), ReLU(), MaxPool(3), Flatten(), Dense(10))
    network = Network("", "", "", layers)  # maps of 13 × 13 and 4 × 4
    assert window(network, 1, (0, 0, 0)) == (-1, -1, 4, 4)
    assert window(network, 1, (3, 3, 2)) == (5, 3, 10, 8)
    assert window(network, 2, (0, 4, 5)) == (4, 5, 5, 6)
    assert window(network, 3, (0, 1, 3)) == (3, 9, 6, 12)
    assert window(network, 4, (17,)) == (0, 1, 1, 2)  # The second map begins at 16.
    assert window(network, 5, (0,)) is None
    assert window(network, 0, (0, 4, 5)) is None


def test_the_input_is_shown_before_it_is_normalised(lived_in_model):
    plain = lived_in_model("compact")
    model = Model("compact", plain.weights, normalisation=Normalisation(0.2, 0.5))
    insight = look_inside(model, DIGIT)
    np.testing.assert_array_equal(insight.stages[0].values[0], DIGIT)
    expected = look_inside(plain, (DIGIT - 0.2) / 0.5)
    np.testing.assert_allclose(insight.stages[1].values, expected.stages[1].values, atol=1e-5)
