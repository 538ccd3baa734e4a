"""Any network that a line can express, beside torch in float64: values, gradients and shapes."""

import numpy as np
import torch
from hypothesis import given, settings
from own_networks import networks

from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.numpy_net import Backward, Forward
from dlgui.core.nets.torch_net import build, load_weights

IMAGES = np.random.default_rng(5).random((3, 28, 28))
DIRECTION = np.random.default_rng(6).normal(size=10)


def exact_model(network):
    """In float64, with biases and running statistics that are not the trivial first ones."""
    rng = np.random.default_rng(7)
    weights = {
        name: rng.uniform(0.5, 1.5, shape)
        if len(shape) == 1
        else rng.normal(size=shape) / np.sqrt(np.prod(shape[1:]))
        for name, shape in network.weight_shapes().items()
    }
    return Model(network.name, weights, normalisation=Normalisation(0.13, 0.31))


def module_of(model, network):
    module = build(network).double().eval()
    load_weights(module, model)
    return module


@settings(max_examples=60, deadline=None)
@given(networks())
def test_values_and_gradients_of_every_layer_are_torchs(network):
    model = exact_model(network)
    module = module_of(model, network)
    pixels = torch.from_numpy(IMAGES).requires_grad_()
    x = ((pixels - 0.13) / 0.31).unsqueeze(1)
    outputs = []
    for layer in module:
        x = layer(x)
        x.retain_grad()
        outputs.append(x)
    (x @ torch.from_numpy(DIRECTION)).sum().backward()
    assert [tuple(output.shape[1:]) for output in outputs] == list(network.shapes()[1:])
    backward = Backward(model)
    for index, output in enumerate(outputs):
        found = backward.gradients(IMAGES, DIRECTION, index)
        expected = output.detach().numpy()
        scale = max(1.0, float(np.abs(expected).max()))
        np.testing.assert_allclose(found.values, expected, rtol=1e-9, atol=1e-9 * scale)
        steepest = max(1.0, float(output.grad.abs().max()))
        np.testing.assert_allclose(found.layer, output.grad, rtol=1e-9, atol=1e-9 * steepest)
    steepest = max(1.0, float(pixels.grad.abs().max()))
    np.testing.assert_allclose(found.pixels, pixels.grad, rtol=1e-9, atol=1e-9 * steepest)


@settings(max_examples=30, deadline=None)
@given(networks())
def test_what_answers_the_pad_is_the_same_network(network):
    """Folded, in float32, in two parts, and layer by layer."""
    exact = exact_model(network)
    weights = {name: array.astype(np.float32) for name, array in exact.weights.items()}
    model = Model(network.name, weights, normalisation=exact.normalisation)
    forward = Forward(model)
    images = IMAGES.astype(np.float32)
    expected = Backward(exact).gradients(IMAGES, DIRECTION, len(network.layers) - 1).values
    near = {"rtol": 1e-3, "atol": 1e-3 * max(1.0, float(np.abs(expected).max()))}
    np.testing.assert_allclose(forward.logits(images), expected, **near)
    np.testing.assert_allclose(forward.logits_from(forward.features(images)), expected, **near)
    found = forward.activations(images[0])
    assert [values.shape for values in found] == list(network.shapes()[1:])
    np.testing.assert_allclose(found[-1], expected[0], **near)


def test_parameters_are_torchs():
    for line in ("avgpool 3, conv 3 3 pad 1, batchnorm, flatten, dense 7, batchnorm, dense 10",):
        from dlgui.core.nets.network_line import network_of

        network = network_of(line)
        module = build(network)
        assert network.parameters() == sum(p.numel() for p in module.parameters())
