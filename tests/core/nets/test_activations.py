import numpy as np
import pytest
import torch

from dlgui.core.nets.activations import ReLU, Sigmoid, Tanh

Z = np.array([-30.0, -2.5, -1e-3, 1e-3, 0.7, 4.0, 30.0])


@pytest.mark.parametrize("layer", [ReLU(), Sigmoid(), Tanh()], ids=lambda layer: layer.kind)
def test_values_and_derivatives_are_those_of_torch(layer):
    z = torch.tensor(Z, requires_grad=True)
    expected = getattr(torch, layer.kind)(z)
    expected.sum().backward()
    value = layer.of(Z.copy())
    assert value == pytest.approx(expected.detach().numpy(), abs=1e-12)
    assert layer.derivative(Z, value) == pytest.approx(z.grad.numpy(), abs=1e-12)
