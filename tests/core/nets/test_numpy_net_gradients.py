"""Gradients beside torch's autograd, in float64, for every network of the registry."""

import numpy as np
import pytest
import torch

from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import Backward, Forward
from dlgui.core.nets.torch_net import build, load_weights

IMAGES = np.random.default_rng(3).random((4, 28, 28))
DIRECTION = np.random.default_rng(4).normal(size=10)


@pytest.fixture(scope="module", params=NETWORKS)
def model(request, lived_in_model):
    model = lived_in_model(request.param)
    exact = {name: array.astype(np.float64) for name, array in model.weights.items()}
    return Model(model.network, exact, normalisation=Normalisation(0.13, 0.31))


def by_torch(model):
    """The pixels, with their gradients, and each layer's output, with its own."""
    module = build(NETWORKS[model.network]).double().eval()
    load_weights(module, model)
    pixels = torch.from_numpy(IMAGES).requires_grad_()
    x = ((pixels - model.normalisation.mean) / model.normalisation.std).unsqueeze(1)
    outputs = []
    for layer in module:
        x = layer(x)
        x.retain_grad()
        outputs.append(x)
    (x @ torch.from_numpy(DIRECTION)).sum().backward()
    return pixels, outputs


def test_gradients_by_pixels_and_by_every_layer_are_autograds(model):
    pixels, outputs = by_torch(model)
    backward = Backward(model)
    for layer, output in enumerate(outputs):
        found = backward.gradients(IMAGES, DIRECTION, layer)
        np.testing.assert_allclose(found.pixels, pixels.grad, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found.layer, output.grad, rtol=1e-9, atol=1e-12)
    scores = outputs[-1].detach().numpy() @ DIRECTION
    np.testing.assert_allclose(found.scores, scores, rtol=1e-12)
    np.testing.assert_allclose(found.values, outputs[-1].detach(), rtol=1e-12)


@pytest.mark.parametrize("name", NETWORKS)
def test_a_models_own_precision_gives_the_same_within_its_rounding(name, lived_in_model):
    model = lived_in_model(name)
    exact = Model(name, {key: array.astype(np.float64) for key, array in model.weights.items()})
    images, direction = IMAGES.astype(np.float32), DIRECTION.astype(np.float32)
    found, expected = (Backward(m).gradients(images, direction) for m in (model, exact))
    assert found.pixels.dtype == np.float32
    largest = np.abs(expected.pixels).max()
    np.testing.assert_allclose(found.pixels, expected.pixels, atol=1e-4 * largest)
    np.testing.assert_allclose(
        found.scores, Forward(model).logits(images) @ direction, rtol=1e-4, atol=1e-4
    )


def test_pictures_and_directions_stay_as_they_are(model):
    images, direction = IMAGES.copy(), DIRECTION.copy()
    Backward(model).gradients(images, direction)
    np.testing.assert_array_equal(images, IMAGES)
    np.testing.assert_array_equal(direction, DIRECTION)
