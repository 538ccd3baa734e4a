import numpy as np
import pytest
import torch

from dlgui.core.nets.model import Model, Normalisation
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.nets.numpy_net import CHUNK, Forward
from dlgui.core.nets.torch_net import build, weights_of


def lived_in(network, seed=0):
    """A module whose biases and running statistics are not the trivial first ones."""
    module = build(network, seed)
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in module.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if tensor.ndim == 1:
            tensor.uniform_(0.5, 1.5, generator=generator)
    return module.eval()


@pytest.fixture
def images():
    return np.random.default_rng(0).random((5, 28, 28), dtype=np.float32)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_layer_agrees_with_torch(network, images):
    module = lived_in(network)
    forward = Forward(Model(network.name, weights_of(module)))
    with torch.no_grad():
        x = torch.from_numpy(images).unsqueeze(1)
        expected = [x := layer(x) for layer in module]
    np.testing.assert_allclose(forward.logits(images), expected[-1], rtol=1e-4, atol=1e-4)
    features = forward.features(images)  # in an order of their own
    np.testing.assert_allclose(
        np.sort(features), np.sort(expected[-2].numpy()), rtol=1e-4, atol=1e-4
    )
    np.testing.assert_allclose(forward.logits_from(features), expected[-1], rtol=1e-4, atol=1e-4)
    found = forward.activations(images[3])
    for maps, theirs, layer in zip(found, expected, network.layers, strict=True):
        np.testing.assert_allclose(maps, theirs[3], rtol=1e-4, atol=1e-4, err_msg=str(layer))


def test_batches_of_any_size_agree(images):
    forward = Forward(Model("lenet5", weights_of(lived_in(NETWORKS["lenet5"]))))
    many = np.resize(images, (2 * CHUNK + 3, 28, 28))
    together = forward.logits(many)
    assert together.shape == (2 * CHUNK + 3, 10)
    np.testing.assert_allclose(together[-1:], forward.logits(many[-1:]), atol=1e-4)
    assert forward.logits(many[:0]).shape == (0, 10)


def test_bytes_and_floats_and_normalisation_mean_the_same(images):
    weights = weights_of(lived_in(NETWORKS["mlp"]))
    as_bytes = np.round(images * 255).astype(np.uint8)
    as_floats = as_bytes / np.float32(255)
    forward = Forward(Model("mlp", weights))
    np.testing.assert_allclose(forward.logits(as_bytes), forward.logits(as_floats), atol=1e-5)
    normalising = Forward(Model("mlp", weights, normalisation=Normalisation(0.25, 0.5)))
    np.testing.assert_allclose(
        normalising.logits(as_floats), forward.logits((as_floats - 0.25) / 0.5), atol=1e-4
    )


def test_the_given_pictures_stay_as_they_are(images):
    before = images.copy()
    forward = Forward(Model("mlp", weights_of(lived_in(NETWORKS["mlp"]))))
    forward.logits(images)
    forward.activations(images[0])
    assert np.array_equal(images, before)


def test_another_size_is_refused():
    forward = Forward(Model("mlp", weights_of(lived_in(NETWORKS["mlp"]))))
    with pytest.raises(ValueError, match="28"):
        forward.logits(np.zeros((1, 32, 32), np.float32))
