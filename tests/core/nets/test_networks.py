from math import prod

import pytest

from dlgui.core.nets.activations import ReLU
from dlgui.core.nets.layers import BatchNorm, Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.network_line import network_of
from dlgui.core.nets.networks import INPUT_SHAPE, NETWORKS


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_descriptions_are_consistent(network):
    shapes = network.shapes()
    assert shapes[0] == INPUT_SHAPE
    assert shapes[-1] == (10,)
    assert len(shapes) == len(network.layers) + 1
    learned = {n: s for n, s in network.weight_shapes().items() if "running" not in n}
    assert sum(map(prod, learned.values())) == network.parameters()
    assert network.title
    assert network.summary.endswith(".")


def test_known_sizes():
    reference = NETWORKS["reference"]
    assert reference.parameters() == 693_962
    assert reference.shapes()[1:4] == ((32, 26, 26), (32, 26, 26), (32, 13, 13))
    products = 2 * 26 * 26 * 32 * 9 + 2 * 5408 * 128 + 2 * 128 * 10
    elementwise = 2 * 26 * 26 * 32 + 128
    assert reference.flops() == products + elementwise
    assert NETWORKS["lenet5"].parameters() == 61_706


def test_layers():
    assert Conv(4, 5, stride=2, padding=2).output_shape((1, 28, 28)) == (4, 14, 14)
    assert Conv(4, 3, bias=False).parameters((2, 9, 9)) == 4 * 2 * 9
    assert MaxPool(2).output_shape((4, 5, 7)) == (4, 2, 3)
    assert Flatten().output_shape((4, 2, 3)) == (24,)
    assert Dense(7).parameters((24,)) == 7 * 25
    assert BatchNorm().parameters((4, 2, 2)) == 8
    assert ReLU().flops((4, 2, 2)) == 16


def test_the_memory_of_a_training_is_that_of_weights_and_values():
    network = network_of("flatten, dense 10")
    weights, values = 7850, 784 + 784 + 10
    assert network.training_bytes(1) == 4 * (4 * weights + 2 * values)
    assert network.training_bytes(32) == 4 * (4 * weights + 64 * values)
