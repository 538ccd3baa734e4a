import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_networks import networks

from dlgui.core.errors import NetworkError
from dlgui.core.nets.layers import Conv, Dense, Flatten, MaxPool
from dlgui.core.nets.network_line import misfit, network_line, network_of, parse_network
from dlgui.core.nets.networks import NETWORKS
from dlgui.core.training.settings import TrainingConfig


@given(networks())
def test_a_line_comes_back_as_the_same_network(network):
    line = network_line(network)
    again = parse_network(line)
    assert again == network
    assert network_line(again) == line
    assert network_of(network.name) == network


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_the_networks_of_the_registry_can_be_written_as_lines(network):
    assert network_of(network_line(network)) is network
    assert network_of(network.name) is network


def test_the_textbooks_network():
    line = "conv 32 3, relu, maxpool 2, flatten, dense 128, relu, dense 10"
    assert network_line(NETWORKS["reference"]) == line
    loosely = " Conv 32 3 pad 0,relu ,maxpool  2, flatten,dense 128, relu,dense 10, softmax"
    assert network_of(loosely) is NETWORKS["reference"]


def test_batch_normalisation_brings_the_bias():
    line = "conv 8 5 stride 2 pad 1, batchnorm, conv 4 3, flatten, dense 5, batchnorm, dense 10"
    network = parse_network(line)
    biases = [layer.bias for layer in network.layers if isinstance(layer, (Conv, Dense))]
    assert biases == [False, True, False, True]
    assert network.layers[0] == Conv(8, 5, 2, 1, bias=False)


@pytest.mark.parametrize(
    ("line", "said", "layer"),
    [
        ("", "there are conv", 0),
        ("conv 8 3, , flatten, dense 10", "Layer 2", 1),
        ("conv 8 3, lstm 5, flatten, dense 10", "there are conv, batchnorm", 1),
        ("conv 8, flatten, dense 10", r"conv CHANNELS KERNEL \[stride N\] \[pad N\]", 0),
        ("conv 8 3 stride, flatten, dense 10", "write .conv", 0),
        ("conv 8 3 stride 2 stride 3, flatten, dense 10", "write .conv", 0),
        ("conv 8 3 dilation 2, flatten, dense 10", "write .conv", 0),
        ("conv 8 x, flatten, dense 10", "write .conv", 0),
        ("conv 0 3, flatten, dense 10", "channels is from 1 to 4096", 0),
        ("conv 8 999999999999999999999, flatten, dense 10", "kernel is from 1 to 28", 0),
        ("conv 8 3 pad 3, flatten, dense 10", "at most 2", 0),
        ("maxpool 2, maxpool 4, conv 8 5, flatten, dense 10", "3 × 3 values .* at most 3", 2),
        ("maxpool 14, maxpool 3, flatten, dense 10", "2 × 2 values .* at most 2", 1),
        ("flatten, conv 8 3, dense 10", "list of 784 values", 1),
        ("flatten, maxpool 2, dense 10", "put it before flatten", 1),
        ("flatten, flatten, dense 10", "leave it out", 1),
        ("conv 8 3, dense 10", "put flatten before it", 1),
        ("flatten, dense 12", "12 values.*dense 10", 1),
        ("flatten, dense 12, relu", "dense 10. is missing", 3),
        ("conv 8 3", "8 × 26 × 26 values.*flatten, dense 10", 1),
        ("flatten, dense 10000, dense 10000, dense 10", "20,000,000 weights", 2),
        ("conv 4096 1, flatten, dense 10", "2,000,000 values for each digit", 0),
        ("conv 100 7 pad 6, conv 1 28, flatten, dense 10", "2,000,000 values", 1),
        (", ".join(["relu"] * 65), "at most 64 layers", None),
        ("relu," * 9999, "characters", None),
        ("alexnet", "choose one of reference", None),
    ],
)
def test_an_impossible_line_is_refused_with_the_layer_its_place_and_what_would_fit(
    line, said, layer
):
    with pytest.raises(NetworkError, match=said) as caught:
        network_of(line)
    assert caught.value.layer == layer
    assert len(str(caught.value)) < 300


@given(st.text(max_size=60))
def test_any_other_text_is_refused_too(text):
    with pytest.raises(NetworkError):
        network_of(text)


@pytest.mark.parametrize(
    ("line", "layers"),
    [
        ("conv 8 3, dense 10", "conv 8 3, flatten, dense 10"),
        ("maxpool 14, conv 8 5, flatten, dense 10", "maxpool 14, conv 8 2, flatten, dense 10"),
        ("conv 8 3 pad 3, flatten, dense 10", "conv 8 3 pad 2, flatten, dense 10"),
        ("maxpool 14, maxpool 3, flatten, dense 10", "maxpool 14, maxpool 2, flatten, dense 10"),
        ("flatten, dense 12", "flatten, dense 10"),
        ("conv 8 3", "conv 8 3, flatten, dense 10"),
        ("flatten, conv 8 3, dense 10", "flatten, dense 10"),
        ("", "flatten, dense 10"),
    ],
)
def test_what_does_not_fit_is_mended(line, layers):
    bare = {"conv 8 3": Conv(8, 3), "conv 8 5": Conv(8, 5), "conv 8 3 pad 3": Conv(8, 3, 1, 3)}
    parts = [part.strip() for part in line.split(",") if part]
    bare |= {f"dense {n}": Dense(n) for n in (10, 12)} | {"flatten": Flatten()}
    bare |= {f"maxpool {n}": MaxPool(n) for n in (3, 14)}
    found = misfit([bare[part] for part in parts])
    assert found.problem.endswith(".")
    assert found.mended == parse_network(layers).layers


def test_settings_keep_one_writing_of_a_network():
    loosely = TrainingConfig(network="conv 4 3,  RELU, flatten, dense 10, softmax")
    assert loosely.network == "conv 4 3, relu, flatten, dense 10"
    assert loosely == TrainingConfig(network="conv 4 3, relu, flatten, dense 10")
    written = network_line(NETWORKS["lenet5"])
    assert TrainingConfig(network=written).network == "lenet5"
