import numpy as np
import pytest
import torch

from dlgui.core.nets.model import Model
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.torch_net import build, load_weights, weights_of


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_module_matches_its_description(network):
    module = build(network)
    assert sum(parameter.numel() for parameter in module.parameters()) == network.parameters()
    assert {name: w.shape for name, w in weights_of(module).items()} == network.weight_shapes()
    x = torch.zeros(2, 1, 28, 28)
    for layer, shape in zip(module, network.shapes()[1:], strict=True):
        x = layer(x)
        assert tuple(x.shape[1:]) == shape


def test_reference_network_is_the_textbooks():
    assert NETWORKS["reference"].parameters() == 693_962


def test_first_weights_are_glorots_and_biases_zero():
    weights = weights_of(build(NETWORKS["reference"]))
    limit = np.sqrt(6 / (5408 + 128))
    assert 0.99 * limit < np.abs(weights["4.weight"]).max() <= limit
    limit = np.sqrt(6 / (9 * 1 + 9 * 32))
    assert 0.95 * limit < np.abs(weights["0.weight"]).max() <= limit
    assert not any(weights[name].any() for name in weights if name.endswith("bias"))


@pytest.mark.parametrize(
    ("name", "judge"),
    [
        ("he", lambda w, g: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu", generator=g)),
        (
            "lecun",
            lambda w, g: torch.nn.init.kaiming_uniform_(w, nonlinearity="linear", generator=g),
        ),
        ("small", lambda w, g: torch.nn.init.xavier_uniform_(w, gain=0.01, generator=g)),
        ("large", lambda w, g: torch.nn.init.xavier_uniform_(w, gain=10.0, generator=g)),
        ("zero", lambda w, g: torch.nn.init.zeros_(w)),
    ],
)
def test_other_first_weights_are_as_torch_draws_them(name, judge):
    found = weights_of(build(NETWORKS["lenet5"], 3, name))
    generator = torch.Generator().manual_seed(3)
    for key, weight in found.items():
        expected = torch.zeros(weight.shape)
        if weight.ndim > 1:
            judge(expected, generator)
        np.testing.assert_allclose(weight, expected, rtol=1e-6, atol=1e-9, err_msg=key)


def test_seed_alone_decides_the_first_weights():
    torch.manual_seed(5)
    expected_next = torch.rand(1)
    torch.manual_seed(5)
    first = weights_of(build(NETWORKS["lenet5"], seed=1))
    assert torch.equal(torch.rand(1), expected_next)
    again = weights_of(build(NETWORKS["lenet5"], seed=1))
    other = weights_of(build(NETWORKS["lenet5"], seed=2))
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["0.weight"], other["0.weight"])


def test_weights_travel_and_are_not_shared():
    source, target = build(NETWORKS["compact"], seed=1), build(NETWORKS["compact"], seed=2)
    source(torch.rand(4, 1, 28, 28))  # moves the running statistics
    weights = weights_of(source)
    load_weights(target, Model("compact", weights))
    assert all(np.array_equal(weights_of(target)[name], weights[name]) for name in weights)
    before = weights["0.weight"].copy()
    with torch.no_grad():
        source[0].weight.zero_()
    assert np.array_equal(weights["0.weight"], before)
