"""Attributions keep their papers' promises, and a stranger's computation finds the same."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from dlgui.core.explain.attribution import (
    FINE_STEPS,
    QUICK_STEPS,
    Question,
    cam_layers,
    grad_cam,
    integrated_gradients,
    usual_cam_layer,
)
from dlgui.core.explain.trace import receptive_field
from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.model import Normalisation
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Forward
from dlgui.core.nets.torch_net import build, load_weights


@pytest.fixture
def digit():
    """Noisy ink in the middle, paper around it."""
    pixels = np.zeros((28, 28), np.float32)
    pixels[6:22, 9:19] = np.random.default_rng(2).random((16, 10))
    return pixels


def finished(steps):
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def module_of(model):
    module = build(NETWORKS[model.network]).eval()
    load_weights(module, model)
    return module.double()


@pytest.mark.parametrize("target", [None, 7])
@pytest.mark.parametrize("name", NETWORKS)
def test_the_shares_add_up_to_the_difference_to_paper(name, target, lived_in_model, digit):
    model = lived_in_model(name, normalisation=Normalisation(0.13, 0.31))
    found = finished(integrated_gradients(model, digit, target))
    logits = Forward(model).logits(np.stack([digit, np.zeros_like(digit)]))
    answer = int(logits[0].argmax())
    assert found.question == (Question(answer) if target in (None, answer) else Question(7, answer))
    asked = found.question.direction(10)
    assert found.score == pytest.approx(logits[0] @ asked, abs=1e-4)
    assert found.paper == pytest.approx(logits[1] @ asked, abs=1e-4)
    assert found.total == pytest.approx(found.difference, rel=0.02, abs=0.02)
    assert not found.shares[digit == 0].any()
    assert found.shares.any()


@pytest.mark.parametrize("name", ["compact", "reference"])
def test_the_shares_are_pixel_times_mean_gradient(name, lived_in_model, digit):
    model = lived_in_model(name)
    found = finished(integrated_gradients(model, digit, 3, QUICK_STEPS))
    inkings = (torch.arange(QUICK_STEPS).double() + 0.5) / QUICK_STEPS
    pixels = (inkings[:, None, None] * torch.from_numpy(digit).double()).requires_grad_()
    scores = (
        module_of(model)(pixels.unsqueeze(1))
        @ torch.from_numpy(found.question.direction(10)).double()
    )
    scores.sum().backward()
    expected = digit * pixels.grad.mean(dim=0).numpy()
    np.testing.assert_allclose(found.shares, expected, atol=1e-3 * np.abs(expected).max())
    assert found.steps == QUICK_STEPS < FINE_STEPS


def test_progress_is_told_and_can_be_left(lived_in_model, digit):
    shares = list(integrated_gradients(lived_in_model("mlp"), digit, steps=96))
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])


@pytest.mark.parametrize("target", [None, 4])
@pytest.mark.parametrize("name", [n for n in NETWORKS if cam_layers(NETWORKS[n])])
def test_grad_cam_is_the_maps_weighted_by_their_mean_gradients(name, target, lived_in_model, digit):
    model = lived_in_model(name)
    module = module_of(model)
    for layer in cam_layers(NETWORKS[name]):
        found = grad_cam(model, digit, layer, target)
        maps = module[: layer + 1](torch.from_numpy(digit).double()[None, None]).detach()
        maps.requires_grad_()
        logits = module[layer + 1 :](maps)[0]
        (logits @ torch.from_numpy(found.question.direction(10)).double()).backward()
        weights = maps.grad[0].mean(dim=(1, 2))
        expected = (weights[:, None, None] * maps[0]).sum(dim=0).clamp(min=0).detach().numpy()
        scale = max(np.abs(expected).max(), 1.0)
        np.testing.assert_allclose(found.coarse, expected, atol=1e-3 * scale)
        assert found.layer == layer


def test_a_place_of_a_map_lies_in_the_middle_of_what_it_looks_at(lived_in_model, digit):
    model = lived_in_model("reference")  # 26 × 26 places, each looking at 3 × 3 pixels
    found = grad_cam(model, digit, 1)
    np.testing.assert_allclose(found.fine[1:27, 1:27], found.coarse, rtol=1e-6)
    np.testing.assert_allclose(found.fine[0, 1:27], found.coarse[0], rtol=1e-6)


@pytest.mark.parametrize("name", ["compact", "reader", "lenet5"])
def test_places_deep_in_a_network_are_put_where_they_look(name, lived_in_model, digit):
    network = NETWORKS[name]
    layer = usual_cam_layer(network)
    found = grad_cam(lived_in_model(name), digit, layer)
    side = len(found.coarse)
    middles = []
    for place in (side // 2 - 1, side // 2):  # whose fields lie within the picture
        top, left, bottom, right = receptive_field(network, layer + 1, (0, place, place))
        assert (top, bottom) == (left, right)
        middles.append((top + bottom) / 2)
    between = (middles[0] + middles[1]) / 2
    row = int(between)  # a pixel's middle is at a half
    share = (row + 0.5 - middles[0]) / (middles[1] - middles[0])
    corners = found.coarse[side // 2 - 1 : side // 2 + 1, side // 2 - 1 : side // 2 + 1]
    along = np.array([1 - share, share])
    assert found.fine[row, row] == pytest.approx(along @ corners @ along, rel=1e-4)


def test_the_layers_of_grad_cam_end_a_convolution_each():
    for name, count in (("reference", 1), ("compact", 3), ("reader", 5), ("lenet5", 2), ("mlp", 0)):
        network = NETWORKS[name]
        found = cam_layers(network)
        assert len(found) == count
        assert all(isinstance(network.layers[layer], ReLU) for layer in found)
        usual = usual_cam_layer(network)
        if usual is not None:
            assert min(network.shapes()[usual + 1][1:]) >= 7
    assert usual_cam_layer(NETWORKS["mlp"]) is None


def test_a_network_without_any_slope_shares_nothing(lived_in_model, digit):
    model = lived_in_model("reference")
    still = {name: np.zeros_like(array) for name, array in model.weights.items()}
    found = finished(integrated_gradients(replace(model, weights=still), digit))
    assert (found.difference, found.total) == (0, 0)
