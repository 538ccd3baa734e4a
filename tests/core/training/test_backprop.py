"""The hand-written step against autograd, in float64, where nothing is lost to rounding."""

import copy

import pytest
import torch
from hypothesis import given, settings
from own_networks import networks
from torch.nn import functional

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.networks import NETWORKS, Network
from dlgui.core.nets.torch_net import build
from dlgui.core.training.backprop import HandwrittenGradients, is_written_out
from dlgui.core.training.learner import AutogradGradients
from dlgui.core.training.optimizer import FlatParameters

WITHOUT_BIAS = Network(
    "without bias",
    "",
    "",
    (
        Conv(4, 3, bias=False),
        ReLU(),
        MaxPool(2),
        Conv(5, 4, stride=2, padding=1),
        ReLU(),
        Flatten(),
        Dense(10, bias=False),
    ),
)


@pytest.fixture(autouse=True)
def float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def batch(count, seed=0):
    """Random pictures with a blank margin, as digits have, where every pool is a tie."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.rand(count, 1, 28, 28, generator=generator)
    images[:, :, :, :6] = 0
    return images, torch.randint(0, 10, (count,), generator=generator)


def randomised(network):
    module = build(network)
    generator = torch.Generator().manual_seed(1)
    for parameter in module.parameters():
        if parameter.ndim == 1:
            torch.nn.init.uniform_(parameter, -0.5, 1.0, generator=generator)
    return module.double()


def followed(gradients, images, labels):
    """What the loss says of the batch, whose gradients are then filled in."""
    figures = gradients.loss(gradients.forward(images), labels)
    gradients.backward()
    return figures


@pytest.mark.parametrize(
    "network", [*NETWORKS.values(), WITHOUT_BIAS], ids=[*NETWORKS, "without bias"]
)
def test_gradients_are_autograds(network):
    compare(network)


@settings(max_examples=40, deadline=None)
@given(networks().filter(is_written_out))
def test_gradients_of_any_network_are_autograds(network):
    compare(network)


def compare(network):
    module = randomised(network)
    plain = copy.deepcopy(module)
    FlatParameters(module)
    by_hand = HandwrittenGradients(network, module, label_smoothing=0.1)
    by_autograd = AutogradGradients(plain, FlatParameters(plain), label_smoothing=0.1)
    # Two batches of a size, as buffers are used again; one that is larger than a cached part.
    for count, seed in ((5, 0), (40, 1), (5, 2)):
        images, labels = batch(count, seed)
        torch.testing.assert_close(
            followed(by_hand, images, labels),
            followed(by_autograd, images, labels),
            check_dtype=False,
        )
        for name, parameter in plain.named_parameters():
            torch.testing.assert_close(
                module.get_parameter(name).grad, parameter.grad, rtol=1e-8, atol=1e-10, msg=name
            )
    for name, statistics in plain.named_buffers():
        if "running" in name:
            torch.testing.assert_close(module.get_buffer(name), statistics, msg=name)


def test_a_tie_sends_its_gradient_to_one_place_only():
    """A saturated picture: all four values of each pool are the same, and the pixels are not 0."""
    network = NETWORKS["reference"]
    module = randomised(network)
    with torch.no_grad():
        module[0].bias.fill_(1.0)
    plain = copy.deepcopy(module)
    FlatParameters(module)
    images, labels = torch.ones(3, 1, 28, 28), torch.tensor([0, 1, 2])
    followed(HandwrittenGradients(network, module, label_smoothing=0.0), images, labels)
    functional.cross_entropy(plain(images), labels).backward()
    torch.testing.assert_close(module[0].weight.grad, plain[0].weight.grad)


def test_label_smoothing_changes_the_loss_as_torch_says():
    network = NETWORKS["mlp"]
    module = randomised(network)
    FlatParameters(module)
    images, labels = batch(8)
    for smoothing in (0.0, 0.2):
        loss, right = followed(HandwrittenGradients(network, module, smoothing), images, labels)
        logits = module(images)
        expected = functional.cross_entropy(logits, labels, label_smoothing=smoothing)
        torch.testing.assert_close(loss, expected.detach())
        assert right == (logits.argmax(1) == labels).double().mean()


def test_flat_parameters_come_apart_and_together_again():
    module = build(NETWORKS["compact"])
    before = {name: p.detach().clone() for name, p in module.named_parameters()}
    flat = FlatParameters(module)
    for name, parameter in module.named_parameters():
        assert torch.equal(parameter, before[name])
    arrays = flat.split(flat.values.detach())
    assert arrays["3.weight"].shape == (32, 16, 3, 3)
    assert torch.equal(flat.join(arrays), flat.values)
    with torch.no_grad():
        flat.values.zero_()
    assert not any(parameter.any() for parameter in module.parameters())
